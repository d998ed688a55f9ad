"""Reads ``scenarios.yaml``: named lists of changes, as plain text with their lines."""

from __future__ import annotations

from pathlib import Path

from solver.errors import Fault, InputError
from solver.readers.strict_yaml import read_yaml

# Name of the scenario, then kind, text and line of each change.
Texts = dict[str, tuple[tuple[str, str, int], ...]]


def read_scenarios(path: Path) -> Texts:
    """Return the scenarios of one file: ``name: [{kind: text}, ...]``.

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
        rows = []
        for number, change in enumerate(changes if isinstance(changes, list) else [changes]):
            line = document.line((name, number))
            if isinstance(change, dict) and len(change) == 1 and isinstance(next(iter(change.values())), str):
                rows.append((*next(iter(change.items())), line))
            else:
                faults.append(Fault(str(path), line, "a change as kind: text", repr(change)))
        found[name] = tuple(rows)
    if faults:
        raise InputError(tuple(faults))
    return found
