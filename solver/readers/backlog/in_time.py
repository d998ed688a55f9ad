"""Reads the cells of a task that are about time: from when, until when, in parts, by how many, and what is left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from solver.domain.calendar import Calendar
from solver.domain.naming import Nearest
from solver.domain.order import needs_first
from solver.domain.showing import counted
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.domain.urgency import inherited
from solver.errors import Fault
from solver.readers.backlog.lags import said_of_lags
from solver.readers.text.days import likely_day
from solver.readers.text.hours import parse_minutes

if TYPE_CHECKING:
    from solver.readers.backlog.drafted import Drafted

# A day, with or without a midnight that a spreadsheet or a data frame added.
DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
MOST_PARTS: Final = 200
MOST_SEATS: Final = 20


def moment(draft: Drafted, text: str, name: str, line: int) -> str:
    """Return a date as ``YYYY-MM-DD`` or the id of a period as it stands; ids are looked up once periods are known."""
    day = DAY.fullmatch(text)
    if not day:
        return text
    try:
        return date.fromisoformat(day[1]).isoformat()
    except ValueError:
        draft.fault(line, f"a day such as 2027-01-06 or the id of a period as {name}", text)
        return ""


def effort(draft: Drafted, cell: Mapping[str, str], estimate: int, line: int, *, is_read: bool) -> tuple[int, int]:
    """Return what is left to do and what was spent, in minutes: remaining as stated, else the estimate less spent.

    Of an estimate that could not be read, nothing is said.
    """
    known: dict[str, int | None] = {}
    for name in ("spent", "remaining"):
        known[name] = None
        if cell[name]:
            try:
                known[name] = parse_minutes(cell[name], draft.hours_per_day)
            except ValueError as error:
                draft.fault(line, f"{error} as {name}", cell[name])
    spent, remaining = known["spent"] or 0, known["remaining"]
    is_open = cell["status"].upper().replace(" ", "_").replace("-", "_") not in {"DONE", "CANCELLED"}
    if remaining is None and spent and is_read:
        remaining = estimate - spent
    if remaining is None or not is_open:
        return estimate, spent
    if not 0 < remaining <= 60_000_000:
        what = "remaining hours above 0" if cell["remaining"] else "remaining hours where all of the estimate is spent"
        draft.fault(line, f"{what}, or the status DONE", cell["remaining"] or f"{spent / 60:g} h spent")
        return estimate, spent
    return remaining, spent


def smallest_part(draft: Drafted, text: str, estimate: int, line: int) -> int:
    """Return the minutes of the smallest part, 0 for a task that is not split."""
    word = text.lower()
    if word in {"", "no", "false"}:
        return 0
    if word in {"yes", "true"}:
        smallest = int(60 * (draft.hours_per_day or Decimal(8)))
        draft.assumptions.add(f"a task with split yes has parts of at least {smallest / 60:g} h")
    else:
        try:
            smallest = parse_minutes(text, draft.hours_per_day)
        except ValueError:
            smallest = 0
    if smallest <= 0:
        draft.fault(line, "split as no, yes or the hours of the smallest part such as 4h", text)
        return 0
    if estimate // smallest > MOST_PARTS:
        draft.fault(line, f"at most {MOST_PARTS} parts", f"{estimate // smallest} parts of {smallest / 60:g} h")
        return 0
    return smallest


def crew_size(draft: Drafted, text: str, line: int) -> int:
    """Return how many seats a number asks for."""
    if not text:
        return 1
    number = text.removesuffix(".0")
    if not re.fullmatch(r"[0-9]{1,3}", number) or not 1 <= int(number) <= MOST_SEATS:
        draft.fault(line, f"a crew of 1 to {MOST_SEATS}, or its seats' requirements with | between them", text)
        return 1
    return int(number)


def earlier_than_earliest(draft: Drafted) -> None:
    """Note a fault for each task whose deadline is before its earliest start, where both are dates."""
    for task in draft.tasks:
        if DAY.fullmatch(task.earliest) and DAY.fullmatch(task.deadline) and task.deadline < task.earliest:
            expected = f"a deadline from {task.earliest} on, the earliest start"
            draft.fault(task.line, expected, task.deadline, file=task.file)


def faults_in_time(team: Team, backlog: Backlog, stated: Sequence[str]) -> list[Fault]:
    """Return what only calendar and backlog together show: unknown periods, and deadlines that no plan can keep.

    Of periods that are ``stated`` but not in the calendar nothing is said: their days could not be read.
    """
    found, calendar = list[Fault](), team.calendar
    if calendar is None:
        return found
    # Without an order what is needed may be done after what needs it.
    read, in_order = [period.id for period in calendar.periods], team.policies.order != "ignore"
    first: dict[str, tuple[date, str]] = {}
    good = {task.id: task for task in backlog.tasks}
    for task in backlog.tasks:
        for name in ("earliest", "due", "deadline"):
            text = getattr(task, name)
            if text and text not in read and not DAY.fullmatch(text):
                good.pop(task.id, None)
                if text not in stated:
                    close = Nearest(stated).maybe(text) or likely_day(text)
                    expected = f"a day or the id of a period as {name}"
                    found.append(Fault(task.file, task.line, expected, repr(text), close))
    for task in good.values():
        if not task.deadline or not task.is_open:
            continue
        last = calendar.last_day(task.deadline)
        begin, by = _first_day(calendar, good if in_order else {task.id: task}, task, first)
        # Two days of the task itself were compared when it was read.
        is_told = by == task.id and DAY.fullmatch(task.earliest) and DAY.fullmatch(task.deadline)
        if begin > last and not is_told:
            why = "its earliest start" if by == task.id else f"the earliest start of {by}, which it waits for"
            found.append(
                Fault(task.file, task.line, f"a deadline from {begin} on, {why}", f"{task.deadline!r} of {task.id}")
            )
    return found


def _first_day(
    calendar: Calendar, tasks: Mapping[str, Task], task: Task, known: dict[str, tuple[date, str]]
) -> tuple[date, str]:
    """Return the first day on which a task can start, whatever is done, and the task whose earliest start that is."""

    def wanted(name: str) -> list[str]:
        return [one for one in tasks[name].dependencies if one in tasks and tasks[one].is_open]

    for name in needs_first([task.id], wanted, known):
        one = tasks[name]
        own = calendar.first_day(one.earliest) if one.earliest else date.min
        later = [known[need] for need in wanted(name) if need in known]
        known[name] = max([(own, name), *later], key=lambda pair: pair[0])
    return known[task.id]


def backlog_in_time(team: Team, backlog: Backlog) -> tuple[Backlog, list[str], list[str]]:
    """Return the backlog as it is planned, with what is assumed and what is warned of.

    Without periods, what an urgent task waits for is as urgent where ``policies.inherit`` says so, and dates have no
    meaning.
    """
    assumed = said_of_lags(team, backlog)
    if team.calendar:
        return backlog, assumed, []
    warnings = []
    dated = [task for task in backlog.open_tasks if task.earliest or task.due or task.deadline]
    if dated:
        few = ", ".join(task.id for task in dated[:3]) + (" and more" if len(dated) > 3 else "")
        warnings.append(f"dates of {counted(len(dated), 'task')} ({few}) are not used: team.yaml has no periods")
    if not team.policies.inherit:
        return backlog, assumed, warnings
    found = inherited(backlog)
    raised = [f"{task.id} ({task.priority}) as {task.urgency}" for task in found.tasks if task.urgency]
    if not raised:
        return backlog, assumed, warnings
    more = f" and {len(raised) - 5} more" if len(raised) > 5 else ""
    text = f"what an urgent task waits for is as urgent where that task is placed: {', '.join(raised[:5])}{more}"
    return found, [text, *assumed], warnings
