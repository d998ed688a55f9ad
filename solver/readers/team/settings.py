"""A ``team.yaml`` that has the right form, with the faults of what it says; names in it are looked up later."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from solver.domain.naming import Nearest
from solver.domain.people import People
from solver.domain.weights import Weights
from solver.errors import Fault
from solver.readers.team.schema import TeamFile
from solver.readers.text.gathering import Gathering
from solver.readers.text.hours import meant_hours, parse_minutes
from solver.readers.text.strict_yaml import Document, Place


@dataclass
class TeamSettings:
    """A ``team.yaml`` less what has a fault of form; names in it are not looked up yet."""

    file: TeamFile
    document: Document
    gathering: Gathering = field(default_factory=Gathering)

    def weights(self) -> Weights:
        """Return the weights of the quality level."""
        stated = sorted(self.file.weights.model_fields_set)
        lines = tuple((name, self.document.line(("weights", name))) for name in stated)
        return Weights(**self.file.weights.model_dump(), file=self.document.file, lines=lines)

    def unestimated(self) -> int | None:
        """Return the minutes of tasks without an estimate, None if the team states none; 0 is a fault."""
        stated = self.file.unestimated
        if stated is None:
            return None
        minutes = self.minutes(stated, ("unestimated",))
        if not minutes and not self.faults:
            self.fault(("unestimated",), "hours above 0", str(stated), maybe="no such line: each task has an estimate.")
        return minutes or None

    def minutes(self, hours: Decimal | str, place: Place) -> int:
        """Return a number of hours as minutes, or note a fault."""
        try:
            return parse_minutes(str(hours), self.hours_per_day)
        except ValueError as error:
            self.fault(place, str(error), str(hours), maybe=meant_hours(str(hours), self.hours_per_day))
            return 0

    @property
    def hours_per_day(self) -> Decimal | None:
        """How long a day is, as the file says, or else its calendar; None if neither does."""
        return self.file.hours_per_day or (self.file.calendar.hours_per_day if self.file.calendar else None)

    @property
    def days_per_week(self) -> int:
        """How many days a week has that are worked, as the calendar says."""
        return len(set(self.file.calendar.workdays)) if self.file.calendar else 5

    @property
    def faults(self) -> list[Fault]:
        """The faults found so far."""
        return self.gathering.faults

    def fault(
        self, place: Place, expected: str, got: str, known: Nearest | Iterable[str] = (), maybe: str = ""
    ) -> None:
        """Note a fault at a place of the file."""
        self.gathering.add((self.document.file, self.document.line(place)), expected, got, known, maybe)

    def known(self, place: Place, name: str, names: Container[str], expected: str) -> None:
        """Note a fault if a name is not one of those known."""
        if name not in names:
            self.fault(place, expected, name, names if isinstance(names, Iterable) else ())

    def person(self, place: Place, name: str, people: People, expected: str) -> str:
        """Return the id of whom a name means, or note a fault."""
        found = people.find(name)
        if not found:
            self.fault(place, expected, name, maybe=people.maybe(name))
        return found or name
