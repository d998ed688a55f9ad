"""Random small cases and the best of all plans of a changed one, by trying each."""

from __future__ import annotations

from solver.assignment.checker.plan import objections
from solver.assignment.result import Result
from solver.domain.plan import Plan
from solver.domain.team import Team
from solver.domain.world import World
from solver.study.study import Study
from tests.worlds import WEIGHTS, every_plan, vector, world


def case_of(seed: int, most_tasks: int = 4) -> tuple[Study, Result]:
    """Return a random small case and its best plan."""
    team, backlog, distances = world(seed, most_tasks=most_tasks)
    case = Study(World(team, backlog, WEIGHTS, distances))
    return case, case.result


def sound(case: Study, team: Team | None = None) -> list[Plan]:
    """Return every plan that the checker passes."""
    team = team or case.team
    return [plan for plan in every_plan(team, case.backlog) if not objections(team, case.backlog, plan)]


def values(case: Study, plan: Plan, team: Team | None = None) -> tuple[int, ...]:
    """Return the level values of a plan, most urgent first."""
    return vector(team or case.team, case.backlog, plan, case.distances)  # type: ignore[arg-type]


def best(case: Study, team: Team | None = None, plans: list[Plan] | None = None) -> tuple[int, ...] | None:
    """Return the level values of the best sound plan of a changed team, of those given if any are."""
    if plans is None:
        found = sound(case, team)
    else:
        found = [plan for plan in plans if not objections(team or case.team, case.backlog, plan)]
    return max((values(case, plan, team) for plan in found), default=None)


def less(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    """Return one vector less another."""
    return tuple(a - b for a, b in zip(one, other, strict=True))
