"""The wish to end: time is over, or Ctrl-C. Long work looks here between two steps, and gives what it has.

``limited`` ends what is begun within a time; a ``Clock`` says what may still be begun.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Final


@dataclass
class Stopping:
    """Whether somebody wants what there is: ``reason`` is ``time limit`` or ``interrupt``, empty while nobody does.

    It is heeded only within ``limited``: elsewhere Ctrl-C is what it always was.
    """

    is_heeded: bool = False
    reason: str = ""
    breakable: int = 0

    @property
    def is_asked(self) -> bool:
        """Whether no further step may be begun."""
        return self.is_heeded and bool(self.reason)

    def ask(self, reason: str) -> None:
        """Say why to end; the first reason counts."""
        if self.is_heeded and not self.reason:
            self.reason = reason


STOPPING: Final = Stopping()
# Seconds of the wall for each of the processor: on a machine that does much else.
WALL: Final = 3


@contextmanager
def limited(seconds: float | None) -> Iterator[Stopping]:
    """Heed Ctrl-C and the end of the time; what is begun within ``breakable`` is given up.

    The seconds are those of the processor, so that on a busy machine an answer is late rather than poor, and three
    times as many of the wall. A second Ctrl-C ends everything, as it does elsewhere. On any but the main thread nothing
    is heeded.
    """
    if threading.current_thread() is not threading.main_thread() or STOPPING.is_heeded:
        yield STOPPING
        return
    STOPPING.is_heeded, STOPPING.reason, STOPPING.breakable = True, "", 0
    before = {number: signal.signal(number, handler) for number, handler in _HANDLERS.items()}
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds or 0)
        signal.setitimer(signal.ITIMER_REAL, WALL * (seconds or 0))
        yield STOPPING
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
        STOPPING.is_heeded = False


@contextmanager
def breakable() -> Iterator[None]:
    """Give up what is done within when somebody wants what there is; what was done before stays."""
    STOPPING.breakable += 1
    try:
        yield
    except KeyboardInterrupt:
        if not STOPPING.is_asked:
            raise
    finally:
        STOPPING.breakable -= 1


def _interrupted(number: int, frame: FrameType | None) -> None:
    again = STOPPING.reason == "interrupt"
    STOPPING.ask("interrupt")
    if again or STOPPING.breakable:
        raise KeyboardInterrupt


def _over(number: int, frame: FrameType | None) -> None:
    STOPPING.ask("time limit")
    # A search has its own ear for Ctrl-C and ends with its best plan; other steps are given up where they may be.
    if signal.getsignal(signal.SIGINT) is not _interrupted or STOPPING.breakable:
        signal.raise_signal(signal.SIGINT)


_HANDLERS: Final = {signal.SIGINT: _interrupted, signal.SIGALRM: _over, signal.SIGPROF: _over}


# A search that is begun gets so long at least, so that it can say something.
LEAST_SECONDS: Final = 0.2


@dataclass
class Clock:
    """Seconds from now on, None for as long as it takes.

    They are seconds of the processor unless another clock is given: on an idle machine those of the wall, on a busy one
    an answer is late rather than poor. Where other processes work, take ``time.monotonic``.
    """

    seconds: float | None = None
    now: Callable[[], float] = time.process_time

    def __post_init__(self) -> None:
        """Start."""
        self.start = self.now()

    @property
    def is_over(self) -> bool:
        """Whether the time has run out, or somebody wants what there is."""
        return STOPPING.is_asked or (self.seconds is not None and self.now() - self.start >= self.seconds)

    def stop(self) -> None:
        """End the time now."""
        self.seconds = 0.0

    def left(self, most: float) -> float:
        """Return how long one search may still take, at most so long, above 0 in any case."""
        if self.seconds is None:
            return most
        return min(most, max(self.seconds - (self.now() - self.start), LEAST_SECONDS))

    def share(self, part: float) -> Clock:
        """Return a clock for a part, 0 to 1, of what is left."""
        return Clock(None if self.seconds is None else self.left(self.seconds) * part, self.now)
