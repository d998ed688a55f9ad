"""Scenarios side by side: computes nothing but differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from solver.domain.showing import some
from solver.domain.tasks import PRIORITIES
from solver.explanation.unassigned.task import Unassigned
from solver.report.explanation.words import diff_text, units_text
from solver.report.forms.answers import Answer
from solver.report.forms.document import Block, Code, Fold, Points, Table
from solver.report.forms.table import column, level_name, table_of, told_level
from solver.whatif.scenarios.compare import Row
from solver.whatif.scenarios.difference import DIRECTION, Difference, Turns, difference

# What is said of plans that are not proved: of those that keep to a base's, and of others.
KEPT: Final = "moves only what places more or ends urgent work earlier; what else quality could gain was not asked"
BY_SEARCH: Final = "some of what differs, moves above all, may come of the search alone"


def whatif_data(rows: tuple[Row, ...]) -> list[dict[str, Any]]:
    """Return one object for each row, the base first; quality, fit and terms in thousandths of an hour."""
    return [_data(row, None if number == 0 else difference(rows[0], row)) for number, row in enumerate(rows)]


def _data(row: Row, change: Difference | None) -> dict[str, Any]:
    return {
        "scenario": row.name,
        "changes": list(row.changes),
        "status": row.result.status,
        "levels": [{"name": v.name, "value": v.value, "bound": v.bound, "gap": v.gap} for v in row.result.levels],
        "placed": dict(row.placed),
        "fit": row.fit_units,
        "terms": dict(row.terms),
        "loads": [{"member": m, "hours": given / 60, "limit": limit / 60} for m, given, limit in row.loads],
        "unassigned": [asdict(one) for one in row.left],
        "unassigned_hours": row.left_minutes / 60,
        "impossible": list(row.impossible),
        "cannot_escalate": list(row.cut_off),
        "bottlenecks": dict(row.bottlenecks),
        "cut_vertices": list(row.cut_vertices),
        "conflict": list(row.result.conflict),
        "moves": row.moves.moves if row.moves else 0,
        "difference": _difference_data(change) if change else None,
    }


def _difference_data(change: Difference) -> dict[str, Any]:
    return {
        "direction": DIRECTION,
        "levels": dict(change.levels),
        "placed": dict(change.placed),
        "fit": change.fit_units,
        "terms": dict(change.terms),
        "loads": {member: delta / 60 for member, delta in change.loads},
        "tasks": diff_text(change.moves) if change.moves else [],
        "dropped": list(change.dropped),
        "impossible": {one.task: one.reason for one in change.impossible},
        "possible": list(change.possible),
        "stopped": {one.task: one.reason for one in change.stopped},
        "escalation": {name: [before, after] for name, before, after in change.escalation},
        "bottlenecks": {name: [int(before or 0), int(after or 0)] for name, before, after in change.bottlenecks},
        "cut_vertices": {name: bool(after) for name, _, after in change.cut_vertices},
    }


# What is read of each row: so much fits beside a name.
PLACED = tuple(f"placed_{name}" for name in PRIORITIES)
READ = ("scenario", "status", *PLACED, "left_out", "fit_hours", "quality_hours", "moves")
EXACT = {"fit_hours": ".2f", "quality_hours": ".2f"}
# How levels end that say when work of a class ends.
EARLY = " early"
# What is never told as a difference.
OWN = ("scenario", "changes", "status", "gap", "moves")


def whatif_answer(rows: tuple[Row, ...], *, details: bool = True) -> Answer:
    """Return the rows with their own numbers; to read them as differences from the base, then what each changes."""
    own = [whatif_cells(row) for row in rows]
    blocks: list[Block] = [_differences(own), Code(tuple(_reading(rows)))]
    for row in rows[1:] if details else ():
        head = f"{row.name} ({'; '.join(row.changes)}):"
        blocks.append(Fold(head, (Points(tuple(_details(rows[0], row))),)))
    return Answer(whatif_table(rows), tuple(blocks), whatif_data(rows))


def whatif_table(rows: tuple[Row, ...]) -> Table:
    """Return one line for each row, the base first, with its own numbers: tasks and hours."""
    cells = [whatif_cells(row) for row in rows]
    # A row without a plan has no figures: those of the others stand in their places all the same.
    names = dict.fromkeys(key for one in sorted(cells, key=len, reverse=True) for key in one)
    loads = [name for name in names if name.startswith(LOAD)]
    order = [*(name for name in names if name not in loads), *loads]
    return table_of(cells, (column(name) for name in order), sheet="scenarios")


# Before a member's name: the hours given to that member.
LOAD = "load_hours_"


def whatif_cells(row: Row) -> dict[str, Any]:
    """Return the named cells of one row; one without a plan has its status only."""
    found: dict[str, Any] = {"scenario": row.name, "changes": list(row.changes), "status": row.result.status}
    if not row.values:
        return found
    return found | {
        **{level_name(name): told_level(name, value) for name, value in row.values.items()},
        "placed": sum(count for _, count in row.placed),
        **{f"placed_{name}": count for name, count in row.placed},
        "left_out": len(row.left),
        "left_out_hours": row.left_minutes / 60,
        "fit_hours": row.fit_units / 1000,
        **{f"term_{name}_hours": units / 1000 for name, units in row.terms},
        "moves": row.moves.moves if row.moves else 0,
        **{f"{LOAD}{member}": given / 60 for member, given, _ in row.loads},
    }


def minus_base(own: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows less the first, which keeps its own; who is in one of them only has nothing in the other."""
    base, *others = own
    if not _has_plan(base):
        return [dict(one) for one in own]
    names = [name for name in dict.fromkeys(key for one in own for key in one) if name not in OWN]
    return [dict(base), *(_less(one, base, names) for one in others)]


def _less(one: Mapping[str, Any], base: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    if not _has_plan(one):
        return dict(one)
    # Thousandths and minutes as hours are no binary fractions: what is left of that is no difference.
    return {**one, **{name: round(one.get(name, 0) - base.get(name, 0), 9) for name in names}}


def _has_plan(cells: Mapping[str, Any]) -> bool:
    return "placed" in cells


def _differences(own: Sequence[Mapping[str, Any]]) -> Table:
    """Return what is read: the base in tasks and hours, the others less the base."""
    rows = [{**dict.fromkeys(PLACED, 0), **one} if _has_plan(one) else one for one in minus_base(own)]
    signed = _has_plan(rows[0])
    shown = [
        {name: _told(name, one.get(name), signed=signed and number > 0) for name in READ}
        for number, one in enumerate(rows)
    ]
    return table_of(shown, map(column, READ))


def _told(name: str, value: Any, *, signed: bool) -> Any:
    """Return a number as it is read; a difference says its direction."""
    if value is None or name in OWN:
        return value
    # What is less than a hundredth is seen as that, and not as a nothing with a sign.
    form = ".3f" if name in EXACT and 0.0005 <= abs(value) < 0.005 else EXACT.get(name, "g")
    return f"{value:{'+' if signed else ''}{form}}"


def _reading(rows: tuple[Row, ...]) -> list[str]:
    """Return how the numbers are meant, and why the base has none if it has no plan."""
    if rows[0].values:
        return [f"The base is in tasks and hours; every other row is {DIRECTION}.", *_unproved(rows)]
    clash = [f"the base cannot hold at once: {text}" for text in rows[0].result.conflict]
    return ["The base has no plan, so every row is in tasks and hours.", *clash]


def _unproved(rows: tuple[Row, ...]) -> list[str]:
    """Return of which rows the plan may not be the best one, and what follows for differences."""
    names = [row.name for row in rows if row.values and row.result.status != "optimal"]
    if not names:
        return []
    who = f"The plan of {names[0]} is" if len(names) == 1 else f"The plans of {some(names)} are"
    changed = [row for row in rows[1:] if row.name in names]
    if changed and all(row.is_near for row in changed):
        return [f"{who} not proved to be best: a changed one keeps to the base's, and {KEPT}."]
    return [f"{who} not proved to be best: {BY_SEARCH}."]


def _details(base: Row, row: Row) -> list[str]:
    """Return one line for each thing that a scenario changes."""
    change = difference(base, row)
    lines = [f"cannot hold at once: {text}" for text in row.result.conflict]
    lines += ["a plan exists now"] if row.values and not base.values else []
    lines += diff_text(change.moves) if change.moves else []
    lines += [f"{task} is not in the backlog any more" for task in change.dropped]
    lines += [f"nobody can take {one.task} any more: {one.reason}" for one in change.impossible]
    lines += [f"somebody can take {task} now" for task in change.possible]
    lines += [_stopped(one) for one in change.stopped]
    lines += [text for text, _ in ends_said(base, row)]
    lines += [f"term {name}: {units_text(units)}" for name, units in change.terms]
    lines += [f"load of {member}: {delta / 60:+g} h" for member, delta in change.loads]
    lines += [f"{name}: {_standing(old)} before, {_standing(new)} now" for name, old, new in change.escalation]
    return [*lines, *_flow(change.bottlenecks, change.cut_vertices)] or ["nothing changes"]


def _stopped(one: Unassigned) -> str:
    """Return what keeps out a task that nobody could take before: whoever can take it has no hours, or a rule."""
    head = f"somebody can take {one.task} now, but it has no place"
    return f"{head if one.gate == 'outbid' else f'{one.task} stays out all the same'}: {one.reason}"


def ends_said(base: Row, row: Row) -> list[tuple[str, int]]:
    """Return how much earlier or later urgent work ends, class by class: in words, and the change of the level.

    A later end outweighs any quality, and neither what is placed nor the quality shows it.

    Parameters
    ----------
    base, row : Row
        What is compared; one more period makes nothing earlier.

    Returns
    -------
    list of tuple of str and int
        Only of classes in which something changes; nothing where either has no plan.
    """
    levels = difference(base, row).levels
    ends = ((name, amount - _longer(base, row, name)) for name, amount in levels if name.endswith(EARLY))
    return [(_ends(name, amount, _more(base, row, name)), amount) for name, amount in ends if amount]


def _longer(base: Row, row: Row, level: str) -> int:
    """Return by how much work of the base counts as earlier only because there are more periods behind it."""
    return (len(row.periods) - len(base.periods)) * base.values.get(level.removesuffix(EARLY), 0)


def _more(base: Row, row: Row, level: str) -> int:
    """Return how much more of a class is placed."""
    name = level.removesuffix(EARLY)
    return row.values.get(name, 0) - base.values.get(name, 0)


def _ends(level: str, amount: int, more: int) -> str:
    work, way = level.removesuffix(EARLY), "earlier" if amount > 0 else "later"
    if more:
        # What comes in or stays out changes the sum, too: nothing that stays need end at another time.
        much = "more" if more > 0 else "less"
        return f"{level}: {amount:+d} (value times periods), with {much} {work} work placed"
    return f"{work} work ends {way}, as a whole: {amount:+d} (value times periods)"


def _standing(status: str) -> str:
    said = {"covered": "can escalate", "weak": "can escalate only to an open line", "missing": "has no way to escalate"}
    return said.get(status, f"escalation {status}") if status else "not in the team"


def _flow(bottlenecks: Turns, cuts: Turns) -> list[str]:
    lines = [
        f"without {name}, {after or 0} pairs lose each other ({before or 0} before)"
        for name, before, after in bottlenecks
    ]
    return lines + [
        f"contacts {'now fall' if after else 'no longer fall'} apart without {name}" for name, _, after in cuts
    ]
