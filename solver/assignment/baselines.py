"""How teams hand out work without a solver: greedy rules on the same Problem, for comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.handing_out import NOBODY, State
from solver.domain.plan import Assignment, Plan
from solver.matching.problem import Problem

# What one hour of work counts in the claim rule, by priority class from CRITICAL to LOW.
CLAIM_FACTOR: Final = (1.5, 1.2, 1.0, 0.8)
CLAIM_FLOOR: Final = 0.7
# Nobody's record is known, so everybody's past counts alike.
PAST: Final = 0.5

Floats = NDArray[np.float64]
# Scores all members for a task, shape (n_members,); minus infinity is no claim.
Score = Callable[[State, int], Floats]


class Baseline(NamedTuple):
    """A greedy rule, and whether it takes urgent tasks first or tasks as they arrive."""

    score: Score
    urgent_first: bool = True


def claims(state: State, t: int) -> Floats:
    """Score capability * (1 - workload) * priority, and claim only above 0.7."""
    return _above_floor(_fit(state, t) * state.free * CLAIM_FACTOR[state.problem.priority[t]])


def orchestrator(state: State, t: int) -> Floats:
    """Score 0.4 capability + 0.3 free load + 0.2 past + 0.1 cohesion, and assign only above 0.7."""
    cohesion = state.has_some(state.siblings[t])
    return _above_floor(0.4 * _fit(state, t) + 0.3 * state.free + 0.2 * PAST + 0.1 * cohesion)


def best_fit(state: State, t: int) -> Floats:
    """Score the fit alone."""
    return _fit(state, t)


def least_loaded(state: State, t: int) -> Floats:
    """Score the free share of the load limit."""
    return state.free


def round_robin(state: State, t: int) -> Floats:
    """Score who comes next in the circle of members."""
    count = len(state.problem.members)
    turns: Floats = -((np.arange(count) - state.last - 1) % count).astype(np.float64)
    return turns


def _fit(state: State, t: int) -> Floats:
    return state.problem.fit[:, t].astype(np.float64)


def _above_floor(score: Floats) -> Floats:
    return np.where(score > CLAIM_FLOOR, score, -np.inf)


BASELINES: Final[dict[str, Baseline]] = {
    "claims": Baseline(claims),
    "orchestrator": Baseline(orchestrator, urgent_first=False),
    "best-fit": Baseline(best_fit),
    "least-loaded": Baseline(least_loaded),
    "round-robin": Baseline(round_robin, urgent_first=False),
}


def greedy_plan(problem: Problem, baseline: Baseline) -> Plan:
    """Return the plan of a greedy loop: pins first, then task by task, each to who scores highest.

    Parameters
    ----------
    problem : Problem
        Gates and rules are kept; a task whose dependency is not placed waits, a batch that must be whole is left out.
    baseline : Baseline
        One of ``BASELINES``.

    Returns
    -------
    Plan
        Ties go to the first member.
    """
    state, pinned = State(problem), {t: m for m, t in problem.pins}
    whole = {t for batch in problem.whole for t in batch}

    def order(t: int) -> tuple[bool, int, int]:
        return (t not in pinned, problem.priority[t] if baseline.urgent_first else 0, t)

    waiting = sorted((t for t in range(len(problem.tasks)) if t not in whole), key=order)
    moved = True
    while moved:
        moved = False
        for t in waiting:
            fitting = state.fitting(t, pinned.get(t))
            if fitting.any():
                # Work in progress is not up for claims: it stays where it is.
                score = np.zeros(len(fitting)) if t in pinned else baseline.score(state, t)
                score = np.where(fitting, score, -np.inf)
                m = int(score.argmax())
                if score[m] > -np.inf:
                    state.give(t, m)
                    moved = True
        waiting = [t for t in waiting if state.owner[t] == NOBODY]
    pairs = ((problem.tasks[t], problem.members[m]) for t, m in enumerate(state.owner.tolist()) if m != NOBODY)
    return Plan(tuple(sorted(Assignment(*pair) for pair in pairs)))
