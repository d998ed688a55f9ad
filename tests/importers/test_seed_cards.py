"""Role cards of the seed family are read by the workspace's own reader and kept word for word."""

from __future__ import annotations

from pathlib import Path

from tests.importers.taking import facts, take

COOK = """# COOK IDENTITY

## Role Definition
Cooks.

## Core Capabilities
- soups: 0.9
- stews: high

## Pantry Rules
- first in, first out

## Communication Priority
- REPORTS TO: CHEF, OWNER
- ESCALATES: Burnt pans to FIRE_WARDEN
- PROVIDES: Lunch to guests
- NOTIFIES: All CRITICAL orders (API menus)
- ESCALATION: Final"""
CHEF = (
    "# CHEF\n## Core Capabilities\n- menus: 1.0\n## Task Preferences\n1. Tasting (score: 0.4)\n2. Menus (score: 0.8)\n"
)


def test_a_role_card_is_counted_as_a_careful_reader_counts(tmp_path: Path) -> None:
    """Names are what stands where a name stands; guests, orders and the last word name nobody."""
    taken = take(tmp_path, {"COOK/IDENTITY.md": COOK, "CHEF.md": CHEF})
    names = (
        "channel_lines",
        "channel_targets",
        "channels_resolved",
        "channels_dangling",
        "channel_lines_without_target",
    )
    assert facts(taken, *names) == (5, 3, 1, 2, 3)
    assert facts(taken, "capability_levels", "levels_stated", "preferences_scored", "sections_of_own") == (2, 2, 2, 1)
    names = ("cards_without_task_preferences", "preference_lists_not_in_score_order", "no_final_newline")
    assert facts(taken, *names) == (1, 1, 1)


def test_a_faulty_item_is_left_out_and_said_and_the_card_stands(tmp_path: Path) -> None:
    """The text without the faulty line is the card's own text."""
    taken = take(tmp_path, {"COOK/IDENTITY.md": COOK})
    assert "COOK/IDENTITY.md:8: left out: - stews: high: expected a score from 0 to 1" in taken.ledger
    assert "stews" not in taken.cards["COOK"].source
    assert taken.cards["COOK"].source.count("\n") == COOK.count("\n")


def test_a_document_without_the_sections_of_a_card_is_none(tmp_path: Path) -> None:
    """Markdown with headings of its own is of no family."""
    taken = take(tmp_path, {"DIALECTS.md": "# Dialects\n## Levels\n- D1: 0.4\n"})
    assert taken.left_out == ["DIALECTS.md"]
