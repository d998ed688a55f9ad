"""Whom a name in a file means: members by id, whatever its case, by another name, or by the card that they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from solver.domain.naming import Nearest, folded


@dataclass(frozen=True)
class People:
    """The members, who else may be named, other names of both, and who holds a card that nobody is called by."""

    members: tuple[str, ...]
    others: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, name: str) -> str:
        """Return the id that a name means, or nothing if it means nobody or several.

        Examples
        --------
        >>> people = People(("ANN", "BOB-1", "BOB-2"), (), {"Lead": "ANN"}, {"BOB": ("BOB-1", "BOB-2")})
        >>> people.find("Ann"), people.find("lead"), people.find("BOB")
        ('ANN', 'ANN', '')
        """
        if name in self.members or name in self.others:
            return name
        return self._by_folded.get(folded(name), "")

    def maybe(self, name: str) -> str:
        """Return the second line of a fault about a name that means nobody, or several."""
        several = next((who for card, who in self.holders.items() if folded(card) == folded(name)), ())
        if len(several) > 1:
            return f"{' or '.join(map(repr, several[:5]))}: they hold the card {name!r}."
        return self._nearest.maybe(name)

    @cached_property
    def _by_folded(self) -> dict[str, str]:
        found = {folded(card): who[0] for card, who in self.holders.items() if len(who) == 1}
        found |= {folded(other): who for other, who in self.aliases.items()}
        return found | {folded(one): one for one in reversed((*self.members, *self.others))}

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest([*self.members, *self.others, *self.aliases])


def people_of(
    cards: Iterable[tuple[str, str]], others: Iterable[str] = (), aliases: Mapping[str, str] | None = None
) -> People:
    """Return the people of a team out of pairs of a member's id and the id of the card that the member holds."""
    pairs = tuple(cards)
    ids = {folded(member) for member, _ in pairs}
    holders: dict[str, tuple[str, ...]] = {}
    for member, card in pairs:
        if folded(card) not in ids:
            holders[card] = (*holders.get(card, ()), member)
    return People(tuple(member for member, _ in pairs), tuple(others), aliases or {}, holders)
