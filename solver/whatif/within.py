"""Many plans within a time: as many as there is time for, and what was found when somebody stops them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.engines import run_all

Item = TypeVar("Item")
Value = TypeVar("Value")
# One plan takes this part of the time at most.
ONE_PLAN = 0.25


class _EnoughError(Exception):
    """The time is over."""


def run_within(
    function: Callable[[Item], Value],
    items: Sequence[Item],
    clock: Clock,
    *,
    workers: int | None = 1,
    progress: Callable[[int, Value], None] | None = None,
    cluster: str | None = None,
) -> dict[int, Value]:
    """Return the values of a function for as many items as there is time for, by their places.

    Parameters
    ----------
    function : callable
        As for ``run_all``.
    items : sequence
        The most important first.
    clock : Clock
        Until when an item is begun. Ctrl-C stops it: what there is by then is returned.
    workers : int, optional
        Processes; as many as processors if None.
    progress : callable, optional
        Called with the place of an item and its value as soon as it is known.
    cluster : str, optional
        The address of a Dask scheduler, instead of processes of this machine.

    Returns
    -------
    dict of int to value
        All of them if the time suffices.

    Examples
    --------
    >>> run_within(abs, [3, -2], Clock())
    {0: 3, 1: 2}
    >>> run_within(abs, [3, -2], Clock(0.0))
    {}
    """
    found = dict[int, Value]()

    def told(place: int, value: Value) -> None:
        found[place] = value
        if progress:
            progress(place, value)
        if clock.is_over:
            raise _EnoughError

    try:
        if items and not clock.is_over:
            run_all(function, items, workers=workers, progress=told, cluster=cluster)
    except _EnoughError:
        pass
    except KeyboardInterrupt:
        clock.stop()
    return dict(sorted(found.items()))


def hurried(base: Study, clock: Clock) -> Study:
    """Return the base with a limit for each plan that leaves time for others."""
    if clock.seconds is None:
        return base
    return replace(base, time_limit=min(base.time_limit, clock.left(clock.seconds) * ONE_PLAN))
