"""Refuses a portfolio whose numbers mean nothing, all faults at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from solver.domain.tasks import PRIORITIES

if TYPE_CHECKING:
    from solver.assignment.large.portfolio.portfolio import Portfolio

Array = NDArray[Any]
# Numbers looked at together: a mapped array is never in memory as a whole.
PIECE = 1_000_000


def check_portfolio(given: Portfolio) -> None:
    """Refuse what no plan can be made of.

    Parameters
    ----------
    given : Portfolio
        Its arrays fit together already.

    Raises
    ------
    ValueError
        With a sentence for each array that holds something else than it should.
    """
    n_members, n_tasks = len(given.limit), len(given.minutes)
    top, kinds, dims = given.scale, given.preference.shape[1], given.scores.shape[1]
    wanted: dict[str, tuple[float, float]] = {
        "scores": (0, top),
        "preference": (0, top),
        "pace": (1, 10**6),
        "limit": (0, 2**40),
        "minutes": (0, 10**6),
        "priority": (0, len(PRIORITIES) - 1),
        "value": (0, 10**6),
        "kind": (0, kinds - 1),
        "right": (-1, len(given.rights) - 1),
        "starts": (0, len(given.capability)),
        "capability": (0, dims - 1),
        "weight": (1, 2**24),
        "minimum": (0, top),
    }
    faults = [
        f"expected {name} to be whole numbers from {low:g} to {high:g}, got something else"
        for name, (low, high) in wanted.items()
        if not _all(getattr(given, name), partial(_whole, low=low, high=high))
    ]
    ends = (int(given.starts[0]), int(given.starts[-1]))
    if ends != (0, len(given.capability)) or (np.diff(given.starts) < 0).any():
        faults.append(f"expected starts to rise from 0 to {len(given.capability)}, got something else")
    for name in ("pins", "forbidden"):
        pairs = getattr(given, name)
        if not (_whole(pairs[:, 0], 0, n_members - 1) and _whole(pairs[:, 1], 0, n_tasks - 1)):
            faults.append(f"expected {name} to be pairs of a member and a task, got something else")
    if faults:
        raise ValueError("; ".join(faults))


def _all(array: Array, good: Callable[[Array], bool]) -> bool:
    return all(good(array[start : start + PIECE]) for start in range(0, len(array), PIECE))


def _whole(part: Array, low: float, high: float) -> bool:
    if not part.size:
        return True
    inside = bool(part.min() >= low and part.max() <= high)
    return inside and (part.dtype.kind in "iu" or bool((part == np.floor(part)).all()))
