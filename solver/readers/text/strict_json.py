"""Reads JSON without its surprises: no key twice, no depth that kills the parser, every value with its line.

A plan is read whole, its numbers as numbers; a backlog item by item, its numbers as they are written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from pathlib import Path
from typing import Any, Final

from solver.errors import Fault, InputError
from solver.readers.text.files import read_text
from solver.readers.text.gathering import quoted
from solver.readers.text.json_places import TOKENS, line_of_second, line_of_token

MOST_DEPTH: Final = 50
# Every number of a plan fits into 64 bits.
DIGITS: Final = 25
# A text, or one bracket: whatever stands between them is passed over, each letter once.
BRACKET: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|([\[{])|([\]}])', re.DOTALL)
BLANK: Final = re.compile(r"[ \t\r\n]*")


def read_json(path: Path, what: str, *, as_written: bool = False) -> Any:
    """Return what a JSON file holds.

    Parameters
    ----------
    path : Path
        A regular file of UTF-8 text.
    what : str
        What a fault expects.
    as_written : bool
        Whether texts are not composed (NFC), for a file that names paths.

    Returns
    -------
    object
        As ``json.loads`` gives it, with finite numbers.

    Raises
    ------
    InputError
        If it is no JSON, holds a key twice, NaN or Infinity, or is nested deeper than any file of ours.
    """
    text, file, keys = read_text(path, what, as_written=as_written), str(path), _Keys()
    _refuse_depth(text, file)
    _refuse_long_numbers(text, file)
    try:
        found = json.loads(text, object_pairs_hook=keys.once, parse_constant=_no_constant)
    except JSONDecodeError as error:
        raise InputError((Fault(file, error.lineno, what, f"{error.msg} at column {error.colno}"),)) from error
    except ValueError as error:
        line = line_of_token(text, str(error))
        raise InputError((Fault(file, line, "a finite number", str(error)),)) from error
    if keys.twice:
        key = keys.twice[0]
        raise InputError((Fault(file, line_of_second(text, key), "each key once", f"{quoted(key)} again"),))
    return found


def json_items(text: str, file: str, key: str) -> tuple[list[tuple[Any, int]], list[Fault]]:
    """Return the items of the one list in a text, each with the line on which it starts, and the faults of the text.

    Parameters
    ----------
    text : str
        A list, or an object that holds the list under ``key``.
    file : str
        The name that faults give.
    key : str
        Where the list stands in an object.

    Returns
    -------
    items : list of (value, int)
        Numbers are the text that stands there, so that none is rounded; of a key that stands twice the last counts.
    faults : list of Fault
        Another shape, and each key that stands twice in one object, so that the items can be looked at as well.

    Raises
    ------
    InputError
        For syntax errors and values nested too deep.
    """
    _refuse_depth(text, file)
    reading = _Reading(text, file, key)
    try:
        found = list(reading.items())
    except JSONDecodeError as error:
        raise InputError((Fault(file, error.lineno, "JSON", error.msg),)) from error
    return found, reading.faults


class _Keys:
    """Sees every object of a text: ``twice`` are the keys that stand twice in one."""

    def __init__(self) -> None:
        self.twice: list[str] = []

    def once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return an object, and keep which keys it has twice."""
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            self.twice += sorted(name for name in found if names.count(name) > 1)
        return found


def _refuse_depth(text: str, file: str) -> None:
    """Raise if values are nested too deep, before a parser meets them."""
    depth = 0
    for match in BRACKET.finditer(text):
        depth += bool(match[1]) - bool(match[2])
        if depth > MOST_DEPTH:
            line = 1 + text.count("\n", 0, match.start())
            raise InputError((Fault(file, line, f"values nested at most {MOST_DEPTH} deep", "more"),))


def _refuse_long_numbers(text: str, file: str) -> None:
    for found in TOKENS.finditer(text):
        token = found[0]
        if len(token) > DIGITS and token[0] in "-0123456789":
            line = 1 + text.count("\n", 0, found.start())
            got = f"{len(token):,} characters"
            raise InputError((Fault(file, line, f"a number of at most {DIGITS} characters", got),))


def _no_constant(name: str) -> Any:
    raise ValueError(name)


@dataclass
class _Reading:
    """One pass over a text; ``line`` is that of the place ``seen``."""

    text: str
    file: str
    key: str
    faults: list[Fault] = field(default_factory=list)
    keys: _Keys = field(default_factory=lambda: _Keys())
    line: int = 1
    seen: int = 0
    seen_end: int = 0

    def __post_init__(self) -> None:
        self.decoder = json.JSONDecoder(object_pairs_hook=self.keys.once, parse_float=_plain, parse_int=str)

    def items(self) -> Iterator[tuple[Any, int]]:
        """Yield the items of the list, wherever it stands."""
        at = self._blank(0)
        if self.text[at : at + 1] == "{":
            yield from self._in_object(at)
        elif self.text[at : at + 1] == "[":
            yield from self._in_list(at)
            self._end(self.seen_end)
        else:
            value, _ = self._value(at)
            self._shape(1, _kind(value, self.text[at]))

    def _in_object(self, at: int) -> Iterator[tuple[Any, int]]:
        """Yield the items of the list under the key; the other keys are passed over."""
        keys = dict[str, int]()
        at = self._blank(at + 1)
        while self.text[at : at + 1] != "}":
            if self.text[at : at + 1] != '"':
                raise JSONDecodeError("Expecting property name enclosed in double quotes", self.text, at)
            line = self.line_at(at)
            name, at = scanstring(self.text, at + 1, True)
            if name in keys:
                got = f"{quoted(name)} again, first in line {keys[name]}"
                self.faults.append(Fault(self.file, line, "each key once", got))
            keys.setdefault(name, line)
            at = self._mark(at, ":")
            if name == self.key and self.text[at : at + 1] == "[":
                yield from self._in_list(at)
                at = self.seen_end
            else:
                start = self.text[at : at + 1]
                value, at = self._value(at)
                if name == self.key:
                    self._shape(line, _kind(value, start))
            at = self._blank(at)
            if self.text[at : at + 1] != "}":
                at = self._mark(at, ",")
        self._end(at + 1)
        if self.key not in keys:
            self._shape(1, f"an object with {', '.join(map(quoted, list(keys)[:8])) or 'no key'}")

    def _in_list(self, at: int) -> Iterator[tuple[Any, int]]:
        at = self._blank(at + 1)
        while self.text[at : at + 1] != "]":
            line = self.line_at(at)
            value, at = self._value(at)
            yield value, line
            at = self._blank(at)
            if self.text[at : at + 1] != "]":
                at = self._mark(at, ",")
        self.seen_end = at + 1

    def _value(self, at: int) -> tuple[Any, int]:
        line = self.line_at(at)
        value, at = self.decoder.raw_decode(self.text, at)
        self.faults += [Fault(self.file, line, "each key once", f"{quoted(name)} again") for name in self.keys.twice]
        self.keys.twice.clear()
        return value, at

    def _mark(self, at: int, mark: str) -> int:
        at = self._blank(at)
        if self.text[at : at + 1] != mark:
            raise JSONDecodeError(f"Expecting {mark!r} delimiter", self.text, at)
        return self._blank(at + 1)

    def _blank(self, at: int) -> int:
        match = BLANK.match(self.text, at)
        return match.end() if match else at

    def _end(self, at: int) -> None:
        if self._blank(at) < len(self.text):
            raise JSONDecodeError("Extra data", self.text, self._blank(at))

    def line_at(self, at: int) -> int:
        """Return the line of a place, at or after the last one asked for."""
        self.line += self.text.count("\n", self.seen, at)
        self.seen = at
        return self.line

    def _shape(self, line: int, got: str) -> None:
        self.faults.append(Fault(self.file, line, f"a list of {self.key}, or an object with the key {self.key!r}", got))


def _plain(text: str) -> str:
    """Return a number without an exponent, if it has one that is not absurd."""
    exponent = text.lower().partition("e")[2]
    return f"{Decimal(text):f}" if exponent and len(exponent) < 4 and len(text) < 40 else text


def _kind(value: Any, first: str) -> str:
    """Return what a value is in words; numbers are kept as text, so the first letter tells them."""
    names = {dict: "an object", list: "a list", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "text" if first == '"' else "a number")
