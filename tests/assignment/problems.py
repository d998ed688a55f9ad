"""Random Problems of a few members and some twenty tasks, with every rule and every term in play."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np

from solver.matching.problem import Problem, problem_from_arrays


def some_problem(seed: int, members: int = 6, tasks: int = 20) -> Problem:
    """Return a problem that brute force could not settle."""
    numbers, chance = np.random.default_rng(seed), random.Random(seed)
    estimate = numbers.choice([60, 120, 180, 240, 300, 420, 480], tasks)
    load = np.ceil(np.outer(numbers.choice([1, 1, 1, 1.25], members), estimate)).astype(np.int64)
    gain = np.round(1000 * estimate / 60 * numbers.random((members, tasks))).astype(np.int64)
    limit = numbers.choice([0, 600, 900, 1200], members, p=[0.05, 0.3, 0.35, 0.3])
    can = numbers.random((members, tasks)) < 0.5
    wip, committed = np.where(numbers.random(members) < 0.3, 3, -1), numbers.choice([0, 120], members)
    batches = [tuple(range(first, min(first + 4, tasks))) for first in range(0, tasks, 4)]
    pin = (chance.randrange(members), chance.randrange(tasks))
    some: dict[str, Any] = {
        "dependencies": tuple((t, chance.randrange(t)) for t in range(1, tasks) if chance.random() < 0.3),
        "batches": tuple(batches[:3]),
        "whole": tuple(batches[4:5]) if chance.random() < 0.5 else (),
        "separate": (tuple(chance.sample(range(tasks), 2)),) if chance.random() < 0.5 else (),
        "together": (tuple(chance.sample(range(tasks), 3)),) if chance.random() < 0.5 else (),
        "required": tuple(chance.sample(range(tasks), 1)) if chance.random() < 0.3 else (),
        "pins": (pin,) if chance.random() < 0.3 and can[pin] else (),
        "balance_units": chance.choice([0, 2000]),
        "split_units": chance.choice([0, 500]),
    }
    if chance.random() < 0.4:
        some["handoff"] = numbers.integers(1, 4, (members, members)) * 300 * (1 - np.eye(members, dtype=np.int64))
    if chance.random() < 0.3:
        moved = chance.sample(range(tasks), tasks // 2)
        some["previous"] = tuple((chance.randrange(members), t) for t in moved)
        some["most_moves"] = chance.choice([None, tasks // 3])
    return replace(
        problem_from_arrays(gain, load, limit),
        can=can,
        wip=wip,
        committed=committed,
        priority=tuple(chance.randrange(4) for _ in range(tasks)),
        value=tuple(chance.randint(1, 3) for _ in range(tasks)),
        **some,
    )
