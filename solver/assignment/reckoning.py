"""What the checker knows of members and tasks: reckoned from the nouns again, apart from matching and the Problem."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
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
        self._ranks: dict[str, tuple[list[Fraction], NDArray[np.int64]]] = {}

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
            for name, factor in [(have, Fraction(1)), *self._stands_in.get(have, ())]:
                best[name] = max(best.get(name, Fraction(0)), factor * score)
        return best

    def score(self, member: Member, name: str) -> Fraction:
        """Return the member's effective score in one capability, 0 if there is none."""
        return self.of(member).get(self.plain(name), Fraction(0))

    def reach(self, name: str, minimum: Fraction) -> Bools:
        """Return which members reach a minimum in one capability, shape (n_members,)."""
        scores, ranks = self._ranked(self.plain(name))
        reached: Bools = ranks >= bisect_left(scores, minimum)
        return reached

    def _ranked(self, name: str) -> tuple[list[Fraction], NDArray[np.int64]]:
        """Return the different scores upwards, and the place of each member's own among them."""
        if name not in self._ranks:
            column = [self.of(member).get(name, Fraction(0)) for member in self._members]
            scores = sorted(set(column))
            place = {score: rank for rank, score in enumerate(scores)}
            self._ranks[name] = (scores, np.array([place[score] for score in column], dtype=np.int64))
        return self._ranks[name]


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
        needed = [(Fraction(n.weight), self._abilities.score(member, n.capability)) for n in task.requirements]
        return sum((w * s for w, s in needed), Fraction(0)) / sum(w for w, _ in needed) if needed else Fraction(1)

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
            ranked.append((similarity, Fraction(line.score)))
        similarity, liking = max(ranked, key=lambda pair: pair[0], default=(0.0, Fraction(0)))
        return liking if similarity >= 0.5 else Fraction(1, 2)


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
