"""Role cards are read without losing a line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.domain.cards import RoleCard
from solver.domain.tasks import Backlog
from solver.domain.team import Member, Team
from solver.errors import InputError
from solver.matching.linting.lint import lint
from solver.readers.cards.cards import parse_card, read_card

SHARED = Path(__file__).parents[3] / "shared" / "data"
REAL_CARDS = sorted([*SHARED.glob("seed/*/*.md"), *SHARED.glob("cards/agenticmode/*/*.md")])
CARD = """# TESTER IDENTITY

## Core Capabilities
- testing: 0.95
- debugging: 1.0
## Technical Skills
- **Tools**: alpha, beta
## Special Permissions
- BLOCK releases
a stray line
## Task Preferences
1. Bug hunting (score: 0.9)
## Communication Priority
- REPORTS TO: LEAD, OWNER
## House Rules
- be kind
## Quality Standards
- Coverage > 80%"""


def lines_found(card: RoleCard) -> set[int]:
    """Return the numbers of the lines that stand somewhere in the card."""
    groups = (card.capabilities, card.skills, card.permissions, card.preferences, card.communication)
    return {item.line for group in (*groups, card.quality, card.kept) for item in group}


def lines_owed(text: str) -> set[int]:
    """Return the numbers of the lines that carry text, the title and known headings apart."""
    headings = {"core capabilities", "technical skills", "special permissions", "task preferences"}
    headings |= {"communication priority", "quality standards"}
    owed, titled = set(), False
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("# ") and not titled:
            titled = True
        elif line.strip() and not (line.startswith("## ") and line[3:].strip().lower() in headings):
            owed.add(number)
    return owed


def fault_at(error: InputError, line: int) -> bool:
    """Say whether a fault names the line."""
    return any(fault.line == line for fault in error.faults)


def test_every_field() -> None:
    """Each section of the family fills its own field, with exact scores and line numbers."""
    card = parse_card(CARD, "TESTER")
    assert card.title == "TESTER IDENTITY"
    assert [(c.name, c.score, c.line) for c in card.capabilities] == [
        ("testing", Decimal("0.95"), 4),
        ("debugging", Decimal("1.0"), 5),
    ]
    assert card.skills[0].names == ("alpha", "beta")
    assert (card.permissions[0].verb, card.permissions[0].object) == ("BLOCK", "releases")
    assert card.preferences[0].name == "Bug hunting"
    assert (card.communication[0].verb, card.communication[0].text) == ("REPORTS TO", "LEAD, OWNER")
    assert [k.text for k in card.kept] == ["a stray line", "## House Rules", "- be kind"]
    assert card.quality[0].line == 18


@pytest.mark.parametrize(
    ("score", "passes"), [("0", True), ("1.0", True), ("1.01", False), ("-0.1", False), ("high", False)]
)
def test_score_limits(score: str, passes: bool) -> None:
    """A score is a number from 0 to 1, both ends included; anything else is a fault."""
    text = f"## Core Capabilities\n- testing: {score}"
    if passes:
        assert parse_card(text, "X").capabilities[0].score == Decimal(score)
    else:
        with pytest.raises(InputError, match="<text>:2: expected a score from 0 to 1"):
            parse_card(text, "X")


@pytest.mark.parametrize(
    "line", ["- a: 0.5", "* a: 0.5", "+ a : .5", "1. a: 0.5", "2) a: 0.50", "- **a**: 0.5", "-  a:0.5"]
)
def test_a_score_may_be_written_in_many_ways(line: str) -> None:
    """Bullets, numbers and bold names are decoration; the name and the exact score are what counts."""
    (score,) = parse_card(f"## Core Capabilities\n{line}", "X").capabilities
    assert (score.name, score.score) == ("a", Decimal("0.5"))
    (score,) = parse_card(f"## Task Preferences\n{line.replace('**', '')}", "X").preferences
    assert (score.name, score.score) == ("a", Decimal("0.5"))


def test_what_no_section_reads_is_kept_and_named() -> None:
    """A line that its section cannot read, a section of its own and a double score each give a finding."""
    text = "## Core Capabilities\n- a: 0.5\n- a: 0.6\nfree text\n## Tools\n- x\n## Role Definition\nprose"
    team = Team((Member("X", parse_card(text, "X", "X.md"), 60),))
    found = [(f.code, f.line) for f in lint(team, Backlog(())) if f.code.startswith("CARD")]
    assert found == [("CARD03", 2), ("CARD03", 3), ("CARD02", 4), ("CARD01", 5)]


def test_all_faults_at_once() -> None:
    """Every fault of a card is reported, not just the first."""
    with pytest.raises(InputError) as caught:
        parse_card("## Core Capabilities\n- a: 2\n- b: no\n## Task Preferences\n1. c (score: 7)", "X")
    assert [fault.line for fault in caught.value.faults] == [2, 3, 5]


@settings(derandomize=True, max_examples=200)
@given(st.lists(st.sampled_from([*CARD.split("\n"), "## Other", "  text", "- x", "# TITLE", "> q"])))
def test_nothing_is_lost(lines: list[str]) -> None:
    """In any order of lines, each that carries text is found again, or is named by a fault."""
    text = "\n".join(lines)
    try:
        assert lines_found(parse_card(text, "X")) == lines_owed(text)
    except InputError as error:
        assert {fault.line for fault in error.faults} <= lines_owed(text)
        sound = "\n".join("" if fault_at(error, n) else line for n, line in enumerate(text.split("\n"), start=1))
        assert lines_found(parse_card(sound, "X")) == lines_owed(sound)


@pytest.mark.parametrize("path", REAL_CARDS, ids=str)
def test_real_cards(path: Path) -> None:
    """Every line of every real card is found in the model or in its kept text."""
    card = read_card(path)
    assert card.id == path.parent.name
    assert lines_found(card) == lines_owed(path.read_text(encoding="utf-8"))
    assert card.capabilities
    assert card.communication


@pytest.mark.parametrize(
    "heading", ["CORE CAPABILITIES:", "**Core Capabilities**", "Core Capabilities ##", "core capabilities"]
)
def test_a_section_is_known_however_its_heading_is_dressed(heading: str) -> None:
    """A colon, bold marks and closing hashes are no part of a name, and a card is not read as empty for them."""
    card = parse_card(f"# A\n\n## {heading}\n- testing: 0.9\n", "A")
    assert [(one.name, str(one.score)) for one in card.capabilities] == [("testing", "0.9")]
