"""Every figure of a team of any size equals an independent library's, within its memory and time."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from solver.communication.audit.report import CommunicationReport, communication_report
from solver.communication.layers import TOP
from solver.communication.measures import bottlenecks, transit
from solver.communication.measures.fragmentation import key_sets
from solver.domain.cards import CommunicationLine, RoleCard
from solver.domain.team import Group, Member, Team
from solver.readers.cards.cards import card_id
from tests.communication.test_lines import SHARED, team_of

AREAS = ("api", "ui", "data", "cloud", "mobile", "web", "security", "infra", "ml", "seo", "payment", "search", "game")
CRAFTS = ("designer", "auditor", "engineer", "tester", "reviewer", "architect", "builder", "writer", "analyst", "ops")
TELLS = {"COLLABORATES": "both", "PROVIDES": "to", "CONSULTS": "both", "RECEIVES": "from", "NOTIFIES": "to"}


def family(n: int, seed: int, lines: int = 4, upper: bool = False) -> tuple[Team, nx.DiGraph[str], set[str]]:
    """Return a team of slugs, the contacts that its lines make, and the names that nobody has."""
    chance = random.Random(seed)
    names = [f"{area}-{craft}" for area in AREAS for craft in CRAFTS]
    names += [f"{chance.choice(AREAS)}-{chance.choice(CRAFTS)}-{i}" for i in range(len(names), int(n * 1.3))]
    chance.shuffle(names)
    names = [name.upper() for name in names] if upper else names
    have, gone = names[:n], names[n : int(n * 1.3)]
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(have))
    members, missing = [], set()
    for name in sorted(have):
        ends = [chance.choice(have if chance.random() < 0.7 else gone) for _ in range(lines)]
        said = [(chance.choice(sorted(TELLS)), end) for end in ends]
        said += [("ESCALATES", chance.choice(have))] if chance.random() < 0.6 else []
        texts = [CommunicationLine(verb, f"{end} (plans)", i) for i, (verb, end) in enumerate(said, start=7)]
        texts += [CommunicationLine("ESCALATION", "final say", 30)] if chance.random() < 0.05 else []
        members.append(Member(name, RoleCard(name, "", (), (), (), (), tuple(texts), (), (), f"cards/{name}.md"), 60))
        missing |= {end for _, end in said} - set(have)
        for verb, end in said:
            ways = {"both": ((name, end), (end, name)), "from": ((end, name),)}.get(TELLS.get(verb, ""), ((name, end),))
            graph.add_edges_from(way for way in ways if end in graph and end != name)
    return Team(tuple(members)), graph, missing


def equal(report: CommunicationReport, graph: nx.DiGraph[str]) -> None:
    """Compare every measure with NetworkX."""
    found = {one.member: one for one in report.bottlenecks}
    scores, constraints = nx.betweenness_centrality(graph, normalized=False), nx.constraint(graph)
    cuts, n = set(nx.articulation_points(graph.to_undirected())), len(graph)
    for name, one in found.items():
        assert one.betweenness == pytest.approx(scores[name], abs=1e-6)
        assert one.normalised == pytest.approx(scores[name] / ((n - 1) * (n - 2)), abs=1e-9)
        assert one.is_cut_vertex == (name in cuts)
        assert one.constraint == pytest.approx(constraints[name]) or constraints[name] != constraints[name]
    best = max(apart(graph, {name}) for name in graph)
    assert report.key_sets[0].fragmentation == pytest.approx(apart(graph, set()))
    assert report.key_sets[1].fragmentation == pytest.approx(best)


def apart(graph: nx.DiGraph[str], away: set[str]) -> float:
    """Return the share of pairs that are in different parts of the contacts without some members."""
    rest = nx.Graph(graph.subgraph(set(graph) - away))
    n = len(rest)
    return 1 - sum(len(part) * (len(part) - 1) for part in nx.connected_components(rest)) / (n * (n - 1))


def lost_pairs(graph: nx.DiGraph[str], away: str) -> int:
    """Return how many ordered pairs of others lose each other, counted from the closure of both graphs."""
    rest = graph.subgraph(set(graph) - {away})
    before = sum(len(nx.descendants(graph, name) - {away}) for name in rest)
    return before - sum(len(nx.descendants(rest, name)) for name in rest)


@pytest.mark.parametrize("seed", range(2))
def test_the_family_of_158_slugs_equals_networkx(seed: int) -> None:
    """Lower-case ids are found, missing ones are all named, and every figure is the library's."""
    team, graph, missing = family(158, seed)
    report = communication_report(team)
    assert {row["name"] for row in report.to_dict()["dangling"]} == missing
    equal(report, graph)
    for name in sorted(graph)[::40]:
        assert next(one for one in report.bottlenecks if one.member == name).transit_lost == lost_pairs(graph, name)
    strong = {one.member for one in report.bottlenecks if one.is_strong_articulation}
    parts = [graph.subgraph(part) for part in nx.strongly_connected_components(graph) if len(part) > 2]
    splits = {
        name for part in parts for name in part if not nx.is_strongly_connected(part.subgraph(set(part) - {name}))
    }
    assert strong == splits


def test_case_of_ids_changes_nothing_but_the_names() -> None:
    """The same family in capitals has the same dangling names and the same figures."""
    small, _, missing = family(36, 3)
    large, _, shouted = family(36, 3, upper=True)
    one, other = communication_report(small), communication_report(large)
    assert {name.upper() for name in missing} == shouted
    assert len(one.lines.of_status("dangling")) == len(other.lines.of_status("dangling")) > 20
    both = [sorted(report.bottlenecks, key=lambda row: row.member) for report in (one, other)]
    for a, b in zip(*both, strict=True):
        assert (a.member.upper(), a.transit_lost, a.is_cut_vertex) == (b.member, b.transit_lost, b.is_cut_vertex)
        assert a.betweenness == pytest.approx(b.betweenness)
    assert [row.status for row in one.escalation] == [row.status for row in other.escalation]


@pytest.mark.parametrize("groups", [False, True])
def test_the_fast_way_and_the_plain_way_agree(groups: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Betweenness by igraph, pairs lost compiled, and both in plain Python give the same answers, hubs too."""
    pytest.importorskip("igraph")
    pytest.importorskip("numba")
    team, graph, _ = family(80, 5)
    if groups:
        for i in range(8):
            graph.add_edge(f"group:{i}:in", sorted(graph)[i], length=0.5)
            graph.add_edge(sorted(graph)[-i - 1], f"group:{i}:in", length=0.5)
    for src, dst, data in graph.edges(data=True):
        graph[src][dst].setdefault("length", 1.0)
        assert data
    monkeypatch.setattr(bottlenecks, "MOST_STEPS_PLAIN", 0)
    monkeypatch.setattr(transit, "MOST_STEPS_PLAIN", 0)
    fast, lost = bottlenecks.betweenness(graph), transit.transit_lost(graph)
    monkeypatch.setattr(bottlenecks, "MOST_STEPS_PLAIN", 10**9)
    monkeypatch.setattr(transit, "MOST_STEPS_PLAIN", 10**9)
    assert fast == pytest.approx(bottlenecks.betweenness(graph))
    assert lost == transit.transit_lost(graph)


def test_what_is_too_large_is_null_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure that is not computed for its size is None, never 0, and the reason stands beside it and in the text."""
    from solver.report.workspace.communication import communication_answer

    for room in (bottlenecks, transit):
        for limit in ("MOST_STEPS_PLAIN", "MOST_STEPS_FAST", "MOST_STEPS_COMPILED"):
            monkeypatch.setattr(room, limit, 10, raising=False)
    report = communication_report(family(20, 1)[0])
    data = report.to_dict()
    assert {row[key] for row in data["bottlenecks"] for key in ("betweenness", "normalised", "transit_lost")} == {None}
    for key in ("betweenness", "normalised", "transit_lost", "depends_on_layer"):
        assert data["skipped"][key].startswith("not co")
    assert "not computed for 20 members" in "\n".join(communication_answer(report).lines())


@pytest.mark.parametrize("seed", range(20))
def test_one_member_away_equals_trying_each(seed: int) -> None:
    """The walk that finds the best single member gives what trying every member gives."""
    chance = random.Random(seed)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(f"m{i}" for i in range(chance.randint(3, 14)))
    graph.add_edges_from((a, b) for a in list(graph) for b in list(graph) if a < b and chance.random() < 0.15)
    found = key_sets(graph, 1)[1]
    assert found.fragmentation == pytest.approx(max(apart(graph, {name}) for name in graph))
    assert found.fragmentation == pytest.approx(apart(graph, set(found.members)))


def test_escalations_of_a_random_team_equal_networkx() -> None:
    """Who reaches the last word, in how many lines, and who is lost without whom, on 250 members."""
    team, _, _ = family(250, 7)
    report = communication_report(team)
    layer: nx.DiGraph[str] = nx.DiGraph()
    layer.add_node(TOP)
    ids = {member.id for member in team.members}
    for member in team.members:
        layer.add_node(member.id)
        for line in member.card.communication:
            end = line.text.split(" (")[0]
            if line.verb == "ESCALATES" and end in ids and end != member.id:
                layer.add_edge(member.id, end, length=1)
            elif line.verb == "ESCALATION":
                layer.add_edge(member.id, TOP, length=0)
    wanted = nx.single_source_dijkstra_path_length(layer.reverse(), TOP, weight="length")
    for one in report.escalation:
        assert (one.steps, one.status == "covered") == (wanted.get(one.member), one.member in wanted)
    parents = nx.immediate_dominators(layer.reverse(), TOP)
    tree: nx.DiGraph[str] = nx.DiGraph((parent, name) for name, parent in parents.items() if parent not in {None, name})
    counts = {name: len(nx.descendants(tree, name)) for name in tree if name != TOP}
    assert dict(report.lost_counts) == {name: count for name, count in counts.items() if count}


@pytest.mark.slow
def test_5000_members_within_memory() -> None:
    """Every figure of 5,000 members takes less than 600 MB in a process of its own."""
    pytest.importorskip("igraph")
    code = (
        "import re\n"
        "from pathlib import Path\n"
        "from solver.communication.audit.report import communication_report\n"
        "from tests.communication.test_sizes import family\n"
        "team, graph, _ = family(5000, 11)\n"
        "report = communication_report(team)\n"
        "status = Path('/proc/self/status').read_text()\n"
        "peak = int(re.search(r'VmHWM:\\s*(\\d+)', status)[1]) / 1024\n"
        "print(peak, dict(report.skipped))\n"
    )
    words = [sys.executable, "-c", code]
    root = Path(__file__).parents[2]
    found = subprocess.run(words, capture_output=True, text=True, check=True, cwd=root, env={"PYTHONPATH": str(root)})
    peak = float(found.stdout.split()[0])
    assert "betweenness" not in found.stdout
    assert peak < 600


def test_figures_of_a_large_team_are_those_of_the_libraries() -> None:
    """Betweenness, constraint, cut vertices and the pairs lost of the busiest member, for 450 members."""
    pytest.importorskip("igraph")
    team, graph, _ = family(450, 11)
    by_the_libraries(communication_report(team), graph)


def by_the_libraries(report: CommunicationReport, graph: nx.DiGraph[str]) -> None:
    """Compare the figures of a large team with igraph, and the pairs lost of the busiest with its reachability."""
    import igraph

    names = list(graph)
    row = {name: number for number, name in enumerate(names)}
    network = igraph.Graph(len(names), [(row[a], row[b]) for a, b in graph.edges], directed=True)
    found = {one.member: one for one in report.bottlenecks}
    scores, constraints = network.betweenness(directed=True), network.constraint()
    cuts = set(network.as_undirected().articulation_points())
    for name, one in found.items():
        assert one.betweenness == pytest.approx(scores[row[name]], abs=1e-6)
        assert one.constraint is None or one.constraint == pytest.approx(constraints[row[name]])
        assert one.is_cut_vertex == (row[name] in cuts)
    for name in [one.member for one in report.bottlenecks[:1]]:
        assert found[name].transit_lost == lost_pairs(graph, name)


@pytest.mark.skipif(not SHARED.exists(), reason="the real cards are not here")
def test_real_slugs_resolve_and_dangle_in_either_case() -> None:
    """The names after a small word in real cards are found where a card has them, and all others are dangling."""
    cards = {card_id(path): path.read_text(encoding="utf-8") for path in (SHARED / "cards" / "claude").glob("*.md")}
    for change in (str.lower, str.upper):
        ids, said, ends = {change(name) for name in cards}, [], []
        for name, text in sorted(cards.items()):
            about = re.split(r"(?i)integration with other agents", text)[-1]
            named = re.findall(r"\b(?:with|from|to|Support|Guide|Help|Assist) ([a-z0-9]+(?:-[a-z0-9]+)+)\b", about)
            ends += [change(end) for end in named]
            said.append(" | ".join([change(name), *(f"COLLABORATES: {change(end)} (work)" for end in named)]))
        lines = communication_report(team_of(*said)).lines
        resolved = {channel.other for channel in lines.of_status("member")}
        dangling = {channel.other for channel in lines.of_status("dangling")}
        assert resolved == {end for end in ends if end in ids}
        assert dangling == {end for end in ends if end not in ids}
        assert len(dangling) > 25


def test_a_group_of_thousands_stays_a_hub() -> None:
    """Lines to a group of everybody cost two edges a member at most, and say so in the same time."""
    names = tuple(f"m{i}" for i in range(1500))
    cards = [f"{name} | COLLABORATES: crew | BROADCASTS: news" for name in names]
    team = team_of(*cards, groups=(Group("crew", names),))
    report = communication_report(team)
    assert [one.code for one in report.findings if one.severity == "error"] == ["ESC001"]
    assert {one.betweenness for one in report.bottlenecks} == {0.0}
