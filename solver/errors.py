"""Faults in the input: where, what was expected, what was found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one line of a file.

    Examples
    --------
    >>> print(Fault("card.md", 3, "a score from 0 to 1", "'high'"))
    card.md:3: expected a score from 0 to 1, got 'high'
    """

    file: str
    line: int
    expected: str
    got: str
    maybe: str = ""

    def __str__(self) -> str:
        """Return ``file:line: expected, got`` and, where it helps, a second line that starts "Maybe"."""
        text = f"{self.file}:{self.line}: expected {self.expected}, got {self.got}"
        return f"{text}\nMaybe {self.maybe}" if self.maybe else text


class InputError(Exception):
    """All faults of an input, gathered before anything is refused."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
