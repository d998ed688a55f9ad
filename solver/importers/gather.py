"""Finds the files of the sources, asks the families for each, and reads what they know."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from solver.errors import Fault, InputError
from solver.importers.families import SETTLE, Family, family_of
from solver.importers.files.decoding import said_of_guess
from solver.importers.files.documents import is_document
from solver.importers.files.guessing import GUESSES
from solver.importers.files.unread import why_unread
from solver.importers.nouns import ASSUMED, Entry, Intake
from solver.importers.people import table as people_table
from solver.importers.people.shapes import shape_of
from solver.importers.settings import Settings
from solver.importers.source import Source
from solver.importers.trackers import custom

SKIPPED: Final = {".git", "node_modules", ".venv", "venv", "__pycache__", ".import", ".DS_Store"}
ERRORS: Final = (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError, csv.Error)


@dataclass
class Gathered:
    """What the files gave, in the order of their names; ``files`` tells the family of each, ``left_out`` a reason."""

    intakes: list[Intake] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def gather(paths: Iterable[Path], settings: Settings, skip: Path | None = None) -> Gathered:
    """Return what every file under the paths gives.

    Parameters
    ----------
    paths : iterable of Path
        Files, or folders that are walked.
    settings : Settings
        The user's words about the files.
    skip : Path, optional
        A folder that is no source, such as the workspace that is written.

    Returns
    -------
    Gathered
        The intakes; a file that no family knows is left out by name.

    Raises
    ------
    InputError
        With everything at once that does not exist, cannot be opened, or is damaged.
    """
    found, faults = Gathered(), list[Fault]()
    folders: dict[tuple[int, str], tuple[Family, list[Source], str]] = {}
    for path in _files(paths, skip, faults):
        source = Source(path, path.as_posix(), settings)
        if is_document(source.name):
            found.left_out[source.name] = "a document about a project"
            continue
        try:
            family, reason = family_of(source)
        except InputError as error:
            faults += error.faults
            continue
        except ERRORS as error:
            found.left_out[source.name] = f"could not be looked at: {error}"
            continue
        if family is None:
            found.left_out[source.name] = why_unread(path, source.raw, source.text)
        elif hasattr(family, "read_all"):
            key = (id(family), source.name.rpartition("/")[0])
            folders.setdefault(key, (family, [], reason))[1].append(source)
        else:
            _read(found, faults, family, [source], reason)
            if family is people_table and source.is_workbook:
                _read_rest(found, faults, source)
    for family, sources, reason in folders.values():
        _read(found, faults, family, sources, reason)
    if faults:
        raise InputError(tuple(dict.fromkeys(faults)))
    found.intakes.sort(key=lambda intake: intake.file)
    for settle in SETTLE:
        settle(found.intakes)
    return found


def _read(found: Gathered, faults: list[Fault], family: Family, sources: list[Source], reason: str) -> None:
    try:
        intake = getattr(family, "read_all")(sources) if hasattr(family, "read_all") else family.read(sources[0])  # noqa: B009
    except InputError as error:
        faults += error.faults
        return
    except ERRORS as error:
        for source in sources:
            found.left_out[source.name] = f"looks like {family.NAME}, and could not be read: {error}"
        return
    intake.reason = intake.reason or reason
    for source in sources:
        if source.encoding in GUESSES and not source.is_workbook:
            intake.ledger.append(Entry(source.name, 1, ASSUMED, said_of_guess(source.text, source.encoding)))
    found.intakes.append(intake)
    found.files |= dict.fromkeys((source.name for source in sources), intake.family)


def _read_rest(found: Gathered, faults: list[Fault], source: Source) -> None:
    """Read the tasks of a workbook that has people on other sheets."""
    rest = Source(source.path, source.name, source.settings)
    rest.__dict__["sheets"] = {name: sheet for name, sheet in source.sheets.items() if not shape_of(sheet)}
    if reason := custom.sniff(rest):
        _read(found, faults, custom, [rest], reason)
        found.files[source.name] = f"{people_table.NAME}, {custom.NAME}"


def _files(paths: Iterable[Path], skip: Path | None, faults: list[Fault]) -> Iterator[Path]:
    seen = set[str]()
    for path in paths:
        if not path.exists():
            faults.append(Fault(str(path), 1, "a file or folder to import", "none"))
            continue
        for one in _walk(path, skip, faults) if path.is_dir() else [path]:
            # A link that leads to itself has no end, which only this function takes as it is.
            real = os.path.realpath(one)
            if real not in seen:
                seen.add(real)
                yield one


def _walk(folder: Path, skip: Path | None, faults: list[Fault]) -> Iterator[Path]:
    def shut(error: OSError) -> None:
        faults.append(Fault(str(error.filename), 1, "a folder to import", str(error.strerror).lower()))

    for top, inner, files in os.walk(folder, onerror=shut):
        inner[:] = sorted(
            name
            for name in inner
            if name not in SKIPPED and (not skip or os.path.realpath(Path(top, name)) != os.path.realpath(skip))
        )
        yield from (Path(top) / name for name in sorted(files) if name not in SKIPPED)
