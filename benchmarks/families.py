"""The registry of instance families, each swept by size, and how they are made from a seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.assignment.large.portfolio.portfolio import Portfolio

SEED = 0
DIMS, KINDS, RIGHTS = 64, 16, 8
PACES = (800, 900, 1000, 1000, 1100, 1250)


@dataclass(frozen=True)
class Family:
    """A way to make instances of (n_tasks, n_members) from a seed, and the sizes it is swept over."""

    name: str
    make: Callable[[int, int, int], Portfolio]
    sizes: tuple[tuple[int, int], ...]
    what: str


def team_plan(n_tasks: int, n_members: int, seed: int = SEED, *, share: float = 0.9) -> Portfolio:
    """Return members with strengths and tasks with thresholds; ``share`` of the work fits into the load limits.

    Scores are hundredths: every member is strong (0.60 to 0.95) in a third of 64 capabilities and 0.10 to 0.60 in the
    others. A task asks two to five capabilities with the weights 1, 0.6 and 0.3 and minimums from 0.3 to 0.7; one in
    twenty demands a permission that half of the members hold. Estimates are multiples of 30 minutes, mostly 1 to 16
    hours; paces are 0.8 to 1.25. Priority classes have 10, 30, 40 and 20 of 100 tasks.
    """
    chance = np.random.default_rng(seed)
    strong = chance.random((n_members, DIMS)) < 1 / 3
    scores = np.where(strong, chance.integers(60, 96, strong.shape), chance.integers(10, 61, strong.shape)) * 10
    length = chance.integers(2, 6, n_tasks)
    starts = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    needs = int(starts[-1])
    # Lognormal with a median of 4 hours.
    halves = np.clip(np.rint(8 * np.exp(0.7 * chance.standard_normal(n_tasks, np.float32))), 1, 64)
    minutes = (30 * halves).astype(np.int32)
    right = np.where(chance.random(n_tasks, np.float32) < 0.05, chance.integers(0, RIGHTS, n_tasks), -1)
    mean = share * float(minutes.sum(dtype=np.int64)) / n_members
    return Portfolio(
        scores=scores.astype(np.float32),
        pace=chance.choice(np.array(PACES), n_members),
        limit=(np.maximum(np.rint(mean * chance.uniform(0.7, 1.3, n_members) / 60), 1) * 60).astype(np.int64),
        preference=(chance.integers(0, 101, (n_members, KINDS)) * 10).astype(np.float32),
        rights=chance.random((RIGHTS, n_members)) < 0.5,
        minutes=minutes,
        priority=chance.choice(4, n_tasks, p=(0.1, 0.3, 0.4, 0.2)).astype(np.int8),
        value=np.ones(n_tasks, np.int32),
        kind=chance.integers(0, KINDS, n_tasks).astype(np.int16),
        right=right.astype(np.int16),
        starts=starts,
        capability=chance.integers(0, DIMS, needs).astype(np.int16),
        weight=chance.choice(np.array((10, 6, 3), np.int16), needs),
        minimum=(chance.integers(30, 71, needs) * 10).astype(np.int16),
    )


def roomy_plan(n_tasks: int, n_members: int, seed: int = SEED) -> Portfolio:
    """Return a team plan in which one hour in five stays free."""
    return team_plan(n_tasks, n_members, seed, share=1.2)


SIZES = ((200, 20), (2000, 100), (20_000, 500), (100_000, 1000), (1_000_000, 1000), (10_000_000, 1000))
FAMILIES = {
    family.name: family
    for family in (
        Family("scarce", team_plan, SIZES, "thresholds, permissions, four classes; a tenth of the work does not fit"),
        Family("roomy", roomy_plan, SIZES[:5], "the same with a fifth more hours than work"),
    )
}
