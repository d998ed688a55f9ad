"""What came in of a backlog so far, with what is to say of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from solver.domain.naming import Nearest
from solver.domain.tasks import Task
from solver.errors import Fault
from solver.readers.backlog.columns import Columns
from solver.readers.text.gathering import Gathering


@dataclass
class Drafted:
    """What came in of a backlog so far: tasks, and what is to say of them; ``file`` is the one being read.

    ``unestimated`` is the minutes of tasks without an estimate, None where that is a fault. A ``week`` of a lag is so
    many working days.
    """

    file: str = ""
    hours_per_day: Decimal | None = None
    unestimated: int | None = None
    tasks: list[Task] = field(default_factory=list)
    gathering: Gathering = field(default_factory=Gathering)
    assumptions: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    kept: dict[str, None] = field(default_factory=dict)
    week: int = 5
    is_partial: bool = False

    @property
    def faults(self) -> list[Fault]:
        """The faults found so far."""
        return self.gathering.faults

    def fault(
        self, line: int, expected: str, got: str, known: Nearest | Iterable[str] = (), file: str = "", maybe: str = ""
    ) -> None:
        """Note a fault, with the closest of the known names if one is close."""
        self.gathering.add((file or self.file, line), expected, got, known, maybe)

    def lost(self, faults: Iterable[Fault] = ()) -> None:
        """Note that tasks could not be read at all, and why."""
        self.faults.extend(faults)
        self.is_partial = True

    def columns(self, columns: Columns, line: int) -> None:
        """Note what the headers of a table, or the keys of an object, say by themselves."""
        for names in columns.twice:
            self.fault(line, "each column once", names)
        self.kept |= dict.fromkeys(columns.kept)
        self.assumptions |= set(columns.said)
