"""Sets of members as the bits of a number: who passes which gate, without a look at each pair and without NumPy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from solver.domain.tasks import Requirement, Task
from solver.domain.team import Member, Team
from solver.matching.pairs.vocabulary import Scores
from solver.matching.pieces import part_minutes


class Masks:
    """Bit m stands for member m of the team; what repeats is worked out once."""

    def __init__(self, team: Team, scores: Sequence[Scores]) -> None:
        self._members, self._words, self._scores = team.members, team.vocabulary, scores
        self._calendar, self._splits = team.calendar, team.policies.split_members
        self._reaching: dict[tuple[str, Decimal], int] = {}
        self._lasting: dict[tuple[int, int], int] = {}

    def able(self, needs: Iterable[Requirement]) -> int:
        """Return who meets every minimum of what a task, or a seat of it, asks for."""
        found = (1 << len(self._members)) - 1
        for need in needs:
            key = (need.capability, need.minimum)
            if key not in self._reaching:
                name = self._words.name(need.capability)
                self._reaching[key] = _bits(own.get(name, Decimal(0)) >= need.minimum for own in self._scores)
            found &= self._reaching[key]
        return found

    def lasting(self, task: Task) -> int:
        """Return whose hours are enough for a task and nothing else, those of one period for each piece of it."""
        pieces = self.pieces(task)
        # A member has all parts of a split task, and may have one seat of a crew.
        took = max(pieces) if task.crew or self._splits else sum(pieces)
        if (took, max(pieces)) not in self._lasting:
            self._lasting[took, max(pieces)] = _bits(
                took * one.pace <= one.load_limit_minutes and max(pieces) * one.pace <= self._longest(one)
                for one in self._members
            )
        return self._lasting[took, max(pieces)]

    def pieces(self, task: Task) -> tuple[int, ...]:
        """Return the minutes of each piece of a task: without periods nothing is split."""
        return part_minutes(task) if self._calendar and not task.crew else (task.estimate_minutes,)

    def _longest(self, member: Member) -> int:
        """Return the minutes of the period in which a member has most."""
        slots = member.slots(self._calendar) if self._calendar else ()
        return max((slot.minutes for slot in slots), default=member.load_limit_minutes)

    def members(self, mask: int) -> list[Member]:
        """Return the members of a set, in the order of the team."""
        return [member for m, member in enumerate(self._members) if mask >> m & 1]


def _bits(answers: Iterator[bool]) -> int:
    return sum(1 << number for number, is_so in enumerate(answers) if is_so)
