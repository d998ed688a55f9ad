"""Loops that hand units over, one after the other; compiled if numba is there, the same functions if not.

``reward`` is what placing a unit counts beside its gain: so much that no gain outweighs it. A unit in ``must`` is never
left out for another.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from numpy.typing import NDArray

from solver.compiling import jitable

Array = NDArray[Any]


class Hands(NamedTuple):
    """A plan in the making over the shortlists of its units, ``member`` and ``load`` (n_units, keep).

    ``slot`` (n_units,) is the place in the shortlist that a unit is given to, -1 if it is left out; ``free``
    (n_members,) the minutes still free, below 0 for an overload. ``head`` (n_members,) and ``after`` (n_units,) chain
    the units of a member.
    """

    member: Array
    load: Array
    slot: Array
    free: Array
    head: Array
    after: Array


@jitable
def move(t: int, k: int, plan: Hands) -> None:
    """Give unit t to place k of its shortlist, -1 to leave it out."""
    member, load, slot, free, head, after = plan
    old = slot[t]
    if old >= 0:
        m = member[t, old]
        free[m] += load[t, old]
        if head[m] == t:
            head[m] = after[t]
        else:
            u = head[m]
            while after[u] != t:
                u = after[u]
            after[u] = after[t]
    slot[t] = k
    if k >= 0:
        m = member[t, k]
        free[m] -= load[t, k]
        after[t] = head[m]
        head[m] = t


def chain(member: Array, slot: Array, head: Array, after: Array) -> None:
    """Chain the units of each member, the last one first."""
    for t in range(len(slot)):
        if slot[t] >= 0:
            m = member[t, slot[t]]
            after[t], head[m] = head[m], t


def drain(order: Array, worth: Array, must: Array, plan: Hands) -> None:
    """Move units off overloaded members, in the given order, to where they are worth most and there is room."""
    member, load, slot, free, _, _ = plan
    for t in order:
        if slot[t] < 0 or free[member[t, slot[t]]] >= 0:
            continue
        best, place = -1e300, -2
        if not must[t]:
            best, place = 0.0, -1
        for k in range(member.shape[1]):
            if worth[t, k] > best and free[member[t, k]] >= load[t, k]:
                best, place = worth[t, k], k
        if place > -2:
            move(t, place, plan)


def shed(order: Array, plan: Hands) -> None:
    """Leave units of overloaded members out, in the given order, until no member is overloaded."""
    member, _, slot, free, _, _ = plan
    for t in order:
        if slot[t] >= 0 and free[member[t, slot[t]]] < 0:
            move(t, -1, plan)


def insert(order: Array, worth: Array, priority: Array, gain: Array, plan: Hands) -> None:
    """Place units that are left out, in the given order: where there is room, or where lower classes make room."""
    member, load, slot, free, _, _ = plan
    for t in order:
        if slot[t] >= 0:
            continue
        best, place = -1e300, -1
        for k in range(member.shape[1]):
            if worth[t, k] > best and free[member[t, k]] >= load[t, k]:
                best, place = worth[t, k], k
        if place < 0:
            lowest = priority[t]
            for k in range(member.shape[1]):
                down = _gives_way(t, k, priority, plan)
                if down > lowest or (down == lowest and place >= 0 and worth[t, k] > worth[t, place]):
                    lowest, place = down, k
        if place >= 0:
            m = member[t, place]
            while free[m] < load[t, place]:
                u = _least(m, priority[t], priority, gain, plan)
                move(u, -1, plan)
            move(t, place, plan)


@jitable
def _gives_way(t: int, k: int, priority: Array, plan: Hands) -> int:
    """Return the most urgent class that would have to give way to unit t, its own if lower ones are not enough."""
    member, load, slot, free, head, after = plan
    m, mine = member[t, k], priority[t]
    down = priority.max()
    while down > mine:
        room = free[m]
        u = head[m]
        while u >= 0:
            if priority[u] >= down:
                room += load[u, slot[u]]
            u = after[u]
        if room >= load[t, k]:
            return int(down)
        down -= 1
    return int(mine)


@jitable
def _least(m: int, mine: int, priority: Array, gain: Array, plan: Hands) -> int:
    """Return the unit of a member in the lowest class, below ``mine``, that brings least per minute, or -1."""
    _, load, slot, _, head, after = plan
    found, lowest, least = -1, mine, 1e300
    u = head[m]
    while u >= 0:
        density = gain[u, slot[u]] / max(load[u, slot[u]], 1)
        if priority[u] > lowest or (priority[u] == lowest and priority[u] > mine and density < least):
            found, lowest, least = u, priority[u], density
        u = after[u]
    return found
