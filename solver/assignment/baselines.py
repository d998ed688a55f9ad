"""How teams hand out work without a solver: greedy rules on the same Problem, for comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from solver.domain.plan import Assignment, Plan
from solver.matching.problem import Problem
from solver.rules.catalogue import RULES

# What one hour of work counts in the claim rule, by priority class from CRITICAL to LOW.
CLAIM_FACTOR: Final = (1.5, 1.2, 1.0, 0.8)
CLAIM_FLOOR: Final = 0.7
# Nobody's record is known, so everybody's past counts alike.
PAST: Final = 0.5


@dataclass
class State:
    """What has been handed out so far."""

    problem: Problem
    owners: dict[int, int] = field(default_factory=dict)

    def free(self, m: int) -> float:
        """Return the share of the load limit that is still free, 0 to 1."""
        given = sum(int(self.problem.load[m, t]) for t, owner in self.owners.items() if owner == m)
        return 1 - given / max(int(self.problem.limit[m]), 1)


# Scores a member for a task; None is no claim.
Score = Callable[[State, int, int], float | None]


class Baseline(NamedTuple):
    """A greedy rule, and whether it takes urgent tasks first or tasks as they arrive."""

    score: Score
    urgent_first: bool = True


def claims(state: State, m: int, t: int) -> float | None:
    """Score capability * (1 - workload) * priority, and claim only above 0.7."""
    problem = state.problem
    score = float(problem.fit[m, t]) * state.free(m) * CLAIM_FACTOR[problem.priority[t]]
    return score if score > CLAIM_FLOOR else None


def orchestrator(state: State, m: int, t: int) -> float | None:
    """Score 0.4 capability + 0.3 free load + 0.2 past + 0.1 cohesion, and assign only above 0.7."""
    siblings = {
        owner
        for batch in state.problem.batches
        if t in batch
        for i in batch
        if (owner := state.owners.get(i)) is not None
    }
    cohesion = 1.0 if m in siblings else 0.0
    score = 0.4 * float(state.problem.fit[m, t]) + 0.3 * state.free(m) + 0.2 * PAST + 0.1 * cohesion
    return score if score > CLAIM_FLOOR else None


def best_fit(state: State, m: int, t: int) -> float | None:
    """Score the fit alone."""
    return float(state.problem.fit[m, t])


def least_loaded(state: State, m: int, t: int) -> float | None:
    """Score the free share of the load limit."""
    return state.free(m)


def round_robin(state: State, m: int, t: int) -> float | None:
    """Score who comes next in the circle of members."""
    last = list(state.owners.values())[-1] if state.owners else -1
    return -float((m - last - 1) % len(state.problem.members))


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
        for t in [t for t in waiting if t not in state.owners]:
            rows = [pinned[t]] if t in pinned else range(len(problem.members))
            fitting = [m for m in rows if _fits(state, m, t)]
            # Work in progress is not up for claims: it stays where it is.
            ranked = [(0.0 if t in pinned else baseline.score(state, m, t), -m) for m in fitting]
            claimed = [(score, m) for score, m in ranked if score is not None]
            if claimed:
                state.owners[t] = -max(claimed)[1]
                moved = True
    return Plan(tuple(sorted(Assignment(problem.tasks[t], problem.members[m]) for t, m in state.owners.items())))


def _fits(state: State, m: int, t: int) -> bool:
    """Return whether the pair passes the gates and breaks no rule that held before it."""
    problem = state.problem
    if not problem.eligible[m, t] or state.free(m) * problem.limit[m] + 1e-9 < problem.load[m, t]:
        return False
    after = state.owners | {t: m}
    late = {"pin", "required", "whole_batch"}
    return not any(rule.matches(problem, after) for name, rule in RULES.items() if name not in late)
