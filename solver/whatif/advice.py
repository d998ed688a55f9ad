"""Which change of the team brings most for what it costs: each row is a plan of the changed team.

In each direction the smallest step that places more is looked for; steps only allow more, so halving finds it. Where no
step places more, the small step is planned for a better quality, unless a bound shows that it cannot be among the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from solver.assignment.result import Result
from solver.changes.change import Change
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.gain import Progress, Values, changed, counter, per_cost, places_more
from solver.whatif.lines import Line, Step
from solver.whatif.within import hurried, run_within

NOTHING: Values = (0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Advice:
    """One row: a change, what it costs, the plan with it, and the gain over the base by level."""

    kind: str
    member: str
    words: str
    changes: tuple[Change, ...]
    cost: Decimal
    result: Result
    gain: Values

    @property
    def rank(self) -> tuple[Fraction, ...]:
        """The gain for one unit of cost, level by level: more is better."""
        return per_cost(self.gain, self.cost)


@dataclass(frozen=True)
class AdviceTable:
    """The best rows, the best first, and what it took to find them.

    ``lines`` counts the directions, ``planned`` the plans made, ``passed`` the directions that a bound shows to be
    below the rows, ``idle`` those that bring nothing, ``skipped`` those that there was no time for.
    """

    base: Study
    rows: tuple[Advice, ...]
    lines: int
    planned: int
    passed: int
    idle: int
    skipped: int = 0


@dataclass(frozen=True)
class _Tried:
    """What came out of one direction, and after how many plans."""

    advice: Advice | None
    planned: int


def advise(
    base: Study,
    lines: Sequence[Line],
    most: int = 10,
    workers: int = 1,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> AdviceTable:
    """Return the changes that bring most for their cost.

    Parameters
    ----------
    base : Study
        What they are set against; it has a plan.
    lines : sequence of Line
        The directions.
    most : int
        How many rows, at least 1.
    workers : int
        Processes.
    progress : callable, optional
        Told how many directions of how many are done.
    clock : Clock, optional
        Until when a direction is begun. Ctrl-C keeps what there is.

    Returns
    -------
    AdviceTable
        Ranked by gain for one unit of cost, most urgent level first; equals by cost, then by name.
    """
    clock = clock or Clock()
    base, told = hurried(base, clock), counter(progress, len(lines))
    first = run_within(partial(_placing, base), lines, clock, workers=workers, progress=told)
    rows = [one.advice for one in first.values() if one.advice]
    planned, idle = sum(one.planned for one in first.values()), 0
    left = [lines[n] for n, one in first.items() if not one.advice and lines[n].most != 0]
    left.sort(key=_promise, reverse=True)
    while left and not clock.is_over and (len(rows) < most or _promise(left[0]) > _ranked(rows)[most - 1].rank):
        batch, left = left[:most], left[most:]
        second = run_within(partial(_improving, base), batch, clock, workers=workers)
        left = [*(line for n, line in enumerate(batch) if n not in second), *left]
        rows += [one.advice for one in second.values() if one.advice]
        planned, idle = planned + len(second), idle + sum(one.advice is None for one in second.values())
    # What no bound rules out was left for want of time.
    cut = len(left) if clock.is_over else 0
    skipped = len(lines) - len(first) + cut
    return AdviceTable(base, tuple(_ranked(rows)[:most]), len(lines), planned, len(left) - cut, idle, skipped)


def _ranked(rows: list[Advice]) -> list[Advice]:
    return sorted(rows, key=lambda row: (*(-part for part in row.rank), row.cost, row.member, row.words))


def _promise(line: Line) -> tuple[Fraction, ...]:
    """Return what the small step can bring for its cost at most; what has no bound comes first."""
    most = 10**12 if line.most is None else line.most
    return per_cost((0, 0, 0, 0, most), line.small.cost)


def _placing(base: Study, line: Line) -> _Tried:
    """Find the smallest step that places more, by halving."""
    if not line.steps:
        return _Tried(None, 0)
    best, low, high, planned = _advice(base, line, line.steps[-1]), 0, len(line.steps) - 1, 1
    if not places_more(best.gain):
        return _Tried(None, planned)
    while low < high:
        middle, planned = (low + high) // 2, planned + 1
        found = _advice(base, line, line.steps[middle])
        if places_more(found.gain):
            best, high = found, middle
        else:
            low = middle + 1
    return _Tried(best, planned)


def _improving(base: Study, line: Line) -> _Tried:
    found = _advice(base, line, line.small)
    return _Tried(found if found.gain > NOTHING else None, 1)


def _advice(base: Study, line: Line, step: Step) -> Advice:
    return Advice(line.kind, line.member, step.words, step.changes, step.cost, *changed(base, step.changes))
