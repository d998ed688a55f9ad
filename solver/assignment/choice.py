"""Which engine solves a Problem, and why."""

from __future__ import annotations

from typing import Final

from solver.matching.problem import Problem

ENGINES: Final = ("auto", "exact", "prices")
# Up to this many eligible pairs the exact engine proves most plans within a minute.
FEW_PAIRS: Final = 20_000


class EngineError(ValueError):
    """An engine was asked for that is not there, or that cannot keep a rule of the problem."""


def choose_engine(problem: Problem, asked: str = "auto") -> tuple[str, str]:
    """Return the engine, exact or prices, and in words why that one.

    Parameters
    ----------
    problem : Problem
        What is to be solved.
    asked : str
        One of ``ENGINES``.

    Returns
    -------
    tuple of (str, str)
        ``exact`` keeps every rule and proves what it can; ``prices`` is for very large problems, keeps some of them,
        and says how far its plan can be from the best one.

    Raises
    ------
    EngineError
        If the engine is not known, or prices are asked for and cannot keep a rule of the problem.
    """
    if asked not in ENGINES:
        raise EngineError(f"expected an engine out of {', '.join(ENGINES)}, got {asked!r}")
    if asked == "exact":
        return "exact", "it was asked for"
    pairs = int(problem.eligible.sum())
    if asked == "auto" and pairs <= FEW_PAIRS:
        return "exact", f"{pairs:,} eligible pairs are few enough to prove a plan"
    from solver.assignment.large.solve import unsupported

    missing = "; ".join(unsupported(problem))
    if asked == "prices" and missing:
        raise EngineError(f"the engine prices cannot keep: {missing}. The engine exact can")
    if asked == "prices":
        return "prices", "it was asked for"
    if missing:
        return "exact", f"{pairs:,} eligible pairs are many, but the engine prices cannot keep: {missing}"
    return "prices", f"{pairs:,} eligible pairs are too many to search"
