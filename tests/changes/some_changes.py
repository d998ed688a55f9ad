"""Random changes that can be made to a world, of every kind that needs no file."""

from __future__ import annotations

import random

from solver.changes.change import Change
from solver.domain.tasks import PRIORITIES
from solver.domain.world import World


def some_change(world: World, chance: random.Random) -> Change:
    """Return one change that names what is there; it may still be refused, such as the last member's leaving."""
    member, other = chance.choice(world.names), chance.choice(world.names)
    task = chance.choice(world.backlog.open_tasks).id
    capabilities = sorted({n.capability for one in world.backlog.tasks for n in one.requirements}) or ["a"]
    capability = chance.choice(capabilities)
    score = f"0.{chance.randint(0, 9)}"
    new = f"N{chance.randint(0, 99)}"
    texts = {
        "remove": member,
        "clone": member,
        "capacity": f"{member}={chance.randint(0, 12)}",
        "leave": f"{member}=1",
        "reserve": f"{member}=0.5",
        "commit": f"{member}={chance.randint(0, 1)}",
        "pace": f"{member}={chance.choice(['0.5', '1.5'])}",
        "wip": f"{member}={chance.choice(['1', '2', 'none'])}",
        "train": f"{member}:{capability}={score}",
        "like": f"{member}:red work={score}",
        "grant": f"{member}:OPEN door",
        "channel": f"{member}->{other}",
        "group": f"crew={member},{other}",
        "task": f"{new} estimated_hours=2 priority=HIGH 'capabilities={capability}' dependencies={task}",
        "estimate": f"{task}={chance.randint(1, 5)}",
        "priority": f"{task}={chance.choice(PRIORITIES)}",
        "value": f"{task}={chance.randint(1, 3)}",
        "need": f"{task}:{capability}={score}",
        "pin": f"{task}={member}",
        "forbid": f"{task}={member}",
        "require": task,
        "weight": f"{chance.choice(['fit', 'preference', 'balance', 'split', 'handoff'])}={chance.randint(0, 2)}",
        "drop": task,
    }
    kind = chance.choice(list(texts))
    return Change(kind, texts[kind])
