"""Escalation: who reaches somebody with the last word, by which route, and why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from solver.communication.escalation.dominators import dominated as dominated
from solver.communication.escalation.dominators import lost_without as lost_without
from solver.communication.escalation.dominators import size_of_cuts
from solver.communication.escalation.ways import Stuck, members_only, next_up, steps_up
from solver.communication.layers import TOP, Graph, carriers, escalation_layer, groups_of, policy_layer
from solver.communication.lines.acceptors import acceptors_of
from solver.communication.lines.channels import Channel, Lines
from solver.domain.showing import some
from solver.domain.team import Team

# Lists that grow with the square of a team are kept up to this many names in all; counts are kept always.
MOST_NAMES = 200_000


@dataclass(frozen=True)
class Escalation:
    """How one member stands: ``status`` is covered, weak, missing or leaves the known team.

    ``route`` runs from the member to who has the last word in ``steps`` lines; ``cut_off_by`` are those without whom
    there is no route; both in the reading that the team's policy asks for. ``strict_status`` is that of the stricter
    reading, in which a line limited to a topic covers nothing else, and ``concerns`` the status of each topic in it:
    one that any line of the team is limited to. What is too long to list for everybody is None.
    """

    member: str
    status: str
    reason: str
    route: tuple[str, ...] | None
    cut_off_by: tuple[str, ...] | None
    strict_status: str
    concerns: tuple[tuple[str, str], ...] | None = ()
    steps: int | None = None


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
    graph, reading = policy_layer(team, lines), Reading(team, lines)
    strict = escalation_layer(team, lines, strict=True)
    found = reading.standings(graph, None if team.communication.topic_covers_all else "")
    strictly = found if not team.communication.topic_covers_all else reading.standings(strict, "")
    steps = steps_up(graph)
    routes, cuts = _routes(graph, steps), _cuts(graph)
    concerns = _concerns(team, lines, reading)
    return tuple(
        Escalation(
            name,
            *found[name],
            routes if routes is None else routes.get(name, ()),
            cuts if cuts is None else cuts.get(name, ()),
            strictly[name][0],
            concerns if concerns is None else tuple((topic, of[name][0]) for topic, of in concerns.items()),
            steps.get(name),
        )
        for name in (member.id for member in team.members)
    )


def topics_of(lines: Lines) -> tuple[str, ...]:
    """Return the topics that escalation lines are limited to, in the order of the lines."""
    named = (channel for channel in lines.channels if channel.kind == "escalation" and channel.dst)
    return tuple(dict.fromkeys(channel.topic for channel in named if channel.topic))


def _routes(graph: Graph, steps: dict[str, int]) -> dict[str, tuple[str, ...]] | None:
    if sum(steps.values()) > MOST_NAMES:
        return None
    after, found = next_up(graph, steps), dict[str, tuple[str, ...]]()
    for name in steps:
        way = [name]
        while way[-1] != TOP:
            way.append(after[way[-1]])
        found[name] = tuple(members_only(way))
    return found


def _cuts(graph: Graph) -> dict[str, tuple[str, ...]] | None:
    if size_of_cuts(graph) > MOST_NAMES:
        return None
    return {name: tuple(sorted(cut)) for name, cut in dominated(graph).items()}


def _concerns(team: Team, lines: Lines, reading: Reading) -> dict[str, dict[str, tuple[str, str]]] | None:
    topics = topics_of(lines)
    if len(topics) * len(team.members) > MOST_NAMES:
        return None
    layers = {topic: escalation_layer(team, lines, strict=True, topic=topic) for topic in topics}
    return {topic: reading.standings(layer, topic) for topic, layer in layers.items()}


class Reading:
    """What is asked of every layer: each member's own lines, the groups, and who receives escalations."""

    def __init__(self, team: Team, lines: Lines) -> None:
        self.members = [member.id for member in team.members]
        self.groups, self.acceptors = groups_of(team), acceptors_of(lines)
        self.own: dict[str, list[Channel]] = {name: [] for name in self.members}
        kinds = carriers(team.communication)
        for channel in lines.channels:
            if channel.kind in kinds and channel.declared_by in self.own:
                self.own[channel.declared_by].append(channel)

    def standings(self, graph: Graph, topic: str | None) -> dict[str, tuple[str, str]]:
        """Return status and reason of each member in a layer; ``topic`` is the concern in the stricter reading."""
        steps = steps_up(graph)
        stuck = Stuck(graph, steps)
        taken = stuck.spread(self._takers((n for n in self.members if n not in steps), topic, steps, sure=True))
        refused = self._takers((n for n in self.members if n not in steps), topic, steps, sure=False)
        found = {}
        for name in self.members:
            if name in steps:
                found[name] = ("covered", "")
            elif unknown := stuck.unknown(name):
                found[name] = ("leaves the known team", f"at {some(unknown, 10)}")
            elif name in taken:
                found[name] = ("weak", f"only {taken[name]} says that escalations are received there")
            else:
                found[name] = ("missing", self._reason(name, graph, stuck, refused.get(name, "")))
        return found

    def _takers(self, names: Iterable[str], topic: str | None, steps: dict[str, int], sure: bool) -> dict[str, str]:
        """Return for each member the first who receives its escalations, and has a way up (``sure``) or none."""
        fitting = (one for one in self.acceptors if topic is None or one.topic in {"", topic})
        ready = [one for one in fitting if (one.member in steps) == sure]
        anybody = list(dict.fromkeys(one.member for one in ready if not one.asker))[:2]
        named: dict[str, str] = {}
        for one in ready:
            for asker in self.groups.get(one.asker, (one.asker,)) if one.asker else ():
                named.setdefault(asker, one.member) if asker != one.member else None
        found = {}
        for name in names:
            general = next((one for one in anybody if one != name), "")
            taker = min(filter(None, (general, named.get(name, ""))), default="")
            if taker:
                found[name] = taker
        return found

    def _reason(self, name: str, graph: Graph, stuck: Stuck, refused: str) -> str:
        after = list(graph.succ[name])
        if not after:
            return self._without_line(name, refused)
        lonely = [one for one in after if not set(self.groups.get(one, (one,))) - {name}]
        if len(lonely) == len(after):
            group = lonely[0].removeprefix("group:")
            return f"the group {group!r} has no members" + (f" other than {name}" if graph.succ[lonely[0]] else "")
        return stuck.reason(name)

    def _without_line(self, name: str, refused: str) -> str:
        own = self.own[name]
        if open_lines := [channel for channel in own if not channel.dst]:
            return f"declared without a target: {open_lines[0].text!r}"
        limited = dict.fromkeys(channel.topic for channel in own if channel.topic and channel.status != "self")
        if limited:
            return f"its lines cover only {some([repr(topic) for topic in limited], 10)}"
        if own:
            return "its only line is to itself"
        return f"dead end at {refused}, who says that escalations are received there" if refused else "no line"


def loops(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Return the loops from which nobody reaches the last word."""
    return Stuck(graph, steps_up(graph)).loops()


def conflict_route(graph: Graph, one: str, other: str) -> tuple[str, ...]:
    """Return the superiors that both members reach, nearest to the two first; empty if there is none."""
    up_one, up_other = (nx.single_source_shortest_path_length(graph, name) for name in (one, other))
    shared = [n for n in up_one if n in up_other and n != TOP and not n.startswith(("group:", "?"))]
    return tuple(sorted(set(shared) - {one, other}, key=lambda name: (up_one[name] + up_other[name], name)))
