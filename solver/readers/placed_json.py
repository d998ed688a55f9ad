"""JSON read strictly: no key twice, no number that is none, nothing endless; every value knows its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from solver.errors import Fault, InputError
from solver.readers.files import read_text

Place = tuple[str | int, ...]
# No file of ours nests deeper than ten; the parser itself gives up at some thousand.
DEPTH: Final = 100
# Every number of ours fits into 64 bits.
DIGITS: Final = 25
# Strings come first, so that nothing within one counts; possessive, so that reading stays linear.
_TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}:,\n]|[^\s"\[\]{}:,]++', re.DOTALL)


def read_json(path: Path, what: str) -> Any:
    """Return what a JSON file holds.

    Parameters
    ----------
    path : Path
        A regular file of UTF-8 text.
    what : str
        What a fault expects.

    Returns
    -------
    object
        As ``json.loads`` gives it, with finite numbers.

    Raises
    ------
    InputError
        If it is no JSON, holds a key twice, NaN or Infinity, or is nested deeper than any file of ours.
    """
    text = read_text(path, what)
    _refuse_endless(text, str(path))
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InputError((Fault(str(path), error.lineno, what, f"{error.msg} at column {error.colno}"),)) from error
    except _TwiceError as error:
        line = _line_of_second(text, error.key)
        raise InputError((Fault(str(path), line, "each key once", f"{error.key!r} twice"),)) from error
    except ValueError as error:
        line = _line_of_token(text, str(error))
        raise InputError((Fault(str(path), line, "a finite number", str(error)),)) from error


class _TwiceError(Exception):
    """A key that stands twice in one object."""

    def __init__(self, key: str) -> None:
        self.key = key


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = set[str]()
        raise _TwiceError(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _refuse_endless(text: str, file: str) -> None:
    """Raise before the parser sees what it could not bear."""
    depth, line = 0, 1
    for found in _TOKENS.finditer(text):
        token = found[0]
        depth += (token in "[{") - (token in "]}")
        line += token == "\n"
        if depth > DEPTH:
            raise InputError((Fault(file, line, f"at most {DEPTH} brackets within each other", "more"),))
        if len(token) > DIGITS and token[0] in "-0123456789":
            got = f"{len(token):,} characters"
            raise InputError((Fault(file, line, f"a number of at most {DIGITS} characters", got),))


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


def _line_of_second(text: str, key: str) -> int:
    """Return the line on which a key stands for the second time in one object."""
    seen = set[Place]()
    for place, line in _places(text):
        if place and place[-1] == key and place in seen:
            return line
        seen.add(place)
    return 1


def _line_of_token(text: str, word: str) -> int:
    line = 1
    for found in _TOKENS.finditer(text):
        if found[0] == word:
            break
        line += found[0].count("\n")
    return line


def _places(text: str) -> Iterator[tuple[Place, int]]:
    """Yield the place of each value with its line, from the first to the last; one yield for each, parents first."""
    line, place, key = 1, list[str | int](), ""
    fresh = True
    for found in _TOKENS.finditer(text):
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
