"""How a plan begins: the urgent work that stays out, why, what to do; what is at risk; the proof in one line."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final

from solver.domain.showing import counted
from solver.report.text.markup import clean

Row = Mapping[str, Any]
# So wide is a terminal, and so many of its lines are seen before anybody scrolls.
WIDE, SEEN = 80, 20
# Lines of the opening that are none of the tasks: the headline, the heading, the space between.
AROUND: Final = 4
TITLE: Final = "Urgent work that is not going to happen"


def opening_lines(data: Row) -> list[str]:
    """Return what a lead must see of ``plan.json`` first; every urgent task that is out is named in what is seen."""
    rows = data.get("decisions", [])
    found: list[str] = []
    if rows:
        found += [
            f"{TITLE}: {len(rows)} of {counted(len(data['unassigned']), 'task')} left out",
            *_fitting(grouped(rows)),
            "",
        ]
    risks = data.get("risks", [])
    if risks:
        found += ["At risk", *(line for one in risks for line in _wrapped(one["text"], "    ", "      "))]
    return [*found, *_wrapped(proof_line(data), "", "    "), ""] if found else []


def proof_line(data: Row) -> str:
    """Return how far a plan is proved, in one line.

    Examples
    --------
    >>> proof_line({"status": "optimal", "levels": []})
    'Proof: no plan is better, level by level'
    >>> proof_line({"status": "feasible", "levels": [{"name": "HIGH", "gap": 0.0}, {"name": "LOW", "gap": 0.25}]})
    'Proof: HIGH proved; LOW within 25.00 % of the bound'
    """
    if data["status"] == "optimal":
        return "Proof: no plan is better, level by level"
    levels = data["levels"]
    sure = [one["name"] for one in levels if one["gap"] == 0]
    open_ = [f"{one['name']} within {one['gap']:.2%}".replace("%", " %") for one in levels if one["gap"]]
    blind = [one["name"] for one in levels if one["gap"] is None]
    parts = [f"{', '.join(sure)} proved"] if sure else []
    parts += [f"{', '.join(open_)} of the bound"] if open_ else []
    parts += [f"{', '.join(blind)} without a gap, as the bound is 0"] if blind else []
    return f"Proof: {'; '.join(parts) or data['status']}"


def grouped(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return decisions with the same reason and the same thing to do as one, with all their names and hours."""
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["priority"], row["reason"], row["do"]), []).append(row)
    return [_joined(same) for same in found.values()]


def _joined(same: Sequence[Row]) -> dict[str, Any]:
    if len(same) == 1:
        return dict(same[0])
    # What is enough for one is not enough for all.
    each = ", for each" if any(word in same[0]["do"] for word in (" more for ", "a second ")) else ""
    title = "; ".join(row["title"] for row in same)
    names, hours = ", ".join(row["task"] for row in same), sum(row["hours"] for row in same)
    return {**same[0], "task": names, "title": title, "hours": hours, "do": f"{same[0]['do']}{each}"}


def _fitting(rows: Sequence[Row]) -> list[str]:
    """Return the decisions in the most words that are all seen at once."""
    found: list[str] = []
    for say in (_told, _brief, _line):
        found = [line for row in rows for line in say(row)]
        if len(found) + AROUND <= SEEN:
            break
    return found


def _told(row: Row) -> list[str]:
    head = f"    {clean(row['task']):<9}{row['hours']:>5g} h  {row['priority']:<9}"
    tried = f" (whatif {row['try']})" if row.get("try") else ""
    return [
        *([_cut(head + clean(row["title"]))] if len(head) < WIDE // 2 else _wrapped(_named(row), "    ", "    ")),
        *_wrapped(row["reason"], "        why: ", "             "),
        *_wrapped(f"{row['do']}{tried}", "        do:  ", "             "),
    ]


def _named(row: Row) -> str:
    return f"{clean(row['task'])} ({row['priority']}, {row['hours']:g} h)"


def _brief(row: Row) -> list[str]:
    head, why = _named(row), clean(row["reason"])
    named = _wrapped(f"{head}:", "    ", "    ")
    first = [_cut(f"    {head}: {why}")] if len(head) < WIDE // 2 else [*named, _cut(f"        {why}")]
    return [*first, _cut(f"        do: {clean(row['do'])}")]


def _line(row: Row) -> list[str]:
    """Return a task, its reason and what to do in one line, each cut by itself."""
    head = f"{clean(row['task'])} {row['priority']}: "
    if len(head) > WIDE // 2:
        return _brief(row)
    room = WIDE - len(head) - 8
    do = _cut(clean(row["do"]), room // 2)
    return [f"    {head}{_cut(clean(row['reason']), room - len(do))} -> {do}"]


def _cut(text: str, most: int = WIDE) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(clean(text), WIDE, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
