"""Noise: who is over how often, what is at risk, what safety costs. Computes nothing."""

from __future__ import annotations

from fractions import Fraction
from math import exp
from typing import Any

from solver.domain.showing import counted
from solver.domain.tasks import PRIORITIES
from solver.explanation.price import LEVELS
from solver.report.explanation.changes import GAINS
from solver.report.forms.answers import Answer
from solver.report.forms.document import Block, Code, Column, Table, Words
from solver.report.forms.table import column, table_of
from solver.whatif.noise.noise import Noise, Risk
from solver.whatif.noise.robust import Curve, Point

CURVE = ("level", "status", *GAINS, "hours", "worst_chance", "worst_chance_fresh", "nobody_over", "hours_over")
MEMBERS = ("member", "hours", "limit_hours", "chance", "error", "up_to_hours", "safe_hours", "safe_chance")
CLASSES = ("class", "placed", "finished", "at_least")
# How numbers are read: chances in percent, hours over to a tenth.
FORMS = dict.fromkeys(("chance", "error", "safe_chance", "worst_chance", "worst_chance_fresh", "nobody_over"), ".1%")
FORMS |= dict.fromkeys(("up_to_hours", "hours_over"), ".1f")


def noise_data(curve: Curve, level: Fraction, source: str) -> dict[str, Any]:
    """Return the nominal plan's risks, those of the plan at the level, and the curve; chances are 0 to 1."""
    chosen = next((point for point in curve.points if point.level == level), None)
    return {
        "noise": _noise(curve.noise, source),
        "level": float(level),
        "cases": curve.cases,
        "seed": curve.seed,
        "members": _members(curve.nominal, chosen),
        "nominal": _risk(curve.nominal),
        "safe": _risk(chosen),
        "curve": curve_rows(curve),
        "plan": _plan(chosen),
        "skipped": [float(level) for level in curve.skipped],
    }


def _noise(noise: Noise, source: str) -> dict[str, Any]:
    return {"spread": noise.spread, "shift": noise.shift, "own": dict(noise.spreads), "source": source}


def curve_rows(curve: Curve) -> list[dict[str, Any]]:
    """Return the levels of a curve as objects, the plan that trusts its estimates first."""
    return [_point(point) for point in (curve.nominal, *curve.points)]


def risk_rows(risk: Risk) -> list[dict[str, Any]]:
    """Return how each member stands: hours, limit, the chance to be over with its error, hours at the level."""
    return [
        {
            "member": one.member,
            "hours": one.given / 60,
            "limit_hours": one.limit / 60,
            "chance": one.chance,
            "error": risk.error(one.chance),
            "up_to_hours": one.at_level / 60,
        }
        for one in risk.members
    ]


def _members(nominal: Point, chosen: Point | None) -> list[dict[str, Any]]:
    safe = {one.member: one for one in chosen.risk.members} if chosen and chosen.risk else {}
    return [
        {
            **row,
            "safe_hours": safe[row["member"]].given / 60 if safe else None,
            "safe_chance": safe[row["member"]].chance if safe else None,
        }
        for row in (risk_rows(nominal.risk) if nominal.risk else ())
    ]


def _risk(point: Point | None) -> dict[str, Any] | None:
    """Return value at risk and what gets finished."""
    risk = point.risk if point else None
    if risk is None:
        return None
    return {
        "nobody_over": 1 - risk.anybody,
        "hours_over_mean": risk.over_mean / 60,
        "hours_over": risk.over_at_level / 60,
        "hours_over_beyond": risk.over_beyond / 60,
        "classes": _classes(risk),
    }


def _classes(risk: Risk) -> list[dict[str, Any]]:
    return [
        {"class": one.name, "placed": one.placed, "finished": round(one.mean, 3), "at_least": one.at_least}
        for one in risk.classes
    ]


def _point(point: Point) -> dict[str, Any]:
    # Without a plan there are no figures, not figures of 0.
    *classes, quality = point.values if point.risk else [None] * len(LEVELS)
    return {
        "level": None if point.level is None else float(point.level),
        "status": point.result.status,
        **dict(zip(PRIORITIES, classes, strict=True)),
        "quality_hours": None if quality is None else quality / 1000,
        "hours": point.minutes / 60 if point.risk else None,
        "worst_chance": point.risk.worst if point.risk else None,
        "worst_chance_fresh": point.fresh.worst if point.fresh else None,
        "nobody_over": 1 - point.risk.anybody if point.risk else None,
        "hours_over": point.risk.over_at_level / 60 if point.risk else None,
        "plans": point.rounds,
        "rows": point.rows,
        "forced": list(point.forced),
        "conflict": list(point.result.conflict),
    }


def _plan(point: Point | None) -> list[dict[str, str]]:
    plan = point.result.plan if point else None
    return [{"task": one.task, "member": one.member} for one in (plan.assignments if plan else ())]


def noise_answer(data: dict[str, Any]) -> Answer:
    """Return the curve, its first row the plan that trusts its estimates; to read also who is over, and by how much."""
    members = table_of(data["members"], map(_column, MEMBERS), sheet="members")
    blocks: list[Block] = [Words(" ".join(_assumed(data))), members]
    for name in ("nominal", "safe"):
        if data[name]:
            classes = table_of(data[name]["classes"], map(_column, CLASSES), sheet=f"{name} classes")
            blocks += [Words(" ".join(_at_risk(data, name))), classes]
    named = [{**row, "level": _level(row)} for row in data["curve"]]
    blocks += [Words(" ".join(_price())), table_of(named, map(_column, CURVE))]
    rest = (*_forced(data), *_skipped(data))
    return Answer(curve_table(data["curve"]), (*blocks, *((Code(rest),) if rest else ())), data)


def curve_table(rows: list[dict[str, Any]]) -> Table:
    """Return one row for each level of a curve; the first, without a level, trusts the estimates."""
    return table_of(rows, map(_column, CURVE), sheet="curve")


def _column(name: str) -> Column:
    return column(name, FORMS.get(name, ""))


def _level(row: dict[str, Any]) -> str:
    return "trusting" if row["level"] is None else f"{row['level']:g}"


def _skipped(data: dict[str, Any]) -> list[str]:
    levels = ", ".join(f"{level:g}" for level in data["skipped"])
    return [f"Left out, as the time was over (--within): level {levels}."] if levels else []


def _assumed(data: dict[str, Any]) -> list[str]:
    noise = data["noise"]
    low, middle, high = (exp(noise["shift"] + part * noise["spread"]) for part in (-1, 0, 1))
    own = f"; {counted(len(noise['own']), 'task', 'has', 'have')} a spread of their own" if noise["own"] else ""
    return [
        f"Estimates are off ({noise['source']}): half of all tasks take more than {middle:.0%} of the estimate,",
        f"two in three take {low:.0%} to {high:.0%}{own}. {data['cases']} cases, seed {data['seed']}.",
    ]


def _at_risk(data: dict[str, Any], name: str) -> list[str]:
    risk, share = data[name], f"{100 * data['level']:.6g}%"
    title = "The plan that trusts its estimates" if name == "nominal" else f"The plan at level {share}"
    return [
        f"{title}: nobody is over in {risk['nobody_over']:.0%} of the cases.",
        f"Above all limits together: {risk['hours_over_mean']:.1f} h on average, at most {risk['hours_over']:.1f} h in",
        f"{share} of the cases, {risk['hours_over_beyond']:.1f} h on average beyond.",
        "Value that gets finished, urgent work first:",
    ]


def _price() -> list[str]:
    return [
        "What safety costs: at each level every member keeps the limit in at least that share of the cases.",
        "The first line trusts the estimates.",
    ]


def _forced(data: dict[str, Any]) -> list[str]:
    return [
        f"At level {row['level']:g}: the work in progress of {', '.join(row['forced'])} alone is over more"
        " often; nothing is added to it."
        for row in data["curve"]
        if row["forced"]
    ]
