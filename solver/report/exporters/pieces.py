"""The pieces of a plan one by one: who works on what, in which period, from which day to which."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from solver.domain.tasks import Backlog
from solver.readers.plans.plan_rows import PlanRow
from solver.report.forms.table import column, csv_text, table_of

COLUMNS: Final = ("task", "title", "member", "period", "start", "end", "hours", "priority", "batch", "due", "deadline")


@dataclass(frozen=True)
class Piece:
    """A task, a part or a seat of one, with its owner: ``start`` and ``end`` are ISO days, empty without dates.

    ``hours`` are None where the plan does not say them.
    """

    task: str
    title: str
    member: str
    period: str
    start: str
    end: str
    hours: float | None
    priority: str
    batch: str = ""
    due: str = ""
    deadline: str = ""
    number: int = 0


def pieces_of_plan(given: Iterable[PlanRow], backlog: Backlog, members: Collection[str] = ()) -> list[Piece]:
    """Return the pieces of ``plan.json``, of some members if they are named; first what starts first.

    Parameters
    ----------
    given : iterable of PlanRow
        The assignments of a ``plan.json``.
    backlog : Backlog
        What was planned: it has the batches, due dates and deadlines.
    members : collection of str
        Whose; everybody's if empty.
    """
    tasks = {task.id: task for task in backlog.tasks}
    found = []
    for one in given:
        task = tasks.get(one.task)
        if task is None or (members and one.member not in members):
            continue
        piece = Piece(
            task=task.id,
            title=one.title or task.title,
            member=one.member,
            period=str(one.period or ""),
            start=one.start_date or "",
            end=one.end_date or "",
            hours=one.hours,
            priority=task.priority,
            batch=task.batch,
            due=task.due,
            deadline=task.deadline,
            number=one.piece,
        )
        found.append(piece)
    return sorted(found, key=lambda one: (one.start, one.end))


def pieces_csv(pieces: list[Piece], file: str) -> str:
    """Return a line for each piece; ``file`` is where they come from."""
    rows = [{name: getattr(one, name) for name in COLUMNS} for one in pieces]
    return csv_text(table_of(rows, map(column, COLUMNS), sheet=file)) + "\n"


def files_of(names: Iterable[str]) -> dict[str, str]:
    """Return a file name for each member that any system takes, each another.

    Examples
    --------
    >>> files_of(["ADA", "Ben Ng", "ben/ng", "..", "ADA"])
    {'ADA': 'ADA', 'Ben Ng': 'Ben_Ng', 'ben/ng': 'ben_ng_2', '..': 'member'}
    """
    found: dict[str, str] = {}
    taken = set[str]()
    for name in dict.fromkeys(names):
        stem = re.sub(r"[^\w-]+", "_", name).strip("_")[:80] or "member"
        number, whole = 1, stem
        # Some systems do not tell small letters from capitals.
        while whole.casefold() in taken:
            number += 1
            whole = f"{stem}_{number}"
        taken.add(whole.casefold())
        found[name] = whole
    return found
