"""How long pieces take at least in each slot, and which pieces wait for each other one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.domain.calendar import Slot
from solver.matching.time import TICKS

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# So many chains are listed; beyond, only pairs: what they leave out comes back as cuts.
MOST_CHAINS: Final = 3000
# What floating point may do to a time, in ticks.
ROUNDING: Final = 1e-3


def shortest_ticks(slots: Sequence[Slot], load: Ints, member: Ints | None = None) -> Ints:
    """Return the least time that each load takes in each slot, in ticks, rounded down; 0 where it does not fit.

    Parameters
    ----------
    slots : sequence of Slot
        The rows.
    load : ndarray of int, shape (n_rows, n_pieces)
        Minutes.
    member : ndarray of int, shape (n_slots,), optional
        The row of the loads of each slot; its own number if not given.
    """
    # Most members share the shape of their days and their pace: what is equal is worked out once.
    paces = {row.tobytes(): number for number, row in enumerate(load)}
    pace = [paces[row.tobytes()] for row in load]
    # There are many pieces and few lengths.
    lengths = {number: np.unique(load[number], return_inverse=True) for number in paces.values()}
    known: dict[tuple[tuple[int, ...], int, int], Ints] = {}
    found = np.zeros((len(slots), load.shape[1]), dtype=np.int64)
    for number, slot in enumerate(slots):
        row = pace[number if member is None else int(member[number])]
        key = (slot.days, slot.minutes, row)
        if key not in known:
            known[key] = _ticks(slot, lengths[row][0])[lengths[row][1]]
        found[number] = known[key]
    return found


def _ticks(slot: Slot, load: Ints) -> Ints:
    total = slot.sums[-1]
    if not total or not slot.minutes:
        return np.zeros_like(load)
    sums = np.array(slot.sums, dtype=np.float64) * slot.minutes / total
    # The shortest span starts or ends with a day.
    starts = np.concatenate([np.broadcast_to(sums[:, None], (len(sums), len(load))), sums[:, None] - load[None, :]])
    fits = (starts >= -1e-9) & (starts + load <= slot.minutes + 1e-9)
    spans = _moments(sums, starts + load, late=False) - _moments(sums, starts, late=True)
    least = np.where(fits, spans, np.inf).min(axis=0)
    ticks = np.floor(np.where(np.isfinite(least), least, 0) * TICKS - ROUNDING)
    return np.maximum(ticks, 0).astype(np.int64)


def _moments(sums: Floats, at: Floats, *, late: bool) -> Floats:
    """Return when so many minutes are done, in days; ``late`` as in ``Slot.moment``."""
    rates = np.diff(sums)
    clipped = np.clip(at, 0, sums[-1])
    if late:
        day = np.searchsorted(sums, clipped + 1e-9, side="right") - 1
        day = np.minimum(day, np.flatnonzero(rates).max())
    else:
        day = np.maximum(np.searchsorted(sums, clipped - 1e-9, side="left") - 1, np.flatnonzero(rates).min())
    moments: Floats = day + np.where(rates[day] > 0, (clipped - sums[day]) / np.where(rates[day] > 0, rates[day], 1), 0)
    return moments


def chains_of(pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Return every chain of pieces that wait for each other and cannot be made longer; pairs where there are too many.

    Parameters
    ----------
    pairs : sequence of (int, int)
        A piece and one that it waits for; no cycles.

    Examples
    --------
    >>> chains_of([(1, 0), (2, 1), (3, 1)])
    ((0, 1, 2), (0, 1, 3))
    """
    after: dict[int, list[int]] = {}
    for piece, before in pairs:
        after.setdefault(before, []).append(piece)
    followers = {piece for piece, _ in pairs}
    found = list[tuple[int, ...]]()
    open_: list[tuple[int, ...]] = [(piece,) for piece in sorted(after, reverse=True) if piece not in followers]
    while open_:
        chain = open_.pop()
        following = after.get(chain[-1])
        if following:
            open_ += [(*chain, piece) for piece in sorted(following, reverse=True)]
        else:
            found.append(chain)
        if len(found) + len(open_) > MOST_CHAINS:
            return tuple((before, piece) for piece, before in pairs)
    return tuple(found)


def fits_when(
    slots: tuple[Slot, ...], place: tuple[Ints, Ints], begin: Ints, end: Ints, load: Ints, days: tuple[int, ...]
) -> NDArray[np.bool_]:
    """Return whether a piece, alone, can be worked between its days in each slot.

    ``place`` are the member, a row of the loads, and the period of each slot.
    """
    member, period = place
    found = np.ones((len(slots), load.shape[1]), dtype=np.bool_)
    whole = np.array(days, dtype=np.int64)[:, None]
    dated = np.flatnonzero(((begin > 0) | (end < whole)).any(axis=0))
    spans: dict[tuple[int, int, int], list[int]] = {}
    for c in dated.tolist():
        for p in range(len(days)):
            spans.setdefault((p, int(begin[p, c]), int(end[p, c])), []).append(c)
    for (p, first, last), columns in spans.items():
        rows = np.flatnonzero(period == p)
        room = np.array([_room(slots[row], first, last) for row in rows.tolist()], dtype=np.int64)
        here = np.array(columns, dtype=np.int64)
        found[np.ix_(rows, here)] = load[np.ix_(member[rows], here)] <= room[:, None]
    return found


def _room(slot: Slot, first: int, last: int) -> int:
    """Return the whole minutes of a slot between two mornings, -1 if there is no day between them."""
    return int(slot.done_by(Fraction(last))) + int(-slot.done_by(Fraction(first)) // 1) if first < last else -1
