"""Channels as simple directed graphs: one layer for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from solver.communication.lines.channels import Lines
from solver.communication.lines.grammar import names_of
from solver.communication.lines.verbs import CONTACT, INFORMATION
from solver.domain.policies import CommunicationPolicy
from solver.domain.team import Team

# One super-terminal stands for everybody who has the last word.
TOP = "(last word)"
if TYPE_CHECKING:
    Graph = nx.DiGraph[str]
else:
    Graph = nx.DiGraph


def carriers(policy: CommunicationPolicy) -> set[str]:
    """Return the kinds of lines that carry an escalation."""
    return {"escalation", "reports"} if policy.reports_carry_escalations else {"escalation"}


def information_layer(team: Team, lines: Lines, *, groups: bool = False) -> Graph:
    """Return who can tell whom: no escalation, observation, gate or open lines; each step has a ``length``.

    Work is handed on along it. With groups, a group is a hub on the way in and another on the way out, half a step
    each, never a clique; only lines that are not limited to a topic count, or whoever names a large group for one
    concern would look like its centre.
    """
    return _layer(team, lines, INFORMATION, groups)


def contact_layer(team: Team, lines: Lines, *, groups: bool = False) -> Graph:
    """Return who is in contact with whom: the information layer and the lines of escalation."""
    return _layer(team, lines, CONTACT, groups)


def _layer(team: Team, lines: Lines, kinds: set[str], groups: bool) -> Graph:
    graph: Graph = nx.DiGraph()
    graph.add_nodes_from(member.id for member in team.members)
    members = set(graph)
    for channel in lines.channels:
        if channel.kind in kinds and {channel.src, channel.dst} <= members and channel.src != channel.dst:
            graph.add_edge(channel.src, channel.dst, length=1.0)
    if groups:
        _add_groups(team, lines, graph, members, kinds)
    return graph


def groups_of(team: Team) -> dict[str, tuple[str, ...]]:
    """Return the members of each group by its node."""
    return {f"group:{group.name}": group.members for group in names_of(team).groups.values()}


def _add_groups(team: Team, lines: Lines, graph: Graph, members: set[str], kinds: set[str]) -> None:
    inside = groups_of(team)
    inside["group:*"] = tuple(sorted(members))
    for channel in lines.channels:
        limited = channel.topic and channel.said != "broadcast"
        if channel.kind not in kinds or limited:
            continue
        if channel.dst in inside and channel.src in members:
            hub = f"{channel.dst}:in"
            _join(graph, [(hub, member) for member in inside[channel.dst]], hub)
            graph.add_edge(channel.src, hub, length=0.5)
        if channel.src in inside and channel.dst in members:
            hub = f"{channel.src}:out"
            _join(graph, [(member, hub) for member in inside[channel.src]], hub)
            graph.add_edge(hub, channel.dst, length=0.5)


def _join(graph: Graph, edges: list[tuple[str, str]], hub: str) -> None:
    """Add the members of a hub, once however many lines address it."""
    if hub not in graph:
        graph.add_edges_from(edges, length=0.5)


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
        All members and ``TOP``; externals are ``TOP``. The ``length`` of a step is the number of lines it takes: a
        group costs one, whoever is in it, and having the last word costs none.
    """
    graph: Graph = nx.DiGraph()
    graph.add_nodes_from([*(member.id for member in team.members), TOP])
    graph.add_edges_from(((member, TOP) for member in lines.finals if member in graph), length=0)
    kinds, inside = carriers(team.communication), groups_of(team)
    for channel in lines.channels:
        if channel.kind not in kinds or not channel.dst or channel.src == channel.dst:
            continue
        if strict and channel.topic not in {"", topic} and channel.kind != "reports":
            continue
        end = {"external": TOP, "dangling": f"?{channel.dst}"}.get(channel.status, channel.dst)
        if end in inside and end not in graph:
            graph.add_edges_from(((end, member) for member in inside[end]), length=0)
        if not graph.has_edge(channel.src, end):
            graph.add_edge(channel.src, end, length=1)
    return graph


def policy_layer(team: Team, lines: Lines) -> Graph:
    """Return the escalation layer in the reading that the team's policy asks for."""
    return escalation_layer(team, lines, strict=not team.communication.topic_covers_all)
