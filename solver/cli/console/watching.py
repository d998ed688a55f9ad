"""A command under watch: it says that it works, its time holds, and Ctrl-C gives what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final

import typer

from solver.cli.console.counting import KEEPS, working
from solver.cli.console.exits import EXIT
from solver.cli.console.talk import note, tell
from solver.compiling import tell_of_compiling
from solver.stopping import limited

# The plan that everything is set against gets this share of the time.
BASE: Final = 0.5


def watched(name: str, command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that shows on a terminal that it works, from its first moment on."""

    @wraps(command)
    def run(**words: Any) -> None:
        try:
            tell_of_compiling(note)
            with working(f"{name} {KEEPS}"):
                command(**words)
        except KeyboardInterrupt as error:
            tell("stopped before there was anything to show")
            raise typer.Exit(EXIT["unknown"]) from error

    return run


@contextmanager
def in_time(seconds: float | None) -> Iterator[None]:
    """Give what is worked out within so many seconds, or up to Ctrl-C; then it is said that more was to come."""
    with limited(seconds) as stopping:
        yield
    if stopping.reason:
        more = "a longer --time-limit gives more" if stopping.reason == "time limit" else "there was more to work out"
        tell(f"stopped by {stopping.reason}: {more}")
