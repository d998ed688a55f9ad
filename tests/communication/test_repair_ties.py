"""Of equally cheap repairs the one with the fewest lines, the shortest ways, the fewest new lines into one member."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import networkx as nx
import pytest

from solver.communication.audit.report import communication_report
from solver.communication.escalation.ways import steps_up
from solver.communication.layers import TOP, policy_layer
from solver.communication.lines.channels import read_lines
from solver.communication.repair.cheapest import cheapest_routes
from solver.domain.policies import CommunicationPolicy
from tests.communication.test_lines import team_of

Pair = tuple[str, str]


def value(graph: nx.DiGraph[str], chosen: tuple[Pair, ...], prices: dict[Pair, Decimal]) -> tuple[object, ...] | None:
    """Return price, lines, length of all ways and most new lines into one; None if somebody has no way."""
    more = graph.copy()
    more.add_edges_from(chosen, length=1)
    steps = steps_up(more)
    if any(name not in steps for name in graph):
        return None
    into = Counter(dst for _, dst in chosen if dst != TOP)
    return (sum(prices[pair] for pair in chosen), len(chosen), sum(steps.values()), max(into.values(), default=0))


def every(graph: nx.DiGraph[str], prices: dict[Pair, Decimal]) -> Iterator[tuple[object, ...]]:
    """Yield the value of each choice of channels that gives everybody a way."""
    for size in range(len(prices) + 1):
        for chosen in itertools.combinations(prices, size):
            found = value(graph, chosen, prices)
            if found is not None:
                yield found


@pytest.mark.parametrize("block", range(5))
def test_single_members_are_placed_as_well_as_any_choice_could(block: int) -> None:
    """Where nobody without a way depends on another, the repair equals the best of all choices in all four respects."""
    for seed in range(block * 40, block * 40 + 40):
        chance = random.Random(seed)
        covered, stuck = ["C1", "C2", "C3"], ["S1", "S2", "S3"]
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from([*covered, *stuck, TOP])
        graph.add_edge("C1", TOP, length=0)
        graph.add_edge("C2", chance.choice(["C1", TOP]), length=1)
        graph.add_edge("C3", chance.choice(["C2", TOP]), length=1)
        ends = [(a, b) for a in stuck for b in (*covered, *stuck, TOP) if a != b]
        price = {name: Decimal(chance.randint(1, 2)) for name in stuck}
        prices = {pair: price[pair[0]] for pair in chance.sample(ends, min(len(ends), chance.randint(5, 9)))}
        best = min(every(graph, prices), default=None)
        found = cheapest_routes(graph, prices, (*covered, *stuck))
        assert best == (None if found is None else value(graph, found, prices)), seed


def test_equal_repairs_go_to_the_top_and_are_spread() -> None:
    """Four members without a line turn to who has the last word; where two have it, two to each."""
    chain = ("AARON | ESCALATES: BERT", "BERT | ESCALATES: ZED", "ZED | ESCALATION: final")
    alone = ("W1", "W2", "W3", "W4")
    one = communication_report(team_of(*chain, *alone)).repairs or ()
    assert [(repair.src, repair.dst) for repair in one] == [(name, "ZED") for name in alone]
    two = communication_report(team_of(*chain, "YAN | ESCALATION: final", *alone)).repairs or ()
    assert sorted(Counter(repair.dst for repair in two).items()) == [("YAN", 2), ("ZED", 2)]


def test_nobody_is_sent_to_somebody_who_stays_stuck() -> None:
    """A member whom others name, and who has no way up itself, is no end of a repair unless it is repaired too."""
    team = team_of("A | ESCALATES: B", "B", "C", "D | ESCALATION: final")
    repairs = {(one.src, one.dst) for one in communication_report(team).repairs or ()}
    assert repairs == {("B", "humans"), ("C", "D")}


def test_repairs_follow_the_reading_that_the_policy_asks_for() -> None:
    """With strict topics a line limited to one is no way for the rest: each such member gets a line of its own."""
    policy = CommunicationPolicy(topic_covers_all=False)
    cards = ["A | ESCALATES: B (money)", "B | ESCALATES: humans (money)"]
    report = communication_report(team_of(*cards, policy=policy))
    assert {one.status for one in report.escalation} == {"missing"}
    assert [(one.src, one.dst) for one in report.repairs or ()] == [("A", "B"), ("B", "humans")]
    mended = [f"{card} | {one.text[2:]}" for card, one in zip(cards, report.repairs or (), strict=True)]
    after = communication_report(team_of(*mended, policy=policy))
    assert {one.status for one in after.escalation} == {"covered"}
    assert report.lost_without == {}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("seed", range(30))
def test_pasted_repairs_repair(seed: int, strict: bool) -> None:
    """Whatever the team, with the printed lines in the cards everybody reaches the last word, also by odd names."""
    chance = random.Random(seed)
    names = ["Smith, Jane", "Coder (Python)", "ops and tools", "line to lead", "日本 太郎", "müller", "a/b", "x for y"]
    cards = []
    for name in names[: chance.randint(3, 8)]:
        ends = chance.choices(names, k=chance.randint(0, 2))
        lines = [f"ESCALATES: {end}{chance.choice(['', ' (money)'])}" for end in ends]
        lines += ["ESCALATION: final say"] if chance.random() < 0.2 else []
        cards.append(" | ".join([name, *lines]))
    policy = CommunicationPolicy(topic_covers_all=not strict)
    repairs = communication_report(team_of(*cards, policy=policy)).repairs
    assert repairs is not None
    added = {card: [one.text[2:] for one in repairs if one.src == card.split(" | ")[0]] for card in cards}
    mended = [" | ".join([card, *lines]) for card, lines in added.items()]
    report = communication_report(team_of(*mended, policy=policy))
    assert {one.status for one in report.escalation} == {"covered"}
    assert report.repairs == ()


def test_without_anybody_outside_or_above_no_repair_is_possible() -> None:
    """No externals and nobody upwards: that is said, not a crash."""
    team = team_of("A | ESCALATES: Big trouble", "B")
    bare = type(team)(team.members, externals=())
    report = communication_report(bare)
    assert (report.repairs, report.robust_repairs) == (None, None)
    assert read_lines(bare).total == 1
    assert len(policy_layer(bare, read_lines(bare))) == 3
