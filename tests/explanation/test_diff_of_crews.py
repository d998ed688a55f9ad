"""What differs between plans with crews and parts: who is there no longer, and who instead."""

from __future__ import annotations

import pytest

from solver.domain.plan import Assignment, Plan
from solver.explanation.diff import diff_plans


def plan(*seats: str, periods: tuple[int, ...] = ()) -> Plan:
    """Return a plan of one task with a member for each seat."""
    return Plan(
        tuple(Assignment("T", who, at, n) for n, (who, at) in enumerate(zip(seats, periods or (0,) * 9, strict=False)))
    )


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (("A", "B"), ("A", "B"), ()),
        (("A", "B"), ("B", "A"), ()),
        (("A", "B"), ("C", "B"), (("T", "A", "C"),)),
        (("A", "B"), ("B", "C"), (("T", "A", "C"),)),
        (("A", "B"), ("C", "D"), (("T", "A, B", "C, D"),)),
        (("A", "A", "A"), ("A", "B", "A"), (("T", "A", "A, B"),)),
        (("A", "A"), ("B", "B"), (("T", "A", "B"),)),
    ],
)
def test_each_seat_counts(before: tuple[str, ...], after: tuple[str, ...], moved: tuple[tuple[str, ...], ...]) -> None:
    """A change in any seat is a move, not in the last one alone; the same members the other way round are none."""
    found = diff_plans(plan(*before), plan(*after))
    assert found.moved == moved
    assert found.moves == len(moved)


def test_a_crew_that_comes_or_goes_is_named_whole() -> None:
    """Who had it, or has it now, are all of its seats; in another period with the same members it shifts."""
    assert diff_plans(plan(), plan("A", "B")).gained == (("T", "A, B"),)
    assert diff_plans(plan("A", "B"), plan()).lost == (("T", "A, B"),)
    later = diff_plans(plan("A", "B"), plan("B", "A", periods=(1, 1)), periods=("S1", "S2"))
    assert (later.moved, later.shifted, later.when) == ((), (("T", "S1", "S2"),), ())
