"""What the engine for very large plans keeps of a Problem; nothing of the engine is loaded to ask."""

from __future__ import annotations

from typing import Final

from solver.domain.tasks import PRIORITIES
from solver.matching.fields import asked
from solver.matching.problem import Problem

# What this engine keeps beyond gates and load limits.
KEPT: Final = frozenset({"whole", "pins"})


def unsupported(problem: Problem) -> tuple[str, ...]:
    """Return by name what the Problem asks that this engine cannot do; empty if it can do everything.

    Examples
    --------
    >>> from dataclasses import replace
    >>> import numpy as np
    >>> from solver.matching.problem import problem_from_arrays
    >>> one = problem_from_arrays(np.array([[5]]), np.array([[1]]), np.array([1]))
    >>> unsupported(one), unsupported(replace(one, balance_units=100))
    ((), ('the balance of loads (weight balance)',))
    """
    mixed = any(len({problem.priority[t] for t in batch}) > 1 for batch in problem.whole)
    own = {
        "batches handed out whole with several priority classes": mixed,
        f"more than {len(PRIORITIES)} priority classes": max(problem.priority, default=0) >= len(PRIORITIES),
    }
    return (*asked(problem, KEPT), *(name for name, is_asked in own.items() if is_asked))
