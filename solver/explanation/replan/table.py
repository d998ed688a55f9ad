"""The best plan for each number of moves from an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from solver.assignment.moves import kept_pairs
from solver.assignment.result import Result
from solver.domain.plan import Plan
from solver.explanation.diff import diff_plans
from solver.explanation.price import Price, compare, values_of
from solver.explanation.replan.earlier import settled, still_open
from solver.stopping import breakable
from solver.study.study import Study


@dataclass(frozen=True)
class MoveRow:
    """The best plan with at most so many moves, how many it makes, and what it gains over the row before.

    ``result`` has no plan where so few moves are too few; the first row with a plan has no ``gain``.
    """

    budget: int
    moves: int
    result: Result
    gain: Price | None


def moves_table(case: Study, previous: Plan) -> tuple[MoveRow, ...]:
    """Return the best plan for each number of moves, up to the point where nothing more is gained.

    Parameters
    ----------
    case : Study
        As it is now.
    previous : Plan
        The plan before the change.

    Returns
    -------
    tuple of MoveRow
        From the fewest moves that any plan needs, each row at least as good as the one before; the last one is as
        good as planning everything anew. The first row says that fewer moves are too few, where that is so.
    """
    case, previous = settled(case, previous), still_open(case, previous)
    problem = case.problem()
    pairs, gone = kept_pairs(problem, previous)
    need = len(gone)

    @cache
    def best(budget: int) -> Result:
        return case.with_arrays(replace(problem, earlier=pairs, most_moves=budget - need))

    last, rows = len(previous.assignments), list[MoveRow]()
    with breakable():
        first = _fewest(best, need, last)
        rows += [MoveRow(first - 1, 0, best(first - 1), None)] if first > need else []
        goal = values_of(best(last))
        for budget in range(first, last + 1):
            result = best(budget)
            moves = diff_plans(previous, result.plan).moves if result.plan else 0
            before = rows[-1].result if rows else None
            gain = compare(before, result, case.periods) if before and before.plan else None
            rows.append(MoveRow(budget, moves, result, gain))
            if result.plan is None or values_of(result) >= goal:
                break
    return tuple(rows)


def _fewest(best: Callable[[int], Result], low: int, high: int) -> int:
    """Return the fewest moves with which a plan exists: more moves never hurt, so halving finds it."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if best(middle).plan else (middle + 1, high)
    return low
