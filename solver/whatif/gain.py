"""What a changed team brings: the plan is made anew, and its levels are set against those of the base."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from solver.assignment.result import Result
from solver.changes.change import Change
from solver.domain.plan import Plan
from solver.domain.world import World
from solver.explanation.price import level_names
from solver.study.study import Study

# The value of each level that ``level_names`` names; quality is in thousandths of an hour.
Values = tuple[int, ...]
# Told how many of how many plans are made.
Progress = Callable[[int, int], None]


def changed(base: Study, changes: tuple[Change, ...]) -> tuple[Result, Values]:
    """Return the best plan of the changed world and its gain over the base."""
    result = base.plan(changes).result
    return result, gain_over(base.result, result)


def gain_over(base: Result, result: Result) -> Values:
    """Return the gain of a result over a base, on the levels of the base."""
    return gain_of(values_of(base), values_of(result, base))


def values_of(result: Result, like: Result | None = None) -> Values:
    """Return the value of every level, of its own or those of another result; 0 where it has no such level.

    Examples
    --------
    >>> from solver.assignment.result import Level
    >>> values_of(Result("optimal", None, (Level("HIGH", 3, 3), Level("quality", 1500, 1500))))
    (0, 3, 0, 0, 1500)
    """
    found = {level.name: level.value for level in result.levels}
    return tuple(found.get(name, 0) for name in level_names(like or result))


def gain_of(base: Values, other: Values) -> Values:
    """Return other less base, level by level."""
    return tuple(after - before for before, after in zip(base, other, strict=True))


def places_more(gain: Values) -> bool:
    """Return whether a gain places more work, or earlier: its first change above quality is upwards.

    Examples
    --------
    >>> places_more((0, 1, -2, 0, -900)), places_more((0, 0, 0, 0, 900))
    (True, False)
    """
    return gain[:-1] > (0,) * (len(gain) - 1)


def per_cost(gain: Values, cost: Decimal) -> tuple[Fraction, ...]:
    """Return the gain for one unit of cost, level by level; it ranks changes strictly, most urgent level first.

    Examples
    --------
    >>> per_cost((0, 1, 0, 0, 3), Decimal(2))
    (Fraction(0, 1), Fraction(1, 2), Fraction(0, 1), Fraction(0, 1), Fraction(3, 2))
    """
    return tuple(Fraction(change) / Fraction(cost) for change in gain)


def counter(progress: Progress | None, total: int) -> Callable[[int, object], None]:
    """Return what to call as each plan is made, in any order; it tells how many of all are."""
    done = 0

    def told(_: int, __: object) -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total)

    return told


def placed_minutes(world: World, plan: Plan) -> int:
    """Return the estimates of all open tasks that a plan places."""
    owner = plan.owner
    return sum(task.estimate_minutes for task in world.backlog.open_tasks if task.id in owner)
