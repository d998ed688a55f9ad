"""What the controls of the page mean: the changes that ``teamwright whatif`` takes, in its order."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from solver.changes.change import Change
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.matching.build import build_problem

WEIGHTS: Final = ("fit", "preference", "balance", "split", "handoff")
# Where a slider of hours ends: half as much again, but a whole working week at least.
LEAST_END = 60


def changes_of(
    world: World,
    present: Mapping[str, bool],
    hours: Mapping[str, float],
    weights: Mapping[str, float],
    pins: Mapping[str, str],
) -> tuple[Change, ...]:
    """Return a change for each control that is not where the workspace has it.

    Parameters
    ----------
    world : World
        The workspace as it is.
    present : mapping of str to bool
        Which members are there.
    hours : mapping of str to float
        What each member may be given; of no meaning for a member who is away.
    weights : mapping of str to float
        Of the quality, by name.
    pins : mapping of str to str
        The member of each task that is pinned; empty for none.

    Returns
    -------
    tuple of Change
        Capacities, pins, weights, and who is away.

    Examples
    --------
    >>> from pathlib import Path
    >>> from solver.readers.workspace import read_workspace
    >>> found = read_workspace(Path("data/corner"))
    >>> world = World(found.team, found.backlog, found.weights)
    >>> present = {"BAKER": True, "CLERK": True, "DRIVER": False}
    >>> for change in changes_of(world, present, {"BAKER": 50.0, "CLERK": 40.0}, {"fit": 1.0}, {"T2": "BAKER"}):
    ...     print(change)
    capacity: BAKER=50
    pin: T2=BAKER
    remove: DRIVER
    """
    away = [name for name in world.names if not present.get(name, True)]
    before = {one.id: one.load_limit_minutes / 60 for one in world.team.members if one.id not in away}
    found = [
        Change("capacity", f"{name}={hours[name]:g}")
        for name in before
        if hours.get(name, before[name]) != before[name]
    ]
    found += [Change("pin", f"{task}={member}") for task, member in pins.items() if member]
    found += [
        Change("weight", f"{name}={value:g}")
        for name, value in weights.items()
        if Decimal(f"{value:g}") != weight_of(world.weights, name)
    ]
    return (*found, *(Change("remove", name) for name in away))


def weight_of(weights: Weights, name: str) -> Decimal:
    """Return a weight by its name."""
    return Decimal(getattr(weights, name))


def hour_steps(limit: float) -> list[float]:
    """Return where a slider of hours may stand: whole hours, and the limit as it is.

    Examples
    --------
    >>> hour_steps(7.5)[6:10], hour_steps(7.5)[-1], hour_steps(80)[-1]
    ([6, 7, 7.5, 8], 60, 120)
    """
    return sorted({limit, *range(max(LEAST_END, round(1.5 * limit)) + 1)})


def weight_steps(value: Decimal) -> list[float]:
    """Return where a slider of a weight may stand: twentieths up to 2, or twice as far as it is."""
    end = max(Decimal(2), 2 * value)
    return sorted({float(value), *(float(end * number / 40) for number in range(41))})


def who_can(world: World) -> dict[str, list[str]]:
    """Return for each open task the members who pass the three gates."""
    problem = build_problem(world.team, world.backlog, world.weights)
    names = zip(problem.tasks, problem.eligible.T, strict=True)
    return {task: [problem.members[m] for m in column.nonzero()[0]] for task, column in names}
