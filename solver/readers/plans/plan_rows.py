"""What a plan.json holds: the schema that every reader of one rests on."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from solver.domain.naming import composed

# What the integers of a level can hold.
Units = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Text = Annotated[str, Field(min_length=1)]
# A name as it is compared: composed, whoever wrote the file.
Name = Annotated[Text, AfterValidator(composed)]
# A day of the calendar; that there is such a day is looked at later.
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
# The digest of a file.
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


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

    task: Name
    member: Name
    period: Literal[0] | Name | None
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


class PlanRow(AssignmentRow):
    """Who has what, with what an export tells of it: the owner's hours, and from which day to which."""

    title: str = ""
    hours: Annotated[float, Field(ge=0, lt=10**9)] | None = None
    start_date: Day | None = None
    end_date: Day | None = None


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

    task: Name


class PeriodRow(_Part):
    """A period by its id; the plan's own periods stand in their order."""

    id: Name


class WorkedPart(_Part):
    """The plan that was worked until the day on which another was made, and the one before it, if there is one."""

    at: Day
    assignments: list[AssignmentRow]
    worked: WorkedPart | None = None

    def of(self, tasks: Collection[str]) -> WorkedPart:
        """Return what this says of some tasks."""
        rows = [row for row in self.assignments if row.task in tasks]
        return WorkedPart(at=self.at, assignments=rows, worked=self.worked.of(tasks) if self.worked else None)


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
    assignments: list[PlanRow]
    unassigned: list[LeftRow] = []
    terms: dict[str, Units] = {}
    periods: list[PeriodRow] = []
    meta: Meta
    missed: list[LeftRow] = []
    beyond: list[LeftRow] = []
    worked: WorkedPart | None = None
