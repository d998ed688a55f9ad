"""Who could be meant by a name that nobody has: whose id is close, or whose abilities the name and topic speak of."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from solver.communication.lines.channels import Channel
from solver.communication.lines.shapes import normal
from solver.domain.team import Member, Team

# How like two ids must be to look like a slip of the pen, and how many are looked at closely.
CLOSE: Final = 0.75
LOOKED_AT: Final = 20
# A team that names more people it does not have than this gets suggestions for the first of them only.
MOST_ASKED: Final = 300
WORD: Final = re.compile(r"[^\W_]+")
# Words of so many ids that they tell nobody apart.
_GENERIC = """
a an the of and for in on to ai agent agents admin administrator analyst architect assistant associate bot builder chief
consultant coordinator dev developer director engineer engineers expert generator guru head helper junior lead leader
manager master member officer operator orchestrator owner partner planner pro programmer reviewer role scientist senior
specialist staff subagent support team tester tool worker writer
"""
GENERIC: Final = frozenset(_GENERIC.split())


class Suggestions:
    """Who could be meant in a team; each name is looked up once."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self._asked: dict[tuple[str, str, str], str] = {}

    def of(self, channel: Channel) -> str:
        """Return a suggestion in words, empty if nobody comes near; nothing is joined because of it."""
        key = (channel.other, channel.topic, channel.declared_by)
        if key not in self._asked:
            full = len(self._asked) >= MOST_ASKED
            self._asked[key] = "" if full else self._found(channel)
        return self._asked[key]

    def _found(self, channel: Channel) -> str:
        close = self._close(channel.other, channel.declared_by)
        if close:
            return f"{close!r}."
        shared = self._shared(channel.other, channel.declared_by)
        if shared:
            return f"{shared!r}."
        found = self._abilities.nearest(f"{channel.other} {channel.topic}", channel.declared_by)
        return f"{found[0]!r}, who has {found[1]} {found[2]}." if found else ""

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        """How each name looks, and the name."""
        policy, groups = self.team.communication, self.team.groups
        names = [*(member.id for member in self.team.members), *(name for name, _ in policy.aliases)]
        names += [name for group in groups for name in (group.name, *group.aliases)]
        return [(normal(name), name) for name in dict.fromkeys([*names, *self.team.externals])]

    @cached_property
    def _by_letters(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, (plain, _) in enumerate(self._names):
            for letters in _threes(plain):
                found.setdefault(letters, []).append(number)
        return found

    def _close(self, name: str, writer: str) -> str:
        """Return the name that is spelled most alike, of those that share most letters with it; never the writer."""
        plain = normal(name)
        shared: Counter[int] = Counter()
        for letters in _threes(plain):
            held = self._by_letters.get(letters, ())
            # Letters that half of a large team has in its ids tell nobody apart.
            if len(held) <= max(200, len(self._names) // 20):
                shared.update(held)
        best = (CLOSE, "")
        for number, _ in sorted(shared.items(), key=lambda one: (-one[1], one[0]))[:LOOKED_AT]:
            other, known = self._names[number]
            ratio = SequenceMatcher(None, plain[:200], other[:200], autojunk=False).ratio()
            if known != writer and ratio > best[0] - (not best[1]) * 1e-9:
                best = (ratio, known)
        return best[1]

    @cached_property
    def _abilities(self) -> _Abilities:
        return _Abilities(self.team.members)

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for _, name in self._names:
            for word in _words(name):
                found.setdefault(word, []).append(name)
        return found

    def _shared(self, name: str, writer: str) -> str:
        """Return the name that shares most distinctive words, the rarest counting most."""
        few = max(3, len(self._names) // 20)
        weight: dict[str, float] = {}
        for word in _words(name) - GENERIC:
            held = [other for other in self._by_word.get(word, ()) if other != writer]
            if len(held) <= few:
                for other in held:
                    weight[other] = weight.get(other, 0.0) + 1 / len(held)
        return max(sorted(weight), key=lambda other: weight[other], default="")


def _threes(plain: str) -> set[str]:
    padded = f"^{plain[:200]}$"
    return {padded[at : at + 3] for at in range(max(len(padded) - 2, 1))}


class _Abilities:
    r"""What the members of a team can, by the words of it.

    Examples
    --------
    >>> from solver.readers.cards.cards import parse_card
    >>> cards = {"A": "- security_auditing: 0.9", "B": "- security: 0.7"}
    >>> members = tuple(Member(n, parse_card(f"## Core Capabilities\n{c}", n), 60) for n, c in cards.items())
    >>> _Abilities(members).nearest("SECURITY vulnerabilities")
    ('B', 'security', Decimal('0.7'))
    """

    def __init__(self, members: tuple[Member, ...]) -> None:
        self._lines = [(one.id, line.name, line.score) for one in members for line in one.card.capabilities]
        self._by_word: dict[str, list[int]] = {}
        for number, (_, name, _) in enumerate(self._lines):
            for word in _words(name):
                self._by_word.setdefault(word, []).append(number)

    def nearest(self, text: str, writer: str = "") -> tuple[str, str, Decimal] | None:
        """Return member, capability and score of who is best at what a text speaks of, None if it speaks of nothing.

        A capability counts by the share of its words that stand in the text, then by its score; ties go to the first.
        """
        said = _words(text) - GENERIC
        shared = Counter(number for word in said for number in self._by_word.get(word, ()))
        ranked = []
        for number, count in shared.items():
            who, name, score = self._lines[number]
            share = count / len(_words(name))
            if share >= 0.5 and who != writer:
                ranked.append((share, score, -number))
        return self._lines[-max(ranked)[2]] if ranked else None


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))
