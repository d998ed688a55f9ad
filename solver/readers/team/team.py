"""Reads ``team.yaml``: the roster and what the team has agreed on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from solver.domain.calendar import Calendar, Presence
from solver.domain.cards import RoleCard, Score
from solver.domain.naming import folded
from solver.domain.people import People, people_of
from solver.domain.policies import CommunicationPolicy
from solver.domain.tasks import Backlog
from solver.domain.team import Defaults, Group, Member, Team
from solver.domain.vocabulary import Vocabulary
from solver.readers.team.agreed import read_policies
from solver.readers.team.calendar import leave_of, needs_periods, read_calendar, read_presence
from solver.readers.team.form import read_form
from solver.readers.team.schema import MemberPart
from solver.readers.team.settings import TeamSettings
from solver.readers.text.gathering import Gathering
from solver.readers.text.strict_yaml import Place, read_yaml


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
