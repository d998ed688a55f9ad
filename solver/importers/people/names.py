"""Which member a name in a tracker means: by account, by exact name; a likeness is proposed, never taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final

from solver.importers.files.table import plain
from solver.importers.nouns import ImportedCard

MOST_OF_A_WORD: Final = 60


@dataclass
class People:
    """The members by everything that names them exactly, and what looked up names were found to be.

    ``known`` maps accounts, ids and names, all as ``plain`` writes them, to ids; None marks a name of two members.
    """

    known: dict[str, str | None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, member: str, *names: str) -> None:
        """Let names mean a member; a name of two members means nobody."""
        self.names[member] = next((name for name in names if " " in name), member)
        for name in {plain(name) for name in (member, *names) if name}:
            self.known[name] = member if self.known.get(name, member) == member else None

    def find(self, account: str, name: str) -> str | None:
        """Return the member that an account or a name means exactly, None if nobody or two."""
        for said in (account, name):
            if found := self.known.get(plain(said)):
                return found
        local = account.partition("@")[0] if "@" in account else ""
        return self.known.get(re.sub(r"[._-]+", " ", plain(local))) or self.known.get(plain(local)) if local else None

    def like(self, name: str) -> str | None:
        """Return the one member whose name is like another name, None if there is none or more than one."""
        found = [member for member, own in self.names.items() if _alike(name, own) or _alike(name, member)]
        return found[0] if len(set(found)) == 1 else None


def people_of(cards: Iterable[ImportedCard], own: dict[str, str]) -> People:
    """Return the members that cards make, with the names that the user gave them."""
    people = People()
    for card in cards:
        people.add(card.id, card.account, card.title, *card.names)
    ids = {plain(member): member for member in people.names}
    for name, member in own.items():
        people.known[name] = ids.get(plain(member), member)
    return people


def spelled_alike(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return pairs of names that may be one person: the same words in another order, initials, or a typing error.

    Examples
    --------
    >>> spelled_alike(["Ana Ortiz", "Ortiz, Ana", "A. Ortiz", "Ben"])
    [('Ana Ortiz', 'Ortiz, Ana'), ('Ana Ortiz', 'A. Ortiz'), ('Ortiz, Ana', 'A. Ortiz')]
    >>> spelled_alike(["E001", "E002"])
    []
    """
    listed = list(dict.fromkeys(names))
    blocks: dict[str, list[int]] = {}
    for at, name in enumerate(listed):
        for key in _keys(_words(name)):
            blocks.setdefault(key, []).append(at)
    # A word that very many share, such as "agent", tells nobody apart; whoever is alike shares a rarer one too.
    pairs = {pair for block in blocks.values() if len(block) <= MOST_OF_A_WORD for pair in combinations(block, 2)}
    return [(listed[one], listed[two]) for one, two in sorted(pairs) if _alike(listed[one], listed[two])]


def _keys(words: list[str]) -> set[str]:
    """Return what names that are alike have in common: a whole word, all words, or how all of them begin or end."""
    joined = " ".join(words)
    return {*(word for word in words if len(word) > 1), f"={joined}", f"<{joined[:4]}", f"{joined[-4:]}>"}


def _words(name: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", name.partition("@")[0])
    bare = "".join(mark for mark in bare if not unicodedata.combining(mark))
    return sorted(re.findall(r"[^\W\d_]+", bare.casefold()))


def _alike(one: str, two: str) -> bool:
    first, second = _words(one), _words(two)
    if not first or not second or plain(one) == plain(two):
        return False
    # E001 and E002 are two people, however alike.
    if re.findall(r"\d+", one) != re.findall(r"\d+", two):
        return False
    if first == second:
        return True
    if len(first) == len(second) > 1:
        same = set(first) & set(second)
        rest = zip(sorted(set(first) - same), sorted(set(second) - same), strict=False)
        if same and all(a.startswith(b) or b.startswith(a) for a, b in rest if min(len(a), len(b)) == 1):
            return any(min(len(a), len(b)) == 1 for a, b in zip(first, second, strict=True))
    joined = (" ".join(first), " ".join(second))
    return min(map(len, joined)) > 5 and SequenceMatcher(None, *joined).ratio() >= 0.9
