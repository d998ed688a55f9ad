"""Changes to what the team has agreed on, and to what the quality of a plan counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, Final

from solver.changes.forms import number, split_last, split_name, split_names
from solver.domain.policies import Pair
from solver.domain.world import World, known

# What stands instead of a value where a demand is let go.
NONE: Final = "none"


def _pair(world: World, text: str, form: str) -> tuple[str, str]:
    """Return the open task and what stands after the equals sign; either may hold one."""
    name, who = split_name(text, "=", [task.id for task in world.backlog.tasks], form)
    return world.task(name).id, who


def pin(world: World, text: str) -> World:
    """Give a task to a member for good, instead of any pin before, over periods also in one; ``none`` lets it go."""
    (task, who), policies = _pair(world, text, "TASK=MEMBER, TASK=MEMBER@PERIOD, or none"), world.team.policies
    kept = tuple(one for one in policies.pins if one.task != task)
    if who == NONE:
        if len(kept) == len(policies.pins):
            raise ValueError(f"a pin of {task}")
        return world.with_policies(pins=kept)
    member, mark, when = who.rpartition("@")
    if world.team.calendar is None or not mark or who in world.names:
        return world.with_policies(pins=(*kept, Pair(task, world.member(who).id)))
    period = known(when.strip(), [one.id for one in world.team.calendar.periods], "period")
    return world.with_policies(pins=(*kept, Pair(task, world.member(member.strip()).id, period=period)))


def forbid(world: World, text: str) -> World:
    """Keep a task away from a member."""
    task, who = _pair(world, text, "TASK=MEMBER")
    return world.with_policies(forbids=(*world.team.policies.forbids, Pair(task, world.member(who).id)))


def allow(world: World, text: str) -> World:
    """Lift a ban: what keeps a task away from a member."""
    task, who = _pair(world, text, "TASK=MEMBER")
    member, forbids = world.member(who).id, world.team.policies.forbids
    kept = tuple(one for one in forbids if (one.task, one.member) != (task, member))
    if len(kept) == len(forbids):
        raise ValueError(f"a ban that keeps {task} away from {member}")
    return world.with_policies(forbids=kept)


def require(world: World, text: str) -> World:
    """Demand that a task is placed; ``none`` demands it no more."""
    required, names = world.team.policies.required, [task.id for task in world.backlog.open_tasks]
    name, mark, value = text.rpartition("=")
    if text in names or not mark or value.strip() != NONE:
        return world.with_policies(required=tuple(dict.fromkeys([*required, world.task(text).id])))
    gone = known(name.strip(), required, "required task")
    return world.with_policies(required=tuple(one for one in required if one != gone))


def _groups(rule: str, who: str) -> Callable[[World, str], World]:
    def change(world: World, text: str) -> World:
        groups: tuple[tuple[str, ...], ...] = getattr(world.team.policies, rule)
        left, mark, value = text.rpartition("=")
        if mark and value.strip() == NONE:
            known(left.strip(), [", ".join(group) for group in groups], f"rule {rule}")
            return world.with_policies(**{rule: tuple(one for one in groups if ", ".join(one) != left.strip())})
        group = split_names(text, [task.id for task in world.backlog.tasks], "task")
        if len(set(group)) < max(len(group), 2):
            raise ValueError("two tasks or more: TASK, TASK")
        return world.with_policies(**{rule: tuple(dict.fromkeys((*groups, group)))})

    change.__doc__ = f"Give tasks to {who}; ``none`` drops that rule."
    return change


separate, together = _groups("separate", "different members"), _groups("together", "one and the same member")


def batch(world: World, text: str) -> World:
    """Set whether a batch is handed out whole or pays for each split."""
    form = "BATCH=prefer or BATCH=together"
    name, policy = split_last(text, form)
    known(name, sorted({task.batch for task in world.backlog.tasks if task.batch}), "batch")
    if policy not in {"prefer", "together"}:
        raise ValueError(form)
    policies = world.team.policies
    return world.with_policies(batches=tuple((dict(policies.batches) | {name: policy}).items()))


def weight(world: World, text: str) -> World:
    """Set one weight of the quality."""
    name, amount = split_last(text, "WEIGHT=number")
    known(name, [field.name for field in fields(world.weights) if field.compare], "weight")
    changed: dict[str, Any] = {name: number(amount, "a weight from 0 to 1000000")}
    return replace(world, weights=replace(world.weights, **changed))
