"""One plan as text: a table to read, Markdown to paste, CSV to load. Computes nothing but sums."""

from __future__ import annotations

import os
from typing import Any

from solver.assignment.result import gap_text
from solver.report.markup import clean, markdown
from solver.report.opening import opening_lines
from solver.report.rows import rows_csv

BAR = 20
_UNITS = {"quality": (1000, "hours of quality"), "moves": (1, "(minus the tasks that move)")}
COLUMNS = ("task", "title", "priority", "member", "period", "hours", "fit", "preference")
TIMED = ("piece", "start", "end", "start_date", "end_date")


def plan_table(data: dict[str, Any]) -> str:
    """Return who does what, what stayed out and why, and the proof."""
    if not data["assignments"] and data["conflict"]:
        return "\n".join(["No plan exists. These cannot hold at once:", *(f"    {text}" for text in data["conflict"])])
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
    lines += ["", f"Stayed out: {len(data['unassigned'])} tasks"]
    for row in data["unassigned"]:
        lines.append(f"    {clean(row['task']):<9}{row['hours']:>5g} h  {row['gate']:<10}{clean(row['reason'])}")
    return "\n".join([*lines, "", *_proof(data), *_next(data)])


def plan_markdown(data: dict[str, Any]) -> str:
    """Return the same as Markdown, with every cell escaped."""
    dated = "periods" in data
    head, rule = ("| period | from | to ", "|---|---|---") if dated else ("", "")
    lines = [f"**{_headline(data)}**", "", f"{head}| member | task | title | hours | fit |"]
    lines.append(f"{rule}|---|---|---|---:|---:|")
    order = {period["id"]: place for place, period in enumerate(data.get("periods", ()))}
    for row in sorted(data["assignments"], key=lambda row: (order.get(row["period"], 0), row["member"], row["task"])):
        cells = (row["member"], row["task"], row["title"], f"{row['hours']:g}", f"{row['fit']:.2f}")
        when = (str(row["period"]), str(row["start_date"] or ""), str(row["end_date"] or "")) if dated else ()
        lines.append(f"| {' | '.join(map(markdown, (*when, *cells)))} |")
    lines += ["", "| stayed out | gate | reason |", "|---|---|---|"]
    for row in data["unassigned"]:
        lines.append(f"| {' | '.join(map(markdown, (row['task'], row['gate'], row['reason'])))} |")
    return "\n".join([*lines, "", *(f"- {markdown(line.strip())}" for line in _proof(data))])


def plan_csv(data: dict[str, Any]) -> str:
    """Return one line per task, with an empty member if it stayed out; what looks like a formula is quoted."""
    columns = (*COLUMNS, *TIMED) if "periods" in data else COLUMNS
    return rows_csv([*data["assignments"], *data["unassigned"]], columns)


def baseline_table(rows: dict[str, dict[str, float]]) -> str:
    """Return value per class, fit-hours and quality of the optimum and of each greedy rule, then the gain over each.

    The first row is the optimum; hours are hours, classes count value.
    """
    names = list(next(iter(rows.values())))
    head = f"{'':<22}" + "".join(f"{name:>11}" for name in names)
    lines = [head, *(f"{who:<22}" + "".join(f"{row[name]:>11g}" for name in names) for who, row in rows.items())]
    (_, best), *others = rows.items()
    for who, row in others:
        gains = (round(best[name] - row[name], 3) for name in names)
        lines.append(f"{'gain over ' + who:<22}" + "".join(f"{gain:>+11g}" for gain in gains))
    return "\n".join(lines)


def _headline(data: dict[str, Any]) -> str:
    placed, given = len({row["task"] for row in data["assignments"]}), sum(row["hours"] for row in data["assignments"])
    out, limit = sum(row["hours"] for row in data["unassigned"]), sum(load["limit"] for load in data["loads"])
    said = {"optimal": "proved optimal", "feasible": "feasible, not proved optimal"}.get(data["status"], data["status"])
    text = f"Plan: {said}. {placed} tasks placed, {given:g} of {limit:g} h used; {out:g} h of work do not fit."
    return f"{text} Stopped by {data['stopped']}: this is the best plan so far." if data["stopped"] else text


def _next(data: dict[str, Any]) -> list[str]:
    """Return the two commands that are most useful now."""
    folder = data.get("meta", {}).get("workspace", "")
    if not folder:
        return []
    near = os.path.relpath(folder)
    name = clean(folder if near.startswith("..") else near)
    out = [row["task"] for row in data.get("decisions", [])]
    out = out or [row["task"] for row in data["unassigned"]]
    first = f"teamwright fix {name} --place {clean(out[0])}" if out else f"teamwright explain {name}"
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
        counted = "value times periods left" if level["name"].endswith(" early") else "value placed"
        scale, unit = _UNITS.get(level["name"], (1, counted))
        value, bound = f"{level['value'] / scale:>9g}", f"{level['bound'] / scale:g}"
        lines.append(f"    {level['name']:<{width}}{value} of at most {bound} {unit}, gap {gap_text(level['gap'])}")
    return lines
