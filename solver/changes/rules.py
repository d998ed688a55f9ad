"""Changes to what the team has agreed on, and to what the quality of a plan counts."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from solver.changes.forms import number, split_last
from solver.domain.policies import Pair
from solver.domain.world import World, known


def _open_task(world: World, name: str) -> str:
    return known(name, [task.id for task in world.backlog.open_tasks], "task")


def pin(world: World, text: str) -> World:
    """Give a task to a member for good, instead of any pin before; ``none`` lets it go."""
    name, who = split_last(text, "TASK=MEMBER, or none")
    task, policies = _open_task(world, name), world.team.policies
    kept = tuple(one for one in policies.pins if one.task != task)
    if who == "none":
        if len(kept) == len(policies.pins):
            raise ValueError(f"a pin of {task}")
        return world.with_policies(pins=kept)
    return world.with_policies(pins=(*kept, Pair(task, world.member(who).id)))


def forbid(world: World, text: str) -> World:
    """Keep a task away from a member."""
    name, who = split_last(text, "TASK=MEMBER")
    pair, policies = Pair(_open_task(world, name), world.member(who).id), world.team.policies
    return world.with_policies(forbids=(*policies.forbids, pair))


def require(world: World, text: str) -> World:
    """Demand that a task is placed."""
    policies = world.team.policies
    required = dict.fromkeys([*policies.required, _open_task(world, text)])
    return world.with_policies(required=tuple(required))


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
