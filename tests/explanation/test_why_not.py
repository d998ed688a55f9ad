"""Prices of pairs, rows that explain a plan, and the fewest moves equal brute force over all plans."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.checker import plan as checker
from solver.assignment.checker.reckoning import Abilities, Tastes, minutes_of
from solver.domain.plan import Plan
from solver.explanation.diff import diff_plans
from solver.explanation.edits import with_member
from solver.explanation.replan.earlier import settled
from solver.explanation.replan.least import replan
from solver.explanation.terms.terms import level_rows, totals
from solver.explanation.why import explain
from solver.explanation.why_not import runners_up, why_not
from tests.explanation.cases import best, case_of, less, sound, values
from tests.often import often
from tests.worlds import WEIGHTS, every_plan, world

SEEDS = st.integers(0, 2**32 - 1)


def assert_prices_are_exact(seed: int) -> None:
    """Assert that a price is that of the best plan in which the pair holds, and that a gate leaves no such plan."""
    case, base = case_of(seed)
    if base.plan is None:
        return
    plans, now = sound(case), values(case, base.plan)
    for task in case.backlog.open_tasks:
        for member in case.team.members:
            answer = why_not(case, task.id, member.id)
            wanted = best(case, plans=[plan for plan in plans if plan.owner.get(task.id) == member.id])
            if answer.price is None:
                assert wanted is None
                assert answer.reasons
            elif wanted is None:
                assert (answer.price.status, answer.price.changes) == ("infeasible", ())
                assert answer.price.conflict
            else:
                assert answer.price.vector == less(wanted, now)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(SEEDS)
def test_why_not_equals_brute_force(seed: int) -> None:
    """A price is that of the best plan in which the pair holds; a gate leaves no such plan."""
    assert_prices_are_exact(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300))
def test_why_not_equals_brute_force_on_300_problems(seed: int) -> None:
    """The same on 300 problems."""
    assert_prices_are_exact(seed)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(SEEDS)
def test_rows_add_up(seed: int) -> None:
    """The rows of any plan, sound or not, add up to every level; each row is its task's or the plan's."""
    team, backlog, distances = world(seed)
    case, _ = case_of(seed)
    for plan in every_plan(team, backlog)[:15]:
        level_values = checker.level_values(team, backlog, plan, WEIGHTS, distances)
        sums = totals(level_rows(team, backlog, plan, WEIGHTS, distances))
        assert {name: value for name, value in level_values.items() if value} == {n: v for n, v in sums.items() if v}
        terms = checker.quality_terms(team, backlog, plan, WEIGHTS, distances)
        found = explain(case.at(team=team, backlog=backlog, distances=distances), plan)
        names = {row.name for row in found.rows if row.level == "quality"}
        by_name = {name: sum(row.units for row in found.rows if row.name == name) for name in names}
        assert {name: value for name, value in terms.items() if value} == {n: v for n, v in by_name.items() if v}


@settings(max_examples=100, deadline=None, derandomize=True)
@given(SEEDS)
def test_each_assignment_tells_what_the_checker_knows(seed: int) -> None:
    """What a member has and needs, how it likes the task, and its load are those of the nouns."""
    case, base = case_of(seed)
    if base.plan is None:
        return
    members, tasks = ({one.id: one for one in ones} for ones in (case.team.members, case.backlog.tasks))
    found = explain(case, base.plan)
    for one in found.assignments:
        member, task = members[one.member], tasks[one.task]
        for need in one.needs:
            assert need.have == Abilities(case.team).score(member, need.capability) >= need.minimum
        assert one.preference == float(Tastes(case.team).liking(member, task))
        assert one.preferred or one.preference == 0.5
        assert one.hours == minutes_of(member, task) / 60
        assert one.load_after_hours - one.load_before_hours == pytest.approx(one.hours)
        assert one.load_after_hours <= one.limit_hours
        own = [row for row in found.plan_rows if row.name == "handoff" and one.task in row.about.split(" -> ")]
        assert sum(handoff.units for handoff in one.handoffs) == sum(row.units for row in own)
        assert not one.batch or one.member in one.batch_members


@often(25, 60, SEEDS)
def test_a_new_plan_moves_least(seed: int) -> None:
    """After a member loses half its hours: classes first, then the fewest moves of all plans, then quality."""
    case, base = case_of(seed)
    if base.plan is None:
        return
    before, first = base.plan, case.team.members[0]
    halved = replace(first, load_limit_minutes=first.load_limit_minutes // 2)
    case = case.at(team=with_member(case.team, halved))
    found, plans = replan(case, before), sound(settled(case, before))
    if not plans:
        assert found.result.plan is None
        return

    def key(plan: Plan) -> tuple[int, ...]:
        *classes, quality = values(case, plan)
        return (*classes, -diff_plans(before, plan).moves, quality)

    assert found.result.plan is not None
    assert found.diff is not None
    assert key(found.result.plan) == max(map(key, plans))
    sums = totals(level_rows(case.team, case.backlog, found.result.plan, case.weights, case.distances, before))
    assert totals(explain(settled(case, before), found.result.plan, before).rows) == sums
    assert sums.get("moves", 0) == -found.diff.moves
    tight = replan(case, before, most_moves=found.diff.moves).result.plan
    assert tight is not None
    assert key(tight) == key(found.result.plan)
    assert not found.diff.moves or replan(case, before, most_moves=found.diff.moves - 1).result.plan != tight


def test_the_runner_up_is_the_cheapest_other() -> None:
    """Others are listed cheapest first, and the owner is not among them."""
    several = 0
    for seed in range(30):
        case, base = case_of(seed)
        for task, owner in (base.plan.owner if base.plan else {}).items():
            others = runners_up(case, task)
            prices = [one.price.vector for one in others if one.price]
            assert prices == sorted(prices, reverse=True)
            assert all(price <= (0, 0, 0, 0, 0) for price in prices)
            assert owner not in {one.member for one in others}
            several += len(others)
    assert several
