"""Whether a plan of one window without dates can be worked in its order."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from solver.assignment.sprints.check import Sequences
from solver.assignment.sprints.cuts import smallest
from solver.assignment.sprints.sequence import sequenced
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.matching.lint_time import window_minutes
from solver.matching.slots import slot_problem
from solver.matching.time import indexed

# Beyond this many placed tasks the question is left to ``policies: {order: fit}``.
MOST_TASKS: Final = 1_000


def unworkable(team: Team, backlog: Backlog, plan: Plan) -> tuple[str, ...]:
    """Return a sentence that names work of a plan which cannot be done in its order; empty if it can, or is too large.

    Parameters
    ----------
    team, backlog : Team, Backlog
        Without periods.
    plan : Plan
        Of one window, which is as long as the longest load limit before reserved share and committed work.
    """
    if len(plan.assignments) > MOST_TASKS:
        return ()
    placed_names = plan.owner
    some = replace(
        backlog,
        tasks=tuple(
            replace(task, status="TODO", dependencies=tuple(d for d in task.dependencies if d in placed_names))
            for task in backlog.open_tasks
            if task.id in placed_names
        ),
    )
    in_order = replace(team, policies=replace(team.policies, order="fit", pins=(), required=()))
    sequences = Sequences(slot_problem(in_order, some), seconds=5.0)
    placed = {column: row for row, column in indexed(sequences.time, plan) if row >= 0 and column >= 0}
    jobs = sequences.jobs(placed)[0]
    if sequenced(jobs, sequences.seconds) is not None:
        return ()
    core = smallest(jobs)
    names = [f"{sequences.problem.tasks[c]} ({sequences.time.names[job.row]})" for c, job in core.jobs.items()]
    hours = window_minutes(team) / 60
    text = f"the order of this plan cannot be worked within a window of {hours:g} h: {', '.join(names)}; "
    return (text + "`policies: {order: fit}` in team.yaml keeps that out",)
