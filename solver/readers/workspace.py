"""Reads a workspace folder: cards, backlog, team and vocabulary, with the faults of all files at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from solver.domain.cards import RoleCard
from solver.domain.showing import counted, shown
from solver.domain.tasks import Backlog
from solver.domain.team import Member, Team
from solver.domain.vocabulary import Vocabulary
from solver.domain.weights import Weights
from solver.errors import Fault, InputError
from solver.readers.backlog import read_backlog
from solver.readers.cards import read_card
from solver.readers.in_time import backlog_in_time, faults_in_time

if TYPE_CHECKING:
    from solver.readers.team import TeamSettings

LOAD_LIMIT_MINUTES = 40 * 60
BACKLOGS = ("backlog.csv", "backlog.json", "backlog")


@dataclass(frozen=True)
class Workspace:
    """What a folder holds, what was assumed, and the SHA-256 of each file read.

    ``files`` are the parts that were read instead of the folder's own, each from the folder on or in full.
    """

    team: Team
    backlog: Backlog
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    weights: Weights = Weights()
    files: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        tasks = counted(len(self.backlog.open_tasks), "open task")
        head = f"Workspace: {counted(len(self.team.members), 'member')}, {tasks}"
        lines = [f"{name} {digest[:12]}" for name, digest in self.inputs]
        return shown(head, [*self.assumptions, *self.warnings, *lines])



def read_workspace(
    folder: Path,
    *,
    strict: bool = False,
    team: Path | None = None,
    backlog: Path | None = None,
    vocabulary: Path | None = None,
) -> Workspace:
    """Return the team and the backlog of a folder.

    Parameters
    ----------
    folder : Path
        Holds ``cards/*.md`` or ``cards/ID/IDENTITY.md`` and one backlog; ``team.yaml`` and
        ``vocabulary.yaml`` if wanted.
    strict : bool
        Whether every warning about the input refuses the load.
    team, backlog, vocabulary : Path, optional
        Read instead of the folder's own.

    Returns
    -------
    Workspace
        The nouns, with assumptions and warnings in words.

    Raises
    ------
    InputError
        With the faults of every file at once. A bad card is a warning if nobody in a roster holds it.
    """
    given = {"team": team, "backlog": backlog, "vocabulary": vocabulary}
    reading = _Reading(folder)
    reading.cards()
    settings = reading.settings(team)
    words = reading.vocabulary(vocabulary)
    tasks = reading.backlog(backlog, settings)
    if settings:
        found = reading.with_settings(settings, tasks, words)
    else:
        members = (Member(card.id, card, LOAD_LIMIT_MINUTES, file=card.file, line=1) for card in reading.good.values())
        found = Team(tuple(members), vocabulary=words)
        reading.assumptions.append("every card is one member with 40 h")
    if found.calendar:
        reading.faults += faults_in_time(found.calendar, tasks)
    tasks, assumed, warned = backlog_in_time(found.calendar, tasks, inherit=found.policies.inherit)
    reading.assumptions += assumed
    reading.warnings += warned
    reading.warnings += [f"backlog column {name!r} is kept, not used" for name in tasks.kept_columns]
    bad = [fault for faults in reading.bad.values() for fault in faults]
    if reading.faults or (strict and bad):
        raise InputError(tuple({str(fault): fault for fault in [*bad, *reading.faults]}.values()))
    if strict and reading.warnings:
        raise InputError(tuple(Fault(str(folder), 1, "no warning", text) for text in reading.warnings))
    return Workspace(
        found,
        tasks,
        (*reading.assumptions, *tasks.assumptions),
        (*map(str, bad), *reading.warnings),
        tuple((_name(path, folder), sha256(path.read_bytes()).hexdigest()) for path in reading.read),
        settings.weights() if settings else Weights(),
        tuple((name, _name(path, folder)) for name, path in given.items() if path),
    )


def _name(path: Path, folder: Path) -> str:
    """Return how a file is named in what is kept: from the folder on, or in full if it lies elsewhere."""
    if not path.is_relative_to(folder):
        path, folder = path.resolve(), folder.resolve()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


@dataclass
class _Reading:
    """A workspace while its files come in."""

    folder: Path
    good: dict[str, RoleCard] = field(default_factory=dict)
    bad: dict[str, list[Fault]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    read: list[Path] = field(default_factory=list)

    def cards(self) -> None:
        """Read every card; a bad one does not sink the load."""
        paths = sorted([*self.folder.glob("cards/*.md"), *self.folder.glob("cards/*/IDENTITY.md")])
        if not paths:
            self.faults.append(Fault(str(self.folder / "cards"), 1, "at least one role card", "none"))
        for path in paths:
            self.read.append(path)
            name = path.parent.name if path.name == "IDENTITY.md" else path.stem
            try:
                card = read_card(path)
            except InputError as error:
                self.bad.setdefault(name, []).extend(error.faults)
                continue
            if card.id in self.good:
                self.faults.append(Fault(str(path), 1, "an id of its own", repr(card.id)))
            self.good[card.id] = card
        if paths and not self.good:
            self.faults.append(Fault(str(self.folder / "cards"), 1, "at least one role card without a fault", "none"))

    def settings(self, path: Path | None) -> TeamSettings | None:
        """Return what team.yaml holds, if there is one and it fits its schema."""
        chosen = path or self.folder / "team.yaml"
        if path is None and not chosen.exists():
            return None
        from solver.readers.team import read_team

        try:
            self.read.append(chosen)
            return read_team(chosen)
        except InputError as error:
            self.faults.extend(error.faults)
        except OSError as error:
            self._missing(chosen, "a team file", error)
        return None

    def vocabulary(self, path: Path | None) -> Vocabulary:
        """Return the vocabulary, empty if there is none."""
        chosen = path or self.folder / "vocabulary.yaml"
        if path is None and not chosen.exists():
            return Vocabulary()
        from solver.readers.vocabulary import read_vocabulary

        try:
            self.read.append(chosen)
            return read_vocabulary(chosen)
        except InputError as error:
            self.faults.extend(error.faults)
        except OSError as error:
            self._missing(chosen, "a vocabulary", error)
        return Vocabulary()

    def backlog(self, path: Path | None, settings: TeamSettings | None) -> Backlog:
        """Return the one backlog of the folder."""
        present = [path] if path else [self.folder / name for name in BACKLOGS if (self.folder / name).exists()]
        if len(present) != 1:
            got = " and ".join(one.name for one in present) or "none"
            self.faults.append(Fault(str(self.folder), 1, f"one backlog out of {', '.join(BACKLOGS)}", got))
            return Backlog(())
        day: Decimal | None = settings.file.hours_per_day if settings else None
        default = settings.file.unestimated if settings else None
        unestimated = settings.minutes(default, ("unestimated",)) if settings and default is not None else None
        try:
            self.read += sorted(present[0].glob("*.md")) if present[0].is_dir() else present
            return read_backlog(present[0], day, unestimated)
        except InputError as error:
            self.faults.extend(error.faults)
        except OSError as error:
            self._missing(present[0], "a backlog", error)
        return Backlog(())

    def with_settings(self, settings: TeamSettings, backlog: Backlog, words: Vocabulary) -> Team:
        """Return the team that team.yaml describes; a fault in a card that somebody holds counts."""
        from solver.readers.team import build_team

        roster = settings.file.roster
        held = {part.card or part.id for part in roster or ()}
        for name in held & set(self.bad):
            self.faults.extend(self.bad[name])
        known = self.good | {name: _empty(name) for name in held & set(self.bad)}
        team = build_team(settings, known, backlog, words)
        # Names of tasks cannot be judged against a backlog that could not be read.
        self.faults += settings.faults if backlog.tasks else [f for f in settings.faults if "backlog" not in f.expected]
        idle = sorted(set(self.good) - held) if roster is not None else []
        self.warnings += [f"card {name} is held by nobody in the roster" for name in idle]
        if roster is None:
            hours = "the calendar's hours" if team.calendar else f"{settings.file.limit} h"
            self.assumptions.append(f"every card is one member with {hours}")
        return team

    def _missing(self, path: Path, expected: str, error: OSError) -> None:
        self.read.remove(path) if path in self.read else None
        self.faults.append(Fault(str(path), 1, expected, str(error.strerror or error).lower()))


def _empty(name: str) -> RoleCard:
    return RoleCard(name, "", (), (), (), (), (), (), ())
