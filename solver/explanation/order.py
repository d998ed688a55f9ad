"""In which order a member can do the work, what it waits for and who waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from graphlib import TopologicalSorter

from solver.domain.plan import Plan
from solver.domain.tasks import Backlog, Task


@dataclass(frozen=True)
class Step:
    """A task in the order of work.

    ``owner`` is empty where nobody has it, ``state`` is done, placed or left out; ``depth`` counts the tasks of the
    longest chain before it within the steps; ``needs`` are the steps it waits for, ``lags`` those of them after whose
    end working days go by, and how many.
    """

    task: str
    title: str
    minutes: int
    owner: str
    state: str
    depth: int
    needs: tuple[str, ...]
    lags: tuple[tuple[str, Decimal], ...] = ()


def order_of(backlog: Backlog, plan: Plan, member: str) -> tuple[Step, ...]:
    """Return the tasks of a member with those directly before and after them, in an order that can be worked.

    Parameters
    ----------
    backlog : Backlog
        With the dependencies; without a cycle, as the readers see to.
    plan : Plan
        Who has what.
    member : str
        Whose tasks are looked at.

    Returns
    -------
    tuple of Step
        By depth, then in the order of the backlog; empty if the member has nothing.
    """
    tasks, owner = {task.id: task for task in backlog.tasks}, plan.owner
    mine = {task for task, name in owner.items() if name == member}
    before = {need for task in mine for need in tasks[task].dependencies if need in tasks}
    after = {task.id for task in backlog.open_tasks if mine & set(task.dependencies)}
    # Only links that touch the member's own tasks: what others wait for among themselves is their affair.
    links = {
        name: tuple(need for need in tasks[name].dependencies if need in tasks and (name in mine or need in mine))
        for name in mine | before | after
    }
    depth: dict[str, int] = {}
    for name in TopologicalSorter(links).static_order():
        depth[name] = max((depth[need] + 1 for need in links[name]), default=0)
    place = {task.id: number for number, task in enumerate(backlog.tasks)}
    ranked = sorted(links, key=lambda name: (depth[name], place[name]))
    return tuple(_step(tasks[name], owner.get(name, ""), depth[name], links[name]) for name in ranked)


def _step(task: Task, owner: str, depth: int, needs: tuple[str, ...]) -> Step:
    state = ("placed" if owner else "left out") if task.is_open else task.status.lower()
    lags = tuple((need, task.lag(need)) for need in needs if task.lag(need))
    return Step(task.id, task.title, task.estimate_minutes, owner, state, depth, needs, lags)
