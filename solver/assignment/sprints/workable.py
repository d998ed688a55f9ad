"""Whether a plan of one window without dates can be worked in its order."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from solver.assignment.sprints.check import Sequences
from solver.assignment.sprints.sequence.cuts import smallest
from solver.assignment.sprints.sequence.jobs import Jobs
from solver.assignment.sprints.sequence.sequenced import sequenced
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.matching.slots import slot_problem
from solver.matching.time import indexed
from solver.matching.working_days import window_minutes

# Beyond this many placed tasks the question is left to ``policies: {order: fit}``.
MOST_TASKS: Final = 1_000


def unworkable(team: Team, backlog: Backlog, plan: Plan) -> tuple[str, ...]:
    """Return a sentence that names work of a plan which cannot be done in its order; empty if it can, or is too large.

    Parameters
    ----------
    team, backlog : Team, Backlog
        With periods, or with an order that counts, a plan has an order already: nothing is said.
    plan : Plan
        Of one window, which is as long as the longest load limit before reserved share and committed work.
    """
    if team.calendar is not None or team.order != "ignore" or not plan.assignments:
        return ()
    found = _window(team, backlog, plan, 5.0)
    if found is None:
        return ()
    sequences, jobs = found
    if sequenced(jobs, sequences.seconds) is not None:
        return ()
    core = smallest(jobs)
    names = [f"{sequences.problem.tasks[c]} ({sequences.time.names[job.row]})" for c, job in core.jobs.items()]
    hours = window_minutes(team) / 60
    text = f"the order of this plan cannot be worked within a window of {hours:g} h: {', '.join(names)}; "
    return (text + "set order: fit under policies in team.yaml to keep that out",)


def starts_in_window(
    team: Team, backlog: Backlog, plan: Plan, seconds: float
) -> dict[str, tuple[Fraction, Fraction]] | None:
    """Return when each task starts and ends in an order that can be worked, in windows from the first morning.

    Parameters
    ----------
    team, backlog : Team, Backlog
        Without periods.
    plan : Plan
        Of one window.
    seconds : float
        Of the search; None where it finds no order by then, or there is none.
    """
    found = _window(team, backlog, plan, seconds)
    starts = sequenced(found[1], seconds) if found else None
    if found is None or not isinstance(starts, dict):
        return None
    sequences, jobs = found
    moments = {}
    for piece, start in starts.items():
        job = jobs.jobs[piece]
        slot = jobs.slots[job.row]
        name = sequences.problem.tasks[piece]
        moments[name] = slot.moment(start, late=True), slot.moment(start + job.minutes)
    return moments


def _window(team: Team, backlog: Backlog, plan: Plan, seconds: float) -> tuple[Sequences, Jobs] | None:
    """Return the jobs of the one window, None where there are too many; lags do not count where no order does."""
    if len(plan.assignments) > MOST_TASKS:
        return None
    placed_names = plan.owner
    some = replace(
        backlog,
        tasks=tuple(
            replace(task, status="TODO", lags=(), dependencies=tuple(d for d in task.dependencies if d in placed_names))
            for task in backlog.open_tasks
            if task.id in placed_names
        ),
    )
    in_order = replace(team, policies=replace(team.policies, order="fit", pins=(), required=()))
    sequences = Sequences(slot_problem(in_order, some), seconds=seconds)
    placed = {column: row for row, column in indexed(sequences.time, plan) if row >= 0 and column >= 0}
    return sequences, sequences.jobs(placed)[0]
