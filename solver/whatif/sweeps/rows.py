"""One row of a sweep: what a plan of a changed team is worth, as plain data that outlives the process."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from solver.assignment.of_world import plan_terms
from solver.assignment.result import Level, Result
from solver.communication.distances import team_distances
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import PRIORITIES
from solver.domain.world import World
from solver.explanation.diff import diff_plans
from solver.study.study import Study
from solver.whatif.sweeps.axes import Point


@dataclass(frozen=True)
class SweepRow:
    """One row; ``levels`` are name, value and bound.

    ``placed`` counts tasks by priority class; ``fit`` is hours times fit whatever the weight, and with the terms of the
    quality in thousandths of an hour. Of the hand-offs, ``steps`` adds up the distances, ``broken`` counts those
    without a way. ``moves`` are tasks of the base plan that are elsewhere or nowhere. ``how`` is ``solved``,
    ``near`` if the base plan, which is not proved, was kept to, or ``unchanged`` if a bound showed that the base plan
    cannot be beaten. Without a plan all of these are empty or 0.
    """

    key: str
    labels: tuple[str, ...]
    changes: tuple[str, ...]
    status: str
    how: str
    levels: tuple[tuple[str, int, int], ...] = ()
    placed: tuple[tuple[str, int], ...] = ()
    left_out: int = 0
    left_out_minutes: int = 0
    fit: int = 0
    terms: tuple[tuple[str, int], ...] = ()
    handoffs: int = 0
    steps: int = 0
    broken: int = 0
    moves: int = 0

    @property
    def values(self) -> dict[str, int]:
        """The value of each level."""
        return {name: value for name, value, _ in self.levels}

    @property
    def gap(self) -> float | None:
        """The widest gap of a level: 0 if all are proved, None without a plan or where a gap has no measure."""
        gaps = [Level(*level).gap for level in self.levels]
        widest = [gap for gap in gaps if gap is not None]
        return max(widest) if gaps and len(widest) == len(gaps) else None

    def to_data(self) -> dict[str, Any]:
        """Return the row as data for JSON."""
        levels = [{"name": n, "value": v, "bound": b, "gap": Level(n, v, b).gap} for n, v, b in self.levels]
        return asdict(self) | {"levels": levels, "placed": dict(self.placed), "terms": dict(self.terms)}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> SweepRow:
        """Return the row that ``to_data`` gave; raises ValueError, KeyError or TypeError if it is none."""
        found: dict[str, Any] = {name: str(data[name]) for name in ("key", "status", "how")}
        found |= {name: tuple(map(str, data[name])) for name in ("labels", "changes")}
        found |= {name: tuple((str(k), int(v)) for k, v in data[name].items()) for name in ("placed", "terms")}
        counts = ("left_out", "left_out_minutes", "fit", "handoffs", "steps", "broken", "moves")
        found |= {name: int(data[name]) for name in counts}
        levels = ((str(one["name"]), int(one["value"]), int(one["bound"])) for one in data["levels"])
        return cls(**found, levels=tuple(levels))


def plan_row(base: Study, item: tuple[str, Point]) -> SweepRow:
    """Return the row of one point, planned or known from the base."""
    key, point = item
    return row_of(base, key, point, base.plan(point.changes))


def base_row(base: Study, key: str) -> SweepRow:
    """Return the base as a row."""
    return row_of(base, key, Point((), ()), base)


def row_of(base: Study, key: str, point: Point, study: Study) -> SweepRow:
    """Return what was planned of a point as a row."""
    result, world = study.result, study.world
    row = SweepRow(key, point.labels, tuple(map(str, point.changes)), result.status, study.how)
    if result.plan is None:
        return row
    owner = result.plan.owner
    tasks = world.backlog.open_tasks
    every, count = Counter(t.priority for t in tasks), Counter(t.priority for t in tasks if t.id in owner)
    left = [task.estimate_minutes for task in tasks if task.id not in owner]
    handoffs, steps, broken = handed_on(world, result.plan)
    found = plan_terms(world, result.plan)
    return replace(
        row,
        levels=tuple((level.name, level.value, level.bound) for level in result.levels),
        placed=tuple((name, count[name]) for name in PRIORITIES if every[name]),
        left_out=len(left),
        left_out_minutes=sum(left),
        fit=_fit(world, result.plan, found),
        terms=tuple(found.items()),
        handoffs=handoffs,
        steps=steps,
        broken=broken,
        moves=diff_plans(base.result.plan, result.plan).moves if base.result.plan else 0,
    )


def _fit(world: World, plan: Plan, found: dict[str, int]) -> int:
    """Return the sum of hours times fit in thousandths, which is the term itself at weight 1."""
    if world.weights.fit == 1:
        return found["fit"]
    return plan_terms(replace(world, weights=replace(world.weights, fit=Decimal(1))), plan)["fit"]


def handed_on(world: World, plan: Plan) -> tuple[int, int, int]:
    """Return how many dependencies change hands, how many steps that takes in all, and how many have no way.

    No way counts as many steps as there are members.
    """
    owner = plan.owner
    place = {name: number for number, name in enumerate(world.names)}
    pairs = [
        (place[owner[before]], place[owner[task.id]])
        for task in world.backlog.tasks
        for before in task.dependencies
        if task.id in owner and before in owner and owner[task.id] != owner[before]
    ]
    distances = team_distances(world.team) if pairs else None
    steps = [] if distances is None else [int(distances[pair]) for pair in pairs]
    return len(pairs), sum(steps), sum(step >= len(place) for step in steps)


def plan_to_data(result: Result) -> dict[str, Any]:
    """Return a base's result as data for JSON."""
    given = result.plan.assignments if result.plan else None
    rows = None if given is None else [[one.task, one.member, one.period, one.piece] for one in given]
    levels = [[level.name, level.value, level.bound] for level in result.levels]
    return {"status": result.status, "levels": levels, "assignments": rows}


def plan_from_data(data: dict[str, Any]) -> Result:
    """Return the result that ``plan_to_data`` gave; older ones name no period and no piece."""
    rows, plan = data["assignments"], None
    if rows is not None:
        whole = ((*row, 0, 0)[:4] for row in rows)
        plan = Plan(tuple(Assignment(str(task), str(member), int(when), int(n)) for task, member, when, n in whole))
    return Result(str(data["status"]), plan, tuple(Level(str(n), int(v), int(b)) for n, v, b in data["levels"]))
