"""Windows: a few members and all that they hold, worked over by path relinking; who is left out comes in if it fits."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.assignment.arrays import relink
from solver.assignment.arrays.kernels import Case
from solver.assignment.arrays.turns import search_case
from solver.assignment.large.classes.pools import Pool
from solver.assignment.large.dual.core import Core, Multipliers
from solver.assignment.large.problem.limits import whole_parts
from solver.assignment.large.problem.pairs import Ints
from solver.assignment.large.problem.target import CLASSES

# Pairs of a window; rounds of the search in the first pass, each later one has twice as many, up to so many per unit.
PAIRS, ROUNDS, PER_UNIT = 400_000, 200, 16
# Sets of units that are tried in a window, each a little smaller.
TRIES = 4
# Passes over all windows at most and at least, and those in a row that place no more.
PASSES, LEAST, VAIN = 8, 5, 2


@dataclass(frozen=True, eq=False)
class Bench:
    """What all windows of a plan share."""

    core: Core
    at: Multipliers
    limit: Ints
    pool: Pool
    held: Ints
    end: float


def place_more(bench: Bench, slot: NDArray[np.int32], ceilings: list[float], seed: int) -> NDArray[np.int32]:
    """Return a plan that places at least as much class by class; it stops where no plan can place more.

    Parameters
    ----------
    bench : Bench
        The problem; some units may be left out.
    slot : ndarray of int, shape (n_units,)
        A plan within limits.
    ceilings : list of float
        What no plan places in each class.
    seed : int
        Of the windows and of the search.

    Returns
    -------
    ndarray of int, shape (n_units,)
        The place of each unit in its shortlist, -1 where it is left out.
    """
    relink.prepare()
    vain, chance = 0, np.random.default_rng(seed)
    for number in range(PASSES):
        before = slot
        for members in deal(bench, len(slot), chance):
            if time.process_time() > bench.end or placed_values(bench.core, slot) >= ceilings:
                return slot
            slot = _window(bench, slot, members, ROUNDS * 2**number, seed + number)
        vain = 0 if placed_values(bench.core, slot) > placed_values(bench.core, before) else vain + 1
        if vain >= VAIN and number >= LEAST:
            break
    return slot


def deal(bench: Bench, n_units: int, chance: np.random.Generator) -> list[Ints]:
    """Return the members in windows of about equal size, none with more pairs than a search takes."""
    n_members = len(bench.limit)
    width = max(min(int(np.sqrt(PAIRS * n_members / max(n_units, 1))), n_members), 2)
    dealt = np.array_split(chance.permutation(n_members), -(-n_members // width))
    return [np.sort(members) for members in dealt]


def _window(bench: Bench, slot: NDArray[np.int32], members: Ints, rounds: int, seed: int) -> NDArray[np.int32]:
    """Return the plan with one window worked over."""
    core = bench.core
    column = np.full(len(bench.limit), -1, np.int64)
    column[members] = np.arange(len(members))
    here = (column[core.member] >= 0).any(axis=1)
    owner = np.where(slot >= 0, core.member[np.arange(len(slot)), np.maximum(slot, 0)], -1)
    mine = here & (slot >= 0) & (column[owner] >= 0)
    for rows in _sets(bench, here & (mine | (slot < 0)), np.flatnonzero(mine), members):
        view = Subproblem(bench, members, rows, column)
        most = min(rounds, PER_UNIT * len(rows))
        found = relink.relink(view.case, relink.begin(view.case, view.places(slot), seed), bench.end, rounds=most)
        if found is not None:
            return view.put(slot, found)
    return slot


def _sets(bench: Bench, here: NDArray[np.bool_], now: Ints, members: Ints) -> list[Ints]:
    """Return sets of units to try that place more than what the members hold now, the largest first."""
    core, pool = bench.core, bench.pool
    rows = np.flatnonzero(here)
    least = pool.least[core.rows[rows]]
    held = np.isin(core.rows[rows], bench.held)
    order = np.lexsort((least / np.maximum(core.value[rows], 1e-9), core.priority[rows], ~held))
    total = float(pool.prices[members] @ bench.limit[members])
    most = int(np.searchsorted(np.cumsum(least[order]), total, side="right"))
    sets = [np.sort(rows[order[: max(most - (2**drop - 1), 0)]]) for drop in range(TRIES)]
    return [chosen for chosen in sets if values_of(core, chosen) > values_of(core, now)]


def values_of(core: Core, units: Ints) -> list[float]:
    """Return the value of some units of a core in each class."""
    found: list[float] = np.bincount(core.priority[units], core.value[units], minlength=CLASSES).tolist()
    return found


def placed_values(core: Core, slot: NDArray[np.int32]) -> list[float]:
    """Return the value that a plan places in each class."""
    return values_of(core, np.flatnonzero(slot >= 0))


@dataclass(frozen=True, eq=False)
class Subproblem:
    """Units ``rows`` and ``members`` of a plan, as a problem of its own; ``column`` says where each member stands."""

    bench: Bench
    members: Ints
    rows: Ints
    column: Ints

    @cached_property
    def at(self) -> Ints:
        """The column of each listed member, -1 for those outside; shape (n_rows, keep)."""
        found: Ints = self.column[self.bench.core.member[self.rows]]
        return found

    @cached_property
    def case(self) -> Case:
        """The arrays of a search among the listed pairs, loads in what divides all loads of a member."""
        core, shape = self.bench.core, (len(self.rows), len(self.members))
        row, place = (self.at >= 0).nonzero()
        column = self.at[row, place]
        cost, load = np.full(shape, np.inf), np.zeros(shape, np.int64)
        cost[row, column] = self.dearest - core.gain[self.rows[row], place].astype(np.float64)
        load[row, column] = core.load[self.rows[row], place]
        part = np.maximum(np.gcd.reduce(load, axis=0, initial=0), 1)
        load = np.where(np.isfinite(cost), load // part, 1)
        limit = whole_parts(self.bench.limit[self.members], part) // part
        prices = self.bench.at.prices[self.members] * part
        return search_case(cost, load.astype(np.float64), limit.astype(np.float64), prices)

    @cached_property
    def dearest(self) -> float:
        """The gain that costs are counted down from."""
        return float(self.bench.core.gain[self.rows].max(initial=0))

    def places(self, slot: NDArray[np.int32]) -> Ints:
        """Return the column of each unit's member in a plan, -1 where it is left out."""
        mine = slot[self.rows]
        found: Ints = np.where(mine >= 0, self.at[np.arange(len(mine)), np.maximum(mine, 0)], -1)
        return found

    def put(self, slot: NDArray[np.int32], found: Ints) -> NDArray[np.int32]:
        """Return the plan in which the members have what was found, and nothing else."""
        done, core = slot.copy(), self.bench.core
        owner = core.member[np.arange(len(slot)), np.maximum(slot, 0)]
        done[(slot >= 0) & (self.column[owner] >= 0)] = -1
        done[self.rows] = (self.at == found[:, None]).argmax(axis=1)
        return done
