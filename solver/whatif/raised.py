"""Plans of changed teams that the team has as it is: what they bring is no change's doing; the base is raised to it."""

from __future__ import annotations

import time as clock
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from solver.assignment.of_world import wrong_with
from solver.assignment.result import Result
from solver.domain.plan import Plan
from solver.matching.pieces import is_timed
from solver.matching.time import indexed
from solver.study.study import Study
from solver.whatif.gain import values_of

# Seconds for an order of each such plan that ends urgent work early.
ORDER_SECONDS: Final = 1.0


def raised(base: Study, results: Iterable[Result]) -> Study:
    """Return the base with the best of some plans that stand in it without any change, itself if none is better.

    Parameters
    ----------
    base : Study
        Solved; one that is proved stays as it is.
    results : iterable of Result
        Plans of changed worlds: a longer search may have found in one of them what the base could have had.
    """
    best = base
    for result in results if base.result.plan and base.result.status != "optimal" else ():
        # Values of the changed world are a first sieve: in the base the same plan may be worth something else.
        if result.plan is None or values_of(result, base.result) <= values_of(best.result):
            continue
        plan = _as_it_is(base, result.plan)
        if plan is not None and not wrong_with(base.world, plan):
            found = base.measured(plan)
            if values_of(found, base.result) > values_of(best.result):
                best = replace(base, known=_bounded(found, base.result))
    return best


def _as_it_is(base: Study, plan: Plan) -> Plan | None:
    """Return a plan with starts and ends at the base's own hours, None where it cannot be worked in them."""
    if not is_timed(base.team, base.backlog):
        return plan
    # Loaded where there are periods.
    from solver.assignment.sprints.check import Sequences

    sequences = Sequences(base.problem())
    pairs = indexed(sequences.time, plan)
    if any(row < 0 or column < 0 for row, column in pairs):
        return None
    placed = {column: row for row, column in pairs}
    starts = sequences.starts(placed)
    return None if starts is None else sequences.plan(placed, starts, clock.monotonic() + ORDER_SECONDS)[0]


def _bounded(found: Result, base: Result) -> Result:
    """Return the base with a better plan: its bounds hold all the same, as they were those of a lower demand above."""
    bounds = {one.name: one.bound for one in base.levels}
    levels = (replace(one, bound=max(one.value, bounds.get(one.name, one.value))) for one in found.levels)
    return replace(base, plan=found.plan, levels=tuple(levels))
