"""Reads ``team.yaml``: the roster and what the team has agreed on."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from solver.domain.calendar import Calendar, Presence
from solver.domain.cards import RoleCard, Score
from solver.domain.naming import Nearest, folded
from solver.domain.people import People, people_of
from solver.domain.policies import CommunicationPolicy
from solver.domain.tasks import Backlog
from solver.domain.team import Defaults, Group, Member, Team
from solver.domain.vocabulary import Vocabulary
from solver.domain.weights import Weights
from solver.errors import Fault
from solver.readers.agreed import read_policies
from solver.readers.calendar import leave_of, needs_periods, read_calendar, read_presence
from solver.readers.form import read_form
from solver.readers.gathering import Gathering
from solver.readers.hours import meant_hours, parse_minutes
from solver.readers.strict_yaml import Document, Place, read_yaml
from solver.readers.team_schema import MemberPart, TeamFile


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
        With every fault of form at once, each with its line, where nothing else can be looked at without those values.
    """
    document = read_yaml(path)
    file, faults = read_form(document)
    return TeamSettings(file, document, Gathering(faults))


def build_team(settings: TeamSettings, cards: dict[str, RoleCard], backlog: Backlog, vocabulary: Vocabulary) -> Team:
    """Return the team; faults of names and hours are added to ``settings.faults``."""
    calendar = read_calendar(settings)
    members = _members(settings, cards, calendar, vocabulary)
    file = settings.file
    holders = [(member.id, member.card.id) for member in members]
    anybody, somebody = people_of(holders, file.externals), "a member or an external"
    aliases = {
        name: settings.person(("aliases", name), target, anybody, somebody) for name, target in file.aliases.items()
    }
    anybody = people_of(holders, file.externals, aliases)
    names = people_of(holders, (), {name: who for name, who in aliases.items() if who not in file.externals})
    terminals = [settings.person(("terminals", n), who, anybody, somebody) for n, who in enumerate(file.terminals)]
    prices = []
    for number, pair in enumerate(file.prices.pairs):
        place: Place = ("prices", "pairs", number)
        source = settings.person((*place, "from"), pair.source, names, "a member")
        prices.append((source, settings.person((*place, "to"), pair.target, anybody, somebody), pair.price))
    communication = CommunicationPolicy(
        tuple(aliases.items()),
        tuple(file.verbs.items()),
        tuple(terminals),
        file.policies.reports_carry_escalations,
        file.policies.topic_covers_all,
        file.policies.longest_chain,
        file.prices.channel,
        file.prices.fill,
        file.prices.answer,
        tuple(prices),
        file.policies.communicator_limit,
    )
    groups = _groups(settings, names)
    policies = read_policies(settings, names, backlog, vocabulary)
    defaults = Defaults(file.hours_per_day, settings.minutes(file.limit, ("limit",)), settings.unestimated())
    return Team(members, groups, tuple(file.externals), policies, communication, vocabulary, calendar, defaults)


def _members(
    settings: TeamSettings, cards: dict[str, RoleCard], calendar: Calendar | None, words: Vocabulary
) -> tuple[Member, ...]:
    default = settings.minutes(settings.file.limit, ("limit",))
    if settings.file.roster is None:
        everybody = (Member(card.id, card, default, file=card.file, line=1) for card in cards.values())
        usual = Presence(limit=default if "limit" in settings.file.model_fields_set else None)
        return tuple(member.present(calendar, usual) if calendar else member for member in everybody)
    if not settings.file.roster:
        settings.fault(("roster",), "at least one member in the roster", "none", maybe="no roster: each card is one.")
    found: dict[str, Member] = {}
    ids: dict[str, str] = {}
    by_folded = {folded(name): card for name, card in cards.items()}
    for number, part in enumerate(settings.file.roster):
        place: Place = ("roster", number)
        if folded(part.id) in ids:
            same = ids[folded(part.id)]
            maybe = "" if same == part.id else f"{same!r}, who is the same: people compare without case."
            settings.fault((*place, "id"), "an id of its own", part.id, maybe=maybe)
        ids.setdefault(folded(part.id), part.id)
        card = cards.get(part.card or part.id) or by_folded.get(folded(part.card or part.id))
        if not card:
            settings.fault(
                (*place, "card" if part.card else "id"), "the id of a role card", part.card or part.id, cards
            )
        if card:
            line = settings.document.line(place)
            limit, committed, reserved = (0, 0, 0) if calendar else _limit(settings, part, place, default)
            member = Member(
                part.id,
                replace(
                    card,
                    capabilities=_overridden(settings, card.capabilities, words, (*place, "capabilities")),
                    preferences=_overridden(settings, card.preferences, words, (*place, "preferences")),
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
                if part.reserved_hours:
                    settings.fault((*place, "reserved_hours"), "a share as reserved, where there are periods", "hours")
                member = member.present(calendar, read_presence(settings, part, place))
            found[part.id] = member
    return tuple(found[name] for name in sorted(found))


def _limit(settings: TeamSettings, part: MemberPart, place: Place, default: int) -> tuple[int, int, int]:
    """Return (limit - leave) * (1 - reserved) - committed from 0 on, committed and reserved, in whole minutes."""
    if needs_periods(settings, part, place) or isinstance(part.limit, dict) or isinstance(part.committed, dict):
        return default, 0, 0
    limit = default if part.limit is None else settings.minutes(part.limit, (*place, "limit"))
    _, leave = leave_of(settings, part, place)
    committed = settings.minutes(part.committed, (*place, "committed"))
    kept = settings.minutes(part.reserved_hours, (*place, "reserved_hours"))
    rest = (limit - leave) * (1 - Fraction(part.reserved)) - committed - kept
    if rest < 0 or rest.denominator != 1:
        terms = f"({limit / 60:g} - {leave / 60:g}) * (1 - {part.reserved}) - {committed / 60:g}"
        terms += f" - {kept / 60:g}" if kept else ""
        settings.fault(place, "a load limit of at least 0 in whole minutes", f"{terms} = {float(rest) / 60:g} h")
    return max(int(rest), 0), committed, max(limit - leave - committed - int(rest), 0)


def _overridden(settings: TeamSettings, lines: tuple[Score, ...], words: Vocabulary, place: Place) -> tuple[Score, ...]:
    """Return a card's lines with a member's own scores instead of those that mean the same, by whatever name."""
    part = (settings.file.roster or [])[int(place[1])]
    own: dict[str, Decimal] = getattr(part, str(place[2]))
    line, means = settings.document.line(place[:2]), dict[str, str]()
    for name in own:
        if words.name(name) in means:
            settings.fault((*place, name), f"one score for {means[words.name(name)]!r}", name)
        means[words.name(name)] = name
    kept = tuple(one for one in lines if words.name(one.name) not in means)
    return (*kept, *(Score(name, score, line) for name, score in own.items()))


def _groups(settings: TeamSettings, people: People) -> tuple[Group, ...]:
    found = []
    for name, part in settings.file.groups.items():
        members, aliases = (part, []) if isinstance(part, list) else (part.members, part.aliases)
        place: Place = ("groups", name) if isinstance(part, list) else ("groups", name, "members")
        ids = [settings.person((*place, number), one, people, "a member") for number, one in enumerate(members)]
        found.append(Group(name, tuple(ids), tuple(aliases)))
    return tuple(found)
