"""From nouns to a Problem over slots and pieces: the arrays of members and tasks, spread over periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.domain.calendar import Calendar, Slot
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.matching.build import build_problem, pinned
from solver.matching.fields import PAIRS
from solver.matching.growing import opened
from solver.matching.lint_time import window_minutes
from solver.matching.pieces import Pieces, in_pieces, pieces_of
from solver.matching.problem import Problem
from solver.matching.spans import chains_of, fits_when, shortest_ticks
from solver.matching.time import Time
from solver.matching.units import units
from solver.matching.workdays import Workdays, workdays_of

Ints = NDArray[np.int64]


def slot_problem(
    team: Team, backlog: Backlog, weights: Weights | None = None, distances: NDArray[np.int64] | None = None
) -> Problem:
    """Return the Problem of a team and a backlog over slots and pieces; its ``time`` says what they are.

    Parameters
    ----------
    team : Team
        At least one member. Without a calendar there is one window without dates.
    backlog : Backlog
        Done and cancelled tasks are left out.
    weights : Weights, optional
        Of the quality level; the defaults of ``Weights`` if not given.
    distances : ndarray of int, shape (n_members, n_members), optional
        Hand-off distances.

    Returns
    -------
    Problem
        Rows are slots, members one after the other with all their periods.
    """
    weights = weights or Weights()
    pieces = pieces_of(backlog, split=team.calendar is not None)
    base = build_problem(*in_pieces(team, backlog, pieces), weights, distances)
    time = _time(team, backlog, pieces, weights, base)
    spread = time.member
    can, grown = opened(team, pieces.tasks, base.can, base.load, time)
    limit = np.array([slot.minutes for slot in time.slots], dtype=np.int64)
    pairs = {name: getattr(base, name)[spread] for name in PAIRS} | {"can": can[spread]}
    pairs["gain"] = pairs["gain"] + _in_time(team.calendar, backlog, pieces, weights, time)
    return replace(
        base,
        members=tuple(_row_name(time, row) for row in range(len(limit))),
        limit=limit,
        committed=np.array([slot.committed for slot in time.slots], dtype=np.int64),
        wip=base.wip[spread],
        available=pairs["load"] <= limit[:, None],
        handoff=base.handoff[np.ix_(spread, spread)],
        value=tuple(one.value if counts else 0 for one, counts in zip(pieces.tasks, time.counted, strict=True)),
        pins=(),
        balance_units=_balance_units(weights, time),
        time=time,
        grown=grown,
        most_grown=tuple(one.minutes for one in team.policies.grow),
        **pairs,
        **_links(team, backlog, pieces, time),
    )


def _balance_units(weights: Weights, time: Time) -> int:
    """Return the weight of unevenness times the mean hours, committed work included, of members who have any."""
    given, whole = (np.zeros(len(time.names), np.int64) for _ in range(2))
    np.add.at(given, time.member, [slot.minutes for slot in time.slots])
    np.add.at(whole, time.member, [slot.minutes + slot.committed for slot in time.slots])
    count = int((given > 0).sum())
    return units(Fraction(weights.balance) * Fraction(int(whole[given > 0].sum()), 60 * max(count, 1)))


def _row_name(time: Time, row: int) -> str:
    period = time.periods[time.period[row]]
    name = time.names[int(time.member[row])]
    return name if period is None else f"{name} in {period}"


def working_days(team: Team) -> tuple[tuple[date, ...], ...]:
    """Return the days of each period on which anybody has hours: what elapsed working days count."""
    if team.calendar is None:
        return ()
    slots, found = [member.slots(team.calendar) for member in team.members], []
    for p, period in enumerate(team.calendar.periods):
        there = {n for own in slots for n, minutes in enumerate(own[p].days) if minutes}
        found.append(tuple(day for n, day in enumerate(period.days) if n in there))
    return tuple(found)


def dated_slots(team: Team, axes: tuple[tuple[date, ...], ...]) -> tuple[Slot, ...]:
    """Return the slots, members one after the other, with the working days alone."""
    if team.calendar is None:
        return ()
    kept = [
        {n for n, day in enumerate(one.days) if day in set(axis)}
        for one, axis in zip(team.calendar.periods, axes, strict=True)
    ]
    return tuple(
        replace(slot, days=tuple(minutes for n, minutes in enumerate(slot.days) if n in days))
        for member in team.members
        for slot, days in zip(member.slots(team.calendar), kept, strict=True)
    )


def undated_slots(team: Team) -> tuple[Slot, ...]:
    """Return the slots of one window without dates: as long as the longest limit, and each member at an even pace."""
    window = window_minutes(team)
    return tuple(Slot(one.load_limit_minutes, (window,), one.committed_minutes) for one in team.members)


def _time(team: Team, backlog: Backlog, pieces: Pieces, weights: Weights, base: Problem) -> Time:
    calendar, tasks = team.calendar, backlog.open_tasks
    axes = working_days(team) if calendar else ((),)
    slots = dated_slots(team, axes) if calendar else undated_slots(team)
    n_periods = len(team.periods) or 1
    n_members, n_pieces = len(team.members), len(pieces.tasks)
    member, period = np.repeat(np.arange(n_members), n_periods), np.tile(np.arange(n_periods), n_members)
    days = tuple(map(len, axes)) if calendar else (1,)
    workdays = workdays_of(calendar, axes) if calendar else (_window_days(team),)
    begin, end = _windows(calendar, pieces, axes, days)
    number = np.concatenate([[*range(len(columns))] for columns in pieces.columns] or [[]]).astype(np.int64)
    task = np.repeat(np.arange(len(tasks)), [len(columns) for columns in pieces.columns]).astype(np.int64)
    order, column = team.order, {one.id: columns for one, columns in zip(tasks, pieces.columns, strict=True)}
    crews = tuple(columns for one, columns in zip(tasks, pieces.columns, strict=True) if one.crew)
    parts = tuple(
        columns for one, columns in zip(tasks, pieces.columns, strict=True) if not one.crew and len(columns) > 1
    )
    lagged = [
        ((after, before), Fraction(one.lag(target)))
        for one in tasks
        for target in one.dependencies
        if target in column
        for after in (column[one.id] if one.crew else column[one.id][:1])
        for before in (column[target] if column[target] in crews else column[target][-1:])
    ]
    links = tuple(pair for pair, _ in lagged)
    lags = {pair: lag for pair, lag in lagged if lag and order != "ignore"}
    held = {
        c: one.held_days
        for one in tasks
        if one.held_days and order != "ignore"
        for c in (column[one.id] if one.crew else column[one.id][:1])
    }
    chained = tuple((after, before) for group in parts for before, after in zip(group, group[1:], strict=False))
    waits = (*chained, *(links if order == "fit" else ()))
    load = base.load[member]
    ticks = shortest_ticks(slots, load) if waits else np.zeros(load.shape, dtype=np.int64)
    for c, gone in held.items():
        # The rest of a day is kept where the work is put in its order.
        begin[:, c] = np.maximum(begin[:, c], [int(each.first(gone)) for each in workdays])
    counted = np.zeros(n_pieces, dtype=bool)
    counted[[columns[0] if one.crew else columns[-1] for one, columns in zip(tasks, pieces.columns, strict=True)]] = (
        True
    )
    early = tuple(PRIORITIES.index(name) for name in team.policies.early_first) if n_periods > 1 else ()
    return Time(
        tuple(one.id for one in team.members),
        team.periods or (None,),
        member,
        period,
        slots,
        days,
        tuple(one.id for one in tasks),
        task,
        number,
        fits_when(slots, period, begin, end, load, days),
        begin,
        end,
        waits,
        links if order == "next" else (),
        crews,
        parts,
        not team.policies.split_members,
        counted,
        _pins(team, backlog, column, n_periods),
        early,
        units(Fraction(weights.focus)) if calendar else 0,
        ticks,
        chains_of(waits),
        lags=lags,
        held=held,
        workdays=workdays,
    )


def _window_days(team: Team) -> Workdays:
    """Return the working days of the one window without dates: as many as its hours make at those of a day."""
    hours = team.defaults.hours_per_day or Decimal(8)
    return Workdays((Fraction(0),), (Fraction(window_minutes(team), 60) / Fraction(hours),))


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


def _pins(
    team: Team, backlog: Backlog, column: dict[str, tuple[int, ...]], n_periods: int
) -> tuple[tuple[tuple[int, int], ...], ...]:
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


def _in_time(calendar: Calendar | None, backlog: Backlog, pieces: Pieces, weights: Weights, time: Time) -> Ints:
    """Return what each slot adds to the quality of each piece: early hours, and value after the due date."""
    found = np.zeros((time.n_periods, len(pieces.tasks)), dtype=np.int64)
    if calendar is None:
        return found[time.period]
    starts = [period.start for period in calendar.periods]
    for task, columns in zip(backlog.open_tasks, pieces.columns, strict=True):
        c = columns[0] if task.crew else columns[-1]
        hours = Fraction(task.estimate_minutes, 60) * Fraction(weights.early)
        due = calendar.last_day(task.due) if task.due else None
        for p in range(time.n_periods):
            if PRIORITIES.index(task.priority) not in time.early:
                found[p, c] += units(hours * (time.n_periods - 1 - p))
            if due is not None:
                late = sum(start > due for start in starts[: p + 1])
                found[p, c] -= units(Fraction(weights.late) * task.value * late)
    return found[time.period]


def _links(team: Team, backlog: Backlog, pieces: Pieces, time: Time) -> dict[str, Any]:
    """Return what ties pieces to each other, as columns."""
    tasks, policies = backlog.open_tasks, team.policies
    column = {one.id: columns for one, columns in zip(tasks, pieces.columns, strict=True)}
    crews = {one.id for one in tasks if one.crew}
    final = {name: (columns[0] if name in crews else columns[-1]) for name, columns in column.items()}

    def all_of(names: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(c for name in names for c in column.get(name, ()))

    def alone(names: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
        """Yield groups of which a member may have one piece: parts with one member count as the first of them."""
        open_ = [name for name in names if name in column]
        if time.one_member or not any(len(column[name]) > 1 and name not in crews for name in open_):
            yield tuple(c for name in open_ for c in (column[name] if name in crews else column[name][:1]))
            return
        for number, one in enumerate(open_):
            for other in open_[number + 1 :]:
                yield from ((a, b) for a in column[one] for b in column[other])

    batches: dict[str, list[str]] = {}
    for task in tasks:
        if task.batch:
            batches.setdefault(task.batch, []).append(task.id)
    kind = {name: policies.of_batch(name) for name in batches}
    groups = {want: [all_of(tuple(batches[n])) for n in batches if kind[n] == want] for want in ("prefer", "together")}
    return {
        "batches": tuple(group for group in groups["prefer"] if len(group) > 1),
        "whole": tuple(group for group in groups["together"] if len(group) > 1),
        "separate": tuple(g for names in policies.separate for g in alone(names) if len(g) > 1),
        "together": tuple(group for group in map(all_of, policies.together) if len(group) > 1),
        "required": tuple(final[name] for name in policies.required if name in final),
        "dependencies": tuple((column[t.id][0], final[d]) for t in tasks for d in t.dependencies if d in column),
    }
