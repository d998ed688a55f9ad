"""One plan as an answer: computes nothing but sums."""

from __future__ import annotations

import os
import shlex
from typing import Any

from solver.assignment.result import gap_text
from solver.domain.showing import counted
from solver.report.forms.answers import Answer
from solver.report.forms.document import Block, Code, Column, Points, Table, Words
from solver.report.forms.table import column, table_of
from solver.report.plan.beginning import opening_lines
from solver.report.text.markup import clean

BAR = 20
_UNITS = {"quality": (1000, "hours of quality"), "moves": (1, "(minus the tasks that move)")}
COLUMNS = ("task", "title", "priority", "member", "period", "hours", "fit", "preference")
TIMED = ("piece", "start", "end", "start_date", "end_date")
OUT = ("gate", "reason")


def unit_of(level: str) -> str:
    """Return in what a level about a class of tasks counts.

    Examples
    --------
    >>> unit_of("HIGH"), unit_of("HIGH early")
    ('value placed', 'value times periods left')
    """
    return "value times periods left" if level.endswith(" early") else "value placed"


def plan_answer(data: dict[str, Any], *more: Table) -> Answer:
    """Return a row for each piece and for what stayed out, with its reason; to read them by member, with the proof."""
    names = (*COLUMNS, *(TIMED if "periods" in data else ()), *OUT)
    rows = table_of([*data["assignments"], *data["unassigned"]], map(_column, names), sheet="plan")
    return Answer(rows, (Code(tuple(plan_lines(data))), *more), data, (*_paper(data), *more), is_whole=True)


def data_answer(data: dict[str, Any]) -> Answer:
    """Return the same for whoever asks for data alone: nothing that is read is laid out."""
    return Answer(table_of(()), data=data, is_whole=True)


def _column(name: str) -> Column:
    return column(name, ".2f" if name in {"fit", "preference"} else "")


def plan_lines(data: dict[str, Any]) -> list[str]:
    """Return who does what, what stayed out and why, and the proof."""
    if not data["assignments"] and data["conflict"]:
        clash = (f"    {text}" for text in data["conflict"])
        return ["No plan exists. These cannot hold at once:", *clash, *_next(data)]
    lines = [_headline(data), "", *opening_lines(data)]
    top = len(lines)
    dates = {period["id"]: f"{period['start']} to {period['end']}" for period in data.get("periods", ())}
    given: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    for row in sorted(data["assignments"], key=lambda row: row.get("start") or 0):
        given.setdefault((row["member"], row["period"]), []).append(row)
    shown = None
    for load in data["loads"]:
        if dates and load["period"] != shown:
            shown = load["period"]
            lines += [*([""] if len(lines) > top else []), f"{clean(shown)}: {dates[shown]}"]
        lines.append(f"{clean(load['member']):<20} {_bar(load)} {load['hours']:>5g} of {load['limit']:g} h")
        for row in given.get((load["member"], load["period"]), ()):
            what = f"{row['priority']:<9}{_when(row)}{clean(row['title'])}"
            lines.append(f"    {clean(row['task']):<9}{row['hours']:>5g} h  fit {row['fit']:.2f}  {what}")
    lines += ["", f"Stayed out: {counted(len(data['unassigned']), 'task')}"]
    for row in data["unassigned"]:
        lines.append(f"    {clean(row['task']):<9}{row['hours']:>5g} h  {row['gate']:<10}{clean(row['reason'])}")
    return [*lines, "", *_proof(data), *_next(data)]


def _paper(data: dict[str, Any]) -> tuple[Block, ...]:
    """Return the plan as two tables, what is given and what stayed out, with headline and proof."""
    order = {period["id"]: place for place, period in enumerate(data.get("periods", ()))}
    given = sorted(data["assignments"], key=lambda row: (order.get(row["period"], 0), row["member"], row["task"]))
    when = ("period", "start_date", "end_date") if order else ()
    placed = table_of(given, map(_column, (*when, "member", "task", "title", "hours", "fit")))
    out = table_of(data["unassigned"], map(_column, ("task", "hours", *OUT)), "Stayed out")
    return Words(_headline(data)), placed, out, Points(tuple(line.strip() for line in _proof(data)))


def compared(rows: dict[str, dict[str, float]]) -> Table:
    """Return value per class, fit and quality in hours of the optimum and of each greedy rule, then the gain over each.

    The first row is the optimum; hours are hours, classes count value.
    """
    (_, best), *others = rows.items()
    own = [{"plan": who, **{name: f"{value:.10g}" for name, value in row.items()}} for who, row in rows.items()]
    gains = [
        {"plan": f"gain over {who}", **{name: f"{round(best[name] - value, 3):+g}" for name, value in row.items()}}
        for who, row in others
    ]
    return table_of([*own, *gains])


def _headline(data: dict[str, Any]) -> str:
    # Hours in which members help others to grow stand with the loads alone.
    placed, given = len({row["task"] for row in data["assignments"]}), sum(load["hours"] for load in data["loads"])
    out, limit = sum(row["hours"] for row in data["unassigned"]), sum(load["limit"] for load in data["loads"])
    said = {"optimal": "proved optimal", "feasible": "feasible, not proved optimal"}.get(data["status"], data["status"])
    if not data["assignments"] and not data["unassigned"]:
        return f"Nothing to plan: there is no open task. {limit:g} h are free."
    text = f"Plan: {said}. {counted(placed, 'task')} placed, {given:g} of {limit:g} h used; "
    text += f"{out:g} h of work {'does' if out == 1 else 'do'} not fit."
    return f"{text} Stopped by {data['stopped']}: this is the best plan so far." if data["stopped"] else text


def _next(data: dict[str, Any]) -> list[str]:
    """Return the two commands that are most useful now."""
    folder = data.get("meta", {}).get("workspace", "")
    if not folder:
        return []
    near = os.path.relpath(folder)
    name = shlex.quote(clean(folder if near.startswith("..") else near))
    out = [row["task"] for row in data.get("decisions", [])]
    out = out or [row["task"] for row in data["unassigned"]]
    place = f"--place {shlex.quote(clean(out[0]))}" if out else ""
    if not data["assignments"] and data["conflict"]:
        first = f"teamwright fix {name}"
    else:
        first = f"teamwright fix {name} {place}" if out else f"teamwright whatif {name} --each-away"
    return ["", f"Next: {first}", f"      teamwright report {name} -o report.html"]


def _when(row: dict[str, Any]) -> str:
    """Return the days on which a piece is worked, where there are dates."""
    if not row.get("start_date"):
        return ""
    first, last = row["start_date"][5:], row["end_date"][5:]
    return f"{first}  " if first == last else f"{first} to {last}  "


def _bar(load: dict[str, Any]) -> str:
    share = min(load["hours"] / load["limit"], 1) if load["limit"] else 0
    return f"[{('#' * round(BAR * share)).ljust(BAR, '.')}]"


def _proof(data: dict[str, Any]) -> list[str]:
    lines = [f"Proof: {data['status']}"]
    width = max(9, *(len(level["name"]) + 1 for level in data["levels"]), 0)
    for level in data["levels"]:
        scale, unit = _UNITS.get(level["name"], (1, unit_of(level["name"])))
        value, bound = f"{level['value'] / scale:>9g}", f"{level['bound'] / scale:g}"
        lines.append(f"    {level['name']:<{width}}{value} of at most {bound} {unit}, gap {gap_text(level['gap'])}")
    return lines
