"""Absences, the worst first: computes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from solver.domain.showing import some
from solver.domain.tasks import PRIORITIES
from solver.report.forms.answers import Answer
from solver.report.forms.document import Block, Fold, Points, Words
from solver.report.forms.table import column, table_of
from solver.report.whatif.advice import command
from solver.whatif.resilience import Absence, Given, Resilience, absent

SHOWN = ("away", *PRIORITIES, "hours", "beyond_hours", "picked_up", "dropped", "gained", "moved", "vanished", "cut_off")
COLUMNS = ("rank", *SHOWN, "status", "command")
NUMBERS = ("away", *PRIORITIES, "hours", "beyond_hours", "picked_up", "dropped", "gained", "moved")
LISTS = ("picked_up", "dropped", "gained")


def resilience_data(found: Resilience, folder: Path, overrides: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return one object for each absence; changes are negative where less is placed, hours are estimates."""
    rows = [_row(number, row, found, folder, overrides) for number, row in enumerate(found.rows, 1)]
    singles = sum(len(row.away) == 1 for row in found.rows)
    counts = {"singles": singles, "pairs": len(rows) - singles, "possible_pairs": found.pairs}
    skipped = [list(one) for one in found.skipped]
    return {"status": found.base.result.status, "rows": rows, **counts, "skipped": skipped, "period": found.period}


def _row(number: int, row: Absence, found: Resilience, folder: Path, overrides: tuple[str, ...]) -> dict[str, Any]:
    """Return one absence as an object, with the command that plans it."""
    return {
        "rank": number,
        "away": list(row.away),
        "status": row.result.status,
        **dict(zip(PRIORITIES, row.change, strict=True)),
        "hours": row.minutes / 60,
        "beyond_hours": row.beyond / 60,
        "picked_up": _named(row.taken),
        "dropped": _named(row.dropped),
        "gained": _named(row.gained),
        "moved": row.moved,
        "vanished": list(row.vanished),
        "cut_off": list(row.cut_off),
        "conflict": list(row.result.conflict),
        "later": [{"task": task, "from": src, "to": dst} for task, src, dst in row.later],
        "command": command(folder, absent(found.base.world, row.away, found.period), overrides),
    }


def _named(given: Given) -> list[dict[str, str]]:
    return [{"task": task, "member": member} for task, member in given]


def resilience_answer(data: dict[str, Any]) -> Answer:
    """Return one row for each absence; to read its numbers, then in words who picks up what and what is lost."""
    named = [{**row, **{key: _pairs(row[key]) for key in LISTS}} for row in data["rows"]]
    whole = table_of(named, map(column, COLUMNS), sheet="resilience")
    columns = (column(name, "+g" if name in PRIORITIES else "") for name in NUMBERS)
    counted = table_of([_counted(row) for row in data["rows"]], columns)
    when = f" in {data['period']}" if data.get("period") else ""
    folds = (Fold(f"Without {' and '.join(row['away'])}{when}:", (Points(tuple(_words(row))),)) for row in data["rows"])
    read: tuple[Block, ...] = (counted, *folds) if data["rows"] else ()
    return Answer(whole, (Words(_headline(data)), *read), data)


def _each(members: str) -> list[str]:
    """Return who is named: a crew by all its members."""
    return members.split(", ")


def _pairs(given: list[dict[str, str]]) -> list[str]:
    return [f"{one['task']} {one['member']}" for one in given]


def _counted(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with numbers in place of lists of tasks."""
    return row | {key: len(row[key]) for key in LISTS}


def _headline(data: dict[str, Any]) -> str:
    if not data["singles"] and not data["skipped"]:
        return "Nobody can be away: the team has one member."
    text = f"{data['singles']} members away one at a time" + (f" in {data['period']}" if data.get("period") else "")
    if data["pairs"]:
        text += f", and {data['pairs']} of {data['possible_pairs']} pairs"
    text += "; the worst first. Changes of value placed and of hours placed, against the plan with everybody."
    statuses = {data["status"], *(row["status"] for row in data["rows"])}
    text += " The time limit cut some searches short." if statuses & {"feasible", "unknown"} else ""
    skipped = [" and ".join(away) for away in data["skipped"]]
    return text + (f" Left out, as the time was over: {some(skipped)}." if skipped else "")


def _words(row: dict[str, Any]) -> list[str]:
    if row["conflict"]:
        return [f"no plan at all: these cannot hold at once: {'; '.join(row['conflict'])}"]
    lines: list[str] = []
    by_member: dict[str, list[str]] = {}
    for one in row["picked_up"]:
        for who in _each(one["member"]):
            by_member.setdefault(who, []).append(one["task"])
    lines += [f"{who} picks up {', '.join(tasks)}" for who, tasks in sorted(by_member.items())]
    if row["dropped"]:
        had = {who for one in row["dropped"] for who in _each(one["member"])}
        lines.append(f"stay out: {', '.join([one['task'] for one in row['dropped']])} (of {', '.join(sorted(had))})")
    if row.get("later"):
        lines.append("later: " + ", ".join(f"{one['task']} from {one['from']} to {one['to']}" for one in row["later"]))
    if row["gained"]:
        lines.append("come in: " + ", ".join(f"{one['task']} with {one['member']}" for one in row["gained"]))
    if row["vanished"]:
        lines.append(f"in demand and nobody meets it any more: {', '.join(row['vanished'])}")
    if row["cut_off"]:
        lines.append(f"no way to escalate any more: {', '.join(row['cut_off'])}")
    return lines or ["nothing is lost"]
