"""The command ``init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console.output import say
from solver.readers.written.template import write_template


def init(workspace: Annotated[Path, typer.Argument(help="a new or empty folder")]) -> None:
    """Write a commented workspace to start from."""
    for path in write_template(workspace):
        say(path)
