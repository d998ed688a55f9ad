"""How well one member suits one task: exact figures from the card."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from solver.domain.cards import RoleCard, Score
from solver.domain.tasks import Task
from solver.domain.vocabulary import Vocabulary
from solver.matching.pairs.vocabulary import EXACT, Scores

NEUTRAL = Fraction(1, 2)
SIMILAR = Fraction(1, 2)
NO_WORDS = Vocabulary()


def shortfalls(scores: Scores, task: Task, words: Vocabulary = NO_WORDS) -> tuple[tuple[str, Decimal, Decimal], ...]:
    """Return what stops the gate *can*: capability, effective score, minimum, for each minimum not met."""
    rows = ((n.capability, scores.get(words.name(n.capability), Decimal(0)), n.minimum) for n in task.requirements)
    return tuple(row for row in rows if row[1] < row[2])


def fit(scores: Scores, task: Task, words: Vocabulary = NO_WORDS) -> Fraction:
    r"""Return the weighted mean of the effective scores over what the task requires, 0 to 1; 1 if it requires nothing.

    Parameters
    ----------
    scores : Mapping of str to Decimal
        From ``effective_scores``.
    task : Task
        With its requirements.
    words : Vocabulary
        For aliases in the requirements.

    Returns
    -------
    Fraction
        Exact, so that gates and sums never depend on rounding.

    Examples
    --------
    >>> from solver.domain.tasks import Requirement
    >>> need = (Requirement("a", "primary", Decimal(0), Decimal(1)),
    ...         Requirement("b", "secondary", Decimal(0), Decimal("0.6")))
    >>> task = Task("T", "", "", "LOW", "TODO", "", 60, "", need, (), 1, "", 1)
    >>> fit({"a": Decimal("0.8")}, task)   # (1 * 0.8 + 0.6 * 0) / 1.6
    Fraction(1, 2)
    """
    if not task.requirements:
        return Fraction(1)
    total = have = Decimal(0)
    for need in task.requirements:
        total = EXACT.add(total, need.weight)
        have = EXACT.fma(need.weight, scores.get(words.name(need.capability), Decimal(0)), have)
    (top, parts), (whole, of) = have.as_integer_ratio(), total.as_integer_ratio()
    return Fraction(top * of, parts * whole)


def preferred_line(card: RoleCard, task: Task, words: Vocabulary = NO_WORDS) -> Score | None:
    """Return the card's preference that names the task's kind: exactly, by an alias, or token Jaccard of at least 0.5.

    Ties go to the first line.
    """
    exact = [line for line in card.preferences if line.name == task.kind]
    exact = exact or [line for line in card.preferences if words.name(line.name) == words.name(task.kind)]
    if exact:
        return exact[0]
    similar = [(likeness(task.kind, line.name), -number) for number, line in enumerate(card.preferences)]
    closest, number = max(similar, default=(Fraction(0), 0))
    return card.preferences[-number] if closest >= SIMILAR else None


def preference(card: RoleCard, task: Task, words: Vocabulary = NO_WORDS) -> Fraction:
    """Return how much the card likes this kind of task, 0 to 1; not listed is neutral, 1/2."""
    line = preferred_line(card, task, words)
    return Fraction(line.score) if line else NEUTRAL


def likeness(one: str, other: str) -> Fraction:
    """Return how alike two texts are: the words they share out of the words they have, 0 to 1."""
    mine, theirs = _words(one), _words(other)
    return Fraction(len(mine & theirs), len(mine | theirs)) if mine | theirs else Fraction(0)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))
