"""What the commands that change a team start from: the workspace, its best plan, and how to name it again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.options import EXIT
from solver.cli.reading import read_workspace
from solver.cli.talk import note, tell
from solver.domain.world import World
from solver.readers.workspace import Workspace
from solver.report.markup import clean
from solver.whatif.gain import Base, base_of

Workers = Annotated[int, typer.Option(help="processes", min=1)]

# For commands that make many plans, unless --within says otherwise.
MOST_SECONDS = 120.0


@dataclass(frozen=True)
class Files:
    """The parts of a workspace that are read from elsewhere, and whether warnings are faults."""

    team: Path | None
    backlog: Path | None
    vocabulary: Path | None
    strict: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The same as words of a command line."""
        given = {"--team": self.team, "--backlog": self.backlog, "--vocabulary": self.vocabulary}
        return tuple(word for option, path in given.items() if path for word in (option, str(path)))


def opened(folder: Path, files: Files) -> Workspace:
    """Return the workspace; what it assumes and warns of is said on stderr."""
    found = read_workspace(
        folder, strict=files.strict, team=files.team, backlog=files.backlog, vocabulary=files.vocabulary
    )
    for text in (*found.assumptions, *found.warnings):
        note(text)
    return found


def based(found: Workspace, time_limit: float, seed: int) -> Base:
    """Return the world of a workspace with its best plan; without one the command ends here and says why."""
    base = base_of(World(found.team, found.backlog, found.weights), time_limit, seed)
    if base.result.plan is None:
        why = "; ".join(base.result.conflict) or "none was found in time"
        tell(f"There is no plan to start from: {clean(why)}")
        raise typer.Exit(EXIT[base.result.status])
    return base
