"""The peer: a plain CP-SAT model of a Problem, built pair by pair in Python and solved level after level."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from ortools.sat.python import cp_model

from solver.domain.tasks import PRIORITIES
from solver.matching.problem import Problem
from solver.rules.catalogue import RULES

Term = tuple[cp_model.IntVar, int]


def solve_plain(problem: Problem, seed: int = 0, time_limit: float = 60.0) -> tuple[tuple[str, int, int], ...] | None:
    """Return name, value and bound of each level, None without a plan; one worker, levels hinted by those before."""
    model = PlainModel(problem)
    cp, hint, found = model.cp, list[int](), []
    for name, objective in model.levels():
        solver = cp_model.CpSolver()
        solver.parameters.num_workers, solver.parameters.random_seed = 1, seed
        solver.parameters.max_time_in_seconds = time_limit
        cp.maximize(objective)
        cp.clear_hints()
        for index, value in enumerate(hint):
            cp.add_hint(cp.get_int_var_from_proto_index(index), value)
        if solver.solve(cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        hint = [solver.value(cp.get_int_var_from_proto_index(i)) for i in range(len(cp.proto.variables))]
        value, bound = round(solver.objective_value), math.floor(solver.best_objective_bound + 1e-6)
        found.append((name, value, bound))
        cp.clear_objective()
        cp.add(objective == value if value == bound else objective >= value)
    return tuple(found)


class PlainModel:
    """One switch per eligible pair in a dictionary; each row summed over it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cp = cp_model.CpModel()
        pairs = [(int(m), int(t)) for m, t in zip(*problem.eligible.nonzero(), strict=True)]
        self.has = {
            pair: self.cp.new_bool_var(f"{problem.members[pair[0]]}:{problem.tasks[pair[1]]}") for pair in pairs
        }
        self.rows, self.columns = range(len(problem.members)), range(len(problem.tasks))
        for t in self.columns:
            self.at_most([(m, t, 1) for m in self.rows], 1)
        for rule in RULES.values():
            rule.post(problem, self)

    def at_most(self, terms: Iterable[tuple[int, int, int]], limit: int) -> None:
        """Bound one sum."""
        kept = [(self.has[m, t], factor) for m, t, factor in terms if (m, t) in self.has]
        if kept:
            variables, factors = zip(*kept, strict=True)
            self.cp.add(cp_model.LinearExpr.weighted_sum(variables, factors) <= limit)
        elif limit < 0:
            self.cp.add_bool_or([])

    def members_at_most(self, factors: ArrayLike, limits: ArrayLike) -> None:
        """Bound a sum for each member."""
        factor = np.broadcast_to(np.asarray(factors), (len(self.rows), len(self.columns)))
        for m, limit in enumerate(np.asarray(limits)):
            if limit >= 0:
                self.at_most([(m, t, int(factor[m, t])) for t in self.columns], int(limit))

    def each_member_at_most(self, tasks: Sequence[int], factors: Sequence[int], limit: int) -> None:
        """Bound a sum over a few tasks for each member."""
        for m in self.rows:
            self.at_most([(m, t, factor) for t, factor in zip(tasks, factors, strict=True)], limit)

    def placed_at_most(self, tasks: ArrayLike, factors: Sequence[int], limit: int) -> None:
        """Bound a sum over tasks, whoever has them."""
        for row in np.asarray(tasks, dtype=int).reshape(-1, len(factors)).tolist():
            self.at_most([(m, t, factor) for t, factor in zip(row, factors, strict=True) for m in self.rows], limit)

    def owners_at_most(self, tasks: Sequence[int], limit: int) -> None:
        """Bar everybody else from the second task once a member has the first."""
        if limit != 1:
            raise NotImplementedError("no rule asks for more than one owner")
        for one, other in combinations(tasks, 2):
            for m in self.rows:
                self.at_most([(m, one, 1), *((i, other, 1) for i in self.rows if i != m)], 1)

    def levels(self) -> list[tuple[str, Any]]:
        """Return the objectives in strict order, all to be maximised."""
        problem, found = self.problem, []
        for number, name in enumerate(PRIORITIES):
            terms = [(x, problem.value[t]) for (_, t), x in self.has.items() if problem.priority[t] == number]
            if terms:
                found.append((name, _total(terms)))
        if self.problem.previous:
            kept = [(self.has[pair], 1) for pair in self.problem.previous if pair in self.has]
            found.append(("moves", _total(kept) - len(self.problem.previous)))
        return [*found, ("quality", self._quality())]

    def _quality(self) -> Any:
        gain = [(x, int(self.problem.gain[pair])) for pair, x in self.has.items()]
        return _total([*gain, *self._unevenness(), *self._splits(), *self._handoffs()])

    def _unevenness(self) -> list[Term]:
        """Bound the highest and the lowest load ratio; the objective draws both tight."""
        problem, units = self.problem, self.problem.balance_units
        if not units:
            return []
        high = self.cp.new_int_var(0, units, "highest load ratio")
        low = self.cp.new_int_var(0, units, "lowest load ratio")
        for m in problem.limit.nonzero()[0]:
            whole, before = int(problem.limit[m] + problem.committed[m]), int(problem.committed[m])
            mine = [(x, int(problem.load[m, t]) * units) for (i, t), x in self.has.items() if i == m]
            scaled = _total(mine) + before * units
            self.cp.add(whole * high >= scaled)
            self.cp.add(whole * low <= scaled)
        return [(high, -1), (low, 1)]

    def _splits(self) -> Iterator[Term]:
        """Charge each owner of a batch but the first."""
        for number, batch in enumerate(self.problem.batches if self.problem.split_units else ()):
            owners = []
            for m in range(len(self.problem.members)):
                parts = [self.has[m, t] for t in batch if (m, t) in self.has]
                if parts:
                    owner = self.cp.new_bool_var(f"batch {number} member {m}")
                    for part in parts:
                        self.cp.add_implication(part, owner)
                    owners.append(owner)
            beyond = self.cp.new_int_var(0, max(len(owners), 1), f"splits of batch {number}")
            self.cp.add(beyond >= cp_model.LinearExpr.sum(owners) - 1)
            yield beyond, -self.problem.split_units

    def _handoffs(self) -> Iterator[Term]:
        """Charge the distance from the owner of what is needed to the owner of what needs it."""
        cost = self.problem.handoff
        for task, target in self.problem.dependencies if cost.any() else ():
            most = int(cost.max())
            paid = self.cp.new_int_var(0, most, f"hand-off {target} to {task}")
            for giver in range(len(self.problem.members)):
                takers = [(x, int(cost[giver, m])) for (m, t), x in self.has.items() if t == task and cost[giver, m]]
                if (giver, target) in self.has and takers:
                    self.cp.add(paid >= _total([*takers, (self.has[giver, target], most)]) - most)
            yield paid, -1


def _total(terms: list[Term]) -> Any:
    if not terms:
        return cp_model.LinearExpr.sum([])
    variables, factors = zip(*terms, strict=True)
    return cp_model.LinearExpr.weighted_sum(variables, factors)
