"""What a lead could change so that work over periods has a place, in the order in which a lead would: all priced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Final

from solver.changes.change import Change
from solver.changes.cutting import half_of, is_for_one, sprint
from solver.domain.calendar import Calendar, Period
from solver.domain.tasks import PRIORITIES, Task
from solver.domain.team import Member
from solver.domain.world import World
from solver.explanation.edits import STEP, most_slot_hours, unpinned
from solver.explanation.fix.change import UNSAID, FixChange
from solver.explanation.fix.span import days_to, later_periods
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.gates import missing_permissions
from solver.matching.pairs.vocabulary import effective_scores
from solver.study.study import Study

# Of each kind what the first unit costs on top of its price, and the price of a unit: a sprint more, a split task, a
# second person, a working day that a date is shifted by, an hour more in a sprint, and so on. A minimum comes last.
PRICES_IN_TIME: Final[Mapping[str, tuple[int, int]]] = {
    "sprint": (0, 1),
    "split": (0, 2),
    "second": (0, 3),
    "date": (3, 1),
    "hours": (7, 1),
    "wip": (8, 2),
    "permission": (0, 12),
    "batch": (0, 12),
    "forbid": (0, 14),
    "pin": (0, 14),
    "separate": (0, 16),
    "together": (0, 16),
    "join": (0, 25),
    "minimum": (40, 2),
    "required": (0, 50),
    "started": (0, 50),
}
# The smallest part that a task is offered to be split into, so many minutes.
PART: Final = 240
# A minimum is lowered by so many tenths at most, and so many tasks more at once are offered.
MOST_TENTHS, MOST_TASKS = 5, 3
DAY: Final = timedelta(days=1)
# What makes more pieces of a task.
CUTS: Final = frozenset({"split", "second"})


@dataclass(frozen=True)
class Offer:
    """A change by an amount from 1 to ``most``, told by ``change``; ``first`` is what the first unit costs."""

    kind: str
    first: int
    further: int
    change: Callable[[int], FixChange]
    most: int = 1


@dataclass(frozen=True)
class Terms:
    """How far changes are offered: ``prices`` of each kind for the first unit beside its price, and of a unit.

    ``most_hours`` are those that a slot may be given more, a quarter of its hours if not said. What CRITICAL tasks need
    is lowered where ``lower_critical`` says so.
    """

    prices: Mapping[str, tuple[int, int]] = field(default_factory=lambda: PRICES_IN_TIME)
    most_hours: int | None = None
    lower_critical: bool = False


# What is on offer unless something else is said.
TERMS: Final = Terms()


@dataclass(frozen=True)
class Wish:
    """What has to have a place: the case, those tasks with all that they need, and who could take any of them.

    So many ``sprints`` more are on offer at least.
    """

    case: Study
    tasks: tuple[Task, ...]
    terms: Terms
    firm: tuple[str, ...] = ()
    sprints: int = 1

    def priced(self, kind: str, change: Callable[[int, int], FixChange], most: int = 1) -> Iterator[Offer]:
        """Yield an offer if its kind has a price; ``change`` is given the amount and its price."""
        if kind in self.terms.prices and most > 0:
            fee, unit = self.terms.prices[kind]
            yield Offer(kind, fee + unit, unit, lambda n: change(n, fee + n * unit), most)


def offers(wish: Wish) -> tuple[Offer, ...]:
    """Return what could be changed for a wish, in the order in which changes are made."""
    # A task for two is no longer split.
    makers = (_sprint, _splits, _dates, _joins, _hours, _members, _minimums, _rules, _seconds)
    return tuple(offer for make in makers for offer in make(wish))


def _said(kind: str, price: int, about: str, change: str = "", member: str = "", task: str = "") -> FixChange:
    said = Change.read(change) if change else UNSAID
    return FixChange(kind, member, task, about, Decimal(0), Decimal(1), price, said)


def _sprint(wish: Wish) -> Iterator[Offer]:
    calendar = wish.case.team.calendar
    if calendar is None:
        return
    last, later = calendar.periods[-1].end, _later(wish, calendar)
    # A task that must be done before has nothing of it, unless its deadline can be shifted.
    may_shift = "date" in wish.terms.prices
    if may_shift or any(not one.deadline or calendar.last_day(one.deadline) > last for one in wish.tasks):

        def change(count: int, price: int) -> FixChange:
            one, end = later[0], later[count - 1]
            about = f"{one.id}{f' to {end.id}' if count > 1 else ''}, {one.start} to {end.end}"
            return replace(_said("sprint", price, about, f"sprint: {count}"), after=Decimal(count))

        yield from wish.priced("sprint", change, len(later))


def _later(wish: Wish, calendar: Calendar) -> tuple[Period, ...]:
    """Return the sprints more that are on offer."""
    stated = (calendar.first_day(task.earliest) for task in wish.tasks if task.earliest)
    return later_periods(calendar, max(stated, default=date.min), wish.sprints)


def _splits(wish: Wish) -> Iterator[Offer]:
    for task in wish.tasks:
        if not task.crew and not task.split_minutes and task.estimate_minutes > PART and wish.case.team.calendar:
            change = f"split: {task.id}={PART // 60}h"
            yield from wish.priced("split", _fixed("split", f"{PART // 60} h", change, task=task.id))


def _seconds(wish: Wish) -> Iterator[Offer]:
    rules = wish.case.team.policies
    for task in wish.tasks:
        # Started work is one person's, so is what goes with other work, and an hour is not worth handing over.
        is_whole = task.crew or task.status != "TODO" or is_for_one(rules, task)
        if not is_whole and task.estimate_minutes >= PART:
            about = f"{half_of(task) / 60:g} h each"
            yield from wish.priced("second", _fixed("second", about, f"second: {task.id}", task=task.id))


def _fixed(kind: str, about: str, change: str = "", **names: str) -> Callable[[int, int], FixChange]:
    return lambda _, price: _said(kind, price, about, change, **names)


def _dates(wish: Wish) -> Iterator[Offer]:
    calendar = wish.case.team.calendar
    if calendar is None:
        return
    # With a sprint more there are its days too.
    team = wish.case.team
    if "sprint" in wish.terms.prices:
        team = sprint(World(team, wish.case.backlog), str(len(_later(wish, calendar)))).team
    known = team.calendar or calendar
    for task in wish.tasks:
        if task.deadline:
            later = days_to(team, known.last_day(task.deadline) + DAY, known.periods[-1].end)
            yield from wish.priced("date", _shifted(task, "deadline", later), len(later))
        if task.earliest:
            sooner = days_to(team, known.periods[0].start, known.first_day(task.earliest) - DAY)[::-1]
            yield from wish.priced("date", _shifted(task, "earliest", sooner), len(sooner))


def _shifted(task: Task, field: str, days: Sequence[date]) -> Callable[[int, int], FixChange]:
    name = "deadline" if field == "deadline" else "earliest start"

    def change(amount: int, price: int) -> FixChange:
        new = days[amount - 1]
        about = f"the {name} of {task.id} from {getattr(task, field)} to {new}"
        return _said("date", price, about, f"{field}: {task.id}={new}", task=task.id)

    return change


def _able(wish: Wish, member: Member) -> bool:
    """Return whether a member meets every minimum of one of the tasks, or of a seat of it."""
    words, scores = wish.case.team.vocabulary, effective_scores(member.card, wish.case.team.vocabulary)
    seats = (replace(task, requirements=need) for task in wish.tasks for need in task.crew or (task.requirements,))
    return any(not shortfalls(scores, seat, words) for seat in seats)


def _joins(wish: Wish) -> Iterator[Offer]:
    calendar, seen = wish.case.team.calendar, set[str]()
    first = calendar.periods[0].id if calendar else ""
    for member in wish.case.team.members:
        if member.card.id not in seen and _able(wish, member):
            seen.add(member.card.id)
            change = f"join: {member.id}@{first}" if first else f"clone: {member.id}"
            yield from wish.priced("join", _fixed("join", first, change, member=member.id))


def _hours(wish: Wish) -> Iterator[Offer]:
    calendar = wish.case.team.calendar
    for member in wish.case.team.members:
        if not _able(wish, member):
            continue
        if calendar is None:
            most = most_slot_hours(member.load_limit_minutes, wish.terms.most_hours)
            yield from wish.priced("hours", _more(member, None), most)
            continue
        for period, slot in zip(calendar.periods, member.slots(calendar), strict=True):
            if slot.minutes and _matters(wish, period.start, period.end):
                most = most_slot_hours(slot.minutes, wish.terms.most_hours)
                yield from wish.priced("hours", _more(member, period.id), most)


def _more(member: Member, period: str | None) -> Callable[[int, int], FixChange]:
    before = Decimal(member.load_limit_minutes) / 60

    def change(amount: int, price: int) -> FixChange:
        return FixChange("hours", member.id, "", period or "", before, before + amount, price)

    return change


def _matters(wish: Wish, start: date, end: date) -> bool:
    """Return whether any of the tasks may be worked between two days; a date that is shifted is looked at with it."""
    calendar = wish.case.team.calendar
    if calendar is None or "date" in wish.terms.prices:
        return True
    ends = [calendar.last_day(task.deadline) if task.deadline else end for task in wish.tasks]
    starts = [calendar.first_day(task.earliest) if task.earliest else start for task in wish.tasks]
    return any(first <= end and last >= start for first, last in zip(starts, ends, strict=True))


def _members(wish: Wish) -> Iterator[Offer]:
    for member in wish.case.team.members:
        able = _able(wish, member)
        if able and member.wip_limit is not None:
            limit = Decimal(member.wip_limit)
            yield from wish.priced(
                "wip",
                lambda n, price, one=member, limit=limit: FixChange("wip", one.id, "", "", limit, limit + n, price),  # type: ignore[misc]
                MOST_TASKS,
            )
        texts = dict.fromkeys(text for task in wish.tasks for text in missing_permissions(member, task))
        for text in texts if able else ():
            yield from wish.priced("permission", _fixed("permission", text, member=member.id))


def _minimums(wish: Wish) -> Iterator[Offer]:
    words = wish.case.team.vocabulary
    scores = [effective_scores(one.card, words) for one in wish.case.team.members]
    for task in wish.tasks:
        if task.priority == PRIORITIES[0] and not wish.terms.lower_critical:
            continue
        minimums = {(words.name(need.capability), need.minimum): need for need in task.needs}
        for (name, _), need in minimums.items():
            if sum(other == name for other, _ in minimums) > 1:
                continue  # Seats that ask for more and less of it would all ask for one minimum after.
            have = [each.get(words.name(need.capability), Decimal(0)) for each in scores]
            short = [ceil((need.minimum - one) / STEP) for one in have if 0 < one < need.minimum]
            most = max((tenths for tenths in short if tenths <= MOST_TENTHS), default=0)
            yield from wish.priced("minimum", _lowered(task, need.capability, need.minimum), most)


def _lowered(task: Task, name: str, before: Decimal) -> Callable[[int, int], FixChange]:
    return lambda n, price: FixChange("minimum", "", task.id, name, before, before - STEP * n, price)


def _rules(wish: Wish) -> Iterator[Offer]:
    policies, names = wish.case.team.policies, {task.id for task in wish.tasks}
    for batch in dict.fromkeys(task.batch for task in wish.tasks):
        if batch and policies.of_batch(batch) == "together":
            yield from wish.priced("batch", _fixed("batch", batch))
    for pair in policies.forbids:
        if pair.task in names:
            yield from wish.priced("forbid", _fixed("forbid", "", member=pair.member, task=pair.task))
    for pin in policies.pins:
        if pin.task in names:
            change = str(unpinned(wish.case.team, pin.task, pin.member))
            yield from wish.priced("pin", _fixed("pin", "", change, member=pin.member, task=pin.task))
    for kind in ("separate", "together"):
        for group in dict.fromkeys(getattr(policies, kind)):
            if names & set(group):
                yield from wish.priced(kind, _fixed(kind, ", ".join(group)))
    for name in policies.required:
        if name not in wish.firm:
            yield from wish.priced("required", _fixed("required", "", task=name))
    for task in wish.tasks:
        if task.status == "IN_PROGRESS" and task.assigned_to:
            yield from wish.priced("started", _fixed("started", "", member=task.assigned_to, task=task.id))
