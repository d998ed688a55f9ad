"""How far work has to go between members where that counts: made once for the same lines, and only on demand."""

from __future__ import annotations

from threading import RLock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.domain.team import Team
from solver.domain.world import World

Distances = NDArray[np.int64]
# Teams whose distances a process remembers, and how large the largest of them may be.
MOST_TEAMS: Final = 64
MOST_MEMBERS: Final = 500
_LOCK = RLock()
_KEPT: Final[dict[object, Distances]] = {}


def distances_of(world: World) -> Distances | None:
    """Return the hand-off distances of a world, None where nothing hangs on them.

    Parameters
    ----------
    world : World
        Its own ``distances`` come first; else those of the team's lines where ``weights.handoff`` is above 0.

    Returns
    -------
    ndarray of int, shape (n_members, n_members), or None
        Only where they are looked up is the network library loaded.
    """
    if world.distances is not None or not world.weights.handoff:
        return world.distances
    return team_distances(world.team)


def team_distances(team: Team) -> Distances:
    """Return the hand-off distances of a team, whatever they count; they are computed once for the same lines."""
    from solver.communication.congruence import handoff_distances

    if len(team.members) > MOST_MEMBERS:
        return handoff_distances(team)
    lines = tuple((one.id, one.card.id, one.card.communication) for one in team.members)
    key = (lines, team.groups, team.externals, team.communication)
    with _LOCK:
        if key not in _KEPT:
            if len(_KEPT) >= MOST_TEAMS:
                _KEPT.clear()
            found = handoff_distances(team)
            found.setflags(write=False)
            _KEPT[key] = found
        return _KEPT[key]
