"""A first plan over periods, sequenced as it is made: task after task, each as early as it can be worked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from solver.assignment.sprints.lists.gaps import FIRST, Gaps, Lot
from solver.assignment.sprints.lists.units import Unit, units_of
from solver.matching.problem import Problem
from solver.matching.time import Time

# So many members are tried for a unit of several pieces that goes to one.
MOST_TRIED: Final = 20
# The classes whose work counts with all that it waits for, in one list after the other.
SUMMED: Final = ((), range(4), range(1, 4))


def first_placed(problem: Problem) -> dict[int, int]:
    """Return the row of each piece that a list by urgency places; rules that the list does not know may be broken."""
    return {} if problem.time is None else listed(problem, problem.time).placed


def listings(problem: Problem, time: Time) -> Iterator[tuple[Gaps, list[Unit]]]:
    """Yield lists in several orders, and each order: work counts alone, or with all that it waits for."""
    seen = list[list[Unit]]()
    for summed in SUMMED:
        units = list(units_of(problem, time, summed))
        if units not in seen:
            seen.append(units)
            gaps = Gaps(problem, time)
            extend(gaps, units)
            yield gaps, units


def listed(problem: Problem, time: Time) -> Gaps:
    """Return who has which piece and when by the first of the lists.

    Units come in their order, and each goes to the earliest period that has a gap for it, there to whoever is wanted
    less by other work or whom it suits better. Then all is closed up, and what was left out is tried again in the gaps
    that come together.
    """
    return next(listings(problem, time))[0]


def extend(gaps: Gaps, units: Sequence[Unit] | None = None) -> None:
    """Add by a list what is not placed, closing up once."""
    units = units or list(units_of(gaps.problem, gaps.time))
    for _ in range(2):
        for unit in units:
            if not any(c in gaps.placed for c in unit):
                give(gaps, unit)
        gaps.close_up()


def give(gaps: Gaps, pieces: Unit, way: int = FIRST, lot: Lot | None = None) -> bool:
    """Place all pieces of a unit, or none; return whether that was possible.

    Parameters
    ----------
    gaps : Gaps
        Where nothing of the unit is placed.
    pieces : tuple of int
        The unit.
    way : int
        How a row is chosen, as in ``Gaps.best``.
    lot : callable, optional
        Whether a row is passed over.
    """
    if not is_ready(gaps, pieces):
        return False
    if len(pieces) == 1:
        return gaps.best(pieces[0], way=way, lot=lot)
    if is_crew(gaps, pieces):
        # The seats of a crew: the one with the fewest choices first.
        ordered = sorted(pieces, key=lambda c: len(gaps.able(c)))
        return any(_give_all(gaps, ordered, only=p, way=way, lot=lot) for p in range(gaps.time.n_periods))
    if has_one_member(gaps, pieces):
        return _give_to_one(gaps, pieces)
    return _give_all(gaps, pieces, way=way, lot=lot)


def is_crew(gaps: Gaps, pieces: Unit) -> bool:
    """Return whether a unit is the seats of a crew: different members have them, in one period."""
    inner = set(pieces)
    is_apart = any(inner <= set(group) for group in gaps.ties.apart.get(pieces[0], ()))
    return len(pieces) > 1 and is_apart and not is_of_whole(gaps.problem, pieces)


def has_one_member(gaps: Gaps, pieces: Unit) -> bool:
    """Return whether one member has all pieces of a unit of several: a batch that is handed out whole, or parts."""
    is_one = gaps.time.one_member and not is_crew(gaps, pieces)
    return len(pieces) > 1 and (is_one or is_of_whole(gaps.problem, pieces))


def is_of_whole(problem: Problem, pieces: Unit) -> bool:
    """Return whether a unit is of a batch that one member has: also one of which rules ask for several has no other."""
    inner = set(pieces)
    return any(not inner.isdisjoint(batch) for batch in problem.whole)


def is_ready(gaps: Gaps, pieces: Unit) -> bool:
    """Return whether all that pieces need is placed, or among them."""
    return all(b in gaps.placed or b in pieces for c in pieces for b in gaps.ties.needs.get(c, ()))


def _give_to_one(gaps: Gaps, pieces: Unit) -> bool:
    """Place pieces with the one member with whom they end earliest, and suit best among those."""
    best: tuple[tuple[int, int], int] | None = None
    members = (gaps.member[row] for row in gaps.able(pieces[0])[: MOST_TRIED * gaps.time.n_periods])
    for member in dict.fromkeys(members):
        if _give_all(gaps, pieces, member=member):
            ends = max(gaps.period[gaps.placed[c]] for c in pieces)
            score = ends, -sum(gaps.gain[gaps.pair[c]] for c in pieces)
            best = min(best, (score, member)) if best else (score, member)
            for c in pieces:
                gaps.take(c)
    return best is not None and _give_all(gaps, pieces, member=best[1])


def _give_all(
    gaps: Gaps, pieces: Sequence[int], *, member: int = -1, only: int = -1, way: int = FIRST, lot: Lot | None = None
) -> bool:
    """Place pieces one after the other, all or none; return whether that was possible."""
    return all_or_none(gaps, pieces, lambda c: gaps.best(c, member=member, only=only, way=way, lot=lot))


def all_or_none(gaps: Gaps, pieces: Sequence[int], comes: Callable[[int], bool]) -> bool:
    """Place pieces one after the other, all or none; return whether that was possible.

    Parameters
    ----------
    gaps : Gaps
        Where none of them is placed.
    pieces : sequence of int
        In an order in which they can be placed.
    comes : callable
        Places a piece; returns whether that was possible.
    """
    for number, c in enumerate(pieces):
        if not comes(c):
            for other in pieces[:number]:
                gaps.take(other)
            return False
    return True
