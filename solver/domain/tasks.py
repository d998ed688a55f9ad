"""The backlog: tasks with what they require, each with the file and line it came from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import count
from typing import Final

from solver.domain.naming import Nearest
from solver.domain.showing import counted, in_days, shown, some

PRIORITIES: Final = ("CRITICAL", "HIGH", "MEDIUM", "LOW")
STATUSES: Final = ("TODO", "IN_PROGRESS", "DONE", "CANCELLED")
TIERS: Final = {
    "primary": (Decimal("0.8"), Decimal(1)),
    "secondary": (Decimal("0.6"), Decimal("0.6")),
    "supportive": (Decimal("0.4"), Decimal("0.3")),
}


@dataclass(frozen=True)
class Requirement:
    """A capability that a task needs: the minimum gates (0 to 1), the weight scores (above 0)."""

    capability: str
    tier: str
    minimum: Decimal
    weight: Decimal


@dataclass(frozen=True)
class Task:
    """One piece of work.

    ``batch`` is empty for a task of its own, ``value`` counts in its priority class, ``permissions`` are the pairs of
    verb and object that its owner must hold. ``earliest``, ``due`` (soft) and ``deadline`` (hard) are dates
    ``YYYY-MM-DD`` or ids of periods, empty for none. ``split_minutes`` is the smallest part of a task that may be
    split, 0 for one that may not. ``crew`` holds what each seat requires where the task needs several members,
    each for the whole estimate. ``estimate_minutes`` is what is left to do, after ``spent_minutes``.
    ``urgency`` is the most urgent class of the tasks that wait for it, empty where none is more urgent than itself.
    ``left`` is what remains of each seat or part where some of them are begun: who stays with it, empty for nobody yet,
    and minutes; none where the pieces are those of the estimate.
    ``lags`` are pairs of a task that it waits for and the working days, above 0, that must go by after the end of that
    one; ``held_days`` are those that must go by from the calendar's first morning.
    """

    id: str
    title: str
    kind: str
    priority: str
    status: str
    assigned_to: str
    estimate_minutes: int
    batch: str
    requirements: tuple[Requirement, ...]
    dependencies: tuple[str, ...]
    value: int
    file: str
    line: int
    permissions: tuple[tuple[str, str], ...] = ()
    earliest: str = ""
    due: str = ""
    deadline: str = ""
    split_minutes: int = 0
    crew: tuple[tuple[Requirement, ...], ...] = ()
    spent_minutes: int = 0
    urgency: str = ""
    left: tuple[tuple[str, int], ...] = ()
    lags: tuple[tuple[str, Decimal], ...] = ()
    held_days: Fraction = Fraction(0)

    @property
    def holders(self) -> tuple[tuple[int | None, str], ...]:
        """Who stays with what: the piece, None for all parts or any seat, and the member; none if it is not started."""
        if self.status != "IN_PROGRESS":
            return ()
        known = tuple((number, member) for number, (member, _) in enumerate(self.left) if member)
        return known if self.left else ((None, self.assigned_to),) if self.assigned_to else ()

    def without(self, gone: Collection[str]) -> Task:
        """Return the task when some members let go of it: open again where nobody stays with any of it."""
        left = tuple(("" if member in gone else member, minutes) for member, minutes in self.left)
        stays = next((member for member, _ in left if member), "") if left else self.assigned_to
        if not stays or stays in gone:
            return replace(self, status="TODO", assigned_to="", left=left)
        return replace(self, assigned_to=stays, left=left)

    @property
    def is_open(self) -> bool:
        """Whether the task is still to be planned."""
        return self.status in {"TODO", "IN_PROGRESS"}

    @property
    def said(self) -> str:
        """How it stands, in words."""
        return f"{self.id} is {self.status.lower().replace('_', ' ')}"

    @property
    def way_back(self) -> str:
        """What has it planned again once it is over, in words.

        A plan that runs ends tasks that the backlog has as open: that they are not done is said in the backlog too.
        """
        status, is_so = ("IN_PROGRESS", "not done") if self.status == "DONE" else ("TODO", "to be done after all")
        return f"{status} as its status ({self.file}:{self.line}) if it is {is_so}."

    def lag(self, target: str) -> Decimal:
        """Return the working days between the end of a task that it waits for and its start, 0 for none."""
        return max((days for name, days in self.lags if name == target), default=Decimal(0))

    def wait(self, target: str) -> str:
        """Return a task that it waits for, in words with the days that must go by then."""
        days = self.lag(target)
        return f"{target} ({in_days(days)} more)" if days else target

    @property
    def seats(self) -> tuple[tuple[Requirement, ...], ...]:
        """What each of those who work on it must have: one seat, or those of a crew."""
        return self.crew or (self.requirements,)

    @property
    def needs(self) -> tuple[Requirement, ...]:
        """What it asks of anybody, seat by seat; what several seats ask for stands once."""
        return tuple(dict.fromkeys(need for seat in self.seats for need in seat))


@dataclass(frozen=True)
class Backlog:
    """The tasks in the order of the file, the columns that have no field of their own, what was assumed and is odd."""

    tasks: tuple[Task, ...]
    kept_columns: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @cached_property
    def open_tasks(self) -> tuple[Task, ...]:
        """The tasks still to be planned."""
        return tuple(task for task in self.tasks if task.is_open)

    def missing(self, name: str, known: Iterable[str]) -> tuple[str, str]:
        """Return what is said of a name that no open task has, and what may be meant: the way back of one that is over.

        Parameters
        ----------
        name : str
            As it was asked for.
        known : iterable of str
            What would have done.

        Returns
        -------
        tuple of str
            Behind what was expected, empty unless the task is over; then the second line of a fault.

        Examples
        --------
        >>> Backlog(()).missing("PAY-11", ["PAY-1", "ACC-4"])
        ('', "'PAY-1'.")
        """
        over = self.over(name)
        return (f" ({over.said})", over.way_back) if over else ("", Nearest(known).maybe(name))

    def over(self, name: str) -> Task | None:
        """Return the task of that name if there is one and it is no longer to be planned."""
        return next((task for task in self.tasks if task.id == name and not task.is_open), None)

    def name_of_rest(self, name: str) -> str:
        """Return a name that no task has, for what is left of one.

        Examples
        --------
        >>> Backlog(()).name_of_rest("PAY-11")
        'PAY-11-2'
        """
        taken = {task.id for task in self.tasks}
        return next(new for number in count(2) if (new := f"{name}-{number}") not in taken)

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        tasks = self.open_tasks
        hours = sum(task.estimate_minutes for task in tasks) / 60
        batches = counted(len({task.batch for task in tasks if task.batch}), "batch")
        head = f"Backlog: {len(tasks)} open of {counted(len(self.tasks), 'task')}, {hours:g} h, {batches}"
        return shown(head, [_said(task) for task in tasks])


def _said(task: Task) -> str:
    needs = some([f"{need.capability} {need.minimum}" for need in task.needs], 3)
    return f"{task.id:<9} {task.priority:<9}{task.estimate_minutes / 60:>5g} h  {needs}".rstrip()
