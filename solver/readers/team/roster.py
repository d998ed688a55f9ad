"""Reads the roster of ``team.yaml``: each member with a card, own scores and hours."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from solver.domain.calendar import Calendar, Presence
from solver.domain.cards import RoleCard, Score
from solver.domain.naming import folded
from solver.domain.team import Member
from solver.domain.vocabulary import Vocabulary
from solver.readers.team.calendar import leave_of, needs_periods, read_presence
from solver.readers.team.schema import MemberPart
from solver.readers.team.settings import TeamSettings
from solver.readers.text.strict_yaml import Place


def read_roster(
    settings: TeamSettings, cards: dict[str, RoleCard], calendar: Calendar | None, words: Vocabulary
) -> tuple[Member, ...]:
    """Return the members by id; without a roster each card is one. Faults are added to those of the settings.

    Parameters
    ----------
    settings : TeamSettings
        What ``team.yaml`` says.
    cards : dict of str to RoleCard
        By id.
    calendar : Calendar, optional
        The periods, where there are some.
    words : Vocabulary
        By which own scores stand for those of the card that mean the same.

    Returns
    -------
    tuple of Member
        Those whose card is there.
    """
    default = settings.minutes(settings.file.limit, ("limit",))
    if settings.file.roster is None:
        everybody = (Member(card.id, card, default, file=card.file, line=1) for card in cards.values())
        usual = Presence(limit=default if "limit" in settings.file.model_fields_set else None)
        return tuple(member.present(calendar, usual) if calendar else member for member in everybody)
    if not settings.file.roster:
        settings.fault(("roster",), "at least one member in the roster", "none", maybe="no roster: each card is one.")
    found, ids = dict[str, Member](), dict[str, str]()
    by_folded = {folded(name): card for name, card in cards.items()}
    for number, part in enumerate(settings.file.roster):
        place: Place = ("roster", number)
        if folded(part.id) in ids:
            same = ids[folded(part.id)]
            maybe = "" if same == part.id else f"{same!r}, who is the same: people compare without case."
            settings.fault((*place, "id"), "an id of its own", part.id, maybe=maybe)
        ids.setdefault(folded(part.id), part.id)
        holds = part.card or part.id
        if card := cards.get(holds) or by_folded.get(folded(holds)):
            found[part.id] = _member(settings, part, place, card, default, calendar, words)
        else:
            settings.fault((*place, "card" if part.card else "id"), "the id of a role card", holds, cards)
    return tuple(found[name] for name in sorted(found))


def _member(
    settings: TeamSettings,
    part: MemberPart,
    place: Place,
    card: RoleCard,
    default: int,
    calendar: Calendar | None,
    words: Vocabulary,
) -> Member:
    """Return a member of the roster; ``default`` are the minutes of whoever has no limit there."""
    limit, committed, reserved = (0, 0, 0) if calendar else _limit(settings, part, place, default)
    own = replace(
        card,
        capabilities=_overridden(settings, card.capabilities, words, (*place, "capabilities")),
        preferences=_overridden(settings, card.preferences, words, (*place, "preferences")),
    )
    document = settings.document
    wip, line = part.wip, document.line(place)
    member = Member(part.id, own, limit, committed, part.pace, wip, document.file, line, reserved)
    if calendar is None:
        return member
    if part.reserved_hours:
        settings.fault((*place, "reserved_hours"), "a share as reserved, where there are periods", "hours")
    return member.present(calendar, read_presence(settings, part, place))


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
