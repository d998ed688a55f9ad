"""Turns the cells of one task, whatever file they come from, into a Task; faults are gathered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from solver.domain.naming import Nearest, composed, folded, is_writable
from solver.domain.showing import some
from solver.domain.tasks import PRIORITIES, STATUSES, TIERS, Backlog, Requirement, Task
from solver.errors import InputError
from solver.readers.backlog.columns import COLUMNS
from solver.readers.backlog.drafted import Drafted
from solver.readers.backlog.in_time import crew_size, earlier_than_earliest, effort, moment, smallest_part
from solver.readers.backlog.lags import without_lags
from solver.readers.backlog.links import Ids, loops, twins
from solver.readers.text.hours import MOST_MINUTES, meant_hours, parse_minutes

__all__ = ["COLUMNS", "Cell", "Draft"]

FORM: Final = "name[:minimum from 0 to 1][:primary|secondary|supportive][:weight=number above 0]"
OUTSIDE: Final = "a dependency on a task outside the backlog counts as done"
MOST_DIGITS: Final = 40

# Text as a table holds it, or the ids that a list holds, each as it is.
Cell = str | Sequence[str]


@dataclass
class Draft(Drafted):
    """A backlog while its tasks come in; ``is_partial`` says that tasks are lost.

    ``refuse_outside`` says whether a dependency on a task that is not in the backlog is a fault instead of done.
    """

    refuse_outside: bool = False
    # Cells in which ids are parted by blanks or marks: read when all ids are known.
    cells: dict[int, str] = field(default_factory=dict)
    # Lags that are stated apart from the ids, by task and target.
    lags: dict[int, Mapping[str, str]] = field(default_factory=dict)
    _read: dict[str, Requirement] = field(default_factory=dict)

    def task(self, cells: Mapping[str, Cell], line: int, lags: Mapping[str, str] | None = None) -> None:
        """Read one task out of the cells of ``COLUMNS``, a missing one is empty; and lags by what it waits for."""
        cell = {name: self._text(given, line) if (given := cells.get(name)) else "" for name in COLUMNS}
        if not cell["id"]:
            self.fault(line, "an id of its own", cell["id"])
        status = self._word(cell["status"], "TODO", STATUSES, "status", line)
        listed = cells.get("dependencies", "")
        if isinstance(listed, str):
            self.cells[len(self.tasks)] = cell["dependencies"]
        if lags:
            self.lags[len(self.tasks)] = lags
        requirements = self._requirements(cell["capabilities"], line)
        minutes, spent = self._effort(cell, status, line)
        split, crew = self._parted(cell, minutes, requirements, line)
        self.tasks.append(
            Task(
                cell["id"],
                cell["title"],
                cell["type"],
                self._word(cell["priority"], "MEDIUM", PRIORITIES, "priority", line),
                status,
                cell["assigned_to"],
                minutes,
                cell["batch"],
                requirements,
                () if isinstance(listed, str) else tuple(filter(None, (composed(one).strip() for one in listed))),
                self._value(cell["value"], line),
                self.file,
                line,
                self._permissions(cell["permissions"], line),
                moment(self, cell["earliest"], "earliest", line),
                moment(self, cell["due"], "due", line),
                moment(self, cell["deadline"], "deadline", line),
                split,
                crew,
                spent,
            )
        )

    def _effort(self, cell: Mapping[str, str], status: str, line: int) -> tuple[int, int]:
        """Return the minutes of a task and those that are spent."""
        known = len(self.faults)
        estimate = self._minutes(cell, line, is_open=status in {"TODO", "IN_PROGRESS"})
        return effort(self, cell, estimate, line, is_read=len(self.faults) == known)

    def _parted(
        self, cell: Mapping[str, str], minutes: int, requirements: tuple[Requirement, ...], line: int
    ) -> tuple[int, tuple[tuple[Requirement, ...], ...]]:
        """Return the minutes of the smallest part of a task that is split, and the seats of one with a crew."""
        split, crew = smallest_part(self, cell["split"], minutes, line), self._crew(cell["crew"], requirements, line)
        if not all(crew or (requirements,)):
            self.assumptions.add("a task without required capabilities fits everybody with fit 1")
        if split and crew:
            got = f"split {cell['split']} and crew {cell['crew']}"
            self.fault(line, "either parts or seats: the seats of a crew are not split", got)
        return split, crew

    def _text(self, cell: Cell, line: int) -> str:
        text = cell if isinstance(cell, str) else " ".join(cell)
        if text.isascii():
            return text.strip()
        if not is_writable(text):
            self.fault(line, "text that can be written to a file", text)
            return "?"
        return composed(text).strip()

    def _word(self, text: str, default: str, known: tuple[str, ...], name: str, line: int) -> str:
        if not text:
            self.assumptions.add(f"a task without a {name} is {default}")
            return default
        word = text.upper().replace(" ", "_").replace("-", "_")
        if word not in known:
            self.fault(line, f"a {name} out of {', '.join(known)}", text, known)
            # Of work whose state nobody can tell nothing else is called wrong.
            return "DONE" if name == "status" else default
        return word

    def _minutes(self, cell: Mapping[str, str], line: int, *, is_open: bool) -> int:
        """Return the estimate; a missing one is a fault unless the team states a default or the work is over."""
        text = cell["estimated_hours"]
        if not text and is_open and self.unestimated:
            self.assumptions.add(f"a task without an estimate takes {self.unestimated / 60:g} h")
            return self.unestimated
        if not text and not is_open:
            return 0
        try:
            minutes = parse_minutes(text, self.hours_per_day)
        except ValueError as error:
            maybe = meant_hours(text, self.hours_per_day) if text else _estimated(cell["remaining"])
            self.fault(line, f"{error} as estimated_hours", text, maybe=maybe)
            return 1
        if minutes > MOST_MINUTES or (is_open and not minutes):
            self.fault(line, "hours above 0 and up to a million as estimated_hours", text)
            return 1
        return minutes

    def _value(self, text: str, line: int) -> int:
        if not text:
            return 1
        if not re.fullmatch(r"[0-9]{1,6}", text):
            self.fault(line, "a value from 0 to 999999", text)
            return 1
        return int(text)

    def _requirements(self, text: str, line: int) -> tuple[Requirement, ...]:
        return tuple(self._requirement(part.strip(), line) for part in text.split(";") if part.strip())

    def _requirement(self, text: str, line: int) -> Requirement:
        """Return one requirement; tasks ask for the same again and again, and what has no fault is read once."""
        if text not in self._read:
            faults = len(self.faults)
            found = self._new_requirement(text, line)
            if len(self.faults) > faults:
                return found
            self._read[text] = found
        return self._read[text]

    def _new_requirement(self, text: str, line: int) -> Requirement:
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
                self.fault(line, FORM, text)
        if not name:
            self.fault(line, FORM, text)
        return Requirement(name, tier, minimum, weight)

    def _crew(self, text: str, requirements: tuple[Requirement, ...], line: int) -> tuple[tuple[Requirement, ...], ...]:
        """Return what each seat requires; one seat alone is an ordinary task."""
        if text and not text.isdigit() and "|" in text:
            seats = tuple(
                tuple(self._requirement(part.strip(), line) for part in seat.split(";") if part.strip())
                for seat in text.split("|")
            )
            asked = {need.capability for seat in seats for need in seat}
            for need in requirements:
                if need.capability not in asked:
                    expected = f"{need.capability!r} in a seat of crew too: what the seats ask for is all that counts"
                    self.fault(line, expected, text)
            return seats
        count = crew_size(self, text, line)
        return (requirements,) * count if count > 1 else ()

    def _permissions(self, text: str, line: int) -> tuple[tuple[str, str], ...]:
        found = []
        for part in filter(None, (part.strip() for part in text.split(";"))):
            verb, _, what = part.partition(" ")
            if not what.strip():
                self.fault(line, "permissions as VERB object", part)
            found.append((verb, what.strip()))
        return tuple(found)

    def finish(self) -> None:
        """Check what only the whole backlog shows: ids, targets of dependencies, loops."""
        status: dict[str, str] = {}
        for task in self.tasks:
            if task.id in status and task.id:
                self.fault(task.line, "an id of its own", task.id, file=task.file)
            status[task.id] = task.status
        ids = Ids(status)
        for number, cell in self.cells.items():
            if cell:
                self._read_ids(number, cell, ids)
        self.cells.clear()
        for number, task in enumerate(self.tasks):
            self.tasks[number] = without_lags(self, task, self.lags.get(number, {}), status)
        self.lags.clear()
        self._targets(status)
        earlier_than_earliest(self)
        for same in twins(status):
            self.warnings.append(f"ids that differ in case only are different tasks: {', '.join(same)}")
        places = {task.id: task for task in self.tasks}
        for loop in loops(self.tasks):
            first = places[loop[0]]
            names = [*loop[:5], "...", loop[-1]] if len(loop) > 7 else list(loop)
            self.fault(first.line, "dependencies without a loop", " needs ".join(names), file=first.file)

    def _read_ids(self, number: int, cell: str, ids: Ids) -> None:
        task = self.tasks[number]
        try:
            self.tasks[number] = replace(task, dependencies=ids.read(cell))
        except ValueError as error:
            several = "; ".join(filter(None, re.split(r"[;,\s]+", str(error))))
            maybe = f"""'"{error}"' for the one task, {several!r} for several."""
            self.fault(task.line, "ids that are not parted in two ways", cell, file=task.file, maybe=maybe)

    def _targets(self, status: dict[str, str]) -> None:
        """Check the targets of open tasks: those that are cancelled, and those that are not there."""
        known, by_folded = Nearest(status), {folded(name) for name in status}
        outside: dict[str, None] = {}
        for task in self.tasks:
            for target in task.dependencies if task.is_open else ():
                if target not in status:
                    is_typed = folded(target) in by_folded
                    if self.refuse_outside or is_typed:
                        self.fault(task.line, "dependencies on tasks of this backlog", target, known, task.file)
                    outside |= {} if is_typed else {target: None}
                elif status[target] == "CANCELLED":
                    self.fault(task.line, "dependencies that are not cancelled", target, file=task.file)
        if outside and not self.refuse_outside:
            self.assumptions.add(f"{OUTSIDE}: {some(list(outside), 10)}")

    def backlog(self) -> Backlog:
        """Return the finished backlog; raises InputError with every fault at once."""
        found = self.drafted()
        if self.faults:
            raise InputError(tuple(self.faults))
        return found

    def drafted(self) -> Backlog:
        """Return the backlog with its faults, so that dates and names can be looked at; no task where some are lost."""
        self.finish()
        tasks = () if self.is_partial else tuple(self.tasks)
        return Backlog(tasks, tuple(self.kept), tuple(sorted(self.assumptions)), tuple(self.warnings))


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text) if len(text) <= MOST_DIGITS else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _estimated(remaining: str) -> str:
    """Return what to write where there is no estimate: what is left to do says nothing of how much there was."""
    default = "'unestimated: 8' in team.yaml for all tasks without an estimate."
    if not remaining:
        return default
    return f"{remaining!r}, the hours of remaining, where nobody knows how many there were at first; or {default}"
