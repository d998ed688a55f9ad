"""The command ``resilience``: who can be away."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.based import MOST_SECONDS, Files, Workers, based, opened
from solver.cli.counting import counting
from solver.cli.options import (
    BacklogFile,
    Folder,
    Format,
    Output,
    Seed,
    Strict,
    TeamFile,
    TimeLimit,
    VocabularyFile,
    Within,
)
from solver.cli.output import chosen_format, write
from solver.explanation.clock import Clock
from solver.report.data import json_text
from solver.report.resilience import resilience_csv, resilience_data, resilience_markdown, resilience_table
from solver.whatif.resilience import PAIRS
from solver.whatif.resilience import resilience as absences

FORMATS = {
    "table": resilience_table,
    "json": json_text,
    "csv": resilience_csv,
    "md": resilience_markdown,
}


def resilience(
    workspace: Folder = Path(),
    pairs: Annotated[str, typer.Option(help="some (those that matter), all or none")] = "some",
    rows: Annotated[int | None, typer.Option(help="show only so many, the worst", min=1)] = None,
    output: Output = None,
    format: Format = None,
    time_limit: TimeLimit = 60.0,
    within: Within = MOST_SECONDS,
    seed: Seed = 0,
    workers: Workers = 1,
    team: TeamFile = None,
    backlog: BacklogFile = None,
    vocabulary: VocabularyFile = None,
    strict: Strict = False,
) -> None:
    """Plan without each member, and without the pairs that matter: what is lost, who picks it up, who is cut off.

    A pair matters if the two are the only ones who meet a minimum that an open task asks for, if one picks up work of
    the other, or if both are among the five whose absence alone is worst; in a team of at most six every pair does.
    """
    if pairs not in PAIRS:
        raise typer.BadParameter(f"expected --pairs {'|'.join(PAIRS)}, got {pairs!r}")
    name = chosen_format(format, output, tuple(FORMATS))
    files = Files(team, backlog, vocabulary, strict)
    base = based(opened(workspace, files), time_limit, seed)
    with counting("absences") as progress:
        found = absences(base, pairs, workers, progress, Clock(within, time.monotonic))
    data = resilience_data(found, workspace, files.words)
    write(FORMATS[name](data | {"rows": data["rows"][:rows]}), output)
