"""What a task needs, what a member has of it, and the line of the card that says so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from solver.domain.tasks import Task
from solver.domain.team import Member, Team
from solver.matching.pairs.vocabulary import effective_scores


@dataclass(frozen=True)
class Need:
    """A capability that the task needs: the score that counts (0 to 1), the minimum, the weight, where it comes from.

    ``source`` is the line of the card that gives the score, as it is written there; empty if no line does.
    """

    capability: str
    tier: str
    have: Decimal
    minimum: Decimal
    weight: Decimal
    source: str


def needs_of(team: Team, member: Member, task: Task) -> tuple[Need, ...]:
    """Return what a task needs and what counts for a member, in the order of the task."""
    words, scores = team.vocabulary, effective_scores(member.card, team.vocabulary)
    return tuple(
        Need(
            need.capability,
            need.tier,
            scores.get(words.name(need.capability), Decimal(0)),
            need.minimum,
            need.weight,
            _source(team, member, words.name(need.capability)),
        )
        for need in task.requirements
    )


def _source(team: Team, member: Member, name: str) -> str:
    """Return the line of the card that counts most for a capability: its own or a related one."""
    words, found = team.vocabulary, [(Decimal(0), 0, "")]
    for number, line in enumerate(member.card.capabilities):
        if words.name(line.name) == name:
            found.append((line.score, -number, line.name))
        for relation in words.relations:
            if (words.name(relation.have), words.name(relation.need)) == (words.name(line.name), name):
                found.append((relation.factor * line.score, -1000 - number, f"{line.name} x {relation.factor}"))
    return max(found)[2]
