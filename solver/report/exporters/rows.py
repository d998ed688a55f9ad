"""The rows that an export writes: what the tracker said, with the plan's owner in place of the tracker's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from solver.domain.calendar import Calendar
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog, Task
from solver.importers.bring_in import CALLED, KEPT, RECORDS

STATUS: Final = {"TODO": "To Do", "IN_PROGRESS": "In Progress", "DONE": "Done", "CANCELLED": "Cancelled"}
PRIORITY: Final = {"CRITICAL": "Highest", "HIGH": "High", "MEDIUM": "Medium", "LOW": "Low"}


@dataclass(frozen=True)
class ExportRow:
    """One row: its fields as texts under the names of an import's records, whether the plan places it, and who had it.

    ``id`` is the tracker's own, ``task`` the task's in the workspace, which has no blanks or commas. ``owner`` and
    ``account`` are the plan's where it places the task, else the tracker's.
    """

    id: str
    task: str
    fields: Mapping[str, str]
    owner: str = ""
    account: str = ""
    before: str = ""
    is_placed: bool = False


def rows_of(
    plan: Plan, backlog: Backlog, folder: Path, calendar: Calendar | None = None, now: Backlog | None = None
) -> list[ExportRow]:
    """Return a row for each row of the last import, in its order; without one, for each task of the backlog.

    Parameters
    ----------
    plan : Plan
        Whose owners are written.
    backlog : Backlog
        The tasks of the workspace.
    folder : Path
        The workspace; what the tracker itself said lies in it, if an import wrote it.
    calendar : Calendar, optional
        Whose periods the due dates may name: a tracker knows days.
    now : Backlog, optional
        The tasks as they stand where a plan is worked: who did what is done stays its owner, and a task that no
        tracker knows has the status of then. What a tracker says of the status is its own to say.

    Returns
    -------
    list of ExportRow
        Placed tasks with the plan's owner, that of the first seat or part, all others as the tracker has them.
    """
    tasks = {task.id: task for task in backlog.tasks}
    stands = {task.id: task for task in (now or backlog).tasks}
    done = {name: task.assigned_to for name, task in stands.items() if tasks[name].is_open and not task.is_open}
    owners = done | {task: members[0] for task, members in plan.owners.items()}
    kept = _kept(folder)
    accounts = _accounts(kept)
    records = {name: row for name, row in kept.items() if not name.startswith(("card ", "leave "))}
    called = {name: row.get(CALLED, name) for name, row in records.items()}
    known = set(called.values())
    fields = {name: fields_of(task, calendar) for name, task in tasks.items() if name not in known}
    records |= {name: row | {"status": STATUS[stands[name].status]} for name, row in fields.items()}
    found = []
    for name, row in records.items():
        task = called.get(name, name)
        owner, before = owners.get(task, ""), row.get("assignee", "")
        account = accounts.get(owner, "") if owner else row.get("account", "")
        shown = _shown(owner, kept)
        found.append(ExportRow(name, task, row, shown if owner else before, account, before, task in plan.owners))
    return found


def fields_of(task: Task, calendar: Calendar | None = None) -> dict[str, str]:
    """Return a task that no tracker knows under the names of an import's records."""
    found = {
        "title": task.title,
        "kind": task.kind,
        "status": STATUS.get(task.status, task.status),
        "priority": PRIORITY.get(task.priority, task.priority),
        "epic": task.batch,
        "estimate": str(task.estimate_minutes),
        "assignee": task.assigned_to,
        "waits_for": " ".join(task.dependencies),
        "due": str(calendar.last_day(task.due)) if calendar and task.due else task.due,
    }
    return {name: text for name, text in found.items() if text}


def _kept(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / KEPT / RECORDS
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _accounts(records: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the account of each member that a card or a row with one assignee tells."""
    found: dict[str, str] = {}
    for name, row in records.items():
        if name.startswith("card ") and row.get("account"):
            found[name.removeprefix("card ")] = row["account"]
        elif row.get("account") and ";" not in row.get("assignee", ";"):
            found.setdefault(row["assignee"], row["account"])
    return found


def _shown(owner: str, records: Mapping[str, Mapping[str, str]]) -> str:
    """Return a member as the tracker calls the person, where the id is a handle: a card's title, or an address."""
    title = records.get(f"card {owner}", {}).get("title", "")
    people = {row["assignee"] for row in records.values() if row.get("assignee")}
    if title and title in people:
        return title
    addresses = [one for one in people if one.partition("@")[0] == owner and "@" in one]
    return addresses[0] if len(addresses) == 1 and owner not in people else owner
