"""Options of several commands, each said once so that it means the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Final

import typer

from solver.report.forms.answers import FORMATS


def completed(words: Iterable[str]) -> Callable[[str], list[str]]:
    """Return what the shell asks for the words that begin as typed.

    Examples
    --------
    >>> completed(["away", "all", "rules"])("a")
    ['away', 'all']
    """
    known = tuple(words)
    return lambda incomplete: [word for word in known if word.startswith(incomplete)]


Folder = Annotated[Path, typer.Argument(help="the workspace folder")]
Strict = Annotated[bool, typer.Option("--strict", help="every warning about the input is a fault")]
Output = Annotated[Path | None, typer.Option("-o", help="a file to write, format by extension; - is stdout")]
TeamFile = Annotated[Path | None, typer.Option("--team", help="read instead of team.yaml")]
BacklogFile = Annotated[Path | None, typer.Option("--backlog", help="read instead of the folder's backlog")]
VocabularyFile = Annotated[Path | None, typer.Option("--vocabulary", help="read instead of vocabulary.yaml")]
TimeLimit = Annotated[float, typer.Option(help="seconds for each plan", min=0.1)]
AnswerLimit = Annotated[float, typer.Option("--time-limit", help="seconds for the whole answer", min=0.1)]
Within = Annotated[float, typer.Option(help="seconds after which no further plan is begun", min=1)]
Seconds = Annotated[
    float | None, typer.Option("--time-limit", help="seconds for each plan; less where the world is large", min=0.1)
]
MostHours = Annotated[
    int | None, typer.Option(help="hours more that one member may be given; a quarter of the limit if not said", min=0)
]
PlanFile = Annotated[Path, typer.Argument(help="a plan.json")]
Elsewhere = Annotated[Path | None, typer.Option("--workspace", help="where the workspace is now")]
Changed = Annotated[bool, typer.Option("--changed", help="use the workspace as it is now, even if it has changed")]
Format = Annotated[
    str | None,
    typer.Option("--format", help="table, json, csv, md, html or xlsx", autocompletion=completed(FORMATS)),
]
Seed = Annotated[int, typer.Option(help="of every search", min=0, max=2**31 - 1)]
Workers = Annotated[int | None, typer.Option(help="processors to use at once", min=1)]
Cluster = Annotated[str | None, typer.Option(help="address of a Dask scheduler to plan on, such as tcp://host:8786")]
AsJson = Annotated[bool, typer.Option("--json", help="the same as --format json")]

# A world of more pairs than these is large: each of its plans takes as long as it may.
LARGE: Final = 20_000
# Seconds for each plan, and for all plans of a large world together.
EACH: Final = 60.0
ALL: Final = 8.0


def seconds_for(pairs: int, plans: int, asked: float | None) -> float:
    """Return the seconds for each of some plans: as asked, else what a large world leaves each."""
    if asked is not None:
        return asked
    return EACH if pairs <= LARGE else max(ALL / plans, 0.5)
