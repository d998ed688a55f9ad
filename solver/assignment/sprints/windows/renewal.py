"""Lets plans that windows find stand in the gaps: only the rows that change get starts anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.turns import Turns
from solver.assignment.sprints.lists.units import units_of
from solver.assignment.sprints.sequence.jobs import closure, jobs_of
from solver.assignment.sprints.sequence.lags import spans_of, tied
from solver.assignment.sprints.sequence.sequenced import sequenced

# Seconds of one exact search for starts.
BRIEF: Final = 0.3


class Renewal:
    """A plan in gaps in whose place others come, whichever can be worked in its order."""

    def __init__(self, gaps: Gaps) -> None:
        self.gaps, self.turns = gaps, Turns(gaps)
        self.waits, self.spans = closure(gaps.time.waits), spans_of(gaps.time)
        # Nothing comes before what it waits for.
        units = units_of(gaps.problem, gaps.time)
        self.rank = {c: number for number, c in enumerate(c for unit in units for c in unit)}

    def stands(self, placed: Mapping[int, int]) -> bool:
        """Let pieces have these rows, and no others any, if that can be worked; return whether it can."""
        gaps = self.gaps
        out = [c for c in gaps.placed if c not in placed]
        come = sorted((c for c, row in placed.items() if gaps.placed.get(c) != row), key=self.rank.__getitem__)
        moves = [(c, gaps.pair_of(c, placed[c])) for c in come]
        rows = {placed[c] for c in come}.union(gaps.placed[c] for c in (*out, *come) if c in gaps.placed)
        if self.turns.changed(moves, out):
            return True
        starts = self._starts(placed, rows)
        if starts is None:
            return False
        for c in (*out, *(c for row in rows for _, _, c in gaps.work[row])):
            if c in gaps.placed:
                gaps.take(c)
        gaps.lay(placed, starts)
        return True

    def _starts(self, placed: Mapping[int, int], rows: set[int]) -> dict[int, int] | None:
        """Return starts of all pieces in some rows, beside what the others have; None if none are found."""
        gaps, time, found = self.gaps, self.gaps.time, dict[int, int]()
        periods = {gaps.period[row] for row in rows}
        near = {c: row for c, row in placed.items() if self.spans or gaps.period[row] in periods}
        for jobs in tied(time, jobs_of(gaps.problem, time, near, self.waits), self.spans):
            mine = [c for c in jobs.jobs if placed[c] in rows]
            starts = sequenced(jobs.among(mine, gaps.starts), BRIEF) if mine else {}
            if not isinstance(starts, dict):
                return None
            found |= starts
        return found
