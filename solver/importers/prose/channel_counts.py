"""What only all cards together show: which names in their lines somebody has, and the counts over files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from solver.importers.nouns import LEFT_OUT, ImportedCard, Intake, Line
from solver.importers.one_person import drop_shadows, join_people
from solver.importers.prose.boilerplate import drop_boilerplate
from solver.importers.prose.prose_lines import written


def settle(intakes: Sequence[Intake]) -> None:
    """Give each card an id of its own, and write the names in all lines as the ids of the cards that have them.

    Of two cards with one id the later gets a number behind its id, with a line in the ledger. A name is somebody's by
    exact id, by another name that one card alone has, or by one of these in another case. Words and
    doubtful names that somebody has become targets.
    The counts of cards and channels then go into the facts of each file.
    """
    drop_boilerplate(intakes)
    join_people(intakes)
    drop_shadows(intakes)
    _part_ids(intakes)
    _open_gates(intakes)
    ids = {card.id for intake in intakes for card in intake.cards}
    owners = _owners(intakes, ids)
    for intake in intakes:
        intake.cards = [replace(card, lines=_settled_all(card.lines, ids, owners)) for card in intake.cards]
        distinct = {name: len(things) for name, things in intake.distinct.items()}
        intake.facts |= distinct | card_facts(intake.cards, ids)


def _settled_all(lines: tuple[Line, ...], ids: set[str], owners: dict[str, str]) -> tuple[Line, ...]:
    return tuple(_settled(line, ids, owners) for line in lines)


def _part_ids(intakes: Sequence[Intake]) -> None:
    seen: dict[str, str] = {}
    for intake in intakes:
        for at, card in enumerate(intake.cards):
            name, number = card.id, 2
            while name in seen:
                name, number = f"{card.id}-{number}", number + 1
            if name != card.id:
                text = f"the id {card.id!r} is taken by {seen[card.id]}; this card becomes {name!r}"
                intake.say(card.line, LEFT_OUT, text)
                intake.cards[at] = replace(card, id=name)
            seen[name] = card.file


def _open_gates(intakes: Sequence[Intake]) -> None:
    """Give what a group approves to the members that any file names."""
    members: dict[str, set[str]] = {}
    for intake in intakes:
        for group, names in intake.groups.items():
            members.setdefault(group, set()).update(names)
    wanted: dict[str, list[tuple[str, str]]] = {}
    for intake in intakes:
        for group, paths in intake.group_gates.items():
            for name in sorted(members.get(group, ())):
                wanted.setdefault(name, []).extend((path, intake.file) for path in paths)
    if not wanted:
        return
    for intake in intakes:
        intake.cards = [_gated(card, wanted.get(card.id, ())) for card in intake.cards]


def _gated(card: ImportedCard, gates: Iterable[tuple[str, str]]) -> ImportedCard:
    new = [(path, file) for path, file in dict.fromkeys(gates) if ("APPROVE", path) not in card.permissions]
    return replace(
        card,
        permissions=(*card.permissions, *(("APPROVE", path) for path, _ in new)),
        lines=(*card.lines, *(Line("APPROVES", f"changes to {path}", file, 1) for path, file in new)),
    )


def _owners(intakes: Iterable[Intake], ids: set[str]) -> dict[str, str]:
    """Return the ids behind the other names that one card alone has."""
    found: dict[str, set[str]] = {}
    for intake in intakes:
        for card in intake.cards:
            for name in {*card.names, *({card.title} if card.title else ())} - ids:
                found.setdefault(name, set()).add(card.id)
    owners = {name: min(who) for name, who in found.items() if len(who) == 1}
    return owners | _in_other_case(intakes, ids, owners)


def _in_other_case(intakes: Iterable[Intake], ids: set[str], owners: Mapping[str, str]) -> dict[str, str]:
    """Return the ids behind names in lines that are one card's but for their case: Implementer is implementer.md."""
    alike: dict[str, set[str]] = {}
    for name in (*ids, *owners):
        alike.setdefault(name.casefold(), set()).add(owners.get(name, name))
    named = {name for intake in intakes for card in intake.cards for line in card.lines for name in line.targets}
    whose = {name: alike.get(name.casefold(), set()) for name in named if name not in ids and name not in owners}
    return {name: min(who) for name, who in whose.items() if len(who) == 1}


def _settled(line: Line, ids: set[str], owners: dict[str, str]) -> Line:
    hits = tuple(name for name in (*line.maybe, *line.doubtful) if name in ids or name in owners)
    targets = tuple(dict.fromkeys(name if name in ids else owners.get(name, name) for name in (*line.targets, *hits)))
    if targets == line.targets:
        return line
    doubtful = tuple(name for name in line.doubtful if name not in hits)
    # A text that its writer's own grammar already holds stays as it is; only names are put in the place of names.
    text = _renamed(line, owners) if set(line.targets) >= set(targets) - set(hits) and not hits else ""
    text = text or written(targets, line.topic or (line.text if hits and not line.targets else ""))
    return replace(line, text=text, targets=targets, doubtful=doubtful)


def _renamed(line: Line, owners: dict[str, str]) -> str:
    text = line.text
    for name in line.targets:
        text = text.replace(name, owners.get(name, name))
    return text


def over_all(intakes: Sequence[Intake]) -> dict[str, int]:
    """Return the counts that do not add up from file to file: distinct things, and cards and channels together."""
    seen: dict[str, set[str]] = {}
    for intake in intakes:
        for name, things in intake.distinct.items():
            seen.setdefault(name, set()).update(things)
    cards = [card for intake in intakes for card in intake.cards]
    return {name: len(things) for name, things in seen.items()} | card_facts(cards, {card.id for card in cards})


def card_facts(cards: Sequence[ImportedCard], ids: set[str]) -> dict[str, int]:
    """Return the counts of cards, abilities, permissions, preferences and channels; ``ids`` may be named by lines."""
    if not cards:
        return {}
    abilities = [ability for card in cards for ability in card.abilities]
    stated = sum(ability.is_stated for ability in abilities)
    facts = {
        "cards": len(cards),
        "capability_pairs": len(abilities),
        "capability_levels": stated,
        "levels_stated": stated,
        "distinct_capability_names": len({ability.name for ability in abilities}),
        "cards_without_capabilities": sum(not card.abilities for card in cards),
        "permissions": sum(len(card.permissions) for card in cards),
        "preferences_scored": sum(len(card.preferences) for card in cards),
    }
    return facts | channel_facts(cards, ids)


def channel_facts(cards: Sequence[ImportedCard], ids: set[str]) -> dict[str, int]:
    """Return the counts of the lines of communication and of the names in them."""
    lines = [(card.id, line) for card in cards for line in card.lines]
    pairs = [(card, name, line) for card, line in lines for name in line.targets]
    ways = [
        ((name, card) if line.verb == "RECEIVES" else (card, name), line) for card, name, line in pairs if name in ids
    ]
    told = {(card, name) for card, name, _ in pairs if name in ids}
    return {
        "channel_lines": len(lines),
        "channel_targets": len(pairs) + sum(len(line.doubtful) for _, line in lines),
        "channels_resolved": len(ways),
        "channels_dangling": len(pairs) - len(ways),
        "channel_targets_doubtful": sum(len(line.doubtful) for _, line in lines),
        "channel_lines_without_target": sum(not line.targets and not line.doubtful for _, line in lines),
        "lines_naming_two_or_more": sum(len(line.targets) > 1 for _, line in lines),
        "reciprocated_channels": sum((name, card) in told for card, name in told),
        "inbound_lines_resolved": sum(line.verb == "RECEIVES" for _, line in ways),
    }
