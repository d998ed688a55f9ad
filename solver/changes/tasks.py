"""Changes to the work: which tasks there are, how long, how urgent and how demanding they are."""

from __future__ import annotations

import shlex
from dataclasses import replace
from decimal import Decimal

from solver.changes.forms import each_task, minutes, number, split, split_last, split_name
from solver.domain.policies import Policies
from solver.domain.tasks import PRIORITIES, TIERS, Requirement, Task
from solver.domain.vocabulary import Vocabulary
from solver.domain.world import World, known
from solver.errors import InputError
from solver.readers.backlog.drafting import COLUMNS, Draft
from solver.readers.backlog.lags import days_of

NEW = "TASK column=value ..., such as NEW-1 estimated_hours=8 'capabilities=backend; sql:secondary'"


def drop(world: World, text: str) -> World:
    """Leave a task out; what waits for it waits no longer, and rules about it go too."""
    world.task(text)
    tasks = tuple(
        replace(task, dependencies=tuple(other for other in task.dependencies if other != text))
        if text in task.dependencies
        else task
        for task in world.backlog.tasks
        if task.id != text
    )
    policies = _policies_without(world.team.policies, text, {task.batch for task in tasks})
    return replace(world, team=replace(world.team, policies=policies)).with_tasks(tasks)


def _policies_without(policies: Policies, gone: str, batches: set[str]) -> Policies:
    pins, forbids = (tuple(p for p in pairs if p.task != gone) for pairs in (policies.pins, policies.forbids))
    separate, together = (
        tuple(rest for group in groups if len(rest := tuple(t for t in group if t != gone)) > 1)
        for groups in (policies.separate, policies.together)
    )
    return replace(
        policies,
        batches=tuple(pair for pair in policies.batches if pair[0] in batches),
        pins=pins,
        forbids=forbids,
        separate=separate,
        together=together,
        required=tuple(task for task in policies.required if task != gone),
    )


def add_task(world: World, text: str) -> World:
    """Add a task, with the columns of a backlog."""
    try:
        name, *cells = shlex.split(text)
    except ValueError as error:
        raise ValueError(NEW) from error
    pairs = dict(split(cell, "=", NEW) for cell in cells)
    for column in pairs:
        known(column, [one for one in COLUMNS if one != "id"], "column of a backlog")
    draft = Draft(tasks=list(world.backlog.tasks), week=world.days_per_week)
    draft.task({"id": name} | pairs, 1)
    new = draft.tasks[-1]
    if new.status == "IN_PROGRESS" and new.assigned_to:
        world.member(new.assigned_to)
    draft.finish()
    # What stands in a file may lie outside it; what is typed here is meant to be there.
    names = [task.id for task in draft.tasks]
    for target in set(draft.tasks[-1].dependencies) - set(names):
        draft.fault(1, "dependencies on tasks of this backlog", target, names)
    if draft.faults:
        raise InputError(tuple(draft.faults))
    return world.with_tasks(draft.tasks)


def reopen(world: World, text: str) -> World:
    """Let go of work in progress: nobody has it, and no pin keeps it where it was."""
    started = {task.id: task for task in world.backlog.open_tasks if task.status == "IN_PROGRESS" and task.assigned_to}
    task = started[known(world.task(text).id, started, "task in progress")]
    pins = tuple(one for one in world.team.policies.pins if (one.task, one.member) != (task.id, task.assigned_to))
    return world.with_policies(pins=pins).with_task(task.without({one.id for one in world.team.members}))


def estimate(world: World, text: str) -> World:
    """Set how long a task takes at pace 1."""
    name, hours = split_last(text, "TASK=hours")

    def changed(task: Task) -> Task:
        found = minutes(hours, task.estimate_minutes, "TASK=hours")
        if not found:
            raise ValueError("hours above 0")
        return replace(task, estimate_minutes=found, left=())

    return each_task(world, name, changed)


def priority(world: World, text: str) -> World:
    """Set the priority class of a task."""
    name, word = split_last(text, f"TASK=one of {', '.join(PRIORITIES)}")
    found = known(word.upper(), PRIORITIES, f"priority out of {', '.join(PRIORITIES)}")
    return each_task(world, name, lambda task: replace(task, priority=found))


def value(world: World, text: str) -> World:
    """Set what a task counts within its class."""
    name, count = split_last(text, "TASK=value")
    found = number(count, "a value from 1 to 999999", 1, 999_999)
    if found != int(found):
        raise ValueError("a value from 1 to 999999")
    return each_task(world, name, lambda task: replace(task, value=int(found)))


def lag(world: World, text: str) -> World:
    """Set how many working days go by between the end of a task and the start of one that waits for it."""
    form = "TASK->TASK=days that the second waits after the end of the first, such as 2, 2d, 1w or 0"
    pair, length = split_last(text, form)
    before, after = split_name(pair, "->", [task.id for task in world.backlog.tasks], form)
    task, names = world.task(after), [task.id for task in world.backlog.open_tasks]
    over = world.backlog.over(before) if before in task.dependencies else None
    if over is not None:
        raise ValueError(f"an open task ahead of {task.id} ({over.said})")
    known(before, [name for name in task.dependencies if name in names], f"task ahead of {task.id}")
    if world.team.order == "ignore":
        raise ValueError("an order of work that counts (order: fit under policies in team.yaml), as a lag does with it")
    days = days_of(f"{length}d" if length[-1:].isdecimal() else length, world.days_per_week)
    if days is None:
        raise ValueError(form)
    lags = {name: days if name == before else task.lag(name) for name in task.dependencies}
    return world.with_task(replace(task, lags=tuple((name, most) for name, most in lags.items() if most)))


def need(world: World, text: str) -> World:
    """Set the minimum that a task demands of a capability, new or not; ``none`` demands nothing of it."""
    form = "TASK:capability=minimum, or none"
    left, least = split_last(text, form)
    name, capability = split_name(left, ":", [task.id for task in world.backlog.tasks], form)
    minimum = None if least == "none" else number(least, "a minimum from 0 to 1, or none", most=1)
    words = world.team.vocabulary
    return each_task(world, name, lambda task: _demanding(task, capability, minimum, words))


def _demanding(task: Task, capability: str, minimum: Decimal | None, words: Vocabulary) -> Task:
    """Return the task with one requirement changed, by whatever name it asks for it, or added, or left out.

    Of a crew the seats that ask for it change; where none does, it is added to all.
    """
    name = words.name(capability)
    asking = [any(words.name(one.capability) == name for one in seat) for seat in task.seats]
    if minimum is None and not any(asking):
        known(capability, [one.capability for one in task.needs], f"requirement of {task.id}")
    new = () if minimum is None else (Requirement(capability, "primary", minimum, TIERS["primary"][1]),)

    def changed(seat: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
        if not any(asking):
            return (*seat, *new)
        pairs = ((one, words.name(one.capability) == name) for one in seat)
        least = Decimal(0) if minimum is None else minimum
        return tuple(replace(one, minimum=least) if is_it else one for one, is_it in pairs if new or not is_it)

    alike = all(seat == task.requirements for seat in task.seats)
    crew = tuple(map(changed, task.crew))
    return replace(task, crew=crew, requirements=changed(task.requirements) if alike else task.requirements)
