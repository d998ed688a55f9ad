"""Reads YAML without its surprises, and remembers the line of every value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from solver.domain.naming import composed
from solver.domain.showing import one_line
from solver.errors import Fault, InputError
from solver.readers.text.files import read_text

Place = tuple[str | int, ...]
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?$")
OCTAL = re.compile(r"-?0[0-9_]+$")
# Deeper than any file of a workspace, and far from where the parser runs out of stack.
MOST_DEPTH = 50
MOST_DIGITS = 40


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
    return parse_yaml(read_text(path, "a YAML file"), str(path))


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
        For syntax errors, values nested too deep, duplicate keys, numbers with a leading zero or of more than 40
        digits, anchors and tags; all that can be found at once.

    Examples
    --------
    >>> parse_yaml("limit: 37.5\nok: yes").data
    {'limit': Decimal('37.5'), 'ok': 'yes'}
    """
    walk = _Walk(Document(file), first_line)
    try:
        _refuse_depth(text, file, first_line)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else text.count("\n", 0, getattr(error, "position", 0) or 0))
        got = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
        raise InputError((Fault(file, line, "YAML", got, _meant_yaml(text, mark)),)) from error
    walk.document.data = walk.value(node, ()) if node else None
    if walk.faults:
        raise InputError(tuple(walk.faults))
    return walk.document


def _refuse_depth(text: str, file: str, first_line: int) -> None:
    """Raise if values are nested too deep: the parser is asked for what comes next, one by one, and stopped."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            line = first_line + (event.start_mark.line if event.start_mark else 0)
            raise InputError((Fault(file, line, f"values nested at most {MOST_DEPTH} deep", "more"),))


def _meant_yaml(text: str, mark: Any) -> str:
    """Return what to do about a line that is no YAML because a value holds a colon, or a tab stands before it."""
    line = text.split("\n", mark.line + 1)[mark.line] if mark and mark.line < text.count("\n") + 1 else ""
    key, colon, value = line.partition(":")
    if line.lstrip(" ").startswith("\t"):
        return "blanks instead of the tab."
    if colon and ": " in value and not value.strip().startswith(('"', "'")):
        return f"quotes around the text after {one_line(key.strip(), 40)!r}."
    return ""


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
            key = composed(str(key_node.value)) if isinstance(key_node, yaml.ScalarNode) else "?"
            if key == "?" and not isinstance(key_node, yaml.ScalarNode):
                self.fault(line, "a plain key", "a list or a mapping as a key")
            if key in found:
                self.fault(line, "each key once", f"{one_line(key, 80)!r} again, first in line {first[key]}")
            first.setdefault(key, line)
            found[key] = self.value(value_node, (*place, key))
            self.document.lines[*place, key] = line
        return found

    def _scalar(self, node: yaml.Node, line: int) -> Any:
        text = composed(str(node.value))
        if not str(node.tag).startswith("tag:yaml.org,2002:"):
            self.fault(line, "a plain value", f"the tag {node.tag}")
        if getattr(node, "style", None) in {"'", '"', "|", ">"}:
            return text
        if text in {"", "~", "null"}:
            return None
        if text in {"true", "false"}:
            return text == "true"
        if OCTAL.match(text):
            self.fault(line, "a number without a leading zero, or text in quotes", repr(one_line(text, 80)))
        if not NUMBER.match(text):
            return text
        if len(text) > MOST_DIGITS:
            self.fault(line, f"a number of at most {MOST_DIGITS} digits", f"one of {len(text):,}")
            return Decimal(0)
        return Decimal(text)
