"""What sets of tasks prove and propose where there are few enough pairs: bounds far closer than those over pairs.

Prices of the demands are found by column generation; each member then has a whole set of tasks within the load limit,
or a mixture of such sets, instead of parts of tasks (Dantzig and Wolfe 1960).
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.columns.dive import dive
from solver.assignment.columns.grow import Grower
from solver.assignment.model.search import Limits
from solver.assignment.road.program import Program

Ints = NDArray[np.int64]
# More pairs take longer than a linear program over pairs is worse.
MOST_PAIRS: Final = 3_000


# Seconds for each pair below which tables are not even made.
LEAST_SECONDS: Final = 1.5e-4
# How much of the members a dive leaves open for a search.
REST: Final = 0.3


@dataclass(frozen=True, eq=False)
class Look:
    """``bound`` is what no plan has more of; ``settled`` are pairs that members should have, set by set, best first."""

    bound: float
    settled: list[Ints]


class Sets:
    """Sets of tasks worth having, kept from look to look."""

    def __init__(self, program: Program, limits: Limits) -> None:
        self.program, self.limits = program, limits
        self.grower = Grower(program.linear, limits)

    def is_able(self) -> bool:
        """Return whether tables are small enough."""
        return 0 < self.program.n_pairs <= MOST_PAIRS and self.grower.is_able()

    def look(self, held: tuple[int, ...], seconds: float, *, best: int | None = None) -> Look:
        """Return a bound of the level after those held, and sets for most of the members of a plan that may be good.

        Parameters
        ----------
        held : tuple of int
            The least that the levels above must have, without their constants.
        seconds : float
            After which the best bound so far is returned.
        best : int, optional
            Sets are not looked for where the bound leaves no more than this.
        """
        nothing = Look(math.inf, [])
        if seconds <= LEAST_SECONDS * self.program.n_pairs or not self.is_able():
            return nothing
        end = min(self.limits.end, time.monotonic() + seconds)
        self.grower.limits = replace(self.limits, end=end)
        tree = self.grower.tree(held, None)
        try:
            found = tree.master.solve(tree.root(), -math.inf)
        except ArithmeticError:
            return nothing
        bound = found.priced.bound
        settled: list[Ints] = []
        if best is None or math.floor(bound) > best:
            rest = math.ceil(REST * len(tree.folded.pairs))
            settled = dive(tree.master, tree.root(), found, rest)
        self.grower.keep(tree.master)
        return Look(
            bound, [np.concatenate([tree.folded.of_pair(p) for p in mine.tolist()]) for mine in settled if len(mine)]
        )
