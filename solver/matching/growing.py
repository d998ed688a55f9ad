"""Growing on purpose: which pairs below a minimum are open all the same, and what their mentors give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Plan
from solver.domain.policies import Growth
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.pieces import pieces_of
from solver.matching.time import Time
from solver.matching.units import minutes


@dataclass(frozen=True)
class Grown:
    """A pair that is open because the team agreed on it.

    ``uses`` holds, for each growth that it draws on, its number, the mentor's row and the mentor's minutes.
    """

    row: int
    column: int
    uses: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Mentored:
    """A line of a plan that is there to grow: task, member and period, the growth, and the mentor's minutes."""

    task: str
    member: str
    period: int
    growth: Growth
    minutes: int


def growths_of(team: Team, tasks: Sequence[Task]) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return for each member and task that are open only by growing the numbers of the growths that they use.

    Each minimum that the member misses needs a growth of its own, whose mentor reaches it.
    """
    words, row = team.vocabulary, {member.id: number for number, member in enumerate(team.members)}
    grow, own = team.policies.grow, dict[str, dict[str, int]]()
    for number, growth in enumerate(grow):
        if growth.member in row and growth.mentor in row:
            own.setdefault(growth.member, {})[words.name(growth.capability)] = number
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for name, known in own.items():
        scores = effective_scores(team.members[row[name]].card, words)
        mentors = {n: effective_scores(team.members[row[grow[n].mentor]].card, words) for n in known.values()}
        for column, task in enumerate(tasks):
            missing = [(words.name(what), least) for what, _, least in shortfalls(scores, task, words)]
            if missing and all(
                what in known and mentors[known[what]].get(what, Decimal(0)) >= least for what, least in missing
            ):
                found[row[name], column] = tuple(sorted({known[what] for what, _ in missing}))
    return found


def opened(
    team: Team, tasks: Sequence[Task], can: NDArray[np.bool_], load: NDArray[np.int64], time: Time
) -> tuple[NDArray[np.bool_], tuple[Grown, ...]]:
    """Return the gate of abilities with the pairs that are open for growing, and these pairs in each period.

    Parameters
    ----------
    team : Team
        With what it agreed on.
    tasks : sequence of Task
        The pieces.
    can, load : ndarray, shape (n_members, n_pieces)
        The gate without growing, and minutes.
    time : Time
        The slots.
    """
    if not team.policies.grow:
        return can, ()
    place, grow = {name: number for number, name in enumerate(time.names)}, team.policies.grow
    wider, found = can.copy(), list[Grown]()
    for (m, c), numbers in growths_of(team, tasks).items():
        wider[m, c] = True
        given = [(n, place[grow[n].mentor], mentor_minutes(grow[n], int(load[m, c]))) for n in numbers]
        for p in range(time.n_periods):
            found.append(Grown(time.row(m, p), c, tuple((n, time.row(who, p), some) for n, who, some in given)))
    return wider, tuple(found)


def mentor_minutes(growth: Growth, taken: int) -> int:
    """Return what a mentor gives for so many minutes of the member, rounded up to whole minutes."""
    return int(-(-Fraction(growth.mentor_share) * taken // 1))


def mentoring(team: Team, backlog: Backlog, plan: Plan) -> tuple[Mentored, ...]:
    """Return the lines of a plan that are there to grow, with each growth that they use."""
    if not team.policies.grow:
        return ()
    pieces = pieces_of(backlog, split=team.calendar is not None)
    uses = growths_of(team, pieces.tasks)
    row = {member.id: number for number, member in enumerate(team.members)}
    columns = {task.id: own for task, own in zip(backlog.open_tasks, pieces.columns, strict=True)}
    found = []
    for one in plan.assignments:
        if one.member in row and one.task in columns:
            piece = columns[one.task][one.piece]
            taken = minutes(team.members[row[one.member]], pieces.tasks[piece].estimate_minutes)
            for number in uses.get((row[one.member], piece), ()):
                growth = team.policies.grow[number]
                given = mentor_minutes(growth, taken)
                found.append(Mentored(one.task, one.member, one.period, growth, given))
    return tuple(found)
