"""Who can escalate, and in what words it is said why not."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from solver.communication.audit.agreement import agreements
from solver.communication.audit.report import communication_report
from solver.communication.escalation.routes import MOST_NAMES, escalations
from solver.communication.escalation.ways import Stuck, steps_up
from solver.communication.layers import TOP, escalation_layer
from solver.communication.lines.channels import read_lines
from solver.domain.policies import CommunicationPolicy
from solver.domain.team import Group, Team
from tests.communication.test_lines import team_of

TAKES = "only B says that escalations are received there"
GHOST = "at GHOST"
STUCK = "dead end at B, who says that escalations are received there"


def verdict(*cards: str, groups: tuple[Group, ...] = (), policy: CommunicationPolicy | None = None) -> tuple[str, str]:
    """Return status and reason of the first member."""
    team = team_of(*cards, groups=groups, policy=policy)
    one = escalations(team, read_lines(team))[0]
    return one.status, one.reason


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        (["A", "B | RECEIVES: Escalations | ESCALATION: final"], ("weak", TAKES)),
        (["A", "B | RECEIVES: Escalations from A | ESCALATION: final"], ("weak", TAKES)),
        (["A", "B | RECEIVES: A (escalations) | ESCALATES: humans"], ("weak", TAKES)),
        (["A", "B | RECEIVES: Escalations from C | ESCALATION: final", "C"], ("missing", "no line")),
        (["A", "B | RECEIVES: Escalations"], ("missing", STUCK)),
        (["A | RECEIVES: Escalations", "B | RECEIVES: Escalation requests"], ("missing", STUCK)),
        (["A", "B | RECEIVES: De-escalation training material | ESCALATION: final"], ("missing", "no line")),
        (["A", "B | RECEIVES: Escalation policies | ESCALATION: final"], ("missing", "no line")),
        (["A | ESCALATES: C", "B | RECEIVES: Escalations from C | ESCALATION: final", "C"], ("weak", TAKES)),
        (["A | ESCALATES: A", "B | ESCALATION: final"], ("missing", "its only line is to itself")),
        (["A | ESCALATES: GHOST", "B | RECEIVES: Escalations | ESCALATION: final"], ("leaves the known team", GHOST)),
        (["A | ESCALATION: Broken builds to B", "B | ESCALATION: final"], ("covered", "")),
        (["A | ESCALATION: Broken builds to B", "B"], ("missing", "dead end at B")),
        (["A | ESCALATION: Final decisions to B", "B | ESCALATES: humans"], ("covered", "")),
        (["A | ESCALATION: not final", "B"], ("missing", "declared without a target: 'not final'")),
        (["A | ESCALATION: Level 2 matters", "B"], ("missing", "declared without a target: 'Level 2 matters'")),
        (["A | ESCALATION: Final escalation point"], ("covered", "")),
        (["A | ESCALATES: B", "B | ESCALATES: C", "C | ESCALATES: B"], ("missing", "loop of B, C")),
    ],
)
def test_each_standing_has_its_words(cards: list[str], expected: tuple[str, str]) -> None:
    """Acceptors count if they take the asker's concern and reach the last word; each dead line says what it is."""
    assert verdict(*cards) == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ((), "the group 'oncall' has no members"),
        (("A",), "the group 'oncall' has no members other than A"),
        (("A", "C"), "dead end at C"),
    ],
)
def test_a_group_without_anybody_else_is_a_reason_of_its_own(inside: tuple[str, ...], expected: str) -> None:
    """An empty group and a group of the asker alone lead nowhere, and neither is a loop."""
    cards = ("A | ESCALATES: oncall", "B | ESCALATION: final", "C")
    assert verdict(*cards, groups=(Group("oncall", inside),)) == ("missing", expected)
    team = team_of(*cards, groups=(Group("oncall", inside),))
    assert "ESC007" not in {one.code for one in communication_report(team).findings}


def test_strict_topics_say_what_the_lines_cover() -> None:
    """A member whose lines are limited has lines: the reason names what they cover."""
    policy = CommunicationPolicy(topic_covers_all=False)
    found = verdict("A | ESCALATES: B (money)", "B | ESCALATION: final", policy=policy)
    assert found == ("missing", "its lines cover only 'money'")


@pytest.mark.parametrize(("limit", "named"), [(3, []), (2, ["A"]), (1, ["A", "B"])])
@pytest.mark.parametrize("end", ["D | ESCALATION: final", "D"])
def test_a_way_of_exactly_the_limit_is_not_long(limit: int, named: list[str], end: str) -> None:
    """A way is as long as its lines: to a member with the last word, and as well to somebody outside."""
    last = "C | ESCALATES: D" if "final" in end else "C | ESCALATES: humans"
    policy = CommunicationPolicy(longest_chain=limit)
    report = communication_report(team_of("A | ESCALATES: B", "B | ESCALATES: C", last, end, policy=policy))
    long = [one.text.split(": ")[1].split(" -> ")[0] for one in report.findings if one.code == "ESC005"]
    assert (long, report.escalation[0].steps) == (named, 3)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("COLLABORATES: B", "RECEIVES: Bug reports", "one-sided"),
        ("COLLABORATES: B", "COLLABORATES: All agents", "half-open"),
        ("ESCALATES: B", "RECEIVES: Escalations", "half-open"),
        ("ESCALATES: B", "RECEIVES: Bug reports", "one-sided"),
        ("ESCALATES: B", "RECEIVES: Escalations from A", "mutual"),
        ("ESCALATES: B", "PROVIDES: Advice", "one-sided"),
        ("REPORTS TO: B", "RECEIVES: Status updates", "half-open"),
        ("RECEIVES: B", "PROVIDES: Test data", "half-open"),
        ("RECEIVES: B", "RECEIVES: Test data", "one-sided"),
        ("NOTIFIES: B", "BROADCASTS: News", "one-sided"),
        ("RECEIVES: B", "BROADCASTS: News", "half-open"),
        ("CONSULTS: B", "PROVIDES: Advice", "one-sided"),
    ],
)
def test_half_open_needs_the_complementary_verb(one: str, other: str, expected: str) -> None:
    """An open line of the other side answers only what it is the other half of."""
    team = team_of(f"A | {one}", f"B | {other}")
    assert [row.status for row in agreements(team, read_lines(team)) if row.said_by == "A"] == [expected]


@pytest.mark.parametrize("line", ["BLOCKS: B", "MAINTAINS: B", "HUMS: B"])
def test_what_is_no_channel_needs_no_answer(line: str) -> None:
    """A gate, a duty and an unknown verb are no channel that another side could confirm."""
    team = team_of(f"A | {line}", "B")
    assert agreements(team, read_lines(team)) == ()


def test_who_stands_outside_and_who_has_no_hours_is_listed() -> None:
    """Whom nobody names, who names nobody, and terminals without hours; members of one kind in one finding."""
    team = team_of("A | NOTIFIES: B", "B | ESCALATION: final", "C", "D")
    idle = Team(tuple(type(one)(one.id, one.card, 0 if one.id == "B" else 60) for one in team.members))
    found = {one.code: one.text for one in communication_report(idle).findings}
    assert found["NET003"] == "nobody else names 3 members (A, C, D)"
    assert found["NET004"] == "3 members (B, C, D) name nobody else"
    assert found["ESC008"] == "B has the last word and has no hours"


def test_a_team_whose_cards_say_nothing_is_told_so_once() -> None:
    """No line at all is one finding, not one for each member, and nothing is repaired."""
    report = communication_report(team_of(*(f"M{i}" for i in range(9))))
    assert [(one.severity, one.code) for one in report.findings] == [("error", "COM000")]
    assert (report.is_silent, report.repairs, report.robust_repairs) == (True, None, None)
    assert report.to_dict()["robust_skipped"] == "no card says whom to turn to"


def test_many_of_one_kind_are_one_finding() -> None:
    """A count and the first ten; the lists in full stand beside it, and every kind keeps its code."""
    cards = [f"m{i} | ESCALATES: gone-{i} | PROVIDES: lost-{i} (data)" for i in range(40)]
    report = communication_report(team_of(*cards))
    count = {code: sum(one.code == code for one in report.findings) for code in ("COM001", "ESC002")}
    assert count == {"COM001": 1, "ESC002": 1}
    (names,) = (one for one in report.findings if one.code == "COM001")
    assert names.text.startswith("80 names that nobody in the team has: m0 names 'gone-0'")
    assert names.text.endswith("and 70 more")
    assert len(report.to_dict()["dangling"]) == 80
    (left,) = (one for one in report.findings if one.code == "ESC002")
    assert left.text.startswith("escalation of 40 members leaves the known team: ")


@pytest.mark.parametrize("seed", range(60))
def test_steps_equal_the_shortest_paths_of_networkx(seed: int) -> None:
    """The lines to the last word, the reasons' dead ends and loops, and the unknown names, on random layers."""
    chance = random.Random(seed)
    names = [f"m{i}" for i in range(12)]
    cards = []
    for name in names:
        ends = [chance.choice([*names, "crew", "GHOST", "humans"]) for _ in range(chance.choice([0, 1, 1, 2]))]
        final = ["ESCALATION: final"] if chance.random() < 0.08 else []
        cards.append(" | ".join([name, *(f"ESCALATES: {end}" for end in ends), *final]))
    team = team_of(*cards, groups=(Group("crew", tuple(chance.sample(names, 3))),))
    layer = escalation_layer(team, read_lines(team))
    wanted = nx.single_source_dijkstra_path_length(layer.reverse(), TOP, weight="length")
    assert steps_up(layer) == dict(wanted)
    stuck = Stuck(layer, steps_up(layer))
    for name in (name for name in names if name not in wanted and layer.succ[name]):
        reach = nx.descendants(layer, name)
        assert stuck.unknown(name) == sorted(other[1:] for other in reach if other.startswith("?"))
        ends = {other for other in reach if not layer.succ[other] and not other.startswith("?")}
        assert ("dead end" in stuck.reason(name)) == bool(ends)
        assert all(end in stuck.reason(name) for end in sorted(ends)[:10] if not end.startswith("group:"))


def test_lists_that_grow_with_the_square_are_null_with_a_reason() -> None:
    """In a chain of many, routes and losses would fill the memory: their lengths are given, and why not the names."""
    n = 700
    cards = ["m0 | ESCALATION: final", *(f"m{i} | ESCALATES: m{i - 1}" for i in range(1, n))]
    report = communication_report(team_of(*cards))
    data = report.to_dict()
    assert n * (n - 1) / 2 > MOST_NAMES
    assert data["cut_members"] is None
    assert data["cut_members_count"]["m1"] == n - 2
    assert data["escalation"]["m600"]["route"] is None
    assert data["escalation"]["m600"]["steps"] == 600
    assert {"route", "cut_members", "cut_off_by"} <= set(data["skipped"])
