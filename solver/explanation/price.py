"""The price of a change: the plan is made anew with it, and the two are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from solver.assignment.result import Result
from solver.domain.tasks import PRIORITIES
from solver.explanation.diff import Diff, diff_plans

LEVELS: Final = (*PRIORITIES, "quality")


@dataclass(frozen=True)
class Price:
    """What changes by level (value with the change less value without), and what moves.

    ``status`` is that of the plan with the change; ``changes`` is empty where no plan exists, and ``conflict`` says
    why. Classes count value, quality counts thousandths of an hour.
    """

    status: str
    changes: tuple[tuple[str, int], ...]
    moves: Diff | None
    conflict: tuple[str, ...] = ()

    @property
    def is_bound(self) -> bool:
        """Whether the plan with the change is not proved to be the best one: another may cost less or bring more."""
        return self.status == "feasible"

    @property
    def is_free(self) -> bool:
        """Whether no level changes: the change stands in some best plan."""
        return bool(self.changes) and all(change == 0 for _, change in self.changes)

    @property
    def is_gain(self) -> bool:
        """Whether the first level that changes rises."""
        return next((change > 0 for _, change in self.changes if change), False)

    @property
    def tasks(self) -> int:
        """How many tasks more are placed, less those that are left out."""
        return len(self.moves.gained) - len(self.moves.lost) if self.moves else 0

    @property
    def vector(self) -> tuple[int, ...]:
        """The changes of CRITICAL, HIGH, MEDIUM, LOW and quality, 0 for a class without tasks.

        Where classes are placed early, how early each is comes behind it.
        """
        return _vector(dict(self.changes))

    @property
    def is_work(self) -> bool:
        """Whether more work is placed, or earlier: a gain above the quality."""
        return self.is_gain and any(self.vector[:-1])


def compare(base: Result, other: Result, periods: tuple[str, ...] = ()) -> Price:
    """Return the price of going from one result to another; ``periods`` are the ids that moves in time are told by."""
    if other.plan is None or base.plan is None:
        return Price(other.status, (), None, other.conflict)
    before = {level.name: level.value for level in base.levels}
    changes = tuple((level.name, level.value - before.get(level.name, 0)) for level in other.levels)
    return Price(other.status, changes, diff_plans(base.plan, other.plan, periods=periods))


def level_names(result: Result) -> tuple[str, ...]:
    """Return the names of the classes, each with how early it is placed behind it where the result says that; quality.

    Examples
    --------
    >>> from solver.assignment.result import Level
    >>> level_names(Result("optimal", None, (Level("HIGH", 3, 3), Level("HIGH early", 2, 2))))
    ('CRITICAL', 'HIGH', 'HIGH early', 'MEDIUM', 'LOW', 'quality')
    """
    early = {level.name for level in result.levels}
    return tuple(name for one in LEVELS for name in (one, f"{one} early") if name == one or name in early)


def values_of(result: Result) -> tuple[int, ...]:
    """Return the values of CRITICAL, HIGH, MEDIUM, LOW and quality, 0 for a class without tasks.

    Where classes are placed early, how early each is comes behind it.
    """
    return _vector({level.name: level.value for level in result.levels})


def _vector(found: Mapping[str, int]) -> tuple[int, ...]:
    """Return figures in the order of the levels; every class has one for how early it is as soon as any has."""
    names: tuple[str, ...] = LEVELS
    if any(name.endswith(" early") for name in found):
        names = tuple(name for one in PRIORITIES for name in (one, f"{one} early")) + LEVELS[-1:]
    return tuple(found.get(name, 0) for name in names)
