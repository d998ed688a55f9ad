"""A list that keeps an earlier plan: all of it that can stay, and then more."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from solver.assignment.model.search import Limits
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.listing import all_or_none, extend, give, has_one_member, is_crew, is_ready
from solver.assignment.sprints.lists.ousting import Ousting
from solver.assignment.sprints.lists.single import Single
from solver.assignment.sprints.lists.units import Unit, units_of
from solver.domain.order import needs_first
from solver.domain.plan import Plan
from solver.matching.problem import Problem
from solver.matching.time import Time, indexed

# The share of the time for a list for which what has lost its place is helped at least, however late it is.
REGAIN_SHARE: Final = 0.25


def list_from(
    problem: Problem, time: Time, plan: Plan, limits: Limits, gaps: Gaps | None = None
) -> tuple[Gaps, list[Unit]]:
    """Return a list in which all that can be is where and when a plan has it, with what fits beside that.

    Parameters
    ----------
    problem : Problem
        Over slots and pieces.
    time : Time
        Its slots and pieces.
    plan : Plan
        Its work may take longer by now, and some of it may be gone.
    limits : Limits
        When what has lost its place is no longer helped to another. What stays is found out however late it is, and
        for a share of the time which that takes urgent work is helped, unless a stop is wished for.
    gaps : Gaps, optional
        Where some pieces are placed already, and stay.

    Returns
    -------
    tuple of Gaps and list
        The list, and all units with urgent ones first.
    """
    began = clock.monotonic()
    rows, begun, first = where_and_when(time, plan)
    units = list(units_of(problem, time))
    gaps = Gaps(problem, time) if gaps is None else gaps
    given = set(gaps.placed)

    def as_before(some: Iterable[Unit]) -> None:
        there = [unit for unit in some if all(c in rows and c not in gaps.placed for c in unit)]
        for unit in sorted(there, key=lambda unit: min(begun[c] for c in unit)):
            _as_before(gaps, unit, rows, first)

    new = list(_required(gaps, units, rows))
    if new:
        urgent = {unit: min(problem.priority[c] for c in unit) for unit in units}
        # What is more urgent stays; where nothing is left for what is new beside it, less and less does, and at last
        # not even what that needs is where it was.
        for kind in range(min(urgent[unit] for unit in new), -2, -1):
            as_before(unit for unit in units if urgent[unit] < kind)
            if _all_given(gaps, new, as_before if kind >= 0 else None):
                break
            for piece in gaps.placed.keys() - given if kind >= 0 else ():
                gaps.take(piece)
    as_before(units)
    gaps.close_up()
    _after(gaps, units, rows, first)
    extend(gaps, units)
    if not given:
        now = clock.monotonic()
        _regain(gaps, units, rows, replace(limits, end=max(limits.end, now + REGAIN_SHARE * (now - began))))
    return gaps, units


def _after(gaps: Gaps, units: list[Unit], rows: Mapping[int, int], first: Mapping[int, int]) -> None:
    """Place what has lost its place: where it was, if only what it waits for is elsewhere, or as near as it can be."""
    awaited = {b for a, needs in gaps.ties.needs.items() for b in needs if gaps.task[a] != gaps.task[b]}
    for unit in units:
        if all(c in rows and c not in gaps.placed for c in unit):
            # Nothing that others wait for comes later only to be with the same member.
            is_near = _as_before(gaps, unit, rows, first) or _nearly(gaps, unit, rows, first, awaited)
            is_near or give(gaps, unit) or _nearly(gaps, unit, rows, first, ())


def _regain(gaps: Gaps, units: list[Unit], rows: Mapping[int, int], limits: Limits) -> None:
    """Let what has lost its place, or is urgent and new, come where less urgent work is, and that where still less is.

    A budget of moves is for what has lost its place.
    """
    urgent = gaps.time.early if gaps.problem.most_moves is None else ()
    wanted = {c for unit in units for c in unit if c in rows or gaps.problem.priority[c] in urgent}
    out = wanted.difference(gaps.placed)
    if not out or limits.are_up:
        return
    ousting, before = Ousting(Single(gaps, units)), set[int]()
    while out and out != before and not limits.are_up:
        before = out
        ousting.oust(limits.end, limits.wish)
        out = wanted.difference(gaps.placed)


def _required(gaps: Gaps, units: list[Unit], rows: Mapping[int, int]) -> Iterable[Unit]:
    """Yield what must be placed and a plan leaves out or has elsewhere, each after what it needs."""
    wanting = (pairs for pairs in gaps.time.pins if not any(rows.get(piece) == row for row, piece in pairs))
    elsewhere = {piece for pairs in wanting for _, piece in pairs}
    must = ({*gaps.problem.required} - rows.keys() | elsewhere) - gaps.placed.keys()
    if not must:
        return
    unit_of = {c: number for number, unit in enumerate(units) for c in unit}
    needs = gaps.ties.needs

    def before(number: int) -> list[int]:
        return sorted({unit_of[b] for c in units[number] for b in needs.get(c, ())} - {number})

    for number in needs_first(sorted({unit_of[c] for c in must}), before):
        yield units[number]


def _all_given(gaps: Gaps, new: list[Unit], as_before: Callable[[Iterable[Unit]], None] | None) -> bool:
    """Place units, those that were there as before and others late, or all soon; return whether each has a place."""
    for unit in new:
        if as_before is not None:
            as_before([unit])
        if not any(c in gaps.placed for c in unit):
            give(gaps, unit) if as_before is None else _late(gaps, unit)
    return all(c in gaps.placed for unit in new for c in unit)


def _late(gaps: Gaps, unit: Unit) -> bool:
    """Place a unit in the last period that it can be in: least urgent work makes room for it there."""
    if len(unit) > 1 or not is_ready(gaps, unit):
        return give(gaps, unit)
    return any(gaps.best(unit[0], only=period) for period in reversed(range(gaps.time.n_periods)))


def where_and_when(time: Time, plan: Plan) -> tuple[dict[int, int], dict[int, tuple[int, Fraction]], dict[int, int]]:
    """Return the row of each piece of a plan that is still there, its period and moment, and its first minute."""
    rows, begun, first = dict[int, int](), dict[int, tuple[int, Fraction]](), dict[int, int]()
    for one, (row, piece) in zip(plan.assignments, indexed(time, plan), strict=True):
        if row >= 0 and piece >= 0:
            moment = one.start or Fraction(0)
            rows[piece], begun[piece] = row, (one.period, moment)
            first[piece] = math.ceil(time.slots[row].done_by(moment)) if time.slots[row].minutes else 0
    return rows, begun, first


def _as_before(gaps: Gaps, unit: Unit, rows: Mapping[int, int], first: Mapping[int, int]) -> bool:
    """Place all pieces of a unit where they were, no sooner than then, or none; return whether they are."""
    return is_ready(gaps, unit) and all_or_none(gaps, unit, lambda c: _stays(gaps, c, rows[c], first[c]))


def _nearly(gaps: Gaps, unit: Unit, rows: Mapping[int, int], first: Mapping[int, int], soon: Container[int]) -> bool:
    """Place what can be of several pieces where it was, the rest with the same member or in the same period, or none.

    Some pieces must not be in a later period than they were.
    """
    if len(unit) == 1 or not is_ready(gaps, unit):
        return False
    row = rows[unit[0]]
    only = gaps.period[row] if is_crew(gaps, unit) else -1
    member = gaps.member[row] if has_one_member(gaps, unit) else -1

    def comes(c: int) -> bool:
        if not _stays(gaps, c, rows[c], first[c]) and not gaps.best(c, member=member, only=only):
            return False
        if c in soon and gaps.period[gaps.placed[c]] > gaps.period[rows[c]]:
            gaps.take(c)
        return c in gaps.placed

    # Whoever has a seat of a crew still is not asked for another one.
    stay = {c for c in unit if only >= 0 and _stays(gaps, c, rows[c], first[c])}
    found = all_or_none(gaps, [c for c in unit if c not in stay], comes)
    for c in () if found else stay:
        gaps.take(c)
    return found


def _stays(gaps: Gaps, piece: int, row: int, soonest: int) -> bool:
    """Place a piece where it was, if that can be."""
    return gaps.best(piece, member=gaps.member[row], only=gaps.period[row], soonest=soonest)
