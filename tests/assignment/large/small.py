"""Portfolios small enough to look at every pair, with every rule of the engine in play."""

from __future__ import annotations

import numpy as np

from solver.assignment.large.portfolio.block import table
from solver.assignment.large.portfolio.portfolio import Portfolio
from solver.assignment.large.problem.pairs import TablePairs, join, join_counts
from solver.matching.problem import Problem, problem_from_arrays


def portfolio(seed: int, n_members: int = 4, n_tasks: int = 9, *, rules: bool = True) -> Portfolio:
    """Return a random portfolio; with ``rules`` it has pins, forbidden pairs and batches."""
    chance = np.random.default_rng(seed)
    length = chance.integers(0, 4, n_tasks)
    starts = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    needs = int(starts[-1])
    priority = chance.integers(0, 4, n_tasks).astype(np.int8)
    pins = forbidden = np.zeros((0, 2), np.int64)
    whole: tuple[tuple[int, ...], ...] = ()
    if rules:
        pairs = np.stack([chance.integers(0, n_members, 3), chance.choice(n_tasks, 3, replace=False)], axis=1)
        pins, forbidden = pairs[: chance.integers(0, 2)], pairs[1:]
        alike = [np.flatnonzero(priority == number) for number in range(4)]
        whole = tuple(tuple(int(t) for t in group[:2]) for group in alike if len(group) > 2)
    return Portfolio(
        scores=(chance.integers(3, 11, (n_members, 3)) * 100).astype(np.float32),
        pace=chance.choice(np.array([800, 1000, 1250]), n_members),
        limit=60 * chance.integers(0, 9, n_members),
        preference=(chance.integers(0, 11, (n_members, 2)) * 100).astype(np.float32),
        rights=chance.random((2, n_members)) < 0.7,
        minutes=(15 * chance.integers(1, 17, n_tasks)).astype(np.int32),
        priority=priority,
        value=chance.integers(1, 4, n_tasks).astype(np.int32),
        kind=chance.integers(0, 2, n_tasks).astype(np.int16),
        right=chance.choice(np.array([-1, -1, -1, 0, 1]), n_tasks).astype(np.int16),
        starts=starts,
        capability=chance.integers(0, 3, needs).astype(np.int16),
        weight=chance.choice(np.array([10, 6, 3]), needs).astype(np.int16),
        minimum=(chance.integers(2, 7, needs) * 100).astype(np.int16),
        pins=pins,
        forbidden=forbidden,
        whole=whole,
    )


def as_problem(given: Portfolio) -> Problem:
    """Return the same portfolio as a Problem, every pair computed."""
    from dataclasses import replace

    gain, load, opened = table(given.side(), given.block(np.arange(len(given.minutes))))
    # The table applies pins by shutting every other pair; a Problem states them beside its gates.
    dense = problem_from_arrays(gain.T, load.T, given.limit)
    return replace(
        dense,
        can=opened.T.copy(),
        priority=tuple(given.priority.tolist()),
        value=tuple(given.value.tolist()),
        whole=given.whole,
        pins=tuple((int(m), int(t)) for m, t in given.pins),
    )


def as_table(given: Portfolio) -> TablePairs:
    """Return the same portfolio as a table of pairs."""
    joined = join(given.whole, *table(given.side(), given.block(np.arange(len(given.minutes)))))
    value = join_counts(given.whole, given.value.astype(np.int64))
    return TablePairs(*joined, given.limit, given.priority, value, given.held, given.whole)
