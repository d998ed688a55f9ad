"""Why no plan over periods exists: the fewest demands that clash, each proved necessary by a search, in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from solver.assignment.clash import Clash, Demand, drop, fewest, group_demands, shut
from solver.assignment.cpsat import heeding_interrupts
from solver.assignment.moves import budget_of
from solver.assignment.sprints.feasible import has_plan, musts
from solver.domain.showing import counted, in_days
from solver.matching.problem import Problem
from solver.matching.time import Time
from solver.stopping import Clock


def clash(problem: Problem, clock: Clock | None = None, *, is_certain: bool = False) -> Clash:
    """Return the demands that cannot hold at once; none if there is a plan.

    Demands are left out for as long as what remains still clashes, so none of those that are known can be spared.

    Parameters
    ----------
    problem : Problem
        Over slots and pieces.
    clock : Clock, optional
        When it is over, or at Ctrl-C, what is known by then is returned.
    is_certain : bool
        Whether it is known that there is no plan.

    Returns
    -------
    Clash
        Pins last, so that they are named rather than spared.
    """
    clock = clock or Clock()
    # Which plan has the fewest moves does not matter, nor what any is worth.
    earlier = problem.earlier if problem.most_moves is None else problem.previous or problem.earlier
    bare = replace(problem, balance_units=0, split_units=0, gain=np.zeros_like(problem.gain), move_units=())
    bare = replace(bare, value=tuple(0 for _ in problem.tasks), previous=(), earlier=earlier)
    with heeding_interrupts() as wish:
        return fewest(bare, _demands(problem), has_plan, clock, wish, is_certain=is_certain)


def _demands(problem: Problem) -> Iterator[Demand]:
    time = problem.time
    if time is None:
        return
    # What may stay out asks nothing.
    must = {int(time.task[c]) for c in np.flatnonzero(musts(problem))}
    if budget := budget_of(problem):
        yield "; ".join(budget), lambda one: replace(one, most_moves=None)
    for task, target in problem.dependencies:
        if int(time.task[task]) not in must:
            continue
        words = f"{_task(time, task)} waits for {_task(time, target)}{_lagged(time, task, target)}"
        yield words, _without_link(int(time.task[task]), int(time.task[target]))
    yield from group_demands(problem, lambda c: _task(time, c))
    for m, limit in enumerate(problem.wip):
        if limit >= 0:
            yield f"{problem.members[m]} has at most {counted(int(limit), 'task')} at once", _lift_wip(m)
    for c in range(len(problem.tasks)):
        is_first = int(time.task[c]) in must and time.task[c] not in time.task[:c]
        if is_first and not time.when[:, time.task == time.task[c]].all():
            yield f"the dates of {_task(time, c)}", _without_dates(int(time.task[c]))
    for m, limit in enumerate(problem.limit):
        if not time.days[int(time.period[m])]:
            continue  # A period that has gone by, or in which nobody has a day, has none with more hours either.
        yield f"{problem.members[m]} has {limit / 60:g} h", _lift(m)
    for c in problem.required:
        yield f"{_task(time, c)} must be placed{_nobody(problem, time, c)}", drop("required", c)
    for pairs in time.pins:
        row, c = pairs[0]
        hours = problem.load[row, c] / 60
        only = time.n_periods > 1 and len({int(time.period[each]) for each, _ in pairs}) == 1
        where = f" in {time.periods[int(time.period[row])]}" if only else ""
        barred = shut(problem, pairs) or _nobody(problem, time, c)
        owner = f"{time.names[int(time.member[row])]}{where}{barred}"
        # The last part of a split task takes the rest, and may be the longest.
        part = (
            " in one part" if (time.task == time.task[c]).sum() > 1 and not any(c in one for one in time.crews) else ""
        )
        yield f"{_task(time, c)} ({hours:g} h{part}) is pinned to {owner}", _unpin(pairs)


def _lagged(time: Time, task: int, target: int) -> str:
    """Return how many days more a task waits for another, empty for none."""
    pairs = ((int(time.task[one]), int(time.task[other])) for one, other in time.lags)
    found = dict(zip(pairs, time.lags.values(), strict=True)).get((int(time.task[task]), int(time.task[target])))
    return f" and {in_days(found)} more" if found else ""


def _nobody(problem: Problem, time: Time, column: int) -> str:
    """Return that too few members pass the first two gates for a task that must have a place, if that is so."""
    pieces = np.flatnonzero(time.task == time.task[column])
    passed = (problem.can & problem.allowed)[:, pieces]
    if not passed.any(axis=0).all():
        return ", and nobody can and may take it"
    who = len(set(time.member[passed.any(axis=1)].tolist()))
    is_crew = any(column in crew for crew in time.crews)
    need = f"its {len(pieces)} seats need different members, of whom {who} can and may take any"
    return f", and {need}" if is_crew and who < len(pieces) else ""


def _task(time: Time, column: int) -> str:
    return time.tasks[int(time.task[column])]


def _timed(problem: Problem, **changes: Any) -> Problem:
    return problem if problem.time is None else replace(problem, time=replace(problem.time, **changes))


def _without_link(task: int, target: int) -> Callable[[Problem], Problem]:
    def without(problem: Problem) -> Problem:
        time = problem.time
        if time is None:
            return problem

        def kept(pairs: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
            return tuple(p for p in pairs if (int(time.task[p[0]]), int(time.task[p[1]])) != (task, target))

        waits = kept(time.waits)
        lags = {pair: time.lags[pair] for pair in kept(tuple(time.lags))}
        chains = tuple(pair[::-1] for pair in waits)
        return replace(
            _timed(problem, waits=waits, gated=kept(time.gated), chains=chains, lags=lags),
            dependencies=kept(problem.dependencies),
        )

    return without


def _without_dates(task: int) -> Callable[[Problem], Problem]:
    def without(problem: Problem) -> Problem:
        time = problem.time
        if time is None:
            return problem
        mine = time.task == task
        when, begin, end = time.when.copy(), time.begin.copy(), time.end.copy()
        when[:, mine], begin[:, mine] = True, 0
        end[:, mine] = np.array(time.days, dtype=np.int64)[:, None]
        held = {c: gone for c, gone in time.held.items() if time.task[c] != task}
        return _timed(problem, when=when, begin=begin, end=end, held=held)

    return without


def _lift_wip(row: int) -> Callable[[Problem], Problem]:
    def without(problem: Problem) -> Problem:
        wip = problem.wip.copy()
        wip[row] = -1
        return replace(problem, wip=wip)

    return without


def _lift(row: int) -> Callable[[Problem], Problem]:
    """Give a slot so many hours that nothing is too much: a hundred times what there is to do."""

    def without(problem: Problem) -> Problem:
        time = problem.time
        if time is None:
            return problem
        limit, plenty = problem.limit.copy(), int(problem.load.sum()) + 1
        limit[row] = plenty
        ones = (1,) * time.days[int(time.period[row])]
        slots = tuple(replace(s, minutes=plenty, days=ones) if n == row else s for n, s in enumerate(time.slots))
        ticks = time.ticks.copy()
        ticks[row] = 0
        lifted = _timed(problem, slots=slots, ticks=ticks)
        return replace(lifted, limit=limit, available=problem.load <= limit[:, None])

    return without


def _unpin(pairs: tuple[tuple[int, int], ...]) -> Callable[[Problem], Problem]:
    def without(problem: Problem) -> Problem:
        time = problem.time
        return problem if time is None else _timed(problem, pins=tuple(one for one in time.pins if one != pairs))

    return without
