"""A first plan over periods, sequenced as it is made: task after task, each as early as it can be worked."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from solver.assignment.sprints.gaps import Gaps
from solver.domain.order import needs_first
from solver.matching.problem import Problem
from solver.matching.time import Time

Unit = tuple[int, ...]
# So many members are tried for a unit of several pieces that goes to one.
MOST_TRIED: Final = 20
# How often a place is passed over where chance is given, so that others are seen.
SKIPPED: Final = 0.15


def first_placed(problem: Problem) -> dict[int, int]:
    """Return the row of each piece that a list by urgency places; rules that the list does not know may be broken."""
    return {} if problem.time is None else listed(problem, problem.time).placed


def listed(problem: Problem, time: Time) -> Gaps:
    """Return who has which piece and when by a list.

    Tasks come after what they depend on, urgent ones (and what they wait for) first, small ones before large ones; each
    goes to the earliest period, and there to whom it suits best for the hours it takes. Then all is closed up, and what
    was left out is tried again in the gaps that come together.
    """
    gaps, units = Gaps(problem, time), list(units_of(problem, time))
    for _ in range(2):
        for unit in units:
            if unit[0] not in gaps.placed:
                give(gaps, unit)
        gaps.close_up()
    return gaps


def units_of(problem: Problem, time: Time) -> Iterator[tuple[int, ...]]:
    """Yield the pieces of each task, or of each batch handed out whole, in an order in which they can be given."""
    columns: dict[int, list[int]] = {}
    for c, task in enumerate(time.task.tolist()):
        columns.setdefault(task, []).append(c)
    unit = {task: number for number, task in enumerate(columns)}
    for batch in problem.whole:
        first = unit[int(time.task[batch[0]])]
        for c in batch:
            unit[int(time.task[c])] = first
    members: dict[int, list[int]] = {}
    for task, number in unit.items():
        members.setdefault(number, []).append(task)
    needs: dict[int, set[int]] = {number: set() for number in members}
    for after, before in (*time.waits, *time.gated, *problem.dependencies):
        one, other = unit[int(time.task[after])], unit[int(time.task[before])]
        if one != other:
            needs[one].add(other)
    pinned = {unit[int(time.task[c])] for pairs in time.pins for _, c in pairs}
    pinned |= {unit[int(time.task[c])] for c in problem.required}
    least = problem.load.min(axis=0, initial=2**62)
    rank = {
        number: (
            number not in pinned,
            min(problem.priority[columns[t][0]] for t in tasks),
            sum(int(least[c]) for t in tasks for c in columns[t])
            / max(sum(problem.value[c] for t in tasks for c in columns[t]), 1e-9),
        )
        for number, tasks in members.items()
    }
    for one in needs_first(sorted(members, key=lambda n: (rank[n], n)), lambda n: sorted(needs[n])):
        yield _in_order(problem, time, [c for task in members[one] for c in columns[task]])


def _in_order(problem: Problem, time: Time, pieces: list[int]) -> tuple[int, ...]:
    """Return pieces with those that others of them wait for first."""
    if len(pieces) == 1:
        return tuple(pieces)
    inner = {c: set[int]() for c in pieces}
    for after, before in (*time.waits, *time.gated, *problem.dependencies):
        if after in inner and before in inner:
            inner[after].add(before)
    found = list[int]()
    while len(found) < len(pieces):
        free = [c for c in pieces if c not in found and inner[c] <= set(found)]
        found += free or [c for c in pieces if c not in found]
    return tuple(found)


def give(gaps: Gaps, pieces: Unit, chance: random.Random | None = None) -> None:
    """Place all pieces of a unit, or none."""
    problem, ties = gaps.problem, gaps.ties
    inner = set(pieces)
    if any(b not in inner and b not in gaps.placed for c in pieces for b in ties.needs.get(c, ())):
        return
    if len(pieces) == 1:
        _best(gaps, pieces[0], -1, chance)
    elif any(inner <= set(group) for group in ties.apart.get(pieces[0], ())):
        _give_seats(gaps, pieces, chance)
    elif gaps.time.one_member or any(inner & set(batch) for batch in problem.whole):
        _give_to_one(gaps, pieces, chance)
    else:
        _give_all(gaps, pieces, -1, chance)


def _give_to_one(gaps: Gaps, pieces: Unit, chance: random.Random | None) -> None:
    """Place pieces with the one member with whom they end earliest, and suit best among those."""
    time = gaps.time
    best: tuple[tuple[int, int], int] | None = None
    for member in dict.fromkeys(time.member[gaps.able(pieces[0])].tolist()[: MOST_TRIED * time.n_periods]):
        if _give_all(gaps, pieces, member, None):
            ends = max(int(time.period[gaps.placed[c]]) for c in pieces)
            score = (ends, -sum(int(gaps.problem.gain[gaps.placed[c], c]) for c in pieces))
            best = min(best, (score, member)) if best else (score, member)
            for c in pieces:
                gaps.take(c)
    if best:
        _give_all(gaps, pieces, best[1], None)


def _give_all(gaps: Gaps, pieces: Unit, member: int, chance: random.Random | None) -> bool:
    """Place pieces one after the other, all or none; return whether that was possible."""
    for number, c in enumerate(pieces):
        if not _best(gaps, c, member, chance):
            for other in pieces[:number]:
                gaps.take(other)
            return False
    return True


def _best(gaps: Gaps, piece: int, member: int, chance: random.Random | None) -> bool:
    """Place a piece with the first row that can have it; return whether there is one."""
    for row in gaps.rows(piece, member):
        if chance is not None and chance.random() < SKIPPED:
            continue
        start = gaps.begins(piece, row)
        if start is not None:
            gaps.put(piece, row, start)
            return True
    return False


def _give_seats(gaps: Gaps, pieces: Unit, chance: random.Random | None) -> None:
    """Place all seats of a crew in one period, the one with the fewest choices first."""
    ordered = sorted(pieces, key=lambda c: len(gaps.able(c)))
    for period in range(gaps.time.n_periods):
        given = list[int]()
        for c in ordered:
            here = (row for row in gaps.rows(c) if gaps.time.period[row] == period)
            pick = next(((row, s) for row in here if (s := gaps.begins(c, row)) is not None), None)
            if pick is None:
                break
            gaps.put(c, *pick)
            given.append(c)
        if len(given) == len(ordered):
            return
        for c in given:
            gaps.take(c)
