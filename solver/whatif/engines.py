"""One door to many solves: this process, processes of one machine, or a cluster that is there already."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from solver.errors import Fault, InputError

Item = TypeVar("Item")
Value = TypeVar("Value")

# How often workers may be lost in a row without one finished item in between.
MOST_LOSSES = 3
# Seconds to wait for a scheduler that does not answer.
PATIENCE = 10


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
        If no scheduler answers at the address.
    RuntimeError
        If workers keep dying and nothing gets finished.

    Examples
    --------
    >>> run_all(abs, [3, -2], workers=1)
    (3, 2)
    """
    found: dict[int, Value] = {}
    count = _processes(workers, len(items))
    with _door(cluster) if cluster or count > 1 else nullcontext():
        losses = 0
        while missing := [place for place in range(len(items)) if place not in found]:
            before = len(found)
            try:
                for place, value in _stream(function, [(place, items[place]) for place in missing], count, cluster):
                    found[place] = value
                    if progress:
                        progress(place, value)
            except _losses(cluster) as error:
                losses = losses + 1 if len(found) == before else 0
                if losses == MOST_LOSSES:
                    text = f"workers died {MOST_LOSSES} times in a row, {len(missing)} items are left"
                    raise RuntimeError(text) from error
    return tuple(found[place] for place in range(len(items)))


def _processes(workers: int | None, most: int) -> int:
    if workers is None:
        from joblib import cpu_count

        workers = int(cpu_count())
    return max(min(workers, most), 1)


def _stream(
    function: Callable[[Item], Value], numbered: list[tuple[int, Item]], count: int, cluster: str | None
) -> Iterator[tuple[int, Value]]:
    """Yield place and value as they come."""
    if count == 1 and not cluster:
        yield from ((place, function(item)) for place, item in numbered)
        return
    from joblib import Parallel, delayed

    # On a cluster the number of workers is the cluster's own.
    run = Parallel(n_jobs=-1 if cluster else count, return_as="generator_unordered")
    yield from run(delayed(_numbered)(function, place, item, not cluster) for place, item in numbered)


def _numbered(function: Callable[[Item], Value], place: int, item: Item, own: bool) -> tuple[int, Value]:
    """Return place and value; a process of our own leaves Ctrl-C to its parent."""
    if own:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return place, function(item)


def _door(cluster: str | None) -> AbstractContextManager[Any]:
    """Choose joblib's backend: processes of one thread each, or the cluster at an address."""
    from joblib import parallel_config

    if not cluster:
        config: AbstractContextManager[Any] = parallel_config(backend="loky", inner_max_num_threads=1)
        return config
    return _Cluster(cluster)


class _Cluster(AbstractContextManager[None]):
    """A client of a scheduler for as long as the work lasts."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __enter__(self) -> None:
        from joblib import parallel_config

        try:
            from distributed import Client
        except ImportError as error:
            fault = Fault("--cluster", 1, "the extra 'cluster'", "no Dask", "pip install 'teamwright[cluster]'.")
            raise InputError((fault,)) from error
        try:
            self.client: Any = Client(self.address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TypeError) as error:
            raise InputError((Fault("--cluster", 1, "the address of a Dask scheduler", repr(self.address)),)) from error
        self.config = parallel_config(backend="dask", client=self.client)
        self.config.__enter__()

    def __exit__(self, *_: object) -> None:
        self.config.__exit__(None, None, None)
        self.client.close()


def _losses(cluster: str | None) -> tuple[type[BaseException], ...]:
    """Return the exceptions that say that a worker was lost, not that the function failed."""
    from concurrent.futures import BrokenExecutor, CancelledError

    if not cluster:
        return (BrokenExecutor,)
    from distributed.client import FutureCancelledError
    from distributed.comm.core import CommClosedError
    from distributed.scheduler import KilledWorker

    return (BrokenExecutor, CancelledError, FutureCancelledError, KilledWorker, CommClosedError)
