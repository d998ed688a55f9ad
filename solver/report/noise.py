"""Noise as text, Markdown, CSV and data: who is over how often, what is at risk, what safety costs."""

from __future__ import annotations

from fractions import Fraction
from math import exp
from typing import Any

from solver.domain.tasks import PRIORITIES
from solver.report.markup import clean, markdown
from solver.report.rows import rows_csv, rows_markdown, rows_table
from solver.whatif.gain import LEVELS
from solver.whatif.noise import Noise, Risk
from solver.whatif.robust import Curve, Point

CURVE = ("level", "status", *LEVELS, "hours", "worst", "worst_fresh", "nobody_over", "hours_over")
TITLES = {
    "worst": "worst chance",
    "worst_fresh": "on fresh cases",
    "nobody_over": "nobody over",
    "hours_over": "h over",
    "chance": "over",
    "error": "+-",
    "hours": "h",
    "limit": "limit h",
    "up_to": "up to h",
    "safe_hours": "safe h",
    "safe_chance": "safe over",
    "at_least": "at least",
}
MEMBERS = ("member", "hours", "limit", "chance", "error", "up_to", "safe_hours", "safe_chance")
CLASSES = ("class", "placed", "finished", "at_least")


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
        "curve": [_point(point) for point in (curve.nominal, *curve.points)],
        "plan": _plan(chosen),
        "skipped": [float(level) for level in curve.skipped],
    }


def _noise(noise: Noise, source: str) -> dict[str, Any]:
    return {"spread": noise.spread, "shift": noise.shift, "own": dict(noise.spreads), "source": source}


def _members(nominal: Point, chosen: Point | None) -> list[dict[str, Any]]:
    safe = {one.member: one for one in chosen.risk.members} if chosen and chosen.risk else {}
    risk = nominal.risk
    return [
        {
            "member": one.member,
            "hours": one.given / 60,
            "limit": one.limit / 60,
            "chance": one.chance,
            "error": risk.error(one.chance),
            "up_to": one.at_level / 60,
            "safe_hours": safe[one.member].given / 60 if safe else None,
            "safe_chance": safe[one.member].chance if safe else None,
        }
        for one in (risk.members if risk else ())
        if risk
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
        "quality": None if quality is None else quality / 1000,
        "hours": point.minutes / 60 if point.risk else None,
        "worst": point.risk.worst if point.risk else None,
        "worst_fresh": point.fresh.worst if point.fresh else None,
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


def noise_table(data: dict[str, Any]) -> str:
    """Return who is over how often, what is at risk, and the curve."""
    members = [_shown(row, ("chance", "error", "safe_chance")) for row in data["members"]]
    lines = [*_assumed(data), "", rows_table(members, MEMBERS, titles=TITLES), ""]
    for name in ("nominal", "safe"):
        if data[name]:
            lines += [*_at_risk(data, name), rows_table(data[name]["classes"], CLASSES, titles=TITLES), ""]
    points = [_shown(row, ("worst", "worst_fresh", "nobody_over")) for row in data["curve"]]
    lines += [*_price(data), "", rows_table(points, CURVE, titles=TITLES), *_forced(data), *_skipped(data)]
    return "\n".join(lines)


def noise_markdown(data: dict[str, Any]) -> str:
    """Return the same as Markdown."""
    members = [_shown(row, ("chance", "error", "safe_chance")) for row in data["members"]]
    parts = [markdown(" ".join(_assumed(data))), rows_markdown(members, MEMBERS, titles=TITLES)]
    for name in ("nominal", "safe"):
        if data[name]:
            parts += [" ".join(_at_risk(data, name)), rows_markdown(data[name]["classes"], CLASSES, titles=TITLES)]
    points = [_shown(row, ("worst", "worst_fresh", "nobody_over")) for row in data["curve"]]
    parts += [" ".join(_price(data)), rows_markdown(points, CURVE, titles=TITLES)]
    parts += [*map(markdown, (*_forced(data), *_skipped(data)))]
    return "\n\n".join(parts)


def _skipped(data: dict[str, Any]) -> list[str]:
    levels = ", ".join(f"{level:g}" for level in data["skipped"])
    return [f"Left out, as the time was over (--within): level {levels}."] if levels else []


def noise_csv(data: dict[str, Any]) -> str:
    """Return the curve, one line for each level; the first is the plan that trusts its estimates."""
    return rows_csv(
        [{**row, "level": row["level"] if row["level"] is not None else ""} for row in data["curve"]], CURVE
    )


def _shown(row: dict[str, Any], chances: tuple[str, ...]) -> dict[str, Any]:
    """Return a row with chances in percent and hours to a tenth; the plan without a level is named."""
    texts = {name: None if row[name] is None else f"{row[name]:.1%}" for name in chances}
    tenths = {name: round(row[name], 1) for name in ("hours_over", "up_to") if row.get(name) is not None}
    named = {"level": "trusting" if row["level"] is None else f"{row['level']:g}"} if "level" in row else {}
    return {**row, **tenths, **texts, **named}


def _assumed(data: dict[str, Any]) -> list[str]:
    noise = data["noise"]
    low, middle, high = (exp(noise["shift"] + part * noise["spread"]) for part in (-1, 0, 1))
    own = f"; {len(noise['own'])} tasks have a spread of their own" if noise["own"] else ""
    return [
        f"Estimates are off ({clean(noise['source'])}): half of all tasks take more than {middle:.0%} of the estimate,",
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


def _price(data: dict[str, Any]) -> list[str]:
    return [
        "What safety costs: at each level every member keeps the limit in at least that share of the cases.",
        "The first line trusts the estimates.",
    ]


def _forced(data: dict[str, Any]) -> list[str]:
    return [
        f"At level {row['level']:g}: the work in progress of {', '.join(map(clean, row['forced']))} alone is over more"
        " often; nothing is added to it."
        for row in data["curve"]
        if row["forced"]
    ]
