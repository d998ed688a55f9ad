"""How long an answer may take that needs many plans: what is not worked out by then is said to be left out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from solver.stopping import STOPPING

# A search that is begun gets so long at least, so that it can say something.
LEAST_SECONDS = 0.2


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
