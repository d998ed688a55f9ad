"""A plan in gaps and the best one that stood there so far: lists, exchanges and windows better it step by step."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.levels import early_name
from solver.assignment.model.linear import Linear
from solver.assignment.model.search import Limits, tell
from solver.assignment.sprints.check import Sequences
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.lists.again import where_and_when
from solver.assignment.sprints.lists.gaps import Gaps, Placed
from solver.assignment.sprints.lists.gather import Gathering
from solver.assignment.sprints.lists.listing import extend
from solver.assignment.sprints.lists.ousting import Ousting
from solver.assignment.sprints.lists.single import Single
from solver.assignment.sprints.lists.units import Unit
from solver.assignment.sprints.stages import staged
from solver.assignment.sprints.windows.polish import Polisher
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES

Floats = NDArray[np.float64]
# Exchanges come after so many seconds of windows each time.
POLISH_SECONDS: Final = 3.0
# Seconds between what is told of rounds.
TELL_SECONDS: Final = 1.0


@dataclass
class Standing:
    """A list and the best plan that stood in it so far, with what that is worth."""

    columns: Columns
    gaps: Gaps
    units: list[Unit]
    values: tuple[int, ...]
    kept: Placed

    @classmethod
    def of(cls, columns: Columns, gaps: Gaps, units: list[Unit]) -> Standing | None:
        """Return a list as it stands, None where it breaks a rule."""
        values = columns.values(gaps.placed)
        return None if values is None else cls(columns, gaps, units, values, gaps.plan)

    @property
    def plain(self) -> list[int]:
        """The values without constants."""
        return [value - level.constant for value, level in zip(self.values, self.columns.demands.levels, strict=True)]

    @cached_property
    def single(self) -> Single:
        """The pieces that change places one by one, whatever stands in the gaps."""
        return Single(self.gaps, self.units)

    def around(self, placed: Mapping[int, int], sequences: Sequences) -> Standing:
        """Return a list with placed pieces and all that fits beside them, or this one where that is worth no more."""
        gaps = Gaps(self.gaps.problem, self.gaps.time)
        for begun in sequences.starts(placed) or ():
            gaps.lay(placed, begun)
        extend(gaps, self.units)
        other = Standing.of(self.columns, gaps, self.units)
        return self if other is None or other.values <= self.values else other

    def gather(self, limits: Limits) -> None:
        """Bring free minutes together and let members exchange work, until that brings nothing or time is up."""
        if limits.are_up:
            return
        ousting, gathering, before = Ousting(self.single), Gathering(self.single), None
        while before != self.values and not limits.are_up:
            before = self.values
            for step in (ousting.oust, gathering.run, gathering.suit):
                step(limits.end, limits.wish)
                self._keep_or_renew()

    def polish(self, demands: Linear, lacking: Floats | None, tops: Sequence[int], limits: Limits) -> None:
        """Better the plan window by window, with exchanges between; bounds are without constants."""
        polisher, before = Polisher(demands, self.gaps, lacking, limits), None
        while before != self.values and not limits.are_up:
            before = self.values
            polisher.better(tops, POLISH_SECONDS)
            self._keep_or_renew()
            self.gather(limits)

    def fill(self) -> None:
        """Add all that fits as it stands."""
        extend(self.gaps, self.units)
        self._keep_or_renew()

    def takes_more(self, plan: Plan) -> bool:
        """Let the same pieces start when a plan says, and add what fits then; return whether anything does."""
        first = where_and_when(self.gaps.time, plan)[2]
        self.gaps.renew({c: self.gaps.pair[c] for c in first}, first)
        self.kept = self.gaps.plan
        before = self.values
        self.fill()
        return self.values != before

    def better(self, limits: Limits, tops: Sequence[int], *, in_stages: bool = True) -> None:
        """Take out and give anew until time is up.

        Parameters
        ----------
        limits : Limits
            Of this alone.
        tops : sequence of int
            A bound of each level, without its constant.
        in_stages : bool
            Whether urgent classes below theirs come first.
        """
        if limits.are_up:
            return
        levels, names, told = self.columns.demands.levels, self._names, clock.monotonic()

        def reached(best: Sequence[float]) -> None:
            nonlocal told
            known = dict(zip(names, best, strict=False))
            plain = [math.floor(known[level.name]) for level in levels if level.name in known]
            if clock.monotonic() > told + TELL_SECONDS and plain > self.plain[: len(plain)]:
                tell(limits, levels, plain, tops)
                told = clock.monotonic()

        known = dict(zip((level.name for level in levels), tops if in_stages else self.plain, strict=True))
        placed = [known.get(name, 0) for name in names[:-1]]
        for _ in staged(self.gaps, self.units, placed, limits, reached):
            self._is_better()
        self.gaps.renew(*self.kept)

    def _keep_or_renew(self) -> None:
        if not self._is_better():
            self.gaps.renew(*self.kept)

    @property
    def _names(self) -> list[str]:
        """The names of all levels as in ``level_places``, those of classes without tasks, too."""
        early, moves = self.gaps.time.early, ("moves",) if self.gaps.problem.previous else ()
        names = (n for kind, name in enumerate(PRIORITIES) for n in (name, early_name(name))[: 1 + (kind in early)])
        return [*names, *moves, self.columns.demands.levels[-1].name]

    def _is_better(self) -> bool:
        """Keep what stands in the gaps if it is worth more; return whether it is."""
        values = self.columns.values(self.gaps.placed)
        if values is None or values <= self.values:
            return False
        self.values, self.kept = values, self.gaps.plan
        return True
