"""Moves that make a plan better: one unit goes elsewhere, and one or two others make room in turn.

The arrays are those of ``hands``; these loops too are compiled if numba is there.
"""

from __future__ import annotations

from solver.assignment.large.hands import Array, jitable, move

NOWHERE = -(2**60)


def polish(
    order: Array,
    lost: Array,
    lost_out: Array,
    budget: float,
    deep: bool,
    work: Array,
    reward: Array,
    gain: Array,
    member: Array,
    load: Array,
    slot: Array,
    free: Array,
    head: Array,
    after: Array,
) -> int:
    """Make each unit's best move, alone or with one or (``deep``) two units that make room in turn; count the moves.

    ``lost`` (n_units, keep), ascending, and ``lost_out`` say how much less a place is worth than the best; together the
    places that a move takes may lose ``budget``. Whoever makes room last goes to the first unit's old member, to
    another one with room, or is left out. It stops once ``work[0]`` units have been looked at.
    """
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
            m, rest = member[t, k], budget - lost[t, k]
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
                    more, j, v, i = _make_room(
                        t,
                        u,
                        m,
                        home,
                        spare,
                        lost,
                        lost_out,
                        rest,
                        deep,
                        work,
                        reward,
                        gain,
                        member,
                        load,
                        slot,
                        free,
                        head,
                        after,
                    )
                    if change + more > best:
                        best, place, u1, k1, u2, k2 = change + more, k, u, j, v, i
                u = after[u]
        if place > -2:
            made += 1
            move(t, -1, member, load, slot, free, head, after)
            if u2 >= 0:
                move(u2, k2, member, load, slot, free, head, after)
            if u1 >= 0:
                move(u1, k1, member, load, slot, free, head, after)
            move(t, place, member, load, slot, free, head, after)
    return made


@jitable
def _make_room(
    t: int,
    u: int,
    m: int,
    home: int,
    spare: int,
    lost: Array,
    lost_out: Array,
    budget: float,
    deep: bool,
    work: Array,
    reward: Array,
    gain: Array,
    member: Array,
    load: Array,
    slot: Array,
    free: Array,
    head: Array,
    after: Array,
) -> tuple[int, int, int, int]:
    """Return what is gained when u leaves member m to t: change, its new place, a second unit that moves and its place.

    ``home``, which t leaves, has ``spare`` minutes more than it seems.
    """
    now = reward[u] + gain[u, slot[u]]
    best, place, u2, k2 = NOWHERE, -1, -1, -1
    if lost_out[u] <= budget:
        best = -now
    for j in range(member.shape[1]):
        m2, rest = member[u, j], budget - lost[u, j]
        if rest < 0:
            break
        change = reward[u] + gain[u, j] - now
        if m2 == m or (change <= best and not deep):
            continue
        room = free[m2] + spare if m2 == home else free[m2]
        if room >= load[u, j]:
            if change > best:
                best, place, u2 = change, j, -1
        elif deep:
            v = head[m2]
            while v >= 0:
                work[0] -= 1
                if room + load[v, slot[v]] >= load[u, j] and v != u and v != t:
                    more, i = _last(v, m, m2, home, spare, lost, lost_out, rest, reward, gain, member, load, slot, free)
                    if change + more > best:
                        best, place, u2, k2 = change + more, j, v, i
                v = after[v]
    return best, place, u2, k2


@jitable
def _last(
    v: int,
    m: int,
    m2: int,
    home: int,
    spare: int,
    lost: Array,
    lost_out: Array,
    budget: float,
    reward: Array,
    gain: Array,
    member: Array,
    load: Array,
    slot: Array,
    free: Array,
) -> tuple[int, int]:
    """Return what is gained when v leaves member m2 for anybody with room but m, and its new place."""
    now = reward[v] + gain[v, slot[v]]
    best, place = NOWHERE, -1
    if lost_out[v] <= budget:
        best = -now
    for i in range(member.shape[1]):
        m3 = member[v, i]
        if lost[v, i] > budget:
            break
        if m3 in (m2, m):
            continue
        room = free[m3] + spare if m3 == home else free[m3]
        if room >= load[v, i] and reward[v] + gain[v, i] - now > best:
            best, place = reward[v] + gain[v, i] - now, i
    return best, place
