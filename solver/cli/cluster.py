"""The workers of a Dask scheduler as a plain function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from solver.errors import Fault, InputError

# Seconds to wait for a scheduler that does not answer.
PATIENCE = 10
Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


@contextmanager
def cluster_run(address: str | None) -> Iterator[Run | None]:
    """Yield ``run(function, items)``, which calls a function with each item on the cluster, in order; None without one.

    Raises
    ------
    InputError
        If the extra is not installed, or no scheduler answers at the address.
    """
    if address is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError as error:
        fault = Fault("--cluster", 1, "the extra 'cluster'", "no Dask", "pip install 'teamwright[cluster]'.")
        raise InputError((fault,)) from error
    try:
        client: Any = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise InputError((Fault("--cluster", 1, "the address of a Dask scheduler", repr(address)),)) from error
    with client:
        # Not pure: the same call again is another pass, not the answer of an earlier one.
        yield lambda function, items: client.gather(client.map(function, list(items), pure=False))
