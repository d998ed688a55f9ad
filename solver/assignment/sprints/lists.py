"""A first plan over periods, sequenced as it is made: task after task, each as early as it can be worked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.matching.problem import Problem
from solver.matching.time import Time

Ints = NDArray[np.int64]


# So many members are tried for a unit of several pieces that goes to one.
MOST_TRIED = 20


@dataclass
class Ties:
    """For each piece what it waits for with the lag in periods, and the groups of rules about people that it is in."""

    waits: dict[int, list[tuple[int, int]]]
    needs: dict[int, list[int]]
    apart: dict[int, list[tuple[int, ...]]]
    joined: dict[int, list[tuple[int, ...]]]
    pins: dict[int, list[int]]

    @classmethod
    def of(cls, problem: Problem) -> Ties:
        """Return the ties of a problem over slots and pieces."""
        found = cls({}, {}, {}, {}, {})
        time = problem.time
        for pairs, lag in ((time.waits, 0), (time.gated, 1)) if time else ():
            for after, before in pairs:
                found.waits.setdefault(after, []).append((before, lag))
        for after, before in (*time.waits, *time.gated, *problem.dependencies) if time else ():
            found.needs.setdefault(after, []).append(before)
        for group in (*problem.separate, *(time.crews if time else ())):
            for c in group:
                found.apart.setdefault(c, []).append(group)
        for group in problem.together:
            for c in group:
                found.joined.setdefault(c, []).append(group)
        for pairs in time.pins if time else ():
            for row, c in pairs:
                found.pins.setdefault(c, []).append(row)
        return found


@dataclass
class Lists:
    """Who has what so far: the minutes used of each row, and when each piece ends, in its row's minutes."""

    problem: Problem
    placed: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    used: dict[int, int] = field(default_factory=dict)
    given: dict[int, int] = field(default_factory=dict)
    held: dict[int, set[int]] = field(default_factory=dict)
    ties: Ties | None = None

    def __post_init__(self) -> None:
        """Look up once who waits for whom and which rules a piece is in."""
        self.ties = self.ties or Ties.of(self.problem)

    @property
    def time(self) -> Time:
        """Slots and pieces."""
        if self.problem.time is None:
            raise ValueError("expected a problem over slots and pieces")
        return self.problem.time

    def begins(self, piece: int, row: int, before: tuple[int, ...]) -> int | None:
        """Return the first minute at which a piece could start behind what a row has, None if it would end too late."""
        time, load = self.time, int(self.problem.load[row, piece])
        p, slot = int(time.period[row]), time.slots[row]
        start = self.used.get(row, 0)
        if start + load > slot.minutes:
            return None
        begin, end = int(time.begin[p, piece]), int(time.end[p, piece])
        if begin:
            start = max(start, int(-(-slot.done_by(Fraction(begin)) // 1)))
        for other in before:
            theirs = self.placed[other]
            if time.period[theirs] == p:
                moment = time.slots[theirs].moment(self.ends[other])
                minute = self.ends[other] if theirs == row else int(-(-slot.done_by(moment) // 1))
                start = max(start, minute)
        last = slot.minutes if end >= time.days[p] else int(slot.done_by(Fraction(end)))
        return start if start + load <= last else None

    def put(self, piece: int, row: int, start: int) -> None:
        """Give a piece to a row."""
        load = int(self.problem.load[row, piece])
        self.placed[piece], self.ends[piece] = row, start + load
        self.used[row] = start + load
        self.given[row] = self.given.get(row, 0) + load
        self.held.setdefault(row, set()).add(int(self.time.task[piece]))

    def copy(self) -> Lists:
        """Return lists that can be changed without changing these."""
        held = {row: set(tasks) for row, tasks in self.held.items()}
        return Lists(
            self.problem, dict(self.placed), dict(self.ends), dict(self.used), dict(self.given), held, self.ties
        )


def first_placed(problem: Problem) -> dict[int, int]:
    """Return the row of each piece that a list by urgency places; rules that the list does not know may be broken.

    Tasks come after what they depend on, urgent ones (and what they wait for) first; each goes to the earliest period,
    and there to whom it suits best for the hours it takes.
    """
    time = problem.time
    if time is None:
        return {}
    lists = Lists(problem)
    for group in _units(problem):
        _give(lists, group)
    return lists.placed


def _units(problem: Problem) -> Iterator[tuple[int, ...]]:
    """Yield the pieces of each task, or of each batch handed out whole, in an order in which they can be given."""
    time = problem.time
    if time is None:
        return
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
    rank = {
        number: (number not in pinned, min(problem.priority[columns[t][0]] for t in tasks))
        for number, tasks in members.items()
    }
    done = set[int]()
    for number in sorted(members, key=lambda n: (rank[n], n)):
        stack = [number]
        while stack:
            one = stack[-1]
            missing = [n for n in sorted(needs[one]) if n not in done and n not in stack]
            if one not in done and missing:
                stack.append(missing[0])
                continue
            stack.pop()
            if one not in done:
                done.add(one)
                yield _in_order(problem, [c for task in members[one] for c in columns[task]])


def _in_order(problem: Problem, pieces: list[int]) -> tuple[int, ...]:
    """Return pieces with those that others of them wait for first."""
    time = problem.time
    if len(pieces) == 1:
        return tuple(pieces)
    inner = {c: set[int]() for c in pieces}
    for after, before in (*time.waits, *time.gated, *problem.dependencies) if time else ():
        if after in inner and before in inner:
            inner[after].add(before)
    found = list[int]()
    while len(found) < len(pieces):
        free = [c for c in pieces if c not in found and inner[c] <= set(found)]
        found += free or [c for c in pieces if c not in found]
    return tuple(found)


def _give(lists: Lists, pieces: tuple[int, ...]) -> None:
    """Place all pieces of a unit, or none."""
    problem, time = lists.problem, lists.time
    before = _needed(lists, pieces)
    if before is None:
        return
    if len(pieces) == 1 or any(
        set(pieces) <= set(group) for group in (lists.ties or Ties.of(problem)).apart.get(pieces[0], ())
    ):
        _give_seats(lists, pieces, before)
        return
    alone = time.one_member or any(set(pieces) & set(batch) for batch in problem.whole)
    able = np.flatnonzero(problem.eligible[:, pieces[0]])
    best_first = sorted(able.tolist(), key=lambda row: (int(time.period[row]), -int(problem.gain[row, pieces[0]])))
    members = list(dict.fromkeys(int(time.member[row]) for row in best_first))[:MOST_TRIED] if alone else [-1]
    best: tuple[tuple[float, ...], Lists] | None = None
    for member in members:
        trial = lists.copy()
        if all(_best(trial, c, before[c], member) for c in pieces):
            ends = max(int(time.period[trial.placed[c]]) for c in pieces)
            gain = sum(int(problem.gain[trial.placed[c], c]) for c in pieces)
            score = (float(ends), -float(gain))
            if best is None or score < best[0]:
                best = score, trial
    if best is not None:
        vars(lists).update(vars(best[1]))


def _needed(lists: Lists, pieces: tuple[int, ...]) -> dict[int, tuple[int, ...]] | None:
    """Return what each piece waits for in its period, None if something that a piece depends on is not placed."""
    ties, inner = lists.ties or Ties.of(lists.problem), set(pieces)
    for c in pieces:
        if any(before not in inner and before not in lists.placed for before in ties.needs.get(c, ())):
            return None
    return {c: tuple(before for before, lag in ties.waits.get(c, ()) if not lag) for c in pieces}


def _earliest_period(lists: Lists, piece: int) -> int:
    """Return the first period in which a piece may be."""
    ties, time = lists.ties or Ties.of(lists.problem), lists.time
    ends = (int(time.period[lists.placed[b]]) + lag for b, lag in ties.waits.get(piece, ()) if b in lists.placed)
    return max(ends, default=0)


def _rows(lists: Lists, piece: int, member: int) -> list[int]:
    """Return the rows that may have a piece, the earliest period and the most gain per hour first."""
    problem, time = lists.problem, lists.time
    rows = np.flatnonzero(problem.eligible[:, piece])
    if member >= 0:
        rows = rows[time.member[rows] == member]
    ties = lists.ties or Ties.of(problem)
    if piece in ties.pins:
        rows = np.intersect1d(rows, ties.pins[piece])
    first = _earliest_period(lists, piece)
    found = []
    for row in rows.tolist():
        full = 0 <= problem.wip[row] <= len(lists.held.get(row, set()) - {int(time.task[piece])})
        if time.period[row] >= first and not full and not _clashes(lists, piece, row):
            worth = problem.gain[row, piece] / max(int(problem.load[row, piece]), 1)
            found.append((int(time.period[row]), -float(worth), row))
    return [row for _, _, row in sorted(found)]


def _clashes(lists: Lists, piece: int, row: int) -> bool:
    """Return whether a rule about people is broken if a row has a piece, given what is placed."""
    ties, time = lists.ties or Ties.of(lists.problem), lists.time
    who = time.member[row]
    for group in ties.apart.get(piece, ()):
        if any(time.member[lists.placed[c]] == who for c in group if c in lists.placed):
            return True
    for group in ties.joined.get(piece, ()):
        if any(time.member[lists.placed[c]] != who for c in group if c in lists.placed):
            return True
    return False


def _best(lists: Lists, piece: int, before: tuple[int, ...], member: int) -> bool:
    """Place a piece with the first row that can have it; return whether there is one."""
    for row in _rows(lists, piece, member):
        start = lists.begins(piece, row, before)
        if start is not None:
            lists.put(piece, row, start)
            return True
    return False


def _give_seats(lists: Lists, pieces: tuple[int, ...], before: Mapping[int, tuple[int, ...]]) -> None:
    """Place all seats of a crew in one period, the one with the fewest choices first."""
    time = lists.time
    for period in range(time.n_periods):
        trial = lists.copy()
        ordered = sorted(pieces, key=lambda c: len(_rows(trial, c, -1)))
        for c in ordered:
            rows = (row for row in _rows(trial, c, -1) if time.period[row] == period)
            pick = next(((row, s) for row in rows if (s := trial.begins(c, row, before[c])) is not None), None)
            if pick is None:
                break
            trial.put(c, *pick)
        else:
            vars(lists).update(vars(trial))
            return
