"""The families of cards and people, in the order in which they are asked, with the counts that all of them share."""

from __future__ import annotations

from typing import Final

from solver.importers.cards import (
    a2a,
    backstage,
    bmad,
    claude,
    codeowners,
    codex,
    copilot,
    crewai,
    pagerduty,
    roo,
    seed_cards,
)
from solver.importers.people import data as people_data
from solver.importers.people import table as people_table

# Most particular first: an agent of BMAD may hold the sections of a role card, a subagent those of both.
CARD_FAMILIES: Final = (
    *(bmad, copilot, claude, seed_cards),
    *(codex, roo, crewai, a2a),
    *(backstage, pagerduty, codeowners, people_data, people_table),
)
