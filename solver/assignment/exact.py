"""The exact engine: OR-Tools CP-SAT, one level after the other."""

from __future__ import annotations

import time
from collections.abc import Iterable

from ortools.sat.python import cp_model

from solver.assignment.result import Level, Result
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import PRIORITIES
from solver.matching.problem import Problem
from solver.rules.catalogue import RULES


def solve_exact(problem: Problem, *, time_limit: float = 60.0, seed: int = 0, workers: int = 1) -> Result:
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

    Returns
    -------
    Result
        ``optimal`` if every level is proved, else ``feasible``, ``infeasible`` or ``unknown``.
    """
    model = _Model(problem)
    end = time.monotonic() + time_limit
    levels: list[Level] = []
    for name, objective in model.levels():
        level = model.improve(name, objective, max(0.01, end - time.monotonic()), seed, workers)
        if level is None:
            break
        levels.append(level)
    if not model.incumbent:
        return Result("infeasible" if model.proved_infeasible else "unknown", None, ())
    proved = len(levels) == len(model.levels()) and all(level.gap == 0 for level in levels)
    return Result("optimal" if proved else "feasible", model.plan(), tuple(levels))


class _Model:
    """The CP-SAT model of a Problem; it is the Poster that rules speak to."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        pairs = [(int(m), int(t)) for m, t in zip(*problem.eligible.nonzero(), strict=True)]
        self.has = {pair: self.model.new_bool_var(f"{problem.members[pair[0]]}:{pair[1]}") for pair in pairs}
        self.incumbent: list[int] = []
        self.proved_infeasible = False
        for t in range(len(problem.tasks)):
            self.at_most([(m, t, 1) for m in range(len(problem.members))], 1)
        for rule in RULES.values():
            rule.post(problem, self)
        self.quality = self._quality()

    def at_most(self, terms: Iterable[tuple[int, int, int]], limit: int) -> None:
        kept = [(self.has[m, t], factor) for m, t, factor in terms if (m, t) in self.has]
        if kept:
            variables, factors = zip(*kept, strict=True)
            self.model.add(cp_model.LinearExpr.weighted_sum(variables, factors) <= limit)
        elif limit < 0:
            self.model.add_bool_or([])

    def levels(self) -> list[tuple[str, cp_model.LinearExprT]]:
        """Return the objectives in strict order, all to be maximised."""
        problem, found = self.problem, []
        for number, name in enumerate(PRIORITIES):
            terms = [(x, problem.value[t]) for (_, t), x in self.has.items() if problem.priority[t] == number]
            if terms:
                found.append((name, cp_model.LinearExpr.weighted_sum(*map(list, zip(*terms, strict=True)))))
        return [*found, ("quality", self.quality)]

    def _quality(self) -> cp_model.LinearExprT:
        gain = [(x, int(self.problem.gain[pair])) for pair, x in self.has.items()]
        terms = [*gain, *self._unevenness(), *self._splits()]
        return sum((factor * variable for variable, factor in terms), cp_model.LinearExpr.sum([]))

    def _unevenness(self) -> list[tuple[cp_model.IntVar, int]]:
        """Bound the highest and the lowest load ratio; the objective draws both tight."""
        problem, units = self.problem, self.problem.balance_units
        if not units:
            return []
        high = self.model.new_int_var(0, units, "highest load ratio")
        low = self.model.new_int_var(0, units, "lowest load ratio")
        for m, limit in enumerate(problem.limit):
            if limit:
                mine = [(x, int(problem.load[m, t]) * units) for (i, t), x in self.has.items() if i == m]
                scaled = sum((factor * x for x, factor in mine), cp_model.LinearExpr.sum([]))
                self.model.add(int(limit) * high >= scaled)
                self.model.add(int(limit) * low <= scaled)
        return [(high, -1), (low, 1)]

    def _splits(self) -> list[tuple[cp_model.IntVar, int]]:
        """Charge each owner of a batch but the first."""
        charged = []
        for number, batch in enumerate(self.problem.batches if self.problem.split_units else ()):
            owners = []
            for m in range(len(self.problem.members)):
                parts = [self.has[m, t] for t in batch if (m, t) in self.has]
                if parts:
                    owner = self.model.new_bool_var(f"batch {number} member {m}")
                    for part in parts:
                        self.model.add_implication(part, owner)
                    owners.append(owner)
            beyond = self.model.new_int_var(0, max(len(owners), 1), f"splits of batch {number}")
            self.model.add(beyond >= cp_model.LinearExpr.sum(owners) - 1)
            charged.append((beyond, -self.problem.split_units))
        return charged

    def improve(
        self, name: str, objective: cp_model.LinearExprT, seconds: float, seed: int, workers: int
    ) -> Level | None:
        """Maximise one level, then hold what it reached; None if no plan is known."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.random_seed = seed
        solver.parameters.num_workers = workers
        self.model.maximize(objective)
        self._hint()
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            self.proved_infeasible = True
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        self.incumbent = [solver.value(self.model.get_int_var_from_proto_index(i)) for i in range(self._size())]
        value, bound = round(solver.objective_value), int(solver.best_objective_bound + 1e-6)
        self.model.clear_objective()  # type: ignore[no-untyped-call]
        self.model.add(objective == value if value == bound else objective >= value)
        return Level(name, value, bound)

    def _size(self) -> int:
        return len(self.model.proto.variables)

    def _hint(self) -> None:
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for index, value in enumerate(self.incumbent):
            self.model.add_hint(self.model.get_int_var_from_proto_index(index), value)

    def plan(self) -> Plan:
        """Return the incumbent as nouns."""
        names = self.problem
        given = [pair for pair, x in self.has.items() if self.incumbent[x.index]]
        return Plan(tuple(sorted(Assignment(names.tasks[t], names.members[m]) for m, t in given)))
