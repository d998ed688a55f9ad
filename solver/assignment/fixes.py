"""The cheapest changes after which a plan exists: priced slack on what people can change, exact by CP-SAT.

A change is more hours for a member, a gate opened for one pair, a pin dropped, or a required task let go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.assignment.cpsat import new_solver
from solver.assignment.exact import is_feasible
from solver.assignment.model import Model
from solver.matching.problem import Problem

# What each change costs, in one unit: an hour, a permission, a skill not there, a pin, a demand.
PRICES: Final = {"hours": 1, "allowed": 2, "can": 3, "pin": 4, "required": 6, "score": 2, "permission": 2}
SOFT: Final = frozenset({"load_limit", "pin", "required"})
MINUTES: Final = 60


@dataclass(frozen=True)
class Change:
    """One change: its kind, the member row and task column it is about (-1 for none), its price, and how many hours."""

    kind: str
    member: int
    task: int
    unit_price: int
    hours: int = 0

    @property
    def price(self) -> int:
        """The price of this change."""
        return self.unit_price * (self.hours if self.kind == "hours" else 1)


@dataclass(frozen=True)
class Fix:
    """Changes that together make a plan possible; leave out any one and none exists."""

    changes: tuple[Change, ...]

    @property
    def price(self) -> int:
        """The sum of their prices."""
        return sum(change.price for change in self.changes)


def cheapest_fixes(
    problem: Problem,
    most: int = 3,
    time_limit: float = 30.0,
    firm: tuple[int, ...] = (),
    skill_price: NDArray[np.int64] | None = None,
) -> tuple[Fix, ...]:
    """Return up to ``most`` fixes, cheapest first, none of which contains another; each is verified by a solve.

    Parameters
    ----------
    problem : Problem
        One without a plan; a fix of one that has a plan is empty.
    most : int
        How many fixes, at least 1.
    time_limit : float
        Seconds for each.
    firm : tuple of int
        Required tasks that no fix may let go.
    skill_price : ndarray of int, shape (n_members, n_tasks), optional
        What it costs to let a pair pass the gate *can*; ``PRICES`` for all if not given.

    Returns
    -------
    tuple of Fix
        Empty if no change of these kinds helps.

    Raises
    ------
    RuntimeError
        If a fix does not make the problem feasible: a fault of this program.
    """
    skill_price = np.full(problem.can.shape, PRICES["can"]) if skill_price is None else skill_price
    model, found = _Slack(problem, skill_price), list[Fix]()
    for t in firm:
        model.model.cp.add(model.switches[Change("required", -1, t, PRICES["required"])] == 0)
    while len(found) < most:
        fix = model.cheapest(time_limit)
        if fix is None:
            break
        if not is_feasible(applied(problem, fix)):
            raise RuntimeError(f"the fix {fix} does not help")
        found.append(fix)
        if not fix.changes:
            break
        model.exclude(fix)
    return tuple(found)


def applied(problem: Problem, fix: Fix) -> Problem:
    """Return the problem with the changes made."""
    limit, can, allowed = problem.limit.copy(), problem.can.copy(), problem.allowed.copy()
    pins, required = set(problem.pins), set(problem.required)
    for change in fix.changes:
        if change.kind == "hours":
            limit[change.member] += change.hours * MINUTES
        elif change.kind in {"can", "allowed"}:
            (can if change.kind == "can" else allowed)[change.member, change.task] = True
        elif change.kind == "pin":
            pins.discard((change.member, change.task))
        else:
            required.discard(change.task)
    return replace(
        problem,
        limit=limit,
        can=can,
        allowed=allowed,
        available=problem.load <= limit[:, None],
        pins=tuple(pair for pair in problem.pins if pair in pins),
        required=tuple(task for task in problem.required if task in required),
    )


class _Slack:
    """The model of a problem whose load limits, pins, demands and some gates can be bought off."""

    def __init__(self, problem: Problem, skill_price: NDArray[np.int64]) -> None:
        self.problem, self.skill_price = problem, skill_price
        wanted = {t for _, t in problem.pins} | set(problem.required)
        opened = np.zeros_like(problem.can)
        opened[:, sorted(wanted)] = True
        for _, t in problem.pins:
            # A pin is to one member: opening the task for others would be another plan, not this one.
            opened[:, t] &= t in problem.required
        for pair in problem.pins:
            opened[pair] = True
        shut = ~(problem.can & problem.allowed)
        everything = np.ones_like(problem.can)
        relaxed = replace(problem, can=~shut | opened, allowed=everything, available=everything)
        self.model = Model(relaxed, without=SOFT, graded=False)
        self.switches: dict[Change, cp_model.IntVar] = {}
        self.hours: dict[int, cp_model.IntVar] = {}
        self._limits()
        self._demands()
        self._gates(opened)
        prices = [(x, change.unit_price) for change, x in self.switches.items() if change.kind != "hours"]
        prices += [(hours, PRICES["hours"]) for hours in self.hours.values()]
        self.model.cp.minimize(sum((price * x for x, price in prices), cp_model.LinearExpr.sum([])))

    def _limits(self) -> None:
        problem, cp = self.problem, self.model.cp
        for m, limit in enumerate(problem.limit):
            mine = [(x, int(problem.load[m, t])) for (i, t), x in self.model.has.items() if i == m]
            most = -(-max(sum(load for _, load in mine) - int(limit), 0) // MINUTES)
            hours, some = cp.new_int_var(0, most, ""), cp.new_bool_var("")
            cp.add(sum((load * x for x, load in mine), cp_model.LinearExpr.sum([])) <= int(limit) + MINUTES * hours)
            cp.add(hours <= most * some)
            self.hours[m], self.switches[Change("hours", m, -1, PRICES["hours"])] = hours, some

    def _demands(self) -> None:
        has, cp, rows = self.model.has, self.model.cp, range(len(self.problem.members))
        for m, t in self.problem.pins:
            self.switches[Change("pin", m, t, PRICES["pin"])] = dropped = cp.new_bool_var("")
            cp.add(has[m, t] + dropped >= 1)
        for t in self.problem.required:
            self.switches[Change("required", -1, t, PRICES["required"])] = dropped = cp.new_bool_var("")
            cp.add(cp_model.LinearExpr.sum([has[m, t] for m in rows if (m, t) in has]) + dropped >= 1)

    def _gates(self, opened: NDArray[np.bool_]) -> None:
        for kind, gate in (("can", self.problem.can), ("allowed", self.problem.allowed)):
            for m, t in zip(*(opened & ~gate).nonzero(), strict=True):
                price = int(self.skill_price[m, t]) if kind == "can" else PRICES[kind]
                self.switches[Change(kind, int(m), int(t), price)] = bought = self.model.cp.new_bool_var("")
                self.model.cp.add_implication(self.model.has[int(m), int(t)], bought)

    def cheapest(self, time_limit: float) -> Fix | None:
        """Return the cheapest fix that is not excluded."""
        solver = new_solver(time_limit)
        if solver.solve(self.model.cp) != cp_model.OPTIMAL:
            return None
        return Fix(tuple(self._made(solver)))

    def _made(self, solver: cp_model.CpSolver) -> Iterator[Change]:
        for change, switch in self.switches.items():
            hours = solver.value(self.hours[change.member]) if change.kind == "hours" else 0
            if hours or (change.kind != "hours" and solver.value(switch)):
                yield replace(change, hours=hours)

    def exclude(self, fix: Fix) -> None:
        """Demand that at least one of the changes is not made at all."""
        used = [self.switches[replace(change, hours=0)] for change in fix.changes]
        self.model.cp.add(cp_model.LinearExpr.sum(used) <= len(used) - 1)
