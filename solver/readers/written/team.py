"""A team as the model of ``team.yaml`` that the reader reads: each key that says something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from solver.domain.calendar import Calendar, Presence
from solver.domain.cards import RoleCard
from solver.domain.policies import CommunicationPolicy, Growth, Pair, Policies
from solver.domain.team import Group, Member, Team
from solver.domain.weights import Weights
from solver.readers.team.calendar import WEEKDAYS
from solver.readers.team.schema import (
    CalendarPart,
    ChannelPrice,
    GroupPart,
    GrowPart,
    MemberPart,
    PairPart,
    PeriodPart,
    PinPart,
    PoliciesPart,
    PricesPart,
    RulesPart,
    TeamFile,
    WeightsPart,
)
from solver.readers.written.cards import own_scores
from solver.readers.written.hours import in_roster_words

# A share with more digits is written as hours.
MOST_DIGITS = 12


def team_file(team: Team, weights: Weights, cards: Mapping[str, RoleCard]) -> TeamFile:
    """Return what ``team.yaml`` says of a team.

    Parameters
    ----------
    team : Team
        The members with their hours, and what holds between them.
    weights : Weights
        Of the quality level.
    cards : mapping of str to RoleCard
        The cards that are written, by the name of their file; see ``cards_of``.

    Returns
    -------
    TeamFile
        The model that the reader checks a file against.
    """
    stated = {one.name: getattr(weights, one.name) for one in fields(weights) if one.compare}
    return TeamFile(
        hours_per_day=team.defaults.hours_per_day,
        limit=_hours(team.defaults.limit_minutes) if team.defaults.limit_minutes != 40 * 60 else Decimal(40),
        calendar=_calendar(team.calendar) if team.calendar else None,
        periods=_periods(team.calendar) if team.calendar else None,
        unestimated=_hours(team.defaults.unestimated_minutes) if team.defaults.unestimated_minutes else None,
        roster=[_member(member, team, cards) for member in team.members],
        groups={one.name: _group(one) for one in team.groups},
        externals=list(team.externals),
        aliases=dict(team.communication.aliases),
        verbs=dict(team.communication.verbs),  # type: ignore[arg-type]
        terminals=list(team.communication.terminals),
        policies=_policies(team.policies, team.communication),
        rules=_rules(team.policies),
        grow=[_grow(one) for one in team.policies.grow],
        weights=WeightsPart(**stated),
        prices=_prices(team.communication),
    )


def file_data(file: TeamFile) -> dict[str, Any]:
    """Return a model as plain data with every key that differs from saying nothing."""
    return file.model_dump(by_alias=True, exclude_defaults=True)


def _member(member: Member, team: Team, cards: Mapping[str, RoleCard]) -> MemberPart:
    """Return a roster entry, with scores of the member's own where the card is held by others too."""
    capabilities, preferences = own_scores(member, cards)
    name = member.card.id if capabilities is not None else member.id
    said: dict[str, Any] = {"id": member.id, "card": name if name != member.id else None}
    said |= {"capabilities": capabilities or {}, "preferences": preferences or {}}
    said |= {"pace": member.pace, "wip": member.wip_limit}
    if team.calendar and member.presence:
        return MemberPart(**said, **_presence(member.presence, team.calendar))
    whole = member.load_limit_minutes + member.committed_minutes + member.reserved_minutes
    share = _decimal(Fraction(member.reserved_minutes, whole or 1))
    kept = {"reserved_hours": _hours(member.reserved_minutes)} if share is None else {"reserved": share}
    return MemberPart(**said, **kept, limit=_hours(whole), committed=_zero(member.committed_minutes))


def _presence(one: Presence, calendar: Calendar) -> dict[str, Any]:
    """Return what a roster entry says about time; what holds for single periods is said for each."""
    one = in_roster_words(one, calendar)
    names = [period.id for period in calendar.periods]
    limits, committeds, ramps = dict(one.limits), dict(one.committeds), dict(one.ramps)
    said: dict[str, Any] = {
        "limit": None if one.limit is None else _hours(one.limit),
        "committed": _zero(one.committed),
        "ramp": one.ramp,
        "reserved": one.reserved,
        "leave": [_span(*days) for days in one.leave] if one.leave else _zero(one.leave_minutes),
        "from": str(one.since) if one.since else None,
        "until": str(one.until) if one.until else None,
    }
    if one.week is not None:
        said["week"] = {day: _hours(minutes) for day, minutes in zip(WEEKDAYS, one.week, strict=True) if minutes}
    if limits:
        every = limits if one.limit is None else {name: limits.get(name, one.limit) for name in names}
        said["limit"] = {name: _hours(minutes) for name, minutes in every.items()}
    if committeds:
        said["committed"] = {name: _hours(committeds.get(name, one.committed)) for name in names}
    if ramps:
        said["ramp"] = {name: ramps.get(name, one.ramp) for name in names}
    return said


def _calendar(calendar: Calendar) -> CalendarPart:
    return CalendarPart(
        hours_per_day=Decimal(calendar.day_minutes) / 60,
        workdays=[WEEKDAYS[day] for day in calendar.workdays],
        holidays=[str(day) for day in calendar.holidays],
        closed=[str(day) for day in calendar.closed],
    )


def _periods(calendar: Calendar) -> list[PeriodPart]:
    return [PeriodPart(id=one.id, start=str(one.start), end=str(one.end)) for one in calendar.periods]


def _group(group: Group) -> list[str] | GroupPart:
    members, aliases = list(group.members), list(group.aliases)
    return GroupPart(members=members, aliases=aliases) if aliases else members


def _policies(rules: Policies, lines: CommunicationPolicy) -> PoliciesPart:
    return PoliciesPart(
        batch=rules.batch,  # type: ignore[arg-type]
        batches=dict(rules.batches),  # type: ignore[arg-type]
        reports_carry_escalations=lines.reports_carry_escalations,
        topic_covers_all=lines.topic_covers_all,
        longest_chain=lines.longest_chain,
        order=rules.order or None,  # type: ignore[arg-type]
        inherit=rules.inherit,
        early_first=list(rules.early_first),  # type: ignore[arg-type]
        split_members=rules.split_members,
        communicator_limit=lines.communicator_limit,
        outside=rules.outside,  # type: ignore[arg-type]
    )


def _rules(rules: Policies) -> RulesPart:
    return RulesPart(
        pins=[_pin(one) for one in rules.pins],
        forbids=[PairPart(task=one.task, member=one.member) for one in rules.forbids],
        separate=list(map(list, rules.separate)),
        together=list(map(list, rules.together)),
        required=list(rules.required),
    )


def _grow(one: Growth) -> GrowPart:
    return GrowPart(
        member=one.member,
        capability=one.capability,
        hours=_hours(one.minutes),
        mentor=one.mentor,
        mentor_share=one.mentor_share,
    )


def _pin(pair: Pair) -> PinPart:
    return PinPart(task=pair.task, member=pair.member, period=pair.period or None)


def _prices(lines: CommunicationPolicy) -> PricesPart:
    rows = ({"from": giver, "to": taker, "price": price} for giver, taker, price in lines.prices)
    pairs = [ChannelPrice.model_validate(row) for row in rows]
    return PricesPart(channel=lines.price, fill=lines.price_fill, answer=lines.price_answer, pairs=pairs)


def _hours(minutes: int) -> str:
    """Return minutes as hours if they are whole ones, so that a file reads well."""
    return f"{minutes}min" if minutes % 60 else f"{minutes // 60}h"


def _zero(minutes: int) -> Decimal | str:
    """Return minutes as hours; none is the default and is not said."""
    return _hours(minutes) if minutes else Decimal(0)


def _span(first: date, last: date) -> str:
    return str(first) if first == last else f"{first}..{last}"


def _decimal(share: Fraction) -> Decimal | None:
    """Return a share as an exact decimal, None if it has too many digits."""
    scaled = share * 10**MOST_DIGITS
    return Decimal(int(scaled)) / 10**MOST_DIGITS if scaled.denominator == 1 else None
