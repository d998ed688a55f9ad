"""What an open task may need, from its words and those of the cards: proposed with evidence, never a gate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from solver.importers.board.states import OPEN
from solver.importers.nouns import ImportedCard, ImportedTask
from solver.importers.proposed.proposals import Proposal
from solver.importers.proposed.word_index import Index, features, features_of_word, index_of, merged, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST: Final = 3
TIERS: Final = ("", "secondary", "supportive")
# How much the card of a capability's best holder speaks for it, beside the capability's own words.
HOLDER: Final = 2.0
# A capability that is this much less likely than the first is not proposed beside it.
NEAR: Final = 0.6
# What the words of a capability say for a member, where a level is stated; a level that nobody states adds nothing.
ABLE: Final = 0.4
# Tasks that are looked up at once.
BLOCK: Final = 512
LONG_TEXT: Final = 1500
BULLET: Final = re.compile(r"\s*[-*+•]\s")
# How sure an inference may look: of a hundred labelled titles about half of the first proposals were right, whatever
# their likeness; those behind the first were right more seldom.
SURE: Final = ((0.3, 0.6), (0.15, 0.3), (0.1, 0.2))


@dataclass(frozen=True)
class Knowledge:
    """The words of cards and of capabilities; ``holders`` are card and share of the best level, per capability."""

    cards: tuple[str, ...]
    members: Index
    capabilities: tuple[str, ...]
    abilities: Index
    holders: tuple[tuple[tuple[int, float], ...], ...]
    is_stated: tuple[bool, ...]


def learn(cards: Sequence[ImportedCard]) -> Knowledge:
    """Return what the cards' own words say about who does what."""
    held: dict[str, list[tuple[int, float]]] = {}
    stated: dict[str, bool] = {}
    for at, card in enumerate(cards):
        for ability in card.abilities:
            held.setdefault(ability.name, []).append((at, float(ability.score)))
            stated[ability.name] = stated.get(ability.name, False) or ability.is_stated
    names = tuple(held)
    best = {name: max(max(score for _, score in held[name]), 0.01) for name in names}
    texts = [[(name, 3.0), *((_below(cards[at], name), 1.0) for at, _ in held[name])] for name in names]
    return Knowledge(
        tuple(card.id for card in cards),
        index_of([_parts(card) for card in cards]),
        names,
        index_of(texts),
        tuple(tuple((at, score / best[name]) for at, score in held[name]) for name in names),
        tuple(stated[name] for name in names),
    )


def _parts(card: ImportedCard) -> list[tuple[str, float]]:
    """Return the texts of a card, its name and what it is for heavier than the rest."""
    parts = [(card.id, 3.0), (card.title, 2.0)]
    parts += [(ability.name, 2 * float(ability.score)) for ability in card.abilities]
    parts += [(" ".join(names), 1.0) for _, names in card.skills] + [(text, 1.0) for text, _ in card.preferences]
    parts += [(text, 2.0 if title == "Role Definition" else 1.0) for title, text in card.sections]
    return [*parts, (card.source, 1.0)] if card.source else parts


def _below(card: ImportedCard, name: str) -> str:
    """Return the list that stands below a capability's own heading in the text of a card."""
    found: list[str] = []
    for _, text in card.sections:
        inside = False
        for line in text.split("\n"):
            if BULLET.match(line):
                found += [line] if inside else []
            elif line.strip():
                inside = line.strip("#*: ").casefold().startswith(name.casefold())
    return " ".join(found)


def words_of_task(task: ImportedTask) -> dict[str, float]:
    """Return the words of a task: its title heaviest, then labels and components, then the start of its description."""
    parts = [features(task.title, 3.0), *(features(word, 2.0) for word in (*task.labels, *task.components))]
    return merged([*parts, features(task.description[:LONG_TEXT], 0.3)])


@dataclass(frozen=True)
class Guess:
    """Capabilities with how likely each is, members with how well their cards fit the words, best first."""

    capabilities: tuple[tuple[str, float], ...]
    members: tuple[tuple[str, float], ...]


def guess(known: Knowledge, texts: Iterable[dict[str, float]], most: int = MOST) -> Iterator[Guess]:
    """Yield what the words of each task point to; nothing where no word speaks for a capability or a member."""
    rest = iter(texts)
    while part := list(islice(rest, BLOCK)):
        for whole, own in zip(known.members.likeness(part), known.abilities.likeness(part), strict=True):
            yield _guess(known, whole, own, most)


def _guess(known: Knowledge, whole: NDArray[np.float64], own: NDArray[np.float64], most: int) -> Guess:
    near = _best(own, 4 * most)
    scored = sorted(((own[at] + HOLDER * _holder(known, whole, at), -at) for at in near), reverse=True)
    first = scored[0][0] if scored else 0.0
    found = [(known.capabilities[-at], float(score)) for score, at in scored[:most] if score >= NEAR * first]
    members = whole.copy()
    for at in near:
        if known.is_stated[at]:
            for member, share in known.holders[at]:
                members[member] = max(members[member], whole[member] + ABLE * own[at] * share**2)
    order = _best(members, most)
    return Guess(tuple(found), tuple((known.cards[at], float(members[at])) for at in order))


def _best(values: NDArray[np.float64], most: int) -> list[int]:
    """Return the places of the highest values above 0, the first of equal ones first."""
    places = values.nonzero()[0]
    order = (-values[places]).argsort(kind="stable")[:most]
    return [int(at) for at in places[order]]


def _holder(known: Knowledge, whole: NDArray[np.float64], at: int) -> float:
    return max((float(whole[member]) * share**4 for member, share in known.holders[at]), default=0.0)


def likely_needs(cards: Iterable[ImportedCard], tasks: Iterable[ImportedTask]) -> Iterator[Proposal]:
    """Yield up to three requirements for each open task that states none, with confidence and the words behind it.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from solver.importers.nouns import Ability
    >>> cards = [ImportedCard("A", "f", abilities=(Ability("sql", Decimal(1)),)), ImportedCard("B", "f")]
    >>> found = likely_needs(cards, [ImportedTask("T", "f", 1, "Slow query")])
    >>> [(one.kind, one.proposal, one.evidence) for one in found]
    [('requirement', 'sql', 'words: query'), ('member', 'A', 'words: query')]
    """
    listed = list(cards)
    opened = [task for task in tasks if task.state in OPEN and not task.needs]
    if not opened or not any(card.abilities for card in listed):
        return
    known = learn(listed)
    stems = {card.id: frozenset(name for text, _ in _parts(card) for name in features(text)) for card in listed}
    evidence = [_stems(name, listed, known.holders[at]) for at, name in enumerate(known.capabilities)]
    by_name = {name: at for at, name in enumerate(known.capabilities)}
    for task, found in zip(opened, guess(known, map(words_of_task, opened)), strict=True):
        for rank, (name, score) in enumerate(found.capabilities):
            words = _evidence(task, evidence[by_name[name]])
            sure = min(max(score * SURE[rank][1], SURE[rank][0]), SURE[rank][1])
            yield Proposal("requirement", task.id, name, f"{sure:.2f}", f"words: {words}", TIERS[rank])
        if found.members and not task.assignees:
            yield _whose(task, found.members, stems)


def _whose(task: ImportedTask, members: Sequence[tuple[str, float]], stems: dict[str, frozenset[str]]) -> Proposal:
    """Return whose card the words of a task are most like, the surer the further the next one is behind."""
    (name, first), second = members[0], members[1][1] if len(members) > 1 else 0.0
    sure = min(0.9, first / (first + second))
    return Proposal("member", task.id, name, f"{sure:.2f}", f"words: {_evidence(task, stems[name])}")


def _stems(name: str, cards: Sequence[ImportedCard], holders: Iterable[tuple[int, float]]) -> frozenset[str]:
    texts = [name, *(_below(cards[at], name) for at, _ in holders)]
    return frozenset(feature for text in texts for feature in features(text))


def _evidence(task: ImportedTask, stems: frozenset[str]) -> str:
    """Return the words of a task that speak for a capability, as they stand in it, at most five."""
    text = " ".join((task.title, *task.labels, *task.components, task.description[:LONG_TEXT]))
    words = dict.fromkeys(words_of(text))
    found = [word for word in words if any(name in stems for name, _ in features_of_word(word))]
    return ", ".join(found[:5])
