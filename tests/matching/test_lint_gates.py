"""The gates that lint names are those that nobody passes, member by member."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from solver.assignment.checker.plan import objections
from solver.assignment.solve import solve
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.matching.linting.lint import lint
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.gates import hindrances
from solver.matching.pairs.vocabulary import effective_scores
from tests.matching.test_build import hard
from tests.worlds import world

# What the checker objects to besides: hours, what a task waits for, other started work.
OTHERS = (" load limit", " waits for ", " left ")


def gate(team: Team, backlog: Backlog, task: Task) -> str:
    """Return the first gate that leaves nobody, empty if somebody passes all, by a look at each member."""
    words = team.vocabulary
    able = [one for one in team.members if not shortfalls(effective_scores(one.card, words), task, words)]
    free = [one for one in able if not hindrances(team, backlog, one, task)]
    fitting = [one for one in free if task.estimate_minutes * one.pace <= one.load_limit_minutes]
    return "" if fitting else "GATE03" if free else "GATE02" if able else "GATE01"


def test_each_task_is_named_with_the_first_gate_that_nobody_passes() -> None:
    """Every gate on random worlds with rights, forbids, separation and finished work."""
    seen: Counter[str] = Counter()
    for seed in range(200):
        team, backlog, *_ = hard(seed) if seed % 2 else world(seed)
        if seed % 2:
            backlog = replace(backlog, tasks=tuple(replace(t, line=n, file="b") for n, t in enumerate(backlog.tasks)))
        named = {one.line: one.code for one in lint(team, backlog) if one.code in {"GATE01", "GATE02", "GATE03"}}
        for task in backlog.open_tasks:
            expected = gate(team, backlog, task)
            assert named.get(task.line, "") == expected, (seed, task.id)
            seen[expected] += 1
    assert all(seen[code] > 20 for code in ("", "GATE01", "GATE02", "GATE03")), seen


def test_started_work_of_who_cannot_or_may_not_do_it_is_named_all_at_once() -> None:
    """On random worlds in which half the tasks are started by anybody: where any is named there is no plan."""
    seen = Counter[bool]()
    for seed in range(40):
        team, backlog, *_ = hard(seed)
        names = [one.id for one in team.members]
        tasks = tuple(
            replace(task, status="IN_PROGRESS", assigned_to=names[(seed + n) % len(names)], line=n, file="b")
            if n % 2 and task.is_open
            else replace(task, line=n, file="b")
            for n, task in enumerate(backlog.tasks)
        )
        backlog = replace(backlog, tasks=tasks)
        named = {one.line for one in lint(team, backlog) if one.code == "GATE04" and one.file == "b"}
        for task in backlog.open_tasks:
            alone = Plan((Assignment(task.id, task.assigned_to),)) if task.assigned_to in names else None
            started = task.status == "IN_PROGRESS" and alone
            wrong = alone and [
                text for text in objections(team, backlog, alone) if not any(other in text for other in OTHERS)
            ]
            assert (task.line in named) == bool(started and wrong), (seed, task.id)
            seen[task.line in named] += 1
        if named and len(names) < 5:
            assert solve(team, backlog).status == "infeasible"
    assert min(seen[True], seen[False]) > 20
