"""Plans that windows find in the gaps: what changes gets starts anew, and what cannot be worked changes nothing."""

from __future__ import annotations

import math
import time as clock
from typing import Any

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.model.linear import linear
from solver.assignment.model.search import Limits
from solver.assignment.sprints import rolling
from solver.assignment.sprints.bounds.tops import Tops
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.lists.listing import listed
from solver.assignment.sprints.lists.units import units_of
from solver.assignment.sprints.rolling import PROVED_BY_SEQUENCE, solve_rolling, started
from solver.assignment.sprints.standing import Standing
from solver.assignment.sprints.windows.renewal import Renewal
from solver.matching.slots import slot_problem


def test_another_plan_stands_where_it_can_be_worked() -> None:
    """From one list to the plan that exchanges make of it: all has its row, and the checker has nothing against it."""
    team, backlog = sprint_world(9, 3, 100)
    problem = slot_problem(team, backlog)
    assert problem.time
    units, demands = list(units_of(problem, problem.time)), linear(problem, PROVED_BY_SEQUENCE)
    best = Standing.of(Columns(demands), listed(problem, problem.time), units)
    assert best
    before = best.values
    best.gather(Limits(math.inf))
    assert best.values > before
    gaps = listed(problem, problem.time)
    assert gaps.placed != best.gaps.placed
    assert Renewal(gaps).stands(best.gaps.placed)
    assert gaps.placed == best.gaps.placed
    assert time_objections(team, backlog, started(problem, problem.time, gaps.placed, gaps.starts, 0.0)[0]) == ()


def test_what_cannot_be_worked_leaves_everything_as_it_was() -> None:
    """All that a row could have takes more than its hours: that is refused, and everything stays where it is."""
    problem = slot_problem(*sprint_world(9, 3, 100))
    assert problem.time
    gaps = listed(problem, problem.time)
    plan, free, work = gaps.plan, gaps.free.copy(), [[*each] for each in gaps.work]
    # All that a row could have, far more than its hours.
    row = gaps.placed[next(iter(gaps.placed))]
    crowd = {c: row for c in range(len(problem.tasks)) if row in gaps.able(c)}
    assert sum(int(problem.load[row, c]) for c in crowd) > problem.limit[row]
    assert not Renewal(gaps).stands(dict(gaps.placed) | crowd)
    assert (gaps.plan, gaps.free, gaps.work) == (plan, free, work)


def test_columns_of_a_pair_that_is_not_there_are_none() -> None:
    """A piece in a row that may not have it has no column; an empty plan has none at all."""
    problem = slot_problem(*sprint_world(9, 3, 100))
    assert problem.time
    demands = linear(problem, PROVED_BY_SEQUENCE)
    columns, placed = Columns(demands), listed(problem, problem.time).placed
    found = columns.of(placed)
    assert found is not None
    assert dict(zip(demands.task[found].tolist(), demands.member[found].tolist(), strict=True)) == placed
    piece, other = next((c, row) for c in placed for row in range(len(problem.members)) if not problem.eligible[row, c])
    assert columns.of(placed | {piece: other}) is None
    empty = columns.of({})
    assert empty is not None
    assert len(empty) == 0


def test_bounds_looked_for_again_are_no_wider() -> None:
    """Prices that begin with those of a poorer plan bound a better one more closely, and stay above it."""
    problem = slot_problem(*sprint_world(12, 3, 150))
    assert problem.time
    demands = linear(problem, PROVED_BY_SEQUENCE)
    best = Standing.of(Columns(demands), listed(problem, problem.time), list(units_of(problem, problem.time)))
    assert best
    tops = Tops(problem, demands)
    tops.search(best.plain, Limits(clock.monotonic() + 30))
    best.gather(Limits(math.inf))
    before = tops.of(best.plain)
    tops.search_again(best.plain, Limits(clock.monotonic() + 30))
    after = tops.of(best.plain)
    assert all(value <= new <= old for value, new, old in zip(best.plain, after, before, strict=True))
    assert after != before


def test_windows_come_after_the_lists_where_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are called once, and what they leave can be worked and is worth what is told."""
    team, backlog = sprint_world(12, 3, 150)
    problem = slot_problem(team, backlog)
    polished = list[tuple[int, ...]]()
    polish = Standing.polish

    def watched(self: Standing, *args: Any) -> None:
        polished.append(self.values)
        polish(self, *args)
        polished.append(self.values)

    monkeypatch.setattr(Standing, "polish", watched)
    monkeypatch.setattr(rolling, "WINDOWS_EACH", 0.0)
    result = solve_rolling(problem, Limits(clock.monotonic() + 6))
    assert result
    assert result.plan
    assert time_objections(team, backlog, result.plan) == ()
    before, after = polished
    assert after >= before
    monkeypatch.setattr(rolling, "WINDOWS_EACH", math.inf)
    assert solve_rolling(problem, Limits(clock.monotonic() + 1))
    assert len(polished) == 2
