"""Names of capabilities that may mean the same or stand in for each other: proposed as lines of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final

from solver.importers.board.states import OPEN
from solver.importers.nouns import ImportedCard, ImportedTask
from solver.importers.proposed.proposals import Proposal
from solver.importers.proposed.word_index import stem, words_of

# How alike two spellings of one name are at least.
SPELLED: Final = 0.85
SHORTEST: Final = 5
# What a name of more words is worth where one of its parts is needed: test automation for automation.
PART_FACTOR: Final = "0.7"
SHOWN: Final = 10
# Of names that all are a letter apart, as numbered ones, so many are compared.
MOST_ALIKE: Final = 20


def like_names(cards: Iterable[ImportedCard], tasks: Iterable[ImportedTask]) -> Iterator[Proposal]:
    """Yield aliases, same stems or nearly the same spelling, and relations, one name inside the other.

    An alias proposes the name that more cards hold; a relation is proposed only for what an open task needs. Each says
    which tasks would gain a candidate.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from solver.importers.nouns import Ability
    >>> card = ImportedCard("A", "f", abilities=(Ability("API testing", Decimal(1)),))
    >>> task = ImportedTask("T", "f", 1, "x", needs=("api-tests", "testing"))
    >>> for one in like_names([card], [task]):
    ...     print(one.kind, one.subject, ">", one.proposal, "because", one.evidence)
    alias api-tests > API testing because the same words but for their endings; T would gain a candidate
    relation API testing > testing because the name holds the other; T would gain a candidate
    """
    held: dict[str, int] = {}
    for card in cards:
        for ability in card.abilities:
            held[ability.name] = held.get(ability.name, 0) + 1
    needed: dict[str, list[str]] = {}
    for task in tasks:
        for need in task.needs if task.state in OPEN else ():
            needed.setdefault(need.partition(":")[0].strip(), []).append(task.id)
    names = list(dict.fromkeys([*held, *needed]))
    order = {name: (-held.get(name, 0), at) for at, name in enumerate(names)}
    # Python 2 and Python 3 are two things.
    stems = {name: frozenset([*map(stem, words_of(name)), *re.findall(r"\d+", name)]) for name in names}
    joined: set[str] = set()
    for other, name, why, sure in _aliases(names, stems, order):
        joined.add(other)
        gain = needed.get(other, []) if name in held else []
        yield Proposal("alias", other, name, sure, f"{why}; {_gain([*gain, *_of_other(needed, name, other, held)])}")
    for need, ids in needed.items():
        for name in names:
            if name in held and need != name and need not in joined and stems[need] and stems[need] < stems[name]:
                yield Proposal("relation", name, need, PART_FACTOR, f"the name holds the other; {_gain(ids)}")


def _of_other(needed: dict[str, list[str]], name: str, other: str, held: dict[str, int]) -> list[str]:
    return needed.get(name, []) if other in held else []


def _gain(ids: list[str]) -> str:
    if not ids:
        return "no open task gains by it"
    shown = ", ".join(ids[:SHOWN]) + (f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else "")
    return f"{shown} would gain a candidate"


def _aliases(
    names: list[str], stems: dict[str, frozenset[str]], order: dict[str, tuple[int, int]]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield pairs, the rarer name first, with the reason and how sure it is; then names a letter apart."""
    same: dict[frozenset[str], list[str]] = {}
    for name in names:
        if stems[name]:
            same.setdefault(stems[name], []).append(name)
    for group in same.values():
        first, *others = sorted(group, key=order.__getitem__)
        yield from ((other, first, "the same words but for their endings", "0.9") for other in others)
    leading = [min(group, key=order.__getitem__) for group in same.values()]
    for one, two in _a_letter_apart(leading):
        if _is_alike(one, two):
            name, other = sorted((one, two), key=order.__getitem__)
            yield other, name, "nearly the same spelling", "0.6"


def _a_letter_apart(names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of names that are equal when each loses at most one letter; each pair once, in linear time."""
    lacking: dict[str, list[str]] = {}
    for name in names:
        plain = name.casefold()
        if len(plain) >= SHORTEST:
            for short in {plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))}:
                lacking.setdefault(short, []).append(name)
    seen: set[tuple[str, str]] = set()
    for near in lacking.values():
        for pair in combinations(near[:MOST_ALIKE], 2):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _is_alike(one: str, two: str) -> bool:
    first, second = one.casefold(), two.casefold()
    if min(len(first), len(second)) < SHORTEST or abs(len(first) - len(second)) > 2:
        return False
    digits = [[sign for sign in name if sign.isdigit() or sign in "#+"] for name in (first, second)]
    return digits[0] == digits[1] and SequenceMatcher(None, first, second).ratio() >= SPELLED
