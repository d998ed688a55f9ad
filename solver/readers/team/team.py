"""Reads ``team.yaml``: who there is, groups, and what the team has agreed on."""

from __future__ import annotations

from pathlib import Path

from solver.domain.cards import RoleCard
from solver.domain.people import People, people_of
from solver.domain.policies import CommunicationPolicy
from solver.domain.tasks import Backlog
from solver.domain.team import Defaults, Group, Team
from solver.domain.vocabulary import Vocabulary
from solver.readers.team.agreed import read_policies
from solver.readers.team.calendar import read_calendar
from solver.readers.team.form import read_form
from solver.readers.team.roster import read_roster
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
    members = read_roster(settings, cards, calendar, vocabulary)
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


def _groups(settings: TeamSettings, people: People) -> tuple[Group, ...]:
    found = []
    for name, part in settings.file.groups.items():
        members, aliases = (part, []) if isinstance(part, list) else (part.members, part.aliases)
        place: Place = ("groups", name) if isinstance(part, list) else ("groups", name, "members")
        ids = [settings.person((*place, number), one, people, "a member") for number, one in enumerate(members)]
        found.append(Group(name, tuple(ids), tuple(aliases)))
    return tuple(found)
