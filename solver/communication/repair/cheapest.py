"""The cheapest channels that give every member a route to the last word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

import networkx as nx

from solver.communication.escalation.ways import steps_up
from solver.communication.layers import TOP, Graph
from solver.communication.lines.channels import Lines
from solver.communication.repair.arborescence import Arc, cheapest_arborescence
from solver.communication.repair.candidates import Pair, Prices, Tariff
from solver.communication.repair.candidates import candidates as candidates
from solver.communication.repair.disjoint import MOST_FLOWS as MOST_FLOWS
from solver.communication.repair.disjoint import disjoint_routes as disjoint_routes
from solver.communication.repair.disjoint import flows as flows
from solver.communication.repair.spreading import spread
from solver.domain.team import Team

# In a larger loop any member that may have the new channel will do: who is best placed for all is not weighed.
MOST_WEIGHED = 150


@dataclass(frozen=True)
class Repair:
    """One channel to add, its price, and the line to write into the card of ``src``."""

    src: str
    dst: str
    price: Decimal
    text: str


def cheapest_routes(graph: Graph, prices: Prices, members: tuple[str, ...]) -> tuple[Pair, ...] | None:
    """Return the cheapest channels after which each member reaches ``TOP``: an arborescence of the reversed layer.

    Of equally cheap choices one with the fewest channels; then those with the shortest ways up, then with the fewest
    new channels into one member, as far as the price of each member's channel stays what it is.

    Parameters
    ----------
    graph : networkx.DiGraph
        The escalation layer; its edges cost nothing.
    prices : dict
        Of the channels that may be added, at least 0.
    members : tuple of str
        Who must reach ``TOP``.

    Returns
    -------
    tuple of (str, str), or None
        The channels to add; None if no choice gives everybody a route.
    """
    steps = steps_up(graph)
    if all(name in steps for name in members):
        return ()
    parts = _parts(graph, steps, members)
    tree = _tree(graph, prices, parts, len(members))
    if tree is None:
        return None
    better = _shortened(graph, prices, parts, tree)
    return better if _covers(graph, better, members) else tree


def _parts(graph: Graph, steps: dict[str, int], members: tuple[str, ...]) -> dict[str, int]:
    """Return the part of each node that counts: 0 has a way up, others are the loops and single nodes without one."""
    # A group that has members is reached through them; an empty one leads nowhere.
    hubs = [name for name in graph if name.startswith("group:") and graph.out_degree(name)]
    stuck = graph.subgraph([name for name in (*members, *hubs) if name not in steps])
    found = dict.fromkeys(steps, 0) | {TOP: 0}
    parts = sorted(sorted(part) for part in nx.strongly_connected_components(stuck))
    return found | {name: number for number, part in enumerate(parts, start=1) for name in part}


def _tree(graph: Graph, prices: Prices, parts: dict[str, int], n: int) -> tuple[Pair, ...] | None:
    """Return the cheapest channels, of those the fewest: one price for both, in which a channel counts least."""
    best: dict[tuple[int, int], tuple[Decimal, Pair | None]] = {}
    for src, dst in graph.edges:
        ends = (parts.get(src, 0), parts.get(dst, -1))
        if ends[0] and ends[1] >= 0 and ends[0] != ends[1]:
            best[ends] = (Decimal(0), None)
    for pair, price in prices.items():
        ends, cost = (parts.get(pair[0], 0), parts.get(pair[1], -1)), price * (n + 1) + 1
        if ends[0] and ends[1] >= 0 and ends[0] != ends[1] and (ends not in best or cost < best[ends][0]):
            best[ends] = (cost, pair)
    # Ways straight to who has a way up come first, so that few circles must be taken apart.
    order = sorted(best, key=lambda ends: ends[::-1])
    arcs = [Arc(str(dst), str(src), best[src, dst][0]) for src, dst in order]
    found = cheapest_arborescence("0", {str(number) for number in parts.values()}, arcs)
    if found is None:
        return None
    chosen = (best[int(arc.dst), int(arc.src)][1] for arc in found)
    return tuple(sorted(pair for pair in chosen if pair is not None))


def _shortened(graph: Graph, prices: Prices, parts: dict[str, int], tree: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """Return as many channels at the same prices with shorter ways up, then spread over more members."""
    inside = Counter(parts.values())
    choice = {parts[src]: (src, dst) for src, dst in tree}
    offers: dict[int, list[Pair]] = {number: [] for number in choice}
    for pair, price in prices.items():
        number = parts.get(pair[0], 0)
        if number in choice and parts.get(pair[1], number) != number and price == prices[choice[number]]:
            offers[number].append(pair)
    far = {number: _far(graph, parts, number) for number in choice if 1 < inside[number] <= MOST_WEIGHED}
    while True:
        steps = steps_up(_with(graph, choice.values()))
        ranked = {number: _ranked(offers[number], choice[number], steps, far.get(number)) for number in choice}
        better = {number: rows[0][1] for number, rows in ranked.items() if rows[0][0] < rows[-1][0]}
        if not better:
            break
        choice |= better
    ties = {number: [pair for value, pair in rows[:-1] if value == rows[-1][0]] for number, rows in ranked.items()}
    return tuple(sorted(spread({number: pairs or [choice[number]] for number, pairs in ties.items()})))


def _ranked(
    offers: list[Pair], now: Pair, steps: dict[str, int], far: dict[str, tuple[int, int]] | None
) -> list[tuple[int, Pair]]:
    """Return the channels that lead no farther than today's, best first; today's comes last.

    What has its way up through this part is farther away than the end of today's channel, so that no circle can arise.
    """
    total, count = (far or {}).get(now[0], (0, 1))
    limit, found = steps[now[1]], []
    for pair in offers:
        if steps.get(pair[1], limit + 1) <= limit:
            total, count = (far or {}).get(pair[0], (0, 1))
            found.append((total + count * steps[pair[1]], pair))
    total, count = (far or {}).get(now[0], (0, 1))
    return [*sorted(found), (total + count * limit, now)]


def _far(graph: Graph, parts: dict[str, int], number: int) -> dict[str, tuple[int, int]]:
    """Return for each node of a loop how many lines all that lead to it are away, in sum, and how many they are."""
    found = {}
    stuck = graph.subgraph([name for name, part in parts.items() if part]).reverse()
    for name in (name for name, part in parts.items() if part == number):
        away = nx.single_source_dijkstra_path_length(stuck, name, weight="length")
        ones = [steps for other, steps in away.items() if not other.startswith("group:")]
        found[name] = (int(sum(ones)), len(ones))
    return found


def _with(graph: Graph, pairs: object) -> Graph:
    more = graph.copy()
    more.add_edges_from(pairs, length=1)  # type: ignore[arg-type]
    return more


def _covers(graph: Graph, pairs: tuple[Pair, ...], members: tuple[str, ...]) -> bool:
    steps = steps_up(_with(graph, pairs))
    return all(name in steps for name in members)


def as_repairs(team: Team, lines: Lines, prices: Prices, pairs: tuple[Pair, ...]) -> tuple[Repair, ...]:
    """Return channels as lines to write into cards."""
    tariff = Tariff(team, lines)
    ends = [(src, tariff.cheapest_external(src) if dst == TOP else dst, prices[src, dst]) for src, dst in pairs]
    return tuple(Repair(src, dst, price, f"- ESCALATES: {dst}") for src, dst, price in ends)
