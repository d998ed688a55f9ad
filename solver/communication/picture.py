"""Where members stand in a picture of their lines: each component is laid out alone, no label on another."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from solver.communication.audit.report import CommunicationReport
from solver.communication.lines.verbs import INFORMATION
from solver.domain.team import Team

# A label is about as wide as two of the steps between rows: the room that each node keeps to itself.
ROOM = np.array([1.0, 0.52])
GAP = 0.35


@dataclass(frozen=True)
class Node:
    """A name, what it is (``status`` member, external, group or unknown) and its place."""

    name: str
    status: str
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """Everything said from ``src`` to ``dst``, as one line: ``kind`` is information, escalation or both."""

    src: str
    dst: str
    kind: str


@dataclass(frozen=True)
class Picture:
    """Nodes from (0, 0) to (``width``, ``height``), in units of one label's width; lines between them.

    ``left_out`` counts the members that are not drawn.
    """

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    width: float
    height: float
    left_out: int


def picture(team: Team, report: CommunicationReport, *, most: int = 60, across: float = 8.0) -> Picture:
    """Return who talks to whom, laid out.

    Parameters
    ----------
    team : Team
        Whose lines they are.
    report : CommunicationReport
        The audit of the same team.
    most : int
        Members to lay out; beyond it those who carry most, cannot escalate, or have most lines come first.
    across : float
        Width to fill before the next component starts a new row, in widths of a label.

    Returns
    -------
    Picture
        The same for the same team: nothing is left to chance.
    """
    kinds = _kinds(team, report)
    kept = _kept(team, report, kinds, most)
    ends = {name: status for name, status in _ends(team, kinds).items() if status != "member" or name in kept}
    lines = [Line(a, b, kind) for (a, b), kind in kinds.items() if a in ends and b in ends]
    used = {name for line in lines for name in (line.src, line.dst)} | kept
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(name for name in ends if name in used)
    graph.add_edges_from((line.src, line.dst) for line in lines)
    places, width, height = _packed(graph, across)
    nodes = tuple(Node(name, ends[name], *places[name]) for name in graph)
    return Picture(nodes, tuple(lines), width, height, len(team.members) - len(kept))


def _kinds(team: Team, report: CommunicationReport) -> dict[tuple[str, str], str]:
    carriers = {"escalation", "reports"} if team.communication.reports_carry_escalations else {"escalation"}
    found: dict[tuple[str, str], set[str]] = {}
    for channel in report.lines.channels:
        if channel.src and channel.dst and channel.dst != "group:*" and channel.src != "group:*":
            here = found.setdefault((channel.src, channel.dst), set())
            here |= {"information"} if channel.kind in INFORMATION else set()
            here |= {"escalation"} if channel.kind in carriers else set()
    return {pair: "both" if len(kinds) > 1 else next(iter(kinds)) for pair, kinds in found.items() if kinds}


def _ends(team: Team, kinds: dict[tuple[str, str], str]) -> dict[str, str]:
    """Return the status of each end of a line, members first."""
    found = {member.id: "member" for member in team.members}
    for name in (name for pair in kinds for name in pair):
        group = "group" if name.startswith("group:") else "unknown"
        found.setdefault(name, "external" if name in team.externals else group)
    return found


def _kept(team: Team, report: CommunicationReport, kinds: Iterable[tuple[str, str]], most: int) -> set[str]:
    count = dict.fromkeys((member.id for member in team.members), 0)
    for name in (name for pair in kinds for name in pair):
        if name in count:
            count[name] += 1
    carries = {one.member: one.carries for one in report.bottlenecks}
    stuck = {one.member for one in report.escalation if one.status != "covered"}
    ranked = sorted(count, key=lambda name: (-carries.get(name, 0), name not in stuck, -count[name], name))
    return set(ranked[:most])


def _packed(graph: nx.Graph[str], across: float) -> tuple[dict[str, tuple[float, float]], float, float]:
    """Return places with the components one after the other, largest first, in rows."""
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    places: dict[str, tuple[float, float]] = {}
    x = y = row = widest = 0.0
    for part in parts:
        names, spots, size = _component(graph, part, across)
        if x and x + size[0] > across:
            x, y, row = 0.0, y + row + GAP, 0.0
        places |= {name: (float(x + a), float(y + b)) for name, (a, b) in zip(names, spots, strict=True)}
        x, row = x + size[0] + GAP, max(row, size[1])
        widest = max(widest, x - GAP)
    return places, widest, y + row


def _component(
    graph: nx.Graph[str], part: set[str], across: float
) -> tuple[list[str], NDArray[np.float64], NDArray[np.float64]]:
    names = [name for name in graph if name in part]
    spots = np.zeros((len(names), 2))
    if len(names) > 1:
        found = nx.kamada_kawai_layout(graph.subgraph(names))
        spots = np.array([found[name] for name in names], dtype=np.float64)
        spots *= np.array([min(across - 1, 1.35 * math.sqrt(len(names))), 0.9 * math.sqrt(len(names))]) / 2
        spots = _apart(spots, across - 1)
    spots += ROOM / 2 - spots.min(axis=0)
    return names, spots, spots.max(axis=0) + ROOM / 2


def _apart(spots: NDArray[np.float64], widest: float, rounds: int = 400) -> NDArray[np.float64]:
    """Return places pushed apart until no two are within one room of each other; what is too wide grows downwards."""
    for _ in range(rounds):
        delta = spots[:, None, :] - spots[None, :, :]
        overlap = ROOM * 1.02 - np.abs(delta)
        close = np.logical_and.reduce(overlap > 0, axis=2) & ~np.eye(len(spots), dtype=np.bool_)
        if not close.any():
            break
        # Along the axis on which less is missing, half each; ties are broken by the order of the names.
        axis = (overlap / ROOM).argmin(axis=2)
        order = np.sign(np.arange(len(spots))[:, None] - np.arange(len(spots))[None, :])
        for which in (0, 1):
            here = close & (axis == which)
            way = np.where(delta[:, :, which] == 0, order, np.sign(delta[:, :, which]))
            spots[:, which] += (here * way * overlap[:, :, which]).sum(axis=1) / 2 * 0.6
        middle = (spots[:, 0].max() + spots[:, 0].min()) / 2
        spots[:, 0] = np.clip(spots[:, 0], middle - widest / 2, middle + widest / 2)
    return spots
