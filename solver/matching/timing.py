"""From nouns to slots and pieces: what waits for what, what is pinned, and when each piece may be worked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.domain.calendar import Calendar
from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.matching.build import pinned
from solver.matching.pieces import Pieces
from solver.matching.problem import Problem
from solver.matching.spans import chains_of, fits_when, shortest_ticks
from solver.matching.time import Time
from solver.matching.units import units
from solver.matching.workdays import Workdays, workdays_of
from solver.matching.working_days import dated_slots, undated_slots, window_days, working_days

Ints = NDArray[np.int64]
# The pieces of each task.
Columns = dict[str, tuple[int, ...]]


def time_of(team: Team, backlog: Backlog, pieces: Pieces, weights: Weights, base: Problem) -> Time:
    """Return the slots and pieces of a team and a backlog.

    Parameters
    ----------
    team, backlog : Team, Backlog
        Without a calendar there is one window without dates.
    pieces : Pieces
        Of the open tasks.
    weights : Weights
        Of the quality level.
    base : Problem
        Of members and pieces.

    Returns
    -------
    Time
        Rows are slots, members one after the other with all their periods.
    """
    calendar, tasks, order = team.calendar, backlog.open_tasks, team.order
    axes = working_days(team) if calendar else ((),)
    slots = dated_slots(team, axes) if calendar else undated_slots(team)
    n_periods, n_members = len(team.periods) or 1, len(team.members)
    member, period = np.repeat(np.arange(n_members), n_periods), np.tile(np.arange(n_periods), n_members)
    days = tuple(map(len, axes)) if calendar else (1,)
    workdays = workdays_of(calendar, axes) if calendar else (window_days(team),)
    work = _order(tasks, pieces, order)
    begin, end = _windows(calendar, pieces, axes, days)
    _hold_back(begin, work.held, workdays)
    return Time(
        names=tuple(one.id for one in team.members),
        periods=team.periods or (None,),
        member=member,
        period=period,
        slots=slots,
        days=days,
        tasks=tuple(one.id for one in tasks),
        task=np.repeat(np.arange(len(tasks)), [len(columns) for columns in pieces.columns]).astype(np.int64),
        number=np.array([number for columns in pieces.columns for number in range(len(columns))], dtype=np.int64),
        when=fits_when(slots, (member, period), begin, end, base.load, days),
        begin=begin,
        end=end,
        waits=work.waits,
        gated=work.gated,
        crews=work.crews,
        parts=work.parts,
        one_member=not team.policies.split_members,
        counted=work.counted,
        pins=_pins(team, backlog, work.column, n_periods),
        early=tuple(PRIORITIES.index(name) for name in team.policies.early_first) if n_periods > 1 else (),
        focus_units=units(Fraction(weights.focus)) if calendar else 0,
        ticks=shortest_ticks(slots, base.load, member) if work.waits else np.zeros(begin[period].shape, dtype=np.int64),
        chains=chains_of(work.waits),
        lags=work.lags,
        held=work.held,
        workdays=workdays,
    )


@dataclass(frozen=True, eq=False)
class _Order:
    """Which pieces are of one task and what waits for what, under the names of ``Time``."""

    column: Columns
    crews: tuple[tuple[int, ...], ...]
    parts: tuple[tuple[int, ...], ...]
    waits: tuple[tuple[int, int], ...]
    gated: tuple[tuple[int, int], ...]
    lags: dict[tuple[int, int], Fraction]
    held: dict[int, Fraction]
    counted: NDArray[np.bool_]


def _order(tasks: tuple[Task, ...], pieces: Pieces, order: str) -> _Order:
    """Return what the tasks say of their pieces; ``order`` is that of the policies."""
    column = {one.id: columns for one, columns in zip(tasks, pieces.columns, strict=True)}
    crews = tuple(column[one.id] for one in tasks if one.crew)
    parts = tuple(column[one.id] for one in tasks if not one.crew and len(column[one.id]) > 1)
    lagged = list(_lagged(tasks, column))
    links = tuple(pair for pair, _ in lagged)
    chained = tuple((after, before) for group in parts for before, after in zip(group, group[1:], strict=False))
    waits = (*chained, *(links if order == "fit" else ()))
    lags = {pair: lag for pair, lag in lagged if lag and order != "ignore"}
    late = [one for one in tasks if one.held_days and order != "ignore"]
    held = {c: one.held_days for one in late for c in _first(one, column)}
    counted = np.zeros(len(pieces.tasks), dtype=bool)
    counted[[column[one.id][0 if one.crew else -1] for one in tasks]] = True
    return _Order(column, crews, parts, waits, links if order == "next" else (), lags, held, counted)


def _windows(
    calendar: Calendar | None, pieces: Pieces, axes: tuple[tuple[date, ...], ...], days: tuple[int, ...]
) -> tuple[Ints, Ints]:
    """Return the days of each period between which each piece must be worked."""
    begin = np.zeros((len(days), len(pieces.tasks)), dtype=np.int64)
    end = np.broadcast_to(np.array(days, dtype=np.int64)[:, None], begin.shape).copy()
    for c, piece in enumerate(pieces.tasks if calendar else ()):
        if calendar and piece.earliest:
            first = calendar.first_day(piece.earliest)
            begin[:, c] = [sum(day < first for day in axis) for axis in axes]
        if calendar and piece.deadline:
            last = calendar.last_day(piece.deadline)
            end[:, c] = [sum(day <= last for day in axis) for axis in axes]
    return begin, end


def _hold_back(begin: Ints, held: dict[int, Fraction], workdays: tuple[Workdays, ...]) -> None:
    """Let pieces begin no sooner than the days allow that must go by first; the rest of a day is kept in the order."""
    for c, gone in held.items():
        begin[:, c] = np.maximum(begin[:, c], [int(each.first(gone)) for each in workdays])


def _first(task: Task, column: Columns) -> tuple[int, ...]:
    """Return the pieces with which a task begins: every seat of a crew, or the first part."""
    return column[task.id] if task.crew else column[task.id][:1]


def _last(task: Task, column: Columns) -> tuple[int, ...]:
    """Return the pieces with which a task ends."""
    return column[task.id] if task.crew else column[task.id][-1:]


def _lagged(tasks: tuple[Task, ...], column: Columns) -> Iterator[tuple[tuple[int, int], Fraction]]:
    """Yield pairs of a piece and one that must end before it starts, with the days that go by in between."""
    known = {one.id: one for one in tasks}
    for task in tasks:
        for target in (name for name in task.dependencies if name in known):
            for after in _first(task, column):
                for before in _last(known[target], column):
                    yield (after, before), Fraction(task.lag(target))


def _pins(team: Team, backlog: Backlog, column: Columns, n_periods: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return for each pin the pairs of which one must hold: any seat of a crew, each part of a split task.

    Of pieces that are begun each stays with who began it.
    """
    pinned(team, backlog)
    place = {one.id: number for number, one in enumerate(team.members)}
    tasks = {task.id: task for task in backlog.open_tasks}
    started = [(one.id, member, "", piece) for one in tasks.values() for piece, member in one.holders]
    agreed = [(pin.task, pin.member, pin.period, None) for pin in team.policies.pins if pin.task in column]
    found: dict[tuple[tuple[int, int], ...], None] = {}
    for task, member, period, piece in [*started, *agreed]:
        only = team.calendar.place(period) if team.calendar and period else -1
        periods = range(n_periods) if only < 0 else (only,)
        rows = [place[member] * n_periods + p for p in periods]
        some = column[task] if piece is None else column[task][piece : piece + 1]
        groups = [some] if tasks[task].crew else [(c,) for c in some]
        found |= dict.fromkeys(tuple((row, c) for row in rows for c in group) for group in groups)
    return tuple(found)
