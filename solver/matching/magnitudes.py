"""Whether the numbers of a world are small enough for every engine to add and multiply them without a loss.

Engines count in 64-bit integers, and some in floats, which hold every whole number below 2**53. A world whose numbers
could grow beyond is refused before anything is built of it; nothing heavy is loaded for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, log10
from typing import Final

from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.errors import Fault, InputError
from solver.matching.units import QUALITY_UNITS_PER_HOUR, mean_limit_hours, units

# What one task takes, and what one member may have: a million hours.
MOST_MINUTES: Final = 60_000_000
# Floats are exact below this, and so each factor of a demand and the sum of each level has to be.
LARGEST: Final = 2**53
# What a demand adds up to is an integer of 64 bits; CP-SAT wants it below half of their range.
LARGEST_SUM: Final = 2**61


def check_magnitudes(team: Team, backlog: Backlog, weights: Weights | None = None, furthest: int | None = None) -> None:
    """Refuse a world whose numbers could grow beyond what engines hold.

    Parameters
    ----------
    team : Team
        Its load limits, in minutes.
    backlog : Backlog
        Its open tasks, with their estimates and values.
    weights : Weights, optional
        Of the quality level; the defaults of ``Weights`` if not given.
    furthest : int, optional
        The largest hand-off distance; as many as there are members if not given.

    Raises
    ------
    InputError
        With a fault for each number that is too large, at its line, naming the largest that is allowed.
    """
    faults = tuple(_World(team, backlog, weights or Weights(), furthest).faults())
    if faults:
        raise InputError(faults)


@dataclass(frozen=True)
class _Share:
    """How much of a weight there may be, 0 to 1, beside what; the file and line are of that, for a default weight."""

    share: Fraction
    beside: str
    file: str
    line: int


@dataclass(frozen=True)
class _World:
    team: Team
    backlog: Backlog
    weights: Weights
    furthest: int | None

    def faults(self) -> Iterator[Fault]:
        """Yield what is too large: single numbers first, and sums and products only of those that are not."""
        single = [*self._members(), *self._tasks()]
        yield from single
        if not single:
            yield from self._values()
            shares: dict[str, _Share] = {}
            for name, share in (*self._balance(), *self._quality()):
                shares[name] = min(share, shares.get(name, share), key=lambda one: one.share)
            yield from (self._weight(name, share) for name, share in shares.items())

    @cached_property
    def open(self) -> Sequence[Task]:
        """The open tasks."""
        return self.backlog.open_tasks

    @cached_property
    def minutes(self) -> list[int]:
        """The estimates of the open tasks."""
        return [task.estimate_minutes for task in self.open]

    @cached_property
    def value(self) -> int:
        """What the open tasks are worth together, whatever the sign."""
        return sum([abs(task.value) for task in self.open])

    @property
    def periods(self) -> int:
        """How many periods there are."""
        return len(self.team.periods) or 1

    def _members(self) -> Iterator[Fault]:
        expected = f"a load limit of at most {_hours(MOST_MINUTES)} h with what is committed"
        for member in self.team.members:
            if _whole(member) > MOST_MINUTES * self.periods:
                yield Fault(member.file, member.line, expected, f"{_hours(_whole(member))} h of {member.id!r}")

    def _tasks(self) -> Iterator[Fault]:
        for task in self.open if max(self.minutes, default=0) > MOST_MINUTES else ():
            if task.estimate_minutes > MOST_MINUTES:
                got = f"{_hours(task.estimate_minutes)} h of {task.id!r}"
                yield Fault(task.file, task.line, f"an estimate of at most {_hours(MOST_MINUTES)} h", got)

    def _values(self) -> Iterator[Fault]:
        """Sum the values of each class, counted once for each period in which a task may end."""
        if self.value * self.periods < LARGEST:
            return
        for name in PRIORITIES:
            mine = [task for task in self.open if task.priority == name]
            total = sum(abs(task.value) for task in mine)
            if total * self.periods >= LARGEST:
                worst = max(mine, key=lambda task: abs(task.value))
                expected = f"values of {name} tasks of at most {(LARGEST - 1) // self.periods:,} in all"
                yield Fault(worst.file, worst.line, expected, f"{total:,}, of which {worst.value:,} of {worst.id!r}")

    def _quality(self) -> Iterator[tuple[str, _Share]]:
        """Sum what the terms of the quality can come to; none may be more than its share."""
        terms = dict(self._terms())
        if sum(terms.values()) < LARGEST or not self.open:
            return
        share, longest = Fraction(LARGEST, len(terms)), max(self.open, key=lambda task: task.estimate_minutes)
        hours = _hours(sum(self.minutes))
        for name, term in terms.items():
            if term >= share:
                beside = f"{len(self.open):,} open tasks of {hours} h"
                yield name, _Share(share / term, beside, longest.file, longest.line)

    def _terms(self) -> Iterator[tuple[str, Fraction]]:
        hours, members = Fraction(sum(self.minutes), 60), self.team.members
        steps = len(members) if self.furthest is None else self.furthest
        worth: dict[str, Fraction | int] = {
            "fit": hours * self._best(line.score for m in members for line in m.card.capabilities),
            "preference": hours * self._best(line.score for m in members for line in m.card.preferences),
            "balance": mean_limit_hours(members),
            "split": sum([bool(task.batch) for task in self.open]),
            "handoff": steps * sum([len(task.dependencies) for task in self.open]),
            "early": hours * (self.periods - 1),
            "late": (self.periods - 1) * self.value,
            "focus": len(self.open) * (self.periods > 1),
        }
        for name, amount in worth.items():
            # Each task is rounded on its own.
            yield name, QUALITY_UNITS_PER_HOUR * Fraction(getattr(self.weights, name)) * amount + len(self.open)

    @staticmethod
    def _best(scores: Iterator[Decimal]) -> int:
        return max(1, ceil(max(scores, default=1)))

    def _balance(self) -> Iterator[tuple[str, _Share]]:
        """Bound the factors with which load ratios are compared: minutes times the units of all the unevenness."""
        members = self.team.members
        if not members:
            return
        pace = Fraction(max(member.pace for member in members))
        loads = ceil(pace * sum(self.minutes)) + len(self.open)
        top = max(members, key=_whole)
        weight = units(Fraction(self.weights.balance) * mean_limit_hours(members)) + 1
        factor, most = weight * _whole(top), weight * (_whole(top) + loads)
        if factor >= LARGEST or most >= LARGEST_SUM:
            share = min(Fraction(LARGEST, max(factor, 1)), Fraction(LARGEST_SUM, max(most, 1)))
            yield "balance", _Share(share, f"a load limit of {_hours(_whole(top))} h", top.file, top.line)

    def _weight(self, name: str, most: _Share) -> Fault:
        got, lines = getattr(self.weights, name), dict(self.weights.lines)
        file, line = (self.weights.file, lines[name]) if name in lines else (most.file, most.line)
        expected = f"a weight {name} of at most {_below(Fraction(got) * most.share)} with {most.beside}"
        return Fault(file, line, expected, str(got))


def _whole(member: Member) -> int:
    return member.load_limit_minutes + member.committed_minutes


def _hours(minutes: int) -> str:
    return f"{minutes / 60:,.10g}"


def _below(number: Fraction) -> str:
    """Return a number of three digits that is below another."""
    digits = 2 - floor(log10(number))
    whole = ceil(number * Fraction(10) ** digits) - 1
    return f"{Decimal(whole).scaleb(-digits):f}"
