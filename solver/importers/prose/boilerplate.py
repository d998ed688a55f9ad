"""Headings that most cards of one author share say how all of them work, not what one of them can do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from solver.importers.nouns import LEFT_OUT, Ability, Intake
from solver.importers.prose.named_abilities import DEFAULT_LEVEL

FEWEST: Final = 5
# An assumed ability of more than this share of a family's cards is a heading of its template.
SHARE: Final = 0.25


def drop_boilerplate(intakes: Sequence[Intake]) -> None:
    """Take assumed abilities that stand on a quarter of a family's cards, and on five at least, from all of them.

    A card that is left without any has its role for one, as a card that names none.
    """
    cards = Counter(intake.family for intake in intakes for card in intake.cards if not card.is_person)
    seen = Counter(
        (intake.family, ability.name)
        for intake in intakes
        for card in intake.cards
        for ability in card.abilities
        if not card.is_person and not ability.is_stated
    )
    common = {pair for pair, count in seen.items() if count >= max(FEWEST, SHARE * cards[pair[0]])}
    if not common:
        return
    for intake in intakes:
        for at, card in enumerate(intake.cards):
            dropped = [one.name for one in card.abilities if (intake.family, one.name) in common]
            if not dropped or card.is_person:
                continue
            kept = tuple(one for one in card.abilities if one.is_stated or one.name not in dropped)
            role = Ability(card.id.replace("-", " ").replace("_", " "), DEFAULT_LEVEL, is_stated=False)
            text = f"{card.id}: {', '.join(dropped)}: a heading that most of these cards share, no ability"
            intake.say(card.line, LEFT_OUT, text)
            intake.cards[at] = replace(card, abilities=kept or (role,))
