"""Runs each notebook and writes its rendered copy beside it: code, text, and what the cells show.

The copies are generated: never edit them. ``make notebooks`` makes them anew; a test compares them with the sources.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOTEBOOKS = sorted(path for path in HERE.rglob("*.py") if path != Path(__file__))


def render(source: Path, target: Path) -> None:
    """Run a notebook in a process of its own, and write code and outputs as .ipynb."""
    words = ["export", "ipynb", str(source), "-o", str(target), "--include-outputs", "--sort", "top-down", "--force"]
    subprocess.run([sys.executable, "-m", "marimo", "--yes", "--quiet", *words], check=True)


if __name__ == "__main__":
    for notebook in NOTEBOOKS:
        render(notebook, notebook.with_suffix(".ipynb"))
