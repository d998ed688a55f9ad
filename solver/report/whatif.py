"""Scenarios side by side as text, data, CSV and Markdown: computes nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from solver.domain.tasks import PRIORITIES
from solver.report.explanation import diff_text
from solver.report.markup import markdown, printable
from solver.report.rows import csv_text
from solver.whatif.compare import Row
from solver.whatif.difference import DIRECTION, Difference, Turns, difference


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
        "escalation": {name: [before, after] for name, before, after in change.escalation},
        "bottlenecks": {name: [int(before or 0), int(after or 0)] for name, before, after in change.bottlenecks},
        "cut_vertices": {name: bool(after) for name, _, after in change.cut_vertices},
    }


HEAD = ("status", *PRIORITIES, "left out", "fit-hours", "quality", "moves")


def _cells(rows: tuple[Row, ...]) -> list[list[str]]:
    """Return name, status and numbers of each row: the base in tasks and hours, the others less the base."""
    base, *others = rows
    table = [[base.name, base.result.status, *_numbers(_own(base), ""), "0"]]
    for row in others:
        own, before = _own(row), _own(base)
        both = bool(own and before)
        changes = {name: own.get(name, 0) - before.get(name, 0) for name in HEAD[1:-1]} if both else own
        moves = str(row.moves.moves) if row.moves else "-"
        table.append([row.name, row.result.status, *_numbers(changes, "+" if before else ""), moves])
    return table


def _own(row: Row) -> dict[str, float]:
    if not row.values:
        return {}
    fit, quality = row.fit_units / 1000, row.values["quality"] / 1000
    return {**dict(row.placed), "left out": len(row.left), "fit-hours": fit, "quality": quality}


def _numbers(values: dict[str, float], sign: str) -> list[str]:
    if not values:
        return ["-"] * len(HEAD[1:-1])
    return [_number(values.get(name, 0), name, sign) for name in HEAD[1:-1]]


def _number(value: float, name: str, sign: str) -> str:
    return f"{value:{sign}.2f}" if name in {"fit-hours", "quality"} else f"{value:{sign}g}"


def whatif_table(rows: tuple[Row, ...], *, details: bool = True) -> str:
    """Return the rows as differences from the base, then what each changes."""
    width = max(len(row.name) for row in rows) + 2
    lines = [f"{'':<{width}}{HEAD[0]:>11}" + "".join(f"{name:>10}" for name in HEAD[1:])]
    for name, status, *cells in _cells(rows):
        lines.append(f"{name:<{width}}{status:>11}" + "".join(f"{cell:>10}" for cell in cells))
    lines += ["", *_reading(rows)]
    for row in rows[1:] if details else ():
        lines += ["", f"{row.name} ({'; '.join(row.changes)}):", *(f"    {text}" for text in _details(rows[0], row))]
    return "\n".join(map(printable, lines))


def _reading(rows: tuple[Row, ...]) -> list[str]:
    """Return how the numbers are meant, and why the base has none if it has no plan."""
    if rows[0].values:
        return [f"The base is in tasks and hours; every other row is {DIRECTION}."]
    clash = [f"the base cannot hold at once: {text}" for text in rows[0].result.conflict]
    return ["The base has no plan, so every row is in tasks and hours.", *clash]


def _details(base: Row, row: Row) -> list[str]:
    """Return one line for each thing that a scenario changes."""
    change = difference(base, row)
    lines = [f"cannot hold at once: {text}" for text in row.result.conflict]
    lines += ["a plan exists now"] if row.values and not base.values else []
    lines += diff_text(change.moves) if change.moves else []
    lines += [f"{task} is not in the backlog any more" for task in change.dropped]
    lines += [f"nobody can take {one.task} any more: {one.reason}" for one in change.impossible]
    lines += [f"somebody can take {task} now" for task in change.possible]
    lines += [f"term {name}: {units / 1000:+.2f} h" for name, units in change.terms]
    lines += [f"load of {member}: {delta / 60:+g} h" for member, delta in change.loads]
    lines += [f"{name}: {_standing(old)} before, {_standing(new)} now" for name, old, new in change.escalation]
    return [*lines, *_flow(change.bottlenecks, change.cut_vertices)] or ["nothing changes"]


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


def whatif_csv(rows: tuple[Row, ...]) -> str:
    """Return one line for each row with its own numbers, not differences: tasks and hours."""
    levels, terms = (list(dict.fromkeys(n for row in rows for n in names(row))) for names in (_levels, _terms))
    placed = list(dict.fromkeys(name for row in rows for name, _ in row.placed))
    head = ["scenario", "changes", "status", *levels, *(f"placed_{name}" for name in placed), "left_out"]
    head += ["left_out_hours", "fit_hours", *(f"term_{name}" for name in terms), "moves"]
    table = list[list[object]]()
    for row in rows:
        own, values = dict(row.placed), row.values
        cells = [values.get(name, "") for name in levels] + [own.get(name, 0) if values else "" for name in placed]
        rest = [len(row.left), row.left_minutes / 60, row.fit_units / 1000] if values else ["", "", ""]
        mine = [dict(row.terms)[name] / 1000 if values else "" for name in terms]
        names = [row.name, "; ".join(row.changes), row.result.status]
        table.append([*names, *cells, *rest, *mine, row.moves.moves if row.moves else 0])
    return csv_text(head, table)


def _levels(row: Row) -> list[str]:
    return list(row.values)


def _terms(row: Row) -> list[str]:
    return [name for name, _ in row.terms]


def whatif_markdown(rows: tuple[Row, ...]) -> str:
    """Return the table and what each scenario changes as Markdown."""
    lines = [f"| scenario | {' | '.join(HEAD)} |", f"|---|---|{'---:|' * (len(HEAD) - 1)}"]
    lines += [f"| {' | '.join(map(markdown, cells))} |" for cells in _cells(rows)]
    lines += ["", *(markdown(line) for line in _reading(rows))]
    for row in rows[1:]:
        lines += ["", f"## {markdown(row.name)}", "", *(f"- {markdown(text)}" for text in _details(rows[0], row))]
    return "\n".join(lines)

