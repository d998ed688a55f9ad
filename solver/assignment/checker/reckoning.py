"""What the checker knows of members and tasks: reckoned from the nouns again, apart from matching and the Problem."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import lcm
from operator import mul
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.domain.cards import RoleCard
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team

Bools = NDArray[np.bool_]


Kept = TypeVar("Kept")
# Answers about nouns that a process remembers: some tens of megabytes.
MOST_KEPT: Final = 50_000
NONE: Final = Fraction(0)


class Memory:
    """What was reckoned of nouns that are still the same objects: of a changed team most are those of the team before.

    Nouns are frozen, and they are held here for as long as their number names them.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[int, ...], tuple[tuple[object, ...], Any]] = {}

    def of(self, nouns: tuple[object, ...], reckon: Callable[[], Kept]) -> Kept:
        """Return what is reckoned of these very nouns, once."""
        key = tuple(map(id, nouns))
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = (nouns, reckon())
        answer: Kept = found[1]
        return answer


_SCORES, _FITS, _LIKINGS = Memory(), Memory(), Memory()


class Abilities:
    """The effective scores of a team's members, 0 to 1 and exact; each card is read once."""

    def __init__(self, team: Team) -> None:
        self._members, self.vocabulary = team.members, team.vocabulary
        self._alias = dict(team.vocabulary.aliases)
        self._stands_in: dict[str, list[tuple[str, Fraction]]] = {}
        for relation in team.vocabulary.relations:
            pair = (self.plain(relation.need), Fraction(relation.factor))
            self._stands_in.setdefault(self.plain(relation.have), []).append(pair)
        self._of: dict[str, dict[str, Fraction]] = {}
        self._columns: dict[str, tuple[NDArray[Any], int]] = {}

    def plain(self, name: str) -> str:
        """Return the name that an alias stands for."""
        return self._alias.get(name, name)

    def of(self, member: Member) -> dict[str, Fraction]:
        """Return each capability that the member has, own or by one relation."""
        if member.id not in self._of:
            self._of[member.id] = _SCORES.of((member.card, self.vocabulary), lambda: self._read(member.card))
        return self._of[member.id]

    def _read(self, card: RoleCard) -> dict[str, Fraction]:
        best: dict[str, Fraction] = {}
        for own in card.capabilities:
            have, score = self.plain(own.name), Fraction(own.score)
            related = ((name, factor * score) for name, factor in self._stands_in.get(have, ()))
            for name, reached in ((have, score), *related):
                if reached > best.get(name, NONE):
                    best[name] = reached
        return best

    def score(self, member: Member, name: str) -> Fraction:
        """Return the member's effective score in one capability, 0 if there is none."""
        return self.of(member).get(self.plain(name), NONE)

    def reach(self, name: str, minimum: Fraction) -> Bools:
        """Return which members reach a minimum in one capability, shape (n_members,)."""
        scores, unit = self._column(self.plain(name))
        reached: Bools = (scores >= -(-minimum.numerator * unit // minimum.denominator)).astype(np.bool_)
        return reached

    def _column(self, name: str) -> tuple[NDArray[Any], int]:
        """Return each member's score in one capability in whole parts, and how many of them make 1."""
        if name not in self._columns:
            column = [self.of(member).get(name, NONE) for member in self._members]
            unit = lcm(*(score.denominator for score in column))
            scores = [score.numerator * (unit // score.denominator) for score in column]
            fits = max(scores, default=0) < 2**62
            self._columns[name] = np.array(scores, dtype=np.int64 if fits else object), unit
        return self._columns[name]


class Tastes:
    """How well tasks suit members and how much they like them, 0 to 1 and exact; each kind is compared once."""

    def __init__(self, team: Team) -> None:
        self._abilities = Abilities(team)
        self._known: dict[tuple[str, str], Fraction] = {}

    def fit(self, member: Member, task: Task) -> Fraction:
        """Return the weighted mean of the scores that the task asks for; 1 if it asks for none."""
        nouns = (member.card, task.requirements, self._abilities.vocabulary)
        return _FITS.of(nouns, lambda: self._fit(member, task))

    def _fit(self, member: Member, task: Task) -> Fraction:
        weights = [need.weight.as_integer_ratio() for need in task.requirements]
        scores = [self._abilities.score(member, need.capability) for need in task.requirements]
        part, unit = lcm(*(bottom for _, bottom in weights)), lcm(*(score.denominator for score in scores))
        whole = [top * (part // bottom) for top, bottom in weights]
        held = [score.numerator * (unit // score.denominator) for score in scores]
        return Fraction(sum(map(mul, whole, held)), sum(whole) * unit) if whole else Fraction(1)

    def liking(self, member: Member, task: Task) -> Fraction:
        """Return how much the member's card likes the kind of the task, a half if it does not name it."""
        if (member.id, task.kind) not in self._known:
            nouns = (member.card, task.kind, self._abilities.vocabulary)
            self._known[member.id, task.kind] = _LIKINGS.of(nouns, lambda: self._liking(member, task.kind))
        return self._known[member.id, task.kind]

    def _liking(self, member: Member, kind: str) -> Fraction:
        plain = self._abilities.plain
        ranked = []
        for line in member.card.preferences:
            mine, other = _tokens(line.name), _tokens(kind)
            similarity = len(mine & other) / max(len(mine | other), 1)
            if plain(line.name) == plain(kind):
                similarity = 2.0
            if line.name == kind:
                similarity = 3.0
            ranked.append((similarity, line.score))
        similarity, liking = max(ranked, key=lambda pair: pair[0], default=(0.0, 0))
        return Fraction(liking) if similarity >= 0.5 else Fraction(1, 2)


@lru_cache(maxsize=4096)
def _tokens(text: str) -> frozenset[str]:
    return frozenset("".join(c.lower() if c.isalnum() or c == "_" else " " for c in text).split())


def is_timed(team: Team, backlog: Backlog) -> bool:
    """Return whether a plan says when: with periods, crews or growing, or where waiting tasks come in their order."""
    in_order = team.policies.order in {"fit", "next"}
    plain = team.calendar is None and not in_order and not team.policies.grow
    return not plain or any(task.crew for task in backlog.tasks if task.is_open)


def minutes_of(member: Member, task: Task) -> int:
    """Return how long the member takes, rounded up to whole minutes."""
    top, bottom = member.pace.as_integer_ratio()
    return -(-task.estimate_minutes * top // bottom)


def rights_of(member: Member) -> frozenset[tuple[str, str]]:
    """Return what the member's card permits, verb and object without regard to case."""
    return frozenset((own.verb.casefold(), own.object.casefold()) for own in member.card.permissions)
