"""Why no plan exists: the fewest demands that clash, each proved necessary by a solve without it, in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from solver.assignment.clash import Clash, Demand, drop, fewest, group_demands, shut
from solver.assignment.cpsat import heeding_interrupts
from solver.assignment.exact import is_feasible
from solver.assignment.moves import budget_of
from solver.domain.showing import counted
from solver.matching.problem import Problem
from solver.stopping import Clock


def conflict(problem: Problem, clock: Clock | None = None, *, is_certain: bool = False) -> Clash:
    """Return the demands that cannot hold at once; none if there is a plan.

    Demands are left out one by one for as long as what remains still clashes (a deletion filter), so none of those
    returned can be spared. Gates are not left out: a pin that a gate stops is a conflict of its own.

    Parameters
    ----------
    problem : Problem
        In one window.
    clock : Clock, optional
        When it is over, or at Ctrl-C, what is known by then is returned.
    is_certain : bool
        Whether it is known that there is no plan.

    Returns
    -------
    Clash
        In the order of rules: pins last, so that they are named rather than spared.
    """
    clock = clock or Clock()
    with heeding_interrupts() as wish:
        return fewest(problem, _demands(problem), is_feasible, clock, wish, is_certain=is_certain)


def _demands(problem: Problem) -> Iterator[Demand]:
    tasks, members = problem.tasks, problem.members
    for pair in problem.dependencies:
        yield f"{tasks[pair[0]]} needs {tasks[pair[1]]}", drop("dependencies", pair)
    yield from group_demands(problem, tasks.__getitem__)
    if budget := budget_of(problem):
        yield "; ".join(budget), lambda one: replace(one, most_moves=None)
    for m, limit in enumerate(problem.wip):
        if limit >= 0:
            yield f"{members[m]} has at most {counted(int(limit), 'task')} at once", _lift("wip", m, -1)
    for m, limit in enumerate(problem.limit):
        yield f"{members[m]} has a load limit of {limit / 60:g} h", _lift("limit", m, int(problem.load.sum()) + 1)
    for t in problem.required:
        yield f"{tasks[t]} must be placed{_nobody(problem, t)}", drop("required", t)
    for m, t in problem.pins:
        hours = problem.load[m, t] / 60
        yield f"{tasks[t]} ({hours:g} h) is pinned to {members[m]}{shut(problem, [(m, t)])}", drop("pins", (m, t))


def _lift(field: str, row: int, value: int) -> Callable[[Problem], Problem]:
    def without(problem: Problem) -> Problem:
        lifted = np.array(getattr(problem, field))
        lifted[row] = value
        changes: Any = {field: lifted}
        if field == "limit":
            changes["available"] = problem.load <= lifted[:, None]
        return replace(problem, **changes)

    return without


def _nobody(problem: Problem, t: int) -> str:
    return "" if (problem.can & problem.allowed)[:, t].any() else ", and nobody can and may take it"
