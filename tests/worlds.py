"""Random small teams and backlogs in which every rule is in play, and every plan they allow."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from solver.assignment.checker.plan import level_values
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import PRIORITIES, TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.vocabulary import Relation, Vocabulary
from solver.domain.weights import Weights
from solver.readers.cards.cards import parse_card

WEIGHTS = Weights(handoff=Decimal("0.3"))
WORDS = Vocabulary((("aa", "a"), ("scarlet", "red")), (Relation("b", "a", Decimal("0.8")),))


def world(seed: int, most_tasks: int = 5) -> tuple[Team, Backlog, NDArray[np.int64]]:
    """Return a team of 2 or 3, a backlog of 2 to ``most_tasks`` tasks, and hand-off distances."""
    chance = random.Random(seed)
    members = [_member(name, chance) for name in "XYZ"[: chance.randint(2, 3)]]
    tasks = [_task(number, chance) for number in range(chance.randint(2, most_tasks))]
    names = [task.id for task in tasks]

    def some(odds: float) -> tuple[tuple[str, ...], ...]:
        return (tuple(chance.sample(names, 2)),) if chance.random() < odds else ()

    policies = Policies(
        chance.choice(["prefer", "prefer", "together"]),
        (("E", "prefer"),) if chance.random() < 0.5 else (),
        tuple(Pair(task, "Y") for task, *_ in some(0.1)),
        tuple(Pair(task, "X") for task, *_ in some(0.4)),
        some(0.3),
        some(0.3),
        tuple(task for task, *_ in some(0.2)),
    )
    n = len(members)
    distances = np.array([[0 if i == j else chance.randint(1, 3) for j in range(n)] for i in range(n)], dtype=np.int64)
    words = WORDS if chance.random() < 0.5 else Vocabulary()
    return Team(tuple(members), policies=policies, vocabulary=words), Backlog(tuple(tasks)), distances


def _member(name: str, chance: random.Random) -> Member:
    scores = "".join(f"- {c}: 0.{chance.randint(3, 9)}\n" for c in chance.choice(["ab", "ab", "b"]))
    likes = f"1. {chance.choice(['red work', 'scarlet'])} (score: 0.{chance.randint(0, 9)})\n"
    rights = "- OPEN door\n" if chance.random() < 0.7 else ""
    text = f"## Core Capabilities\n{scores}## Task Preferences\n{likes}## Special Permissions\n{rights}"
    return Member(
        name,
        parse_card(text, name),
        60 * chance.choice([0, 2, 3, 4, 5, 6]),
        60 * chance.choice([0, 0, 1]),
        Decimal(chance.choice(["1", "1", "1.25", "0.7"])),
        chance.choice([None, None, 1, 2]),
    )


def _task(number: int, chance: random.Random) -> Task:
    tier = chance.choice(list(TIERS))
    need = Requirement(chance.choice(["a", "b", "aa"]), tier, Decimal(chance.randint(3, 7)) / 10, TIERS[tier][1])
    status, owner = chance.choice([("TODO", "")] * 7 + [("IN_PROGRESS", "X"), ("DONE", "X")])
    return Task(
        f"T{number}",
        "",
        chance.choice(["red work", "red", "blue"]),
        chance.choice(PRIORITIES),
        status,
        owner,
        30 * chance.randint(1, 7),
        chance.choice(["", "E", "F"]),
        (need,) if chance.random() < 0.9 else (),
        (f"T{chance.randrange(number)}",) if number and chance.random() < 0.4 else (),
        chance.randint(1, 3),
        "b.csv",
        number + 2,
        (("OPEN", "door"),) if chance.random() < 0.15 else (),
    )


def every_plan(team: Team, backlog: Backlog) -> list[Plan]:
    """Return every way to hand out or leave out each open task."""
    choices = [None, *(member.id for member in team.members)]
    given = itertools.product(choices, repeat=len(backlog.open_tasks))
    pairs = (zip(backlog.open_tasks, names, strict=True) for names in given)
    return [Plan(tuple(Assignment(t.id, name) for t, name in row if name)) for row in pairs]


def vector(team: Team, backlog: Backlog, plan: Plan, distances: NDArray[np.int64]) -> tuple[int, ...]:
    """Return the level values of a plan, most urgent first."""
    values = level_values(team, backlog, plan, WEIGHTS, distances)
    return tuple(values[name] for name in (*PRIORITIES, "quality"))
