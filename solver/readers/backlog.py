"""Reads a backlog in our own CSV columns; every fault is gathered before anything is refused."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from solver.domain.tasks import PRIORITIES, STATUSES, TIERS, Backlog, Requirement, Task
from solver.errors import Fault, InputError

COLUMNS: Final = (
    *("id", "title", "type", "priority", "status", "assigned_to", "estimated_hours"),
    *("batch", "capabilities", "dependencies", "value"),
)


def read_backlog(path: Path) -> Backlog:
    """Return the backlog in one CSV file.

    Parameters
    ----------
    path : Path
        UTF-8 with a header; ``id`` and ``estimated_hours`` are needed, the other ``COLUMNS`` may be missing.

    Returns
    -------
    Backlog
        The tasks; unknown columns are listed in ``kept_columns``.

    Raises
    ------
    InputError
        With every fault of the file at once.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        draft = _Draft(str(path))
        draft.header(tuple(rows.fieldnames or ()))
        for row in rows:
            draft.task({key: (value or "") for key, value in row.items() if key}, rows.line_num)
    draft.check_dependencies()
    if draft.faults:
        raise InputError(tuple(draft.faults))
    kept = tuple(name for name in rows.fieldnames or () if name not in COLUMNS)
    return Backlog(tuple(draft.tasks), kept, tuple(sorted(draft.assumptions)))


@dataclass
class _Draft:
    """A backlog while its rows come in."""

    file: str
    tasks: list[Task] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    assumptions: set[str] = field(default_factory=set)

    def fault(self, line: int, expected: str, got: str, known: tuple[str, ...] = ()) -> None:
        close = get_close_matches(got, known, n=1)
        self.faults.append(Fault(self.file, line, expected, repr(got), f"{close[0]!r}." if close else ""))

    def header(self, names: tuple[str, ...]) -> None:
        for name in ("id", "estimated_hours"):
            if name not in names:
                self.fault(1, f"a column {name!r}", ", ".join(names))

    def task(self, row: Mapping[str, str], line: int) -> None:
        """Read one row; the line is that on which the row ends."""
        cell = {name: row.get(name, "").strip() for name in COLUMNS}
        if not cell["id"] or any(task.id == cell["id"] for task in self.tasks):
            self.fault(line, "an id of its own", cell["id"])
        self.tasks.append(
            Task(
                cell["id"],
                cell["title"],
                cell["type"],
                self._word(cell["priority"], "MEDIUM", PRIORITIES, "priority", line),
                self._word(cell["status"], "TODO", STATUSES, "status", line),
                cell["assigned_to"],
                self._minutes(cell["estimated_hours"], line),
                cell["batch"],
                self._requirements(cell["capabilities"], line),
                tuple(filter(None, re.split(r"[;,\s]+", cell["dependencies"]))),
                self._value(cell["value"], line),
                self.file,
                line,
            )
        )

    def _word(self, text: str, default: str, known: tuple[str, ...], name: str, line: int) -> str:
        if not text:
            self.assumptions.add(f"a task without a {name} is {default}")
            return default
        word = text.upper().replace(" ", "_").replace("-", "_")
        if word not in known:
            self.fault(line, f"a {name} out of {', '.join(known)}", text, known)
        return word

    def _number(self, text: str) -> Decimal | None:
        try:
            number = Decimal(text)
        except InvalidOperation:
            return None
        return number if number.is_finite() else None

    def _minutes(self, text: str, line: int) -> int:
        hours = self._number(text)
        if hours is None or hours <= 0 or hours * 60 != int(hours * 60):
            self.fault(line, "hours above 0 in whole minutes", text)
            return 1
        return int(hours * 60)

    def _value(self, text: str, line: int) -> int:
        if not text:
            return 1
        if not re.fullmatch(r"\d{1,6}", text) or int(text) == 0:
            self.fault(line, "a value from 1 to 999999", text)
            return 1
        return int(text)

    def _requirements(self, text: str, line: int) -> tuple[Requirement, ...]:
        found = tuple(self._requirement(part.strip(), line) for part in text.split(";") if part.strip())
        if not found:
            self.assumptions.add("a task without required capabilities fits everybody with fit 1")
        return found

    def _requirement(self, text: str, line: int) -> Requirement:
        name, *rest = (part.strip() for part in text.split(":"))
        tiers = [part for part in rest if part in TIERS]
        minimums = [self._number(part) for part in rest if part not in TIERS]
        tier = tiers[0] if tiers else "primary"
        minimum, weight = TIERS[tier]
        for number in minimums:
            if number is None or not 0 <= number <= 1:
                self.fault(line, "name[:minimum from 0 to 1][:primary|secondary|supportive]", text)
            else:
                minimum = number
        return Requirement(name, tier, minimum, weight)

    def check_dependencies(self) -> None:
        """Report targets that do not exist or are cancelled, and the tasks of a cycle."""
        status = {task.id: task.status for task in self.tasks}
        for task in self.tasks:
            for target in task.dependencies:
                if target not in status:
                    self.fault(task.line, "dependencies on tasks of this backlog", target, tuple(status))
                elif status[target] == "CANCELLED" and task.is_open:
                    self.fault(task.line, "dependencies that are not cancelled", target)
        for task in _cyclic(self.tasks):
            self.fault(task.line, "dependencies without a cycle", task.id)


def _cyclic(tasks: list[Task]) -> list[Task]:
    """Return the tasks that can never start: those left when all startable ones are taken away."""
    left = {task.id: task for task in tasks}
    while True:
        free = [key for key, task in left.items() if not any(target in left for target in task.dependencies)]
        if not free:
            return list(left.values())
        for key in free:
            del left[key]
