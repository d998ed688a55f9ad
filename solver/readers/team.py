"""Reads ``team.yaml``: the roster and what the team has agreed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from solver.domain.calendar import Calendar, Presence
from solver.domain.cards import RoleCard, Score
from solver.domain.policies import CommunicationPolicy, Pair, Policies, Stated
from solver.domain.tasks import Backlog
from solver.domain.team import Group, Member, Team
from solver.domain.vocabulary import Vocabulary
from solver.domain.weights import Weights
from solver.errors import Fault, InputError
from solver.readers.calendar import leave_of, needs_periods, read_calendar, read_presence
from solver.readers.hours import parse_minutes
from solver.readers.strict_yaml import Document, Place, read_yaml
from solver.readers.team_schema import MemberPart, TeamFile


@dataclass
class TeamSettings:
    """A ``team.yaml`` that fits its schema; names in it are not looked up yet."""

    file: TeamFile
    document: Document
    faults: list[Fault] = field(default_factory=list)

    def weights(self) -> Weights:
        """Return the weights of the quality level."""
        stated = sorted(self.file.weights.model_fields_set)
        lines = tuple((name, self.document.line(("weights", name))) for name in stated)
        return Weights(**self.file.weights.model_dump(), file=self.document.file, lines=lines)

    def minutes(self, hours: Decimal | str, place: Place) -> int:
        """Return a number of hours as minutes, or note a fault."""
        try:
            return parse_minutes(str(hours), self.file.hours_per_day)
        except ValueError as error:
            self.fault(place, str(error), str(hours))
            return 0

    def fault(self, place: Place, expected: str, got: str, known: Iterable[str] = ()) -> None:
        """Note a fault at a place of the file."""
        close = get_close_matches(got, list(known), n=1)
        maybe = f"{close[0]!r}." if close else ""
        self.faults.append(Fault(self.document.file, self.document.line(place), expected, repr(got), maybe))

    def known(self, place: Place, name: str, names: Iterable[str], expected: str) -> None:
        """Note a fault if a name is not one of those known."""
        names = list(names)
        if name not in names:
            self.fault(place, expected, name, names)


def read_team(path: Path) -> TeamSettings:
    """Return the settings in one file.

    Parameters
    ----------
    path : Path
        A strict YAML file that fits ``TeamFile``.

    Returns
    -------
    TeamSettings
        To be joined with cards and backlog by ``build_team``.

    Raises
    ------
    InputError
        With every fault of form at once, each with its line.
    """
    document = read_yaml(path)
    try:
        return TeamSettings(TeamFile.model_validate({} if document.data is None else document.data), document)
    except ValidationError as error:
        faults = {str(fault): fault for fault in (_schema_fault(document, each) for each in error.errors())}
        raise InputError(tuple(faults.values())) from error


def _schema_fault(document: Document, error: Any) -> Fault:
    place = tuple(part for part in error["loc"])
    line, got = document.line(place), repr(error["input"])
    if isinstance(error["input"], Decimal):
        got = str(error["input"])
    if error["type"] == "extra_forbidden":
        known = TeamFile.model_fields if len(place) == 1 else _fields_at(place[:-1])
        close = get_close_matches(str(place[-1]), list(known), n=1)
        expected = f"one of the keys {', '.join(known)}" if known else "a known key"
        return Fault(document.file, line, expected, repr(place[-1]), f"{close[0]!r}." if close else "")
    what = ".".join(str(part) for part in place if part not in {"decimal", "str"})
    expected = error["msg"].removeprefix("Input should be ").removeprefix("a valid ")
    return Fault(document.file, line, f"{what or 'the file'} to be {expected}", got[:80])


def _fields_at(place: Place) -> list[str]:
    """Return the keys that may stand at a place, if it is a part with fields of its own."""
    if place[0] == "roster":
        return [part.alias or name for name, part in MemberPart.model_fields.items()] if len(place) == 2 else []
    part = TeamFile.model_fields[str(place[0])].annotation if str(place[0]) in TeamFile.model_fields else None
    return list(getattr(part, "model_fields", {})) if len(place) == 1 else []


def build_team(settings: TeamSettings, cards: dict[str, RoleCard], backlog: Backlog, vocabulary: Vocabulary) -> Team:
    """Return the team; faults of names and hours are added to ``settings.faults``."""
    calendar = read_calendar(settings)
    members = _members(settings, cards, calendar)
    names = [member.id for member in members]
    file = settings.file
    addressable = [*names, *file.externals]
    for target in file.aliases:
        settings.known(("aliases", target), file.aliases[target], addressable, "a member or an external")
    for number, name in enumerate(file.terminals):
        settings.known(("terminals", number), name, addressable, "a member or an external")
    communication = CommunicationPolicy(
        tuple(file.aliases.items()),
        tuple(file.verbs.items()),
        tuple(file.terminals),
        file.policies.reports_carry_escalations,
        file.policies.topic_covers_all,
        file.policies.longest_chain,
        file.prices.channel,
        file.prices.fill,
        file.prices.answer,
        tuple((pair.source, pair.target, pair.price) for pair in file.prices.pairs),
        file.policies.communicator_limit,
    )
    for number, pair in enumerate(file.prices.pairs):
        settings.known(("prices", "pairs", number, "from"), pair.source, names, "a member")
        settings.known(("prices", "pairs", number, "to"), pair.target, addressable, "a member or an external")
    groups = _groups(settings, names)
    policies = _policies(settings, names, backlog, calendar)
    return Team(members, groups, tuple(file.externals), policies, communication, vocabulary, calendar)


def _members(settings: TeamSettings, cards: dict[str, RoleCard], calendar: Calendar | None) -> tuple[Member, ...]:
    default = settings.minutes(settings.file.limit, ("limit",))
    if settings.file.roster is None:
        everybody = (Member(card.id, card, default, file=card.file, line=1) for card in cards.values())
        usual = Presence(limit=default if "limit" in settings.file.model_fields_set else None)
        return tuple(member.present(calendar, usual) if calendar else member for member in everybody)
    found: dict[str, Member] = {}
    for number, part in enumerate(settings.file.roster):
        place: Place = ("roster", number)
        if part.id in found:
            settings.fault((*place, "id"), "an id of its own", part.id)
        settings.known((*place, "card" if part.card else "id"), part.card or part.id, cards, "the id of a role card")
        card = cards.get(part.card or part.id)
        if card:
            line = settings.document.line(place)
            limit, committed, reserved = (0, 0, 0) if calendar else _limit(settings, part, place, default)
            member = Member(
                part.id,
                replace(
                    card,
                    capabilities=_overridden(card.capabilities, part.capabilities, line),
                    preferences=_overridden(card.preferences, part.preferences, line),
                ),
                limit,
                committed,
                part.pace,
                part.wip,
                settings.document.file,
                line,
                reserved,
            )
            if calendar:
                member = member.present(calendar, read_presence(settings, part, place, calendar))
            found[part.id] = member
    return tuple(found[name] for name in sorted(found))


def _limit(settings: TeamSettings, part: MemberPart, place: Place, default: int) -> tuple[int, int, int]:
    """Return (limit - leave) * (1 - reserved) - committed from 0 on, committed and reserved, in whole minutes."""
    if needs_periods(settings, part, place) or isinstance(part.limit, dict) or isinstance(part.committed, dict):
        return default, 0, 0
    limit = default if part.limit is None else settings.minutes(part.limit, (*place, "limit"))
    _, leave = leave_of(settings, part, place)
    committed = settings.minutes(part.committed, (*place, "committed"))
    rest = (limit - leave) * (1 - Fraction(part.reserved)) - committed
    if rest < 0 or rest.denominator != 1:
        terms = f"({limit / 60:g} - {leave / 60:g}) * (1 - {part.reserved}) - {committed / 60:g}"
        settings.fault(place, "a load limit of at least 0 in whole minutes", f"{terms} = {float(rest) / 60:g} h")
    return max(int(rest), 0), committed, max(limit - leave - committed - int(rest), 0)


def _overridden(lines: tuple[Score, ...], own: dict[str, Decimal], line: int) -> tuple[Score, ...]:
    kept = tuple(one for one in lines if one.name not in own)
    return (*kept, *(Score(name, score, line) for name, score in own.items()))


def _groups(settings: TeamSettings, names: list[str]) -> tuple[Group, ...]:
    found = []
    for name, part in settings.file.groups.items():
        members, aliases = (part, []) if isinstance(part, list) else (part.members, part.aliases)
        for number, member in enumerate(members):
            inner: Place = ("groups", name, number) if isinstance(part, list) else ("groups", name, "members", number)
            settings.known(inner, member, names, "a member")
        found.append(Group(name, tuple(members), tuple(aliases)))
    return tuple(found)


def _policies(settings: TeamSettings, names: list[str], backlog: Backlog, calendar: Calendar | None) -> Policies:
    rules, policies = settings.file.rules, settings.file.policies
    tasks = [task.id for task in backlog.tasks]
    pairs: dict[str, list[Pair]] = {"pins": [], "forbids": []}
    for kind, found in pairs.items():
        for number, pair in enumerate(getattr(rules, kind)):
            place: Place = ("rules", kind, number)
            settings.known((*place, "task"), pair.task, tasks, "a task of the backlog")
            settings.known((*place, "member"), pair.member, names, "a member")
            period = getattr(pair, "period", None) or ""
            if period:
                known = [one.id for one in calendar.periods] if calendar else []
                settings.known((*place, "period"), period, known, "the id of a period")
            found.append(Pair(pair.task, pair.member, settings.document.file, settings.document.line(place), period))
    for kind in ("separate", "together"):
        for number, group in enumerate(getattr(rules, kind)):
            for at, task in enumerate(group):
                settings.known(("rules", kind, number, at), task, tasks, "a task of the backlog")
                if task in group[:at]:
                    settings.fault(("rules", kind, number, at), "each task once in a group", task)
    for number, task in enumerate(rules.required):
        settings.known(("rules", "required", number), task, tasks, "a task of the backlog")
    batches = {task.batch for task in backlog.tasks}
    for name in policies.batches:
        settings.known(("policies", "batches", name), name, batches, "a batch of the backlog")
    return Policies(
        policies.batch,
        tuple(policies.batches.items()),
        tuple(pairs["pins"]),
        tuple(pairs["forbids"]),
        tuple(map(tuple, rules.separate)),
        tuple(map(tuple, rules.together)),
        tuple(rules.required),
        policies.order or "",
        policies.inherit,
        tuple(policies.early_first),
        policies.split_members,
        tuple(_stated(settings)),
    )


def _stated(settings: TeamSettings) -> Iterator[Stated]:
    """Yield where each rule stands that has no line of its own in the nouns."""
    rules, document = settings.file.rules, settings.document
    for kind in ("separate", "together"):
        for number, group in enumerate(getattr(rules, kind)):
            yield Stated(kind, tuple(group), document.file, document.line(("rules", kind, number)))
    for number, task in enumerate(rules.required):
        yield Stated("required", (task,), document.file, document.line(("rules", "required", number)))
    for name in settings.file.policies.batches:
        yield Stated("batch", (name,), document.file, document.line(("policies", "batches", name)))
    yield Stated("batch", (), document.file, document.line(("policies", "batch")))
