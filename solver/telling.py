"""What long work says of itself while it goes on, to whoever listens: a line on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

# Who listens.
HEARERS: Final = list[Callable[[str], None]]()


def say(text: str) -> None:
    """Tell whoever listens how far some work is; nobody has to."""
    for hear in HEARERS:
        hear(text)


@contextmanager
def heard_by(hear: Callable[[str], None]) -> Iterator[None]:
    """Let somebody hear what work says of itself that is done within.

    Examples
    --------
    >>> with heard_by(print):
    ...     say("1 of 2")
    1 of 2
    >>> say("2 of 2")
    """
    HEARERS.append(hear)
    try:
        yield
    finally:
        HEARERS.remove(hear)
