"""Suggestions hold everything else as planned, and their prices are exact for that."""

from __future__ import annotations

import pytest

from solver.assignment.checker import objections
from solver.domain.plan import Assignment, Plan
from solver.explanation.suggest.suggest import suggest
from solver.explanation.unassigned.left_out import left_out
from solver.explanation.unassigned.reason import unassigned
from solver.explanation.why_not import why_not
from solver.study.study import Study
from tests.explanation.cases import case_of, less, sound, values


def with_all_else_as_planned(case: Study, plan: Plan, task: str, member: str) -> list[Plan]:
    """Return every sound plan in which the member has the task, and all other tasks stay where they are or stay out."""
    owner = {t: m for t, m in plan.owner.items() if t != task}
    return [
        one
        for one in sound(case)
        if one.owner.get(task) == member and all(owner.get(t) == m for t, m in one.owner.items() if t != task)
    ]


@pytest.mark.parametrize("seed", range(150))
def test_prices_equal_brute_force(seed: int) -> None:
    """A price is that of the best plan in which the member takes the task and others only stay out."""
    case, base = case_of(seed)
    if base.plan is None:
        return
    now = values(case, base.plan)
    for task in case.backlog.open_tasks:
        for one in suggest(case, base.plan, task.id):
            plans = with_all_else_as_planned(case, base.plan, task.id, one.member)
            if one.price is None:
                assert not plans
                assert one.reasons
                continue
            assert one.price.vector == less(max(values(case, plan) for plan in plans), now)
            given = {t: m for t, m in base.plan.owner.items() if t not in {h.task for h in one.gives_up}}
            after = Plan(tuple(Assignment(*pair) for pair in (given | {task.id: one.member}).items()))
            assert not objections(case.team, case.backlog, after)
            assert less(values(case, after), now) == one.price.vector
            assert one.is_open == (not one.gives_up)


@pytest.mark.parametrize("seed", range(40))
def test_a_suggestion_never_beats_a_new_plan(seed: int) -> None:
    """Planning everything anew costs at most what the suggestion says, and a gate is the same gate."""
    case, base = case_of(seed)
    if base.plan is None:
        return
    for task in case.backlog.open_tasks:
        for one in suggest(case, base.plan, task.id):
            answer = why_not(case, task.id, one.member)
            if one.gate in {"can", "allowed", "available"}:
                assert (answer.gate, answer.reasons) == (one.gate, one.reasons)
            elif one.price:
                assert answer.price
                assert answer.price.vector >= one.price.vector


@pytest.mark.parametrize("seed", range(60))
def test_each_member_has_a_reason_for_a_task_that_stayed_out(seed: int) -> None:
    """Nobody is left out of the account, those who pass more gates come first, and nobody could take it for free."""
    case, base = case_of(seed)
    if base.plan is None:
        return
    found = left_out(case, base.plan)
    assert [(one.task, one.gate) for one in found] == [
        (one.task, one.gate) for one in unassigned(case.team, case.backlog, base.plan)
    ]
    order = ["", "rule", "available", "allowed", "can"]
    for one in found:
        assert {row.member for row in one.members} == {member.id for member in case.team.members}
        gates = [order.index(row.gate) for row in one.members]
        assert gates == sorted(gates)
        assert all(bool(row.gate) == bool(row.reasons) == (row.price is None) for row in one.members)
        assert not any(row.is_open and row.price and row.price.is_gain for row in one.members)
