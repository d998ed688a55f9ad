"""A plan.json as it stands: one checked schema, through which every command reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from solver.domain.calendar import Calendar
from solver.domain.plan import Assignment, Plan
from solver.errors import Fault, InputError
from solver.readers.files import read_text
from solver.readers.json_places import line_of
from solver.readers.strict_json import read_json

WHAT: Final = "a plan.json"
MOST_FAULTS: Final = 10
# What the integers of a level can hold.
Units = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Text = Annotated[str, Field(min_length=1)]
# The digest of a file.
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]

# What a fault says was expected.
DAY: Final = "a day such as 2027-01-13"


class _Part(BaseModel):
    """What is named here is checked; more is welcome, and nothing is taken for something else."""

    model_config = ConfigDict(strict=True, frozen=True, allow_inf_nan=False)


class LevelRow(_Part):
    """One level of the objective."""

    name: Text
    value: Units
    bound: Units


class AssignmentRow(_Part):
    """Who has what; ``period`` is an id, or null where there are no periods (0 in older files).

    ``estimate`` are the hours of the piece whoever does it, which older files do not say.
    """

    task: Text
    member: Text
    period: Literal[0] | Text | None
    piece: Annotated[int, Field(ge=0, lt=10**6)] = 0
    start: Annotated[float, Field(ge=0, lt=10**6)] | None = None
    end: Annotated[float, Field(ge=0, lt=10**6)] | None = None
    estimate: Annotated[float, Field(ge=0, lt=10**9)] | None = None

    @property
    def when(self) -> tuple[Fraction | None, Fraction | None]:
        """Start and end in working days from the first morning of the period, where they are stated."""
        if self.start is None or self.end is None:
            return None, None
        return _moment(self.start), _moment(self.end)


def _moment(given: float) -> Fraction:
    """Return the simplest fraction that is written like this: a third of a day has no end as a decimal.

    Examples
    --------
    >>> _moment(2.333333333333), _moment(0.5), _moment(1.000034722222)
    (Fraction(7, 3), Fraction(1, 2), Fraction(28801, 28800))
    """
    exact = Fraction(str(given))
    # Older files have six digits. No two fractions of denominators up to so many are written alike.
    near, most = (Fraction(1, 10**6), 700) if 10**6 % exact.denominator == 0 else (Fraction(1, 10**12), 700_000)
    found = exact.limit_denominator(most)
    return found if abs(found - exact) <= near else exact


class LeftRow(_Part):
    """A task that the plan leaves out."""

    task: Text


class PeriodRow(_Part):
    """A period by its id; the plan's own periods stand in their order."""

    id: Text


class WorkedPart(_Part):
    """The plan that was worked until the day on which another was made, and the one before it, if there is one."""

    at: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    assignments: list[AssignmentRow]
    worked: WorkedPart | None = None


class Meta(_Part):
    """How the plan was made: ``files`` are the parts that were read instead of the workspace's own."""

    inputs: dict[str, Digest]
    workspace: str = "."
    files: dict[Literal["team", "backlog", "vocabulary"], Text] = {}
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    engine: str = ""
    engine_why: str = ""


class PlanData(_Part):
    """All that a command rests on."""

    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    stopped: str = ""
    conflict: list[str] = []
    levels: list[LevelRow]
    assignments: list[AssignmentRow]
    unassigned: list[LeftRow] = []
    terms: dict[str, Units] = {}
    periods: list[PeriodRow] = []
    meta: Meta
    missed: list[LeftRow] = []
    worked: WorkedPart | None = None


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
        return self._plan("assignments", self.data.assignments, calendar)

    def worked(self, calendar: Calendar | None = None) -> list[tuple[Plan, date, dict[tuple[str, int], int]]]:
        """Return the plans that were worked until this one was made: each with its last day and its estimates.

        The earliest comes first; none where this plan is one of a whole workspace. Faults are those of ``plan``.
        """
        found, part, name = list[tuple[Plan, date, dict[tuple[str, int], int]]](), self.data.worked, "worked"
        while part is not None:
            plan = self._plan(f"{name}.assignments", part.assignments, calendar)
            day = date.fromisoformat(part.at)
            if calendar and day > calendar.periods[-1].end:
                raise self._fault([((f"{name}.at",), "a day within the periods of team.yaml", repr(part.at))])
            found.append((plan, day, _estimates(part.assignments)))
            part, name = part.worked, f"{name}.worked"
        return found[::-1]

    def worked_until(self, day: str) -> dict[str, Any]:
        """Return what a plan that is made on a day remembers of this one, as data."""
        part = WorkedPart(at=day, assignments=self.data.assignments, worked=self.data.worked)
        return part.model_dump(exclude_none=True)

    def _plan(self, name: str, given: list[AssignmentRow], calendar: Calendar | None) -> Plan:
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
            raise self._fault([((name, n, "period"), expected, repr(row.period)) for n, row in faults])
        return Plan(tuple(rows))

    def plan_as_stated(self) -> Plan:
        """Return the plan whatever has become of its workspace: periods count in the order in which they are named."""
        names: dict[str | int | None, None] = {one.id: None for one in self.data.periods}
        names |= {row.period: None for row in self.data.assignments}
        places = {period: place for place, period in enumerate(names)}
        rows = (Assignment(row.task, row.member, places[row.period], row.piece) for row in self.data.assignments)
        return Plan(tuple(rows))

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

    def _fault(self, found: list[tuple[tuple[str | int, ...], str, str]]) -> InputError:
        return _faults(self.path, found)


def _estimates(rows: list[AssignmentRow]) -> dict[tuple[str, int], int]:
    return {(row.task, row.piece): round(row.estimate * 60) for row in rows if row.estimate is not None}


def read_plan_file(path: Path) -> PlanFile:
    """Return a plan.json.

    Raises
    ------
    InputError
        With each value that no plan can have: the first ten, and how many there are.
    """
    data = read_json(path, WHAT)
    try:
        found = PlanData.model_validate(data)
    except ValidationError as error:
        raise _faults(path, [_said(each) for each in error.errors()]) from error
    if wrong := [*_contradictions(found)]:
        raise _faults(path, wrong)
    return PlanFile(path, found)


def _contradictions(data: PlanData) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
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
    yield from _worked_wrong(data.worked)
    if data.assignments and data.status in {"infeasible", "unknown"}:
        yield ("status",), "a status of a plan, optimal or feasible", repr(data.status)


def _twice(
    place: tuple[str | int, ...], rows: list[AssignmentRow]
) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
    """Yield the pieces that some rows have for the second time."""
    pieces = set[tuple[str, int]]()
    for number, row in enumerate(rows):
        if (row.task, row.piece) in pieces:
            yield (*place, "assignments", number, "task"), "each task once", repr(row.task)
        pieces.add((row.task, row.piece))


def _worked_wrong(part: WorkedPart | None) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
    """Yield what cannot be true of plans that were worked one after the other, the last of them first."""
    place: tuple[str | int, ...] = ("worked",)
    latest = "9999-12-31"
    while part is not None:
        if not _is_day(part.at):
            yield (*place, "at"), DAY, repr(part.at)
        elif part.at > latest:
            yield (*place, "at"), f"a day up to {latest}, on which the plan after it was made", repr(part.at)
        else:
            latest = part.at
        yield from _twice(place, part.assignments)
        part, place = part.worked, (*place, "worked")


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _said(error: Any) -> tuple[tuple[str | int, ...], str, str]:
    """Return place, what is expected and what was found, of one fault of the schema."""
    expected = str(error["msg"]).removeprefix("Input should be ").removeprefix("a valid ")
    got = "nothing" if error["type"] == "missing" else json.dumps(error["input"], default=str)[:80]
    # Of a value that may be one thing or another each is told: the place is the same.
    place = tuple(part for part in error["loc"] if not (isinstance(part, str) and part.startswith(_ALTERNATIVES)))
    if place[-1:] == ("period",):
        expected = "the id of a period or null"
    if error["type"] == "string_pattern_mismatch":
        expected = DAY if place[-1:] == ("at",) else "a SHA-256 of 64 digits"
    if error["type"] == "model_type":
        expected = "an object"
    return place, "a value" if error["type"] == "missing" else expected, got


_ALTERNATIVES = ("literal[", "constrained-str", "str")


def _faults(path: Path, found: list[tuple[tuple[str | int, ...], str, str]]) -> InputError:
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


def named(place: tuple[str | int, ...]) -> str:
    """Return a place as it is written in code.

    Examples
    --------
    >>> named(("assignments", 3, "period")), named(())
    ('assignments[3].period', 'the file')
    """
    said = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return said.removeprefix(".") or "the file"
