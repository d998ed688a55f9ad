"""Random small worlds in which members have twins: alike, but for what rules say of them by name."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from solver.domain.tasks import Backlog
from solver.domain.team import Team
from tests.worlds import world


def twin_world(seed: int, most_tasks: int = 4, most_members: int = 4) -> tuple[Team, Backlog, NDArray[np.int64]]:
    """Return a world whose first members were copied under other names; half of the time distances are equal."""
    chance = random.Random(seed)
    team, backlog, distances = world(seed, most_tasks)
    members = list(team.members)
    for copy in range(most_members - len(members)):
        members.append(replace(chance.choice(team.members), id=f"copy{copy}"))
    more = np.full((len(members), len(members)), 2, dtype=np.int64)
    if chance.random() < 0.5:
        more[: len(distances), : len(distances)] = distances
    np.fill_diagonal(more, 0)
    paces = [replace(one, pace=Decimal(1)) for one in members] if chance.random() < 0.5 else members
    return replace(team, members=tuple(paces)), backlog, more
