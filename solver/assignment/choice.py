"""Which engine solves a Problem, and why."""

from __future__ import annotations

from typing import Final

from solver.domain.showing import counted
from solver.matching.problem import Problem

ENGINES: Final = ("auto", "road", "exact", "prices")
# Up to this many eligible pairs the exact engine proves many plans within a minute.
FEW_PAIRS: Final = 20_000


class EngineError(ValueError):
    """An engine was asked for that is not there, or that cannot keep a rule of the problem."""


def choose_engine(problem: Problem, asked: str = "auto") -> tuple[str, str]:
    """Return the engine, road, exact or prices, and in words why that one.

    Parameters
    ----------
    problem : Problem
        What is to be solved.
    asked : str
        One of ``ENGINES``.

    Returns
    -------
    tuple of (str, str)
        ``road`` goes through all of them and keeps every rule; ``exact`` and ``prices`` are for the curious: the one
        proves what it can, the other is for very large problems, keeps some rules, and says how far its plan can be
        from the best one.

    Raises
    ------
    EngineError
        If the engine is not known, or prices are asked for and cannot keep a rule of the problem.
    """
    if asked not in ENGINES:
        raise EngineError(f"expected an engine out of {', '.join(ENGINES)}, got {asked!r}")
    if asked == "prices":
        from solver.assignment.large.problem.kept import unsupported

        if missing := "; ".join(unsupported(problem)):
            raise EngineError(f"the engine prices cannot keep: {missing}. The engine road can")
    if asked != "auto":
        return asked, "it was asked for"
    pairs = counted(int(problem.eligible.sum()), "eligible pair")
    return "road", f"it keeps every rule of {pairs} and uses every solver"
