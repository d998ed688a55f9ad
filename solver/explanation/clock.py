"""How long an answer may take that needs many plans: what is not worked out by then is said to be left out."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

# A search that is begun gets so long at least, so that it can say something.
LEAST_SECONDS = 0.2


@dataclass(frozen=True)
class Clock:
    """Seconds of the processor from now on, None for as long as it takes.

    On an idle machine they are those of the wall; on a busy one an answer is late rather than poor.
    """

    seconds: float | None = None
    start: float = field(default_factory=time.process_time)

    @property
    def is_over(self) -> bool:
        """Whether the time has run out."""
        return self.seconds is not None and time.process_time() - self.start >= self.seconds

    def left(self, most: float) -> float:
        """Return how long one search may still take, at most so long, above 0 in any case."""
        if self.seconds is None:
            return most
        return min(most, max(self.seconds - (time.process_time() - self.start), LEAST_SECONDS))

    def share(self, part: float) -> Clock:
        """Return a clock for a part, 0 to 1, of what is left."""
        return Clock(None if self.seconds is None else self.left(self.seconds) * part)
