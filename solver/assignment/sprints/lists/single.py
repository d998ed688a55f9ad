"""The pieces of a plan that change places one by one: what each counts, and in which periods it may come."""

from __future__ import annotations

from collections.abc import Iterable

from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.ties import level_places
from solver.assignment.sprints.lists.turns import Turns
from solver.assignment.sprints.lists.units import Unit


class Single:
    """The ``loose`` pieces of a plan in gaps, which no rule ties to others; the level each piece counts on, and early.

    Rows change by ``turns``. Nothing of this changes with what is placed.

    Parameters
    ----------
    gaps : Gaps
        A plan.
    units : iterable of tuple of int
        What is given as one.
    """

    def __init__(self, gaps: Gaps, units: Iterable[Unit]) -> None:
        self.gaps, self.units, self.turns, ties = gaps, list(units), Turns(gaps), gaps.ties
        tied = {*ties.apart, *ties.joined, *ties.pins, *(c for batch in gaps.problem.whole for c in batch)}
        self.loose = {unit[0] for unit in self.units if len(unit) == 1}.difference(tied)
        places = level_places(gaps.problem, gaps.time)
        self.place = [places[kind] for kind in gaps.problem.priority]
        self.is_early = [kind in gaps.time.early for kind in gaps.problem.priority]

    def may_come(self, piece: int, period: int) -> bool:
        """Return whether all that a piece needs is there in time."""
        gaps = self.gaps
        if any(other not in gaps.placed for other in gaps.ties.needs.get(piece, ())):
            return False
        waits = gaps.ties.waits.get(piece, ())
        return all(gaps.period[gaps.placed[other]] + lag <= period for other, lag in waits)
