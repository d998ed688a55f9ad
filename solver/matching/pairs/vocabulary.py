"""What a member can do, in the team's own words: aliases joined, related abilities counted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import MAX_PREC, Context, Decimal
from typing import Final

from solver.domain.cards import RoleCard
from solver.domain.vocabulary import Vocabulary

Scores = Mapping[str, Decimal]
# Products keep all their digits, however many a card and a relation have.
EXACT: Final = Context(prec=MAX_PREC)


def effective_scores(card: RoleCard, vocabulary: Vocabulary) -> dict[str, Decimal]:
    r"""Return the effective score of each capability that the card has itself or by one relation, 0 to 1.

    e(c) = max(own score of c, max over relations c' -> c of factor * own score of c'); relations do not chain.

    Examples
    --------
    >>> from solver.domain.vocabulary import Relation
    >>> from solver.readers.cards.cards import parse_card
    >>> words = Vocabulary((("py", "python"),), (Relation("python", "scripting", Decimal("0.5")),))
    >>> effective_scores(parse_card("## Core Capabilities\n- py: 0.8", "X"), words)
    {'python': Decimal('0.8'), 'scripting': Decimal('0.40')}
    """
    own: dict[str, Decimal] = {}
    for line in card.capabilities:
        name = vocabulary.name(line.name)
        own[name] = max(line.score, own.get(name, Decimal(0)))
    found = dict(own)
    for relation in vocabulary.relations:
        if (have := own.get(vocabulary.name(relation.have))) is not None:
            need = vocabulary.name(relation.need)
            found[need] = max(found.get(need, Decimal(0)), EXACT.multiply(relation.factor, have))
    return found
