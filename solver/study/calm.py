"""Of plans that are worth the same, one that is nearer to the plan before: a change shows what it does and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from solver.assignment.checker.maximal import would_still_fit
from solver.assignment.checker.plan import objections
from solver.assignment.of_world import plan_values
from solver.assignment.result import Result
from solver.domain.plan import Assignment, Plan
from solver.domain.world import World
from solver.matching.pieces import is_timed

# Each try measures a whole plan: so many are made at most, and so many tasks measured in all of them.
MOST_TRIES: Final = 60
MOST_MEASURED: Final = 4_000
Place = tuple[str, int]
Pieces = dict[Place, Assignment]


def calmed(world: World, before: Plan | None, result: Result) -> Result:
    """Return a result with tasks back where they were, wherever that is worth exactly as much.

    Parameters
    ----------
    world : World
        What the result is a plan of.
    before : Plan, optional
        The plan to stay near to.
    result : Result
        As a search left it.

    Returns
    -------
    Result
        The same values on every level, its plan checked again; the one given where nothing can go back.
    """
    if before is None or result.plan is None:
        return result
    most = min(MOST_TRIES, MOST_MEASURED // max(len(result.plan.assignments), 1))
    if not most or (result.status != "optimal" and is_timed(world.team, world.backlog)):
        # What still fits into a plan over periods is known to searches alone.
        return result
    values = plan_values(world, result.plan)
    names, tasks = set(world.names), {task.id for task in world.backlog.open_tasks}
    old = _pieces(one for one in before.assignments if one.member in names and one.task in tasks)
    pieces, tries = _pieces(result.plan.assignments), 0
    for back in _ways_back(old, pieces):
        other = _with(pieces, old, back)
        if other == pieces:
            continue
        if tries >= most:
            break
        tries += 1
        plan = Plan(tuple(sorted(other.values())))
        if _stands(world, plan, result) and plan_values(world, plan) == values:
            pieces = other
    plan = Plan(tuple(sorted(pieces.values())))
    return result if plan == result.plan else replace(result, plan=plan)


def _pieces(given: Iterable[Assignment]) -> Pieces:
    return {(one.task, one.piece): one for one in given}


def _with(pieces: Pieces, old: Pieces, back: list[Place]) -> Pieces:
    """Return the pieces with some where they were, out where they were out."""
    other = dict(pieces)
    for place in back:
        if place in old:
            other[place] = old[place]
        else:
            other.pop(place, None)
    return other


def _stands(world: World, plan: Plan, result: Result) -> bool:
    """Return whether a plan breaks no rule, is sequenced where it was, and leaves nothing out that fits."""
    nouns = (world.team, world.backlog, plan)
    is_sequenced = any(one.start is not None for one in plan.assignments)
    if objections(*nouns, sequenced=is_sequenced):
        return False
    return result.status == "optimal" or not would_still_fit(*nouns)


def _ways_back(old: Pieces, now: Pieces) -> Iterator[list[Place]]:
    """Yield what may go back together: all, what goes round among some members, two in exchange, one alone."""
    changed = [place for place in {**old, **now} if old.get(place) != now.get(place)]
    if not changed:
        return
    yield changed
    groups = _groups(changed, old, now)
    if len(groups) > 1:
        yield from groups
    for n, place in enumerate(changed):
        yield from ([place, other] for other in changed[n + 1 :] if _exchange(place, other, old, now))
    yield from ([place] for place in changed)


def _exchange(one: Place, other: Place, old: Pieces, now: Pieces) -> bool:
    """Return whether one piece has taken the place of another, there or outside of the plan."""
    was, is_ = (pieces.get(one) for pieces in (old, now))
    came, went = (pieces.get(other) for pieces in (old, now))
    return _member(was) == _member(went) and _member(is_) == _member(came)


def _member(one: Assignment | None) -> str | None:
    return one.member if one else None


def _groups(changed: list[Place], old: Pieces, now: Pieces) -> list[list[Place]]:
    """Return pieces by the members among whom they go round."""
    members = {place: [one.member for one in (old.get(place), now.get(place)) if one] for place in changed}
    head = {name: name for names in members.values() for name in names}

    def first(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    for names in members.values():
        head[first(names[0])] = first(names[-1])
    found: dict[str, list[Place]] = {}
    for place, names in members.items():
        found.setdefault(first(names[0]), []).append(place)
    return list(found.values())
