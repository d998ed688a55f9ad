"""Generalized assignment problems by the published recipes, families a to e, from a seed.

a to d as in Chu and Beasley (1997), e as in Laguna, Kelly, Gonzalez-Velarde and Glover (1995). Loads of d and e run
against costs, which makes them hard.
"""

from __future__ import annotations

import numpy as np

from solver.assignment.arrays.literature import PublishedProblem

FAMILIES = "abcde"


def generate(family: str, members: int, tasks: int, seed: int) -> PublishedProblem:
    """Return a problem of one family, all numbers whole.

    Raises
    ------
    ValueError
        If the family is not one of a to e.
    """
    if len(family) != 1 or family not in FAMILIES:
        raise ValueError(f"expected a family of {FAMILIES}, got {family!r}")
    chance, shape = np.random.default_rng([seed, members, tasks, ord(family)]), (members, tasks)
    if family == "e":
        load = np.ceil(1 - 10 * np.log(1 - chance.random(shape)))
        cost = np.round(1000 / load - 10 * chance.random(shape))
    elif family == "d":
        load = chance.integers(1, 101, shape)
        cost = 111 - load + chance.integers(-10, 11, shape)
    else:
        load, cost = chance.integers(5, 26, shape), chance.integers(10, 51, shape)
    limit = 0.8 * load.sum(axis=1) / members
    if family in "ab":
        cheapest = cost.argmin(axis=0)
        most = max(load[member, cheapest == member].sum() for member in range(members))
        limit = np.full(members, 0.6 * 15 * tasks / members + 0.4 * most) * (0.7 if family == "b" else 1.0)
    return PublishedProblem(cost.astype(float), load.astype(float), np.floor(limit))
