"""What the commands that change a team start from: the best plan of a workspace."""

from __future__ import annotations

import typer

from solver.cli.console.exits import EXIT
from solver.cli.console.talk import tell
from solver.cli.options.groups import Search
from solver.readers.workspace import Workspace
from solver.report.text.markup import clean
from solver.study.study import Study, solved

# For commands that make many plans, unless --within says otherwise.
MOST_SECONDS = 120.0


def based(found: Workspace, search: Search) -> Study:
    """Return the world of a workspace with its best plan; without one the command ends here and says why."""
    base = solved(found.world, time_limit=search.time_limit, seed=search.seed)
    if base.result.plan is None:
        why = "; ".join(base.result.conflict) or "none was found in time"
        tell(f"There is no plan to start from: {clean(why)}")
        raise typer.Exit(EXIT[base.result.status])
    return base
