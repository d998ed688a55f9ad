"""Writes a card as markdown of the seed family."""

from __future__ import annotations

from decimal import Decimal

from solver.importers.nouns import ImportedCard
from solver.importers.prose.named_abilities import DEFAULT_LEVEL
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
    # A level that the settings say stands in for the usual default, not for what an order of skills suggests.
    scores = {a.name: level if not a.is_stated and a.score in (0, DEFAULT_LEVEL) else a.score for a in card.abilities}
    assumed: dict[Decimal, list[str]] = {}
    for ability in card.abilities:
        if not ability.is_stated:
            assumed.setdefault(scores[ability.name], []).append(ability.name)
    purpose = [text for title, text in card.sections if title == "Role Definition"]
    parts = [
        ("Role Definition", purpose),
        ("Core Capabilities", [f"- {name}: {number(score)}" for name, score in scores.items()]),
        (
            "Assumed Levels",
            [f"- {number(one)}, which the source does not state: {', '.join(names)}" for one, names in assumed.items()],
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
