"""More work than fits in a larger company without a roster: the usual way reaches what two steps by hand reach."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from solver.assignment.result import Result
from solver.assignment.solve import solve
from solver.domain.tasks import PRIORITIES, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.readers.cards.cards import parse_card

SKILLS = tuple(f"skill {n}" for n in range(24))


def company(seed: int) -> tuple[Team, Backlog]:
    """Return 120 cards with a few scores each and no roster, and 600 tasks: about a tenth more work than fits."""
    chance = random.Random(seed)
    members, tasks = [], []
    for n in range(120):
        scores = {skill: chance.randint(4, 10) for skill in chance.sample(SKILLS, 4)}
        lines = "".join(f"- {skill}: {score / 10}\n" for skill, score in scores.items())
        members.append(Member(f"M{n:03}", parse_card(f"## Core Capabilities\n{lines}", f"M{n:03}"), 40 * 60))
    hours = [chance.choice([2, 4, 6, 8, 12, 16]) for _ in range(600)]
    scale = 120 * 40 * 1.1 / sum(hours)
    for n, effort in enumerate(hours):
        skills = chance.sample(SKILLS, chance.choice([1, 1, 2]))
        needs = tuple(Requirement(s, "secondary", Decimal("0.6"), Decimal(1)) for s in skills)
        priority, minutes = chance.choice(PRIORITIES), 15 * round(4 * effort * scale)
        name = f"T{n:03}"
        tasks.append(Task(name, "work", "work", priority, "TODO", "", minutes, "", needs, (), 1, "tasks.csv", n + 2))
    return Team(tuple(members)), Backlog(tuple(tasks))


def by_hand(team: Team, backlog: Backlog, seconds: float) -> Result:
    """Return what the engine prices without balance, and the exact engine from its plan, make in the same time."""
    loose = replace(Weights(), balance=Decimal(0), split=Decimal(0))
    first = solve(team, backlog, loose, engine="prices", time_limit=seconds / 4)
    return solve(team, backlog, engine="exact", start=first.plan, time_limit=3 * seconds / 4)


def reached(result: Result) -> tuple[int, ...]:
    """Return the values of all levels in their order."""
    return tuple(level.value for level in result.levels)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_the_usual_way_reaches_what_two_steps_by_hand_reach(seed: int) -> None:
    """On 120 cards and 600 tasks the plan that is made without a word is at least as good, in the same time."""
    team, backlog = company(seed)
    assert reached(solve(team, backlog, time_limit=20.0)) >= reached(by_hand(team, backlog, 20.0))
