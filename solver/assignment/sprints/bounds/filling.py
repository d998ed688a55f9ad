"""What fills slots best with whole pieces, and how likely each piece is in a set that is worth much: loops.

The weights of all sets of pieces that fit, summed over minutes as in a knapsack, say how a smooth maximum over these
sets changes with what a piece is worth: by its share of the weights.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from solver.assignment.arrays.kernels import kernel

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# A set that is worth less than another by so many times the smoothness has no share that matters.
NEVER = 60.0


@kernel
def fullest(starts: Ints, worth: Floats, size: Ints, room: Ints) -> float:
    """Return the most that whole pieces in slots are worth together.

    Parameters
    ----------
    starts : ndarray of int, shape (n_slots + 1,)
        Where the pieces of each slot begin.
    worth, size : ndarray
        What each is worth and takes.
    room : ndarray of int, shape (n_slots,)
        What those in a slot may take together.

    Returns
    -------
    float
        At least 0: of nothing.

    Examples
    --------
    Of 10 hours pieces of 6 and 4 fill all, one of 5 is worth more alone; the second slot has nothing that fits.

    >>> n = np.array
    >>> float(fullest(n([0, 3, 4]), n([5.0, 4.0, 3.0, 9.0]), n([6, 5, 4, 8]), n([10, 7])))
    8.0
    """
    total = 0.0
    for slot in range(len(room)):
        most = np.zeros(room[slot] + 1)
        for i in range(starts[slot], starts[slot + 1]):
            if worth[i] > 0.0 and size[i] <= room[slot]:
                most[size[i] :] = np.maximum(most[size[i] :], most[: room[slot] + 1 - size[i]] + worth[i])
        total += most[room[slot]]
    return total


@kernel
def shared(starts: Ints, worth: Floats, size: Ints, room: Ints, tau: float, share: Floats) -> float:
    """Return a smooth maximum of what pieces in slots are worth together, and write the share of each piece.

    Parameters
    ----------
    starts, worth, size, room
        As those of ``fullest``.
    tau : float
        How smooth.
    share : ndarray of float
        To be written: how the result changes with what each piece is worth.

    Returns
    -------
    float
        At least what ``fullest`` returns.
    """
    total = 0.0
    for slot in range(len(room)):
        mine = slice(starts[slot], starts[slot + 1])
        width, value = tau, np.inf
        while value == np.inf:
            value = _shared(worth[mine], size[mine], room[slot], width, share[mine])
            # Where nothing fills a slot nearly all weights may vanish: then it is taken more smoothly.
            width *= 2.0
        total += value
    return total


@kernel
def _shared(worth: Floats, size: Ints, room: int, tau: float, share: Floats) -> float:
    """Return the smooth maximum of one slot, infinity where weights vanish, and write the share of each piece."""
    price, short = _density(worth, size, room)
    tilt, top = (worth - price * size) / tau, 0.0
    share[:] = 0.0
    live = np.flatnonzero((tilt > -short / tau - NEVER) & (size <= room))
    sums = np.zeros((len(live) + 1, room + 1))
    sums[0, 0] = 1.0
    for n, i in enumerate(live):
        # Of leaving a piece out and of taking it the likelier counts 1, so that no sum grows beyond what floats hold.
        skip, take, k = math.exp(-max(tilt[i], 0.0)), math.exp(min(tilt[i], 0.0)), size[i]
        top += max(tilt[i], 0.0)
        for used in range(k):
            sums[n + 1, used] = skip * sums[n, used]
        for used in range(k, room + 1):
            sums[n + 1, used] = skip * sums[n, used] + take * sums[n, used - k]
    back = np.exp(-(price / tau) * np.arange(room, -1, -1))
    total = float((sums[len(live)] * back).sum())
    if total < 1e-200:
        return np.inf
    back /= total
    for n in range(len(live) - 1, -1, -1):
        i = live[n]
        skip, take, k = math.exp(-max(tilt[i], 0.0)), math.exp(min(tilt[i], 0.0)), size[i]
        for used in range(room + 1 - k):
            late = take * back[used + k]
            share[i] += late * sums[n, used]
            back[used] = skip * back[used] + late
        for used in range(room + 1 - k, room + 1):
            back[used] *= skip
    return tau * (top + math.log(total)) + price * room


@kernel
def _density(worth: Floats, size: Ints, room: int) -> tuple[float, float]:
    """Return what a unit of a slot is worth where pieces may be taken in part, and what whole ones fall short of that.

    Whole pieces are taken in the order of what their units are worth, as long as they fit.
    """
    left, filled, price, found = room, 0.0, 0.0, 0.0
    order = np.argsort(-worth / np.maximum(size, 1))
    for i in order:
        if worth[i] <= 0.0:
            break
        if size[i] <= left:
            left -= size[i]
            found += worth[i]
        elif price == 0.0:
            price = worth[i] / size[i]
    for i in order:
        filled += max(worth[i] - price * size[i], 0.0)
    return price, filled + price * room - found
