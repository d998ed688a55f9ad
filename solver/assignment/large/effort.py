"""How hard a plan by prices is looked for: what every door of the engine takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from solver.assignment.large.problem.pairs import Run

# The usual distance from the bound at which a solver stops.
GAP: Final = 1e-4


@dataclass(frozen=True)
class Effort:
    """How hard a plan by prices is looked for.

    Parameters
    ----------
    time_limit : float
        CPU seconds after which a plan is polished no further, above 0.
    gap : float
        Relative distance of the quality from its bound at which it is polished no further, at least 0.
    seed : int
        Of the sample that prices start from.
    workers : int
        Threads for the pass over all pairs; any number gives the same plan.
    run : callable, optional
        Calls a function with each of several items, in order, elsewhere: ``run(function, items)``.
    """

    time_limit: float = 60.0
    gap: float = GAP
    seed: int = 0
    workers: int = 1
    run: Run | None = None


USUAL: Final = Effort()
