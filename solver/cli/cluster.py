"""The workers of a Dask scheduler as a plain function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from solver.whatif.engines import cluster_client

Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


@contextmanager
def cluster_run(address: str | None) -> Iterator[Run | None]:
    """Yield ``run(function, items)``, which calls a function with each item on the cluster, in order; None without one.

    Raises
    ------
    InputError
        As ``cluster_client``.
    """
    if address is None:
        yield None
        return
    with cluster_client(address) as client:
        # Not pure: the same call again is another pass, not the answer of an earlier one.
        yield lambda function, items: _gathered(client, client.map(function, list(items), pure=False))


def _gathered(client: Any, futures: list[Any]) -> list[Any]:
    return list(client.gather(futures))
