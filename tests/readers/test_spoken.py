"""Lines of communication in the dress in which people write them."""

from __future__ import annotations

import time

import pytest

from solver.domain.cards import CommunicationLine
from solver.readers.cards.cards import parse_card
from solver.readers.cards.spoken import spoken


@pytest.mark.parametrize(
    ("line", "verb", "text"),
    [
        ("- HAND-OFF: B", "HAND-OFF", "B"),
        ("- HANDS_OFF: B", "HANDS_OFF", "B"),
        ("- DELEGATES TO: B", "DELEGATES TO", "B"),
        ("- ESCALATES to B", "ESCALATES TO", "B"),
        ("- ESCALATES -> B", "ESCALATES", "B"),
        ("- ESCALATES – B (P1)", "ESCALATES", "B (P1)"),
        ("- **ESCALATES**: B", "ESCALATES", "B"),
        ("- **ESCALATES:** B", "ESCALATES", "B"),
        ("- ESCALATES: **B**", "ESCALATES", "**B**"),
        ("  - ESCALATES: B", "ESCALATES", "B"),
        ("\t* ESCALATES:B", "ESCALATES", "B"),
        ("• ESCALATES: B", "ESCALATES", "B"),
        ("3) escalates: B", "ESCALATES", "B"),
        ("- ESCALATES (P1): B", "ESCALATES", "B (P1)"),
        ("- REPORTS TO B (weekly: Mondays)", "REPORTS TO", "B (weekly: Mondays)"),
        ("ESCALATES: B", "ESCALATES", "B"),
        ("- ПЕРЕДАЁТ: B", "ПЕРЕДАЁТ", "B"),
        ("- ESCALATES:", "ESCALATES", ""),
    ],
)
def test_no_dress_hides_a_line(line: str, verb: str, text: str) -> None:
    """Bullet, bold, sub-bullet, dash, arrow and a topic after the verb are read; what follows is kept as written."""
    assert spoken(line, 4) == CommunicationLine(verb, text, 4)


@pytest.mark.parametrize(
    "line",
    ["Ask first.", "Note: ask first", "- ", "- ask B", "| ESCALATES | B |", "- see https://b.example", "- : B", "```"],
)
def test_prose_is_kept_as_text(line: str) -> None:
    """What has no form of a line stays among the lines that nothing reads, where it is counted."""
    card = parse_card(f"## Communication Priority\n{line}\n", "A")
    assert card.communication == ()
    assert [kept.text for kept in card.kept] == [line]


@pytest.mark.parametrize("unit", ["A", " ", "A ", "*", "-", "(", "A (", ": ", "A-", "to "])
def test_a_line_of_any_length_is_read_in_linear_time(unit: str) -> None:
    """100,000 characters of any kind take no longer than a moment of the processor."""
    start = time.process_time()
    for end in ("", ":", ": B", " to B"):
        spoken("- " + unit * 100_000 + end, 1)
    assert time.process_time() - start < 2
