"""What a scenario changes: scenario minus base, whatever is compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from solver.explanation.diff import Diff
from solver.explanation.unassigned.task import Unassigned
from solver.whatif.scenarios.compare import Row

# Stated beside every difference.
DIRECTION = "scenario minus base"
Deltas = tuple[tuple[str, int], ...]
# A name, what held in the base, what holds in the scenario; empty for nothing.
Turns = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Difference:
    """Scenario minus base; what is equal is left out of everything but levels and placed.

    ``levels`` are in their own units, ``placed`` in tasks, ``fit_units`` and ``terms`` in thousandths of an hour,
    ``loads`` in minutes given, ``bottlenecks`` in ordered pairs of members that lose each other without the one named.
    ``moves`` are of tasks that both have, ``dropped`` those of the base plan that the scenario's backlog has no more;
    ``impossible`` are tasks that nobody can take any more, ``possible`` those that nobody could and somebody has now,
    and ``stopped`` those that nobody could and that something else keeps out now.
    """

    levels: Deltas
    placed: Deltas
    fit_units: int
    terms: Deltas
    loads: Deltas
    moves: Diff | None
    dropped: tuple[str, ...]
    impossible: tuple[Unassigned, ...]
    possible: tuple[str, ...]
    stopped: tuple[Unassigned, ...]
    escalation: Turns
    bottlenecks: Turns
    cut_vertices: Turns


def difference(base: Row, row: Row) -> Difference:
    """Return what a scenario changes.

    Parameters
    ----------
    base : Row
        The first row of ``compare_scenarios``.
    row : Row
        Another one.

    Returns
    -------
    Difference
        Empty where either has no plan.
    """
    planned = bool(base.values and row.values)
    known = set(base.impossible)
    owner = row.result.plan.owner if row.result.plan else {}
    open_now = {one.task for one in row.left} | set(owner)
    lost = row.moves.lost if row.moves else ()
    return Difference(
        _deltas(base.values.items(), row.values.items()) if planned else (),
        _deltas(base.placed, row.placed) if planned else (),
        row.fit_units - base.fit_units if planned else 0,
        _changed(_deltas(base.terms, row.terms)) if planned else (),
        _changed(_deltas(_given(base), _given(row))) if planned else (),
        replace(row.moves, lost=tuple(pair for pair in lost if pair[0] in open_now)) if row.moves else None,
        tuple(task for task, _ in lost if task not in open_now),
        tuple(one for one in row.left if one.task in set(row.impossible) - known),
        tuple(task for task in base.impossible if task in owner) if planned else (),
        tuple(one for one in row.left if one.task in known - set(row.impossible)) if planned else (),
        _turns(dict(base.escalation), dict(row.escalation)),
        _of(row, _turns(*({name: str(count) for name, count in one.bottlenecks} for one in (base, row)))),
        _of(row, _turns(*(dict.fromkeys(one.cut_vertices, "cut vertex") for one in (base, row)))),
    )


def _of(row: Row, turns: Turns) -> Turns:
    """Leave out members who are gone: nobody depends on them any more."""
    present = dict(row.escalation)
    return tuple(turn for turn in turns if turn[0] in present)


def _given(row: Row) -> Deltas:
    return tuple((member, given) for member, given, _ in row.loads)


def _deltas(before: Iterable[tuple[str, int]], after: Iterable[tuple[str, int]]) -> Deltas:
    old, new = dict(before), dict(after)
    return tuple((name, new.get(name, 0) - old.get(name, 0)) for name in dict.fromkeys([*old, *new]))


def _changed(deltas: Deltas) -> Deltas:
    return tuple((name, change) for name, change in deltas if change)


def _turns(before: dict[str, str], after: dict[str, str]) -> Turns:
    names = dict.fromkeys([*before, *after])
    return tuple(
        (name, before.get(name, ""), after.get(name, "")) for name in names if before.get(name) != after.get(name)
    )
