"""One table of what a Problem holds: what each field is about, what it asks of a plan, and how a clash names it.

What an engine cannot keep, what a sketch without pairs leaves out, what is copied when a team changes, and the words of
a conflict are read from here: a field that is new is unknown to every engine until it says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, fields, replace
from typing import Any, Final, NamedTuple

import numpy as np

from solver.matching.problem import Problem

# What a field has one entry for.
NAMES: Final = "names"
PAIR: Final = "each member and task"
MEMBER: Final = "each member"
TASK: Final = "each task"
BETWEEN: Final = "two members"
WHOLE: Final = "the plan"


class Field(NamedTuple):
    """What a field has one entry for; what it asks of a plan beyond gates and load limits, in words, if anything.

    A field that ``needs`` others asks nothing where one of them asks nothing; ``nothing`` is what an entry is then.
    ``clash`` names one of its groups of tasks in a conflict.
    """

    axis: str
    asks: str = ""
    needs: tuple[str, ...] = ()
    nothing: int = 0
    clash: str = ""


FIELDS: Final = {
    "members": Field(NAMES),
    "tasks": Field(NAMES),
    "load": Field(PAIR),
    "limit": Field(MEMBER),
    "committed": Field(MEMBER),
    "wip": Field(MEMBER, "limits on work in progress", nothing=-1),
    "fit": Field(PAIR),
    "preference": Field(PAIR),
    "can": Field(PAIR),
    "allowed": Field(PAIR),
    "available": Field(PAIR),
    "gain": Field(PAIR),
    "handoff": Field(BETWEEN, "hand-offs (weight handoff)", needs=("dependencies",)),
    "priority": Field(TASK),
    "value": Field(TASK),
    "batches": Field(WHOLE, "the split of batches (weight split)", needs=("split_units",)),
    "whole": Field(WHOLE, "batches handed out whole", clash="{} are one batch, handed out together"),
    "separate": Field(WHOLE, "tasks that need different members (separate)", clash="{} need different members"),
    "together": Field(WHOLE, "tasks that need the same member (together)", clash="{} need the same member"),
    "dependencies": Field(WHOLE, "dependencies between open tasks"),
    "pins": Field(WHOLE, "pins"),
    "required": Field(WHOLE, "required tasks"),
    "balance_units": Field(WHOLE, "the balance of loads (weight balance)"),
    "split_units": Field(WHOLE, "the split of batches (weight split)", needs=("batches",)),
    "previous": Field(WHOLE, "moves of an earlier plan"),
    "move_units": Field(WHOLE, "moves of which some count more", needs=("previous",)),
    "most_moves": Field(WHOLE, "a budget of moves (most moves)"),
    "forced": Field(WHOLE, "a budget of moves (most moves)", needs=("most_moves",)),
    "earlier": Field(WHOLE, "the pairs of an earlier plan", needs=("most_moves",)),
    "unlike": Field(WHOLE, "plans that differ from others"),
    "least_changes": Field(WHOLE, "plans that differ from others", needs=("unlike",)),
    "overfull": Field(WHOLE, "tasks that are too much together for one member"),
    "time": Field(WHOLE, "periods, parts, crews and an order of work"),
    "grown": Field(WHOLE, "work below a minimum (grow)"),
    "most_grown": Field(WHOLE, "work below a minimum (grow)", needs=("grown",)),
}
# What is said of each pair, the members' limits aside: worth copying when a team changes.
PAIRS: Final = tuple(name for name, field in FIELDS.items() if field.axis == PAIR and name != "available")
# Groups of tasks that a conflict names, each in its words.
CLASHES: Final = {name: field.clash for name, field in FIELDS.items() if field.clash}


def asked(problem: Problem, kept: Iterable[str] = ()) -> tuple[str, ...]:
    """Return in words what a Problem asks of its plans, gates and load limits aside, without the fields kept.

    Examples
    --------
    >>> from solver.matching.problem import problem_from_arrays
    >>> one = problem_from_arrays(np.array([[5, 4]]), np.array([[1, 1]]), np.array([3]))
    >>> asked(one), asked(replace(one, required=(0,), whole=((0, 1),)), {"whole"})
    ((), ('required tasks',))
    """
    known = set(kept)
    words = (
        field.asks
        for name, field in FIELDS.items()
        if field.asks and name not in known and all(_is_said(problem, one) for one in (name, *field.needs))
    )
    return tuple(dict.fromkeys(words))


def loosened(problem: Problem, kept: Iterable[str] = ()) -> Problem:
    """Return a Problem that asks nothing of its plans but gates, load limits, and the fields kept."""
    defaults = {one.name: one.default for one in fields(Problem) if one.default is not MISSING}
    changes: dict[str, Any] = {}
    for name, field in FIELDS.items():
        if field.asks and name not in set(kept):
            array = getattr(problem, name)
            changes[name] = defaults[name] if name in defaults else np.full_like(array, field.nothing)
    return replace(problem, **changes)


def _is_said(problem: Problem, name: str) -> bool:
    value = getattr(problem, name)
    if isinstance(value, np.ndarray):
        return bool((value != FIELDS[name].nothing).any())
    return value is not None if name in {"most_moves", "time"} else bool(value)
