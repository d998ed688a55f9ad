"""One door to many solves: this process, processes of one machine, or a cluster that is there already."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from solver.errors import Fault, InputError, not_installed
from solver.stopping import STOPPING, breakable

if TYPE_CHECKING:
    from distributed import Client

Item = TypeVar("Item")
Value = TypeVar("Value")
# Yields place and value of numbered items as they come.
Stream = Callable[[list[tuple[int, Any]]], Iterator[tuple[int, Any]]]

# How often workers may be lost in a row without one finished item in between.
MOST_LOSSES = 3
# Seconds to wait for a scheduler that does not answer, or has no workers.
PATIENCE = 10
# Items that a worker of a cluster takes at once: what is lost with it, and what it costs to send the function.
MOST_AT_ONCE = 8


class _LostError(Exception):
    """Some workers died, and what they had is missing."""


def run_all(
    function: Callable[[Item], Value],
    items: Sequence[Item],
    *,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Callable[[int, Value], None] | None = None,
) -> tuple[Value, ...]:
    """Return the value of a function for each item, in the order of the items whatever ran them.

    When workers die (killed, out of memory), what they had not handed back is run again.

    Parameters
    ----------
    function : callable
        Takes one item; a module's function or a ``functools.partial`` of one, so that other processes can load it.
        It should use one thread.
    items : sequence
        What to call it with.
    workers : int, optional
        Processes of this machine; 1 runs everything here. As many as there are processors if not given.
    cluster : str, optional
        The address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``; its workers must have this package.
    progress : callable, optional
        Called here with the place of an item and its value as soon as it is known, in any order.

    Returns
    -------
    tuple
        One value for each item.

    Raises
    ------
    InputError
        If no scheduler answers at the address, or it has no workers.
    RuntimeError
        If workers keep dying and nothing gets finished.

    Examples
    --------
    >>> run_all(abs, [3, -2], workers=1)
    (3, 2)
    """
    found = dict[int, Value]()
    _run(function, items, found, workers, cluster, progress)
    return tuple(found[place] for place in range(len(items)))


def run_some(
    function: Callable[[Item], Value],
    items: Sequence[Item],
    *,
    workers: int | None = None,
    cluster: str | None = None,
) -> dict[int, Value]:
    """Return the same by the place of its item, without what was not done when somebody wanted what there is."""
    found = dict[int, Value]()
    if not STOPPING.is_asked:
        with breakable():
            _run(function, items, found, workers, cluster, None)
    return dict(sorted(found.items()))


def _run(
    function: Callable[[Item], Value],
    items: Sequence[Item],
    found: dict[int, Value],
    workers: int | None,
    cluster: str | None,
    progress: Callable[[int, Value], None] | None,
) -> None:
    """Put the value of each item into ``found`` as soon as it is known."""
    losses = 0
    with _door(function, _processes(workers, len(items)), cluster if items else None) as stream:
        while missing := [(place, item) for place, item in enumerate(items) if place not in found]:
            before = len(found)
            try:
                for place, value in stream(missing):
                    found[place] = value
                    if progress:
                        progress(place, value)
            except _LostError as error:
                losses = losses + 1 if len(found) == before else 0
                if losses == MOST_LOSSES:
                    text = f"workers died {MOST_LOSSES} times in a row, {len(missing)} items are left"
                    raise RuntimeError(text) from error


def _processes(workers: int | None, most: int) -> int:
    if workers is None:
        from joblib import cpu_count

        workers = int(cpu_count())
    return max(min(workers, most), 1)


@contextmanager
def _door(function: Callable[[Any], Any], count: int, cluster: str | None) -> Iterator[Stream]:
    """Yield what runs the items: here, on so many processes, or on the cluster at an address."""
    if cluster:
        with cluster_client(cluster) as client:
            yield partial(_on_cluster, client, function)
    elif count > 1:
        yield partial(_in_processes, count, function)
    else:
        yield lambda missing: ((place, function(item)) for place, item in missing)


def _in_processes(
    count: int, function: Callable[[Any], Any], missing: list[tuple[int, Any]]
) -> Iterator[tuple[int, Any]]:
    """Run items on processes of this machine, one thread each."""
    from concurrent.futures import BrokenExecutor

    from joblib import Parallel, delayed, parallel_config

    with parallel_config(backend="loky", inner_max_num_threads=1), warnings.catch_warnings():
        # After Ctrl-C it is no news that some items were still being run.
        warnings.filterwarnings("ignore", message=".*tasks which were still being processed")
        run = Parallel(n_jobs=count, return_as="generator_unordered")
        try:
            yield from run(delayed(_undisturbed)(function, place, item) for place, item in missing)
        except BrokenExecutor as error:
            raise _LostError from error


def _undisturbed(function: Callable[[Any], Any], place: int, item: Any) -> tuple[int, Any]:
    """Return place and value; a process of our own leaves Ctrl-C to its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return place, function(item)


@contextmanager
def cluster_client(address: str) -> Iterator[Client]:
    """Yield a client of a Dask scheduler that has workers.

    Raises
    ------
    InputError
        If the extra is not installed, no scheduler answers at the address, or it has no workers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise not_installed("--cluster", "cluster", "no Dask") from error
    try:
        client: Any = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise InputError((Fault("--cluster", 1, "the address of a Dask scheduler", repr(address)),)) from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        yield client
    except TimeoutError as error:
        raise InputError((Fault("--cluster", 1, f"workers at {address}", "none"),)) from error
    finally:
        client.close()


def _on_cluster(
    client: Client, function: Callable[[Any], Any], missing: list[tuple[int, Any]]
) -> Iterator[tuple[int, Any]]:
    """Run items on the workers of a cluster, some at once; joblib's own way runs them here if there is one worker."""
    from distributed import as_completed

    threads = sum(client.nthreads().values())  # type: ignore[no-untyped-call]
    size = max(1, min(MOST_AT_ONCE, len(missing) // (4 * max(threads, 1))))
    parts = [missing[start : start + size] for start in range(0, len(missing), size)]
    futures = [client.submit(_each, function, part, pure=False) for part in parts]
    lost = False
    try:
        for future in as_completed(futures, loop=client.loop):  # type: ignore[no-untyped-call]
            if future.status == "finished":
                yield from future.result()
            elif future.status == "error" and not _is_loss(future.exception()):
                raise future.exception()
            else:
                lost = True
    finally:
        client.cancel(futures)  # type: ignore[no-untyped-call]
    if lost:
        raise _LostError


def _each(function: Callable[[Any], Any], part: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    return [(place, function(item)) for place, item in part]


def _is_loss(error: BaseException) -> bool:
    """Return whether an exception says that a worker was lost, not that the function failed."""
    from concurrent.futures import CancelledError

    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker

    return isinstance(error, CancelledError | FutureCancelledError | KilledWorker)
