"""What is read out of strangers' files before it becomes a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

TAKEN: Final = "taken"
ASSUMED: Final = "assumed"
LEFT_OUT: Final = "left out"


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: where it stands, what became of it (taken, assumed or left out), and in words."""

    file: str
    line: int
    what: str
    text: str


@dataclass(frozen=True)
class Ability:
    """A capability of a card: a score from 0 to 1, and whether the file states it or a default stands in."""

    name: str
    score: Decimal
    is_stated: bool = True


@dataclass(frozen=True)
class Line:
    """One line of communication as a card of the seed family would write it, ``VERB: object (topic)``.

    ``targets`` are the names of members in it; ``maybe`` those that are names only if somebody has them (a word of the
    language too), ``doubtful`` those that stand where a name stands and look like a tool or a practice. ``topic`` is
    what stands in brackets.
    """

    verb: str
    text: str
    file: str = ""
    line: int = 0
    targets: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True)
class ImportedCard:
    """A role card or a person of a strangers' file.

    ``permissions`` are pairs of verb and object, ``preferences`` of text and score, ``skills`` of category and names;
    ``sections`` are the parts without a field of their own, kept word for word as (title, text). ``account`` is the id
    that the source itself uses for the person, where there is one; ``names`` are other names by which lines address the
    card. ``source`` is the whole text of a card that is of the seed family already. ``weekly_minutes`` is how much work
    a week holds for the person, where the source says so. ``is_person`` tells a row about somebody, who may stand in
    other files too, from the card of a role.
    """

    id: str
    file: str
    line: int = 1
    title: str = ""
    account: str = ""
    abilities: tuple[Ability, ...] = ()
    skills: tuple[tuple[str, tuple[str, ...]], ...] = ()
    permissions: tuple[tuple[str, str], ...] = ()
    preferences: tuple[tuple[str, Decimal], ...] = ()
    lines: tuple[Line, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    source: str = ""
    weekly_minutes: int | None = None
    is_person: bool = False


@dataclass(frozen=True)
class ImportedTask:
    """A row that is work; texts are as the source has them, units as the names say, None where nothing is stated.

    ``state`` is TODO, IN_PROGRESS, DONE, CANCELLED, BLOCKED, IN_REVIEW or WAITING. ``labels``, ``components`` and
    ``description`` are what requirements are proposed from. Dates are ISO texts, ``people`` the seats asked for.
    ``status`` is the source's own word, ``size`` a size in words such as L, ``needs`` the capabilities it names itself;
    ``names`` are the names of assignees by the account that stands in ``assignees``; ``lags`` are the working days more
    that it waits for some of its dependencies.
    """

    id: str
    file: str
    line: int
    title: str
    kind: str = ""
    priority: str = ""
    state: str = "TODO"
    assignees: tuple[str, ...] = ()
    estimate_minutes: int | None = None
    remaining_minutes: int | None = None
    spent_minutes: int | None = None
    points: Decimal | None = None
    batch: str = ""
    dependencies: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    description: str = ""
    due: str = ""
    earliest: str = ""
    sprint: str = ""
    people: int = 1
    status: str = ""
    size: str = ""
    needs: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    lags: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Leave:
    """Days, both counted, on which somebody does no planned work; ISO dates. Of a part of one day its ``minutes``."""

    person: str
    first: str
    last: str
    file: str
    line: int
    reason: str = ""
    minutes: int = 0


@dataclass
class Intake:
    """What one file gave: its family with the reason, counts under the names of the contract, and what was read.

    ``facts`` of several files add up; ``distinct`` holds, under the name of its count, what is counted once however
    often it stands in how many files. ``group_gates`` are what the members of a group approve.
    ``owners`` are who holds open rows that are no task of their own: account, name, line and id of the row.
    ``records`` are the file's rows under their ids, with what a second import compares and an export writes back;
    ``latest`` is the last day on which something in the file was written, as far as it tells.
    """

    file: str
    family: str
    reason: str = ""
    facts: dict[str, int] = field(default_factory=dict)
    distinct: dict[str, set[str]] = field(default_factory=dict)
    ledger: list[Entry] = field(default_factory=list)
    cards: list[ImportedCard] = field(default_factory=list)
    tasks: list[ImportedTask] = field(default_factory=list)
    leave: list[Leave] = field(default_factory=list)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    group_gates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    owners: list[tuple[str, str, int, str]] = field(default_factory=list)
    records: dict[str, dict[str, str]] = field(default_factory=dict)
    latest: str = ""

    def say(self, line: int, what: str, text: str) -> None:
        """Add a line to the ledger."""
        self.ledger.append(Entry(self.file, line, what, text))

    def leave_out(self, line: int, text: str) -> None:
        """Add a line to the ledger for a row that is left out, and count it."""
        self.say(line, LEFT_OUT, text)
        self.facts["rows_left_out"] = self.facts.get("rows_left_out", 0) + 1
