"""A case that allows what any amounts of what is on offer allow: what has no plan in it has none after any fix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Final

from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Task
from solver.explanation.fix.change import with_changes
from solver.explanation.fix.offers import Offer
from solver.matching.pieces import part_minutes
from solver.study.study import Study

# What the name of a second half has behind the name of its task: no id has such a letter.
HALF: Final = "\0half"


def loosest(case: Study, offers: Sequence[Offer]) -> Study:
    """Return the case after all that is on offer, each thing with the most freedom that any amount of it gives.

    More may do less in one place only: a task for two people is one of two halves in one period, neither of them split.
    So its halves are tasks of their own here, which one person may have and which are split wherever they may be.

    Parameters
    ----------
    case : Study
        Before any change.
    offers : sequence of Offer
        What is on offer.
    """
    made = tuple(one.change(one.most) for one in offers)
    names = {one.task for one in made if one.kind == "second"}
    after = with_changes(case, tuple(one for one in made if one.kind != "second"))
    tasks = tuple(half for task in after.backlog.tasks for half in _halves(_waiting(task, names), names))
    team = replace(after.team, policies=_for_halves(after.team.policies, names))
    return after.at(team=team, backlog=replace(after.backlog, tasks=tasks))


def of_half(name: str) -> str:
    """Return the task that half a task is of, the task itself if it is none."""
    return name.partition(HALF)[0]


def _halves(task: Task, names: set[str]) -> Iterator[Task]:
    """Yield the halves of a task that may be two people's, in parts that a whole one can be put together from too."""
    if task.id not in names:
        yield task
        return
    middle = (task.estimate_minutes + 1) // 2
    parts = accumulate(part_minutes(task)) if task.split_minutes else ()
    ends = sorted({0, middle, task.estimate_minutes, *parts})
    for name, first, last in ((task.id, 0, middle), (task.id + HALF, middle, task.estimate_minutes)):
        sizes = [end - start for start, end in pairwise(ends) if first <= start and end <= last]
        left = tuple(("", size) for size in sizes) if task.split_minutes else ()
        yield replace(task, id=name, estimate_minutes=last - first, left=left)


def _waiting(task: Task, names: set[str]) -> Task:
    """Return a task that waits for both halves of what it waits for."""
    more = tuple(name + HALF for name in task.dependencies if name in names)
    lags = tuple((name + HALF, days) for name, days in task.lags if name in names)
    return replace(task, dependencies=(*task.dependencies, *more), lags=(*task.lags, *lags)) if more else task


def _for_halves(policies: Policies, names: set[str]) -> Policies:
    """Return the rules with what holds for a task holding for its second half; a pin holds for the first alone."""
    forbids = (Pair(one.task + HALF, one.member) for one in policies.forbids if one.task in names)
    required = (name + HALF for name in policies.required if name in names)
    groups = tuple(
        tuple(name + HALF if name == half else name for name in group)
        for group in policies.separate
        for half in group
        if half in names
    )
    return replace(
        policies,
        forbids=(*policies.forbids, *forbids),
        required=(*policies.required, *required),
        separate=(*policies.separate, *groups),
    )
