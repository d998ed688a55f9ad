"""A whole plan by prices with its bounds, where they keep every rule: the road goes on from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from solver.assignment.large.problem.kept import unsupported
from solver.assignment.result import Level, Result
from solver.assignment.road.priced import has_time_for, is_ready
from solver.domain.plan import Plan
from solver.matching.problem import Problem

# From so many pairs on, eligible or not, prices reach in seconds what windows do not in half a minute.
MANY_PAIRS: Final = 500_000
# What part of the time they may take: what comes after seldom finds more.
SHARE: Final = 0.95
# What a whole plan with its bounds takes, in starts from prices.
STARTS: Final = 2.2


@dataclass(frozen=True)
class Priced:
    """A plan by prices, if there is one, with value and bound of each level; ``is_cut`` says that the user stopped."""

    plan: Plan | None = None
    levels: tuple[Level, ...] = ()
    is_cut: bool = False

    @property
    def known(self) -> dict[str, int]:
        """The bounds of the levels that are proved, and of the first that is not: no better plan makes them wrong."""
        found = {}
        for level in self.levels:
            found[level.name] = level.bound
            if level.gap != 0:
                break
        return found

    def bounding(self, result: Result) -> Result:
        """Return a result with these bounds, too, where its plan has as much of every level above as this one."""
        mine, levels, holds = {level.name: level for level in self.levels}, list[Level](), True
        for level in result.levels:
            other = mine.get(level.name, level)
            levels.append(replace(level, bound=min(level.bound, other.bound)) if holds else level)
            holds &= level.value >= other.value
        if not levels or any(level.gap != 0 for level in levels):
            return replace(result, levels=tuple(levels))
        return replace(result, status="optimal", levels=tuple(levels), stopped="")


def priced_plan(problem: Problem, seconds: float, seed: int) -> Priced:
    """Return a plan by prices, or nothing where they cannot keep a rule or there are too few pairs or too little time.

    Parameters
    ----------
    problem : Problem
        Any.
    seconds : float
        What the whole road has, above 0.
    seed : int
        Of the sample that prices start from.
    """
    is_large = problem.load.size >= MANY_PAIRS and has_time_for(problem, SHARE * seconds / STARTS)
    if not is_large or unsupported(problem) or not is_ready():
        return Priced()
    from solver.assignment.large.effort import Effort
    from solver.assignment.large.solve import solve_prices

    try:
        found = solve_prices(problem, Effort(SHARE * seconds, seed=seed))
    except KeyboardInterrupt:
        return Priced(is_cut=True)
    return Priced(found.plan, found.levels)
