"""Waits with a lag, as project plans write them: A+2d, A FS+2d, A+1w, A + 0.5 days."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from solver.domain.showing import some
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team

if TYPE_CHECKING:
    from solver.readers.backlog.drafted import Drafted

# An id, how the two are linked, and the days in between; or what they overlap by.
LAG: Final = re.compile(
    r"(?P<task>.*?)\s*(?P<link>FS|SS|FF|SF)?\s*"
    r"(?:\+\s*(?P<days>[0-9.]*\s*[a-z]*)|-\s*[0-9.]+\s*(?:min|h|d|w|days?|weeks?))",
    re.IGNORECASE | re.DOTALL,
)
# A number of days or of weeks; how other languages write them is for whoever reads their files.
DAYS: Final = ("d", "day", "days")
WEEKS: Final = ("w", "wk", "wks", "week", "weeks")
# So many words are at most one wait: A FS + 2 days.
MOST_WORDS: Final = 5
# A longer text is none.
MOST_LETTERS: Final = 400
# What a fault says was expected.
FORM: Final = "a lag from 0 to 99999 in working days or weeks between end and start, such as A+2d, A+0.5d or A+1w"


def without_lags(draft: Drafted, task: Task, stated: Mapping[str, str], known: Collection[str]) -> Task:
    """Return a task with the ids that it waits for parted from their lags; what is no lag is a fault.

    Parameters
    ----------
    draft : Drafted
        Takes the faults.
    task : Task
        As it was read: what it waits for stands with its lags.
    stated : mapping of str to str
        Lags that stand apart from the ids, by what they are for.
    known : collection of str
        All ids: what is one as a whole has no lag.
    """
    if not stated and all(name in known for name in task.dependencies):
        return task
    waits, lags = list(waits_of(task.dependencies, known)), dict(task.lags)
    for one in waits:
        written = one.days or stated.get(one.task, "")
        days = days_of(written, draft.week) if one.task else None
        if written and days is None and task.is_open:
            draft.fault(task.line, FORM, one.said or f"{one.task} with the lag {written}", file=task.file)
        elif days:
            lags[one.task] = max(days, lags.get(one.task, days))
    return replace(task, dependencies=tuple(one.task for one in waits if one.task), lags=tuple(lags.items()))


def said_of_lags(team: Team, backlog: Backlog) -> list[str]:
    """Return what is assumed of the lags of open tasks: what they count, where they count nothing, which are over."""
    status = {task.id: task.status for task in backlog.tasks}
    lagged = [(task.id, name, days) for task in backlog.open_tasks for name, days in task.lags if name in status]
    now = [f"{name} after {with_lag(target, days)}" for name, target, days in lagged if status[target] != "DONE"]
    over = [f"{name} after {target}" for name, target, _ in lagged if status[target] == "DONE"]
    found, order = list[str](), team.order
    if now and order == "ignore":
        hint = "" if team.policies.order else ": order: fit under policies in team.yaml makes them count"
        found.append(f"lags do not count, as the order of work does not ({some(now, 5)}){hint}")
    elif now and team.calendar:
        found.append(f"lags count working days of the calendar, those between periods too ({some(now, 5)})")
    elif now:
        hours = team.defaults.hours_per_day or 8
        found.append(f"lags count days of {hours:g} h within the window ({some(now, 5)})")
    if over and order != "ignore":
        found.append(f"a lag behind work that is done is over ({some(over, 5)})")
    return found


class Wait(NamedTuple):
    """A task that is waited for, the days more as they are written, empty for none, and all that stands for the two."""

    task: str
    days: str = ""
    said: str = ""


def waits_of(names: Sequence[str], known: Container[str]) -> Iterator[Wait]:
    """Yield what names, some of them followed by lags, wait for; a name that is known as a whole is that.

    Examples
    --------
    >>> known = {"A", "PAY", "X+1d"}
    >>> [one[:2] for one in waits_of(["A+2d", "X+1d", "A", "FS", "+", "1", "w", "PAY-2", "A-3d"], known)]
    [('A', '2d'), ('X+1d', ''), ('A', '1 w'), ('PAY-2', ''), ('A', 'A-3d')]
    """
    at = 0
    while at < len(names):
        count, found = next(_longest(names[at : at + MOST_WORDS], known), (1, Wait(names[at])))
        yield found
        at += count


def _longest(names: Sequence[str], known: Container[str]) -> Iterator[tuple[int, Wait]]:
    """Yield how many of the first names are one wait with a lag, the most first."""
    for count in range(len(names), 0, -1):
        if any(name in known for name in names[min(count - 1, 1) : count]):
            continue
        text = " ".join(names[:count])
        found = LAG.fullmatch(text) if len(text) <= MOST_LETTERS else None
        head = names[0] if count > 1 else found and found["task"]
        if found is not None and found["task"] == head and (head in known or (not head and found["days"] is not None)):
            is_lag = found["days"] is not None and (found["link"] or "FS").upper() == "FS"
            yield count, Wait(head, (found["days"] or text) if is_lag else text, text)


def lagged_task(text: str) -> str:
    """Return the task that a text names before a plus and a lag, empty if that is not its form."""
    found = LAG.fullmatch(text) if "+" in text and len(text) <= MOST_LETTERS else None
    return found["task"] if found is not None and found["days"] is not None else ""


def length(days: Sequence[str] = DAYS, weeks: Sequence[str] = WEEKS, mark: str = r"\.") -> re.Pattern[str]:
    """Return the form of a length in days or weeks, by their words and the mark before decimals, a regular expression.

    Examples
    --------
    >>> bool(length().fullmatch("0.5 w")), bool(length().fullmatch("0,5 Wochen"))
    (True, False)
    """
    words = f"(?:(?P<days>{'|'.join(days)})|(?:{'|'.join(weeks)}))"
    return re.compile(rf"(?P<number>[0-9]{{1,5}}(?:{mark}[0-9]{{1,6}})?)\s*{words}", re.IGNORECASE)


LENGTH: Final = length()


def days_of(text: str, week: int, form: re.Pattern[str] = LENGTH) -> Decimal | None:
    """Return the working days that a lag is, None for what is none of that form; a week has so many.

    Examples
    --------
    >>> days_of("2d", 5), days_of("0.5 w", 4), days_of("3h", 5)
    (Decimal('2'), Decimal('2.0'), None)
    """
    found = form.fullmatch(text.strip())
    return None if found is None else Decimal(found["number"].replace(",", ".")) * (1 if found["days"] else week)


def with_lag(name: str, days: Decimal, known: Container[str] = ()) -> str:
    """Return a task to wait for with its lag, in letters that no id has as a whole.

    Examples
    --------
    >>> with_lag("A", Decimal("2.0")), with_lag("A", Decimal("0.5"), {"A+0.5d"}), with_lag("A", Decimal(0))
    ('A+2d', 'A+0.50d', 'A')
    """
    if not days:
        return name
    plain = f"{days.normalize():f}"
    text = plain
    while f"{name}+{text}d" in known:
        text += "0" if "." in text else ".0"
    return f"{name}+{text}d"
