"""How a rule speaks to a solver without knowing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

# Which member (row) has which task (column).
Owners = Mapping[int, int]


class Poster(Protocol):
    """What a solver offers to rules; pairs that fail a gate count as 0."""

    def at_most(self, terms: Iterable[tuple[int, int, int]], limit: int) -> None:
        """Demand that the sum of coefficient * (member has task) over (member, task, coefficient) is at most limit."""
