"""Which date keeps a task out, and what to shift."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from solver.changes.change import Change
from solver.domain.tasks import Backlog, Task
from solver.explanation.unassigned.lacking import Lacking
from solver.explanation.unassigned.way import Way
from solver.matching.slots import slot_problem


def shifted(lacking: Lacking, task: Task) -> Way:
    """Return the date to shift; of two the one that does it alone, where one does."""
    late = (f"a later deadline than {task.deadline}", "deadline") if task.deadline else None
    early = (f"an earlier start than {task.earliest}", "earliest") if task.earliest else None
    stated = [date for date in (late, early) if date]
    for dates in (*([date] for date in stated), stated):
        free = {name for _, name in dates}
        kept = replace(
            task,
            deadline="" if "deadline" in free else task.deadline,
            earliest="" if "earliest" in free else task.earliest,
        )
        if dates and _opens(lacking, kept):
            changes = tuple(Change(name, f"{task.id}=none") for _, name in dates)
            return Way(" and ".join(text for text, _ in dates), changes)
    if stated:
        return Way("somebody who can and is there in its days")
    if lacking.team.calendar is None:
        is_next = lacking.team.order == "next"
        return Way(f"a later window, or {'order: fit in the place of next' if is_next else 'a shorter lag'}")
    others = ["one more period"] if lacking.is_staffed(task) else []
    others += ["a shorter lag"] if task.lags else []
    return Way(
        ", or ".join([", ".join(others), "what it waits for earlier"] if others else ["what it waits for earlier"])
    )


def _opens(lacking: Lacking, task: Task) -> bool:
    """Return whether there is somebody for a task with other dates, after what it waits for and beside no work."""
    if lacking.team.calendar is None:
        return True
    problem, needed = slot_problem(lacking.team, Backlog((task,))), set(task.dependencies)
    time = problem.time
    if time is None:
        return False
    ends = lacking.plan.ends
    counts = lacking.team.order != "ignore"
    behind = ((ends[name], Fraction(task.lag(name) if counts else 0)) for name in needed.intersection(ends))
    first = max((time.after_lag(period, lag) for period, lag in behind), default=0)
    return bool((problem.eligible & (time.period >= first)[:, None]).any(axis=0).all())
