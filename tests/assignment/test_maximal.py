"""A plan is maximal when nothing that stayed out can be added to it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from solver.assignment.checker.maximal import would_still_fit
from solver.assignment.checker.plan import objections
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.readers.cards.cards import parse_card
from tests.worlds import every_plan, world

CARD = parse_card("## Core Capabilities\n- a: 0.9\n", "A")


def task(name: str, hours: int = 1, *needs: str, batch: str = "", status: str = "TODO", owner: str = "") -> Task:
    """Return a task that anybody can do."""
    return Task(name, "", "", "MEDIUM", status, owner, 60 * hours, batch, (), needs, 1, "b.csv", 1)


def team(*hours: int, **rules: object) -> Team:
    """Return members M0, M1 and so on with these load limits."""
    members = (Member(f"M{number}", CARD, 60 * limit) for number, limit in enumerate(hours))
    return Team(tuple(members), policies=Policies(**rules))  # type: ignore[arg-type]


def plan(**owner: str) -> Plan:
    """Return the plan of these owners."""
    return Plan(tuple(Assignment(name, member) for name, member in owner.items()))


def added(found: tuple[tuple[str, str], ...], to: Plan) -> Plan:
    """Return the plan with what was found."""
    return Plan(tuple(sorted((*to.assignments, *(Assignment(*pair) for pair in found)))))


@pytest.mark.parametrize("seed", range(60))
def test_empty_just_where_no_larger_plan_contains_this_one(seed: int) -> None:
    """Every plan that a small world allows, against every other: what is added breaks nothing and leaves no room."""
    people, backlog, _ = world(seed, most_tasks=4)
    allowed = [each for each in every_plan(people, backlog) if not objections(people, backlog, each)]
    pairs = [{(given.task, given.member) for given in each.assignments} for each in allowed]
    for each, mine in zip(allowed, pairs, strict=True):
        found = would_still_fit(people, backlog, each)
        assert bool(found) == any(mine < other for other in pairs), (seed, each)
        whole = {(given.task, given.member) for given in added(found, each).assignments}
        assert whole in pairs, (seed, each, found)
        assert not any(whole < other for other in pairs), (seed, each, found)


@pytest.mark.parametrize(("hours", "fits"), [(1, False), (2, True), (3, True)])
def test_a_task_fits_up_to_the_last_minute(hours: int, fits: bool) -> None:
    """Below, at and above what is left of the load limit."""
    found = would_still_fit(team(hours), Backlog((task("T", 2),)), Plan(()))
    assert found == ((("T", "M0"),) if fits else ())


def test_a_pace_counts_in_the_hours_that_are_left() -> None:
    """Two hours at a pace of 1.25 need two and a half."""
    slow = team(2)
    slow = replace(slow, members=(replace(slow.members[0], pace=Decimal("1.25")),))
    assert not would_still_fit(slow, Backlog((task("T", 2),)), Plan(()))
    assert would_still_fit(slow, Backlog((replace(task("T"), estimate_minutes=96),)), Plan(()))


def test_a_batch_that_is_handed_out_whole_needs_one_member_for_all_of_it() -> None:
    """Two members with room for half of it each are not enough."""
    backlog = Backlog((task("A", 2, batch="B"), task("C", 2, batch="B")))
    assert not would_still_fit(team(3, 3, batch="together"), backlog, Plan(()))
    assert would_still_fit(team(3, 4, batch="together"), backlog, Plan(())) == (("A", "M1"), ("C", "M1"))
    assert len(would_still_fit(team(3, 3), backlog, Plan(()))) == 2


def test_a_task_fits_with_those_it_waits_for_or_not_at_all() -> None:
    """The chain goes in whole where there is room, and stays out where its first link does not fit."""
    backlog = Backlog((task("C", 1, "B"), task("B", 1, "A"), task("A", 3)))
    assert not would_still_fit(team(2), backlog, Plan(()))
    assert would_still_fit(team(5), backlog, Plan(())) == (("A", "M0"), ("B", "M0"), ("C", "M0"))
    assert would_still_fit(team(4), backlog, Plan(())) == (("A", "M0"), ("B", "M0"))


def test_batches_that_wait_for_each_other_go_in_together() -> None:
    """Each of two whole batches has a task that waits for the other: both fit or neither."""
    backlog = Backlog((task("A", 1, batch="X"), task("B", 1, "C", batch="X"), task("C", 1, "A", batch="Y")))
    rules = {"batch": "together"}
    assert not would_still_fit(team(2, **rules), backlog, Plan(()))
    assert sorted(would_still_fit(team(2, 1, **rules), backlog, Plan(()))) == [("A", "M0"), ("B", "M0"), ("C", "M1")]
    apart = team(3, **rules, separate=(("A", "C"),))
    assert not would_still_fit(apart, backlog, Plan(()))


def test_who_did_a_task_that_needs_another_member_stays_apart() -> None:
    """Separation counts what is done, what is placed, and what would come along."""
    done = task("D", 1, status="DONE", owner="M0")
    backlog = Backlog((done, task("T"), task("U")))
    rules = {"separate": (("D", "T", "U"),)}
    assert not would_still_fit(team(9, 1, **rules), backlog, plan(U="M1"))
    assert would_still_fit(team(9, 1, **rules), backlog, Plan(())) == (("T", "M1"),)


def test_a_forbidden_pair_a_pin_and_a_count_of_tasks_are_kept() -> None:
    """The rules that name one member, and the most tasks at once."""
    backlog = Backlog((task("T"), task("U")))
    assert would_still_fit(team(9, 1, forbids=(Pair("T", "M0"),)), backlog, plan(U="M0")) == (("T", "M1"),)
    assert would_still_fit(team(9, 1, pins=(Pair("T", "M1"),)), backlog, plan(U="M0")) == (("T", "M1"),)
    assert not would_still_fit(team(9, 1, pins=(Pair("T", "M1"),)), backlog, plan(U="M1"))
    busy = team(9)
    busy = replace(busy, members=(replace(busy.members[0], wip_limit=1),))
    assert len(would_still_fit(busy, backlog, Plan(()))) == 1
    assert not would_still_fit(busy, backlog, plan(U="M0"))


def test_urgent_tasks_come_first() -> None:
    """Where there is room for one, it is the urgent one."""
    backlog = Backlog((task("T"), replace(task("U"), priority="CRITICAL")))
    assert would_still_fit(team(1), backlog, Plan(())) == (("U", "M0"),)


def test_a_world_whose_plans_say_when_is_not_judged_by_hours_alone() -> None:
    """Where waiting tasks come in their order, free hours do not tell."""
    with pytest.raises(ValueError, match="without periods"):
        would_still_fit(team(1, order="fit"), Backlog((task("T"),)), Plan(()))
