"""Explanations are exact: each equals brute force over all plans of the changed case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.checker import level_values, objections
from solver.assignment.result import Result
from solver.assignment.solve import solve
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES
from solver.domain.team import Team
from solver.explanation.case import Case
from solver.explanation.diff import diff_plans
from solver.explanation.edits import with_hours
from solver.explanation.price import hour_values, suggestions
from solver.explanation.terms import quality_rows
from solver.explanation.why_not import runners_up, why_not
from tests.worlds import WEIGHTS, every_plan, vector, world

SEEDS = st.integers(0, 2**32 - 1)
LEVELS = (*PRIORITIES, "quality")


def case_of(seed: int) -> tuple[Case, Result]:
    """Return a random small case and its best plan."""
    team, backlog, distances = world(seed, most_tasks=4)
    case = Case(team, backlog, WEIGHTS, distances)
    return case, case.solve()


def best(case: Case, team: Team, plans: list[Plan]) -> tuple[int, ...] | None:
    """Return the level values of the best sound plan."""
    sound = [plan for plan in plans if not objections(team, case.backlog, plan)]
    return max((vector(team, case.backlog, plan, case.distances) for plan in sound), default=None)  # type: ignore[arg-type]


def filled(changes: tuple[tuple[str, int], ...]) -> tuple[int, ...]:
    """Return changes of all levels, 0 for a class without tasks."""
    return tuple(dict(changes).get(name, 0) for name in LEVELS)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(SEEDS)
def test_why_not_equals_brute_force(seed: int) -> None:
    """A price is that of the best plan in which the pair holds; a gate leaves no such plan."""
    case, base = case_of(seed)
    if base.plan is None:
        return
    plans = every_plan(case.team, case.backlog)
    now = vector(case.team, case.backlog, base.plan, case.distances)  # type: ignore[arg-type]
    for task in case.backlog.open_tasks:
        for member in case.team.members:
            answer = why_not(case, base, task.id, member.id)
            wanted = best(case, case.team, [plan for plan in plans if plan.owner.get(task.id) == member.id])
            if answer.price is None:
                assert wanted is None
                assert answer.reasons
            elif wanted is None:
                assert (answer.price.status, answer.price.changes) == ("infeasible", ())
                assert answer.price.conflict
            else:
                assert filled(answer.price.changes) == tuple(a - b for a, b in zip(wanted, now, strict=True))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(SEEDS)
def test_the_worth_of_an_hour_equals_brute_force(seed: int) -> None:
    """More hours of a member are worth what the best plan of the changed team gains."""
    case, base = case_of(seed)
    if base.plan is None:
        return
    now = vector(case.team, case.backlog, base.plan, case.distances)  # type: ignore[arg-type]
    for member, hours, price in hour_values(case, base, steps=(1, 2)):
        team = with_hours(case.team, member, 60 * hours)
        wanted = best(case, team, every_plan(team, case.backlog))
        assert wanted is not None
        assert filled(price.changes) == tuple(a - b for a, b in zip(wanted, now, strict=True))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(SEEDS)
def test_rows_add_up(seed: int) -> None:
    """The rows of any plan add up to its quality."""
    team, backlog, distances = world(seed)
    for plan in every_plan(team, backlog)[:15]:
        rows = quality_rows(team, backlog, plan, WEIGHTS, distances)
        assert sum(row.units for row in rows) == level_values(team, backlog, plan, WEIGHTS, distances)["quality"]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(SEEDS)
def test_a_new_plan_moves_least(seed: int) -> None:
    """After a member loses half its hours: classes first, then the fewest moves of all plans, then quality."""
    case, base = case_of(seed)
    if base.plan is None:
        return
    first = case.team.members[0]
    halved = replace(first, load_limit_minutes=first.load_limit_minutes // 2)
    team = replace(case.team, members=(halved, *case.team.members[1:]))
    result = solve(team, case.backlog, WEIGHTS, distances=case.distances, previous=base.plan)
    sound = [plan for plan in every_plan(team, case.backlog) if not objections(team, case.backlog, plan)]
    if not sound:
        assert result.plan is None
        return

    def key(plan: Plan) -> tuple[int, ...]:
        values = vector(team, case.backlog, plan, case.distances)  # type: ignore[arg-type]
        return (*values[:-1], -diff_plans(base.plan, plan).moves, values[-1])  # type: ignore[arg-type]

    assert result.plan is not None
    assert key(result.plan) == max(map(key, sound))
    fewest = diff_plans(base.plan, result.plan).moves
    tight = solve(team, case.backlog, WEIGHTS, distances=case.distances, previous=base.plan, most_moves=fewest)
    assert tight.plan is not None
    assert key(tight.plan) == key(result.plan)


@pytest.mark.parametrize("seed", range(30))
def test_the_first_suggestion_can_take_the_task(seed: int) -> None:
    """Who is suggested without a reservation passes the gates and has the hours, with everything else as planned."""
    case, base = case_of(seed)
    if base.plan is None:
        return
    for task in case.backlog.open_tasks:
        for member, _, free, stops in suggestions(case, base.plan, task.id):
            if not stops:
                assert free >= 0
                assert not why_not(case, base, task.id, member).gate


def test_the_runner_up_is_the_cheapest_other(seed: int = 5) -> None:
    """Others are listed cheapest first, and the owner is not among them."""
    case, base = case_of(seed)
    assert base.plan is not None
    for task, owner in base.plan.owner.items():
        others = runners_up(case, base, task)
        prices = [filled(one.price.changes) for one in others if one.price]
        assert prices == sorted(prices, reverse=True)
        assert owner not in {one.member for one in others}
