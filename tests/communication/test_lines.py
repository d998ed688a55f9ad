"""Communication lines: every real line as a person reads it, and every trap seen in the wild."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.communication.audit.agreement import agreements
from solver.communication.audit.report import communication_report
from solver.communication.escalation.routes import escalations
from solver.communication.lines.channels import read_lines
from solver.communication.lines.grammar import Item, names_of, parse_objects
from solver.domain.policies import CommunicationPolicy
from solver.domain.team import Group, Member, Team
from solver.readers.cards.cards import parse_card, read_card

SHARED = Path(__file__).parents[3] / "shared" / "data"
CARDS = [SHARED / "seed" / "BACKEND_DEV", *(SHARED / "cards" / "agenticmode").glob("*")]
real = pytest.mark.skipif(not SHARED.exists(), reason="the real cards are not here")

# What a person reads in each line of the six cards: verb, and for each object its name, status and topic.
EXPECTED = {
    ("AUDITOR", "REPORTS TO"): [("AGENT_MANAGER", "dangling", ""), ("CLIENT", "member", "")],
    ("AUDITOR", "AUDITS"): [("", "unresolved", "")],
    ("AUDITOR", "ESCALATES"): [("", "unresolved", "")],
    ("AUDITOR", "RECOMMENDS"): [("", "unresolved", "")],
    ("AUDITOR", "TRACKS"): [("", "unresolved", "")],
    ("BACKEND_DEV", "COLLABORATES"): [
        ("FRONTEND_DEV", "member", "API contracts"),
        ("DATABASE_ADMIN", "dangling", "schema design"),
    ],
    ("BACKEND_DEV", "RECEIVES"): [("ARCHITECT", "dangling", "design specifications")],
    ("BACKEND_DEV", "PROVIDES"): [("QA_ENGINEER", "member", "test data and endpoints")],
    ("BACKEND_DEV", "ESCALATES"): [("SECURITY", "dangling", "vulnerabilities")],
    ("CLIENT", "RECEIVES"): [("", "unresolved", ""), ("", "unresolved", "")],
    ("CLIENT", "BROADCASTS"): [("group:*", "all", "New project announcements")],
    ("CLIENT", "MONITORS"): [("", "unresolved", "")],
    ("CLIENT", "ESCALATES"): [("humans", "external", "Blocked decisions")],
    ("FRONTEND_DEV", "COLLABORATES"): [
        ("BACKEND_DEV", "member", "API integration"),
        ("UI_DESIGNER", "dangling", "design implementation"),
    ],
    ("FRONTEND_DEV", "RECEIVES"): [("ARCHITECT", "dangling", "frontend architecture")],
    ("FRONTEND_DEV", "PROVIDES"): [("QA_ENGINEER", "member", "test components")],
    ("FRONTEND_DEV", "CONSULTS"): [("PERFORMANCE", "member", "optimization strategies")],
    ("PERFORMANCE", "COLLABORATES"): [("MONITOR", "dangling", ""), ("", "unresolved", "")],
    ("PERFORMANCE", "OPTIMIZES"): [("", "unresolved", "")],
    ("PERFORMANCE", "REPORTS"): [("", "unresolved", "")],
    ("QA_ENGINEER", "RECEIVES"): [("", "unresolved", "")],
    ("QA_ENGINEER", "PROVIDES"): [("", "unresolved", "")],
    ("QA_ENGINEER", "ESCALATES"): [("ORCHESTRATOR", "dangling", "Critical bugs")],
    ("QA_ENGINEER", "COLLABORATES"): [("", "unresolved", "")],
    ("QA_ENGINEER", "APPROVES"): [("", "unresolved", "")],
}


def team_of(*cards: str, groups: tuple[Group, ...] = (), policy: CommunicationPolicy | None = None) -> Team:
    """Return a team from texts ``NAME | VERB: objects | VERB: objects``."""
    members = []
    for card in cards:
        name, *lines = (part.strip() for part in card.split("|"))
        text = "## Communication Priority\n" + "\n".join(f"- {line}" for line in lines)
        members.append(Member(name, parse_card(text, name), 60))
    return Team(tuple(members), groups, communication=policy or CommunicationPolicy())


@real
def test_each_real_line_is_read_as_a_person_reads_it() -> None:
    """No invented member, none missed, on the six cards of the family."""
    cards = [read_card(folder / "IDENTITY.md") for folder in sorted(CARDS)]
    lines = read_lines(Team(tuple(Member(card.id, card, 60) for card in cards)))
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for channel in {
        (c.declared_by, c.line, c.src, c.dst) if c.status != "unresolved" else (c.declared_by, c.line): c
        for c in reversed(lines.channels)
    }.values():
        if channel.kind in {"peer", "consult"} and channel.dst == channel.declared_by:
            continue
        other = channel.dst if channel.src == channel.declared_by else channel.src
        found.setdefault((channel.declared_by, channel.verb), []).append((other, channel.status, channel.topic))
    assert {key: sorted(rows) for key, rows in found.items()} == {key: sorted(rows) for key, rows in EXPECTED.items()}


@real
def test_the_seed_card_alone_leaves_the_known_team() -> None:
    """One card is no team: its escalation ends at a name that nobody here has."""
    card = read_card(SHARED / "seed" / "BACKEND_DEV" / "IDENTITY.md")
    team = Team((Member(card.id, card, 60),))
    (one,) = escalations(team, read_lines(team))
    assert (one.status, one.reason) == ("leaves the known team", "at SECURITY")
    assert communication_report(team).to_dict()["escalation"]["BACKEND_DEV"]["route"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All CRITICAL errors", [Item("All CRITICAL errors", "unresolved")]),
        ("OPS (API contracts)", [Item("OPS", "member", "API contracts")]),
        ("System performance alerts", [Item("System performance alerts", "unresolved")]),
        ("Deployment requests", [Item("Deployment requests", "unresolved")]),
        ("OPS, API", [Item("OPS", "member"), Item("API", "member")]),
        ("Critical bugs to OPS", [Item("OPS", "member", "Critical bugs")]),
        ("Critical bugs to ORCHESTRATOR", [Item("ORCHESTRATOR", "dangling", "Critical bugs")]),
        ("MONITOR, Developers", [Item("MONITOR", "dangling"), Item("developers", "group")]),
        ("All agent registration requests", [Item("All agent registration requests", "unresolved")]),
        ("Blocked decisions to humans", [Item("humans", "external", "Blocked decisions")]),
        ("All developers for documentation needs", [Item("developers", "group", "documentation needs")]),
        ("Chief", [Item("OPS", "member")]),
        ("PERFORMANCE metrics", [Item("PERFORMANCE metrics", "unresolved")]),
        ("BACKEND DEVELOPER", [Item("BACKEND DEVELOPER", "unresolved")]),
        ("", [Item("", "unresolved")]),
    ],
)
def test_traps(text: str, expected: list[Item]) -> None:
    """A name counts only where it is the whole object or stands after to, with or from."""
    groups = (Group("developers", ("API",), ("All developers",)),)
    team = team_of("OPS", "API", "PERFORMANCE", groups=groups, policy=CommunicationPolicy((("Chief", "OPS"),)))
    assert list(parse_objects(text, names_of(team))) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("COLLABORATES: B", "COLLABORATES: A", "mutual"),
        ("PROVIDES: B", "RECEIVES: A", "mutual"),
        ("COLLABORATES: B", "RECEIVES: A", "mutual by another verb"),
        ("PROVIDES: B", "RECEIVES: team", "mutual through a group"),
        ("PROVIDES: B", "RECEIVES: Bug reports", "half-open"),
        ("PROVIDES: B", "MONITORS: Bugs", "one-sided"),
    ],
)
def test_agreement_of_two_sides(one: str, other: str, expected: str) -> None:
    """What the other side says about a named channel."""
    team = team_of(f"A | {one}", f"B | {other}", groups=(Group("team", ("A", "B")),))
    assert agreements(team, read_lines(team))[0].status == expected


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        (["A", "B | ESCALATION: final say"], ("missing", "no line")),
        (["A | ESCALATES: Big trouble"], ("missing", "declared without a target: 'Big trouble'")),
        (["A | ESCALATES: B", "B"], ("missing", "dead end at B")),
        (["A | ESCALATES: B", "B | ESCALATES: A"], ("missing", "loop of A, B")),
        (["A | ESCALATES: GHOST"], ("leaves the known team", "at GHOST")),
        (
            ["A", "B | RECEIVES: Escalation requests | ESCALATION: final"],
            ("weak", "only B says that escalations are received there"),
        ),
        (["A | REPORTS TO: B", "B | ESCALATION: final say"], ("covered", "")),
        (["A | ESCALATES: Blocked decisions to humans"], ("covered", "")),
    ],
)
def test_verdicts(cards: list[str], expected: tuple[str, str]) -> None:
    """Each way in which an escalation ends has its verdict and reason."""
    team = team_of(*cards)
    one = escalations(team, read_lines(team))[0]
    assert (one.status, one.reason) == expected


def test_policy_switches() -> None:
    """REPORTS TO may be told not to carry escalations; the stricter reading stands beside the default."""
    cards = ("A | REPORTS TO: B", "B | ESCALATES: humans (budget)")
    lines = read_lines(team_of(*cards))
    assert escalations(team_of(*cards), lines)[0].strict_status == "missing"
    off = team_of(*cards, policy=CommunicationPolicy(reports_carry_escalations=False))
    assert escalations(off, lines)[0].status == "missing"


def test_a_team_can_add_verbs() -> None:
    """An unknown verb is a finding, until the team's verb table says what it means."""
    card = ("A | PINGS: B", "B | ESCALATION: final")
    assert any(finding.code == "COM002" for finding in communication_report(team_of(*card)).findings)
    known = team_of(*card, policy=CommunicationPolicy(verbs=(("PINGS", "information"),)))
    assert not any(finding.code == "COM002" for finding in communication_report(known).findings)


def test_each_concern_has_a_verdict_of_its_own() -> None:
    """In the stricter reading a line limited to a topic covers that topic alone, all the way up."""
    cards = ("A | ESCALATES: B (money)", "B | ESCALATES: humans (money) | ESCALATES: humans (safety)", "C")
    team = team_of(*cards)
    found = {one.member: dict(one.concerns) for one in escalations(team, read_lines(team))}
    assert found["A"] == {"money": "covered", "safety": "missing"}
    assert found["B"] == {"money": "covered", "safety": "covered"}
    assert found["C"] == {"money": "missing", "safety": "missing"}


@pytest.mark.parametrize(
    ("name", "maybe"),
    [
        ("QA_ENGINER", "'QA_ENGINEER'."),
        ("SECURITY (vulnerabilities)", "'B', who has security 0.7."),
        ("DATABASE_ADMIN (schema design)", ""),
    ],
)
def test_who_could_be_meant(name: str, maybe: str) -> None:
    """A slip of the pen is suggested by its id, a missing role by who has the ability; nothing else is guessed."""
    skills = {"QA_ENGINEER": "- testing: 0.9", "B": "- security: 0.7", "C": "- security_auditing: 0.9"}
    asking = Member("A", parse_card(f"## Communication Priority\n- ESCALATES: {name}", "A"), 60)
    others = (Member(n, parse_card(f"## Core Capabilities\n{text}", n), 60) for n, text in skills.items())
    findings = communication_report(Team((asking, *others))).findings
    assert [finding.maybe for finding in findings if finding.code == "COM001"] == [maybe]
