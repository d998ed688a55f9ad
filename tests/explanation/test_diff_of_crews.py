"""What differs between plans with crews and parts: who is there no longer, and who instead."""

from __future__ import annotations

import pytest

from solver.domain.plan import Assignment, Plan
from solver.explanation.diff import diff_plans
from solver.report.explanation.words import diff_text


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


@pytest.mark.parametrize(
    ("after", "shifted", "parts", "text"),
    [
        ((0, 0, 2), ("S1", "S3"), (("T", 1, 3),), "1 of 3 parts of T moves from S1 to S3"),
        ((0, 1, 2), ("S1", "S2, S3"), (("T", 2, 3),), "2 of 3 parts of T move from S1 to S2, S3"),
        ((1, 1, 1), ("S1", "S2"), (), "T moves from S1 to S2"),
        # As many parts are no longer to be done as the earlier plan ends before: the end is what can be compared.
        ((0, 2), ("S1", "S3"), (), "T moves from S1 to S3"),
    ],
)
def test_of_a_split_task_those_parts_move_that_do(
    after: tuple[int, ...], shifted: tuple[str, str], parts: tuple[tuple[str, int, int], ...], text: str
) -> None:
    """What stays in its period does not move, and is not said to."""
    then = Plan(tuple(Assignment("T", "A", at, n) for n, at in enumerate(after)))
    found = diff_plans(plan("A", "A", "A"), then, periods=("S1", "S2", "S3"))
    assert (found.shifted, found.parts, found.moves) == ((("T", *shifted),), parts, 1)
    assert diff_text(found) == [text]


def test_a_part_that_moves_before_the_end_is_a_move() -> None:
    """The last part stays where it is: the task ends as before, and a part of it is elsewhere all the same."""
    found = diff_plans(plan("A", "A", periods=(0, 2)), plan("A", "A", periods=(1, 2)), periods=("S1", "S2", "S3"))
    assert (found.shifted, found.parts, found.moves) == ((("T", "S1", "S2"),), (("T", 1, 2),), 1)
    assert diff_plans(plan("A", "A"), plan("A", "A")).moves == 0
