"""Writes a commented workspace to start from."""

from __future__ import annotations

from pathlib import Path

from solver.writing import write_folder

FILES = Path(__file__).parent / "template_files"
SCHEMA = Path(__file__).parents[1] / "team.schema.json"


def write_template(folder: Path) -> tuple[Path, ...]:
    """Write the starting workspace into a new or empty folder, and return the files written.

    Raises
    ------
    InputError
        If the folder holds anything, or is a file: nothing is ever overwritten.
    """
    sources = {path.relative_to(FILES).as_posix(): path for path in sorted(FILES.rglob("*.*"))} | {SCHEMA.name: SCHEMA}
    return write_folder(folder, {name: path.read_bytes() for name, path in sources.items()})
