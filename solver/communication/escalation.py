"""Escalation: who reaches somebody with the last word, by which route, and whose absence would cut it."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from solver.communication.channels import Lines
from solver.communication.layers import TOP, Graph, escalation_layer
from solver.domain.team import Team


@dataclass(frozen=True)
class Escalation:
    """How one member stands: ``status`` is covered, weak, missing or leaves the known team.

    ``route`` runs from the member to who has the last word; ``cut_off_by`` are those without whom there is no route;
    ``strict_status`` is that of the stricter reading, in which a line limited to a topic covers nothing else, and
    ``concerns`` the status of each topic in it: one that any line of the team is limited to.
    """

    member: str
    status: str
    reason: str
    route: tuple[str, ...]
    cut_off_by: tuple[str, ...]
    strict_status: str
    concerns: tuple[tuple[str, str], ...] = ()


def escalations(team: Team, lines: Lines) -> tuple[Escalation, ...]:
    """Return how each member stands.

    Parameters
    ----------
    team : Team
        With its policy.
    lines : Lines
        Of the team.

    Returns
    -------
    tuple of Escalation
        In the order of the members.
    """
    graph, strict = escalation_layer(team, lines), escalation_layer(team, lines, strict=True)
    cuts = dominated(graph)
    by_topic = {topic: escalation_layer(team, lines, strict=True, topic=topic) for topic in topics_of(lines)}
    found = []
    for member in team.members:
        status, reason = standing(member.id, graph, lines)
        default = team.communication.topic_covers_all
        strict_status, strict_reason = standing(member.id, strict, lines)
        if not default:
            status, reason = strict_status, strict_reason
        route = route_up(graph if default else strict, member.id)
        concerns = tuple((topic, standing(member.id, layer, lines)[0]) for topic, layer in by_topic.items())
        cut = tuple(sorted(cuts.get(member.id, ())))
        found.append(Escalation(member.id, status, reason, route, cut, strict_status, concerns))
    return tuple(found)


def topics_of(lines: Lines) -> tuple[str, ...]:
    """Return the topics that escalation lines are limited to, in the order of the lines."""
    named = (channel for channel in lines.channels if channel.kind == "escalation" and channel.dst)
    return tuple(dict.fromkeys(channel.topic for channel in named if channel.topic))


def standing(member: str, graph: Graph, lines: Lines) -> tuple[str, str]:
    """Return status and reason of one member in an escalation layer."""
    reach = nx.descendants(graph, member) | {member}
    if TOP in reach:
        return "covered", ""
    gone = sorted(name[1:] for name in reach if name.startswith("?"))
    if gone:
        return "leaves the known team", f"at {', '.join(gone)}"
    acceptors = sorted(a for a in acceptors_of(lines) if a != member)
    if acceptors:
        return "weak", f"only {acceptors[0]} says that escalations are received there"
    if not graph.out_degree(member):
        open_lines = [c for c in lines.channels if c.declared_by == member and c.kind == "escalation" and not c.dst]
        return "missing", f"declared without a target: {open_lines[0].text!r}" if open_lines else "no line"
    ends = sorted(name for name in reach if not graph.out_degree(name) and not name.startswith("group:"))
    if ends:
        return "missing", f"dead end at {', '.join(ends)}"
    return "missing", f"loop of {', '.join(sorted(name for name in reach if _in_loop(graph, name)))}"


def _in_loop(graph: Graph, name: str) -> bool:
    return any(name in nx.descendants(graph, after) or after == name for after in graph.successors(name))


def acceptors_of(lines: Lines) -> set[str]:
    """Return who has an open line that receives escalations from nobody in particular."""
    return {
        channel.declared_by
        for channel in lines.channels
        if channel.kind == "receives" and not channel.src and "escalat" in channel.text.casefold()
    }


def route_up(graph: Graph, member: str) -> tuple[str, ...]:
    """Return the shortest route to the last word, without ``TOP`` and hubs; empty if there is none."""
    if not nx.has_path(graph, member, TOP):
        return ()
    return tuple(name for name in nx.shortest_path(graph, member, TOP) if name != TOP and not name.startswith("group:"))


def dominated(graph: Graph) -> dict[str, set[str]]:
    """Return for each member with a route those without whom there is none: dominators of the reversed layer.

    Examples
    --------
    >>> layer = nx.DiGraph([("A", "B"), ("B", "C"), ("C", TOP)])
    >>> {name: sorted(cut) for name, cut in dominated(layer).items()}
    {'C': [], 'B': ['C'], 'A': ['B', 'C']}
    """
    parents = nx.immediate_dominators(graph.reverse(), TOP)
    found: dict[str, set[str]] = {}
    for name in parents:
        above, at = set(), parents[name]
        while name != TOP and at not in {TOP, None}:
            above.add(at)
            at = parents[at]
        if name != TOP and not name.startswith("group:"):
            found[name] = {other for other in above if not other.startswith("group:")}
    return found


def lost_without(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Return for each member who is needed by others the members cut off when it is away."""
    found: dict[str, list[str]] = {}
    for name, cut in dominated(graph).items():
        for other in cut:
            found.setdefault(other, []).append(name)
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def loops(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Return the loops from which nobody reaches the last word."""
    circles = (part for part in nx.strongly_connected_components(graph) if len(part) > 1)
    closed = (part for part in circles if TOP not in nx.descendants(graph, next(iter(part))))
    return tuple(sorted(tuple(sorted(name for name in part if not name.startswith("group:"))) for part in closed))


def conflict_route(graph: Graph, one: str, other: str) -> tuple[str, ...]:
    """Return the superiors that both members reach, nearest to the two first; empty if there is none."""
    up_one, up_other = (nx.single_source_shortest_path_length(graph, name) for name in (one, other))
    shared = [n for n in up_one if n in up_other and n != TOP and not n.startswith(("group:", "?"))]
    return tuple(sorted(set(shared) - {one, other}, key=lambda name: (up_one[name] + up_other[name], name)))
