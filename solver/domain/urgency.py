"""Inherited urgency: what an urgent task waits for is as urgent, whatever its own class says."""

from __future__ import annotations

from dataclasses import replace

from solver.domain.tasks import PRIORITIES, Backlog, Task


def inherited(backlog: Backlog) -> Backlog:
    """Return the backlog with the most urgent class among each open task and those that wait for it, as ``urgency``.

    The class in which its value counts stays its own: so no task that is only waited for ever takes the place of one
    that is urgent itself.
    """
    tasks = {task.id: task for task in backlog.tasks if task.is_open}
    rank = {name: PRIORITIES.index(task.priority) for name, task in tasks.items()}
    # From the most urgent class down, each task is settled once: the first to reach it is the most urgent.
    settled = set[str]()
    for name in sorted(tasks, key=rank.__getitem__):
        stack = [name]
        while stack:
            one = stack.pop()
            if one in settled:
                continue
            settled.add(one)
            rank[one] = min(rank[one], rank[name])
            stack += [target for target in tasks[one].dependencies if target in tasks]
    return replace(backlog, tasks=tuple(_with(task, rank.get(task.id)) for task in backlog.tasks))


def _with(task: Task, rank: int | None) -> Task:
    if rank is None or PRIORITIES[rank] == task.priority:
        return task
    return replace(task, urgency=PRIORITIES[rank])
