"""From prices to a plan: the units whose choice is clear are fixed, the contested ones are rounded and polished."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.core import Core, Multipliers, worth
from solver.assignment.large.hands import compiled, drain, insert, polish, shed
from solver.assignment.large.pairs import Floats, Ints
from solver.assignment.large.target import CLASSES, Target

# How many contested units there are at most for each member, at first.
CONTESTED = 60
SWEEPS = 30


@dataclass(frozen=True, eq=False)
class Choice:
    """The best place of each unit of a core, -1 to leave it out, and how much less the next best is worth."""

    slot: NDArray[np.int32]
    regret: Floats


def choose(core: Core, target: Target, at: Multipliers) -> Choice:
    """Return what is best for each unit at the prices, whatever the limits."""
    slots, regrets = [], []
    for part in core.chunks():
        found = worth(part, target, at)
        slot = found.argmax(axis=1)
        rows = np.arange(len(slot))
        best = found[rows, slot]
        other = np.where(part.member == part.member[rows, slot][:, None], -np.inf, found).max(axis=1)
        out = np.where(part.must, -np.inf, 0.0)
        slots.append(np.where(best >= out, slot, -1).astype(np.int32))
        second = np.maximum(np.minimum(best, out), other)
        regrets.append(np.maximum(best, out) - second)
    none = np.zeros(0)
    return Choice(np.concatenate(slots or [none.astype(np.int32)]), np.concatenate(regrets or [none]))


def round_plan(core: Core, target: Target, at: Multipliers, limit: Ints, held: Ints) -> NDArray[np.int32]:
    """Return the place of each unit of the core in a plan that keeps the limits; -1 where it is left out."""
    choice = choose(core, target, at)
    slot, wanted = choice.slot.copy(), CONTESTED * len(limit)
    while True:
        open_ = _contested(choice.regret, wanted)
        free = limit - given(core, np.where(open_, -1, slot), len(limit))
        if (free >= 0).all() or wanted >= len(slot):
            break
        wanted *= 4
    rows = np.flatnonzero(open_)
    slot[rows] = settle(core.cut(rows), target, at, free, slot[rows], held)
    return _fill(core, slot, limit)


def _contested(regret: Floats, wanted: int) -> NDArray[np.bool_]:
    if wanted >= len(regret):
        return np.ones(len(regret), np.bool_)
    low: NDArray[np.bool_] = regret <= np.partition(regret, wanted)[wanted]
    return low


def given(core: Core, slot: NDArray[np.int32], n_members: int) -> Ints:
    """Return the minutes that each member has."""
    placed = np.flatnonzero(slot >= 0)
    member, load = core.member[placed, slot[placed]], core.load[placed, slot[placed]]
    return np.bincount(member, load, minlength=n_members).astype(np.int64)


def settle(
    core: Core, target: Target, at: Multipliers, free: Ints, slot: NDArray[np.int32], held: Ints
) -> NDArray[np.int32]:
    """Return places that keep the free minutes, from those that are best at the prices."""
    plan = State.of(core, free, slot)
    value = worth(core, target, at)
    place = plan.hands
    out = np.where(core.must, -np.inf, 0.0)
    for _ in range(4):
        alone = np.where(np.arange(value.shape[1]) == plan.slot[:, None], -np.inf, value).max(axis=1)
        kept = np.where(plan.slot >= 0, value[np.arange(len(value)), np.maximum(plan.slot, 0)], 0.0)
        minutes = np.maximum(core.load[np.arange(len(value)), np.maximum(plan.slot, 0)], 1)
        order = np.argsort((kept - np.maximum(alone, out)) / minutes, kind="stable")
        compiled(drain)(order, value, core.must, *place)
        if (plan.free >= 0).all():
            break
    # Pins go before all classes.
    pinned = np.isin(core.rows, held)
    rank = np.where(pinned, -1, core.priority)
    compiled(shed)(np.lexsort((kept / minutes, -rank)), *place)
    order = np.lexsort((-value.max(axis=1), rank))
    compiled(insert)(order, value, rank, core.gain, *place)
    reward = rewards(core)
    for _ in range(SWEEPS):
        if not compiled(polish)(order, reward, pinned, core.gain, *place):
            break
    return plan.slot


@dataclass(frozen=True, eq=False)
class State:
    """A plan in the making, as the loops of ``hands`` see it."""

    member: Ints
    load: Ints
    slot: NDArray[np.int32]
    free: Ints
    head: Ints
    after: Ints

    @classmethod
    def of(cls, core: Core, free: Ints, slot: NDArray[np.int32]) -> State:
        """Return the state of a plan; ``free`` is before anything of it is given."""
        head, after = np.full(len(free), -1, np.int64), np.full(len(slot), -1, np.int64)
        left = free - given(core, slot, len(free))
        for t in np.flatnonzero(slot >= 0):
            m = core.member[t, slot[t]]
            after[t], head[m] = head[m], t
        return cls(core.member, core.load, slot.copy(), left, head, after)

    @property
    def hands(self) -> tuple[Ints, ...]:
        """The arrays in the order that the loops take."""
        return (self.member, self.load, self.slot, self.free, self.head, self.after)


def rewards(core: Core) -> Ints:
    """Return what placing counts beside gains, so that a move of two units never trades a class for a lower one."""
    step, worth_ = 4 * int(np.abs(core.gain).max(initial=0)) + 1, np.zeros(CLASSES, np.int64)
    for number in range(CLASSES - 1, -1, -1):
        worth_[number] = step
        mine = core.value[core.priority == number]
        step = min(step * (4 * int(mine.max(initial=0)) + 1), 2**45)
    return worth_[core.priority] * core.value


def _fill(core: Core, slot: NDArray[np.int32], limit: Ints) -> NDArray[np.int32]:
    """Give free minutes to units that are left out, urgent and valuable ones first."""
    free = limit - given(core, slot, len(limit))
    out = np.flatnonzero(slot < 0)
    fits = (free[core.member[out]] >= core.load[out]).any(axis=1)
    for t in sorted(out[fits], key=lambda t: (core.priority[t], -core.value[t], -core.gain[t, 0])):
        places = [k for k in range(core.member.shape[1]) if free[core.member[t, k]] >= core.load[t, k]]
        places = [k for k in places if core.gain[t, k] >= 0 or core.value[t] > 0]
        if places:
            slot[t] = max(places, key=lambda k: core.gain[t, k])
            free[core.member[t, slot[t]]] -= core.load[t, slot[t]]
    return slot
