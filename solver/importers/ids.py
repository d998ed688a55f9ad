"""Names of strangers' files as ids: what a file can be called and a line of communication can address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_ZEROS: Final = re.compile(r"(?<![0-9])0+(?=[0-9])")
UNFIT: Final = re.compile(r"[\x00-\x1f,;:()\[\]{}<>/\\|*?\"`#]+")


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


def safe_id(name: str, otherwise: str = "unnamed") -> str:
    """Return a name as an id: composed, single blanks, without the characters that files and lines cannot hold.

    Examples
    --------
    >>> safe_id("Weather  Agent (v2)"), safe_id("Smith, Jane"), safe_id("??", "card")
    ('Weather Agent v2', 'Smith Jane', 'card')
    """
    found = " ".join(UNFIT.sub(" ", unicodedata.normalize("NFC", name)).split()).strip(" .")
    return found or otherwise
