"""Keeps what is set on the page as a scenario that ``teamwright whatif`` reads."""

from __future__ import annotations

import threading
from pathlib import Path

import yaml

from solver.changes.change import Change
from solver.changes.scenarios import scenario_text as scenario_text
from solver.errors import Fault, InputError
from solver.readers.scenarios import read_scenarios
from solver.writing import write_file

# Sessions of the page are threads of one process: none may lose what another one adds.
_ONE_AT_A_TIME = threading.Lock()


def save_scenario(file: Path, name: str, changes: tuple[Change, ...], *, add: bool = False) -> None:
    """Write a scenario to a new file, or add it to the end of one that is there.

    Parameters
    ----------
    file : Path
        Its name ends in ``.yaml``.
    name : str
        What the scenario is called.
    changes : tuple of Change
        At least one.
    add : bool
        Whether the file may be there already; what it holds stays as it is.

    Raises
    ------
    InputError
        If anything is in the way; nothing is written then.
    """
    if file.suffix not in {".yaml", ".yml"}:
        raise _fault(file, "the name of a file that ends in .yaml", repr(file.name))
    if not name.strip():
        raise _fault(file, "a name for the scenario", "none")
    if not changes:
        raise _fault(file, "a change to keep", "the workspace as it is")
    with _ONE_AT_A_TIME:
        _save(file, name, changes, add)


def _save(file: Path, name: str, changes: tuple[Change, ...], add: bool) -> None:
    if file.exists() and not add:
        raise _fault(file, "a new file", "one that is there", "tick 'add to a file that is there'.")
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if before and name in read_scenarios(file):
        raise _fault(file, "a name of its own for the scenario", repr(name))
    more = ("" if not before or before.endswith("\n") else "\n") + scenario_text(name, changes)
    # What stands in one line, such as {a: [...]}, cannot be added to at its end.
    if before and not _is_longer(before, before + more):
        raise _fault(file, "one scenario below the other", "another form of YAML")
    write_file(file, before + more)


def inside(folder: Path, name: str) -> Path:
    """Return the place of a file that somebody names on the page, from the workspace on, and never outside of it.

    Raises
    ------
    InputError
        If the name leads out of the folder, by dots, from the root, or over a link.
    """
    bounds = folder.resolve()
    try:
        place = (bounds / name).resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise _fault(Path("file"), "the name of a file in the workspace", repr(name)) from error
    if not place.is_relative_to(bounds):
        raise _fault(Path(name), f"a file in the workspace {bounds.name}", "one outside of it")
    return place


def _is_longer(before: str, after: str) -> bool:
    """Return whether a mapping has grown by one name."""
    try:
        return len(yaml.safe_load(after)) == len(yaml.safe_load(before) or {}) + 1
    except yaml.YAMLError:
        return False


def _fault(file: Path, expected: str, got: str, maybe: str = "") -> InputError:
    return InputError((Fault(str(file), 1, expected, got, maybe),))
