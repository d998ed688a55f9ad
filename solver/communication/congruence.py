"""What a plan asks of the lines of communication: hand-offs, their distances, and who carries them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from solver.communication.escalation.routes import conflict_route
from solver.communication.layers import Graph, escalation_layer, information_layer
from solver.communication.lines.channels import Lines, read_lines
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team


@dataclass(frozen=True)
class Handoff:
    """Work that changes hands: ``giver`` does ``before``, ``taker`` does ``task``; ``distance`` is None if broken."""

    before: str
    task: str
    giver: str
    taker: str
    distance: int | None
    path: tuple[str, ...]
    conflict_route: tuple[str, ...]


@dataclass(frozen=True)
class Congruence:
    """The hand-offs of a plan.

    ``congruence`` is the share of pairs who must hand on work and have a channel for it (Cataldo and others 2006), None
    without hand-offs; ``communicator_load`` counts hand-offs in, out and passed on for each member, and
    ``communicator_limit`` is how many of them the team has agreed on, None for no limit.
    """

    handoffs: tuple[Handoff, ...]
    congruence: float | None
    communicator_load: tuple[tuple[str, int], ...]
    communicator_limit: int | None = None

    @property
    def overloaded(self) -> tuple[str, ...]:
        """Who carries more hand-offs than the limit."""
        most = self.communicator_limit
        return tuple(name for name, count in self.communicator_load if most is not None and count > most)

    @property
    def broken(self) -> tuple[Handoff, ...]:
        """The hand-offs without any way from giver to taker."""
        return tuple(handoff for handoff in self.handoffs if handoff.distance is None)


def handoff_distances(team: Team) -> NDArray[np.int64]:
    """Return how many steps each member is from each other on the information layer with groups.

    Parameters
    ----------
    team : Team
        Members are rows (givers) and columns (takers).

    Returns
    -------
    ndarray of int, shape (n_members, n_members)
        0 on the diagonal; no way counts as n_members, one more than the longest way there can be.
    """
    graph = information_layer(team, read_lines(team), groups=True)
    names = [member.id for member in team.members]
    found = np.full((len(names), len(names)), len(names), dtype=np.int64)
    for row, name in enumerate(names):
        lengths = nx.single_source_dijkstra_path_length(graph, name, weight="length")
        for column, other in enumerate(names):
            if other in lengths:
                found[row, column] = math.ceil(lengths[other])
    return found


def congruence(team: Team, backlog: Backlog, plan: Plan, lines: Lines) -> Congruence:
    """Return the hand-offs of a plan and how well the lines of communication carry them.

    Parameters
    ----------
    team : Team
        Its information layer, with groups.
    backlog : Backlog
        Its dependencies.
    plan : Plan
        Who has which task.
    lines : Lines
        Of the team.

    Returns
    -------
    Congruence
        Hand-offs in the order of the backlog.
    """
    graph, up = information_layer(team, lines, groups=True), escalation_layer(team, lines)
    owner = plan.owner
    found = []
    for task in backlog.tasks:
        for before in task.dependencies:
            giver, taker = owner.get(before), owner.get(task.id)
            if giver and taker and giver != taker:
                path = _path(graph, giver, taker)
                steps = math.ceil(nx.path_weight(graph, path, "length")) if path else None
                shown = tuple(name for name in path if not name.startswith("group:"))
                found.append(Handoff(before, task.id, giver, taker, steps, shown, conflict_route(up, giver, taker)))
    load = Counter(name for handoff in found for name in (handoff.path or (handoff.giver, handoff.taker)))
    pairs = {(handoff.giver, handoff.taker): handoff.distance for handoff in found}
    share = sum(distance == 1 for distance in pairs.values()) / len(pairs) if pairs else None
    carried = tuple((member.id, load[member.id]) for member in team.members)
    return Congruence(tuple(found), share, carried, team.communication.communicator_limit)


def _path(graph: Graph, giver: str, taker: str) -> list[str]:
    try:
        return list(nx.dijkstra_path(graph, giver, taker, weight="length"))
    except nx.NetworkXNoPath:
        return []
