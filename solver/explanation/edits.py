"""Changes of data as new nouns: nothing is mutated."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from solver.changes.change import Change
from solver.domain.cards import Score
from solver.domain.policies import Pair
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.matching.pairs.vocabulary import effective_scores

STEP: Final = Decimal("0.1")
BEST: Final = Decimal(1)


def member_of(team: Team, name: str) -> Member:
    """Return the member of an id."""
    return next(one for one in team.members if one.id == name)


def task_of(backlog: Backlog, name: str) -> Task:
    """Return the open task of an id."""
    return next(one for one in backlog.open_tasks if one.id == name)


def with_member(team: Team, changed: Member) -> Team:
    """Return the team with one member changed."""
    return replace(team, members=tuple(changed if one.id == changed.id else one for one in team.members))


def with_task(backlog: Backlog, changed: Task) -> Backlog:
    """Return the backlog with one task changed."""
    return replace(backlog, tasks=tuple(changed if one.id == changed.id else one for one in backlog.tasks))


def with_policies(team: Team, **changes: Any) -> Team:
    """Return the team with some of its rules changed."""
    return replace(team, policies=replace(team.policies, **changes))


def with_pin(team: Team, task: str, member: str) -> Team:
    """Return the team with one more pin."""
    return with_policies(team, pins=(*team.policies.pins, Pair(task, member)))


def most_hours_of(limit_minutes: int, asked: int | None = None) -> int:
    """Return how many hours more it makes sense to give a member: as asked, else a quarter of the load limit.

    Examples
    --------
    >>> most_hours_of(60 * 30), most_hours_of(60 * 30, 2)
    (7, 2)
    """
    return limit_minutes // (4 * 60) if asked is None else asked


def most_slot_hours(minutes: int, asked: int | None = None) -> int:
    """Return how many hours more a slot may be given: as asked, else a quarter of its own, an hour where it has few.

    Examples
    --------
    >>> most_slot_hours(60 * 30), most_slot_hours(60), most_slot_hours(60 * 30, 2)
    (8, 1, 2)
    """
    return -(-minutes // (4 * 60)) if asked is None else asked


def with_score(team: Team, member: str, capability: str, score: Decimal) -> Team:
    """Return the team with one capability of one member at a score, 0 to 1, whatever its card says."""
    one, words = member_of(team, member), team.vocabulary
    name = words.name(capability)
    kept = tuple(line for line in one.card.capabilities if words.name(line.name) != name)
    card = replace(one.card, capabilities=(*kept, Score(name, score, 0)))
    return with_member(team, replace(one, card=card))


def raised(team: Team, member: str, capability: str, tenths: int) -> Team:
    r"""Return the team with what a member's capability counts raised by tenths of a score, to 1 at most.

    Examples
    --------
    >>> from solver.readers.cards.cards import parse_card
    >>> one = Member("X", parse_card("## Core Capabilities\n- a: 0.75", "X"), 60)
    >>> member_of(raised(Team((one,)), "X", "a", 3), "X").card.capabilities[0].score
    Decimal('1')
    """
    have = score_of(team, member, capability)
    return with_score(team, member, capability, min(have + STEP * tenths, BEST)) if tenths else team


def score_of(team: Team, member: str, capability: str) -> Decimal:
    """Return what a member's capability counts, 0 if it has none."""
    scores = effective_scores(member_of(team, member).card, team.vocabulary)
    return scores.get(team.vocabulary.name(capability), Decimal(0))


def unpinned(team: Team, task: str, member: str) -> Change:
    """Return the change that lets go of one pin: another pin of the task stays as it is."""
    rest = (pin for pin in team.policies.pins if pin.task == task and pin.member != member)
    said = next((f"{pin.member}@{pin.period}" if pin.period else pin.member for pin in rest), "none")
    return Change("pin", f"{task}={said}")
