"""What stands where a name must stand: in any case, script, dress and Unicode form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.communication.audit.report import communication_report
from solver.communication.lines.channels import read_lines
from solver.communication.lines.grammar import Names, names_of, parse_objects
from solver.communication.lines.shapes import CONTENT, MUST, WHO, is_name, is_placeholder
from solver.domain.cards import CommunicationLine, RoleCard
from solver.domain.policies import CommunicationPolicy
from solver.domain.team import Group, Member, Team
from solver.readers.team.addresses import unaddressable
from tests.communication.test_lines import team_of


def dangling(line: str, *others: str) -> list[str]:
    """Return the names in one line of A that nobody has."""
    team = team_of(f"A | {line}", *others)
    return [row["name"] for row in communication_report(team).to_dict()["dangling"]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ESCALATES: incident-commander", ["incident-commander"]),
        ("ESCALATES: incident commander", ["incident commander"]),
        ("ESCALATES: Incident Commander (outages)", ["Incident Commander"]),
        ("ESCALATES: security (vulnerabilities)", ["security"]),
        ("ESCALATES: Critical bugs to orchestrator", ["orchestrator"]),
        ("ESCALATES: Blocked work to Jane Smith", ["Jane Smith"]),
        ("ESCALATES: Мария", ["Мария"]),
        ("ESCALATES: 李雷", ["李雷"]),
        ("ESCALATES: O'Brien", ["O'Brien"]),
        ("REPORTS TO: the data owner", ["the data owner"]),
        ("REPORTS TO: ops lead, QA", ["ops lead", "QA"]),
        ("REPORTS TO: GHOST and SPOOK", ["GHOST", "SPOOK"]),
        ("COLLABORATES: monitor, developers", ["monitor"]),
        ("COLLABORATES WITH: ui-designer for layouts", ["ui-designer"]),
        ("COLLABORATES: ui-designer (layouts), data.keeper (tables)", ["ui-designer", "data.keeper"]),
        ("CONSULTS: **ux-designer**", ["ux-designer"]),
        ("CONSULTS: performance (optimization strategies)", ["performance"]),
        ("PROVIDES: ux-designer (screens)", ["ux-designer"]),
        ("PROVIDES: Screens to ux-designer", ["ux-designer"]),
        ("PROVIDES: documentation-writer", ["documentation-writer"]),
        ("RECEIVES: architect (design specifications)", ["architect"]),
        ("RECEIVES: Builds from build_bot", ["build_bot"]),
        ("MONITORS: web-server-keeper", ["web-server-keeper"]),
    ],
)
def test_a_name_that_nobody_has_is_found_in_any_form(line: str, expected: list[str]) -> None:
    """Lower case, blanks, other scripts and Markdown hide no name."""
    assert dangling(line) == expected
    assert dangling(line, *(f"{name} | ESCALATION: final" for name in expected)) == []


@pytest.mark.parametrize(
    "line",
    [
        "ESCALATES: Big trouble",
        "ESCALATES: Blocked decisions",
        "ESCALATES: Critical violations",
        "ESCALATES: Security Vulnerabilities",
        "ESCALATES: All CRITICAL errors",
        "ESCALATES: Emergencies",
        "COLLABORATES: All development agents",
        "COLLABORATES: Developers",
        "COORDINATES: the whole team",
        "PROVIDES: Bug reports to developers",
        "PROVIDES: Documentation",
        "PROVIDES: Real-time feedback",
        "PROVIDES: test-data",
        "RECEIVES: Development completions",
        "RECEIVES: Human input directly",
        "RECEIVES: All agent registration requests",
        "RECOMMENDS: Corrective actions",
        "REPORTS: Performance improvements",
        "TRACKS: Remediation progress",
        "AUDITS: All agents and processes",
        "APPROVES: RELEASE",
        "MAINTAINS: README",
        "ALERTS: Late loads",
    ],
)
def test_content_and_undefined_groups_are_no_names(line: str) -> None:
    """What a person reads as work, things or sorts of people names nobody."""
    assert dangling(line) == []


NOBODY = ("TBD", "none", "NONE", "N/A", "nobody", "-", "—", "?", "To be defined", "n.a.", "...", "")


@pytest.mark.parametrize("text", NOBODY)
@pytest.mark.parametrize("verb", ["ESCALATES", "REPORTS TO", "ESCALATION"])
def test_a_placeholder_is_a_line_without_a_target(verb: str, text: str) -> None:
    """It names nobody, makes nobody a terminal, and is the reason why the escalation is missing."""
    team = team_of(f"A | {verb}: {text}", "B | ESCALATION: final")
    report = communication_report(team)
    assert report.lines.finals == ("B",)
    assert report.to_dict()["dangling"] == []
    assert (report.escalation[0].status, report.escalation[0].reason) == (
        "missing",
        f"declared without a target: {text!r}",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smith, Jane", ["Smith, Jane"]),
        ("Smith, Jane, Coder (Python)", ["Smith, Jane", "Coder (Python)"]),
        ("Coder (Python) (releases)", ["Coder (Python)"]),
        ("Big trouble to Smith, Jane", ["Smith, Jane"]),
        ("Smith", ["Smith"]),
        ("Smith and Coder (Python)", ["Smith", "Coder (Python)"]),
        ("Big trouble to Coder (Python)", ["Coder (Python)"]),
        ("Big trouble to Coder (Python) (money)", ["Coder (Python)"]),
        ("Smith, Coder (Python) and Smith, Jane (news)", ["Smith", "Coder (Python)", "Smith, Jane"]),
        ("Smith; Coder (Python)", ["Smith", "Coder (Python)"]),
        ("A to Z", ["A to Z"]),
        ("News from A to Z", ["A to Z"]),
        ("R&D and Smith", ["R&D", "Smith"]),
        ("Smith/R&D", ["Smith", "R&D"]),
    ],
)
def test_the_longest_known_name_wins(text: str, expected: list[str]) -> None:
    """Commas, brackets and small words in a name do not take it apart."""
    known = frozenset({"Smith", "Smith, Jane", "Coder (Python)", "A to Z", "Z", "R&D"})
    found = parse_objects(text, Names(known, {}, {}, {}), WHO)
    assert [(item.name, item.status) for item in found] == [(name, "member") for name in expected]


def test_names_compare_after_nfc() -> None:
    """A decomposed file name is found by a composed line, and the other way round; aliases and groups too."""
    apart, whole = unicodedata.normalize("NFD", "Müller"), "Müller"
    assert apart != whole
    for one, other in ((apart, whole), (whole, apart)):
        team = team_of(f"A | ESCALATES: {one}", f"{other} | ESCALATION: final")
        assert read_lines(team).channels[0].dst == other
    policy = CommunicationPolicy(aliases=((apart, "B"),))
    team = team_of(f"A | ESCALATES: {whole}", "B", groups=(Group(f"{apart}s", ("B",)),), policy=policy)
    assert read_lines(team).channels[0].dst == "B"
    assert parse_objects(f"{whole}s", names_of(team))[0].status == "group"


def test_case_is_kept_and_said() -> None:
    """A name in another case is nobody's, and the nearest name is suggested."""
    report = communication_report(team_of("A | PROVIDES: lead", "LEAD | ESCALATION: final"))
    (finding,) = (one for one in report.findings if one.code == "COM001")
    assert (finding.text, finding.maybe) == ("A names 'lead', who is not in the team", "'LEAD'.")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("architect-reviewr", "'architect-reviewer'."),
        ("Architect Reviewer", "'architect-reviewer'."),
        ("payment-gateway-expert", "'payments-gateway'."),
        ("security-reviewer", ""),
        ("writer-of-lines", ""),
    ],
)
def test_the_nearest_name_is_by_spelling_then_by_distinctive_words(name: str, expected: str) -> None:
    """Never the writer, never a generic word such as reviewer alone."""
    others = ("architect-reviewer", "payments-gateway", "data-keeper", "code-reviewer")
    team = team_of(f"writer | CONSULTS: {name}", *others)
    found = [one.maybe for one in communication_report(team).findings if one.code == "COM001"]
    assert found == [expected]


def test_collisions_are_a_warning_with_all_of_them() -> None:
    """Ids that are the same but for case, blanks and punctuation are easily mistaken in a line."""
    report = communication_report(team_of("Billing Agent | NOTIFIES: ops", "billing-agent", "billing.agent", "ops"))
    (finding,) = (one for one in report.findings if one.code == "COM008")
    assert "'Billing Agent', 'billing-agent', 'billing.agent'" in finding.text


NAME = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12)


@settings(max_examples=300, deadline=None)
@given(st.lists(NAME, min_size=2, max_size=4))
def test_whoever_is_accepted_can_be_addressed(names: list[str]) -> None:
    """Each id that the readers take is found by a line that holds nothing but it, whatever others there are."""
    taken = sorted({unicodedata.normalize("NFC", name) for name in names if not unaddressable(name)})
    ids = frozenset({" ".join(name.split()): name for name in taken}.values())
    for name in ids:
        for place in (MUST, WHO, CONTENT):
            assert [(item.name, item.status) for item in parse_objects(name, Names(ids, {}, {}, {}), place)] == [
                (name, "member")
            ]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["ESCALATES", "REPORTS TO", "COLLABORATES", "PROVIDES", "ESCALATION"]))
def test_no_text_breaks_the_audit(text: str, verb: str) -> None:
    """Whatever a line says, it is read, counted and reported."""
    card = RoleCard("A", "", (), (), (), (), (CommunicationLine(verb, text, 1),), (), (), "cards/A.md")
    report = communication_report(Team((Member("A", card, 60), *team_of("B | ESCALATION: final").members)))
    assert report.lines.total == 2
    assert report.to_dict()["escalation"]["A"]["status"] in {"covered", "missing", "leaves the known team"}


def test_shapes_tell_nobody_from_somebody() -> None:
    """A placeholder is no name anywhere."""
    assert is_placeholder("**TBD**")
    assert not is_placeholder("TBD-team")
    assert not is_name("TBD", MUST)
