"""Whether a plan is maximal: what stayed out and would still fit, reckoned from the nouns."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

from solver.assignment.checker.board import Board
from solver.assignment.checker.reckoning import is_timed
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team

# How often the search for a place in a circle of units looks at a member before it gives up.
MOST_LOOKS: Final = 2_000


def would_still_fit(team: Team, backlog: Backlog, plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return tasks that stayed out and who could take them, all at once and with everything else left where it is.

    Parameters
    ----------
    team : Team
        Its gates, load limits and rules hold for what is added as for what is there.
    backlog : Backlog
        Its open tasks.
    plan : Plan
        One that keeps all rules. Budgets of moves are not looked at.

    Returns
    -------
    tuple of (str, str)
        Task and member, urgent tasks first; with all of them added the plan keeps every rule that it kept before, and
        nothing more fits. Empty if the plan is maximal: then no task fits, no batch that is handed out whole, and no
        task together with those it waits for. Only where units wait for each other in a circle, through batches that
        are handed out whole, can a place be overlooked: the search for it ends after ``MOST_LOOKS`` looks.

    Raises
    ------
    ValueError
        If plans of this world say when: then hours alone do not tell what fits.
    """
    if is_timed(team, backlog):
        raise ValueError("expected a world without periods, crews and order in time")
    board = Board(team, backlog, plan)
    found = _fill(board, range(len(board.units)))
    # What is still out waits for something that does not fit, unless units wait for each other.
    while given := next(filter(None, (_place_circle(board, circle) for circle in _circles(board))), []):
        found += given + _fill(board, range(len(board.units)))
    return tuple(found)


def _fill(board: Board, units: range) -> list[tuple[str, str]]:
    """Place each unit that fits, with the member who has the most hours left, and then those that waited for it."""
    found: list[tuple[str, str]] = []
    waiting = deque(sorted(units, key=board.rank))
    while waiting:
        unit = waiting.popleft()
        if board.is_out(unit) and not board.missing(unit) and (takers := board.takers(unit)).any():
            found += board.give(unit, int(np.where(takers, board.free, -1).argmax()))
            waiting.extend(sorted(board.waiting_for(unit), key=board.rank))
    return found


def _circles(board: Board) -> list[list[int]]:
    """Return the sets of units that are out and wait for each other and for nobody else."""
    missing = {unit: board.missing(unit) for unit in range(len(board.units)) if board.is_out(unit)}
    # Whoever waits for what does not fit alone is out for good, and so is whoever waits for them.
    lost = [unit for unit, others in missing.items() if not others or min(others) < 0]
    while lost:
        unit = lost.pop()
        if missing.pop(unit, None) is not None:
            lost += board.waiting_for(unit)
    if not missing:
        return []
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    place = {unit: number for number, unit in enumerate(missing)}
    links = [(place[unit], place[other]) for unit, others in missing.items() for other in others]
    graph = coo_array((np.ones(len(links)), np.array(links).T), shape=(len(place), len(place)))
    names = connected_components(graph, connection="strong")[1]
    circles = [[unit for unit in missing if names[place[unit]] == name] for name in range(names.max() + 1)]
    return [circle for circle in circles if all(missing[unit] <= set(circle) for unit in circle)]


def _place_circle(board: Board, circle: list[int]) -> list[tuple[str, str]]:
    """Return who takes the units of a circle, and have them placed; nothing if no way is found."""
    order = sorted(circle, key=lambda unit: -sum(task.estimate_minutes for task in board.units[unit]))
    looks = MOST_LOOKS

    def place(depth: int) -> list[tuple[str, str]] | None:
        nonlocal looks
        if depth == len(order):
            return []
        takers = np.flatnonzero(board.takers(order[depth]))
        for m in takers[np.argsort(-board.free[takers], kind="stable")].tolist():
            looks -= 1
            if looks < 0:
                return None
            given = board.give(order[depth], m)
            if (rest := place(depth + 1)) is not None:
                return [*given, *rest]
            board.take_back(order[depth])
        return None

    return place(0) or []
