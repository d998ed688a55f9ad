"""How well one member suits one task: exact figures from the cards."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from solver.domain.cards import RoleCard, Score
from solver.domain.tasks import Task

NEUTRAL = Fraction(1, 2)
SIMILAR = Fraction(1, 2)


def score(card: RoleCard, capability: str) -> Decimal:
    """Return the member's score, 0 for a capability that the card does not name."""
    return max((own.score for own in card.capabilities if own.name == capability), default=Decimal(0))


def shortfalls(card: RoleCard, task: Task) -> tuple[tuple[str, Decimal, Decimal], ...]:
    """Return what stops the gate *can*: capability, score, minimum, for each minimum not met."""
    rows = ((need.capability, score(card, need.capability), need.minimum) for need in task.requirements)
    return tuple(row for row in rows if row[1] < row[2])


def fit(card: RoleCard, task: Task) -> Fraction:
    r"""Return the weighted mean of the member's scores over what the task requires, 0 to 1; 1 if it requires nothing.

    Examples
    --------
    >>> from solver.readers.cards import parse_card
    >>> from solver.domain.tasks import Requirement
    >>> need = (Requirement("a", "primary", Decimal(0), Decimal(1)),
    ...         Requirement("b", "secondary", Decimal(0), Decimal("0.6")))
    >>> task = Task("T", "", "", "LOW", "TODO", "", 60, "", need, (), 1, "", 1)
    >>> fit(parse_card("## Core Capabilities\n- a: 0.8", "X"), task)   # (1 * 0.8 + 0.6 * 0) / 1.6
    Fraction(1, 2)
    """
    if not task.requirements:
        return Fraction(1)
    total = sum(need.weight for need in task.requirements)
    return Fraction(sum(need.weight * score(card, need.capability) for need in task.requirements)) / Fraction(total)


def preferred_line(card: RoleCard, task: Task) -> Score | None:
    """Return the card's preference that names the task's kind: exactly, else token Jaccard of at least 0.5."""
    words = _words(task.kind)
    best, closest = SIMILAR, None
    for line in card.preferences:
        if line.name == task.kind:
            return line
        union = words | _words(line.name)
        similar = Fraction(len(words & _words(line.name)), len(union)) if union else Fraction(0)
        if similar > best or (similar == best and closest is None):
            best, closest = similar, line
    return closest


def preference(card: RoleCard, task: Task) -> Fraction:
    """Return how much the card likes this kind of task, 0 to 1; not listed is neutral, 1/2."""
    line = preferred_line(card, task)
    return Fraction(line.score) if line else NEUTRAL


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))
