"""A plan.json as it stands: one checked schema, through which every command reads it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from solver.domain.calendar import Calendar
from solver.domain.plan import Assignment, Plan
from solver.errors import Fault, InputError
from solver.readers.plans.plan_rows import AssignmentRow, LeftRow, PlanData, WorkedPart
from solver.readers.text.files import read_text
from solver.readers.text.json_places import Place, line_of
from solver.readers.text.strict_json import read_json

WHAT: Final = "a plan.json"
MOST_FAULTS: Final = 10
# A place in the file, what was expected there and what was found.
Said = tuple[Place, str, str]
# What a fault says was expected.
DAY: Final = "a day such as 2027-01-13"
# What holds a day.
DAYS: Final = ("at", "start_date", "end_date")


@dataclass(frozen=True)
class PlanFile:
    """A plan.json that fits its schema; names in it are not looked up yet."""

    path: Path
    data: PlanData

    @property
    def folder(self) -> Path:
        """The workspace that the plan was made of."""
        return Path(self.data.meta.workspace)

    def files(self, folder: Path) -> dict[str, Path]:
        """Return what was read instead of the workspace's own parts, for ``read_workspace``; folder is where it is."""
        return {name: folder / path for name, path in self.data.meta.files.items()}

    def plan(self, calendar: Calendar | None = None) -> Plan:
        """Return the plan, with its periods as places in the calendar.

        Raises
        ------
        InputError
            With each row whose period is none of the calendar.
        """
        return self._plan((), self.data.assignments, calendar)

    def worked(self, calendar: Calendar | None = None) -> list[tuple[Plan, date, dict[tuple[str, int], int]]]:
        """Return the plans that were worked until this one was made: each with its last day and its estimates.

        The earliest comes first; none where this plan is one of a whole workspace. Faults are those of ``plan``.
        """
        found = list[tuple[Plan, date, dict[tuple[str, int], int]]]()
        for place, part in _worked_parts(self.data.worked):
            plan = self._plan(place, part.assignments, calendar)
            day = date.fromisoformat(part.at)
            if calendar and day > calendar.periods[-1].end:
                raise self._fault([((*place, "at"), "a day within the periods of team.yaml", repr(part.at))])
            found.append((plan, day, _estimates(part.assignments)))
        return found[::-1]

    def worked_until(self, day: str, tasks: Collection[str]) -> dict[str, Any]:
        """Return what a plan that is made on a day remembers of this one, as data: of the tasks that there are now."""
        part = WorkedPart(at=day, assignments=[*self.data.assignments], worked=self.data.worked).of(tasks)
        return part.model_dump(exclude_none=True)

    def refuse_unknown(self, tasks: Collection[str], members: Collection[str]) -> None:
        """Raise where the plan names what is not in the very files that it was made from.

        Who worked on a plan before it may have left since, and is no fault.

        Raises
        ------
        InputError
            With each name, and its place.
        """
        data = self.data
        parts: list[tuple[Place, Sequence[AssignmentRow | LeftRow]]]
        parts = [(("assignments",), data.assignments), (("unassigned",), data.unassigned)]
        parts += [(("missed",), data.missed), (("beyond",), data.beyond)]
        parts += [((*place, "assignments"), part.assignments) for place, part in _worked_parts(data.worked)]
        found = [
            ((*place, number, "task"), "a task of the backlog", repr(row.task))
            for place, rows in parts
            for number, row in enumerate(rows)
            if row.task not in tasks
        ]
        found += [
            (("assignments", number, "member"), "a member of the team", repr(row.member))
            for number, row in enumerate(data.assignments)
            if row.member not in members
        ]
        if found:
            raise self._fault(found)

    def refuse_none(self) -> None:
        """Raise where the file holds no plan, because none exists or none was found in time.

        Raises
        ------
        InputError
            With what cannot hold at once, where the file says it.
        """
        if self.data.status in {"infeasible", "unknown"}:
            why = "; ".join(self.data.conflict) or "none was found in time"
            clash = "these cannot hold at once: " if len(self.data.conflict) > 1 else ""
            raise InputError((Fault(str(self.path), 1, "a file that holds a plan", f"none in it: {clash}{why}"),))

    def _plan(self, part: Place, given: Sequence[AssignmentRow], calendar: Calendar | None) -> Plan:
        places = {period.id: place for place, period in enumerate(calendar.periods if calendar else ())}
        rows, faults = list[Assignment](), list[tuple[int, AssignmentRow]]()
        for number, row in enumerate(given):
            if row.period in places:
                rows.append(Assignment(row.task, row.member, places[str(row.period)], row.piece, *row.when))
            elif row.period in {None, 0} and not places:
                rows.append(Assignment(row.task, row.member, 0, row.piece))
            else:
                faults.append((number, row))
        if faults:
            expected = f"a period out of {', '.join(places)}" if places else "period null: the workspace has none"
            place = (*part, "assignments")
            raise self._fault([((*place, n, "period"), expected, repr(row.period)) for n, row in faults])
        return Plan(tuple(rows))

    def left_on(self, other: PlanFile) -> str:
        """Return the day on which another plan was made of what was left of this one; empty if it was not."""
        mine = {(row.task, row.piece, row.member, row.period) for row in self.data.assignments}
        for _, part in _worked_parts(other.data.worked):
            # Of the plan before only the tasks are remembered that there still were.
            theirs = {(row.task, row.piece, row.member, row.period) for row in part.assignments}
            if theirs and theirs == {one for one in mine if one[0] in {row.task for row in part.assignments}}:
                return part.at
        return ""

    def plan_as_stated(self, day: str = "", still: Collection[str] = ()) -> Plan:
        """Return the plan whatever has become of its workspace: periods count in the order in which they are named.

        Of tasks that are ``still`` to be planned on a day, the pieces that end before it are left out.
        """
        names: dict[str | int | None, None] = {one.id: None for one in self.data.periods}
        names |= {row.period: None for row in self.data.assignments}
        places = {period: place for place, period in enumerate(names)}
        return Plan(
            tuple(
                Assignment(row.task, row.member, places[row.period], row.piece)
                for row in self.data.assignments
                if not (row.task in still and row.end_date and row.end_date < day)
            )
        )

    @property
    def open_tasks(self) -> tuple[str, ...] | None:
        """The tasks that were to be planned, placed or not; None where the file does not say."""
        if "unassigned" not in self.data.model_fields_set:
            return None
        return (*(row.task for row in self.data.assignments), *(row.task for row in self.data.unassigned))

    @property
    def estimates(self) -> dict[tuple[str, int], int]:
        """The minutes of each piece when the plan was made, by task and piece, where the file says them."""
        return _estimates(self.data.assignments)

    def _fault(self, found: list[Said]) -> InputError:
        return _faults(self.path, found)


def _estimates(rows: Sequence[AssignmentRow]) -> dict[tuple[str, int], int]:
    return {(row.task, row.piece): round(row.estimate * 60) for row in rows if row.estimate is not None}


def read_plan_file(path: Path) -> PlanFile:
    """Return a plan.json.

    Raises
    ------
    InputError
        With each value that no plan can have: the first ten, and how many there are.
    """
    # Folders and files are named as they are on the disk; names of tasks and members are composed by the schema.
    data = read_json(path, WHAT, as_written=True)
    try:
        found = PlanData.model_validate(data)
    except ValidationError as error:
        raise _faults(path, [_said(each) for each in error.errors()]) from error
    if wrong := [*_contradictions(found)]:
        raise _faults(path, wrong)
    return PlanFile(path, found)


def _contradictions(data: PlanData) -> Iterable[Said]:
    """Yield what cannot be true of any plan, each with its place."""
    names = set[str]()
    for number, level in enumerate(data.levels):
        place = ("levels", number)
        if level.name in names:
            yield (*place, "name"), "each level once", repr(level.name)
        if level.value > level.bound:
            yield (*place, "value"), f"at most its bound {level.bound}", str(level.value)
        if data.status == "optimal" and level.value != level.bound:
            yield (*place, "value"), f"the bound {level.bound}, as the status optimal says", str(level.value)
        names.add(level.name)
    yield from _twice((), data.assignments)
    for number, row in enumerate(data.assignments):
        for name in DAYS[1:]:
            if (day := getattr(row, name)) and not _is_day(day):
                yield ("assignments", number, name), DAY, repr(day)
    yield from _worked_wrong(data.worked)
    if data.assignments and data.status in {"infeasible", "unknown"}:
        yield ("status",), "a status of a plan, optimal or feasible", repr(data.status)


def _twice(place: Place, rows: Sequence[AssignmentRow]) -> Iterable[Said]:
    """Yield the pieces that some rows have for the second time."""
    pieces = set[tuple[str, int]]()
    for number, row in enumerate(rows):
        if (row.task, row.piece) in pieces:
            yield (*place, "assignments", number, "task"), "each task once", repr(row.task)
        pieces.add((row.task, row.piece))


def _worked_wrong(part: WorkedPart | None) -> Iterable[Said]:
    """Yield what cannot be true of plans that were worked one after the other, the last of them first."""
    latest = "9999-12-31"
    for place, one in _worked_parts(part):
        if not _is_day(one.at):
            yield (*place, "at"), DAY, repr(one.at)
        elif one.at > latest:
            yield (*place, "at"), f"a day up to {latest}, on which the plan after it was made", repr(one.at)
        else:
            latest = one.at
        yield from _twice(place, one.assignments)


def _worked_parts(part: WorkedPart | None) -> Iterable[tuple[Place, WorkedPart]]:
    """Yield the plans that were worked one before the other, the last of them first, each with its place."""
    place: Place = ("worked",)
    while part is not None:
        yield place, part
        part, place = part.worked, (*place, "worked")


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _said(error: Any) -> Said:
    """Return place, what is expected and what was found, of one fault of the schema."""
    expected = str(error["msg"]).removeprefix("Input should be ").removeprefix("a valid ")
    got = "nothing" if error["type"] == "missing" else json.dumps(error["input"], default=str)[:80]
    # Of a value that may be one thing or another each is told: the place is the same.
    place = tuple(part for part in error["loc"] if not (isinstance(part, str) and part.startswith(_ALTERNATIVES)))
    if place[-1:] == ("period",):
        expected = "the id of a period or null"
    if error["type"] == "string_pattern_mismatch":
        expected = DAY if place[-1] in DAYS else "a SHA-256 of 64 digits"
    if error["type"] == "model_type":
        expected = "an object"
    return place, "a value" if error["type"] == "missing" else expected, got


_ALTERNATIVES = ("literal[", "function-after[", "str")


def _faults(path: Path, found: list[Said]) -> InputError:
    """Return faults with their lines: one for each place, ten in all and a count."""
    by_place = {place: (place, expected, got) for place, expected, got in reversed(found)}
    text = read_text(path, WHAT)
    shown = [*reversed(by_place.values())]
    faults = [
        Fault(str(path), line_of(text, place), f"{expected} in {named(place)}", got)
        for place, expected, got in shown[:MOST_FAULTS]
    ]
    if len(shown) > MOST_FAULTS:
        faults.append(Fault(str(path), faults[-1].line, WHAT, f"{len(shown) - MOST_FAULTS:,} more faults"))
    return InputError(tuple(faults))


def named(place: Place) -> str:
    """Return a place as it is written in code.

    Examples
    --------
    >>> named(("assignments", 3, "period")), named(())
    ('assignments[3].period', 'the file')
    """
    said = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return said.removeprefix(".") or "the file"
