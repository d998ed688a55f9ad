"""Channels as simple directed graphs: one layer for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from solver.communication.channels import Lines
from solver.communication.grammar import names_of
from solver.communication.verbs import INFORMATION
from solver.domain.team import Team

# One super-terminal stands for everybody who has the last word.
TOP = "(last word)"
if TYPE_CHECKING:
    Graph = nx.DiGraph[str]
else:
    Graph = nx.DiGraph


def information_layer(team: Team, lines: Lines, *, groups: bool = False) -> Graph:
    """Return who can tell whom: no observation, gate or open lines; each step has a ``length``.

    With groups, a group is a hub on the way in and another on the way out, half a step each, never a clique; only lines
    that are not limited to a topic count, or whoever names a large group for one concern would look like its centre.
    """
    graph: Graph = nx.DiGraph()
    graph.add_nodes_from(member.id for member in team.members)
    members = set(graph)
    for channel in lines.channels:
        if channel.kind in INFORMATION and {channel.src, channel.dst} <= members:
            graph.add_edge(channel.src, channel.dst, length=1.0)
    if groups:
        _add_groups(team, lines, graph, members)
    return graph


def _add_groups(team: Team, lines: Lines, graph: Graph, members: set[str]) -> None:
    inside = {f"group:{group.name}": group.members for group in names_of(team).groups.values()}
    inside["group:*"] = tuple(sorted(members))
    for channel in lines.channels:
        limited = channel.topic and channel.said != "broadcast"
        if channel.kind not in INFORMATION or limited:
            continue
        if channel.dst in inside and channel.src in members:
            hub = f"{channel.dst}:in"
            graph.add_edge(channel.src, hub, length=0.5)
            graph.add_edges_from(((hub, member) for member in inside[channel.dst]), length=0.5)
        if channel.src in inside and channel.dst in members:
            hub = f"{channel.src}:out"
            graph.add_edges_from(((member, hub) for member in inside[channel.src]), length=0.5)
            graph.add_edge(hub, channel.dst, length=0.5)


def escalation_layer(team: Team, lines: Lines, *, strict: bool = False, topic: str = "") -> Graph:
    """Return who turns to whom, up to ``TOP``; names that nobody has stand as ``?NAME``.

    Parameters
    ----------
    team : Team
        Its policy says whether REPORTS TO carries escalations.
    lines : Lines
        Of the team.
    strict : bool
        Whether a line that is limited to a topic covers nothing else.
    topic : str
        The concern, in the stricter reading: lines limited to this topic count too.

    Returns
    -------
    networkx.DiGraph
        All members and ``TOP``; externals are ``TOP``.
    """
    graph: Graph = nx.DiGraph()
    graph.add_nodes_from([*(member.id for member in team.members), TOP])
    carriers = {"escalation", "reports"} if team.communication.reports_carry_escalations else {"escalation"}
    inside = {f"group:{group.name}": group.members for group in names_of(team).groups.values()}
    for channel in lines.channels:
        if channel.kind not in carriers or not channel.dst:
            continue
        if strict and channel.topic not in {"", topic} and channel.kind != "reports":
            continue
        end = {"external": TOP, "dangling": f"?{channel.dst}"}.get(channel.status, channel.dst)
        graph.add_edge(channel.src, end)
        graph.add_edges_from((end, member) for member in inside.get(end, ()))
    graph.add_edges_from((member, TOP) for member in lines.finals if member in graph)
    if any(name in team.externals for name in team.communication.terminals):
        graph.add_node(TOP)
    return graph
