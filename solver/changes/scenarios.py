"""Scenarios by name, read and written: one may include others, and files are found from where they are named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import yaml

from solver.changes.change import Change, Scenario
from solver.errors import Fault, InputError
from solver.readers.scenarios import Texts

INCLUDE = "include"


def scenarios_of(texts: Texts, file: Path, names: Iterable[str] = ()) -> tuple[Scenario, ...]:
    """Return scenarios with what they include put in its place.

    Parameters
    ----------
    texts : dict
        From ``read_scenarios``.
    file : Path
        Where they were read; cards to add are found from its folder.
    names : iterable of str
        Which of them, in this order; all if empty.

    Returns
    -------
    tuple of Scenario
        Each change has the line where it stands.

    Raises
    ------
    InputError
        With every unknown name and every circle of inclusions.
    """
    library = {
        name: tuple(_placed(Change(kind, text, str(file), line)) for kind, text, line in rows)
        for name, rows in texts.items()
    }
    faults: dict[str, Fault] = {}
    wanted = [Change(INCLUDE, name, str(file), 1) for name in names or library]
    found = [Scenario(one.text, _expanded(library, one, (), faults)) for one in wanted]
    if faults:
        raise InputError(tuple(faults.values()))
    return tuple(found)


def _placed(change: Change) -> Change:
    """Return the change with the path of a card from here instead of from its file."""
    if change.kind != "add":
        return change
    return replace(change, text=str(Path(change.file).parent / change.text))


def _expanded(
    library: dict[str, tuple[Change, ...]], one: Change, within: tuple[str, ...], faults: dict[str, Fault]
) -> tuple[Change, ...]:
    if one.kind != INCLUDE:
        return (one,)
    if one.text not in library or one.text in within:
        close = get_close_matches(one.text, library, n=1)
        expected = f"one of the scenarios {', '.join(library)}"
        fault = Fault(one.file, one.line, expected, repr(one.text), f"{close[0]!r}." if close else "")
        if one.text in within:
            circle = " includes ".join([*within[within.index(one.text) :], one.text])
            fault = Fault(one.file, one.line, "scenarios that do not include themselves", circle)
        faults[str(fault)] = fault
        return ()
    inner = (_expanded(library, change, (*within, one.text), faults) for change in library[one.text])
    return tuple(change for changes in inner for change in changes)


def with_included(changes: tuple[Change, ...], texts: Texts, file: Path) -> tuple[Change, ...]:
    """Return changes of the command line with the scenarios that they include put in their place.

    Raises
    ------
    InputError
        With every name that is no scenario.
    """
    named = [change.text for change in changes if change.kind == INCLUDE]
    found = {one.name: one.changes for one in scenarios_of(texts, file, named)} if named else {}
    parts = (found[change.text] if change.kind == INCLUDE else (change,) for change in changes)
    return tuple(change for part in parts for change in part)


def scenario_text(name: str, changes: tuple[Change, ...]) -> str:
    r"""Return a scenario as it stands in a file; every text is quoted as YAML needs it.

    Examples
    --------
    >>> print(scenario_text("less", (Change("remove", "A"), Change("capacity", "B=30"))), end="")
    less:
    - remove: A
    - capacity: B=30
    """
    data = {name: [{change.kind: change.text} for change in changes]}
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10_000))
