"""Writes a commented workspace to start from."""

from __future__ import annotations

from pathlib import Path

from solver.errors import Fault, InputError

FILES = Path(__file__).parent / "template_files"
SCHEMA = Path(__file__).parent / "team.schema.json"


def write_template(folder: Path) -> tuple[Path, ...]:
    """Write the starting workspace into a new or empty folder, and return the files written.

    Raises
    ------
    InputError
        If the folder holds anything, or is a file: nothing is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError((Fault(str(folder), 1, "a new or empty folder", "something is there"),))
    written = []
    for source in (*sorted(FILES.rglob("*.*")), SCHEMA):
        target = folder / (source.name if source == SCHEMA else source.relative_to(FILES))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        written.append(target)
    return tuple(written)
