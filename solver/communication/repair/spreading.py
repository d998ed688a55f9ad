"""Choosing one channel each, so that the fewest new ones lead to one member."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from solver.communication.layers import TOP

Pair = tuple[str, str]


def spread(offers: Mapping[Hashable, Sequence[Pair]]) -> list[Pair]:
    """Return one channel of each offer; the most into one member are as few as can be. Externals count as nobody.

    Parameters
    ----------
    offers : mapping
        The channels (from, to) to choose one of, by whoever needs it; none is empty.

    Returns
    -------
    list of (str, str)
        In the order of the offers; the first of an offer where nothing else counts.

    Examples
    --------
    >>> spread({"A": [("A", "X"), ("A", "Y")], "B": [("B", "X")], "C": [("C", "X"), ("C", "Y")]})
    [('A', 'X'), ('B', 'X'), ('C', 'Y')]
    """
    bound = [pairs for pairs in offers.values() if all(dst != TOP for _, dst in pairs)]
    ends = {dst for pairs in bound for _, dst in pairs}
    low, high = -(-len(bound) // max(len(ends), 1)), len(bound)
    while low < high:
        width = (low + high) // 2
        low, high = (low, width) if _placed(offers, width) else (width + 1, high)
    found = _placed(offers, low) or {}
    return [found[key] for key in offers]


def _placed(offers: Mapping[Hashable, Sequence[Pair]], width: int) -> dict[Hashable, Pair] | None:
    """Return a channel of each offer with at most so many into one member, None if there is no such choice."""
    matching = _Matching(offers, width)
    return matching.chosen if all(matching.place(key, set()) for key in offers) else None


class _Matching:
    """Whoever needs a channel is placed at an end with room, moving others on where there is none."""

    def __init__(self, offers: Mapping[Hashable, Sequence[Pair]], width: int) -> None:
        self.offers, self.width = offers, width
        self.chosen: dict[Hashable, Pair] = {}
        self.taken: dict[str, list[Hashable]] = {}

    def place(self, key: Hashable, tried: set[str]) -> bool:
        """Return whether there was room, after moving as many as need be."""
        for pair in self.offers[key]:
            if pair[1] == TOP or len(self.taken.get(pair[1], ())) < self.width:
                self._give(key, pair)
                return True
        for pair in self.offers[key]:
            if pair[1] in tried:
                continue
            tried.add(pair[1])
            for other in list(self.taken.get(pair[1], ())):
                if self.place(other, tried):
                    self._give(key, pair)
                    return True
        return False

    def _give(self, key: Hashable, pair: Pair) -> None:
        old = self.chosen.get(key)
        if old is not None and old[1] != TOP:
            self.taken[old[1]].remove(key)
        self.chosen[key] = pair
        if pair[1] != TOP:
            self.taken.setdefault(pair[1], []).append(key)
