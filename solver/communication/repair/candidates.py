"""Which channels may be added to a team's ways up, and what each costs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from solver.communication.escalation.ways import steps_up
from solver.communication.layers import TOP, Graph, carriers, escalation_layer, groups_of
from solver.communication.lines.acceptors import Acceptor, acceptors_of
from solver.communication.lines.channels import Lines
from solver.domain.team import Team

Pair = tuple[str, str]
Prices = dict[Pair, Decimal]
# Up to this many pairs every channel upwards is a candidate; beyond it those of members without a way up, to the
# nearest to the top: with one price for all that is enough for the cheapest repair.
MOST_PAIRS: Final = 100_000
NEAREST: Final = 20


def candidates(team: Team, lines: Lines, graph: Graph) -> Prices:
    """Return the channels that may be added, upwards only, each with its price.

    Upwards are those who have the last word, receive escalations, or are named in a line of escalation; externals (as
    ``TOP``) may be addressed by those, or by everybody where there is nobody upwards.

    Parameters
    ----------
    team : Team
        With prices.
    lines : Lines
        Of the team.
    graph : networkx.DiGraph
        The escalation layer to repair, in the reading that the team's policy asks for.

    Returns
    -------
    dict
        The price of each channel (from, to); none that the layer has.
    """
    names, named = [member.id for member in team.members], escalation_layer(team, lines)
    ends = {end for end in named if named.in_degree(end)} | {*lines.finals}
    ends |= {one.member for one in acceptors_of(lines)}
    upwards = sorted(ends.intersection(names))
    tariff = Tariff(team, lines)
    if len(names) * len(upwards) > MOST_PAIRS:
        return _few(tariff, names, upwards, graph)
    found = {(src, dst): tariff.price(src, dst) for src in names for dst in upwards if src != dst}
    found |= _outside(tariff, names, upwards)
    return {pair: price for pair, price in found.items() if not graph.has_edge(*pair)}


def _outside(tariff: Tariff, sources: list[str], upwards: list[str]) -> Prices:
    may = set(upwards or sources) if tariff.externals else set()
    return {(src, TOP): tariff.outside(src) for src in sources if src in may}


def _few(tariff: Tariff, names: list[str], upwards: list[str], graph: Graph) -> Prices:
    steps = steps_up(graph)
    near = sorted(upwards, key=lambda name: (steps.get(name, len(names)), name))
    open_to_all = {one.member for one in tariff.acceptors if not one.asker}
    ends = {*near[:NEAREST], *[name for name in near if name in open_to_all][:NEAREST]}
    sources = [name for name in names if name not in steps]
    stated, named = tariff.stated_for(set(upwards)), tariff.named_acceptors()
    found = _outside(tariff, sources, upwards)
    for src in sources:
        for dst in {*ends, *stated.get(src, ()), *named.get(src, ())} - {src}:
            found[src, dst] = tariff.price(src, dst)
    return {pair: price for pair, price in found.items() if not graph.has_edge(*pair)}


class Tariff:
    """What a new channel costs: filling the target of a line that has none, answering an acceptor, or a new line."""

    def __init__(self, team: Team, lines: Lines) -> None:
        policy, kinds = team.communication, carriers(team.communication)
        self.policy, self.externals = policy, team.externals
        self.acceptors, self.groups = acceptors_of(lines), groups_of(team)
        self._topic = None if policy.topic_covers_all else ""
        self._by_member: dict[str, list[Acceptor]] = {}
        for one in self.acceptors:
            self._by_member.setdefault(one.member, []).append(one)
        self._own = {(source, target): price for source, target, price in policy.prices}
        self._unfilled = {c.declared_by for c in lines.channels if c.kind in kinds and not c.dst}

    def price(self, src: str, dst: str) -> Decimal:
        """Return the price of a channel between two members."""
        own = self._own.get((src, dst))
        if own is not None:
            return own
        price = self._new(src)
        takes = any(one.takes(src, self.groups, self._topic) for one in self._by_member.get(dst, ()))
        return min(price, self.policy.price_answer) if takes else price

    def outside(self, src: str) -> Decimal:
        """Return the lowest price of a channel from a member to an external."""
        return min(self._own.get((src, name), self._new(src)) for name in self.externals)

    def cheapest_external(self, src: str) -> str:
        """Return the external that the lowest price is for, the first of the team's list if several are."""
        return min(self.externals, key=lambda name: self._own.get((src, name), self._new(src)), default=TOP)

    def stated_for(self, upwards: set[str]) -> dict[str, list[str]]:
        """Return for each member those upwards to whom the team states a price of its own."""
        found: dict[str, list[str]] = {}
        for src, dst in self._own:
            if dst in upwards:
                found.setdefault(src, []).append(dst)
        return found

    def named_acceptors(self) -> dict[str, list[str]]:
        """Return for each member who receives escalations from it by name or group."""
        found: dict[str, list[str]] = {}
        for member, asker in self._pairs():
            found.setdefault(asker, []).append(member)
        return found

    def _pairs(self) -> Iterator[Pair]:
        for one in self.acceptors:
            for asker in self.groups.get(one.asker, (one.asker,)) if one.asker else ():
                yield one.member, asker

    def _new(self, src: str) -> Decimal:
        return self.policy.price_fill if src in self._unfilled else self.policy.price
