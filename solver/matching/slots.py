"""From nouns to a Problem over slots and pieces: the arrays of members and tasks, spread over periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.domain.calendar import Calendar
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.matching.build import build_problem
from solver.matching.fields import PAIRS
from solver.matching.growing import opened
from solver.matching.pieces import Pieces, in_pieces, pieces_of
from solver.matching.problem import Problem
from solver.matching.time import Time
from solver.matching.timing import time_of
from solver.matching.units import units

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
    time = time_of(team, backlog, pieces, weights, base)
    spread = time.member
    can, grown = opened(team, pieces.tasks, base.can, base.load, time)
    limit = np.array([slot.minutes for slot in time.slots], dtype=np.int64)
    pairs = {name: getattr(base, name)[spread] for name in PAIRS} | {"can": can[spread]}
    # The periods of a member stand one after the other: what holds for each of them is added without a copy for all.
    gain = pairs["gain"].reshape(len(time.names), time.n_periods, len(pieces.tasks))
    gain += _in_time(team.calendar, backlog, pieces, weights, time)
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


def _in_time(calendar: Calendar | None, backlog: Backlog, pieces: Pieces, weights: Weights, time: Time) -> Ints:
    """Return what each period adds to the quality of each piece: early hours, and value after the due date."""
    found = np.zeros((time.n_periods, len(pieces.tasks)), dtype=np.int64)
    if calendar is None:
        return found
    starts, late, early = [period.start for period in calendar.periods], Fraction(weights.late), Fraction(weights.early)
    # There are many tasks and few lengths.
    known: dict[int, list[int]] = {}
    for task, columns in zip(backlog.open_tasks, pieces.columns, strict=True):
        c, minutes = columns[0] if task.crew else columns[-1], task.estimate_minutes
        if PRIORITIES.index(task.priority) not in time.early:
            if minutes not in known:
                hours = Fraction(minutes, 60) * early
                known[minutes] = [units(hours * left) for left in reversed(range(time.n_periods))]
            found[:, c] += known[minutes]
        if task.due:
            due = calendar.last_day(task.due)
            found[:, c] -= [units(late * task.value * n) for n in accumulate(start > due for start in starts)]
    return found


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
