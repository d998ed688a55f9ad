"""Recomputes a plan from the nouns; shares no code with the model, the rules or the Problem."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights


def objections(team: Team, backlog: Backlog, plan: Plan) -> tuple[str, ...]:
    """Return one sentence for each way in which the plan breaks a gate or a rule; empty if it stands."""
    if _is_timed(team, backlog):
        from solver.assignment.checker_time import time_objections

        return time_objections(team, backlog, plan, sequenced=False)
    tasks = {task.id: task for task in backlog.tasks if task.status in {"TODO", "IN_PROGRESS"}}
    members = {member.id: member for member in team.members}
    found, seen, minutes, count = [], dict[str, str](), dict.fromkeys(members, 0), dict.fromkeys(members, 0)
    for given in plan.assignments:
        if given.task not in tasks or given.member not in members or given.task in seen:
            found.append(f"{given.task} to {given.member}: no such pair, or given twice")
            continue
        task, member = tasks[given.task], members[given.member]
        seen[task.id] = member.id
        minutes[member.id] += _minutes(member, task)
        count[member.id] += 1
        found += _gate_objections(team, member, task)
    for name, member in members.items():
        if minutes[name] > member.load_limit_minutes:
            found.append(f"{name} is above the load limit")
        if member.wip_limit is not None and count[name] > member.wip_limit:
            found.append(f"{name} has more than {member.wip_limit} tasks")
    return (*found, *_link_objections(tasks, seen), *_policy_objections(team, backlog, tasks, seen))


def level_values(
    team: Team, backlog: Backlog, plan: Plan, weights: Weights, distances: NDArray[np.int64] | None = None
) -> dict[str, int]:
    """Return the value of every level by name: tasks' values per class, quality in thousandths of an hour."""
    if _is_timed(team, backlog):
        from solver.assignment.checker_values import time_values

        return time_values(team, backlog, plan, weights, distances)
    tasks = {task.id: task for task in backlog.tasks}
    placed = [tasks[given.task] for given in plan.assignments]
    values = {name: sum(task.value for task in placed if task.priority == name) for name in PRIORITIES}
    return values | {"quality": sum(quality_terms(team, backlog, plan, weights, distances).values())}


def quality_terms(
    team: Team, backlog: Backlog, plan: Plan, weights: Weights, distances: NDArray[np.int64] | None = None
) -> dict[str, int]:
    """Return each term of the quality by name, in thousandths of an hour; costs are negative."""
    if _is_timed(team, backlog):
        from solver.assignment.checker_values import time_terms

        return time_terms(team, backlog, plan, weights, distances)
    tasks = {task.id: task for task in backlog.tasks}
    members = {member.id: member for member in team.members}
    pairs = [(members[given.member], tasks[given.task]) for given in plan.assignments]
    hours = {task.id: Fraction(task.estimate_minutes, 60) for task in tasks.values()}
    return {
        "fit": sum(round(1000 * hours[t.id] * Fraction(weights.fit) * _fit(team, m, t)) for m, t in pairs),
        "preference": sum(
            round(1000 * hours[t.id] * Fraction(weights.preference) * liking_of(team, m, t)) for m, t in pairs
        ),
        "handoff": -_handoffs(team, tasks, plan, weights, distances),
        "balance": -_uneven(team, tasks, plan, weights),
        "split": -_splits(team, tasks, plan, weights),
    }


def _is_timed(team: Team, backlog: Backlog) -> bool:
    in_order = team.policies.order in {"fit", "next"}
    return team.calendar is not None or in_order or any(task.crew for task in backlog.tasks if task.is_open)


def _gate_objections(team: Team, member: Member, task: Task) -> list[str]:
    lacking = [n.capability for n in task.requirements if _score(team, member, n.capability) < Fraction(n.minimum)]
    found = [f"{member.id} lacks {name} for {task.id}" for name in lacking]
    permitted = [f"{own.verb} {own.object}".lower() for own in member.card.permissions]
    found += [f"{member.id} may not {v} {o}" for v, o in task.permissions if f"{v} {o}".lower() not in permitted]
    if [rule for rule in team.policies.forbids if rule.task == task.id and rule.member == member.id]:
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
    for batch in {task.batch for task in tasks.values() if task.batch}:
        owners = {seen.get(task.id) for task in tasks.values() if task.batch == batch}
        if dict(policies.batches).get(batch, policies.batch) == "together" and len(owners) > 1:
            found.append(f"batch {batch} is not whole")
    return found


def _minutes(member: Member, task: Task) -> int:
    whole, rest = divmod(task.estimate_minutes * Fraction(member.pace), 1)
    return int(whole) + (1 if rest else 0)


def _score(team: Team, member: Member, name: str) -> Fraction:
    alias = dict(team.vocabulary.aliases)
    wanted = alias.get(name, name)
    best = Fraction(0)
    for own in member.card.capabilities:
        have = alias.get(own.name, own.name)
        factors = [Fraction(1)] if have == wanted else []
        for relation in team.vocabulary.relations:
            if (alias.get(relation.have, relation.have), alias.get(relation.need, relation.need)) == (have, wanted):
                factors.append(Fraction(relation.factor))
        best = max([best, *(factor * Fraction(own.score) for factor in factors)])
    return best


def _fit(team: Team, member: Member, task: Task) -> Fraction:
    needed = [(Fraction(need.weight), _score(team, member, need.capability)) for need in task.requirements]
    return sum((w * s for w, s in needed), Fraction(0)) / sum(w for w, _ in needed) if needed else Fraction(1)


def liking_of(team: Team, member: Member, task: Task) -> Fraction:
    """Return how much the member's card likes the kind of the task, a half if it does not name it."""
    alias = dict(team.vocabulary.aliases)
    ranked = []
    for line in member.card.preferences:
        mine, other = _tokens(line.name), _tokens(task.kind)
        similarity = len(mine & other) / max(len(mine | other), 1)
        if alias.get(line.name, line.name) == alias.get(task.kind, task.kind):
            similarity = 2.0
        if line.name == task.kind:
            similarity = 3.0
        ranked.append((similarity, Fraction(line.score)))
    similarity, liking = max(ranked, key=lambda pair: pair[0], default=(0.0, Fraction(0)))
    return liking if similarity >= 0.5 else Fraction(1, 2)


@lru_cache(maxsize=4096)
def _tokens(text: str) -> frozenset[str]:
    return frozenset("".join(c.lower() if c.isalnum() or c == "_" else " " for c in text).split())


def _uneven(team: Team, tasks: dict[str, Task], plan: Plan, weights: Weights) -> int:
    members = {member.id: member for member in team.members if member.load_limit_minutes}
    if not members:
        return 0
    whole = {name: member.load_limit_minutes + member.committed_minutes for name, member in members.items()}
    load = {name: member.committed_minutes for name, member in members.items()}
    for given in plan.assignments:
        if given.member in members:
            load[given.member] += _minutes(members[given.member], tasks[given.task])
    units = round(1000 * Fraction(weights.balance) * Fraction(sum(whole.values()), 60 * len(whole)))
    return max(-(-units * load[m] // whole[m]) for m in members) - min(units * load[m] // whole[m] for m in members)


def _splits(team: Team, tasks: dict[str, Task], plan: Plan, weights: Weights) -> int:
    owners: dict[str, set[str]] = {}
    for given in plan.assignments:
        batch = tasks[given.task].batch
        if batch and dict(team.policies.batches).get(batch, team.policies.batch) == "prefer":
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
