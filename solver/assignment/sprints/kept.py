"""The list to begin with beside an earlier plan: what can stay does, and no class has less than in a list from nothing.

Of a class that would have less, and of those above it, work is where a list from nothing has it, and all other work
where it was. That costs few moves more in the end: with time, rounds would place as much.
"""

from __future__ import annotations

from solver.assignment.model.linear import Linear
from solver.assignment.model.measure import ceiling
from solver.assignment.model.search import Limits
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.lists.again import list_from
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.listing import listings
from solver.assignment.sprints.lists.units import Unit
from solver.assignment.sprints.standing import Standing
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES
from solver.matching.time import Time


def kept_list(demands: Linear, time: Time, plan: Plan, limits: Limits) -> tuple[Standing | None, Standing | None]:
    """Return a list that keeps what it can of an earlier plan, and one from nothing where some class may need that.

    Parameters
    ----------
    demands : Linear
        All that a list does not know by itself.
    time : Time
        Slots and pieces.
    plan : Plan
        The earlier one.
    limits : Limits
        For which what has lost its place is helped; when they are up one class is looked at at most.

    Returns
    -------
    Standing or None, twice
        The first is None if it breaks a rule, the second where every class has all that it can have, too.
    """
    columns, problem = Columns(demands), demands.problem
    best = Standing.of(columns, *list_from(problem, time, plan, limits))
    tops = [ceiling(demands, level) for level in range(len(demands.levels))]
    if best is None or _classes(demands, best.plain) == _classes(demands, tops):
        return best, None
    gaps, units = next(listings(problem, time))
    new = Standing.of(columns, gaps, units)
    while new is not None and (kind := _lower(best, new)) is not None:
        other = Standing.of(columns, *list_from(problem, time, plan, limits, _laid(new.gaps, units, kind)))
        if other is None or _classes(demands, other.plain) <= _classes(demands, best.plain):
            break
        best = other
        if limits.are_up:
            break
    return best, new


def or_new(best: Standing, new: Standing | None) -> Standing:
    """Return a list, or another one that has more of the first class of which both do not have as much."""
    return best if new is None or _lower(best, new) is None else new


def _classes(demands: Linear, values: list[int]) -> list[int]:
    """Return what is placed of each class, urgent ones first."""
    return [value for level, value in zip(demands.levels, values, strict=True) if level.name in PRIORITIES]


def _lower(best: Standing, new: Standing) -> int | None:
    """Return the class of which a list has less than another one, if it has as much of those above."""
    demands = best.columns.demands
    names = [level.name for level in demands.levels if level.name in PRIORITIES]
    pairs = zip(names, _classes(demands, best.plain), _classes(demands, new.plain), strict=True)
    name, had, has = next((one for one in pairs if one[1] != one[2]), ("", 0, 0))
    return PRIORITIES.index(name) if had < has else None


def _laid(new: Gaps, units: list[Unit], kind: int) -> Gaps:
    """Return a list with nothing but what another one has of a class, of those above, and of what these need."""
    queue = [c for c in new.placed if new.problem.priority[c] <= kind]
    found, of_unit = set[int](), {c: unit for unit in units for c in unit}
    while queue:
        piece = queue.pop()
        if piece not in found:
            found.add(piece)
            queue += [c for c in (*of_unit[piece], *new.ties.needs.get(piece, ())) if c in new.placed]
    gaps = Gaps(new.problem, new.time)
    gaps.lay({c: new.placed[c] for c in found}, {c: new.starts[c] for c in found})
    return gaps
