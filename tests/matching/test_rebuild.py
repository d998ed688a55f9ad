"""A Problem that is rebuilt from the base's is the one that is built from nothing."""

from __future__ import annotations

import random
from dataclasses import fields

import numpy as np

from solver.changes.catalogue import apply
from solver.communication.distances import distances_of
from solver.domain.world import World
from solver.errors import InputError
from solver.matching.build import build_problem
from solver.matching.problem import Problem
from solver.matching.rebuild import rebuild_problem
from tests.changes.some_changes import some_change
from tests.worlds import world


def differences(one: Problem, other: Problem) -> list[str]:
    """Return the names of the fields that differ."""
    pairs = ((field.name, getattr(one, field.name), getattr(other, field.name)) for field in fields(Problem))
    return [
        name
        for name, mine, theirs in pairs
        if not (
            mine.dtype == theirs.dtype and np.array_equal(mine, theirs)
            if isinstance(mine, np.ndarray)
            else mine == theirs
        )
    ]


def test_equal_in_every_field_after_any_changes() -> None:
    """One to three random changes of every kind on 300 random worlds."""
    made, shared = 0, 0
    for seed in range(300):
        chance = random.Random(seed)
        team, backlog, _ = world(seed)
        if not backlog.open_tasks:
            continue
        base = World(team, backlog)
        built = build_problem(team, backlog, base.weights)
        changed = base
        for _ in range(chance.randint(1, 3)):
            try:
                changed = apply(changed, (some_change(changed, chance),))
                made += 1
            except (InputError, IndexError):
                break
        nouns, distances = (changed.team, changed.backlog, changed.weights), distances_of(changed)
        rebuilt, fresh = rebuild_problem(base, built, changed), build_problem(*nouns, distances)
        assert not differences(rebuilt, fresh), (seed, differences(rebuilt, fresh))
        shared += bool(np.array_equal(rebuilt.gain, built.gain))
    assert made > 400
    assert shared > 50
