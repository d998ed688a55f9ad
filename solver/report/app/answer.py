"""What a change does, computed in a process of its own: first an answer within a second, then the best or its proof."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from typing import Any, Final

from solver.changes.catalogue import apply
from solver.changes.change import Scenario
from solver.domain.plan import Plan
from solver.domain.world import World
from solver.errors import InputError
from solver.report.app import blocks
from solver.report.app.asked import Asked, Message
from solver.report.app.board import board, moved_text
from solver.report.app.lines import as_written, changes_of
from solver.report.app.told import at_risk, chips, gains, status_text, urgent, ways_out
from solver.report.app.tries import tries
from solver.report.plan.data import plan_data
from solver.report.plan.decisions import URGENT
from solver.report.text.markup import Safe, join
from solver.study.study import Study
from solver.whatif.dossier.questions import cheapest_fixes
from solver.whatif.scenarios.compare import Row, against, measured

# What the search for ways out may take where there is no plan.
WAYS_SECONDS: Final = 2.0
# What the first answer may take; its checks, reasons and pictures take as much again at forty members.
FIRST_SECONDS: Final = 0.7


def changed_world(asked: Asked) -> tuple[World, Scenario]:
    """Return the world after the lines, and the lines as a scenario.

    Raises
    ------
    InputError
        With every line that cannot be made.
    """
    changes = changes_of(asked.lines, asked.folder, asked.world.names)
    return apply(asked.world, changes), Scenario("changed", as_written(changes, asked.lines))


def answers(asked: Asked) -> Iterator[Message]:
    """Yield what the page shows of the changed plan: soon, and once more when it is proved or the time is over.

    Of a plan that keeps to one that is not settled yet there is the first answer alone.

    Parameters
    ----------
    asked : Asked
        Without a base it is the workspace's own plan that is asked for.

    Yields
    ------
    dict
        ``parts`` (HTML by the id of its place), ``row`` (pickled), ``final``; or ``faults`` (HTML), and nothing more.
    """
    try:
        world, scenario = changed_world(asked)
        base = pickle.loads(asked.base) if asked.base else None
        start = _start(base, world)
        than = Study(asked.world, base.result) if base else None
        row = measured((scenario, world), min(FIRST_SECONDS, asked.time_limit), start=start, base=than)
        is_final = row.result.status in {"optimal", "infeasible"}
        yield _message(asked, world, base, row, is_final)
        # What keeps to a plan that is not settled would be searched again beside the one that is.
        if not is_final and (asked.is_settled or not row.is_near):
            row = measured((scenario, world), asked.time_limit, start=row.result.plan, base=than)
            yield _message(asked, world, base, row, True)
    except InputError as error:
        yield {"faults": blocks.faults(error), "final": True}


def shown_again(asked: Asked, row: bytes) -> Iterator[Message]:
    """Yield a plan that is known beside a base that was found since; one that keeps to the base before is made anew."""
    known = pickle.loads(row)
    if known.is_near:
        yield from answers(asked)
        return
    world, _ = changed_world(asked)
    yield _message(asked, world, pickle.loads(asked.base), known, True)


def _start(base: Row | None, world: World) -> Plan | None:
    """Return what is left of the base plan in the changed world."""
    if base is None or base.result.plan is None:
        return None
    names, tasks = set(world.names), {task.id for task in world.backlog.open_tasks}
    kept = tuple(one for one in base.result.plan.assignments if one.member in names and one.task in tasks)
    return Plan(kept)


def _message(asked: Asked, world: World, base: Row | None, row: Row, is_final: bool) -> Message:
    first = base if base is not None and asked.lines else None
    row = against(first, row) if first else row
    parts = _parts(asked, world, first, row, is_final)
    return {"parts": parts, "row": pickle.dumps(row), "final": is_final}


def _parts(asked: Asked, world: World, base: Row | None, row: Row, is_final: bool) -> dict[str, Safe]:
    """Return the HTML of each place of the page."""
    after = plan_data(world.team, world.backlog, row.result, row.left)
    before = None
    if base is not None and base.result.plan is not None:
        before = plan_data(asked.world.team, asked.world.backlog, base.result, base.left)
    return {
        "status": join([status_text(row, is_final=is_final, seconds=asked.time_limit)]),
        "changes": chips(asked.lines),
        "moved": join([moved_text(before, after), gains(base, row)]) if before and base and row.result.plan else Safe(),
        "decisions": _decisions(world, row, after) if row.result.plan else _ways_out(world, row),
        "board": board(before, after) if row.result.plan else blocks.bullets(row.result.conflict),
        "figures": _figures(world, base or row, row),
        "left": blocks.left_table(world.backlog, row),
    }


def _decisions(world: World, row: Row, after: Mapping[str, Any]) -> Safe:
    """Return the urgent work that stays out, and what is at risk."""
    assert row.result.plan is not None  # without a plan there are ways out of that
    are_any = any(task.priority in URGENT for task in world.backlog.open_tasks)
    buttons = tries(world, row.result.plan, after["decisions"], row.left)
    return join([urgent(after["decisions"], buttons, are_any), at_risk(after["risks"])])


def _ways_out(world: World, row: Row) -> Safe:
    """Return the cheapest changes after which there is a plan, each with a button that tries it."""
    if row.result.status != "infeasible":
        return Safe("")
    try:
        return ways_out(cheapest_fixes(Study(world, time_limit=WAYS_SECONDS), (), 3))
    except TimeoutError:
        return Safe("")


def _figures(world: World, base: Row, row: Row) -> Safe:
    """Return the changed plan beside the workspace's; nothing about communication where no card speaks of it."""
    is_silent = not any(member.card.communication for member in world.team.members)
    return join([blocks.comparison(base, row, is_silent=is_silent), blocks.details(base, row)])
