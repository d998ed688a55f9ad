"""The command ``resilience``: who can be away."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from solver.cli.console.counting import counting
from solver.cli.options.groups import Form, Search, Source, grouped
from solver.cli.options.shared import Within
from solver.cli.plans.asking import maybe
from solver.cli.plans.based import MOST_SECONDS, based
from solver.errors import Fault, InputError
from solver.report.whatif.resilience import resilience_answer, resilience_data
from solver.stopping import Clock
from solver.whatif.resilience import PAIRS
from solver.whatif.resilience import resilience as absences


@grouped
def resilience(
    source: Source,
    form: Form,
    search: Search,
    pairs: Annotated[str, typer.Option(help="some (those that matter), all or none")] = "some",
    rows: Annotated[int | None, typer.Option(help="show only so many, the worst", min=1)] = None,
    period: Annotated[str | None, typer.Option("--in", help="away in this period only", metavar="PERIOD")] = None,
    within: Within = MOST_SECONDS,
) -> None:
    """Plan without each member, and without the pairs that matter: what is lost, who picks it up, who is cut off.

    A pair matters if the two are the only ones who meet a minimum that an open task asks for, if one picks up work of
    the other, or if both are among the five whose absence alone is worst; in a team of at most six every pair does.
    With --in they are away in one period only, and what ends later is said too.
    """
    if pairs not in PAIRS:
        raise typer.BadParameter(f"expected --pairs {'|'.join(PAIRS)}, got {pairs!r}")
    form.chosen()
    read = source.opened()
    names = [one.id for one in read.team.calendar.periods] if read.team.calendar else []
    if period is not None and period not in names:
        expected = f"a period out of {', '.join(names)}" if names else "no --in: team.yaml has no periods"
        raise InputError((Fault("--in", 1, expected, repr(period), maybe(period, names)),))
    base = based(read, search)
    with counting("absences") as progress:
        found = absences(base, pairs, search.workers or 1, progress, Clock(within, time.monotonic), period or "")
    data = resilience_data(found, source.workspace, source.words)
    form.put(resilience_answer(data | {"rows": data["rows"][:rows]}))
