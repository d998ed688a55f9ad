"""Moves that make a plan better: one unit goes elsewhere, and one or two others make room in turn.

These loops too are compiled if numba is there.
"""

from __future__ import annotations

from typing import NamedTuple

from solver.assignment.large.rounding.hands import Array, Hands, move
from solver.compiling import jitable

NOWHERE = -(2**60)


class Budget(NamedTuple):
    """What moves may cost, and what they bring.

    ``lost`` (n_units, keep), ascending, and ``lost_out`` say how much less a place is worth than the best; together the
    places that a move takes may lose ``most``, and two units make room in turn only if it may go ``deep``. Placing a
    unit brings its ``reward`` and the ``gain`` of its place. ``work[0]`` is how many units may still be looked at.
    """

    lost: Array
    lost_out: Array
    most: float
    deep: bool
    work: Array
    reward: Array
    gain: Array


def make_moves(order: Array, budget: Budget, plan: Hands) -> int:
    """Make each unit's best move, alone or with one or two units that make room in turn; count the moves.

    Whoever makes room last goes to the first unit's old member, to another one with room, or is left out.
    """
    member, load, slot, free, head, after = plan
    lost, work, reward, gain = budget.lost, budget.work, budget.reward, budget.gain
    made = 0
    for t in order:
        if work[0] < 0:
            break
        old = slot[t]
        before = reward[t] + gain[t, old] if old >= 0 else 0
        home = member[t, old] if old >= 0 else -1
        spare = load[t, old] if old >= 0 else 0
        best, place, u1, k1, u2, k2 = 0, -2, -1, -1, -1, -1
        for k in range(member.shape[1]):
            m, rest = member[t, k], budget.most - lost[t, k]
            if rest < 0:
                break
            if m == home:
                continue
            change = reward[t] + gain[t, k] - before
            if free[m] >= load[t, k]:
                if change > best:
                    best, place, u1, u2 = change, k, -1, -1
                continue
            u = head[m]
            while u >= 0:
                work[0] -= 1
                if free[m] + load[u, slot[u]] >= load[t, k]:
                    more, j, v, i = _make_room(t, u, m, (home, spare), rest, budget, plan)
                    if change + more > best:
                        best, place, u1, k1, u2, k2 = change + more, k, u, j, v, i
                u = after[u]
        if place > -2:
            made += 1
            move(t, -1, plan)
            if u2 >= 0:
                move(u2, k2, plan)
            if u1 >= 0:
                move(u1, k1, plan)
            move(t, place, plan)
    return made


@jitable
def _make_room(
    t: int, u: int, m: int, leaving: tuple[int, int], rest: float, budget: Budget, plan: Hands
) -> tuple[int, int, int, int]:
    """Return what is gained when u leaves member m to t: change, its new place, a second unit that moves and its place.

    ``leaving`` is the member that t leaves, and how many minutes it has more than it seems; ``rest`` may be lost.
    """
    member, load, slot, free, head, after = plan
    lost, work, reward, gain = budget.lost, budget.work, budget.reward, budget.gain
    home, spare = leaving
    now = reward[u] + gain[u, slot[u]]
    best, place, u2, k2 = NOWHERE, -1, -1, -1
    if budget.lost_out[u] <= rest:
        best = -now
    for j in range(member.shape[1]):
        m2, left = member[u, j], rest - lost[u, j]
        if left < 0:
            break
        change = reward[u] + gain[u, j] - now
        if m2 == m or (change <= best and not budget.deep):
            continue
        room = free[m2] + spare if m2 == home else free[m2]
        if room >= load[u, j]:
            if change > best:
                best, place, u2 = change, j, -1
        elif budget.deep:
            v = head[m2]
            while v >= 0:
                work[0] -= 1
                if room + load[v, slot[v]] >= load[u, j] and v != u and v != t:
                    more, i = _last(v, m, m2, leaving, left, budget, plan)
                    if change + more > best:
                        best, place, u2, k2 = change + more, j, v, i
                v = after[v]
    return best, place, u2, k2


@jitable
def _last(
    v: int, m: int, m2: int, leaving: tuple[int, int], rest: float, budget: Budget, plan: Hands
) -> tuple[int, int]:
    """Return what is gained when v leaves member m2 for anybody with room but m, and its new place."""
    member, load, slot, free, _, _ = plan
    lost, reward, gain = budget.lost, budget.reward, budget.gain
    home, spare = leaving
    now = reward[v] + gain[v, slot[v]]
    best, place = NOWHERE, -1
    if budget.lost_out[v] <= rest:
        best = -now
    for i in range(member.shape[1]):
        m3 = member[v, i]
        if lost[v, i] > rest:
            break
        if m3 in (m2, m):
            continue
        room = free[m3] + spare if m3 == home else free[m3]
        if room >= load[v, i] and reward[v] + gain[v, i] - now > best:
            best, place = reward[v] + gain[v, i] - now, i
    return best, place
