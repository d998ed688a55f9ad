"""Which k of a pool of candidates to take into a team: one switch for each, decided inside the model."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from solver.assignment.cpsat import new_solver
from solver.assignment.model.sat import Model
from solver.domain.tasks import PRIORITIES
from solver.matching.problem import Problem


@dataclass(frozen=True)
class Pool:
    """Who can be hired into a Problem that holds them all as members.

    ``rows`` are the members who are candidates, ``costs`` what each costs in hundredths of a unit, ``k`` how many to
    take. ``budget`` is the most they may cost together, None for no limit.
    """

    rows: tuple[int, ...]
    k: int
    costs: tuple[int, ...]
    budget: int | None = None


@dataclass(frozen=True)
class Promise:
    """A choice of rows and what no choice can beat: the value of every class, the quality, minus the cost.

    ``proved`` says whether the search was finished; where it was not, the values are bounds, or empty if a level was
    not begun.
    """

    rows: tuple[int, ...]
    values: tuple[int, ...]
    proved: bool


def best_choice(
    problem: Problem,
    pool: Pool,
    barred: Iterable[tuple[int, ...]] = (),
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int = 1,
) -> Promise | None:
    """Return the choice of exactly ``k`` candidates with the best plan, level by level, the cheapest of equals.

    Parameters
    ----------
    problem : Problem
        The team with every candidate; ``balance_units`` as they are once ``k`` are taken.
    pool : Pool
        The candidates.
    barred : iterable of tuple of int
        Choices already looked at.
    time_limit : float
        Seconds for all levels together.
    seed, workers : int
        Of the search.

    Returns
    -------
    Promise or None
        None if no other choice has a plan.
    """
    chooser = _Chooser(problem, pool)
    for rows in barred:
        chooser.bar(rows)
    return chooser.best(time.monotonic() + time_limit, seed, workers)


class _Chooser:
    """The model of a Problem with a switch for each candidate."""

    def __init__(self, problem: Problem, pool: Pool) -> None:
        # How even the loads are is posted below: only those who are hired count.
        self.problem, self.pool, self.model = problem, pool, Model(replace(problem, balance_units=0))
        cp = self.model.cp
        self.hired = {m: cp.new_bool_var(f"hire {problem.members[m]}") for m in pool.rows}
        switches = list(self.hired.values())
        cp.add(cp_model.LinearExpr.sum(switches) == pool.k)
        self.cost = cp_model.LinearExpr.weighted_sum(switches, pool.costs)
        if pool.budget is not None:
            cp.add(self.cost <= pool.budget)
        for (m, _), x in self.model.has.items():
            if m in self.hired:
                cp.add_implication(x, self.hired[m])

    def bar(self, rows: tuple[int, ...]) -> None:
        """Rule one choice out."""
        self.model.cp.add_bool_or([self.hired[m].negated() for m in rows])

    def best(self, end: float, seed: int, workers: int) -> Promise | None:
        """Solve level after level, then for the lowest cost."""
        bounds, proved, incumbent = dict.fromkeys(PRIORITIES, 0), True, list[int]()
        for name, objective in self._levels():
            solver, cp = new_solver(end - time.monotonic(), seed, workers), self.model.cp
            cp.clear_hints()  # type: ignore[no-untyped-call]
            for index, value in enumerate(incumbent):
                cp.add_hint(cp.get_int_var_from_proto_index(index), value)
            cp.maximize(objective)
            status = solver.solve(cp)
            if status == cp_model.INFEASIBLE:
                return None
            if status == cp_model.UNKNOWN:
                return Promise(self._rows(incumbent), (), proved=False) if incumbent else None
            incumbent = [solver.value(cp.get_int_var_from_proto_index(i)) for i in range(len(cp.proto.variables))]
            value, bound = round(solver.objective_value), round(solver.best_objective_bound)
            proved &= value == bound
            bounds[name] = bound
            cp.clear_objective()  # type: ignore[no-untyped-call]
            cp.add(objective >= value)
        return Promise(self._rows(incumbent), tuple(bounds.values()), proved)

    def _rows(self, incumbent: list[int]) -> tuple[int, ...]:
        return tuple(m for m, switch in self.hired.items() if incumbent[switch.index])

    def _levels(self) -> list[tuple[str, cp_model.LinearExprT]]:
        *classes, (name, quality) = self.model.levels()
        both = cp_model.LinearExpr.sum([quality, self._evenness()])
        return [*classes, (name, both), ("cost", -self.cost)]

    def _evenness(self) -> cp_model.LinearExprT:
        """Return minus the distance from the lowest to the highest load ratio of those who are in the team."""
        problem, units, cp = self.problem, self.problem.balance_units, self.model.cp
        if not units:
            return cp_model.LinearExpr.sum([])
        high, low = (cp.new_int_var(0, units, f"{name} load ratio") for name in ("highest", "lowest"))
        for m in map(int, problem.limit.nonzero()[0]):
            whole, before = int(problem.limit[m] + problem.committed[m]), int(problem.committed[m])
            mine = [(x, int(problem.load[m, t]) * units) for (i, t), x in self.model.has.items() if i == m]
            variables, factors = zip(*mine, strict=True) if mine else ((), ())
            scaled = cp_model.LinearExpr.weighted_sum(variables, factors) + before * units
            bounds = [cp.add(whole * high >= scaled), cp.add(whole * low <= scaled)]
            for bound in bounds if m in self.hired else ():
                bound.only_enforce_if(self.hired[m])
        return low - high
