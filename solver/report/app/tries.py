"""What a click tries for urgent work that stays out: the change that lets it in, or the nearest to it that is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from solver.domain.plan import Plan
from solver.domain.world import World
from solver.explanation.unassigned.task import Unassigned
from solver.explanation.unassigned.ways import Ways
from solver.report.app.lines import lines_of_options


@dataclass(frozen=True)
class Try:
    """A button: what it says, and the lines of a scenario that it adds."""

    text: str
    lines: tuple[str, ...]


def tries(
    world: World, plan: Plan, decisions: Sequence[Mapping[str, Any]], left: Sequence[Unassigned]
) -> dict[str, Try]:
    """Return a button for each urgent task that stays out.

    Parameters
    ----------
    world : World
        What was planned.
    plan : Plan
        Its plan.
    decisions : sequence of mapping
        From ``solver.report.plan.decisions``.
    left : sequence of Unassigned
        What stays out.

    Returns
    -------
    dict
        By task. Where what is to be done is no change, such as to bring in somebody new, the closest member stands in
        for whoever that will be; a task that a rule or other work keeps out is required, whatever that displaces.
    """
    gates, ways = {one.task: one for one in left}, Ways(world.team, world.backlog, plan)
    found = dict[str, Try]()
    for row in decisions:
        one = gates[row["task"]]
        if row.get("try"):
            found[one.task] = Try(f"Try: {row['do']}", lines_of_options(row["try"]))
        elif one.gate == "can":
            found[one.task] = _as_if(world, ways, one)
        else:
            found[one.task] = Try("Try: require it", (f"require: {one.task}",))
    return found


def _as_if(world: World, ways: Ways, one: Unassigned) -> Try:
    """Return the closest member as if it had what the task needs."""
    passing = ways.lacking.passing
    for task in ways.lacking.seats(ways.open[one.task]):
        first = int(passing.ranked(task)[0])
        short = passing.short_of(first, task)
        if short:
            name = world.team.members[first].id
            return Try(f"Try: as if {name} had it", tuple(f"train: {name}:{what}={need}" for what, _, need in short))
    return Try("", ())
