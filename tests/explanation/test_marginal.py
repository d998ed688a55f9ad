"""What one more hour, tenth of a score or permission is worth equals brute force over all plans of the changed team."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.checker.plan import level_values, objections
from solver.domain.team import Team
from solver.explanation.edits import member_of, raised, with_member, with_policies
from solver.explanation.marginal.marginal import KINDS, Marginal, marginal_values
from solver.study.study import Study
from tests.explanation.by_hand import with_batch_policy, with_hours, with_permission, without_forbid, without_pin
from tests.explanation.cases import best, case_of, less, values
from tests.worlds import every_plan

SEEDS = st.integers(0, 2**32 - 1)


def changed(case: Study, one: Marginal, amount: int) -> Team:
    """Return the team after a change, made by other means than the one under test where there are any."""
    team, pair = case.team, (one.about, one.member)
    if one.kind == "hours":
        return with_hours(team, one.member, 60 * amount)
    if one.kind == "score":
        return raised(team, one.member, one.about, amount)
    if one.kind == "permission":
        return with_permission(team, one.member, one.about)
    if one.kind == "forbid":
        return without_forbid(team, *pair)
    if one.kind == "pin":
        return without_pin(team, *pair)
    if one.kind == "wip":
        who = member_of(team, one.member)
        return with_member(team, replace(who, wip_limit=(who.wip_limit or 0) + 1))
    if one.kind == "batch":
        name, _, what = one.about.partition(" ")
        return with_batch_policy(team, name, "prefer" if what == "may be split" else "together")
    groups = getattr(team.policies, one.kind)
    return with_policies(team, **{one.kind: tuple(group for group in groups if ", ".join(group) != one.about)})


@settings(max_examples=25, deadline=None, derandomize=True)
@given(SEEDS)
def test_each_step_equals_brute_force(seed: int) -> None:
    """Whatever is changed brings what the best plan of the changed team has more."""
    case, base = case_of(seed, most_tasks=3)
    if base.plan is None:
        return
    now = values(case, base.plan)
    for one in marginal_values(case):
        for step in one.steps:
            wanted = best(case, changed(case, one, step.amount))
            assert step.price.vector == (less(wanted, now) if wanted else (0,) * 5)
            assert step.price.status == ("optimal" if wanted else "infeasible")


def assert_no_step_is_missed(seed: int, fine: bool) -> None:
    """Assert that hours stop at 1 and exactly where more is gained than with an hour less, until all work fits."""
    case, base = case_of(seed, most_tasks=3)
    if base.plan is None:
        return
    name = random.Random(seed).choice(case.team.members).id
    one = next(one for one in marginal_values(case, ("hours",), fine=fine, most_hours=10**6) if one.member == name)
    even = case.at(weights=replace(case.weights, balance=Decimal(0)))
    who, plans = member_of(case.team, name), every_plan(case.team, case.backlog)
    pace = float(who.pace)
    most = ceil((sum(t.estimate_minutes * pace + 1 for t in case.backlog.open_tasks) - who.load_limit_minutes) / 60)
    reached = []
    for hours in range(max(most, 1) + 1):
        team = with_hours(case.team, name, 60 * hours)
        rows = (
            level_values(team, case.backlog, plan, even.weights, case.distances)
            for plan in plans
            if not objections(team, case.backlog, plan)
        )
        top = max(tuple(row.values()) for row in rows)
        reached.append(top if fine else top[:-1])
    rises = {hours for hours in range(1, len(reached)) if reached[hours] > reached[hours - 1]}
    assert {step.amount for step in one.steps} == rises | {1}


@settings(max_examples=20, deadline=None, derandomize=True)
@given(SEEDS, st.booleans())
def test_no_step_is_missed(seed: int, fine: bool) -> None:
    """Hours stop exactly where more is gained than with an hour less."""
    assert_no_step_is_missed(seed, fine)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300))
def test_no_step_is_missed_on_300_problems(seed: int) -> None:
    """The same on 300 problems."""
    assert_no_step_is_missed(seed, seed % 2 == 0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300))
def test_each_step_equals_brute_force_on_300_problems(seed: int) -> None:
    """Every step of every kind equals brute force on 300 problems."""
    test_each_step_equals_brute_force.hypothesis.inner_test(seed)  # type: ignore[attr-defined]


def test_every_kind_comes_up() -> None:
    """The random problems put every kind of change to the test."""
    kinds = set()
    for seed in range(40):
        case, base = case_of(seed, most_tasks=3)
        if base.plan is None:
            continue
        found = marginal_values(case)
        kinds |= {one.kind for one in found}
        vectors = [one.best.price.vector for one in found]
        assert vectors == sorted(vectors, reverse=True)
    assert kinds == set(KINDS)
