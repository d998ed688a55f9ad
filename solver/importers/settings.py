"""What the user says about strangers' files, in ``import.yaml`` of the workspace: factors, words, columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from solver.errors import Fault, InputError
from solver.importers.fields import FIELDS
from solver.importers.files.table import plain
from solver.readers.text.hours import parse_minutes
from solver.readers.text.strict_yaml import read_yaml

FILE: Final = "import.yaml"
State = Literal["TODO", "IN_PROGRESS", "IN_REVIEW", "BLOCKED", "WAITING", "DONE", "CANCELLED"]
Hours = Annotated[Decimal | str, Field(description="hours: 4, 30min, 3h")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FilePart(_Part):
    """What one file holds, where its shape does not tell, and what its columns mean, by the names in its header."""

    kind: Literal["people", "tasks", "leave"] | None = None
    columns: dict[str, Literal[tuple(FIELDS)]] = {}  # type: ignore[valid-type]
    units: dict[str, Literal["s", "min", "h", "d", "w"]] = {}


class _File(_Part):
    hours_per_point: Hours = Decimal(4)
    unsized: Hours = Decimal(4)
    hours_per_week: Hours = Decimal(40)
    sizes: dict[str, Hours] = {"XS": "1h", "S": "2h", "M": "4h", "L": "8h", "XL": "16h", "XXL": "24h"}
    states: dict[str, State] = {}
    outside: Literal["drop", "block"] = "drop"
    default_level: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.8")
    required_level: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.1")
    window_from: str | None = None
    weeks: Annotated[int, Field(ge=1, le=520)] | None = None
    dated: bool | None = None
    labels: dict[str, str] = {}
    people: dict[str, str] = {}
    files: dict[str, FilePart] = {}


@dataclass(frozen=True)
class Settings:
    """Factors in minutes, the user's own words for states, what columns mean; ``stated`` are the keys given."""

    point: int = 240
    unsized: int = 240
    week: int = 2400
    sizes: dict[str, int] = field(
        default_factory=lambda: {"xs": 60, "s": 120, "m": 240, "l": 480, "xl": 960, "xxl": 1440}
    )
    states: dict[str, str] = field(default_factory=dict)
    outside: str = "drop"
    level: Decimal = Decimal("0.8")
    required: Decimal = Decimal("0.1")
    window_from: str = ""
    weeks: int = 0
    dated: bool | None = None
    labels: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    files: dict[str, FilePart] = field(default_factory=dict)

    def part(self, name: str) -> FilePart:
        """Return what is said about a file, by its name without folders."""
        return self.files.get(Path(name).name, FilePart())


def read_settings(path: Path) -> Settings:
    """Return the settings in a file; those of nobody where there is none.

    Raises
    ------
    InputError
        With every fault of the file at once, each with its line.
    """
    if not path.exists():
        return Settings()
    document = read_yaml(path)
    try:
        found = _File.model_validate(document.data or {})
    except ValidationError as error:
        raise InputError(tuple(_fault(document, item) for item in error.errors())) from error
    faults = list[Fault]()

    def minutes(key: str, said: Any) -> int:
        try:
            return max(1, parse_minutes(str(said), Decimal(8)))
        except ValueError as error:
            faults.append(Fault(str(path), document.line((key,)), str(error), repr(said)))
            return 1

    settings = Settings(
        minutes("hours_per_point", found.hours_per_point),
        minutes("unsized", found.unsized),
        minutes("hours_per_week", found.hours_per_week),
        {plain(name): minutes("sizes", said) for name, said in found.sizes.items()},
        {plain(word): state for word, state in found.states.items()},
        found.outside,
        found.default_level,
        found.required_level,
        _day(path, found.window_from, faults),
        found.weeks or 0,
        found.dated,
        {plain(word): name for word, name in found.labels.items()},
        {plain(name): member for name, member in found.people.items()},
        dict(found.files),
    )
    if faults:
        raise InputError(tuple(faults))
    return settings


def _day(path: Path, said: str | None, faults: list[Fault]) -> str:
    try:
        return date.fromisoformat(said).isoformat() if said else ""
    except ValueError:
        faults.append(Fault(str(path), 1, "window_from as YYYY-MM-DD", repr(said)))
        return ""


def _fault(document: Any, error: Any) -> Fault:
    place = tuple(part for part in error["loc"] if part not in {"decimal", "str"})
    expected = f"{'.'.join(map(str, place))} to be {error['msg'].removeprefix('Input should be ')}"
    return Fault(document.file, document.line(place), expected, repr(error["input"])[:80])
