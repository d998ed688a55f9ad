"""Faults while they come in; for the first ten of a kind the closest known name is looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from solver.domain.naming import Nearest
from solver.errors import PRINTED, Fault

# A longer text is cut where a fault shows it.
SHOWN = 80


@dataclass
class Gathering:
    """The faults of one reader."""

    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(
        self, place: tuple[str, int], expected: str, got: str, known: Nearest | Iterable[str] = (), maybe: str = ""
    ) -> None:
        """Note a fault.

        Parameters
        ----------
        place : tuple of str and int
            File and line.
        expected, got : str
            What should stand there, and what does; it is quoted and cut.
        known : Nearest or iterable of str
            The names out of which the closest is suggested.
        maybe : str
            What to suggest instead.
        """
        self.counts[expected] += 1
        if not maybe and self.counts[expected] <= PRINTED:
            maybe = (known if isinstance(known, Nearest) else Nearest(known)).maybe(got)
        self.faults.append(Fault(*place, expected, quoted(got), maybe))


def quoted(text: str) -> str:
    """Return a text in quotes, cut where it is too long to be shown.

    Examples
    --------
    >>> quoted("x")
    "'x'"
    """
    return repr(text) if len(text) <= SHOWN else f"{text[: SHOWN - 3]!r}..."
