"""How far the parts of a split task come one after the other, with nothing else to do: in a given order of days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from solver.domain.calendar import Calendar, Slot
from solver.domain.showing import counted, in_days, some
from solver.domain.tasks import Task
from solver.domain.team import Member
from solver.matching.pieces import part_minutes
from solver.matching.units import minutes

Moment = tuple[int, Fraction]


@dataclass(frozen=True)
class InTurn:
    """What becomes of the ``parts`` of a task whose dates leave so many working ``days`` of whoever does them.

    ``done`` are the parts that end by then. Where later ones end too, had the task no deadline, all of them take so
    many working days, else ``takes`` is 0. ``ever`` says that all end if it had no dates at all.
    """

    who: tuple[str, ...]
    parts: int
    done: int
    days: int
    takes: int
    ever: bool

    @property
    def is_done(self) -> bool:
        """Whether all parts end between the dates."""
        return self.done == self.parts

    @property
    def text(self) -> str:
        """What whoever does them takes, and has."""
        who, alone = some(list(self.who), 3), len(self.who) == 1
        if self.takes:
            return f"take {who} {in_days(Fraction(self.takes))}, who {'has' if alone else 'have'} {self.days}"
        many = f"are too many for {who}, who {'gets' if alone else 'get'} {self.done or 'none'} of them done"
        return f"{many} in {in_days(Fraction(self.days))}"


def in_turn(calendar: Calendar, task: Task, members: Sequence[Member]) -> InTurn:
    """Return how far the parts of a task come where any of some members does each, whoever ends it first.

    Parameters
    ----------
    calendar : Calendar
        With the periods.
    task : Task
        One that is split; what it waits for is left out of account.
    members : sequence of Member
        At least one.
    """
    slots, parts = [one.slots(calendar) for one in members], len(part_minutes(task))
    first, last = _window(calendar, task)
    done = list(_ends(task, members, slots, (first, last)))
    end = len(calendar.periods) - 1, len(calendar.periods[-1].days)
    later = done if len(done) == parts else list(_ends(task, members, slots, (first, end)))
    ever = len(later) == parts or len(list(_ends(task, members, slots, ((0, 0), end)))) == parts
    takes = _days(slots, first, (later[-1][0], -(-later[-1][1] // 1))) if len(later) == parts else 0
    return InTurn(tuple(one.id for one in members), parts, len(done), _days(slots, first, last), takes, ever)


def parts_said(task: Task) -> str:
    """Return the parts of a task as what is said of them begins.

    Examples
    --------
    >>> parts_said(Task("T", "", "", "LOW", "TODO", "", 600, "", (), (), 1, "", 1, split_minutes=240))
    'one after the other, its 2 parts'
    """
    return f"one after the other, its {counted(len(part_minutes(task)), 'part')}"


def _window(calendar: Calendar, task: Task) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first morning and the last evening between which a task may be worked: period and day of it."""
    first, last = (0, 0), (len(calendar.periods) - 1, len(calendar.periods[-1].days))
    if task.earliest:
        day = calendar.first_day(task.earliest)
        first = next(
            ((p, max((day - one.start).days, 0)) for p, one in enumerate(calendar.periods) if one.end >= day), last
        )
    if task.deadline:
        day = calendar.last_day(task.deadline)
        open_ = [(p, min((day - one.start).days + 1, len(one.days))) for p, one in enumerate(calendar.periods)]
        last = max(((p, days) for p, days in open_ if days > 0), default=(0, 0))
    return first, last


def _ends(
    task: Task, members: Sequence[Member], slots: Sequence[Sequence[Slot]], window: tuple[tuple[int, int], ...]
) -> Iterator[Moment]:
    """Yield when each part ends that does so within a window, each by whoever ends it first."""
    (first, morning), (last, evening) = window
    at: Moment = (first, Fraction(morning))
    for part in part_minutes(task):
        found = [
            end for one, own in zip(members, slots, strict=True) if (end := _end(own, minutes(one, part), at, last))
        ]
        at = min(found, default=(last + 1, Fraction(0)))
        if at > (last, Fraction(evening)):
            return
        yield at


def _end(slots: Sequence[Slot], takes: int, at: Moment, last: int) -> Moment | None:
    """Return when a member is done with so many minutes that it begins at a moment, or in a later period."""
    for period in range(at[0], last + 1):
        start = slots[period].done_by(at[1]) if period == at[0] else Fraction(0)
        if start + takes <= slots[period].minutes:
            return period, slots[period].moment(start + takes)
    return None


def _days(slots: Sequence[Sequence[Slot]], first: tuple[int, int], last: tuple[int, int]) -> int:
    """Return on how many days from a morning to an evening somebody has hours."""
    days = 0
    for period in range(first[0], last[0] + 1):
        begin = first[1] if period == first[0] else 0
        own = [slot.days[begin : last[1] if period == last[0] else None] for each in slots for slot in [each[period]]]
        days += sum(any(given) for given in zip(*own, strict=True))
    return days
