"""Why a task stayed out: the first gate that nobody passes, else what stops everybody who passes them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.domain.plan import Plan
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.explanation.held import hours
from solver.explanation.passing import Members, Passing, passing_of
from solver.explanation.stops.stops import MOST_NAMED, Stop, Stops
from solver.explanation.unassigned.task import UNFINISHED, Unassigned, barred, nobody_can
from solver.matching.pieces import is_timed


def unassigned(
    team: Team, backlog: Backlog, plan: Plan, tasks: tuple[str, ...] | None = None
) -> tuple[Unassigned, ...]:
    """Return a reason for each open task that the plan leaves out.

    Parameters
    ----------
    team : Team
        At least one member.
    backlog : Backlog
        Its open tasks are looked at.
    plan : Plan
        A plan that the checker passed.
    tasks : tuple of str, optional
        Which of the tasks that it leaves out; all if not given.

    Returns
    -------
    tuple of Unassigned
        In the order of the backlog. Each reason holds with everything else as planned; none says that another plan
        would not be better.
    """
    owner = plan.owner
    wanted = None if tasks is None else set(tasks)
    left = [t for t in backlog.open_tasks if t.id not in owner and (wanted is None or t.id in wanted)]
    if not left:
        return ()
    if is_timed(team, backlog):
        from solver.explanation.unassigned.in_time import unassigned_in_time

        return tuple(one for one in unassigned_in_time(team, backlog, plan) if wanted is None or one.task in wanted)
    passing = passing_of(team, backlog)
    desk = _Desk(team, backlog, passing, Stops(team, backlog, plan, passing))
    return tuple(desk.unassigned(task) for task in left)


@dataclass(frozen=True)
class _Desk:
    team: Team
    backlog: Backlog
    passing: Passing
    stops: Stops

    def unassigned(self, task: Task) -> Unassigned:
        """Return why a task stayed out."""
        ranked = self.passing.ranked(task)
        gate, reason, stops = self._gates(task) or self._rest(task)
        closest = tuple(self.team.members[m].id for m in ranked[:3])
        return Unassigned(task.id, gate, reason, closest, tuple(stops), reason.startswith(UNFINISHED))

    def _gates(self, task: Task) -> tuple[str, str, list[Stop]] | None:
        """Return the first gate that nobody passes who passed those before, with what is missing."""
        able = self.passing.can(task)
        free = able & self.passing.allowed(task)
        if not able.any():
            return "can", nobody_can(self.passing, task), []
        if not free.any():
            return "allowed", "; ".join(self._barred(task, able)), []
        if self.passing.all_gates(task).any():
            return None
        text = "; ".join((self._too_long(task, free), *self._barred(task, able & ~free)))
        return "available", text, []

    def _barred(self, task: Task, rows: Members) -> list[str]:
        return barred(self.team, self.backlog, task, self._closest(task, rows))

    def _too_long(self, task: Task, rows: Members) -> str:
        """Return what a task takes of the hours that members may be given at all."""
        names, load = self._closest(task, rows), self.passing.load(task)
        parts = []
        for name in names[:MOST_NAMED]:
            m = self.passing.row[name]
            pace = self.team.members[m].pace
            at_pace = f" ({hours(task.estimate_minutes)} h at a pace of {pace:f})" if pace != 1 else ""
            parts.append(
                f"it takes {name} {hours(load[m])} h{at_pace}, who may be given {hours(self.passing.limit[m])} h"
            )
        more = len(names) - len(parts)
        return "; ".join(parts) + (
            f"; and {more:,} more have too few hours even without other work" if more > 0 else ""
        )

    def _rest(self, task: Task) -> tuple[str, str, list[Stop]]:
        """Return what stops those who pass the gates: hours only, or rules."""
        stops, only_hours = self.stops.of(task)
        rows = self.passing.all_gates(task)
        stopped = {name for stop in stops for name in stop.members}
        free = [] if any(not stop.members for stop in stops) else self._unstopped(task, rows, stopped)
        if free:
            text = f"{UNFINISHED} {free[0]}, who has the hours: the search ended before it was placed"
            return "outbid", text, stops
        return "outbid" if only_hours else "rule", "; ".join(stop.text for stop in stops), stops

    def _unstopped(self, task: Task, rows: Members, stopped: set[str]) -> list[str]:
        return [name for name in self._closest(task, rows) if name not in stopped]

    def _closest(self, task: Task, rows: Members) -> Sequence[str]:
        ranked: np.ndarray = self.passing.ranked(task)
        return [self.team.members[m].id for m in ranked[rows[ranked]]]
