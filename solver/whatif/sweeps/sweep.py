"""Many rows at once: what is stored is not computed again, what can be known without a solve is not solved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from solver.changes.catalogue import apply
from solver.domain.world import World
from solver.errors import Fault, InputError
from solver.stopping import Clock
from solver.study.study import Study, solved
from solver.whatif.sweeps.axes import Axis, Point
from solver.whatif.sweeps.rows import SweepRow, base_row, plan_row
from solver.whatif.sweeps.store import Store, key_of
from solver.whatif.within import run_within

# Told how many rows are done, and of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Sweep:
    """The rows of a sweep, in the order of its points; ``missing`` are those that Ctrl-C or the time left unplanned."""

    axes: tuple[Axis, ...]
    base: SweepRow
    rows: tuple[SweepRow, ...]
    missing: int = 0


def sweep(
    world: World,
    axes: tuple[Axis, ...],
    points: tuple[Point, ...],
    *,
    inputs: Iterable[tuple[str, str]] = (),
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int | None = None,
    cluster: str | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> Sweep:
    """Return one row for each point; each is what ``plan`` gives of the workspace with the changes made.

    Parameters
    ----------
    world : World
        The base.
    axes : tuple of Axis
        What the labels of the points mean.
    points : tuple of Point
        From ``grid`` or ``latin_hypercube``.
    inputs : iterable of (str, str)
        The version of this package, and name and SHA-256 of the files read, so that
        rows stored of others are not taken for these.
    time_limit : float
        Seconds for each plan.
    seed : int
        Of each search.
    workers : int, optional
        Processes; as many as processors if not given.
    cluster : str, optional
        The address of a Dask scheduler, instead of processes of this machine.
    store : Store, optional
        Already read; rows in it are taken as they are, new ones are added as soon as they are known.
    progress : callable, optional
        Told how far the sweep is.
    clock : Clock, optional
        Until when a row is begun, all of them together; those that are left are ``missing``.

    Returns
    -------
    Sweep
        The same whatever ran it.

    Raises
    ------
    InputError
        With every change and combination of changes that cannot be made, before anything is solved.
    KeyboardInterrupt
        If Ctrl-C is pressed before the base is planned.
    """
    store = store or Store()
    options = {"time_limit": time_limit, "seed": seed}
    named = [(key_of(inputs, options, point.changes), point) for point in points]
    _refuse(world, points)
    base = _base(world, key_of(inputs, options | {"row": "base"}, ()), store, time_limit, seed)
    wanted = dict(named)
    todo = [(key, point) for key, point in wanted.items() if key not in store.rows]
    done = len(wanted) - len(todo)
    if progress:
        progress(done, len(wanted))

    def keep(_: int, row: SweepRow) -> None:
        nonlocal done
        store.add(row)
        done += 1
        if progress:
            progress(done, len(wanted))

    clock = clock or Clock()
    with suppress(KeyboardInterrupt):
        run_within(partial(plan_row, base), todo, clock, workers=workers, progress=keep, cluster=cluster)
    found = [(store.rows[key], point) for key, point in named if key in store.rows]
    rows = tuple(replace(row, labels=point.labels) for row, point in found)
    return Sweep(axes, base_row(base, base.key), rows, len(points) - len(rows))


def _refuse(world: World, points: tuple[Point, ...]) -> None:
    """Raise with the faults of all rows at once; what is wrong with many values of one axis is said of the first."""
    faults: dict[tuple[str, ...], Fault] = {}
    for point in points:
        try:
            apply(world, point.changes)
        except InputError as error:
            for one in error.faults:
                faults.setdefault((one.file, str(one.line), one.expected, one.got.rpartition("=")[0] or one.got), one)
    if faults:
        raise InputError(tuple(faults.values()))


def _base(world: World, key: str, store: Store, time_limit: float, seed: int) -> Study:
    if key in store.bases:
        return Study(world, store.bases[key], time_limit, seed)
    base = solved(world, time_limit=time_limit, seed=seed)
    if base.result.stopped == "interrupt":
        raise KeyboardInterrupt
    store.add_base(key, base.result)
    return base
