"""From prices to a plan: the units whose choice is clear are fixed, the contested ones are rounded and polished."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.dual.core import BestPlaces, Core, Multipliers, choose, given, worth
from solver.assignment.large.loops import compiled_loop
from solver.assignment.large.problem.pairs import Floats, Ints
from solver.assignment.large.problem.target import CLASSES, Target
from solver.assignment.large.rounding.hands import Hands, chain, drain, insert, shed
from solver.assignment.large.rounding.moves import Budget, make_moves

# Contested units for each member, and whether moves of three units are tried on them; the last stage is for plans in
# which a unit of a class that should fit is still left out.
STAGES = ((15, True), (60, False), (1000, False))
SWEEPS, AMONG = 30, 4
# A move may lose at the prices what the middle unit loses by its second best, and what a member's free hours cost.
REACH = 1.0


@dataclass(frozen=True)
class _Kind:
    """A kind of move: whether three units move, and what a move may lose, as a share of the usual.

    It is tried on units that lose more than ``least``, another such share, until none helps or ``once``.
    """

    further: bool
    share: float
    least: float = 0.0
    once: bool = False


# What loses most is moved by whatever it takes; what loses nothing may still fill hours that nobody has.
RESCUES = tuple(_Kind(True, share, share, once=True) for share in (16.0, 8.0, 4.0, 2.0))
FLAT = (_Kind(False, 1.0), *RESCUES)
DEEP = (_Kind(False, 1.0), _Kind(True, 0.1), _Kind(True, 0.2), *RESCUES, _Kind(False, 1.0, -1.0, once=True))

# Units looked at before a kind of move is given up.
WORK = 10_000_000
# Units left out, for each member, that are tried to be placed one by one.
MOST_INSERTED = 20


def round_plan(
    core: Core, target: Target, at: Multipliers, limit: Ints, held: Ints, end: float = np.inf
) -> NDArray[np.int32]:
    """Return the place of each unit of the core in a plan that keeps the limits; -1 where it is left out.

    From the CPU time ``end`` on no further moves are tried.
    """
    choice = choose(core, target, at)
    slot = choice.slot
    for number, (wanted, deep) in enumerate(STAGES):
        if number == len(STAGES) - 1 and (slot[core.must] >= 0).all():
            break
        open_ = contested(core, replace(choice, slot=slot), limit, wanted)
        rows, slot = np.flatnonzero(open_), slot.copy()
        slot[rows] = settle(core.cut(rows), target, at, _left(core, slot, open_, limit), slot[rows], held, deep, end)
        slot = fill(core, slot, limit)
    return slot


def _left(core: Core, slot: NDArray[np.int32], open_: NDArray[np.bool_], limit: Ints) -> Ints:
    """Return the minutes that those who are not open leave."""
    left: Ints = limit - given(core, np.where(open_, -1, slot), len(limit))
    return left


def contested(core: Core, choice: BestPlaces, limit: Ints, wanted: int) -> NDArray[np.bool_]:
    """Return the units whose choice is least clear: ``wanted`` of each member, and those that are too many for it.

    Of the units that are left out, as many as those. Only units of little regret are looked at, ``AMONG`` times as
    many, where the others fit.
    """
    slot, n_members = choice.slot, len(limit)
    found, rows, base = np.zeros(len(slot), np.bool_), np.arange(len(slot)), np.zeros(n_members, np.int64)
    if len(slot) > AMONG * wanted * n_members:
        low = choice.regret <= np.partition(choice.regret, AMONG * wanted * n_members)[AMONG * wanted * n_members]
        clear = given(core, np.where(low, -1, slot), n_members)
        if (clear <= limit).all():
            rows, base = np.flatnonzero(low), clear
    found[rows] = _least_clear(core.cut(rows), slot[rows], choice.regret[rows], limit - base, wanted)
    return found


def _least_clear(core: Core, slot: NDArray[np.int32], regret: Floats, limit: Ints, wanted: int) -> NDArray[np.bool_]:
    owner = np.where(slot >= 0, core.member[np.arange(len(slot)), np.maximum(slot, 0)], len(limit))
    order = np.lexsort((-regret, owner))
    count = np.bincount(owner, minlength=len(limit) + 1)
    end = np.cumsum(count)
    place = np.empty(len(slot), np.int64)
    place[order] = np.repeat(end, count) - np.arange(len(slot))
    load = np.where(slot >= 0, core.load[np.arange(len(slot)), np.maximum(slot, 0)], 0)[order]
    before = np.concatenate([[0], np.cumsum(load)])
    taken = before[1:] - np.repeat(before[end - count], count)
    many = np.empty(len(slot), np.bool_)
    many[order] = taken > np.repeat(np.append(limit, np.iinfo(np.int64).max), count)
    found: NDArray[np.bool_] = many | (place <= np.where(owner < len(limit), wanted, wanted * len(limit)))
    return found


def settle(
    core: Core, target: Target, at: Multipliers, free: Ints, slot: NDArray[np.int32], held: Ints, deep: bool, end: float
) -> NDArray[np.int32]:
    """Return places that keep the free minutes, from those that are best at the prices."""
    plan = hands_of(core, free, slot)
    value = worth(core, target, at)
    out = np.where(core.must, -np.inf, 0.0)
    for _ in range(4):
        alone = np.where(np.arange(value.shape[1]) == plan.slot[:, None], -np.inf, value).max(axis=1)
        kept = np.where(plan.slot >= 0, value[np.arange(len(value)), np.maximum(plan.slot, 0)], 0.0)
        minutes = np.maximum(core.load[np.arange(len(value)), np.maximum(plan.slot, 0)], 1)
        order = np.argsort((kept - np.maximum(alone, out)) / minutes, kind="stable")
        compiled_loop(drain)(order, value, core.must, plan)
        if (plan.free >= 0).all():
            break
    # Lowest classes first, then what is worth least per minute; pins go before all classes.
    rank = np.where(np.isin(core.rows, held), -1, core.priority)
    compiled_loop(shed)(np.lexsort((kept / minutes, -rank)), plan)
    order = np.lexsort((-value.max(axis=1), rank))
    outside = order[plan.slot[order] < 0][: MOST_INSERTED * len(free)]
    compiled_loop(insert)(outside, value, rank, core.gain, plan)
    return improve(core, target, at, free, plan.slot, held, deep, end)


def improve(
    core: Core,
    target: Target,
    at: Multipliers,
    free: Ints,
    slot: NDArray[np.int32],
    held: Ints,
    deep: bool,
    end: float,
) -> NDArray[np.int32]:
    """Return places after moves of one, two and (``deep``) three units, until there is none that helps."""
    value = np.where(_again(core.member), -np.inf, worth(core, target, at))
    place = np.argsort(-value, axis=1, kind="stable")
    ranked = np.take_along_axis(value, place, axis=1)
    best = np.maximum(ranked[:, 0], np.where(core.must, -np.inf, 0.0))
    lost = best[:, None] - ranked
    rank = np.where(np.isin(core.rows, held), -1, core.priority)
    lost_out = np.where(rank < 0, np.inf, best)
    first = np.where(slot >= 0, (place == slot[:, None]).argmax(axis=1), -1).astype(np.int32)
    sort = {name: np.take_along_axis(getattr(core, name), place, axis=1) for name in ("member", "gain", "load")}
    ordered = replace(core, member=sort["member"], gain=sort["gain"], load=sort["load"])
    plan = hands_of(ordered, free, first)
    idle = float(at.prices @ np.maximum(plan.free, 0)) / max(len(free), 1)
    second = np.clip(lost_out, lost[:, 0], lost[:, min(1, lost.shape[1] - 1)])
    budget = REACH * (float(np.median(second)) + idle) if len(second) else 0.0
    order, reward = np.lexsort((-best, rank)), rewards(core)
    left_out = np.where(core.must, np.inf, np.maximum(lost_out, 1e-9))
    for kind in DEEP if deep else FLAT:
        work = np.array([WORK])
        for _ in range(SWEEPS):
            if time.process_time() > end:
                break
            now = np.where(plan.slot >= 0, lost[np.arange(len(lost)), plan.slot], left_out)
            some = order[now[order] > kind.least * budget]
            may = Budget(lost, lost_out, kind.share * budget, kind.further, work, reward, ordered.gain)
            if not compiled_loop(make_moves)(some, may, plan) or work[0] < 0 or kind.once:
                break
    done = plan.slot
    return np.where(done >= 0, place[np.arange(len(done)), np.maximum(done, 0)], -1).astype(np.int32)


def _again(member: Ints) -> NDArray[np.bool_]:
    """Return where a shortlist names a member again: it fills up with its first one, or one came in late."""
    twice: NDArray[np.bool_] = np.equal(member, member[:, :1])
    twice[:, 0] = False
    if member.shape[1] > 1:
        twice[:, -1] |= (member[:, :-1] == member[:, -1:]).any(axis=1)
    return twice


def hands_of(core: Core, free: Ints, slot: NDArray[np.int32]) -> Hands:
    """Return a plan for the loops of ``hands`` to change; ``free`` is before anything of it is given."""
    head, after = np.full(len(free), -1, np.int64), np.full(len(slot), -1, np.int64)
    left = free - given(core, slot, len(free))
    compiled_loop(chain)(core.member, slot, head, after)
    return Hands(core.member, core.load, slot.copy(), left, head, after)


def rewards(core: Core) -> Ints:
    """Return what placing counts beside gains, so that a move of two units never trades a class for a lower one."""
    step, worth_ = 4 * int(np.abs(core.gain).max(initial=0)) + 1, np.zeros(CLASSES, np.int64)
    for number in range(CLASSES - 1, -1, -1):
        worth_[number] = step
        mine = core.value[core.priority == number]
        step = min(step * (4 * int(mine.max(initial=0)) + 1), 2**45)
    return worth_[core.priority] * core.value


def fill(core: Core, slot: NDArray[np.int32], limit: Ints) -> NDArray[np.int32]:
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
