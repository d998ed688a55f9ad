"""Advice, each row with the command that makes its plan: computes nothing but what one unit of cost brings."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from solver.changes.change import Change
from solver.domain.showing import counted
from solver.explanation.price import LEVELS, level_names
from solver.report.forms.answers import Answer
from solver.report.forms.document import Block, Code, Column, Fold, Points, Words
from solver.report.forms.table import column, table_of
from solver.study.study import Study
from solver.whatif.advice.advice import AdviceTable
from solver.whatif.advice.hire import HireAdvice
from solver.whatif.gain import Values, values_of

QUALITY = "quality_hours"
# The status of a row whose plan was not bettered in quality.
NEAR = "at least"
BEFORE = ("rank", "kind", "member", "change", "cost")
AFTER = ("per_cost", "status", "command")


def advice_data(table: AdviceTable, folder: Path, overrides: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the rows as objects: gains by level (quality in hours), cost in hours, what one unit of cost brings."""
    levels = level_names(table.base.result)
    rows = [
        {
            "rank": number,
            "kind": row.kind,
            "member": row.member,
            "change": row.words,
            "cost": float(row.cost),
            **gains(row.gain, levels),
            "per_cost": per_cost_text(row.gain, float(row.cost), levels),
            "status": NEAR if row.is_near else row.result.status,
            "command": command(folder, row.changes, overrides),
        }
        for number, row in enumerate(table.rows, 1)
    ]
    counts = {"directions": table.lines, "plans": table.planned, "passed_over": table.passed, "idle": table.idle}
    counts |= {"skipped": table.skipped, "screened": table.screened, "near": table.near}
    return {"base": base_data(table.base), "rows": rows, **counts}


def hire_data(advice: HireAdvice, folder: Path, overrides: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the best choice and the runner-up as objects."""
    levels = level_names(advice.base.result)
    rows = [
        {
            "rank": number,
            "kind": "hire",
            "member": list(one.cards),
            "change": "join",
            "cost": float(one.cost),
            **gains(one.gain, levels),
            "per_cost": per_cost_text(one.gain, float(one.cost), levels),
            "status": one.result.status,
            "command": command(folder, one.changes, overrides),
        }
        for number, one in enumerate(advice.hires, 1)
    ]
    counts = {"choices": advice.choices, "plans": advice.planned, "one_by_one": advice.one_by_one}
    return {"status": advice.status, "base": base_data(advice.base), "rows": rows, **counts}


def base_data(base: Study) -> dict[str, Any]:
    """Return status and level values of the base."""
    return {"status": base.result.status, **gains(values_of(base.result), level_names(base.result))}


def gains(values: Values, levels: tuple[str, ...] = LEVELS) -> dict[str, float]:
    """Return values by level; quality in hours.

    Examples
    --------
    >>> gains((0, 1, 0, 0, -2500))["quality_hours"]
    -2.5
    """
    *classes, quality = values
    return dict(zip((*levels[:-1], QUALITY), [*classes, quality / 1000], strict=True))


def per_cost_text(gain: Values, cost: float, levels: tuple[str, ...] = LEVELS) -> str:
    """Return what one unit of cost brings of the first level that changes.

    Examples
    --------
    >>> per_cost_text((0, 1, -2, 0, 500), 4)
    '0.25 HIGH'
    >>> per_cost_text((0, 1, 0, 0, 500), 0)
    'free'
    """
    if not cost:
        return "free"
    found = zip(levels, gains(gain, levels).values(), strict=True)
    name, change = next(((name, change) for name, change in found if change), ("", 0.0))
    return f"{change / cost:.3g} {name}".rstrip()


def command(folder: Path, changes: Iterable[Change], overrides: tuple[str, ...] = ()) -> str:
    """Return the command line that plans the changed team.

    Examples
    --------
    >>> command(Path("data/studio"), [Change("train", "A:b c=0.5")])
    "teamwright whatif data/studio --train 'A:b c=0.5'"
    """
    words = ["teamwright", "whatif", str(folder), *overrides]
    return shlex.join([*words, *(word for change in changes for word in _words(change))])


def _words(change: Change) -> tuple[str, ...]:
    """Return a change as words; a text that looks like an option stands behind an equals sign."""
    option = f"--{change.kind}"
    return (f"{option}={change.text}",) if change.text.startswith("-") else (option, change.text)


def advice_answer(data: dict[str, Any]) -> Answer:
    """Return the rows; to read them as gains over the base, with the best two in words and how each is planned."""
    rows, levels = data["rows"], _levels(data["base"])
    whole = table_of(rows, (_column(name, levels) for name in (*BEFORE, *levels, *AFTER)), sheet="advice")
    blocks: list[Block] = [Words(_base_line(data["base"]))]
    if rows:
        several = len({row["kind"] for row in rows}) > 1
        names = (name for name in (*BEFORE, *levels, "per_cost") if name != "kind" or several)
        shown = table_of(rows, (_column(name, levels) for name in names))
        commands = Points(tuple(f"{row['rank']}  {row['command']}" for row in rows))
        blocks += [shown, Fold("To plan one of them:", (commands,))]
    return Answer(whole, (*blocks, Code(tuple(_summary(data)))), data)


def _levels(base: dict[str, Any]) -> list[str]:
    """Return the levels of the base, quality last."""
    return [name for name in base if name != "status"]


def _column(name: str, levels: list[str]) -> Column:
    return column(name, "+g" if name in levels else "")


def _base_line(base: dict[str, Any]) -> str:
    placed = ", ".join(f"{name} {base[name]:g}" for name in _levels(base)[:-1])
    return (
        f"As it is: value placed {placed}; quality {base['quality_hours']:g} h ({base['status']}). Gains are over this."
    )


def _summary(data: dict[str, Any]) -> list[str]:
    rows, levels = data["rows"], _levels(data["base"])
    if not rows:
        nobody = "No choice is within the budget and has a plan." if "choices" in data else ""
        more = "places more work or any of it earlier" if data.get("screened") else "brings anything"
        return [nobody or f"Nothing that was looked at {more}.", *_effort(data)]
    lines = [f"Best: {_said(rows[0], levels)}."]
    if [rows[0][name] for name in levels] <= [0] * len(levels):
        lines = ["None of these brings anything: the team as it is has a plan that is as good or better."]
    lines += [f"Runner-up: {_said(rows[1], levels)}."] if len(rows) > 1 else ["There is no runner-up."]
    return lines + _effort(data)


def _said(row: dict[str, Any], levels: list[str]) -> str:
    who = " and ".join(row["member"]) if isinstance(row["member"], list) else row["member"]
    changes = [f"{row[name]:+g} {name}" for name in levels[:-1] if row[name]]
    changes += [f"{row['quality_hours']:+g} h of quality"] if row["quality_hours"] else []
    proof = "" if row["status"] == "optimal" else f" ({row['status']}, not proved)"
    proof = " at least" if row["status"] == NEAR else proof
    return f"{who}, {row['change']}, for {row['cost']:g} h: {', '.join(changes) or 'no change'}{proof}"


def _effort(data: dict[str, Any]) -> list[str]:
    cut = data["base"]["status"] != "optimal" or data.get("status") == "feasible"
    cut |= any(row["status"] not in {"optimal", NEAR} for row in data["rows"])
    lines = ["The time limit cut some searches short: gains and order are not proved."] if cut else []
    if "choices" in data:
        text = f"Chosen among {data['choices']} choices at once; {data['plans']} teams were planned to confirm it."
        if data.get("one_by_one"):
            text = f"Planned were {data['plans']} of {data['choices']} choices, those who could do most first."
        return [*lines, text]
    all_, skipped = data["directions"], data.get("skipped", 0)
    count = f"{all_ - skipped} of {all_}" if skipped else f"{all_}"
    text = f"Directions looked at: {count}, with {counted(data['plans'], 'plan')}."
    if data["passed_over"]:
        text += f" {data['passed_over']} were passed over: a bound shows that they cannot be among these rows."
    if data.get("screened"):
        text += f" {data['screened']} place no more work and none of it earlier: of their quality nothing was asked."
    if data.get("near"):
        text += f" Of {data['near']} a plan was only valued as it stands: they may bring more than that."
    if data.get("skipped"):
        text += f" {data['skipped']} were left out, or not settled, as the time was over (--within)."
    prices = ", ".join(f"{name} {price:g}" for name, price in data.get("prices", {}).items())
    return [
        *lines,
        text,
        f"Prices in hours: {prices} (load and share for an hour, clone for an hour of limit, train for a point).",
    ]
