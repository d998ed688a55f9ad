"""Role cards as Markdown that reads back as the same cards, one for each that differs in more than own scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from solver.domain.cards import CommunicationLine, Permission, RoleCard, Score
from solver.domain.team import Member
from solver.errors import Fault, InputError

Scores = dict[str, Decimal]


def cards_of(members: Iterable[Member]) -> dict[str, RoleCard]:
    """Return the cards to write, by the name of their file: members who hold one and change scores share it.

    Raises
    ------
    InputError
        If two different cards would have one name, or a name could not be that of a file.
    """
    found: dict[str, RoleCard] = {}
    held: dict[str, list[Member]] = {}
    for member in members:
        held.setdefault(member.card.id, []).append(member)
    for name, holders in held.items():
        cards = [member.card for member in holders]
        bases = (one for one in cards if all(_own(one, other) is not None for other in cards))
        found[name] = next(bases, cards[0])
    for member in (one for holders in held.values() for one in holders):
        base = found[member.card.id]
        if _own(base, member.card) is None:
            if member.id in found and not alike(found[member.id], member.card):
                raise unwritable(f"two cards of the id {member.id}")
            found[member.id] = member.card
    for name in found:
        if not is_file_name(name):
            raise unwritable(f"a card of the id {name!r}")
    return found


def unwritable(what: str) -> InputError:
    """Return the error of a world that no files can hold."""
    return InputError((Fault("--write", 1, "a workspace that files can hold", what),))


def is_file_name(name: str) -> bool:
    """Return whether a card of this id can be a file: it stays in its folder, and the reader takes it for a card."""
    plain = name.isprintable() and not any(mark in name for mark in '/\\:*?"<>|')
    return plain and name == name.strip() and name[:1] not in {"", ".", "_"} and len(name.encode()) <= 200


def own_scores(member: Member, cards: Mapping[str, RoleCard]) -> tuple[Scores | None, Scores | None]:
    """Return the capabilities and preferences of a member's own beside the card of that id, None if it is another."""
    base = cards.get(member.card.id)
    own = _own(base, member.card) if base else None
    return own or (None, None)


def _own(base: RoleCard, card: RoleCard) -> tuple[Scores, Scores] | None:
    """Return the scores with which one card becomes another, None if that takes more."""
    plain = replace(card, capabilities=base.capabilities, preferences=base.preferences)
    capabilities = _changed(base.capabilities, card.capabilities)
    preferences = _changed(base.preferences, card.preferences)
    if not alike(base, plain) or capabilities is None or preferences is None:
        return None
    return capabilities, preferences


def _changed(base: Sequence[Score], lines: Sequence[Score]) -> Scores | None:
    """Return the scores that, read as a member's own, make one list of lines the other; None if none do."""
    before, after = ([(one.name, one.score) for one in each] for each in (base, lines))
    own = {name: score for name, score in after if (name, score) not in before}
    kept = [pair for pair in before if pair[0] not in own]
    return own if [*kept, *own.items()] == after else None


def alike(one: RoleCard, other: RoleCard) -> bool:
    """Return whether two cards say the same, wherever it stands."""
    return bool(essence(one) == essence(other))


def essence(card: RoleCard) -> Any:
    """Return what a plan and the audit of lines rest on in a card."""
    parts: tuple[tuple[Score | Permission | CommunicationLine, ...], ...] = (
        *(card.capabilities, card.preferences, card.permissions, card.communication),
    )
    return [[replace(line, line=0) for line in part] for part in parts]


def card_text(card: RoleCard) -> str:
    r"""Return a role card as Markdown that reads back as the same card.

    Examples
    --------
    >>> from solver.readers.cards.cards import parse_card
    >>> text = "# QA\n\n## Core Capabilities\n- testing: 0.9\n"
    >>> card_text(parse_card(text, "QA")) == text
    True
    """
    sections = {
        "Core Capabilities": [f"- {one.name}: {one.score:f}" for one in card.capabilities],
        "Technical Skills": [f"- **{one.category}**: {', '.join(one.names)}" for one in card.skills],
        "Special Permissions": [f"- {one.verb} {one.object}" for one in card.permissions],
        "Task Preferences": [f"{i}. {one.name} (score: {one.score:f})" for i, one in enumerate(card.preferences, 1)],
        "Communication Priority": [f"- {one.verb}: {one.text}" for one in card.communication],
        "Quality Standards": [one.text for one in card.quality],
    }
    known = {name.lower(): name for name in sections}
    for line in card.kept:
        # The heading of a section that has no field of its own is kept as a line, too.
        lines = sections.setdefault(known.get(line.section.lower(), line.section), [])
        lines += [] if line.text.startswith("## ") else [line.text]
    loose = sections.get("", [])
    matter = loose[: loose.index("---", 1) + 1] if loose[:1] == ["---"] and "---" in loose[1:] else []
    parts = [f"# {card.title}"] if card.title else []
    parts += ["\n".join([f"## {name}", *lines]) for name, lines in sections.items() if lines and name]
    front = ["\n".join(matter)] if matter else []
    return "\n\n".join([*front, *parts[:1], *loose[len(matter) :], *parts[1:]]) + "\n"
