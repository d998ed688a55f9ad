"""Why a task stayed out, member by member: what stops each, or which work holds the hours it would need."""

from __future__ import annotations

from dataclasses import dataclass

from solver.domain.plan import Plan
from solver.explanation.suggest.suggest import suggest
from solver.explanation.suggest.suggestion import Suggestion
from solver.explanation.unassigned.reason import unassigned
from solver.matching.pieces import is_timed
from solver.stopping import Clock
from solver.study.study import Study


@dataclass(frozen=True)
class LeftOut:
    """A task that nobody has: the gate and reason for the closest member, and every member, closest first.

    Of a member who passes every gate, ``gives_up`` are the tasks that hold the hours it would need, with their worth.
    """

    task: str
    gate: str
    reason: str
    members: tuple[Suggestion, ...]


def left_out(
    case: Study, plan: Plan, tasks: tuple[str, ...] | None = None, *, clock: Clock | None = None
) -> tuple[LeftOut, ...]:
    """Return why each open task that the plan leaves out is with nobody; nothing is solved.

    Parameters
    ----------
    case : Study
        What was planned.
    plan : Plan
        A plan of the case.
    tasks : tuple of str, optional
        Which of the tasks that it leaves out; all if not given.
    clock : Clock, optional
        Over periods: until when room is looked for.

    Returns
    -------
    tuple of LeftOut
        In the order of the backlog; members who pass more gates first, then those with the least loss or best fit.
    """
    problem = None if is_timed(case.team, case.backlog) else case.problem()
    order = {name: number for number, name in enumerate(("", "rule", "when", "available", "allowed", "can"))}
    found = []
    for one in unassigned(case.team, case.backlog, plan, tasks):
        near = {name: number for number, name in enumerate(one.closest)}
        asked = suggest(case, plan, one.task, problem, clock=clock)
        rows = sorted(asked, key=lambda row: (order[row.gate], near.get(row.member, len(near))))
        found.append(LeftOut(one.task, one.gate, one.reason, tuple(rows)))
    return tuple(found)
