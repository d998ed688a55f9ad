"""Why a member does not have a task: the gate that stops it, or the exact price of having it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from solver.assignment.result import Result
from solver.domain.team import Member
from solver.explanation.case import Case, Price, compare
from solver.explanation.edits import member_of, task_of, with_pin
from solver.matching.build import minutes
from solver.matching.fit import shortfalls
from solver.matching.gates import hindrances
from solver.matching.vocabulary import effective_scores


@dataclass(frozen=True)
class WhyNot:
    """Why a member does not have a task: the first gate that fails with what is missing, or the price of having it."""

    task: str
    member: str
    gate: str
    reasons: tuple[str, ...]
    price: Price | None


def why_not(case: Case, base: Result, task: str, member: str) -> WhyNot:
    """Return the first gate that stops a pair, or the exact price of the best plan in which it holds.

    Parameters
    ----------
    case : Case
        What was planned.
    base : Result
        Its best plan.
    task, member : str
        Ids of an open task and of a member.

    Returns
    -------
    WhyNot
        With the numbers that are missing, or with a price whose every figure comes from a new plan.
    """
    for gate, reasons in gates(case, member_of(case.team, member), task):
        if reasons:
            return WhyNot(task, member, gate, reasons, None)
    price = compare(base, case.solve(with_pin(case.team, task, member)))
    return WhyNot(task, member, "", (), replace(price, conflict=as_asked(case, price.conflict, task, member)))


def as_asked(case: Case, clashes: tuple[str, ...], task: str, member: str) -> tuple[str, ...]:
    """Return what cannot hold at once with the pair as what was asked for, unless a rule or its start pins it."""
    one = task_of(case.backlog, task)
    started = one.status == "IN_PROGRESS" and one.assigned_to == member
    if started or any((pin.task, pin.member) == (task, member) for pin in case.team.policies.pins):
        return clashes
    end = f" is pinned to {member}"
    return tuple(
        text.replace(end, f" goes to {member}, as asked", 1) if text.startswith(f"{task} (") and end in text else text
        for text in clashes
    )


def gates(case: Case, who: Member, task_id: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the gates can, allowed and available in turn, each with what fails there."""
    task = task_of(case.backlog, task_id)
    short = shortfalls(effective_scores(who.card, case.team.vocabulary), task, case.team.vocabulary)
    yield "can", tuple(f"{name}: has {have}, needs {need}" for name, have, need in short)
    yield "allowed", hindrances(case.team, case.backlog, who, task)
    needed = minutes(who, task.estimate_minutes)
    text = f"it takes {needed / 60:g} h, and {who.id} may be given {who.load_limit_minutes / 60:g} h"
    yield "available", (text,) if needed > who.load_limit_minutes else ()


def runners_up(case: Case, base: Result, task: str) -> tuple[WhyNot, ...]:
    """Return every other member who passes the gates for a placed task, cheapest first.

    Parameters
    ----------
    case : Case
        What was planned.
    base : Result
        Its best plan.
    task : str
        A task of the plan.

    Returns
    -------
    tuple of WhyNot
        The first is the runner-up; the price is that of planning everything else anew.
    """
    owner = base.plan.owner.get(task, "") if base.plan else ""
    found = [why_not(case, base, task, one.id) for one in case.team.members if one.id != owner]
    priced = [(one.price.vector, one) for one in found if one.price and one.price.changes]
    return tuple(one for _, one in sorted(priced, key=lambda row: [-change for change in row[0]]))
