"""What rounds of taking out and giving anew do not change, as a table of whole numbers that compiled loops read.

Where each thing has several others these stand one after the other, with edges between them: those of ``i`` are from
``EDGES[i]`` on to before ``EDGES[i + 1]``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

import numpy as np

from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.listing import MOST_TRIED, is_of_whole
from solver.assignment.sprints.lists.ties import level_places
from solver.assignment.sprints.lists.units import Unit
from solver.assignment.sprints.ruin.table import Ints, table

Rows = dict[int, Iterable[int]]
# How the pieces of a unit are given: it is one piece; seats of a crew; all to one member; or each to anybody.
ALONE, CREW, TO_ONE, EACH = range(4)
# Chances from 0 to 1 are counted in so many parts.
PARTS: Final = 2**32

# The rows of a case. By pair, as in ``Gaps``: from where on those of a piece are; row, minutes and gain, between which
# minutes it must be worked, what it counts if it stays, and the growths that it draws on, three numbers each: which,
# the mentor's row and the mentor's minutes.
EDGES, ROW, LOAD, GAIN, BEGIN, END, STAY, USE_EDGES, USES = range(9)
# By row: minutes, member, period, the most tasks at once, the periods left after it, from where on its pieces are, and
# the sums of its days; by period its working days: those before each day, and what the day counts.
MINUTES, MEMBER, PERIOD, WIP, LEFT, WORK_EDGES, SUM_EDGES, SUMS, DAY_EDGES, BEFORE, LENGTH = range(9, 20)
# By piece: task, unit, level, value, whether it counts how early it is, its batch or -1; what it waits for, four
# numbers each: which, the periods, and a fraction of working days, that must go by; what waits for it, each with the
# place where that stands; what must be placed; the groups that must have different members, or one; and whether it is
# not to be left out once it is placed.
TASK, UNIT, LEVEL, VALUE, EARLY, BATCH, WAIT_EDGES, WAITS, BEHIND_EDGES, BEHIND, NEED_EDGES, NEEDS = range(20, 32)
APART_EDGES, APART, JOINED_EDGES, JOINED, GROUP_EDGES, GROUPS, MUST = range(32, 39)
# By unit: its pieces, how they are given, and the units that wait for it; and the pieces that may be taken out.
UNIT_EDGES, UNIT_PIECES, KIND, FOLLOWER_EDGES, FOLLOWERS, OPENED = range(39, 45)
# By batch its pieces that may be taken out; by member the hours committed, and all there are.
BATCH_EDGES, MATES, COMMITTED, WHOLE = range(45, 49)
# Single numbers: how many of each there are, the weights of unevenness and of each owner more of a batch, of how many
# pairs the members are tried, and whether anything is there to grow.
N_PIECES, N_ROWS, N_UNITS, N_OPENED, N_MEMBERS, N_PERIODS, N_LEVELS, BALANCE, SPLIT, MOST_TO_TRY, GROWS = range(49, 60)


def case_of(gaps: Gaps, units: Sequence[Unit], opened: Collection[int]) -> Ints:
    """Return the table of all that rounds over some units of a problem need.

    Parameters
    ----------
    gaps : Gaps
        Of the problem; what stands in it does not matter.
    units : sequence of tuple of int
        All of them.
    opened : collection of int
        Which of them may be taken out and given.
    """
    problem, time = gaps.problem, gaps.time
    whole, committed = np.zeros(len(time.names), np.int64), np.zeros(len(time.names), np.int64)
    np.add.at(whole, time.member, problem.limit + problem.committed)
    np.add.at(committed, time.member, problem.committed)
    rows: Rows = {**_pairs(gaps), **_slots(gaps), **_pieces(gaps, units), **_units(gaps, units, opened)}
    numbers = {
        N_PIECES: len(problem.tasks),
        N_ROWS: len(gaps.minutes),
        N_UNITS: len(units),
        N_OPENED: sum(len(units[number]) for number in opened),
        N_MEMBERS: len(time.names),
        N_PERIODS: time.n_periods,
        N_LEVELS: level_places(problem, time)[-1] + 1,
        BALANCE: int(problem.balance_units),
        SPLIT: int(problem.split_units),
        MOST_TO_TRY: MOST_TRIED * time.n_periods,
        GROWS: int(bool(gaps.grown)),
    }
    return table(rows | {COMMITTED: committed, WHOLE: whole}, numbers)


def several(edges: int, entries: int, some: Iterable[Iterable[int]]) -> Rows:
    """Return the rows, by their names, of what has several others each.

    Examples
    --------
    >>> {name: [int(one) for one in row] for name, row in several(0, 1, [[4, 5], [], [6]]).items()}
    {0: [0, 2, 2, 3], 1: [4, 5, 6]}
    """
    each = [list(one) for one in some]
    return {edges: np.cumsum([0, *map(len, each)]), entries: chain.from_iterable(each)}


def _pairs(gaps: Gaps) -> Rows:
    problem, row = gaps.problem, np.array(gaps.row)
    begin, end = np.zeros(len(row), np.int64), np.array(gaps.minutes, dtype=np.int64)[row]
    for pair, dates in gaps.dated.items():
        begin[pair], end[pair] = dates
    for piece, rows in gaps.ties.pins.items():
        own = slice(gaps.edges[piece], gaps.edges[piece + 1])
        # Nothing ends before the first minute.
        end[own] = np.where(np.isin(row[own], rows), end[own], -1)
    stay, counts = np.zeros(len(row), np.int64), problem.move_units or (1,) * len(problem.previous)
    for (slot, piece), units in zip(problem.previous, counts, strict=True):
        if slot in gaps.able(piece):
            stay[gaps.pair_of(piece, slot)] += units
    uses = gaps.grown
    return {
        EDGES: gaps.edges,
        ROW: row,
        LOAD: gaps.load,
        GAIN: gaps.gain,
        BEGIN: begin,
        END: end,
        STAY: stay,
        **several(USE_EDGES, USES, (chain(*uses.get(pair, ())) for pair in range(len(row) if uses else 0))),
    }


def _slots(gaps: Gaps) -> Rows:
    time = gaps.time
    days = time.workdays if time.lags else ()
    return {
        MINUTES: gaps.minutes,
        MEMBER: gaps.member,
        PERIOD: gaps.period,
        WIP: gaps.wip,
        LEFT: time.n_periods - 1 - time.period,
        WORK_EDGES: np.cumsum([0, *np.bincount(np.array(gaps.row, dtype=np.int64), minlength=len(gaps.minutes))]),
        **several(SUM_EDGES, SUMS, (slot.sums for slot in time.slots)),
        **several(DAY_EDGES, BEFORE, (map(int, one.before) for one in days)),
        LENGTH: [int(count) for one in days for count in one.length],
    }


def _pieces(gaps: Gaps, units: Sequence[Unit]) -> Rows:
    problem, time, ties = gaps.problem, gaps.time, gaps.ties
    pieces, places = range(len(problem.tasks)), level_places(problem, time)
    unit_of = {c: number for number, unit in enumerate(units) for c in unit}
    batches = problem.batches if problem.split_units else ()
    batch_of = {c: number for number, batch in enumerate(batches) for c in batch}
    must = {*problem.required, *ties.pins}
    groups = sorted({group for some in (ties.apart, ties.joined) for mine in some.values() for group in mine})
    number_of = {group: number for number, group in enumerate(groups)}

    def numbers(some: Mapping[int, Sequence[tuple[int, ...]]]) -> Iterable[Iterable[int]]:
        return ([number_of[group] for group in some.get(c, ())] for c in pieces)

    return {
        TASK: gaps.task,
        UNIT: [unit_of[c] for c in pieces],
        LEVEL: [places[kind] for kind in problem.priority],
        VALUE: problem.value,
        EARLY: [kind in time.early for kind in problem.priority],
        BATCH: [batch_of.get(c, -1) for c in pieces],
        **_waits(gaps),
        **several(NEED_EDGES, NEEDS, (ties.needs.get(c, ()) for c in pieces)),
        **several(APART_EDGES, APART, numbers(ties.apart)),
        **several(JOINED_EDGES, JOINED, numbers(ties.joined)),
        **several(GROUP_EDGES, GROUPS, groups),
        MUST: [c in must for c in pieces],
    }


def _waits(gaps: Gaps) -> Rows:
    """Return what each piece waits for, and what waits for it."""
    waits, behind = ([list[int]() for _ in gaps.problem.tasks] for _ in range(2))
    place = 0
    for piece, mine in enumerate(waits):
        for other, lag in gaps.ties.waits.get(piece, ()):
            days = gaps.time.lags.get((piece, other))
            mine += [other, lag, *((days.numerator, days.denominator) if days else (0, 0))]
            behind[other] += [piece, place]
            place += 4
    return {**several(WAIT_EDGES, WAITS, waits), **several(BEHIND_EDGES, BEHIND, behind)}


def _units(gaps: Gaps, units: Sequence[Unit], opened: Collection[int]) -> Rows:
    unit_of = {c: number for number, unit in enumerate(units) for c in unit}
    followers: list[set[int]] = [set() for _ in units]
    for piece, before in gaps.ties.needs.items():
        for other in before:
            if unit_of[other] != unit_of[piece] and unit_of[piece] in opened:
                followers[unit_of[other]].add(unit_of[piece])
    kinds = [_kind(gaps, unit) for unit in units]
    # The seats of a crew: the one with the fewest choices first.
    in_order = (
        sorted(unit, key=lambda c: len(gaps.able(c))) if kind == CREW else unit
        for unit, kind in zip(units, kinds, strict=True)
    )
    batches = gaps.problem.batches if gaps.problem.split_units else ()
    return {
        **several(UNIT_EDGES, UNIT_PIECES, in_order),
        KIND: kinds,
        **several(FOLLOWER_EDGES, FOLLOWERS, (sorted(one) for one in followers)),
        **several(BATCH_EDGES, MATES, ([c for c in batch if unit_of[c] in opened] for batch in batches)),
        OPENED: [c for number in sorted(opened) for c in units[number]],
    }


def _kind(gaps: Gaps, unit: Unit) -> int:
    inner = set(unit)
    if len(unit) == 1:
        return ALONE
    if is_of_whole(gaps.problem, unit):
        return TO_ONE
    if any(inner <= set(group) for group in gaps.ties.apart.get(unit[0], ())):
        return CREW
    return TO_ONE if gaps.time.one_member else EACH
