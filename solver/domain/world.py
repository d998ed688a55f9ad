"""The world that a plan is made for: who is there, what there is to do, and what quality counts."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from solver.domain.calendar import WORKDAYS
from solver.domain.naming import Nearest
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The share of the time that a plan may take where there are deadlines to ask of: whether one that it misses can be met.
PLAN_SHARE: Final = 0.9


@dataclass(frozen=True)
class World:
    """A team, its backlog, what the quality of a plan counts, and how far members are from each other.

    ``distances`` are hand-off distances, shape (n_members, n_members), where they are not the team's own: those are
    made on demand by ``solver.communication.distances``.
    """

    team: Team
    backlog: Backlog
    weights: Weights = Weights()
    distances: NDArray[np.int64] | None = field(default=None, compare=False, repr=False)

    @property
    def names(self) -> list[str]:
        """The ids of the members."""
        return [one.id for one in self.team.members]

    @property
    def has_deadlines(self) -> bool:
        """Whether a date binds: there are periods, and open work with a deadline."""
        return self.team.calendar is not None and any(task.deadline for task in self.backlog.open_tasks)

    def seconds_to_plan(self, seconds: float) -> float:
        """Return how much of a time a plan may take: deadlines that it misses are asked of in the rest."""
        return seconds * (PLAN_SHARE if self.has_deadlines else 1)

    @property
    def days_per_week(self) -> int:
        """How many working days a week has."""
        return len(self.team.calendar.workdays) if self.team.calendar else len(WORKDAYS)

    def member(self, name: str) -> Member:
        """Return a member; raises ValueError with the closest name."""
        return {one.id: one for one in self.team.members}[known(name, self.names, "member")]

    def task(self, name: str) -> Task:
        """Return an open task; raises ValueError with the closest name, or with the ways back of one that is over."""
        over = self.backlog.over(name)
        if over is not None:
            rest = f"task: {shlex.quote(self.backlog.name_of_rest(over.id))} estimated_hours=4"
            raise ValueError(f"an open task ({over.said})\n{rest!r} for work that is left, or {over.way_back}")
        tasks = {one.id: one for one in self.backlog.open_tasks}
        return tasks[known(name, tasks, "task")]

    def with_members(self, members: Iterable[Member]) -> World:
        """Return the world with other members."""
        return replace(self, team=replace(self.team, members=tuple(members)))

    def with_member(self, changed: Member) -> World:
        """Return the world with one member changed."""
        return self.with_members(changed if one.id == changed.id else one for one in self.team.members)

    def with_tasks(self, tasks: Iterable[Task]) -> World:
        """Return the world with other tasks."""
        return replace(self, backlog=replace(self.backlog, tasks=tuple(tasks)))

    def with_task(self, changed: Task) -> World:
        """Return the world with one task changed."""
        return self.with_tasks(changed if one.id == changed.id else one for one in self.backlog.tasks)

    def with_policies(self, **changes: Any) -> World:
        """Return the world with some of its rules changed."""
        return replace(self, team=replace(self.team, policies=replace(self.team.policies, **changes)))


def known(name: str, names: Iterable[str], what: str) -> str:
    """Return a name that is one of those known; raises ValueError with the closest one."""
    names = list(names)
    if name not in names:
        close = Nearest(names).maybe(name)
        raise ValueError(f"a {what} that is there" + (f"\n{close}" if close else ""))
    return name
