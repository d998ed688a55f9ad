"""The exact engine: OR-Tools CP-SAT, one level after the other."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.assignment.cpsat import heeding_interrupts, new_solver, run
from solver.assignment.model import Model
from solver.assignment.result import Level, Result
from solver.domain.plan import Assignment, Plan
from solver.matching.problem import Problem

# Told the level and the best value and bound so far.
Progress = Callable[[str, float, float], None]


def solve_exact(
    problem: Problem, *, time_limit: float = 60.0, seed: int = 0, workers: int = 1, progress: Progress | None = None
) -> Result:
    """Return the best plan by priority class and then by quality, with value and bound of each level.

    Parameters
    ----------
    problem : Problem
        The indexed arrays.
    time_limit : float
        Seconds for all levels together, above 0.
    seed : int
        With one worker the same seed gives the same plan, unless the limit cuts the search short.
    workers : int
        Threads of the search, at least 1.
    progress : callable, optional
        Called with level, value and bound whenever a better plan is found.

    Returns
    -------
    Result
        ``optimal`` if every level is proved, else ``feasible``, ``infeasible`` or ``unknown``; the levels are those
        that were searched before the limit or Ctrl-C.
    """
    with heeding_interrupts() as wish:
        search = _Search(Model(problem), time.monotonic() + time_limit, seed, workers, progress, wish)
        names = search.model.levels()
        levels: list[Level] = []
        for name, objective in names:
            level = search.improve(name, objective)
            if level:
                levels.append(level)
            if level is None or search.stopped == "interrupt":
                break
    if search.incumbent is None:
        return Result("infeasible" if search.infeasible else "unknown", None, (), search.stopped)
    proved = len(levels) == len(names) and all(level.gap == 0 for level in levels)
    return Result("optimal" if proved else "feasible", search.plan(), tuple(levels), search.stopped)


def is_feasible(problem: Problem, time_limit: float = 10.0) -> bool:
    """Return whether any plan obeys the rules; unknown within the seconds given counts as yes."""
    return new_solver(time_limit).solve(Model(problem, graded=False).cp) != cp_model.INFEASIBLE


class _Watch(cp_model.CpSolverSolutionCallback):
    """Passes each better plan on to a progress display."""

    def __init__(self, name: str, progress: Progress) -> None:
        super().__init__()
        self.name, self.progress = name, progress

    def on_solution_callback(self) -> None:
        self.progress(self.name, self.objective_value, self.best_objective_bound)


@dataclass
class _Search:
    """The levels in turn: each starts from the plan of the one before."""

    model: Model
    end: float
    seed: int
    workers: int
    progress: Progress | None
    wish: threading.Event
    infeasible: bool = False
    stopped: str = ""
    incumbent: list[int] | None = None

    def improve(self, name: str, objective: cp_model.LinearExprT) -> Level | None:
        """Maximise one level, then hold what it reached; None if no plan is known."""
        cp = self.model.cp
        solver = new_solver(self.end - time.monotonic(), self.seed, self.workers)
        cp.maximize(objective)
        self._hint()
        status = run(solver, cp, self.wish, _Watch(name, self.progress) if self.progress else None)
        if status in (cp_model.FEASIBLE, cp_model.UNKNOWN):
            self.stopped = "interrupt" if self.wish.is_set() else "time limit"
        self.infeasible = status == cp_model.INFEASIBLE
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        self.incumbent = [solver.value(cp.get_int_var_from_proto_index(i)) for i in range(len(cp.proto.variables))]
        value, bound = round(solver.objective_value), math.floor(solver.best_objective_bound + 1e-6)
        cp.clear_objective()  # type: ignore[no-untyped-call]
        cp.add(objective == value if value == bound else objective >= value)
        return Level(name, value, bound)

    def _hint(self) -> None:
        self.model.cp.clear_hints()  # type: ignore[no-untyped-call]
        for index, value in enumerate(self.incumbent or []):
            self.model.cp.add_hint(self.model.cp.get_int_var_from_proto_index(index), value)

    def plan(self) -> Plan:
        """Return the incumbent as nouns."""
        names = self.model.problem
        given = [pair for pair, x in self.model.has.items() if (self.incumbent or [])[x.index]]
        return Plan(tuple(sorted(Assignment(names.tasks[t], names.members[m]) for m, t in given)))
