"""Reads YAML without its surprises, and remembers the line of every value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from solver.errors import Fault, InputError

Place = tuple[str | int, ...]
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?$")
OCTAL = re.compile(r"-?0[\d_]+$")


@dataclass
class Document:
    """Plain data with the place (keys and indices from the top) and line of every value."""

    file: str
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """Return the line of a place, or that of the nearest one above it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(path: Path) -> Document:
    """Return the one document of a UTF-8 file; see ``parse_yaml``."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError((Fault(str(path), 1, "UTF-8 text", f"byte {error.object[error.start]:#04x}"),)) from error
    return parse_yaml(text, str(path))


def parse_yaml(text: str, file: str = "<text>", first_line: int = 1) -> Document:
    r"""Return plain data: numbers are exact decimals, only ``true`` and ``false`` are booleans, ``yes`` is text.

    Parameters
    ----------
    text : str
        One YAML document; empty is None.
    file : str
        The name that faults give.
    first_line : int
        The line of the file on which the text starts.

    Returns
    -------
    Document
        The data and the line of each value.

    Raises
    ------
    InputError
        For syntax errors, duplicate keys, numbers with a leading zero, anchors and tags; all that can be found at once.

    Examples
    --------
    >>> parse_yaml("limit: 37.5\nok: yes").data
    {'limit': Decimal('37.5'), 'ok': 'yes'}
    """
    walk = _Walk(Document(file), first_line)
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise InputError((Fault(file, line, "YAML", str(getattr(error, "problem", error))),)) from error
    walk.document.data = walk.value(node, ()) if node else None
    if walk.faults:
        raise InputError(tuple(walk.faults))
    return walk.document


@dataclass
class _Walk:
    """One pass over the nodes."""

    document: Document
    first_line: int
    faults: list[Fault] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def value(self, node: yaml.Node, place: Place) -> Any:
        line = self.first_line + node.start_mark.line
        self.document.lines[place] = line
        if id(node) in self.seen:
            self.fault(line, "values written out", "an anchor")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*place, number)) for number, child in enumerate(node.value)]
        return self._scalar(node, line)

    def fault(self, line: int, expected: str, got: str) -> None:
        self.faults.append(Fault(self.document.file, line, expected, got))

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = self.first_line + key_node.start_mark.line
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            if key in found:
                self.fault(line, "each key once", f"{key!r} again, first in line {first[key]}")
            first.setdefault(key, line)
            found[key] = self.value(value_node, (*place, key))
            self.document.lines[*place, key] = line
        return found

    def _scalar(self, node: yaml.Node, line: int) -> Any:
        text = str(node.value)
        if not str(node.tag).startswith("tag:yaml.org,2002:"):
            self.fault(line, "a plain value", f"the tag {node.tag}")
        if getattr(node, "style", None) in {"'", '"', "|", ">"}:
            return text
        if text in {"", "~", "null"}:
            return None
        if text in {"true", "false"}:
            return text == "true"
        if OCTAL.match(text):
            self.fault(line, "a number without a leading zero, or text in quotes", repr(text))
        return Decimal(text) if NUMBER.match(text) else text
