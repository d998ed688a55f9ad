"""What is known of each pair of a member and a task, whatever the others do, for all pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.matching.pairs.exact import Ints, scale_of, units_of
from solver.matching.pairs.gates import allowed_pairs
from solver.matching.pairs.liking import Likes
from solver.matching.pairs.needs import Needs
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.units import QUALITY_UNITS_PER_HOUR

# So many pairs at a time stay in the cache of a processor.
BLOCK: Final = 2**17


class PairArrays(NamedTuple):
    """Arrays of a Problem, each of shape (n_members, n_tasks)."""

    load: Ints
    fit: NDArray[np.float32]
    preference: NDArray[np.float32]
    can: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    gain: Ints


def pairs_of(team: Team, backlog: Backlog, tasks: Sequence[Task], weights: Weights) -> PairArrays:
    """Return what is known of each pair of a member and a task.

    Parameters
    ----------
    team : Team
        The rows.
    backlog : Backlog
        Says who did what.
    tasks : sequence of Task
        The columns: the open tasks of the backlog.
    weights : Weights
        Of fit and preference.

    Returns
    -------
    Pairs
        Equal in every bit to what exact fractions give pair by pair.
    """
    members, shape = team.members, (len(team.members), len(tasks))
    needs = Needs([effective_scores(member.card, team.vocabulary) for member in members], tasks, team.vocabulary)
    likes = Likes(team, tasks, Fraction(weights.preference) * QUALITY_UNITS_PER_HOUR)
    minutes = np.array([task.estimate_minutes for task in tasks], dtype=np.int64)
    factor = Fraction(weights.fit) * QUALITY_UNITS_PER_HOUR
    scale = scale_of(factor, minutes, needs.shares.whole, needs.most)
    loads, pace = _loads(members, minutes)
    found = PairArrays(
        np.empty(shape, np.int64),
        np.empty(shape, np.float32),
        np.empty(shape, np.float32),
        np.empty(shape, np.bool_),
        allowed_pairs(team, backlog, tasks),
        np.empty(shape, np.int64),
    )
    step = max(BLOCK // max(len(members), 1), 64)
    for start in range(0, len(tasks), step):
        here = slice(start, min(start + step, len(tasks)))
        points = needs.points(here)
        np.divide(points, needs.shares.whole[here], out=found.fit[:, here], casting="same_kind")
        found.gain[:, here] = scale.round(points, here) + np.take(likes.units, likes.case[here], axis=1)
        found.preference[:, here] = np.take(likes.scores, likes.kind[here], axis=1)
        found.can[:, here] = needs.can(here).T
        found.load[:, here] = loads[pace, here]
    for t in np.flatnonzero(needs.shares.odd | ~scale.proved | ~likes.proved[likes.case]).tolist():
        exact, whole = needs.exactly(t)
        found.fit[:, t] = (exact / whole).astype(np.float64)
        found.gain[:, t] = units_of(exact, whole, tasks[t].estimate_minutes, factor) + likes.exactly(t)
    return found


def _loads(members: Sequence[Member], minutes: Ints) -> tuple[Ints, Ints]:
    """Return estimates at each pace that somebody has, rounded up to whole minutes, and the pace of each member."""
    paces = list(dict.fromkeys(member.pace for member in members))
    rows = []
    for pace in paces:
        top, bottom = pace.as_integer_ratio()
        is_short = max(top * int(minutes.max(initial=0)), bottom) < 2**62
        exact: Any = minutes if is_short else minutes.astype(object)
        rows.append((-(-exact * top // bottom)).astype(np.int64))
    place = {pace: number for number, pace in enumerate(paces)}
    return np.array(rows).reshape(len(paces), len(minutes)), np.array([place[one.pace] for one in members], np.int64)
