"""What the checker knows of members and tasks: reckoned from the nouns again, apart from matching and the Problem."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.domain.tasks import Task
from solver.domain.team import Member, Team

Bools = NDArray[np.bool_]


class Abilities:
    """The effective scores of a team's members, 0 to 1 and exact; each card is read once."""

    def __init__(self, team: Team) -> None:
        self._members = team.members
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
            best: dict[str, Fraction] = {}
            for own in member.card.capabilities:
                have, score = self.plain(own.name), Fraction(own.score)
                for name, factor in [(have, Fraction(1)), *self._stands_in.get(have, ())]:
                    best[name] = max(best.get(name, Fraction(0)), factor * score)
            self._of[member.id] = best
        return self._of[member.id]

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


def minutes_of(member: Member, task: Task) -> int:
    """Return how long the member takes, rounded up to whole minutes."""
    whole, rest = divmod(task.estimate_minutes * Fraction(member.pace), 1)
    return int(whole) + (1 if rest else 0)


def rights_of(member: Member) -> frozenset[tuple[str, str]]:
    """Return what the member's card permits, verb and object without regard to case."""
    return frozenset((own.verb.casefold(), own.object.casefold()) for own in member.card.permissions)
