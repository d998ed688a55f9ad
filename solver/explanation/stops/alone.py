"""What keeps members who pass the gates from a task that one of them does: in one piece, in parts or in a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from solver.domain.showing import counted, some
from solver.domain.tasks import Task
from solver.explanation.held import shared
from solver.explanation.slots import MOST_LAID, Slots, hours_of
from solver.explanation.stops.in_time import Barred, SlotStops
from solver.explanation.stops.stops import MOST_NAMED, Stop, and_more

# In which order kinds of stops are told: what would hold whatever else is planned comes first, hours last.
KINDS: Final = ("batch", "separate", "together", "started", "when", "wip", "order", "grow", "hours")


def lone_stops(stops: SlotStops, task: Task, group: list[Task]) -> list[Stop]:
    """Return what stops every member who passes the gates; one whom nothing stops is in none.

    Parameters
    ----------
    stops : SlotStops
        What stops members one by one.
    task : Task
        An open task without a crew that the plan leaves out.
    group : list of Task
        What goes with it to one member, itself included.
    """
    columns = stops.slots.columns[task.id]
    if len(group) == 1 and len(columns) > 1 and not stops.slots.time.one_member and not _is_joined(stops, task):
        return _pooled(stops, stops.passing(task), task, list(columns))
    found = _members(stops, task, group)
    kinds = dict[str, list[Barred]]()
    for one in found:
        kinds.setdefault(one.kind, []).append(one)
    return [_stop(stops, kind, kinds[kind], task, group) for kind in KINDS if kind in kinds]


def _is_joined(stops: SlotStops, task: Task) -> bool:
    """Return whether all parts of a task must be with one member although others may be shared."""
    return bool(stops.plain.held.joined.get(task.id)) or task.batch in stops.plain.held.batches


def _stop(stops: SlotStops, kind: str, rows: list[Barred], task: Task, group: list[Task]) -> Stop:
    """Return one stop for all that is stopped by the same kind of thing."""
    names, tasks = dict.fromkeys(one.member for one in rows), dict.fromkeys(t for one in rows for t in one.tasks)
    if kind == "hours":
        rows = sorted(rows, key=lambda one: -one.free)
    said = dict[tuple[str, str], list[str]]()
    for one in rows:
        said.setdefault((one.text, one.tail), []).append(one.member)
    texts = [f"{text}{some(whose, MOST_NAMED)}{tail}" if tail else text for (text, tail), whose in said.items()]
    if kind == "hours":
        head = stops.plain.batch(task) if len(group) > 1 else "no room beside other work"
        parts = shared([(one.member + one.where, one.text) for one in rows[:MOST_NAMED]])
        text = and_more(parts, len(rows), min(len(rows), MOST_NAMED))
        return Stop(kind, tuple(names), tuple(tasks), f"{head}: {text}")
    return Stop(kind, tuple(names), tuple(tasks), and_more(texts[:MOST_NAMED], len(texts)))


def _members(stops: SlotStops, task: Task, group: list[Task]) -> list[Barred]:
    """Return what stops each member who passes the gates."""
    columns, found = [c for one in group for c in stops.slots.columns[one.id]], list[Barred]()
    for name in stops.passing(task):
        barred = stops.person(name, group)
        if not barred:
            single = len(columns) == 1
            barred = _single(stops, name, task, columns[0]) if single else _whole(stops, name, task, group, columns)
        found += barred
    return found


def _single(stops: SlotStops, name: str, task: Task, column: int) -> list[Barred]:
    """Return what stops each slot of a member that may have a task of one piece."""
    rows = stops.rows(name, column, stops.slots.first((column,)))
    if not rows:
        return [stops.late(name, task)]
    found = [one for row in rows for one in _slot(stops, task, column, row)]
    # Whoever has one slot that nothing stops is not stopped.
    return found if len(found) == len(rows) else []


def _slot(stops: SlotStops, task: Task, column: int, row: int) -> list[Barred]:
    slots, name, takes = stops.slots, stops.slots.member(row), stops.slots.takes(column, row)
    free, where = int(slots.free[row]), f" in {slots.period(row)}"
    if takes > slots.loose[row]:
        return [Barred("started", name, stops.stays([row], takes))]
    if takes > free:
        return [Barred("hours", name, f"{hours_of(free)} free for {hours_of(takes)}", free=free, where=where)]
    growth = slots.no_growth({column: row})
    if growth:
        return [Barred("grow", name, growth)]
    full = stops.full(name, [row], 1)
    if full:
        return full
    if not slots.can_be_worked(iter([{column: row}])):
        text = f"{name}{where} has {hours_of(free)} left, but no order of the work there has room for it"
        text += stops.dated(task)
        return [Barred("order", name, text, stops.before([task], [row]))]
    return []


def _whole(stops: SlotStops, name: str, task: Task, group: list[Task], columns: list[int]) -> list[Barred]:
    """Return what keeps a member from all pieces of a task or a batch, in any periods."""
    slots = stops.slots
    rows = {c: stops.rows(name, c, slots.first(slots.columns[slots.task_of(c).id])) for c in columns}
    late = next((slots.task_of(c) for c, own in rows.items() if not own), None)
    if late:
        return [stops.late(name, late)]
    growths = {c: [slots.no_growth({c: row}) for row in own] for c, own in rows.items()}
    for c, said in growths.items():
        if all(said):
            return [Barred("grow", name, said[0])]
        rows[c] = [row for row, text in zip(rows[c], said, strict=True) if not text]
    own = sorted({row for each in rows.values() for row in each})
    takes = sum(slots.takes(c, own[0]) for c in columns)
    free, loose = (sum(int(room[row]) for row in own) for room in (slots.free, slots.loose))
    if takes > loose and any(row in slots.stays for row in own):
        return [Barred("started", name, stops.stays(own, takes))]
    if takes > free:
        return [Barred("hours", name, f"{hours_of(free)} free for {hours_of(takes)}", free=free)]
    what = _parts(stops, group, columns, own[0])
    try:
        if next(slots.layings(rows, slots.free), None) is None:
            text = f"{_left(stops, own)}, where {what} do not all fit"
            return [Barred("hours", name, text, free=free)]
        if next(slots.layings(rows, slots.free, wip=True), None) is None:
            most, has = slots.problem.wip[own[0]], ", ".join(f"{slots.count(r)} in {slots.period(r)}" for r in own)
            text = f"{name} may have {counted(int(most), 'task')} at once and has {has}{stops.plain.roster(name)}"
            return [Barred("wip", name, f"{text}, too few for {what} in the hours that are left")]
        growth, laid = _growing(slots, rows)
        if growth:
            return [Barred("grow", name, growth)]
        if slots.can_be_worked(laid):
            return []
    except TimeoutError:
        pass
    text = f"{name} has {_left(stops, own)}, but no order of work was found with {what}{stops.dated(task)}"
    return [Barred("order", name, text, stops.before(group, own))]


def _growing(slots: Slots, rows: Mapping[int, Sequence[int]]) -> tuple[str, Iterator[dict[int, int]]]:
    """Return what keeps members from growing in all ways to lay pieces, or nothing and the ways in which they may."""
    ways = list(islice(slots.layings(rows, slots.free, wip=True), MOST_LAID))
    good = [laid for laid in ways if not slots.no_growth(laid)]
    return (slots.no_growth(ways[0]) if ways and not good else ""), iter(good)


def _left(stops: SlotStops, rows: Sequence[int]) -> str:
    """Return the hours that are free in each of some slots."""
    return some([f"{hours_of(stops.slots.free[row])} free in {stops.slots.period(row)}" for row in rows])


def _parts(stops: SlotStops, group: list[Task], columns: list[int], row: int) -> str:
    """Return the pieces that one member must take, with their hours."""
    slots = stops.slots
    if len(group) == 1:
        sizes = [hours_of(slots.takes(c, row)) for c in columns]
        # Parts are alike but for the last one, and for those that are begun.
        alike = [f"{count} of {size}" if count > 1 else size for size, count in Counter(sizes).items()]
        return f"{len(columns)} parts of {sizes[0]}" if len(alike) == 1 else f"{len(columns)} parts ({some(alike)})"
    takes = {one.id: sum(slots.takes(c, row) for c in slots.columns[one.id]) for one in group}
    return some([f"{name} ({hours_of(minutes)})" for name, minutes in takes.items()])


def _pooled(stops: SlotStops, names: list[str], task: Task, columns: list[int]) -> list[Stop]:
    """Return what keeps several members from the parts of a task that may be with different ones."""
    slots, first = stops.slots, stops.slots.first(columns)
    kept = {name: stops.person(name, [task]) for name in names}
    open_ = [name for name in names if not kept[name]]
    found = [_stop(stops, one.kind, [one], task, [task]) for each in kept.values() for one in each]
    rows = {c: [row for name in open_ for row in stops.rows(name, c, first)] for c in columns}
    own = sorted({row for each in rows.values() for row in each})
    if not own:
        late = [stops.late(name, task) for name in open_]
        return [*found, *([_stop(stops, "when", late, task, [task])] if late else [])]
    what = _parts(stops, [task], columns, own[0])
    left = some([f"{slots.member(row)} {hours_of(slots.free[row])} in {slots.period(row)}" for row in own])
    try:
        if next(slots.layings(rows, slots.free), None) is None:
            text = f"no room beside other work: {what} do not all fit into what is free ({left})"
            return [*found, Stop("hours", tuple(open_), (), text)]
        if next(slots.layings(rows, slots.free, wip=True), None) is None:
            text = f"{what} do not all fit within what {some(open_)} may have at once (wip)"
            return [*found, Stop("wip", tuple(open_), (), text)]
        growth, laid = _growing(slots, rows)
        if growth:
            return [*found, Stop("grow", tuple(open_), (), growth)]
        if slots.can_be_worked(laid):
            return found
    except TimeoutError:
        pass
    text = f"no order of work was found with {what} in what is free ({left}){stops.dated(task)}"
    return [*found, Stop("order", tuple(open_), stops.before([task], own), text)]
