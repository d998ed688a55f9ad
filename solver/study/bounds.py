"""When a changed Problem need not be solved: no plan of it can beat the base plan, which still stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Plan
from solver.matching.problem import Problem
from solver.rules.catalogue import RULES

Group = tuple[str, ...]

# What is compared below; any further demand on a plan must be absent from both.
COMPARED: Final = frozenset(
    {
        *("members", "tasks", "load", "limit", "committed", "wip", "fit", "preference", "can", "allowed", "available"),
        *("gain", "handoff", "priority", "value", "batches", "whole", "separate", "together", "dependencies", "pins"),
        *("required", "balance_units", "split_units"),
    }
)
EXTRAS: Final = tuple(one for one in fields(Problem) if one.name not in COMPARED)


def bounded_by(base: Problem, changed: Problem) -> bool:
    """Return whether each plan of the changed Problem is one of the base's, where it is worth as much or more.

    Then what bounds the base bounds the changed Problem, level by level. The unevenness of loads must be the same
    function of the plan in both, and whatever the base demands the changed Problem must demand as well.

    Parameters
    ----------
    base : Problem
        Whose optimum is known.
    changed : Problem
        Members and tasks are matched by name; members may not come or go, tasks may go.

    Returns
    -------
    bool
        False says nothing.
    """
    if base.members != changed.members or not set(changed.tasks) <= set(base.tasks):
        return False
    if any(getattr(one, extra.name) != extra.default for one in (base, changed) for extra in EXTRAS):
        return False
    column = {name: number for number, name in enumerate(base.tasks)}
    kept = np.array([column[name] for name in changed.tasks], dtype=np.intp)
    return (
        _fewer_pairs(base, changed, kept)
        and _even_alike(base, changed)
        and _demands_more(_Ties.of(base, set(changed.tasks)), _Ties.of(changed, set(changed.tasks)), base, changed)
    )


def _fewer_pairs(base: Problem, changed: Problem, kept: NDArray[np.intp]) -> bool:
    """Return whether the changed pairs are some of the base's, worth no more, under limits that are no wider."""
    pairs = changed.eligible
    columns = zip(kept.tolist(), changed.priority, changed.value, strict=True)
    return (
        not (pairs & ~base.eligible[:, kept]).any()
        and not ((changed.gain > base.gain[:, kept]) & pairs).any()
        and bool((changed.load == base.load[:, kept])[pairs].all())
        and bool((changed.limit <= base.limit).all())
        and bool(((base.wip < 0) | ((changed.wip >= 0) & (changed.wip <= base.wip))).all())
        and all((base.priority[t], base.value[t]) == (priority, value) for t, priority, value in columns)
    )


def _even_alike(base: Problem, changed: Problem) -> bool:
    """Return whether the unevenness of loads is the same function of the plan."""
    if not base.balance_units:
        return True
    same = (base.limit == changed.limit).all() and (base.committed == changed.committed).all()
    return bool(same) and base.balance_units == changed.balance_units


@dataclass(frozen=True)
class _Ties:
    """What ties tasks to each other and to members, by name; without tasks that are gone, if they leave no mark."""

    batches: frozenset[Group]
    whole: frozenset[Group]
    separate: frozenset[Group]
    together: frozenset[Group]
    dependencies: frozenset[Group]
    pins: frozenset[Group]
    required: frozenset[str]

    @classmethod
    def of(cls, problem: Problem, kept: set[str]) -> _Ties:
        """Return the ties of a Problem; a batch or group that loses a task counts with those that stay."""

        def named(groups: Iterable[Iterable[int]]) -> frozenset[Group]:
            names = (tuple(problem.tasks[t] for t in group) for group in groups)
            return frozenset(left for group in names if len(left := tuple(n for n in group if n in kept)) > 1)

        return cls(
            named(problem.batches),
            frozenset(tuple(problem.tasks[t] for t in group) for group in problem.whole),
            named(problem.separate),
            named(problem.together),
            # A task that waited for one that is gone is freer than before: this tie stays in, so that it is missed.
            frozenset(
                (problem.tasks[t], problem.tasks[d]) for t, d in problem.dependencies if problem.tasks[t] in kept
            ),
            frozenset((problem.members[m], problem.tasks[t]) for m, t in problem.pins),
            frozenset(problem.tasks[t] for t in problem.required),
        )


def _demands_more(old: _Ties, new: _Ties, base: Problem, changed: Problem) -> bool:
    """Return whether every demand of the base is one of the changed Problem, and splits and hand-offs cost no less."""
    return (
        old.batches == new.batches
        and old.whole <= new.whole
        and old.separate <= new.separate
        and old.together <= new.together
        and old.dependencies <= new.dependencies
        and old.pins <= new.pins
        and old.required <= new.required
        and base.split_units <= changed.split_units
        and bool((base.handoff <= changed.handoff).all())
    )


def stands(problem: Problem, plan: Plan) -> bool:
    """Return whether a plan passes every gate and rule of a Problem."""
    rows, columns = ({name: i for i, name in enumerate(names)} for names in (problem.members, problem.tasks))
    if any(one.member not in rows or one.task not in columns for one in plan.assignments):
        return False
    owners = {columns[one.task]: rows[one.member] for one in plan.assignments}
    eligible = problem.eligible
    return all(eligible[m, t] for t, m in owners.items()) and not any(
        rule.matches(problem, owners) for rule in RULES.values()
    )
