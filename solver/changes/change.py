"""One difference between two worlds in words, as it stands in a scenario, on the command line and in answers."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Scenario:
    """A named list of changes."""

    name: str
    changes: tuple[Change, ...]
