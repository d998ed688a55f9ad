"""What keeps a crew from a task that needs several members in one period: of each period the first thing that does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from solver.domain.showing import some
from solver.domain.tasks import Task
from solver.explanation.slots import MOST_LAID, Slots, hours_of
from solver.explanation.stops.in_time import Barred, SlotStops
from solver.explanation.stops.stops import MOST_NAMED, Stop, and_more

Rows = Mapping[int, Sequence[int]]


def crew_stops(stops: SlotStops, task: Task) -> list[Stop]:
    """Return what stops every crew that a task could have, period by period.

    Parameters
    ----------
    stops : SlotStops
        What stops members one by one.
    task : Task
        An open task with a crew that the plan leaves out.

    Returns
    -------
    list of Stop
        Empty if nothing does: the search for the plan ended before it was placed.
    """
    slots, columns = stops.slots, stops.slots.columns[task.id]
    first, counts, found = slots.first(columns), list[str](), dict[Stop, list[str]]()
    everybody = dict.fromkeys(slots.member(row) for c in columns for row in slots.rows(c))
    for p, name in enumerate(slots.time.periods):
        if p < first or not (slots.time.when[:, columns] & (slots.time.period == p)[:, None]).any():
            continue
        rows = {c: [row for row in slots.rows(c) if slots.time.period[row] == p] for c in columns}
        having = {c: [row for row in own if slots.free[row] >= slots.takes(c, row)] for c, own in rows.items()}
        where = name or "the window"
        if not can_be_filled(slots, having):
            who = {slots.member(row) for own in having.values() for row in own}
            counts.append(f"{len(who)} in {where}" + (" but not for every seat" if len(who) >= len(columns) else ""))
            continue
        stop = _by_rule(stops, task, having)
        if stop is None:
            return []
        found.setdefault(stop, []).append(where)
    if not counts and not found:
        late = stops.late("", task)
        return [Stop("when", tuple(everybody), late.tasks, late.text + ("nobody" + late.tail if late.tail else ""))]
    stopped = [replace(stop, text=f"in {some(periods)} {stop.text}") for stop, periods in found.items()]
    if counts:
        once = " in one period" if slots.time.periods[0] else ""
        need = f"it needs {len(columns)} members{once}; of those who can, this many have the hours"
        stopped.append(Stop("hours", tuple(everybody), (), f"{need}: {', '.join(counts)}"))
    return stopped


def can_be_filled(slots: Slots, rows: Rows) -> bool:
    """Return whether each seat has a member of its own among its rows.

    Parameters
    ----------
    slots : Slots
        Say whose each row is.
    rows : Mapping of int to sequence of int
        The rows that each seat may have.
    """
    pairs = [(n, int(slots.time.member[row])) for n, own in enumerate(rows.values()) for row in own]
    if len({n for n, _ in pairs}) < len(rows):
        return False
    shape = (len(rows), len(slots.time.names))
    graph = csr_array((np.ones(len(pairs), np.int8), tuple(np.array(pairs).T)), shape=shape)
    return bool((maximum_bipartite_matching(graph, perm_type="column") >= 0).all())


def _by_rule(stops: SlotStops, task: Task, having: Rows) -> Stop | None:
    """Return what stops a crew of which everybody has the hours; None if nothing does."""
    slots = stops.slots
    barred = {slots.member(row): stops.person(slots.member(row), [task]) for own in having.values() for row in own}
    loose = {c: [row for row in own if not barred[slots.member(row)]] for c, own in having.items()}
    if not can_be_filled(slots, loose):
        kept = [one for each in barred.values() for one in each]
        return _said(kept)
    full = {row: stops.full(slots.member(row), [row], 1) for own in loose.values() for row in own}
    loose = {c: [row for row in own if not full[row]] for c, own in loose.items()}
    if not can_be_filled(slots, loose):
        return _said([one for each in full.values() for one in each])
    short = {(c, row): slots.no_growth({c: row}) for c, own in loose.items() for row in own}
    loose = {c: [row for row in own if not short[c, row]] for c, own in loose.items()}
    if not can_be_filled(slots, loose):
        texts = ((slots.member(row), text) for (_, row), text in short.items() if text)
        return _said([Barred("grow", name, text) for name, text in texts])
    try:
        laid = list(islice(slots.layings(loose, slots.free, apart=True), MOST_LAID))
    except TimeoutError:
        laid = []
    grown = [one for one in laid if not slots.no_growth(one)]
    if slots.can_be_worked(iter(grown)):
        return None
    if laid and not grown:
        who = dict.fromkeys(slots.member(row) for c, own in loose.items() for row in own if (row, c) in slots.grown)
        return Stop("grow", tuple(who), (), f"enough members have the hours, but {slots.no_growth(laid[0])}")
    who = dict.fromkeys(slots.member(row) for own in loose.values() for row in own)
    left = dict.fromkeys(f"{slots.member(r)} {hours_of(slots.free[r])}" for own in loose.values() for r in own)
    text = f"no order of work was found in which its members ({some(list(left))} free) can do it"
    before = stops.before([task], [row for own in loose.values() for row in own])
    return Stop("order", tuple(who), before, text + stops.dated(task))


def _said(kept: list[Barred]) -> Stop:
    """Return one stop for what keeps members with hours from the seats of a period."""
    texts = list(dict.fromkeys(f"{one.text}{one.member if one.tail else ''}{one.tail}" for one in kept))
    tasks = dict.fromkeys(name for one in kept for name in one.tasks)
    text = f"enough members have the hours, but {and_more(texts[:MOST_NAMED], len(texts), mark='; ')}"
    return Stop(kept[0].kind, tuple(dict.fromkeys(one.member for one in kept)), tuple(tasks), text)
