"""Base and scenarios side by side; every row is a plan of the changed team."""

from __future__ import annotations

from dataclasses import dataclass

from solver.assignment.checker import quality_terms
from solver.assignment.result import Result
from solver.assignment.solve import solve
from solver.communication.channels import read_lines
from solver.communication.congruence import handoff_distances
from solver.communication.escalation import escalations
from solver.domain.weights import Weights
from solver.explanation.diff import Diff, diff_plans
from solver.explanation.unassigned import unassigned
from solver.whatif.changes import Change, Scenario, World, apply


@dataclass(frozen=True)
class Row:
    """One scenario: the result, the terms of its quality, what moves, what nobody can do, who cannot escalate."""

    name: str
    result: Result
    terms: tuple[tuple[str, int], ...]
    moves: Diff | None
    impossible: tuple[str, ...]
    cut_off: tuple[str, ...]

    @property
    def values(self) -> dict[str, int]:
        """The value of each level."""
        return {level.name: level.value for level in self.result.levels}


def compare_scenarios(
    world: World, weights: Weights, scenarios: tuple[Scenario, ...], time_limit: float = 60.0
) -> tuple[Row, ...]:
    """Return the base and each scenario.

    Parameters
    ----------
    world : World
        The base.
    weights : Weights
        Of the quality, for all rows.
    scenarios : tuple of Scenario
        Each applied to the base, not to each other.
    time_limit : float
        Seconds for each plan.

    Returns
    -------
    tuple of Row
        The base first.

    Raises
    ------
    InputError
        With every change that cannot be made, before anything is solved.
    """
    worlds = [("base", world), *((one.name, apply(world, one.changes)) for one in scenarios)]
    rows: list[Row] = []
    for name, each in worlds:
        distances = handoff_distances(each.team) if weights.handoff else None
        result = solve(each.team, each.backlog, weights, distances=distances, time_limit=time_limit)
        rows.append(_row(name, each, weights, result, rows[0] if rows else None))
    return tuple(rows)


def _row(name: str, world: World, weights: Weights, result: Result, base: Row | None) -> Row:
    cut = (one.member for one in escalations(world.team, read_lines(world.team)) if one.status != "covered")
    if result.plan is None:
        return Row(name, result, (), None, (), tuple(cut))
    distances = handoff_distances(world.team) if weights.handoff else None
    terms = quality_terms(world.team, world.backlog, result.plan, weights, distances)
    moves = diff_plans(base.result.plan, result.plan) if base and base.result.plan else None
    left = unassigned(world.team, world.backlog, result.plan)
    impossible = tuple(one.task for one in left if one.gate in {"can", "allowed", "available"})
    return Row(name, result, tuple(terms.items()), moves, impossible, tuple(cut))


def each_away(world: World) -> tuple[Scenario, ...]:
    """Return one scenario for each member in which it is away."""
    return tuple(Scenario(f"without {one.id}", (Change("remove", one.id),)) for one in world.team.members)


def worst_first(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the base, then the rows from the worst to the best, level by level."""
    base, *others = rows
    names = list(base.values)
    return (base, *sorted(others, key=lambda row: [row.values.get(name, -(10**9)) for name in names]))
