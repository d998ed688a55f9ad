"""Reads ``scenarios.yaml``: named lists of changes, as plain text with their lines."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from solver.errors import Fault, InputError
from solver.readers.text.strict_yaml import Document, Place, read_yaml

# Name of the scenario, then kind, text and line of each change.
Texts = dict[str, tuple[tuple[str, str, int], ...]]


def read_scenarios(path: Path) -> Texts:
    """Return the scenarios of one file: ``name: [{kind: text}, ...]``.

    A text may be a number, a list of texts is one change for each, and a task may be written as a mapping of columns.

    Parameters
    ----------
    path : Path
        Strict YAML.

    Returns
    -------
    dict
        In the order of the file.

    Raises
    ------
    InputError
        With every fault of form at once.
    """
    document, faults = read_yaml(path), list[Fault]()
    found: Texts = {}
    data = document.data if isinstance(document.data, dict) else {}
    if document.data is not None and not isinstance(document.data, dict):
        faults.append(Fault(str(path), 1, "names of scenarios", type(document.data).__name__))
    for name, changes in data.items():
        if not changes:
            faults.append(Fault(str(path), document.line((name,)), f"changes in the scenario {name!r}", "none"))
        rows = []
        for number, change in enumerate(changes if isinstance(changes, list) else [changes] if changes else []):
            place = (name, number) if isinstance(changes, list) else (name,)
            rows += list(_texts(document, place, change, faults))
        found[name] = tuple(rows)
    if faults:
        raise InputError(tuple(faults))
    return found


def _texts(document: Document, place: Place, change: Any, faults: list[Fault]) -> Iterator[tuple[str, str, int]]:
    """Yield kind, text and line of each change that one item stands for."""
    if not isinstance(change, dict) or not change:
        faults.append(Fault(document.file, document.line(place), "a change as kind: text", repr(change)))
        return
    for kind, texts in change.items():
        for number, text in enumerate(texts if isinstance(texts, list) else [texts]):
            inner = (*place, kind, number) if isinstance(texts, list) else (*place, kind)
            line = document.line(inner)
            said = _text(kind, text)
            if said is None:
                faults.append(Fault(document.file, line, "a change as kind: text", repr({kind: text})))
            else:
                yield kind, said, line


def _text(kind: str, value: Any) -> str | None:
    """Return a change's text; a task's columns become the words of its text."""
    if kind == "task" and isinstance(value, dict) and value.get("id"):
        cells = {name: _cell(cell) for name, cell in value.items()}
        if any(cell is None for cell in cells.values()):
            return None
        return shlex.join([str(cells.pop("id")), *(f"{name}={cell}" for name, cell in cells.items())])
    return _cell(value)


def _cell(value: Any) -> str | None:
    return str(value) if isinstance(value, Decimal) or (isinstance(value, str) and value.strip()) else None
