"""Lags between pieces: how long one waits for another in all, and which periods must be put in their order together.

Work of a later period that waits for work of an earlier one, and for some days more, may begin late in its period, or
the other has to end early in its own: what lags tie in this way is one set of jobs, over all its periods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from solver.assignment.sprints.sequence.jobs import Job, Jobs
from solver.domain.order import needs_first
from solver.matching.time import Time

# By a piece and one that it waits for, through others too: the working days between them at least, none of them 0.
Spans = Mapping[tuple[int, int], Fraction]


def spans_of(time: Time) -> Spans:
    """Return the working days that must go by between a piece and each that it waits for, through others too.

    What lies between takes time of its own, which does not count here; pairs without a day between them are left out.
    """
    if not time.lags:
        return {}
    direct: dict[int, list[int]] = {}
    for piece, before in (*time.waits, *time.gated):
        direct.setdefault(piece, []).append(before)
    found: dict[int, dict[int, Fraction]] = {}
    for piece in needs_first(direct, lambda one: direct.get(one, ())):
        mine = found[piece] = {}
        for before in direct.get(piece, ()):
            lag = time.lags.get((piece, before), Fraction(0))
            for other, more in ((before, Fraction(0)), *found[before].items()):
                mine[other] = max(mine.get(other, lag), lag + more)
    return {(piece, before): days for piece, mine in found.items() for before, days in mine.items() if days}


def tied(time: Time, periods: Sequence[Jobs], spans: Spans) -> list[Jobs]:
    """Return the jobs of each period, those of periods that lags tie as one in the place of the first.

    Parameters
    ----------
    time : Time
        Slots and pieces.
    periods : sequence of Jobs
        Of all periods.
    spans : mapping
        From ``spans_of``.
    """
    if not spans:
        return list(periods)
    where = {piece: p for p, jobs in enumerate(periods) for piece in jobs.jobs}
    inside = [_Span(*pair, days) for pair, days in spans.items() if pair[0] in where and pair[1] in where]
    first = list(range(len(periods)))

    def of(period: int) -> int:
        while first[period] != period:
            period = first[period]
        return period

    for one in inside:
        here, there = where[one.piece], where[one.before]
        if here != there and not _is_apart(time, there, here, one.days):
            low, high = sorted((of(here), of(there)))
            first[high] = low
    groups: dict[int, list[int]] = {}
    for period in range(len(periods)):
        groups.setdefault(of(period), []).append(period)
    of_group: dict[int, list[_Span]] = {}
    for one in inside:
        if of(where[one.piece]) == of(where[one.before]):
            of_group.setdefault(of(where[one.piece]), []).append(one)
    return [_joined(time, [periods[p] for p in group], of_group.get(head, [])) for head, group in groups.items()]


class _Span(NamedTuple):
    """A piece, one that it waits for, and the working days between them."""

    piece: int
    before: int
    days: Fraction


def _is_apart(time: Time, earlier: int, later: int, days: Fraction) -> bool:
    """Return whether so many working days lie between two periods, whatever is done when."""
    one, other = time.workdays[earlier], time.workdays[later]
    return earlier < later and other.before[0] - one.before[-1] - one.length[-1] >= days


def _joined(time: Time, periods: Sequence[Jobs], spans: Sequence[_Span]) -> Jobs:
    """Return the jobs of some periods as one, with the lags between them."""
    jobs: dict[int, Job] = {piece: job for each in periods for piece, job in each.jobs.items()}
    before = {piece: set(others) for each in periods for piece, others in each.before.items()}
    for one in spans:
        before[one.piece].add(one.before)
    numbers = tuple(p for each in periods for p in each.periods)
    ordered = {piece: tuple(sorted(others)) for piece, others in before.items()}
    return Jobs(jobs, ordered, time.slots, numbers, {(one.piece, one.before): one.days for one in spans}, time)


class Line(NamedTuple):
    """From one minute of a row up to another, the first minute of a second row after a lag: ``base + slope * minute``.

    It is to be rounded up to whole minutes.
    """

    low: int
    high: int
    base: Fraction
    slope: Fraction


def lines_of(time: Time, row: int, other: int, lag: Fraction) -> list[Line]:
    """Return as straight lines when another row can start so many working days after each minute of a row.

    Between the mornings and evenings of either row time passes evenly. Where two lines meet the lower one holds.
    """
    mine, theirs = time.slots[row], time.slots[other]
    here, there = time.workdays[time.period[row]], time.workdays[time.period[other]]
    edges = {Fraction(done * mine.minutes, mine.sums[-1]) for done in mine.sums}
    for before, length in zip(there.before, there.length, strict=True):
        edges.update(mine.done_by(max(here.last(gone - lag), Fraction(0))) for gone in (before, before + length))

    def first(minute: Fraction) -> Fraction:
        return theirs.done_by(there.first(here.at_end(mine.moment(minute)) + lag))

    found, places = list[Line](), sorted(edges)
    for low, high in zip(places, places[1:], strict=False):
        third = (high - low) / 3
        slope = (first(high - third) - first(low + third)) / third
        base = first(low + third) - slope * (low + third)
        if found and (found[-1].base, found[-1].slope) == (base, slope):
            found[-1] = found[-1]._replace(high=int(high))
        elif int(high) >= -(-low // 1):
            found.append(Line(int(-(-low // 1)), int(high), base, slope))
    return found
