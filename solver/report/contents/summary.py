"""In short: the figures and the sentences that a meeting begins with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from solver.domain.showing import some
from solver.report.contents.views import given_hours, left_minutes
from solver.report.explanation.words import gain_text
from solver.report.figures.kit import counted
from solver.report.forms.document import Points, Section, Tile, Tiles
from solver.report.text.markup import clip
from solver.whatif.dossier.dossier import Dossier

NOTHING: Final = "Nothing to plan: there is no open task."
NO_PLAN: Final = {
    "infeasible": "There is no plan: what is asked for cannot hold at once.",
    "unknown": "There is no plan: none was found in the time there was.",
}
SAID: Final = {"optimal": "proved: no plan is better", "feasible": "not proved to be the best"}


def headline(told: Dossier) -> str:
    """Return the plan in one sentence."""
    if told.result.plan is None:
        return NO_PLAN.get(told.result.status, told.result.status)
    placed, tasks = len(told.plan.owner), len(told.problem.tasks)
    if not tasks:
        return NOTHING
    return f"{placed:,} of {counted(tasks, 'open task')} placed, {SAID.get(told.result.status, told.result.status)}."


def summary_section(told: Dossier) -> Section:
    """Return headline figures and what to decide; without a plan, what stands in its way."""
    if told.result.plan is None:
        clash = tuple(clip(text, 400) for text in told.result.conflict)
        return Section("short", "These cannot hold at once", (Points(clash),) if clash else ())
    limit = int(told.problem.limit.sum()) / 60
    if not told.problem.tasks:
        return Section("short", "In short", (Tiles((Tile(f"{limit:,g} h", "are free"),)),))
    out, audit = left_minutes(told) / 60, told.communication
    stuck = [one for one in audit.escalation if one.status != "covered"]
    broken = len(audit.plan.broken) if audit.plan else 0
    handoffs = len(audit.plan.handoffs) if audit.plan else 0
    tiles = [
        Tile(f"{len(told.plan.owner):,} of {len(told.problem.tasks):,}", "open tasks placed"),
        Tile(f"{given_hours(told):,g} h", f"of {limit:,g} h of load limits used"),
        Tile(f"{out:,g} h", "of work stay out", "warn" if out else "good"),
        Tile(*_proof(told)),
    ]
    # Where no card has a line there is nothing to count.
    if not audit.is_silent:
        out_of_reach = f"{len(stuck)} of {len(audit.escalation)}"
        tiles.append(Tile(out_of_reach, "members without a sure escalation", _role(len(stuck))))
        tiles += [Tile(f"{broken} of {handoffs}", "hand-offs without a line", _role(broken))] if handoffs else []
    return Section("short", "In short", (Tiles(tuple(tiles)), Points(tuple(_decisions(told)))))


def _role(count: int) -> str:
    return "warn" if count else "good"


def _proof(told: Dossier) -> tuple[str, str, str]:
    gaps = [level.gap for level in told.result.levels]
    if told.result.status == "optimal":
        return "proved", "no plan is better, level by level", "good"
    worst = max((gap for gap in gaps if gap is not None), default=None)
    return ("not proved" if worst is None else f"within {worst:.1%}"), "of the bound, level by level", "warn"


def _decisions(told: Dossier) -> Iterator[str]:
    """Yield what the plan leaves to people to decide."""
    if told.is_large:
        also = f" Also, {told.unasked[0]}." if told.unasked else ""
        yield f"This page shows a part: pictures a sample, long tables their first rows.{also}"
    for demand in told.coverage.gaps[:5]:
        hours = f"{demand.minutes / 60:g} h of work ask for it"
        yield f"Nobody reaches {demand.minimum} in {clip(demand.capability, 80)}; {hours}."
    for who, more, price in told.hours[:1]:
        if price.is_gain:
            yield f"The first hours to look for are {more} h more of {clip(who, 60)}: {gain_text(price)}."
    if told.communication.is_silent:
        return
    away = [
        f"{clip(one.member, 60)} ({clip(one.reason or one.status, 80)})"
        for one in told.communication.escalation
        if one.status != "covered"
    ]
    if away:
        yield f"Without a sure way to escalate: {some(away)}."
    if told.communication.repairs:
        yield f"{counted(len(told.communication.repairs), 'line')} of communication would give everybody one."
