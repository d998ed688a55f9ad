"""Graph measures against published values, closed forms and brute force."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal

import networkx as nx
import pytest

from solver.communication.audit.report import communication_report
from solver.communication.congruence import congruence, handoff_distances
from solver.communication.escalation.routes import dominated, loops, lost_without
from solver.communication.layers import TOP, information_layer
from solver.communication.lines.channels import read_lines
from solver.communication.measures.bottlenecks import (
    betweenness,
    constraint,
    cut_vertices,
    strong_articulation_points,
    transit_lost,
)
from solver.communication.measures.fragmentation import fragmentation, key_sets
from solver.communication.repair.cheapest import cheapest_routes, disjoint_routes
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import CommunicationPolicy
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Group
from tests.communication.test_lines import team_of


def named(graph: nx.Graph) -> nx.DiGraph:
    """Return a graph with text names, both ways."""
    return nx.relabel_nodes(graph, str).to_directed()


def test_published_betweenness() -> None:
    """Krackhardt's kite (1990), Zachary's karate club (1977), the Florentine families (Padgett, Ansell 1993)."""
    kite = betweenness(named(nx.krackhardt_kite_graph()))
    assert kite["7"] / 2 == pytest.approx(14)
    assert kite["5"] / 2 == pytest.approx(8.3333, abs=1e-4)
    assert kite["3"] / 2 == pytest.approx(3.6667, abs=1e-4)
    karate = betweenness(named(nx.karate_club_graph()))
    assert karate["0"] / (33 * 32) == pytest.approx(0.4376, abs=1e-4)
    assert karate["33"] / (33 * 32) == pytest.approx(0.3041, abs=1e-4)
    families = betweenness(named(nx.florentine_families_graph()))
    assert families["Medici"] / (14 * 13) == pytest.approx(0.5220, abs=1e-4)
    assert max(families, key=lambda name: families[name]) == "Medici"


def test_constraint_in_closed_form() -> None:
    """Burt (1992): the centre of a star with n leaves has 1/n, a leaf 1, each of a triangle 9/8, a loner none."""
    star = named(nx.star_graph(4))
    star.add_node("loner")
    values = constraint(star)
    assert (values["0"], values["1"], values["loner"]) == (pytest.approx(1 / 4), pytest.approx(1), None)
    assert list(constraint(named(nx.complete_graph(3))).values()) == pytest.approx([9 / 8] * 3)


@pytest.mark.parametrize("n", [3, 5, 8])
def test_directed_path_and_cycle(n: int) -> None:
    """On a path the i-th of n stands between i * (n-1-i) pairs; in a cycle everybody holds it together."""
    path = nx.relabel_nodes(nx.path_graph(n, create_using=nx.DiGraph), str)
    wanted = {str(i): i * (n - 1 - i) for i in range(n)}
    assert betweenness(path) == pytest.approx(wanted)
    assert transit_lost(path) == wanted
    assert cut_vertices(path) == {str(i) for i in range(1, n - 1)}
    cycle = nx.relabel_nodes(nx.cycle_graph(n, create_using=nx.DiGraph), str)
    assert strong_articulation_points(cycle) == set(cycle)
    assert fragmentation(cycle, {"0"}) == 0.0


def test_out_tree_and_diamond() -> None:
    """In a tree everybody above is needed; in a diamond only the two ends are."""
    tree = nx.relabel_nodes(nx.balanced_tree(2, 2, create_using=nx.DiGraph), str).reverse()
    tree.add_edge("0", TOP)
    assert dominated(tree)["6"] == {"2", "0"}
    assert lost_without(tree)["0"] == ("1", "2", "3", "4", "5", "6")
    diamond = nx.DiGraph([("A", "B"), ("A", "C"), ("B", "D"), ("C", "D"), ("D", TOP)])
    assert dominated(diamond)["A"] == {"D"}


def random_layer(seed: int, n: int) -> nx.DiGraph:
    """Return a random escalation layer of n members."""
    chance = random.Random(seed)
    graph = nx.DiGraph()
    names = [f"m{i}" for i in range(n)]
    graph.add_nodes_from([*names, TOP])
    for src in names:
        graph.add_edges_from((src, dst) for dst in names if src != dst and chance.random() < 1.3 / n)
        if chance.random() < 0.25:
            graph.add_edge(src, TOP)
    return graph


def reaches(graph: nx.DiGraph, away: str = "") -> set[str]:
    """Return who reaches the last word when somebody is away."""
    return set(nx.ancestors(graph.subgraph(set(graph) - {away}), TOP))


@pytest.mark.parametrize("block", range(10))
def test_loss_equals_brute_force(block: int) -> None:
    """Who is cut off when a member is away, on 500 random layers."""
    for seed in range(block * 50, block * 50 + 50):
        graph = random_layer(seed, 8)
        whole = reaches(graph)
        wanted = {x: tuple(sorted(whole - {x} - reaches(graph, x))) for x in sorted(set(graph) - {TOP})}
        assert lost_without(graph) == {x: lost for x, lost in wanted.items() if lost}
        stuck = set(graph) - whole - {TOP}
        assert {name for loop in loops(graph) for name in loop} <= stuck


@pytest.mark.parametrize("seed", range(100))
def test_strong_articulation_equals_brute_force(seed: int) -> None:
    """A member is one exactly where its absence raises the number of strongly connected parts of the rest."""
    graph = random_layer(seed, 9).subgraph([f"m{i}" for i in range(9)])
    wanted = set()
    for away in graph:
        rest = graph.subgraph(set(graph) - {away})
        home = nx.node_connected_component(nx.Graph(nx.transitive_closure(graph).to_undirected(reciprocal=True)), away)
        if nx.number_strongly_connected_components(rest.subgraph(home - {away})) > 1 and len(home) > 2:
            wanted.add(away)
    assert strong_articulation_points(graph) == wanted


def enough(graph: nx.DiGraph, members: tuple[str, ...], k: int) -> bool:
    """Return whether everybody has k routes with nobody in common; a channel straight to the top carries all."""
    if not set(members) <= reaches(graph):
        return False
    if k == 1:
        return True
    needing = [m for m in members if not graph.has_edge(m, TOP)]
    return all(m in reaches(graph, x) for m in needing for x in members if x != m)


@pytest.mark.parametrize("k", [1, 2])
@pytest.mark.parametrize("block", range(10))
def test_repair_equals_brute_force(k: int, block: int) -> None:
    """The price of the cheapest channels equals the best of all choices, on 500 random layers."""
    for seed in range(block * 50, block * 50 + 50):
        chance = random.Random(seed)
        graph = random_layer(seed, 4)
        members = tuple(name for name in graph if name != TOP)
        absent = [(a, b) for a in members for b in graph if a != b and not graph.has_edge(a, b)]
        prices = {pair: Decimal(chance.randint(1, 5)) for pair in chance.sample(absent, min(7, len(absent)))}
        best = None
        for size in range(len(prices) + 1):
            for chosen in itertools.combinations(prices, size):
                price = sum(prices[pair] for pair in chosen)
                if best is not None and price >= best:
                    continue
                more = graph.copy()
                more.add_edges_from(chosen)
                if enough(more, members, k):
                    best = price
        found = (cheapest_routes if k == 1 else disjoint_routes)(graph, prices, members)
        if best is None:
            assert found is None
        else:
            assert found is not None
            assert sum(prices[pair] for pair in found) == best
            graph.add_edges_from(found)
            assert enough(graph, members, k)


def test_a_group_is_a_hub_and_never_a_clique() -> None:
    """Whoever addresses a group is one step from each of it; those who do so do not thereby reach each other."""
    group = (Group("all", ("A", "B", "C", "D")),)
    team = team_of("A | PROVIDES: all", "B | PROVIDES: all (news)", "C", "D", groups=group)
    distances = handoff_distances(team)
    assert distances.tolist() == [[0, 1, 1, 1], [4, 0, 4, 4], [4, 4, 0, 4], [4, 4, 4, 0]]
    assert information_layer(team, read_lines(team), groups=True).number_of_edges() == 5


def test_handoffs_by_hand() -> None:
    """A hands on to C through B: two steps; D is out of reach: broken; one pair of two has a channel."""
    team = team_of("A | PROVIDES: B", "B | PROVIDES: C", "C", "D")
    rows = [("T1", ()), ("T2", ("T1",)), ("T3", ("T1",)), ("T4", ("T3",))]
    tasks = (Task(name, "", "", "LOW", "TODO", "", 60, "", (), before, 1, "", 1) for name, before in rows)
    plan = Plan(tuple(Assignment(*pair) for pair in (("T1", "A"), ("T2", "B"), ("T3", "C"), ("T4", "D"))))
    found = congruence(team, Backlog(tuple(tasks)), plan, read_lines(team))
    assert [(h.giver, h.taker, h.distance) for h in found.handoffs] == [("A", "B", 1), ("A", "C", 2), ("C", "D", None)]
    assert found.congruence == pytest.approx(1 / 3)
    assert dict(found.communicator_load) == {"A": 2, "B": 2, "C": 2, "D": 1}
    assert len(found.broken) == 1


def test_library_facts() -> None:
    """What the measures rest on: a version that changes it is noticed here."""
    assert "a" not in nx.immediate_dominators(nx.DiGraph([("a", "b")]), "a") or (
        nx.immediate_dominators(nx.DiGraph([("a", "b")]), "a")["a"] in {"a", None}
    )
    sink = nx.DiGraph([("a", "b")])
    assert nx.constraint(sink, nodes=["b"])["b"] != nx.constraint(sink, nodes=["b"])["b"]
    with pytest.raises(nx.NetworkXNotImplemented):
        list(nx.articulation_points(sink))
    assert nx.minimum_node_cut(nx.DiGraph([("t", "s"), ("s", "x"), ("x", "t")]), "s", "t") == set()
    for refused in (nx.current_flow_betweenness_centrality, nx.current_flow_closeness_centrality):
        with pytest.raises(nx.NetworkXNotImplemented):
            refused(sink)
    with pytest.raises(nx.NetworkXNotImplemented):
        list(nx.k_edge_augmentation(sink, 2))
    # c reaches nobody, so two nodes are not connected at all; without ends the answer is 1.
    tree = nx.DiGraph([("a", "b"), ("b", "c"), ("b", "d")])
    assert (nx.node_connectivity(tree, "c", "a"), nx.node_connectivity(tree)) == (0, 1)
    twice = nx.DiGraph([("s", "x"), ("s", "y"), ("x", "t"), ("y", "t")])
    assert len(list(nx.node_disjoint_paths(twice, "s", "t"))) == nx.node_connectivity(twice, "s", "t") == 2


def brute_fragmentation(graph: nx.DiGraph[str], away: set[str]) -> float:
    """Return the share of pairs without a contact path, by walking from everybody."""
    rest = [name for name in graph if name not in away]
    apart = 0
    for start in rest:
        seen, todo = {start}, [start]
        while todo:
            at = todo.pop()
            for other in rest:
                if other not in seen and (graph.has_edge(at, other) or graph.has_edge(other, at)):
                    seen.add(other)
                    todo.append(other)
        apart += len(rest) - len(seen)
    return apart / (len(rest) * (len(rest) - 1))


@pytest.mark.parametrize("seed", range(20))
def test_key_sets_equal_brute_force(seed: int) -> None:
    """The named set of each size leaves as many pairs apart as any set of that size."""
    chance = random.Random(seed)
    graph = nx.DiGraph()
    graph.add_nodes_from("abcdefg")
    graph.add_edges_from((a, b) for a in "abcdefg" for b in "abcdefg" if a != b and chance.random() < 0.18)
    for size, found in enumerate(key_sets(graph)):
        assert len(found.members) == size
        assert found.fragmentation == pytest.approx(brute_fragmentation(graph, set(found.members)))
        best = max(brute_fragmentation(graph, set(away)) for away in itertools.combinations("abcdefg", size))
        assert found.fragmentation == pytest.approx(best)


def test_a_communicator_has_a_limit() -> None:
    """Whoever carries more hand-offs than the team agreed on is named; at the limit nobody is."""
    rows = [("T1", ()), ("T2", ("T1",)), ("T3", ("T1",))]
    tasks = (Task(name, "", "", "LOW", "TODO", "", 60, "", (), before, 1, "", 1) for name, before in rows)
    plan = Plan(tuple(Assignment(*pair) for pair in (("T1", "A"), ("T2", "B"), ("T3", "C"))))
    backlog = Backlog(tuple(tasks))
    for limit, named in ((1, ["A carries 2 hand-offs of at most 1"]), (2, [])):
        policy = CommunicationPolicy(communicator_limit=limit)
        team = team_of("A | PROVIDES: B, C", "B", "C", policy=policy)
        findings = communication_report(team, backlog, plan).findings
        assert [finding.text for finding in findings if finding.code == "PLAN02"] == named


@pytest.mark.parametrize("seed", range(30))
def test_transit_lost_equals_brute_force(seed: int) -> None:
    """The pairs that lose each other are those with a path before and none without the member."""
    chance = random.Random(seed)
    graph = nx.DiGraph()
    graph.add_nodes_from("abcdefgh")
    graph.add_edges_from((a, b) for a in "abcdefgh" for b in "abcdefgh" if a != b and chance.random() < 0.2)
    for away, lost in transit_lost(graph).items():
        rest = graph.subgraph(set(graph) - {away})
        pairs = itertools.permutations(rest, 2)
        assert lost == sum(nx.has_path(graph, a, b) and not nx.has_path(rest, a, b) for a, b in pairs)


def test_what_cannot_be_weighed_is_said() -> None:
    """A team too large for two routes still gets one route for everybody, and a sentence instead of a long wait."""
    cards = [f"M{i} | ESCALATES: M{i // 2}" for i in range(1, 90)]
    report = communication_report(team_of("M0 | ESCALATION: final", *cards))
    assert report.repairs == ()
    assert report.robust_repairs is None
    assert report.robust_skipped.startswith("not looked for")
    assert report.to_dict()["robust_skipped"] == report.robust_skipped
