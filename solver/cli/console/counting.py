"""What a command says while it works: a line on a terminal, within a second, gone before anything is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from solver.cli.console.talk import TALK
from solver.telling import heard_by

KEEPS: Final = "(Ctrl-C gives what there is)"


@dataclass
class _Line:
    """The one line that is there, if any: two would overwrite each other."""

    status: Any = None


_LINE: Final = _Line()


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say that something is worked on, until it is done or something is printed; where somebody watches."""
    if _LINE.status or TALK.quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    _LINE.status = Console(stderr=True).status(what)
    _LINE.status.start()
    TALK.around = _paused
    try:
        with heard_by(show):
            yield
    finally:
        hush()


@contextmanager
def _paused() -> Iterator[None]:
    """Take the line away for as long as something is said."""
    status = _LINE.status
    if status:
        status.stop()
    yield
    if status and _LINE.status is status:
        status.start()


def hush() -> None:
    """Take the line away for good: what follows is the result."""
    if _LINE.status:
        _LINE.status.stop()
        _LINE.status = None


def show(text: str) -> None:
    """Change what the line says, if there is one."""
    if _LINE.status:
        _LINE.status.update(f"{text} {KEEPS}")


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Yield what to call with how many of how many are done; None where nobody watches."""
    with working(what):
        yield (lambda done, of: show(f"{what}: {done} of {of}")) if _LINE.status else None
