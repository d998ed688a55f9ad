"""The command ``import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console.output import write
from solver.cli.console.talk import note
from solver.cli.console.terminal import width
from solver.importers.bring_in import bring_in
from solver.report.text.layout import fitted


def import_(
    sources: Annotated[list[Path], typer.Argument(help="files or folders of a tracker, of cards, of people")],
    workspace: Annotated[Path, typer.Option("-o", help="the folder to write: new, empty, or of an earlier import")],
) -> None:
    """Write a workspace from strangers' files, with a ledger of what was taken, assumed and left out."""
    done = bring_in(sources, workspace)
    for name, reason in done.left_out.items():
        note(f"{name}: left out, {reason}")
    if done.changes is None:
        where = f"{workspace}: {len(done.written)} files; read {workspace / 'import-report.md'} first"
        write("\n".join(fitted([*done.head, where], width())))
        return
    note("\n".join(done.head))
    write("\n".join(fitted(done.changes, width())) or "nothing new, gone, renamed or changed")
