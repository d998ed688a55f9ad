"""All rules by name: read this first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from solver.matching.problem import Problem
from solver.rules import (
    crew,
    cut,
    dependency,
    grow,
    load_limit,
    move_budget,
    order,
    overfull,
    parts,
    pin,
    required,
    separate,
    together,
    unlike,
    whole_batch,
    windows,
    wip_limit,
)
from solver.rules.poster import Owners, Poster


class Rule(NamedTuple):
    """The two halves of a rule; neither calls the other, so they check each other."""

    matches: Callable[[Problem, Owners], tuple[str, ...]]
    post: Callable[[Problem, Poster], None]


RULES: Final = {
    "load_limit": Rule(load_limit.matches, load_limit.post),
    "dependency": Rule(dependency.matches, dependency.post),
    "move_budget": Rule(move_budget.matches, move_budget.post),
    "overfull": Rule(overfull.matches, overfull.post),
    "pin": Rule(pin.matches, pin.post),
    "required": Rule(required.matches, required.post),
    "separate": Rule(separate.matches, separate.post),
    "together": Rule(together.matches, together.post),
    "unlike": Rule(unlike.matches, unlike.post),
    "whole_batch": Rule(whole_batch.matches, whole_batch.post),
    "wip_limit": Rule(wip_limit.matches, wip_limit.post),
    "crew": Rule(crew.matches, crew.post),
    "cut": Rule(cut.matches, cut.post),
    "order": Rule(order.matches, order.post),
    "parts": Rule(parts.matches, parts.post),
    "windows": Rule(windows.matches, windows.post),
    "grow": Rule(grow.matches, grow.post),
}
