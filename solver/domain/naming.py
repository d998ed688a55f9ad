"""When two names are the same: after NFC, for people without case, or but for zeros; and which known one is closest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final
from unicodedata import normalize

# A longer text is no name that somebody mistyped, and comparing costs its length squared.
LONGEST_NAME: Final = 120
# So many names that share most pairs of letters with a text are compared letter by letter.
CANDIDATES: Final = 40
# From this likeness on (0 to 1) a name is worth suggesting: the cut of difflib, which people know from Python itself.
CLOSE: Final = 0.6
# What a spreadsheet drops that takes an id for a number.
_ZEROS: Final = re.compile(r"(?<![0-9])0+(?=[0-9])")


def composed(text: str) -> str:
    r"""Return a text in the composed form NFC, in which names compare.

    Examples
    --------
    >>> composed("menu\u0308") == "men\u00fc"
    True
    """
    return text if text.isascii() else normalize("NFC", text)


def folded(text: str) -> str:
    """Return a name as people compare it: composed, without case and without blanks around it.

    Examples
    --------
    >>> folded(" Ann ") == folded("ANN")
    True
    """
    return composed(composed(text).strip().casefold())


def is_writable(text: str) -> bool:
    r"""Return whether a text can be written to a file: a lone surrogate such as ``"\ud800"`` cannot.

    Examples
    --------
    >>> is_writable("men\u00fc"), is_writable("\ud800")
    (True, False)
    """
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


class Nearest:
    """Known names, and which of them is the closest to another; looked through once, when first asked."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))

    @cached_property
    def _by_folded(self) -> dict[str, str]:
        return {folded(name): name for name in reversed(self.names) if len(name) <= LONGEST_NAME}

    @cached_property
    def _by_pair(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self._by_folded:
            for pair in _pairs(name):
                found.setdefault(pair, []).append(name)
        return found

    def to(self, text: str, cutoff: float = CLOSE) -> str:
        """Return the closest name, case left out, or nothing if none is close.

        Examples
        --------
        >>> names = Nearest(["python", "SQL"])
        >>> names.to("pyhton"), names.to("sql"), names.to("cobol")
        ('python', 'SQL', '')
        """
        wanted = folded(text)
        if not wanted or len(wanted) > LONGEST_NAME:
            return ""
        if wanted in self._by_folded:
            return self._by_folded[wanted]
        shared: Counter[str] = Counter()
        for pair in _pairs(wanted):
            shared.update(self._by_pair.get(pair, ()))
        likeness = {name: SequenceMatcher(None, name, wanted).ratio() for name, _ in shared.most_common(CANDIDATES)}
        best = max(likeness, key=lambda name: likeness[name], default="")
        return self._by_folded[best] if best and likeness[best] >= cutoff else ""

    def maybe(self, text: str, cutoff: float = CLOSE) -> str:
        """Return the second line of a fault: the closest name, quoted, or nothing."""
        close = self.to(text, cutoff)
        return f"{close!r}." if close else ""


def _pairs(name: str) -> set[str]:
    """Return each two letters that stand side by side, the ends counted as a letter."""
    marked = f" {name} "
    return {marked[at : at + 2] for at in range(len(marked) - 1)}


def without_zeros(name: str) -> str:
    """Return an id as it is where a spreadsheet has dropped the zeros before its numbers.

    Examples
    --------
    >>> without_zeros("001"), without_zeros("T-010"), without_zeros("0")
    ('1', 'T-10', '0')
    """
    return _ZEROS.sub("", name)


def alike_but_for_zeros(names: Iterable[str]) -> dict[str, str]:
    """Return names by what they are without zeros before numbers; none where two names are the same so.

    Examples
    --------
    >>> alike_but_for_zeros(["001", "02", "2"])
    {'1': '001'}
    """
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(without_zeros(name), []).append(name)
    return {bare: names[0] for bare, names in found.items() if len(names) == 1}
