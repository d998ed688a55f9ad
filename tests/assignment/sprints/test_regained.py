"""A list that keeps an earlier plan keeps of crews, split tasks and whole batches what can stay, and the rest near."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.model.search import Limits
from solver.assignment.sprints.lists.again import list_from
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.listing import listed
from solver.assignment.sprints.rolling import started
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Policies
from solver.domain.tasks import PRIORITIES, TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.matching.slots import slot_problem
from solver.readers.cards.cards import parse_card
from tests.assignment.sprints.worlds import timed_world

DAYS = (date(2027, 2, 1), date(2027, 2, 2), date(2027, 2, 3))
NEED = Requirement("a", "primary", Decimal("0.8"), TIERS["primary"][1])
CREW = Task("X", "", "", "HIGH", "TODO", "", 480, "", (NEED,), (), 1, "b.csv", 1, crew=((NEED,), (NEED,)))
SPLIT = replace(CREW, crew=(), estimate_minutes=960, split_minutes=480)
BATCH = (replace(CREW, crew=(), batch="E"), replace(CREW, id="Y", crew=(), batch="E"))
LOWS = tuple(replace(CREW, id=f"L{n}", priority="LOW", crew=()) for n in range(5))
TOGETHER = Policies("together")


def _team(away: date, policies: Policies) -> Team:
    """Return A, who is away on a day, and B; a day is a period."""
    calendar = Calendar(tuple(Period(f"P{n}", day, day) for n, day in enumerate(DAYS)), 480)
    card = parse_card("## Core Capabilities\n- a: 0.9\n", "card")
    present = {"A": Presence(leave=((away, away),)), "B": Presence()}
    members = (Member(name, card, 0, 0).present(calendar, presence) for name, presence in present.items())
    return Team(tuple(members), calendar=calendar, policies=policies)


def _places(gaps: Gaps) -> set[str]:
    """Return the task, number, member and period of each piece that is no filler."""
    time = gaps.time
    told = ((time.tasks[time.task[c]], time.number[c], time.names[time.member[r]], r) for c, r in gaps.placed.items())
    return {f"{task}.{number} {who}{time.period[row]}" for task, number, who, row in told if task[0] != "L"}


def _plan(places: str) -> Plan:
    """Return a plan from words such as ``X.0 A1``: piece 0 of X is with A in P1 from its morning on."""
    told = (place.replace(".", " ").split() for place in places.split(", "))
    return Plan(tuple(Assignment(name, at[0], int(at[1]), int(piece), Fraction(0)) for name, piece, at in told))


@pytest.mark.parametrize(
    ("tasks", "policies", "away", "before", "after"),
    [
        # Both are there on the second day, beside nothing but less urgent work.
        ((CREW, *LOWS[:4]), Policies(), 0, "X.0 A0, X.1 B0, L0.0 A1, L1.0 B1, L2.0 A2, L3.0 B2", {"X.0 A1", "X.1 B1"}),
        # The first part stays though B could have both, and the second one comes after it.
        ((SPLIT,), Policies(), 1, "X.0 A0, X.1 A1", {"X.0 A0", "X.1 A2"}),
        ((SPLIT, *LOWS[:4]), Policies(), 1, "X.0 A0, X.1 A1, L0.0 A2, L1.0 B0, L2.0 B1, L3.0 B2", {"X.0 A0", "X.1 A2"}),
        ((*BATCH, *LOWS[:4]), TOGETHER, 1, "X.0 A0, Y.0 A1, L0.0 A2, L1.0 B0, L2.0 B1, L3.0 B2", {"X.0 A0", "Y.0 A2"}),
    ],
    ids=["crew", "parts", "parts beside less urgent work", "whole batch"],
)
def test_what_is_of_several_pieces_is_kept_where_it_can_be(
    tasks: tuple[Task, ...], policies: Policies, away: int, before: str, after: set[str]
) -> None:
    """A has a day off: what cannot stay that day comes on another, in place of less urgent work if need be."""
    problem = slot_problem(_team(DAYS[away], policies), Backlog(tasks))
    assert problem.time
    gaps, _ = list_from(problem, problem.time, _plan(before), Limits(math.inf))
    assert _places(gaps) == after


@pytest.mark.parametrize(("most", "comes"), [(None, True), (0, False)])
def test_what_is_urgent_and_new_comes_in_place_of_less_urgent_work(most: int | None, *, comes: bool) -> None:
    """Nothing has lost its place, and all days are full: a new urgent task comes all the same if moves are not few."""
    new = replace(CREW, id="X", priority="CRITICAL", crew=())
    problem = slot_problem(_team(DAYS[0], Policies()), Backlog((new, *LOWS)))
    assert problem.time
    before = _plan("L0.0 A1, L1.0 A2, L2.0 B0, L3.0 B1, L4.0 B2")
    gaps, _ = list_from(replace(problem, most_moves=most), problem.time, before, Limits(math.inf))
    assert bool(_places(gaps)) == comes
    assert len(gaps.placed) == 5


# With the last seed what gives way to a unit needs what gives way to it next.
@pytest.mark.parametrize(("seed", "large"), [*((seed, False) for seed in range(30)), (20, True)])
def test_what_is_kept_and_brought_back_can_be_worked(seed: int, *, large: bool) -> None:
    """However much has changed, no rule is broken by what a list keeps, moves or puts in place of other work."""
    chance = random.Random(seed)
    small = timed_world(seed, is_wide=True)[:2] if seed % 3 else sprint_world(8, 3, 60, seed)
    team, backlog = sprint_world(20, 3, 300, seed) if large else small
    problem = slot_problem(team, backlog)
    assert problem.time
    gaps = listed(problem, problem.time)
    plan = started(problem, problem.time, gaps.placed, gaps.starts, 0.0)[0]
    changed = (
        replace(
            task,
            priority=chance.choice(PRIORITIES),
            estimate_minutes=task.estimate_minutes * chance.choice([2, 3, 4]) // 2,
        )
        for task in backlog.tasks
    )
    other = Backlog(tuple(changed))
    again = slot_problem(team, other)
    assert again.time
    found, _ = list_from(again, again.time, plan, Limits(math.inf))
    if set(again.required) <= found.placed.keys() and not again.time.pins:
        told = started(again, again.time, found.placed, found.starts, 0.0)[0]
        assert time_objections(team, other, told) == ()
