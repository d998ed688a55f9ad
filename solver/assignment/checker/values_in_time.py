"""The value of every level of a plan over periods, and each term of its quality, from the nouns."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.assignment.checker.lines import Lines
from solver.assignment.checker.reckoning import Tastes
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights


def time_values(
    team: Team, backlog: Backlog, plan: Plan, weights: Weights, distances: NDArray[np.int64] | None = None
) -> dict[str, int]:
    """Return the value of every level of a plan over periods by name."""
    read, found = Lines(team, backlog, plan), dict[str, int]()
    early = set(team.policies.early_first) if read.agenda.count > 1 else set()
    for name in PRIORITIES:
        lines = {task: lines for task, lines in read.of.items() if read.tasks[task].priority == name}
        found[name] = sum(read.tasks[task].value for task in lines)
        if name in early:
            ends = {task: max(one.period for one in each) for task, each in lines.items()}
            found[f"{name} early"] = sum(
                read.tasks[task].value * (read.agenda.count - 1 - end) for task, end in ends.items()
            )
    return found | {"quality": sum(_terms(read, weights, distances).values())}


def time_terms(
    team: Team, backlog: Backlog, plan: Plan, weights: Weights, distances: NDArray[np.int64] | None = None
) -> dict[str, int]:
    """Return each term of the quality of a plan over periods by name, in thousandths of an hour; costs are negative."""
    return _terms(Lines(team, backlog, plan), weights, distances)


def _terms(read: Lines, weights: Weights, distances: NDArray[np.int64] | None) -> dict[str, int]:
    fits, likes, tastes = 0, 0, Tastes(read.team)
    for_fit, for_liking = Fraction(1000, 60) * Fraction(weights.fit), Fraction(1000, 60) * Fraction(weights.preference)
    for one in read.lines:
        member, minutes = read.members[one.member], read.piece(one).minutes
        fits += round(minutes * for_fit * _fit(read, one))
        likes += round(minutes * for_liking * tastes.liking(member, read.tasks[one.task]))
    return {
        "fit": fits,
        "preference": likes,
        "handoff": -_handoffs(read, weights, distances),
        "balance": -_uneven(read, weights),
        "split": -_splits(read, weights),
        "early": _early(read, weights),
        "late": -_late(read, weights),
        "focus": -_focus(read, weights),
    }


def _early(read: Lines, weights: Weights) -> int:
    found, first = 0, read.team.policies.early_first if read.agenda.count > 1 else ()
    for name, lines in read.of.items():
        task, left = read.tasks[name], read.agenda.count - 1 - max(one.period for one in lines)
        if task.priority not in first:
            found += round(1000 * Fraction(task.estimate_minutes, 60) * Fraction(weights.early) * left)
    return found


def _late(read: Lines, weights: Weights) -> int:
    found = 0
    for name, lines in read.of.items():
        task = read.tasks[name]
        if read.agenda.calendar and task.due:
            after = read.agenda.periods_after(task.due, max(one.period for one in lines))
            found += round(1000 * Fraction(weights.late) * task.value * after)
    return found


def _focus(read: Lines, weights: Weights) -> int:
    batches: dict[tuple[str, int], set[str]] = {}
    counts: dict[str, int] = {}
    for task in read.tasks.values():
        counts[task.batch] = counts.get(task.batch, 0) + len(read.pieces[task.id])
    for one in read.lines:
        batch = read.tasks[one.task].batch
        if batch and counts[batch] > 1:
            batches.setdefault((one.member, one.period), set()).add(batch)
    units = round(1000 * Fraction(weights.focus)) if read.agenda.calendar else 0
    return units * sum(len(names) - 1 for names in batches.values())


def _uneven(read: Lines, weights: Weights) -> int:
    whole, load = dict[str, int](), dict[str, int]()
    for member in read.team.members:
        slots = [read.agenda.hours[member.id, p] for p in range(read.agenda.count)]
        if sum(slot.minutes for slot in slots):
            load[member.id] = sum(slot.committed for slot in slots)
            whole[member.id] = sum(slot.minutes for slot in slots) + load[member.id]
    for one in read.lines:
        if one.member in load:
            load[one.member] += read.minutes(one)
    if not whole:
        return 0
    units = round(1000 * Fraction(weights.balance) * Fraction(sum(whole.values()), 60 * len(whole)))
    return max(-(-units * load[m] // whole[m]) for m in whole) - min(units * load[m] // whole[m] for m in whole)


def _splits(read: Lines, weights: Weights) -> int:
    policies, owners = read.team.policies, dict[str, set[str]]()
    for one in read.lines:
        batch = read.tasks[one.task].batch
        if batch and dict(policies.batches).get(batch, policies.batch) == "prefer":
            owners.setdefault(batch, set()).add(one.member)
    return round(1000 * Fraction(weights.split)) * sum(len(names) - 1 for names in owners.values())


def _handoffs(read: Lines, weights: Weights, distances: NDArray[np.int64] | None) -> int:
    if distances is None:
        return 0
    row, total = {member.id: number for number, member in enumerate(read.team.members)}, 0
    for name, lines in read.of.items():
        for target in read.tasks[name].dependencies:
            others = read.of.get(target, [])
            giver = next(
                (o for o in others if o.piece == (0 if read.tasks[target].crew else len(read.pieces[target]) - 1)), None
            )
            taker = next((o for o in lines if o.piece == 0), None)
            if giver and taker:
                total += round(1000 * Fraction(weights.handoff) * int(distances[row[giver.member], row[taker.member]]))
    return total


def _fit(read: Lines, one: Assignment) -> Fraction:
    """Return the weighted mean of the member's scores over what the piece requires."""
    member, needs = read.members[one.member], read.piece(one).needs
    if len(needs) == 1 and needs[0].weight:
        # The mean of one score is that score.
        return read.abilities.score(member, needs[0].capability)
    weights = [Fraction(need.weight) for need in needs]
    scores = [read.abilities.score(member, need.capability) for need in needs]
    total = sum((w * s for w, s in zip(weights, scores, strict=True)), Fraction(0))
    return total / sum(weights) if weights else Fraction(1)
