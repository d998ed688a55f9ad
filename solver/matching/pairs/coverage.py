"""What the team can do against what the backlog asks for, capability by capability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.matching.pairs.vocabulary import effective_scores


@dataclass(frozen=True)
class Demand:
    """One capability that open tasks ask for.

    ``tasks`` ask for it and take ``minutes`` together, each seat of a crew the whole of its task; ``minimum`` is the
    highest that any of them sets, ``scores`` the effective score of each member in the order of the team, ``able`` how
    many members reach that minimum.
    """

    capability: str
    tasks: tuple[str, ...]
    minutes: int
    minimum: Decimal
    scores: tuple[Decimal, ...]

    @property
    def able(self) -> int:
        """How many members reach the highest minimum."""
        return sum(score >= self.minimum for score in self.scores)


@dataclass(frozen=True)
class Coverage:
    """Members and what the open tasks ask of them, the scarcest capability first."""

    members: tuple[str, ...]
    demands: tuple[Demand, ...]

    @property
    def gaps(self) -> tuple[Demand, ...]:
        """What nobody does well enough for the most demanding task."""
        return tuple(demand for demand in self.demands if not demand.able)


def coverage(team: Team, backlog: Backlog) -> Coverage:
    """Return demand and effective scores of every capability that an open task asks for.

    Parameters
    ----------
    team : Team
        With its vocabulary: aliases count as one capability, relations raise scores.
    backlog : Backlog
        Its open tasks.

    Returns
    -------
    Coverage
        Capabilities that fewer members reach come first, then those that more hours ask for.
    """
    words = team.vocabulary
    scores = [effective_scores(member.card, words) for member in team.members]
    asked: dict[str, list[tuple[tuple[str, int], int, Decimal]]] = {}
    for task in backlog.open_tasks:
        for number, seat in enumerate(task.seats):
            for need in seat:
                row = ((task.id, number), task.estimate_minutes, need.minimum)
                asked.setdefault(words.name(need.capability), []).append(row)
    demands = (_demand(name, rows, scores) for name, rows in asked.items())
    ranked = sorted(demands, key=lambda demand: (demand.able, -demand.minutes, demand.capability))
    return Coverage(tuple(member.id for member in team.members), tuple(ranked))


def _demand(
    name: str, rows: list[tuple[tuple[str, int], int, Decimal]], scores: Sequence[Mapping[str, Decimal]]
) -> Demand:
    return Demand(
        name,
        tuple(dict.fromkeys(task for (task, _), _, _ in rows)),
        sum({seat: minutes for seat, minutes, _ in rows}.values()),
        max(minimum for _, _, minimum in rows),
        tuple(have.get(name, Decimal(0)) for have in scores),
    )
