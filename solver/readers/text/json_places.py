"""Where the values of a JSON text stand: the line of each, for faults that are found after reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

Place = tuple[str | int, ...]
# Strings come first, so that nothing within one counts; possessive, so that reading stays linear.
TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}:,\n]|[^\s"\[\]{}:,]++', re.DOTALL)


def line_of(text: str, place: Place) -> int:
    r"""Return the line of the value at a place of a JSON text, or of the innermost one around it that is there.

    Examples
    --------
    >>> line_of('{"a":\n [1,\n  {"b": 2}]}', ("a", 1, "b"))
    3
    >>> line_of('{"a":\n [1]}', ("a", 7))
    2
    """
    best, line = -1, 1
    for found, at in _places(text):
        if found == place[: len(found)] and len(found) > best:
            best, line = len(found), at
    return line


def line_of_second(text: str, key: str) -> int:
    """Return the line on which a key stands for the second time in one object."""
    seen = set[Place]()
    for place, line in _places(text):
        if place and place[-1] == key and place in seen:
            return line
        seen.add(place)
    return 1


def line_of_token(text: str, word: str) -> int:
    """Return the line of the first value that is written so."""
    line = 1
    for found in TOKENS.finditer(text):
        if found[0] == word:
            break
        line += found[0].count("\n")
    return line


def _places(text: str) -> Iterator[tuple[Place, int]]:
    """Yield the place of each value with its line, from the first to the last; one yield for each, parents first."""
    line, place, key = 1, list[str | int](), ""
    fresh = True
    for found in TOKENS.finditer(text):
        token = found[0]
        if token == "\n":
            line += 1
        elif token == ":":
            place[-1:] = [key]
            fresh = True
        elif token == ",":
            if place and isinstance(place[-1], int):
                place[-1] += 1
                fresh = True
        elif token in "]}":
            place[-1:] = []
            fresh = False
        elif not fresh:
            # A string that is no value yet: the key of what follows.
            key = _key(token)
        else:
            yield tuple(place), line
            if token == "[":
                place.append(0)
            elif token == "{":
                place.append("")
            fresh = token == "["
        line += token.count("\n") if token != "\n" else 0


def _key(token: str) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        return token
