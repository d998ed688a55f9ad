"""Turns the cells of one task, whatever file they come from, into a Task; faults are gathered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Final

from solver.domain.tasks import PRIORITIES, STATUSES, TIERS, Requirement, Task
from solver.errors import Fault
from solver.readers.hours import parse_minutes
from solver.readers.in_time import crew_size, earlier_than_earliest, effort, moment, smallest_part

COLUMNS: Final = (
    *("id", "title", "type", "priority", "status", "assigned_to", "estimated_hours"),
    *("batch", "capabilities", "dependencies", "value", "permissions"),
    *("earliest", "due", "deadline", "split", "crew", "spent", "remaining"),
)
FORM: Final = "name[:minimum from 0 to 1][:primary|secondary|supportive][:weight=number above 0]"


@dataclass
class Draft:
    """A backlog while its tasks come in; ``file`` is the one being read."""

    file: str = ""
    hours_per_day: Decimal | None = None
    unestimated: int | None = None
    tasks: list[Task] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    assumptions: set[str] = field(default_factory=set)
    kept: dict[str, None] = field(default_factory=dict)

    def fault(self, line: int, expected: str, got: str, known: Iterable[str] = (), file: str = "") -> None:
        """Note a fault, with the closest of the known names if one is close."""
        close = get_close_matches(got, list(known), n=1)
        shown = repr(got) if len(got) <= 80 else f"{got[:77]!r}..."
        self.faults.append(Fault(file or self.file, line, expected, shown, f"{close[0]!r}." if close else ""))

    def task(self, cells: Mapping[str, str], line: int) -> None:
        """Read one task; cells that are not in ``COLUMNS`` are kept by name."""
        self.kept |= dict.fromkeys(name for name in cells if name not in COLUMNS)
        cell = {name: cells.get(name, "").strip() for name in COLUMNS}
        if not cell["id"]:
            self.fault(line, "an id of its own", cell["id"])
        requirements = self._requirements(cell["capabilities"], line)
        minutes, spent = effort(self, cell, self._minutes(cell["estimated_hours"], line), line)
        self.tasks.append(
            Task(
                cell["id"],
                cell["title"],
                cell["type"],
                self._word(cell["priority"], "MEDIUM", PRIORITIES, "priority", line),
                self._word(cell["status"], "TODO", STATUSES, "status", line),
                cell["assigned_to"],
                minutes,
                cell["batch"],
                requirements,
                tuple(filter(None, re.split(r"[;,\s]+", cell["dependencies"]))),
                self._value(cell["value"], line),
                self.file,
                line,
                self._permissions(cell["permissions"], line),
                moment(self, cell["earliest"], "earliest", line),
                moment(self, cell["due"], "due", line),
                moment(self, cell["deadline"], "deadline", line),
                smallest_part(self, cell["split"], minutes, line),
                self._crew(cell["crew"], requirements, line),
                spent,
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

    def _minutes(self, text: str, line: int) -> int:
        """Return the estimate; a missing one is a fault unless the team states a default."""
        if not text and self.unestimated:
            self.assumptions.add(f"a task without an estimate takes {self.unestimated / 60:g} h")
            return self.unestimated
        try:
            minutes = parse_minutes(text, self.hours_per_day)
        except ValueError as error:
            self.fault(line, str(error), text)
            return 1
        if not 0 < minutes <= 60_000_000:
            self.fault(line, "hours above 0 and up to a million", text)
            return 1
        return minutes

    def _value(self, text: str, line: int) -> int:
        if not text:
            return 1
        if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) == 0:
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
        tier = next((part for part in rest if part in TIERS), "primary")
        minimum, weight = TIERS[tier]
        for part in rest:
            number = _number(part.removeprefix("weight="))
            if part in TIERS:
                continue
            if part.startswith("weight=") and number and 0 < number <= 1000:
                weight = number
            elif number is not None and 0 <= number <= 1 and not part.startswith("weight="):
                minimum = number
            else:
                self.fault(line, FORM, text, ())
        if not name:
            self.fault(line, FORM, text)
        return Requirement(name, tier, minimum, weight)

    def _crew(
        self, text: str, requirements: tuple[Requirement, ...], line: int
    ) -> tuple[tuple[Requirement, ...], ...]:
        """Return what each seat requires; one seat alone is an ordinary task."""
        if text and not text.isdigit() and "|" in text:
            return tuple(
                tuple(self._requirement(part.strip(), line) for part in seat.split(";") if part.strip())
                for seat in text.split("|")
            )
        seats = crew_size(self, text, line)
        return (requirements,) * seats if seats > 1 else ()

    def _permissions(self, text: str, line: int) -> tuple[tuple[str, str], ...]:
        found = []
        for part in filter(None, (part.strip() for part in text.split(";"))):
            verb, _, what = part.partition(" ")
            if not what.strip():
                self.fault(line, "permissions as VERB object", part)
            found.append((verb, what.strip()))
        return tuple(found)

    def finish(self) -> None:
        """Check what only the whole backlog shows: repeated ids, unknown or cancelled targets, cycles."""
        status: dict[str, str] = {}
        for task in self.tasks:
            if task.id in status and task.id:
                self.fault(task.line, "an id of its own", task.id, file=task.file)
            status[task.id] = task.status
        for task in self.tasks:
            for target in task.dependencies:
                if target not in status:
                    self.fault(task.line, "dependencies on tasks of this backlog", target, status, task.file)
                elif status[target] == "CANCELLED" and task.is_open:
                    self.fault(task.line, "dependencies that are not cancelled", target, file=task.file)
        earlier_than_earliest(self)
        for task in _cyclic(self.tasks):
            self.fault(task.line, "dependencies without a cycle", task.id, file=task.file)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _cyclic(tasks: list[Task]) -> list[Task]:
    """Return the tasks that can never start: those left when all startable ones are taken away."""
    left = {task.id: task for task in tasks}
    while True:
        free = [key for key, task in left.items() if not any(target in left for target in task.dependencies)]
        if not free:
            return list(left.values())
        for key in free:
            del left[key]
