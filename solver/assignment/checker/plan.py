"""Recomputes a plan from the nouns; shares no code with the model, the rules or the Problem."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.assignment.checker.reckoning import Abilities, Tastes, is_timed, minutes_of, rights_of
from solver.domain.plan import Plan
from solver.domain.showing import counted
from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights


def objections(team: Team, backlog: Backlog, plan: Plan, *, sequenced: bool = False) -> tuple[str, ...]:
    """Return one sentence for each way in which the plan breaks a gate or a rule; empty if it stands.

    ``sequenced`` says that a piece without a start is objected to where the order of work counts.
    """
    if is_timed(team, backlog):
        from solver.assignment.checker.plan_in_time import time_objections

        return time_objections(team, backlog, plan, sequenced=sequenced)
    tasks = {task.id: task for task in backlog.tasks if task.status in {"TODO", "IN_PROGRESS"}}
    members = {member.id: member for member in team.members}
    gates = Gates(team)
    found, seen, minutes, count = [], dict[str, str](), dict.fromkeys(members, 0), dict.fromkeys(members, 0)
    for given in plan.assignments:
        if given.task not in tasks or given.member not in members or given.task in seen:
            found.append(f"{given.task} to {given.member}: no such pair, or given twice")
            continue
        task, member = tasks[given.task], members[given.member]
        seen[task.id] = member.id
        minutes[member.id] += minutes_of(member, task)
        count[member.id] += 1
        found += gates.objections(member, task)
    for name, member in members.items():
        if minutes[name] > member.load_limit_minutes:
            found.append(f"{name} is above the load limit")
        if member.wip_limit is not None and count[name] > member.wip_limit:
            found.append(f"{name} has more than {counted(member.wip_limit, 'task')}")
    return (*found, *_link_objections(tasks, seen), *_policy_objections(team, backlog, tasks, seen))


def level_values(
    team: Team, backlog: Backlog, plan: Plan, weights: Weights, distances: NDArray[np.int64] | None = None
) -> dict[str, int]:
    """Return the value of every level by name: tasks' values per class, quality in thousandths of an hour."""
    if is_timed(team, backlog):
        from solver.assignment.checker.values_in_time import time_values

        return time_values(team, backlog, plan, weights, distances)
    tasks = {task.id: task for task in backlog.tasks}
    placed = [tasks[given.task] for given in plan.assignments]
    values = {name: sum(task.value for task in placed if task.priority == name) for name in PRIORITIES}
    return values | {"quality": sum(quality_terms(team, backlog, plan, weights, distances).values())}


def quality_terms(
    team: Team, backlog: Backlog, plan: Plan, weights: Weights, distances: NDArray[np.int64] | None = None
) -> dict[str, int]:
    """Return each term of the quality by name, in thousandths of an hour; costs are negative."""
    if is_timed(team, backlog):
        from solver.assignment.checker.values_in_time import time_terms

        return time_terms(team, backlog, plan, weights, distances)
    tasks = {task.id: task for task in backlog.tasks}
    members = {member.id: member for member in team.members}
    pairs = [(members[given.member], tasks[given.task]) for given in plan.assignments]
    tastes = Tastes(team)
    fit_hour, preference_hour = (1000 * Fraction(weight) / 60 for weight in (weights.fit, weights.preference))
    return {
        "fit": sum(_units(fit_hour, t.estimate_minutes, tastes.fit(m, t)) for m, t in pairs),
        "preference": sum(_units(preference_hour, t.estimate_minutes, tastes.liking(m, t)) for m, t in pairs),
        "handoff": -_handoffs(team, tasks, plan, weights, distances),
        "balance": -_uneven(team, tasks, plan, weights),
        "split": -_splits(team, tasks, plan, weights),
    }


def _units(weight: Fraction, minutes: int, share: Fraction) -> int:
    """Return a product as ``round`` gives it, halves to the even number, without a fraction in between."""
    top, bottom = 2 * weight.numerator * minutes * share.numerator, 2 * weight.denominator * share.denominator
    whole, rest = divmod(top + bottom // 2, bottom)
    return whole - (not rest and whole % 2)


class Gates:
    """Who may take what, each member's card read once."""

    def __init__(self, team: Team) -> None:
        self._abilities = Abilities(team)
        self._rights = {member.id: rights_of(member) for member in team.members}
        self._forbidden = {(rule.task, rule.member) for rule in team.policies.forbids}

    def objections(self, member: Member, task: Task) -> list[str]:
        """Return one sentence for each gate that the pair does not pass."""
        score, held = self._abilities.score, self._rights[member.id]
        lacking = [n.capability for n in task.requirements if score(member, n.capability) < Fraction(n.minimum)]
        found = [f"{member.id} lacks {name} for {task.id}" for name in lacking]
        wanted = (((verb.casefold(), what.casefold()), f"{verb} {what}") for verb, what in task.permissions)
        found += [f"{member.id} may not {text}" for pair, text in wanted if pair not in held]
        if (task.id, member.id) in self._forbidden:
            found.append(f"{task.id} is forbidden to {member.id}")
        return found


def _link_objections(tasks: dict[str, Task], seen: dict[str, str]) -> list[str]:
    found = []
    for task in tasks.values():
        if task.id in seen and any(target in tasks and target not in seen for target in task.dependencies):
            found.append(f"{task.id} waits for a task that is not placed")
        if task.status == "IN_PROGRESS" and task.assigned_to and seen.get(task.id) != task.assigned_to:
            found.append(f"{task.id} left {task.assigned_to}")
    return found


def _policy_objections(team: Team, backlog: Backlog, tasks: dict[str, Task], seen: dict[str, str]) -> list[str]:
    policies = team.policies
    found = [
        f"{p.task} is not with {p.member}" for p in policies.pins if p.task in tasks and seen.get(p.task) != p.member
    ]
    found += [f"{name} is required" for name in policies.required if name in tasks and name not in seen]
    done = {task.id: task.assigned_to for task in backlog.tasks if task.status == "DONE" and task.assigned_to}
    for group in policies.separate:
        past, now = [done[name] for name in group if name in done], [seen[name] for name in group if name in seen]
        if len(set(now)) < len(now) or set(past) & set(now):
            found.append(f"{', '.join(group)} share a member")
    names = {member.id for member in team.members}
    for group in policies.together:
        takers = {seen[name] for name in group if name in seen}
        doers = {done[name] for name in group if name in done} & names
        if len(takers) > 1 or (doers and not takers <= doers):
            found.append(f"{', '.join(group)} have more than one member")
    of_batch, owners = dict(policies.batches), dict[str, set[str | None]]()
    for task in tasks.values():
        if task.batch and of_batch.get(task.batch, policies.batch) == "together":
            owners.setdefault(task.batch, set()).add(seen.get(task.id))
    found += [f"batch {batch} is not whole" for batch, names in owners.items() if len(names) > 1]
    return found


def _uneven(team: Team, tasks: dict[str, Task], plan: Plan, weights: Weights) -> int:
    members = {member.id: member for member in team.members if member.load_limit_minutes}
    if not members:
        return 0
    whole = {name: member.load_limit_minutes + member.committed_minutes for name, member in members.items()}
    load = {name: member.committed_minutes for name, member in members.items()}
    for given in plan.assignments:
        if given.member in members:
            load[given.member] += minutes_of(members[given.member], tasks[given.task])
    units = round(1000 * Fraction(weights.balance) * Fraction(sum(whole.values()), 60 * len(whole)))
    return max(-(-units * load[m] // whole[m]) for m in members) - min(units * load[m] // whole[m] for m in members)


def _splits(team: Team, tasks: dict[str, Task], plan: Plan, weights: Weights) -> int:
    owners: dict[str, set[str]] = {}
    of_batch = dict(team.policies.batches)
    for given in plan.assignments:
        batch = tasks[given.task].batch
        if batch and of_batch.get(batch, team.policies.batch) == "prefer":
            owners.setdefault(batch, set()).add(given.member)
    return round(1000 * Fraction(weights.split)) * sum(len(names) - 1 for names in owners.values())


def _handoffs(
    team: Team, tasks: dict[str, Task], plan: Plan, weights: Weights, distances: NDArray[np.int64] | None
) -> int:
    if distances is None:
        return 0
    row = {member.id: number for number, member in enumerate(team.members)}
    owner = {given.task: row[given.member] for given in plan.assignments}
    links = [(owner[d], owner[t]) for t in owner for d in tasks[t].dependencies if d in owner]
    return sum(round(1000 * Fraction(weights.handoff) * int(distances[giver, taker])) for giver, taker in links)
