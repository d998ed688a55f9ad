"""Rows of pieces that wait for each other: every plan that can be worked obeys them, and they bound closely."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from solver.assignment.model.linear import linear
from solver.assignment.sprints.bounds import waits
from solver.assignment.sprints.bounds.linear import relaxed
from solver.assignment.sprints.bounds.waits import rows_of_waits
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.matching.slots import slot_problem
from solver.readers.cards.cards import parse_card
from tests.assignment.sprints.worlds import WEIGHTS, every_timed_plan, lagged_world, sequenced_by_force, timed_world


def check_rows(seed: int, *, is_lagged: bool) -> int:
    """Compare the rows of a world with every plan that can be worked; return how many rows some plan fills."""
    team, backlog, distances = (lagged_world if is_lagged else timed_world)(seed)
    demands = linear(slot_problem(team, backlog, WEIGHTS, distances))
    rows = rows_of_waits(demands)
    row = np.repeat(np.arange(len(rows.starts) - 1), np.diff(rows.starts))
    filled = set[int]()
    for plan in every_timed_plan(team, backlog) if len(rows.column) else ():
        pairs = demands.pairs(plan)
        if pairs is None:
            continue
        on = np.bincount(pairs, minlength=demands.n_pairs)[rows.column]
        sums = np.bincount(row, rows.factor * on, len(rows.starts) - 1)
        if (sums > 0).any():
            assert sequenced_by_force(team, backlog, plan) is None, (seed, plan)
        filled |= set(row[(on > 0) & (rows.factor > 0) & (sums[row] == 0)].tolist())
    return len(filled)


@pytest.mark.parametrize("most", [waits.MOST, 0])
def test_only_plans_that_cannot_be_worked_break_a_row(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Brute force over plans and sequences, with pieces that wait through others and without."""
    monkeypatch.setattr(waits, "MOST", most)
    found = [check_rows(seed, is_lagged=is_lagged) for seed in range(150) for is_lagged in (False, True)]
    assert sum(found) > 20


def test_what_needs_an_earlier_period_is_in_one() -> None:
    """Two tasks of 2 h with one of 1 h between them, in a day of 4 h: one of the two is early, not parts of both."""
    spans = tuple(Period(f"P{n}", date(2027, 2, n), date(2027, 2, n)) for n in (1, 2))
    calendar = Calendar(spans, 240)
    team = Team(
        tuple(Member(name, parse_card("", name), 0).present(calendar, Presence()) for name in "XYZ"), calendar=calendar
    )
    tasks = [
        Task(f"T{n}", "", "", "HIGH", "TODO", "", 60 * h, "", (), (f"T{n - 1}",) if n else (), value, "b.csv", n + 2)
        for n, (h, value) in enumerate(((2, 3), (1, 1), (2, 3)))
    ]
    demands = linear(slot_problem(team, Backlog(tuple(tasks))))
    assert [level.name for level in demands.levels[:2]] == ["HIGH", "HIGH early"]
    program = relaxed(demands, 1, [7], 10.0)
    assert program is not None
    assert program.bound == 4
