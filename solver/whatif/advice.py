"""Which change of the team brings most for what it costs: each row is a plan of the changed team.

In each direction the smallest step that places more is looked for; steps only allow more, so halving finds it. Where no
step places more, the small step is planned for a better quality, unless a bound shows that it cannot be among the rows.
Hours in a period are asked for of all members together first: those that then place nothing more, and nothing earlier,
are left at that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial

from solver.assignment.result import Result
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.plan import Plan
from solver.domain.team import Team
from solver.explanation.levers import Lever
from solver.explanation.marginal import NOTHING_IN_TIME
from solver.explanation.screen import screened
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.gain import Progress, Values, changed, counter, gain_over, per_cost, places_more, values_of
from solver.whatif.lines import Line, Step
from solver.whatif.within import hurried, run_within


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
    below the rows, ``idle`` those that bring nothing, ``skipped`` those that there was no time for, ``screened`` those
    that place no more work and none of it earlier, of which nothing else was asked.
    """

    base: Study
    rows: tuple[Advice, ...]
    lines: int
    planned: int
    passed: int
    idle: int
    skipped: int = 0
    screened: int = 0


@dataclass(frozen=True)
class _Tried:
    """What came out of one direction, and after how many plans; ``is_open`` if the time was too short to say."""

    advice: Advice | None
    planned: int
    is_open: bool = False


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
    base, count = hurried(base, clock), len(lines)
    useless, together = _useless(base, lines, clock)
    lines = [line for number, line in enumerate(lines) if number not in useless]
    told = counter(progress, len(lines))
    first = run_within(partial(_placing, base), lines, clock, workers=workers, progress=told)
    rows = [one.advice for one in first.values() if one.advice]
    planned, idle = together + sum(one.planned for one in first.values()), 0
    left = [lines[n] for n, one in first.items() if not one.advice and lines[n].most != 0 and not lines[n].period]
    none = sum(not one.advice and not one.is_open and bool(lines[n].period) for n, one in first.items())
    promise = partial(_promise, len(values_of(base.result)))
    left.sort(key=promise, reverse=True)
    while left and not clock.is_over and (len(rows) < most or promise(left[0]) > _ranked(rows)[most - 1].rank):
        batch, left = left[:most], left[most:]
        second = run_within(partial(_improving, base), batch, clock, workers=workers)
        left = [*(line for n, line in enumerate(batch) if n not in second), *left]
        rows += [one.advice for one in second.values() if one.advice]
        planned, idle = planned + len(second), idle + sum(one.advice is None for one in second.values())
    # What no bound rules out was left for want of time.
    cut = len(left) if clock.is_over else 0
    skipped = len(lines) - len(first) + cut + sum(one.is_open for one in first.values())
    found = tuple(_ranked(rows)[:most])
    return AdviceTable(base, found, count, planned, len(left) - cut, idle, skipped, len(useless) + none)


def _useless(base: Study, lines: Sequence[Line], clock: Clock) -> tuple[frozenset[int], int]:
    """Return the places of lines of hours in a period that are known to place no more work, and none of it earlier.

    With them, how many plans it took to know that.
    """
    levers = [
        Lever(base.world, "hours", line.member, line.period, partial(_change, line), len(line.steps)) for line in lines
    ]
    probe, planned = base.at(weights=NOTHING_IN_TIME), 0

    def better(team: Team) -> Plan | None:
        nonlocal planned
        if clock.is_over:
            return Plan(())
        planned += 1
        result = probe.of(replace(probe.world, team=team), start=base.best).result
        is_more = result.status != "optimal" or places_more(gain_over(base.result, result))
        return (result.plan or Plan(())) if is_more else None

    return screened(levers, better, clock), planned


def _change(line: Line, hours: int) -> Change:
    return line.steps[hours - 1].changes[0]


def _ranked(rows: list[Advice]) -> list[Advice]:
    return sorted(rows, key=lambda row: (*(-part for part in row.rank), row.cost, row.member, row.words))


def _promise(width: int, line: Line) -> tuple[Fraction, ...]:
    """Return what the small step can bring on so many levels for its cost at most; what has no bound comes first."""
    most = 10**12 if line.most is None else line.most
    return per_cost((*[0] * (width - 1), most), line.small.cost)


def _placing(base: Study, line: Line) -> _Tried:
    """Find the smallest step that places more, by halving; of hours in a period quality is asked only in the end."""
    if not line.steps:
        return _Tried(None, 0)
    advice = cache(lambda number: _advice(base, line, line.steps[number]))
    reached = cache(partial(_reached, base, line))

    def places(number: int) -> bool:
        return places_more(gain_over(base.result, reached(number)) if line.period else advice(number).gain)

    low, high, planned = 0, len(line.steps) - 1, 1
    if not places(high):
        return _Tried(None, planned, is_open=bool(line.period) and reached(high).status != "optimal")
    while low < high:
        middle, planned = (low + high) // 2, planned + 1
        low, high = (low, middle) if places(middle) else (middle + 1, high)
    return _Tried(advice(low), planned + bool(line.period))


def _reached(base: Study, line: Line, number: int) -> Result:
    """Return what a step places, and how early, whatever its quality."""
    probe = base.at(weights=NOTHING_IN_TIME)
    return probe.of(apply(probe.world, line.steps[number].changes), start=base.best).result


def _improving(base: Study, line: Line) -> _Tried:
    found = _advice(base, line, line.small)
    return _Tried(found if found.gain > (0,) * len(found.gain) else None, 1)


def _advice(base: Study, line: Line, step: Step) -> Advice:
    return Advice(line.kind, line.member, step.words, step.changes, step.cost, *changed(base, step.changes))
