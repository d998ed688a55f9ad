"""Suggestions hold everything else as planned, and their prices are exact for that."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from solver.assignment.checker.plan import objections
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.suggest.suggest import suggest
from solver.explanation.unassigned.left_out import left_out
from solver.explanation.unassigned.reason import unassigned
from solver.explanation.why_not import why_not
from solver.readers.cards.cards import parse_card
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


def test_what_cannot_be_given_up_is_named() -> None:
    """ANN's hours are full of work that stays, each for its own reason, which is said."""
    need = (Requirement("build", "primary", Decimal("0.5"), Decimal(1)),)

    def task(name: str, hours: int, **more: Any) -> Task:
        return replace(Task(name, "", "", "HIGH", "TODO", "", hours * 60, "", need, (), 1, "b.csv", 2), **more)

    work = (
        task("S", 10, status="IN_PROGRESS", assigned_to="ANN"),
        task("P", 10),
        task("R", 5),
        task("Q", 5),
        task("U", 5, dependencies=("Q",)),
        task("L", 5),
        task("T", 12),
    )
    pins = (Pair("P", "ANN", "team.yaml", 4), Pair("Q", "ANN", "team.yaml", 5), Pair("U", "BOB", "team.yaml", 6))
    rules = Policies(pins=pins, required=("R",), forbids=(Pair("R", "BOB"), Pair("L", "BOB")))
    card = parse_card("## Core Capabilities\n- build: 0.9\n", "ANN")
    people = (Member("ANN", card, 40 * 60), Member("BOB", replace(card, id="BOB"), 6 * 60))
    case = Study(World(Team(people, policies=rules), Backlog(work), Weights()), time_limit=20)
    plan = Plan(tuple(Assignment(name, "ANN") for name in "SPRQL") + (Assignment("U", "BOB"),))
    (ann,) = suggest(case, plan, "T", members=("ANN",))
    stays = "S (started, b.csv:2), P (pinned, team.yaml:4), R (must be placed), Q (pinned, team.yaml:5) stay with ANN"
    assert ann.reasons == ("ANN has 47 h of 40 h", f"{stays}, whatever else goes")
    waits = replace(case.team, policies=replace(rules, pins=(pins[0], pins[2])))
    (ann,) = suggest(Study(World(waits, case.backlog, Weights())), plan, "T", members=("ANN",))
    assert "Q (U goes with it: pinned, team.yaml:6)" in ann.reasons[1]
    none = replace(case.team, members=(replace(people[0], wip_limit=0), people[1]), policies=Policies())
    (ann,) = suggest(Study(World(none, Backlog(work[5:]), Weights())), Plan(()), "T", members=("ANN",))
    assert ann.reasons == ("ANN has 1 task of at most 0",)
