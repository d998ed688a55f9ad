"""What somebody lacks who could have a task that stays out: training, a permission, hours."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Final

import numpy as np

from solver.changes.change import Change
from solver.domain.showing import some
from solver.domain.tasks import Task
from solver.explanation.passing import Members
from solver.explanation.unassigned.lacking import Lacking
from solver.explanation.unassigned.larger import in_halves, in_parts, of_parts
from solver.explanation.unassigned.way import Way, hours_text, raising
from solver.matching.pairs.gates import hindrances

# Of each seat of a crew so many members are looked at, who are short of least.
NEAREST: Final = 20


def trained(lacking: Lacking, task: Task) -> Way:
    """Return the training that is short of least, or what somebody new must have."""
    passing = lacking.passing
    piece, first = _unfilled(lacking, lacking.seats(task))
    short = () if first is None else passing.short_of(first, piece)
    needs = short or tuple((one.capability, Decimal(0), one.minimum) for one in piece.requirements)
    asked = some([f"{name} {need}" for name, _, need in needs], 3)
    if first is None or any(not have for _, have, _ in short):
        return Way(f"bring in somebody {f'who has {asked}' if asked else 'more'}")
    name = lacking.team.members[first].id
    changes = tuple(Change("train", f"{name}:{what}={need}") for what, _, need in short)
    return _with_hours(lacking, Way(f"train {name} to {asked}", changes), task, name)


def _unfilled(lacking: Lacking, seats: tuple[Task, ...]) -> tuple[Task, int | None]:
    """Return a seat that nobody is there for, with the row of the closest member who could learn to take it."""
    passing = lacking.passing
    able = np.array([passing.can(seat) for seat in seats])
    # A seat that nobody can take comes before those for which a crew is one member short.
    order = sorted(range(len(seats)), key=lambda n: bool(able[n].any()))
    for n in order:
        for m in passing.ranked(seats[n])[:NEAREST]:
            if not able[n, m] and _has_crew(able, n, int(m)):
                return seats[n], int(m)
    closest = int(passing.ranked(seats[order[0]])[0])
    return seats[order[0]], None if able[order[0], closest] else closest


def permitted(lacking: Lacking, task: Task) -> Way:
    """Return the permission that the closest member who can does not have, or that they may do it."""
    passing = lacking.passing
    piece = lacking.seats(task)[0]
    ranked = passing.ranked(piece)
    first = next((int(m) for m in ranked if passing.can(piece)[m]), int(ranked[0]))
    member = lacking.team.members[first]
    held = {(one.verb.casefold(), one.object.casefold()) for one in member.card.permissions}
    asked = [one for one in task.permissions if (one[0].casefold(), one[1].casefold()) not in held]
    why = hindrances(lacking.team, lacking.backlog, member, task)
    if not asked or len(why) > len(asked):
        return Way(f"let {member.id} do it")
    said = " and ".join(" ".join(one) for one in asked)
    changes = tuple(Change("grant", f"{member.id}:{verb} {what}") for verb, what in asked)
    return _with_hours(lacking, Way(f"let {member.id} {said}", changes), task, member.id)


def _with_hours(lacking: Lacking, way: Way, task: Task, name: str) -> Way:
    """Return the way with the hours that the member needs besides, where that is known."""
    lack = lacking.of_member(task, name)
    if lack is None or lack.minutes <= 0:
        return way if lack else Way(way.text)
    return Way(f"{way.text}, with {hours_text(lack)}", (*way.changes, raising(lack)))


def _has_crew(able: Members, seat: int, member: int) -> bool:
    """Return whether each other seat has a member of its own when one member takes this seat."""
    # Loaded where it is used: a short plan would lose a third of its time to it.
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    others = csr_array(np.delete(np.delete(able, seat, axis=0), member, axis=1).astype(np.int8))
    return bool((maximum_bipartite_matching(others, perm_type="column") >= 0).all())


def more_hours(lacking: Lacking, task: Task, among: Collection[str] | None = None) -> Way:
    """Return the fewest hours with which somebody has the task, or one of some members who lack any.

    The way has no text where that is more than a lead may ask of anybody over periods, and nothing else is known.
    """
    if among is None and (way := of_parts(lacking, task)):
        return way if way.text else in_parts(lacking, task) or way
    lacks = lacking.least(task, among)
    if not lacks:
        window = "a longer window, or " if lacking.team.calendar is None else ""
        later = "another period, or " if not window and lacking.is_staffed(task) else window
        return Way(f"{later}somebody else who can")
    one = lacks[0]
    if len(lacks) > 1:
        return Way(" and ".join(map(hours_text, lacks)), tuple(map(raising, lacks)))
    if one.is_modest:
        return Way(hours_text(one), (raising(one),))
    if one.is_hopeless:
        hours = Way("") if lacking.team.calendar and not task.crew else Way(hours_text(one), (raising(one),))
        return in_parts(lacking, task) or in_halves(lacking, task) or hours
    where = f" in {one.period}" if one.period else ""
    much = f"{one.minutes / 60:.4g} h"
    return Way(
        f"a second {one.member}, or {much} of other work away from {one.member}{where}",
        (Change("clone", one.member),),
    )
