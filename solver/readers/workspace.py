"""Reads a workspace folder: cards, backlog, team and vocabulary, with the faults of all files at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from solver.domain.cards import RoleCard
from solver.domain.naming import folded
from solver.domain.showing import counted, shown, some
from solver.domain.tasks import Backlog
from solver.domain.team import Member, Team
from solver.domain.vocabulary import Vocabulary
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.errors import Fault, Finding, InputError
from solver.readers.backlog.backlog import draft_backlog, no_backlog, task_files
from solver.readers.backlog.in_time import backlog_in_time, faults_in_time
from solver.readers.backlog.owners import owned
from solver.readers.backlog.too_late import too_late
from solver.readers.cards.files import Cards, read_cards
from solver.readers.team.addresses import address_faults
from solver.readers.team.calendar import stated_periods
from solver.readers.text.files import kept_name

if TYPE_CHECKING:
    from solver.readers.team.settings import TeamSettings

Part = TypeVar("Part")
# Findings that are about a file as a whole.
WHOLE = ("READ02", "READ03", "READ04")
Tasks = Literal["needed", "if there", "unused"]
LOAD_LIMIT_MINUTES = 40 * 60
BACKLOGS = ("backlog.csv", "backlog.json", "backlog")


@dataclass(frozen=True)
class Workspace:
    """What a folder holds, what was assumed, what is odd about it, and the SHA-256 of each file read.

    ``files`` are the parts that were read instead of the folder's own, each from the folder on or in full.
    """

    team: Team
    backlog: Backlog
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    weights: Weights = Weights()
    files: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def world(self) -> World:
        """What a plan is made for: the nouns alone, without where they come from."""
        return World(self.team, self.backlog, self.weights)

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        tasks = counted(len(self.backlog.open_tasks), "open task")
        head = f"Workspace: {counted(len(self.team.members), 'member')}, {tasks}"
        lines = [f"{name} {digest[:12]}" for name, digest in self.inputs]
        return shown(head, [*self.assumptions, *self.warnings, *lines])


def read_workspace(
    folder: Path | str,
    *,
    strict: bool = False,
    team: Path | str | None = None,
    backlog: Path | str | None = None,
    vocabulary: Path | str | None = None,
    tasks: Tasks = "needed",
    leavers: bool = False,
) -> Workspace:
    """Return the team and the backlog of a folder.

    Parameters
    ----------
    folder : Path or str
        Holds ``cards/*.md`` or ``cards/ID/IDENTITY.md`` and one backlog; ``team.yaml`` and
        ``vocabulary.yaml`` if wanted.
    strict : bool
        Whether every warning about the input refuses the load.
    team, backlog, vocabulary : Path or str, optional
        Read instead of the folder's own.
    tasks : str
        Whether a backlog is ``needed``; read ``if there``, cards alone being enough; or ``unused`` and not looked at,
        unless it is named.
    leavers : bool
        Whether started work may be somebody's who is no longer there, as where a plan is made anew.

    Returns
    -------
    Workspace
        The nouns, with assumptions and warnings in words.

    Raises
    ------
    InputError
        With the faults of every file at once. A bad card is a warning if nobody in a roster holds it.
    """
    given = {"team": _path(team), "backlog": _path(backlog), "vocabulary": _path(vocabulary)}
    folder = Path(folder)
    reading = _Reading(folder, leavers)
    settings = reading.settings(given["team"])
    reading.cards(settings)
    words = reading.vocabulary(given["vocabulary"])
    work = reading.backlog(given["backlog"], settings, tasks)
    if settings:
        found = reading.with_settings(settings, work, words)
    else:
        members = (
            Member(card.id, card, LOAD_LIMIT_MINUTES, file=card.file, line=1) for card in reading.found.good.values()
        )
        found = Team(tuple(members), vocabulary=words)
        reading.assumptions.append("every card is one member with 40 h")
    reading.faults += address_faults(found, settings)
    work = reading.together(found, work, settings)
    bad = [fault for faults in reading.found.bad.values() for fault in faults]
    if reading.faults or (strict and bad):
        raise InputError(tuple({str(fault): fault for fault in [*bad, *reading.faults]}.values()))
    if strict and reading.findings:
        refuse(reading.findings)
    return Workspace(
        found,
        work,
        (*reading.assumptions, *work.assumptions),
        (*map(str, bad), *map(_told, reading.findings)),
        tuple((kept_name(path, folder), sha256(path.read_bytes()).hexdigest()) for path in reading.read),
        settings.weights() if settings else Weights(),
        tuple((name, kept_name(path, folder)) for name, path in given.items() if path),
        (*map(_unheld, bad), *reading.findings),
    )


def refuse(findings: Iterable[Finding]) -> None:
    """Raise an InputError with each finding that is at least a warning, if there is one."""
    faults = [
        Fault(one.file, one.line, "no warning", one.text, one.maybe) for one in findings if one.severity != "info"
    ]
    if faults:
        raise InputError(tuple(faults))


def _unheld(fault: Fault) -> Finding:
    """Return the finding of a bad card that nobody holds."""
    return Finding(
        "warning", "READ01", fault.file, fault.line, f"expected {fault.expected}, got {fault.got}", fault.maybe
    )


def _told(finding: Finding) -> str:
    """Return a finding as a sentence, with its place if it is about a line."""
    if finding.code in WHOLE:
        return finding.text
    text = f"{finding.file}:{finding.line}: {finding.text}"
    return f"{text}\nMaybe {finding.maybe}" if finding.maybe else text


def _path(path: Path | str | None) -> Path | None:
    return None if path is None else Path(path)


@dataclass
class _Reading:
    """A workspace while its files come in."""

    folder: Path
    leavers: bool = False
    found: Cards = field(default_factory=Cards)
    faults: list[Fault] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    read: list[Path] = field(default_factory=list)
    place: Path = Path()
    is_unread: bool = False

    def cards(self, settings: TeamSettings | None) -> None:
        """Read every card that is one."""
        roster = settings.file.roster if settings else None
        held = [part.card or part.id for part in roster or ()]
        self.found = read_cards(self.folder, held, is_roster=roster is not None)
        self.faults += self.found.faults
        # What is read is listed in the order cards, team, vocabulary, backlog.
        self.read = [*self.found.read, *self.read]
        if self.found.documents:
            self.assumptions.append(f"no role cards: {some(self.found.documents)}")

    def settings(self, path: Path | None) -> TeamSettings | None:
        """Return what team.yaml holds, if there is one and it fits its schema."""
        from solver.readers.team.team import read_team

        found = self._read(path, "team.yaml", read_team)
        self.is_unread = bool(self.faults)
        return found

    def vocabulary(self, path: Path | None) -> Vocabulary:
        """Return the vocabulary, empty if there is none."""
        from solver.readers.vocabulary import read_vocabulary

        return self._read(path, "vocabulary.yaml", read_vocabulary) or Vocabulary()

    def _read(self, path: Path | None, name: str, reader: Callable[[Path], Part]) -> Part | None:
        """Return what a file of the folder, or the one named instead, holds; None without one or with faults."""
        chosen = path or self.folder / name
        # A link to nothing is no missing file: somebody meant it to be there.
        if path is None and not lexists(chosen):
            return None
        if chosen.is_file():
            self.read.append(chosen)
        try:
            return reader(chosen)
        except InputError as error:
            self.faults.extend(error.faults)
        return None

    def backlog(self, path: Path | None, settings: TeamSettings | None, tasks: Tasks) -> Backlog:
        """Return the one backlog of the folder, an empty one where none is needed."""
        if path is None and tasks == "unused":
            return Backlog(())
        present = [path] if path else [self.folder / name for name in BACKLOGS if lexists(self.folder / name)]
        assumed, help_ = ("", "") if present else no_backlog(self.folder)
        if not present and tasks == "if there":
            self.assumptions.append(assumed)
            return Backlog(())
        if len(present) != 1:
            got = " and ".join(one.name for one in present) or "none"
            self.faults.append(Fault(str(self.folder), 1, f"one backlog out of {', '.join(BACKLOGS)}", got, help_))
            return Backlog(())
        self.place = present[0]
        day, week = (settings.hours_per_day, settings.days_per_week) if settings else (None, 5)
        unestimated = settings.unestimated() if settings else None
        is_strict = settings is not None and settings.file.policies.outside == "refuse"
        files = task_files(present[0]) if present[0].is_dir() else present
        self.read += [file for file in files if file.is_file()]
        found, faults = draft_backlog(present[0], day, unestimated, refuse_outside=is_strict, days_per_week=week)
        self.faults += faults
        return found

    def together(self, team: Team, backlog: Backlog, settings: TeamSettings | None) -> Backlog:
        """Return the backlog as it is planned, after what only team and backlog together show was noted."""
        backlog, assumed, faults, findings = owned(team, backlog, leavers=self.leavers)
        self.assumptions += assumed
        # Who is in the team, and for how many hours, is known only where team.yaml could be read.
        self.faults += [] if self.is_unread else faults
        if team.calendar and settings:
            late = faults_in_time(team, backlog, stated_periods(settings))
            # Of a deadline that is a fault already no more is said.
            told = {(one.file, one.line) for one in late}
            tasks = (replace(one, deadline="") if (one.file, one.line) in told else one for one in backlog.tasks)
            rest = replace(backlog, tasks=tuple(tasks))
            self.faults += [*late, *([] if settings.faults else too_late(team, rest))]
        backlog, assumed, warned = backlog_in_time(team, backlog)
        self.assumptions += assumed
        self.findings += findings
        self.findings += [
            Finding("warning", "READ02", str(self.place), 1, text) for text in (*backlog.warnings, *warned)
        ]
        if backlog.kept_columns:
            names = some([repr(name) for name in backlog.kept_columns], 10)
            text = f"backlog column{'s' if len(backlog.kept_columns) > 1 else ''} {names} kept, not used"
            text = text.replace(" kept, not", " is kept, not" if len(backlog.kept_columns) == 1 else " are kept, not")
            self.findings.append(Finding("warning", "READ03", str(self.place), 1, text))
        return backlog

    def with_settings(self, settings: TeamSettings, backlog: Backlog, words: Vocabulary) -> Team:
        """Return the team that team.yaml describes; a fault in a card that somebody holds counts."""
        from solver.readers.team.team import build_team

        roster = settings.file.roster
        held = {part.card or part.id for part in roster or ()}
        bad = {name for name in self.found.bad if folded(name) in {folded(one) for one in held}}
        for name in bad:
            self.faults.extend(self.found.bad[name])
        known = self.found.good | {name: _empty(name) for name in bad}
        team = build_team(settings, known, backlog, words)
        # Names of tasks cannot be judged against a backlog that could not be read.
        self.faults += settings.faults if backlog.tasks else [f for f in settings.faults if "backlog" not in f.expected]
        wanted = {folded(one) for one in held}
        idle = [card for name, card in sorted(self.found.good.items()) if folded(name) not in wanted]
        self.findings += [
            Finding("warning", "READ04", card.file, 1, f"card {card.id} is held by nobody in the roster")
            for card in (idle if roster is not None else ())
        ]
        if roster is None:
            hours = "the calendar's hours" if team.calendar else f"{settings.file.limit} h"
            self.assumptions.append(f"every card is one member with {hours}")
        return team


def _empty(name: str) -> RoleCard:
    return RoleCard(name, "", (), (), (), (), (), (), ())
