"""One difference between two worlds in words, as it stands in a scenario, on the command line and in answers."""

from __future__ import annotations

import shlex
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One change in words, such as ``capacity`` with ``X=30``, and where it was written."""

    kind: str
    text: str
    file: str = "command line"
    line: int = 1

    def __str__(self) -> str:
        """Return the change as it is written in a scenario."""
        return f"{self.kind}: {self.text}"

    @property
    def option(self) -> str:
        """The change as an option of ``teamwright whatif``."""
        return f"--{self.kind} {shlex.quote(self.text)}"

    @classmethod
    def read(cls, line: str, file: str = "command line", number: int = 1) -> Change:
        """Return the change that a line of a scenario says.

        Examples
        --------
        >>> str(Change.read("capacity: X=30"))
        'capacity: X=30'
        """
        kind, _, text = line.partition(":")
        return cls(kind.strip(), text.strip(), file, number)


@dataclass(frozen=True)
class Scenario:
    """A named list of changes."""

    name: str
    changes: tuple[Change, ...]
