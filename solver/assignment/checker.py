"""Recomputes a plan from the nouns; shares no code with the model, the rules or the Problem."""

from __future__ import annotations

from fractions import Fraction

from solver.domain.cards import RoleCard
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Team
from solver.domain.weights import Weights


def objections(team: Team, backlog: Backlog, plan: Plan) -> tuple[str, ...]:
    """Return one sentence for each way in which the plan breaks a gate or a rule; empty if it stands."""
    tasks = {task.id: task for task in backlog.tasks if task.status in {"TODO", "IN_PROGRESS"}}
    members = {member.id: member for member in team.members}
    found, minutes, seen = [], dict.fromkeys(members, 0), dict[str, str]()
    for given in plan.assignments:
        if given.task not in tasks or given.member not in members or given.task in seen:
            found.append(f"{given.task} to {given.member}: no such pair, or given twice")
            continue
        task, card = tasks[given.task], members[given.member].card
        seen[task.id] = given.member
        minutes[given.member] += task.estimate_minutes
        found += [
            f"{given.member} lacks {need.capability} for {task.id}"
            for need in task.requirements
            if _score(card, need.capability) < need.minimum
        ]
    for name, member in members.items():
        if minutes[name] > member.load_limit_minutes:
            found.append(f"{name} is above the load limit")
    for task in tasks.values():
        if task.id in seen and any(target in tasks and target not in seen for target in task.dependencies):
            found.append(f"{task.id} waits for a task that is not placed")
        if task.status == "IN_PROGRESS" and task.assigned_to and seen.get(task.id) != task.assigned_to:
            found.append(f"{task.id} left {task.assigned_to}")
    return tuple(found)


def level_values(team: Team, backlog: Backlog, plan: Plan, weights: Weights) -> dict[str, int]:
    """Return the value of every level by name: tasks' values per class, quality in thousandths of an hour."""
    tasks = {task.id: task for task in backlog.tasks}
    placed = [tasks[given.task] for given in plan.assignments]
    values = {name: sum(task.value for task in placed if task.priority == name) for name in PRIORITIES}
    cards = {member.id: member.card for member in team.members}
    quality = sum(_gain(cards[given.member], tasks[given.task], weights) for given in plan.assignments)
    return values | {"quality": quality - _uneven(team, tasks, plan, weights) - _splits(tasks, plan, weights)}


def _score(card: RoleCard, name: str) -> Fraction:
    return max([Fraction(0), *(Fraction(own.score) for own in card.capabilities if own.name == name)])


def _gain(card: RoleCard, task: Task, weights: Weights) -> int:
    hours = Fraction(task.estimate_minutes, 60)
    needed = [(Fraction(need.weight), _score(card, need.capability)) for need in task.requirements]
    weight = sum(w for w, _ in needed)
    fit = sum(w * s for w, s in needed) / weight if needed else Fraction(1)
    return round(1000 * hours * Fraction(weights.fit) * fit) + round(
        1000 * hours * Fraction(weights.preference) * _liking(card, task.kind)
    )


def _liking(card: RoleCard, kind: str) -> Fraction:
    ranked = []
    for line in card.preferences:
        mine, other = _tokens(line.name), _tokens(kind)
        both, either = mine & other, mine | other
        ranked.append((2.0 if line.name == kind else len(both) / max(len(either), 1), Fraction(line.score)))
    similarity, liking = max(ranked, key=lambda pair: pair[0], default=(0.0, Fraction(0)))
    return liking if similarity >= 0.5 else Fraction(1, 2)


def _tokens(text: str) -> set[str]:
    return set("".join(c.lower() if c.isalnum() or c == "_" else " " for c in text).split())


def _uneven(team: Team, tasks: dict[str, Task], plan: Plan, weights: Weights) -> int:
    limits = {member.id: member.load_limit_minutes for member in team.members}
    mean_hours = Fraction(sum(limits.values()), 60 * max(len(limits), 1))
    units = round(1000 * Fraction(weights.balance) * mean_hours)
    load = dict.fromkeys(limits, 0)
    for given in plan.assignments:
        load[given.member] += tasks[given.task].estimate_minutes
    highest = [-(-units * load[m] // limit) for m, limit in limits.items() if limit]
    lowest = [units * load[m] // limit for m, limit in limits.items() if limit]
    return max(highest) - min(lowest) if highest else 0


def _splits(tasks: dict[str, Task], plan: Plan, weights: Weights) -> int:
    owners: dict[str, set[str]] = {}
    for given in plan.assignments:
        if tasks[given.task].batch:
            owners.setdefault(tasks[given.task].batch, set()).add(given.member)
    return round(1000 * Fraction(weights.split)) * sum(len(names) - 1 for names in owners.values())
