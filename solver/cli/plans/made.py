"""What a plan.json remembers of how it was made; apart from reading one, which loads more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from solver.readers.workspace import Workspace
from solver.version import VERSION


def meta_of(found: Workspace, folder: Path, seed: int, seconds: float, engine: str) -> dict[str, Any]:
    """Return what a plan.json remembers of how it was made, so that it can be asked and made anew."""
    made = {"version": VERSION, "seed": seed, "seconds": seconds, "engine": engine}
    return made | {"workspace": str(folder.resolve()), "files": dict(found.files), "inputs": dict(found.inputs)}
