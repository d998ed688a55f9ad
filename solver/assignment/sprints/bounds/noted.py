"""Bounds of levels, kept where they are proved: each holds for every plan with no less of the levels above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

# A bound that is none.
NONE: Final = 2**62


class Noted:
    """What was proved of levels so far, with what the levels above had to keep for it."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, ...], int] = {}

    def note(self, held: Sequence[int], top: int) -> None:
        """Keep what was proved of the level after those that are held."""
        key = tuple(held)
        self.found[key] = min(self.found.get(key, NONE), top)

    def top(self, held: Sequence[int]) -> int:
        """Return the closest bound of the level after those that a plan has, without its constant; none is 2**62.

        Examples
        --------
        >>> noted = Noted()
        >>> noted.note([3], 5)
        >>> noted.top([4]), noted.top([2]) == NONE
        (5, True)
        """
        found = (top for least, top in self.found.items() if _has(held, least))
        return min(found, default=NONE)


def _has(held: Sequence[int], least: Sequence[int]) -> bool:
    return len(held) == len(least) and all(value >= other for value, other in zip(held, least, strict=True))
