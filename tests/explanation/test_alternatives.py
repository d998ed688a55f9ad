"""Other plans and budgets of moves equal brute force."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from solver.domain.plan import Plan
from solver.explanation.alternatives import alternatives, differences
from solver.explanation.diff import diff_plans
from solver.explanation.edits import with_member
from solver.explanation.price import values_of
from solver.explanation.replan.earlier import settled
from solver.explanation.replan.least import replan
from solver.explanation.replan.table import moves_table
from solver.study.study import Study
from tests.explanation.cases import case_of, less, sound, values
from tests.often import often

SEEDS = st.integers(0, 2**32 - 1)


@often(30, 80, SEEDS, st.integers(1, 3), st.sampled_from([0, 5, 30]))
def test_alternatives_equal_brute_force(seed: int, at_least: int, percent: int) -> None:
    """Each is the best of all plans that differ enough from the base and from those before; none is missed."""
    case, base = case_of(seed)
    if base.plan is None:
        return
    now, known = values(case, base.plan), [base.plan]
    found = alternatives(case, percent, at_least, most=2)
    for place in range(2):
        far = (one for one in sound(case) if all(differences(one, other) >= at_least for other in known))
        best = max((values(case, one) for one in far), default=None)
        near = best and best[:-1] == now[:-1] and best[-1] >= now[-1] - abs(now[-1]) * percent / 100
        assert bool(near) == (place < len(found))
        if not near:
            break
        plan = found[place].result.plan
        assert plan
        assert found[place].price.vector == less(best or (), now)
        assert found[place].differences == differences(base.plan, plan) >= at_least
        known.append(plan)


def after_a_loss(seed: int) -> tuple[Study, Plan, list[Plan]] | None:
    """Return a case in which the first member lost half its hours, the plan before, and all sound plans."""
    case, base = case_of(seed)
    if base.plan is None:
        return None
    first = case.team.members[0]
    team = with_member(case.team, replace(first, load_limit_minutes=first.load_limit_minutes // 2))
    case = case.at(team=team)
    return case, base.plan, sound(settled(case, base.plan))


@often(30, 80, SEEDS)
def test_the_table_of_moves_equals_brute_force(seed: int) -> None:
    """Each row is the best plan with so many moves; values never fall, and the last row is as good as a new plan."""
    found = after_a_loss(seed)
    if found is None:
        return
    case, before, plans = found
    rows = moves_table(case, before)
    if not plans:
        assert all(row.result.plan is None for row in rows)
        return
    for row in rows:
        near = [values(case, plan) for plan in plans if diff_plans(before, plan).moves <= row.budget]
        assert bool(near) == (row.result.plan is not None)
        if row.result.plan:
            assert values_of(row.result) == max(near)
            assert row.moves == diff_plans(before, row.result.plan).moves <= row.budget
    reached = [values_of(row.result) for row in rows if row.result.plan]
    assert reached == sorted(reached)
    assert reached[-1] == max(values(case, plan) for plan in plans)
    assert [row.budget for row in rows] == list(range(rows[0].budget, rows[-1].budget + 1))


@often(30, 80, SEEDS, st.sampled_from(["0", "0.4", "3"]), st.sampled_from([None, 1, 2]))
def test_moves_at_a_price_equal_brute_force(seed: int, price: str, most: int | None) -> None:
    """After the classes, quality less the price of the moves is the highest of all plans within the budget."""
    found = after_a_loss(seed)
    if found is None:
        return
    case, before, plans = found
    result = replan(case, before, most_moves=most, price_hours=Decimal(price)).result
    near = [plan for plan in plans if most is None or diff_plans(before, plan).moves <= most]

    def key(plan: Plan) -> tuple[int, ...]:
        *classes, quality = values(case, plan)
        return (*classes, quality - int(1000 * Decimal(price)) * diff_plans(before, plan).moves)

    if not near:
        assert result.plan is None
        assert result.conflict
        return
    assert result.plan is not None
    assert key(result.plan) == max(map(key, near))
    assert all(level.gap == 0 for level in result.levels)


def test_started_work_of_a_member_who_left_is_open_again() -> None:
    """Started work stays with its member; where that one has left, somebody else may take it."""
    for seed in range(200):
        case, base = case_of(seed)
        started = [task.id for task in case.backlog.tasks if task.status == "IN_PROGRESS"]
        if base.plan is None or not started:
            continue
        kept = replan(case, base.plan).result.plan
        assert kept
        assert all(kept.owner[task] == "X" for task in started)
        team = replace(case.team, members=case.team.members[1:])
        policies = replace(team.policies, pins=tuple(pin for pin in team.policies.pins if pin.member != "X"))
        near = case.distances[1:, 1:] if case.distances is not None else None
        gone = case.at(team=replace(team, policies=policies), distances=near)
        answer = replan(gone, base.plan)
        if answer.result.plan:
            assert all(task in {t for t, *_ in (*answer.diff.moved, *answer.diff.lost)} for task in started)  # type: ignore[union-attr]
            return
    raise AssertionError("no such case")
