"""How teams hand out work without a solver: greedy rules on the same Problem, for comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from solver.domain.plan import Assignment, Plan
from solver.matching.problem import Problem

# What one hour of work counts in the claim rule, by priority class from CRITICAL to LOW.
CLAIM_FACTOR: Final = (1.5, 1.2, 1.0, 0.8)
CLAIM_FLOOR: Final = 0.7

# Scores a member (row) for a task (column), given the minutes each member has; None is no claim.
Preference = Callable[[Problem, int, int, list[int]], float | None]


def claims(problem: Problem, m: int, t: int, given: list[int]) -> float | None:
    """Score capability * (1 - workload) * priority, and claim only above 0.7."""
    free = 1 - given[m] / max(int(problem.limit[m]), 1)
    score = float(problem.fit[m, t]) * free * CLAIM_FACTOR[problem.priority[t]]
    return score if score > CLAIM_FLOOR else None


def best_fit(problem: Problem, m: int, t: int, given: list[int]) -> float | None:
    """Score the fit alone."""
    return float(problem.fit[m, t])


def least_loaded(problem: Problem, m: int, t: int, given: list[int]) -> float | None:
    """Score the free share of the load limit."""
    return 1 - given[m] / max(int(problem.limit[m]), 1)


BASELINES: Final[dict[str, Preference]] = {"claims": claims, "best-fit": best_fit, "least-loaded": least_loaded}


def greedy_plan(problem: Problem, prefers: Preference) -> Plan:
    """Return the plan of a greedy loop: pins first, then tasks by priority and arrival, each to who scores highest.

    Parameters
    ----------
    problem : Problem
        Gates, load limits and dependencies are kept; a task whose dependency is not placed waits.
    prefers : Preference
        One of ``BASELINES``.

    Returns
    -------
    Plan
        Ties go to the first member.
    """
    given, owners = [0] * len(problem.members), dict[int, int]()
    pinned = {t: m for m, t in problem.pins}
    waiting = sorted(range(len(problem.tasks)), key=lambda t: (t not in pinned, problem.priority[t], t))
    moved = True
    while moved:
        moved = False
        for t in [t for t in waiting if t not in owners and _ready(problem, t, owners)]:
            rows = [pinned[t]] if t in pinned else range(len(problem.members))
            ranked = [(score, -m) for m in rows if (score := _score(problem, prefers, m, t, given)) is not None]
            if ranked:
                owners[t] = -max(ranked)[1]
                given[owners[t]] += int(problem.load[owners[t], t])
                moved = True
    return Plan(tuple(sorted(Assignment(problem.tasks[t], problem.members[m]) for t, m in owners.items())))


def _ready(problem: Problem, t: int, owners: dict[int, int]) -> bool:
    return all(target in owners for task, target in problem.dependencies if task == t)


def _score(problem: Problem, prefers: Preference, m: int, t: int, given: list[int]) -> float | None:
    if not problem.eligible[m, t] or given[m] + problem.load[m, t] > problem.limit[m]:
        return None
    return prefers(problem, m, t, given)
