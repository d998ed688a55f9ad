"""Whether there is any plan over periods at all that has a place for what must have one, whatever it is worth."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from solver.assignment.result import Result
from solver.assignment.sprints.feasible import any_plan_of
from solver.assignment.sprints.solve import solve_slots
from solver.domain.tasks import Backlog, Task
from solver.explanation.edits import with_policies
from solver.explanation.fix.hitting import NO_SOLUTION
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from solver.stopping import Clock
from solver.study.study import Study

# Seconds for each question whether there is a plan at all.
SECONDS: Final = 10.0
# Minutes by which limits are widened against rounding.
ROUNDING: Final = 0.5


def can_be_placed(case: Study, place: tuple[str, ...] = (), clock: Clock | None = None) -> bool | None:
    """Return whether any plan has a place for tasks and for all that must have one, None if that stays unknown.

    A clock says how long there still is; nothing is begun when it is over.
    """
    clock = clock or Clock()
    if clock.is_over:
        return None
    asked = wishing(case, place)
    result = any_plan(asked, clock.left(SECONDS))
    if result.status == "unknown" and not clock.is_over:
        result = solve_slots(bare_problem(asked), time_limit=clock.left(SECONDS), is_prompt=False)
    return None if result.status not in {"optimal", "feasible", "infeasible"} else result.plan is not None


def wishing(case: Study, place: tuple[str, ...]) -> Study:
    """Return the case in which some tasks must have a place beside those that must anyway."""
    return requiring(case, tuple(dict.fromkeys((*case.team.policies.required, *place))))


def requiring(case: Study, names: tuple[str, ...]) -> Study:
    """Return the case in which some tasks must have a place instead of those that must."""
    return case.at(team=with_policies(case.team, required=names))


def has_plan(case: Study, names: tuple[str, ...], seconds: float) -> bool | None:
    """Return whether there is a plan of some tasks that must have a place, instead of those that must; None if unknown.

    What is pinned or started must have one in any case.
    """
    result = any_plan(requiring(case, names), seconds)
    return None if result.status == "unknown" else result.plan is not None


def needed(case: Study) -> tuple[Task, ...]:
    """Return the tasks that any plan must have: required, pinned, started, with what they need and their batches."""
    tasks = {task.id: task for task in case.backlog.open_tasks}
    rules = case.team.policies
    first = [name for name in rules.required if name in tasks] + [pin.task for pin in rules.pins if pin.task in tasks]
    first += [task.id for task in tasks.values() if task.status == "IN_PROGRESS" and task.assigned_to]
    found, queue = dict[str, None](), first
    while queue:
        name = queue.pop()
        if name in found or name not in tasks:
            continue
        found[name] = None
        queue += tasks[name].dependencies
        batch = tasks[name].batch
        if batch and rules.of_batch(batch) == "together":
            queue += [one.id for one in tasks.values() if one.batch == batch]
    return tuple(task for task in tasks.values() if task.id in found)


def any_plan(case: Study, seconds: float) -> Result:
    """Return a plan of what must be placed alone, whatever it is worth; other work may always stay out."""
    problem = bare_problem(case)
    return any_plan_of(problem, seconds) if hours_suffice(problem) else Result("infeasible", None, ())


def bare_problem(case: Study) -> Problem:
    """Return the arrays of what must be placed, in which every plan is worth the same."""
    kept = {task.id for task in needed(case)}
    tasks = tuple(task for task in case.backlog.tasks if not task.is_open or task.id in kept)
    problem = slot_problem(case.team, Backlog(tasks), case.weights, case.distances)
    bare = replace(problem, balance_units=0, split_units=0, gain=np.zeros_like(problem.gain))
    return replace(bare, value=tuple(0 for _ in problem.tasks), handoff=np.zeros_like(problem.handoff), batches=())


def hours_suffice(problem: Problem) -> bool:
    """Return whether the hours suffice where each piece may go to several slots in fractions: a plan needs no less.

    Parameters
    ----------
    problem : Problem
        Over slots and pieces, all of which must have a place.
    """
    rows, columns = np.nonzero(problem.eligible)
    pieces, slots = len(problem.tasks), len(problem.members)
    if not pieces or len(np.unique(columns)) < pieces:
        return not pieces
    each = np.arange(len(rows))
    load = coo_array((problem.load[rows, columns], (rows, each)), shape=(slots, len(rows)))
    once = coo_array((np.ones(len(rows)), (columns, each)), shape=(pieces, len(rows)))
    # Loads are whole minutes, so that half a minute more lets nothing in but what rounding keeps out.
    demands = (LinearConstraint(load, -np.inf, problem.limit + ROUNDING), LinearConstraint(once, 1, 1))
    found = milp(np.zeros(len(rows)), constraints=demands, bounds=Bounds(0, np.inf))
    return bool(found.status != NO_SOLUTION)
