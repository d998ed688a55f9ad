"""One person in several files is one card: by account id, then by the same name, never by one that is only alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from solver.importers.nouns import LEFT_OUT, TAKEN, Ability, ImportedCard, Intake


def join_people(intakes: Sequence[Intake]) -> None:
    """Put what later files say of a person into the card of the first file that has the person.

    Two cards are one person if both are people's and have one account id, or one id and no two account ids. Under one
    account id the names must share a word where the account is a bare number: numbers of two systems may meet.
    """
    by_account: dict[str, tuple[int, int]] = {}
    by_id: dict[str, tuple[int, int]] = {}
    renamed: dict[str, str] = {}
    for number, intake in enumerate(intakes):
        kept: list[ImportedCard] = []
        for card in intake.cards:
            place = _place(intakes, card, by_account, by_id, number, kept) if card.is_person else None
            if place is None:
                at = (number, len(kept))
                if card.is_person:
                    by_id.setdefault(card.id, at)
                    if card.account:
                        by_account.setdefault(card.account.casefold(), at)
                kept.append(card)
                continue
            home = kept if place[0] == number else intakes[place[0]].cards
            first = home[place[1]]
            home[place[1]] = _merged(first, card)
            if card.account:
                by_account.setdefault(card.account.casefold(), place)
            by_id.setdefault(card.id, place)
            how = f"by the account id {card.account}" if card.account and first.account == card.account else "by name"
            intake.say(card.line, TAKEN, f"{card.id}: the same person as {first.id} in {first.file}, {how}")
            renamed[card.id] = first.id
        intake.cards = kept
    for intake in intakes:
        intake.groups = {
            group: tuple(dict.fromkeys(renamed.get(name, name) for name in names))
            for group, names in intake.groups.items()
        }


def _place(
    intakes: Sequence[Intake],
    card: ImportedCard,
    by_account: dict[str, tuple[int, int]],
    by_id: dict[str, tuple[int, int]],
    number: int,
    kept: list[ImportedCard],
) -> tuple[int, int] | None:
    """Return where the card of the same person is."""
    for place, is_account in ((by_account.get(card.account.casefold()), True), (by_id.get(card.id), False)):
        if place is None or (is_account and not card.account):
            continue
        other = (kept if place[0] == number else intakes[place[0]].cards)[place[1]]
        if place[0] == number and not is_account:
            # Two rows of one table under one name and two account ids are two people.
            continue
        if is_account and (not card.account.isdigit() or _words(card.id) & _words(other.id)):
            return place
        if not is_account and (not card.account or not other.account or card.account == other.account):
            return place
    return None


def _words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return {word for word in "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()}


def _merged(first: ImportedCard, second: ImportedCard) -> ImportedCard:
    """Return both cards as one: what the first says goes before what the second says."""
    abilities: dict[str, Ability] = {one.name: one for one in first.abilities}
    for one in second.abilities:
        known = abilities.get(one.name)
        # A stated level goes before an assumed one, whatever file it stands in.
        if known is None or (one.is_stated and not known.is_stated):
            abilities[one.name] = one
    names = (*first.names, *((second.id,) if second.id != first.id else ()), *second.names)
    names = (*names, *((second.account,) if second.account and second.account != first.account else ()))
    return replace(
        first,
        title=first.title or second.title,
        account=first.account or second.account,
        abilities=tuple(abilities.values()),
        skills=tuple(dict.fromkeys((*first.skills, *second.skills))),
        permissions=tuple(dict.fromkeys((*first.permissions, *second.permissions))),
        preferences=first.preferences or second.preferences,
        lines=(*first.lines, *(line for line in second.lines if (line.verb, line.text) not in _said(first))),
        sections=tuple(dict.fromkeys((*first.sections, *second.sections))),
        names=tuple(dict.fromkeys(name for name in names if name != first.id)),
        weekly_minutes=first.weekly_minutes if first.weekly_minutes is not None else second.weekly_minutes,
    )


def _said(card: ImportedCard) -> set[tuple[str, str]]:
    return {(line.verb, line.text) for line in card.lines}


def drop_shadows(intakes: Sequence[Intake]) -> None:
    """Leave out the row of a person where a card of that id has come already: the card is the fuller one."""
    cards = {card.id: card.file for intake in intakes for card in intake.cards if not card.is_person}
    for intake in intakes:
        for card in intake.cards:
            if card.is_person and card.id in cards:
                intake.say(card.line, LEFT_OUT, f"{card.id}: there is a card of that name in {cards[card.id]}")
        intake.cards = [card for card in intake.cards if not card.is_person or card.id not in cards]
