"""Writes a card as markdown of the seed family."""

from __future__ import annotations

from decimal import Decimal

from solver.importers.nouns import ImportedCard
from solver.importers.sizing import number


def card_text(card: ImportedCard, level: Decimal) -> str:
    """Return the text of a card; abilities whose level nobody states get ``level``, and are listed as such.

    Examples
    --------
    >>> from solver.importers.nouns import Ability
    >>> print(card_text(ImportedCard("ANA", "f", abilities=(Ability("sql", Decimal(0), False),)), Decimal("0.8")))
    # ANA
    <BLANKLINE>
    ## Core Capabilities
    - sql: 0.8
    <BLANKLINE>
    ## Assumed Levels
    - 0.8, which the source does not state: sql
    <BLANKLINE>
    """
    if card.source:
        return card.source if card.source.endswith("\n") else f"{card.source}\n"
    default = [ability.name for ability in card.abilities if not ability.is_stated]
    purpose = [text for title, text in card.sections if title == "Role Definition"]
    parts = [
        ("Role Definition", purpose),
        ("Core Capabilities", [f"- {a.name}: {number(a.score if a.is_stated else level)}" for a in card.abilities]),
        (
            "Assumed Levels",
            [f"- {number(level)}, which the source does not state: {', '.join(default)}"] if default else [],
        ),
        ("Technical Skills", [f"- **{kind}**: {', '.join(names)}" for kind, names in card.skills]),
        ("Special Permissions", [f"- {verb} {what}" for verb, what in card.permissions]),
        (
            "Task Preferences",
            [f"{at}. {text} (score: {number(score)})" for at, (text, score) in enumerate(card.preferences, start=1)],
        ),
        ("Communication Priority", [f"- {line.verb}: {line.text}" for line in card.lines]),
        *((title, [text]) for title, text in card.sections if title != "Role Definition"),
    ]
    body = (f"## {title}\n" + "\n".join(lines).strip("\n") + "\n" for title, lines in parts if lines)
    return f"# {card.title or card.id}\n\n" + "\n".join(body)
