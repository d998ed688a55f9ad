"""The CP-SAT model of a Problem: one switch per eligible pair, the rules, and the terms of the quality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ortools.sat.python import cp_model

from solver.domain.tasks import PRIORITIES
from solver.matching.problem import Problem
from solver.rules.catalogue import RULES

Term = tuple[cp_model.IntVar, int]


class Model:
    """The Poster that rules speak to; ``has`` holds the switch of each eligible (member, task)."""

    def __init__(self, problem: Problem, without: frozenset[str] = frozenset()) -> None:
        self.problem = problem
        self.cp = cp_model.CpModel()
        pairs = [(int(m), int(t)) for m, t in zip(*problem.eligible.nonzero(), strict=True)]
        self.has = {
            pair: self.cp.new_bool_var(f"{problem.members[pair[0]]}:{problem.tasks[pair[1]]}") for pair in pairs
        }
        for t in range(len(problem.tasks)):
            self.at_most([(m, t, 1) for m in range(len(problem.members))], 1)
        for name, rule in RULES.items():
            if name not in without:
                rule.post(problem, self)

    def at_most(self, terms: Iterable[tuple[int, int, int]], limit: int) -> None:
        """Demand a sum of switches to be at most a limit; pairs that fail a gate count as 0."""
        kept = [(self.has[m, t], factor) for m, t, factor in terms if (m, t) in self.has]
        if kept:
            variables, factors = zip(*kept, strict=True)
            self.cp.add(cp_model.LinearExpr.weighted_sum(variables, factors) <= limit)
        elif limit < 0:
            self.cp.add_bool_or([])

    def levels(self) -> list[tuple[str, cp_model.LinearExprT]]:
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

    def _quality(self) -> cp_model.LinearExprT:
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


def _total(terms: list[Term]) -> cp_model.LinearExprT:
    if not terms:
        return cp_model.LinearExpr.sum([])
    variables, factors = zip(*terms, strict=True)
    return cp_model.LinearExpr.weighted_sum(variables, factors)
