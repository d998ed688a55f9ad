"""Every kind of change, and the world after some of them; nothing is mutated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from solver.changes import cards, cutting, in_time, members, rules, tasks
from solver.changes.change import Change, Scenario
from solver.domain.world import World, known
from solver.errors import Fault, InputError


class Kind(NamedTuple):
    """A kind of change: the function, the form of its text, and whether that ends in ``=value``."""

    change: Callable[[World, str], World]
    form: str
    has_value: bool = False


# In the order in which changes on the command line are made: which periods there are, as the others may name them, who
# joins, what changes, who and what goes.
KINDS: Final[dict[str, Kind]] = {
    "sprint": Kind(cutting.sprint, "how many sprints more"),
    "add": Kind(members.add, "CARD.md or CARD.md=hours"),
    "clone": Kind(members.clone, "MEMBER or MEMBER=NEW_ID"),
    "task": Kind(tasks.add_task, "TASK column=value ..."),
    "join": Kind(in_time.join, "CARD.md@PERIOD or MEMBER@PERIOD"),
    "capacity": Kind(members.capacity, "MEMBER=hours, with periods also MEMBER@PERIOD=hours", True),
    "leave": Kind(members.leave, "MEMBER=hours, with periods also MEMBER=day..day", True),
    "reserve": Kind(members.reserve, "MEMBER=share", True),
    "commit": Kind(members.commit, "MEMBER=hours, with periods also MEMBER@PERIOD=hours", True),
    "pace": Kind(members.pace, "MEMBER=factor", True),
    "wip": Kind(members.wip, "MEMBER=tasks at once", True),
    "train": Kind(cards.train, "MEMBER:capability=score", True),
    "like": Kind(cards.like, "MEMBER:kind of task=score", True),
    "grant": Kind(cards.grant, "MEMBER:VERB object"),
    "revoke": Kind(cards.revoke, "MEMBER:VERB object"),
    "channel": Kind(cards.channel, "MEMBER->MEMBER or MEMBER->MEMBER:VERB"),
    "cut": Kind(cards.cut, "MEMBER->MEMBER"),
    "group": Kind(members.group, "GROUP=A,B or GROUP=+A,-B"),
    "estimate": Kind(tasks.estimate, "TASK=hours", True),
    "priority": Kind(tasks.priority, "TASK=CLASS", True),
    "earliest": Kind(in_time.earliest, "TASK=day, period or none", True),
    "due": Kind(in_time.due, "TASK=day, period or none", True),
    "deadline": Kind(in_time.deadline, "TASK=day, period or none", True),
    "split": Kind(cutting.split, "TASK=hours of the smallest part, or no", True),
    "lag": Kind(tasks.lag, "TASK->TASK=working days that the second waits after the first", True),
    "value": Kind(tasks.value, "TASK=value", True),
    "need": Kind(tasks.need, "TASK:capability=minimum", True),
    "reopen": Kind(tasks.reopen, "TASK in progress"),
    "pin": Kind(rules.pin, "TASK=MEMBER or none, with periods also TASK=MEMBER@PERIOD", True),
    "forbid": Kind(rules.forbid, "TASK=MEMBER", True),
    "allow": Kind(rules.allow, "TASK=MEMBER that is forbidden", True),
    "require": Kind(rules.require, "TASK or TASK=none"),
    "separate": Kind(rules.separate, "TASK, TASK or TASK, TASK=none"),
    "together": Kind(rules.together, "TASK, TASK or TASK, TASK=none"),
    "batch": Kind(rules.batch, "BATCH=prefer|together", True),
    "weight": Kind(rules.weight, "WEIGHT=number", True),
    "second": Kind(cutting.second, "TASK"),
    "drop": Kind(tasks.drop, "TASK"),
    "remove": Kind(members.remove, "MEMBER"),
}


def apply(world: World, changes: tuple[Change, ...]) -> World:
    """Return the world after the changes, in their order.

    Parameters
    ----------
    world : World
        The base.
    changes : tuple of Change
        Of the kinds in ``KINDS``.

    Returns
    -------
    World
        A new one.

    Raises
    ------
    InputError
        With every change that names what is not there, by then, or is not of its form.
    """
    faults, names = list[Fault](), world.names
    for change in changes:
        try:
            world = KINDS[known(change.kind, KINDS, "kind of change")].change(world, change.text)
        except ValueError as error:
            expected, _, maybe = str(error).partition("\n")
            faults.append(Fault(change.file, change.line, expected, repr(str(change)), maybe))
        except InputError as error:
            # A fault without a place of its own is in the words of the change.
            faults += [one if one.file else replace(one, file=change.file, line=change.line) for one in error.faults]
    if faults:
        raise InputError(tuple(faults))
    # Distances that were given say nothing of other members.
    return world if world.names == names else replace(world, distances=None)


def apply_all(world: World, scenarios: tuple[Scenario, ...]) -> tuple[World, ...]:
    """Return the world of each scenario, each applied to the base.

    Raises
    ------
    InputError
        With the faults of all scenarios at once.
    """
    worlds, faults = [], dict[str, Fault]()
    for scenario in scenarios:
        try:
            worlds.append(apply(world, scenario.changes))
        except InputError as error:
            faults |= {str(fault): fault for fault in error.faults}
    if faults:
        raise InputError(tuple(faults.values()))
    return tuple(worlds)
