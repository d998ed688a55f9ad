"""Which change of the team brings most for what it costs: each row is a plan of the changed team.

In each direction the smallest step that places more is looked for; steps only allow more, so halving finds it. Where no
step places more, the small step is planned for a better quality, unless a bound shows that it cannot be among the rows.
Hours in a period are asked for of all members together first: those that then place nothing more, and nothing earlier,
are left at that. Over periods what lets in work that stayed out comes first, and a better fit is first that of the plan
as it is, valued anew; the best of those rows are then planned as long as there is time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from typing import Final

from solver.assignment.result import Result
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.plan import Plan
from solver.domain.team import Team
from solver.explanation.marginal.levers import Lever
from solver.explanation.marginal.marginal import NOTHING_IN_TIME
from solver.explanation.marginal.screen import screened
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.advice.lines import Line, Step
from solver.whatif.advice.promising import promising
from solver.whatif.gain import Progress, Values, changed, counter, gain_over, per_cost, places_more, values_of
from solver.whatif.raised import raised
from solver.whatif.within import hurried, run_within

# Over periods: the share of the time for what places more, and of what is left then for better fits.
LOOKING: Final = 0.5
VALUING: Final = 0.4
# Of the time for what places more, the share for all members together; so many plans are asked what they place, for so
# many seconds each at least.
SCREENING: Final = 0.25
PROBES: Final = 30
LEAST: Final = 1.0


@dataclass(frozen=True)
class Advice:
    """One row: a change, what it costs, the plan with it, and the gain over the base by level.

    One that ``is_near`` has a plan whose quality was not looked after: the change brings so much at least.
    """

    kind: str
    member: str
    words: str
    changes: tuple[Change, ...]
    cost: Decimal
    result: Result
    gain: Values
    is_near: bool = False

    @property
    def rank(self) -> tuple[Fraction, ...]:
        """The gain for one unit of cost, level by level: more is better."""
        return per_cost(self.gain, self.cost)


@dataclass(frozen=True)
class AdviceTable:
    """The best rows, the best first, and what it took to find them.

    ``lines`` counts the directions, ``planned`` the plans made, ``passed`` the directions that a bound shows to be
    below the rows, ``idle`` those that bring nothing, ``skipped`` those that there was no time for, ``screened`` those
    that place no more work and none of it earlier, of which nothing else was asked, ``near`` those of which a
    plan was only valued as it stands.
    """

    base: Study
    rows: tuple[Advice, ...]
    lines: int
    planned: int
    passed: int
    idle: int
    skipped: int = 0
    screened: int = 0
    near: int = 0


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
    looking = clock.share(LOOKING) if base.periods else clock
    base = _settled(base, _quick(base, looking))
    quick = _quick(base, looking)
    useless, together = _useless(quick, lines, looking.share(SCREENING))
    steep = promising(base, [line for number, line in enumerate(lines) if number not in useless])
    told = counter(progress, len(steep))
    first = run_within(partial(_placing, base, quick), steep, looking, workers=workers, progress=told)
    rows = [one.advice for one in first.values() if one.advice and places_more(one.advice.gain)]
    planned, idle = together + sum(one.planned for one in first.values()), 0
    left = [steep[n] for n, one in first.items() if not one.advice and steep[n].most != 0 and not steep[n].period]
    none = sum(not one.advice and not one.is_open and bool(steep[n].period) for n, one in first.items())
    # Training over periods that places no more work may still make a better fit.
    near = [line for line in left if line.kind == "train" and base.periods]
    valued = _valued(base, near, clock.share(VALUING))
    skipped = len(near) - len(valued)
    gained = [row for row in valued if row.gain > (0,) * len(row.gain)]
    rows += gained
    better = _planned(base, rows, most, clock)
    rows, planned, left = better.rows, planned + better.planned, [line for line in left if line not in near]
    promise = partial(_promise, len(values_of(base.result)))
    left.sort(key=promise, reverse=True)
    while left and not clock.is_over and (len(rows) < most or promise(left[0]) > _ranked(rows)[most - 1].rank):
        batch, left = left[:most], left[most:]
        second = run_within(partial(_improving, base), batch, clock, workers=workers)
        left = [*(line for n, line in enumerate(batch) if n not in second), *left]
        rows += [one.advice for one in second.values() if one.advice]
        planned, idle = planned + len(second), idle + sum(one.advice is None for one in second.values())
    base, rows, lost = _over_raised(base, rows)
    idle += lost
    # What no bound rules out was left for want of time.
    cut = len(left) if clock.is_over else 0
    skipped += len(steep) - len(first) + cut + sum(one.is_open for one in first.values())
    found, passed = tuple(_ranked(rows)[:most]), len(left) - cut
    as_it_stands = len(valued) - len(gained) + sum(row.is_near for row in rows)
    return AdviceTable(base, found, count, planned, passed, idle, skipped, len(useless) + none, as_it_stands)


def _over_raised(base: Study, rows: list[Advice]) -> tuple[Study, list[Advice], int]:
    """Return the base with the best plan that the search of a row found for it, the rows over that, and how many fell.

    Where the base is not proved a changed team may only have been searched longer.
    """
    better = raised(base, [row.result for row in rows])
    if better is base:
        return base, rows, 0
    over = [replace(row, gain=gain_over(better.result, row.result)) for row in rows]
    kept = [row for row in over if row.gain > (0,) * len(row.gain)]
    return better, kept, len(over) - len(kept)


@dataclass(frozen=True)
class _Better:
    """Rows, the best of them planned, and how many of them were."""

    rows: list[Advice]
    planned: int


def _planned(base: Study, rows: list[Advice], most: int, clock: Clock) -> _Better:
    """Plan those of the best rows whose quality was not looked after, as long as there is time."""
    found, planned = list(rows), 0
    for row in _ranked(rows)[:most]:
        if row.is_near and not clock.is_over:
            result, gain = changed(base, row.changes)
            # Where the time of a plan is short it may be the worse one.
            if gain >= row.gain:
                found[found.index(row)] = replace(row, result=result, gain=gain, is_near=False)
            planned += 1
    return _Better(found, planned)


def _valued(base: Study, lines: Sequence[Line], clock: Clock) -> list[Advice]:
    """Return rows of the plan as it is, valued after the small step of each line, as many as there is time for."""
    found = list[Advice]()
    for line in lines:
        if clock.is_over:
            break
        found.append(_near(base, line, line.small, base.best))
    return found


def _near(base: Study, line: Line, step: Step, plan: Plan) -> Advice:
    """Return the row of a plan after a step, valued as it is: a better one there may be brings more."""
    world = apply(base.world, step.changes)
    result = replace(base, world=world).measured(plan)
    gain = gain_over(base.result, result)
    return Advice(line.kind, line.member, step.words, step.changes, step.cost, result, gain, is_near=True)


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


def _quick(base: Study, clock: Clock) -> Study:
    """Return the base with a limit for each plan that is only asked what it places, so that many can be asked."""
    if clock.seconds is None or not base.periods:
        return base
    return replace(base, time_limit=min(base.time_limit, max(LEAST, clock.left(clock.seconds) / PROBES)))


def _settled(base: Study, quick: Study) -> Study:
    """Return a base that is not proved after such a search as changed teams get: what that finds no change brings."""
    if not base.periods or base.result.status == "optimal":
        return base
    probe = quick.at(weights=NOTHING_IN_TIME)
    found = probe.of(probe.world, start=base.best, time_limit=2 * quick.time_limit)
    return raised(base, [found.result])


def _placing(base: Study, quick: Study, line: Line) -> _Tried:
    """Find the smallest step that places more, by halving; of hours in a period quality is asked only in the end."""
    if not line.steps:
        return _Tried(None, 0)
    advice = cache(lambda number: _advice(base, line, line.steps[number]))
    reached = cache(partial(_reached, quick, line))

    def places(number: int) -> bool:
        return places_more(gain_over(base.result, reached(number)) if probing else advice(number).gain)

    probing = bool(line.period) or (line.kind == "train" and bool(base.periods))
    low, high, planned = 0, len(line.steps) - 1, 1
    if not places(high):
        return _Tried(None, planned, is_open=probing and reached(high).status != "optimal")
    while low < high:
        middle, planned = (low + high) // 2, planned + 1
        low, high = (low, middle) if places(middle) else (middle + 1, high)
    plan = reached(low).plan if probing else None
    near = None if plan is None else _near(base, line, line.steps[low], plan)
    if near and not line.period:
        return _Tried(near, planned)
    # A search that looks after quality, too, may place less in its time than one that does not.
    found = advice(low)
    return _Tried(near if near and near.gain > found.gain else found, planned + probing)


def _reached(base: Study, line: Line, number: int) -> Result:
    """Return what a step places, and how early, whatever its quality."""
    probe = base.at(weights=NOTHING_IN_TIME)
    return probe.of(apply(probe.world, line.steps[number].changes), start=base.best).result


def _improving(base: Study, line: Line) -> _Tried:
    found = _advice(base, line, line.small)
    return _Tried(found if found.gain > (0,) * len(found.gain) else None, 1)


def _advice(base: Study, line: Line, step: Step) -> Advice:
    return Advice(line.kind, line.member, step.words, step.changes, step.cost, *changed(base, step.changes))
