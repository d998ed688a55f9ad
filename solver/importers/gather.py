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
from solver.importers.files.documents import is_document
from solver.importers.nouns import Intake
from solver.importers.settings import Settings
from solver.importers.source import Source

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
        If a path does not exist, or a file cannot be opened.
    """
    found = Gathered()
    folders: dict[tuple[int, str], tuple[Family, list[Source], str]] = {}
    for path in _files(paths, skip):
        source = Source(path, path.as_posix(), settings)
        if is_document(source.name):
            found.left_out[source.name] = "a document about a project"
            continue
        try:
            family, reason = family_of(source)
        except ERRORS as error:
            found.left_out[source.name] = f"could not be looked at: {error}"
            continue
        if family is None:
            found.left_out[source.name] = "of no known family"
        elif hasattr(family, "read_all"):
            key = (id(family), source.name.rpartition("/")[0])
            folders.setdefault(key, (family, [], reason))[1].append(source)
        else:
            _read(found, family, [source], reason)
    for family, sources, reason in folders.values():
        _read(found, family, sources, reason)
    found.intakes.sort(key=lambda intake: intake.file)
    for settle in SETTLE:
        settle(found.intakes)
    return found


def _read(found: Gathered, family: Family, sources: list[Source], reason: str) -> None:
    try:
        intake = getattr(family, "read_all")(sources) if hasattr(family, "read_all") else family.read(sources[0])  # noqa: B009
    except ERRORS as error:
        for source in sources:
            found.left_out[source.name] = f"looks like {family.NAME}, and could not be read: {error}"
        return
    intake.reason = intake.reason or reason
    found.intakes.append(intake)
    found.files |= dict.fromkeys((source.name for source in sources), intake.family)


def _files(paths: Iterable[Path], skip: Path | None) -> Iterator[Path]:
    seen = set[Path]()
    for path in paths:
        if not path.exists():
            raise InputError((Fault(str(path), 1, "a file or folder to import", "none"),))
        for one in [path] if path.is_file() else _walk(path, skip):
            if one.resolve() not in seen:
                seen.add(one.resolve())
                yield one


def _walk(folder: Path, skip: Path | None) -> Iterator[Path]:
    for top, inner, files in os.walk(folder):
        inner[:] = sorted(
            name
            for name in inner
            if name not in SKIPPED and (not skip or (Path(top) / name).resolve() != skip.resolve())
        )
        yield from (Path(top) / name for name in sorted(files) if name not in SKIPPED)
