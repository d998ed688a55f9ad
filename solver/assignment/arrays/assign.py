"""Load-limited assignment for people who only have arrays: a plan, and a bound that proves how good it is."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solver.assignment.arrays.dual import Floats, best_prices, bound_at
from solver.assignment.arrays.rounding import round_prices, total
from solver.assignment.arrays.turns import TINY, prepare, search, search_case


@dataclass(frozen=True)
class Assigned:
    """Who does each task (row of the member, -1 if left out), what it costs, and what no plan can beat.

    ``status`` is optimal, feasible, infeasible or unknown; ``value`` is infinite without a plan.
    """

    assignment: NDArray[np.int64]
    value: float
    bound: float
    status: str

    @property
    def gap(self) -> float | None:
        """``(value - bound) / |value|``: 0 when proved, None without a plan."""
        if not math.isfinite(self.value):
            return None
        return 0.0 if self.value == self.bound else (self.value - self.bound) / max(abs(self.value), 1e-9)


def assign(
    cost: ArrayLike,
    load: ArrayLike,
    limit: ArrayLike,
    *,
    eligible: ArrayLike | None = None,
    unassigned_cost: float | None = None,
    time_limit: float = 10.0,
    seed: int = 0,
) -> Assigned:
    """Return the cheapest assignment found within load limits, with a bound.

    Parameters
    ----------
    cost : array of whole numbers, shape (n_members, n_tasks)
        To be minimised; below 2**40.
    load : array of whole numbers, shape (n_members, n_tasks) or (n_tasks,)
        At least 0, in the unit of ``limit``.
    limit : array of whole numbers, shape (n_members,)
        At least 0.
    eligible : array of bool, shape (n_members, n_tasks), optional
        Which pairs are open; all if not given.
    unassigned_cost : float, optional
        What leaving a task out costs, a whole number; if not given every task must be placed.
    time_limit : float
        CPU seconds, above 0; compiling the search, once for each installation, does not count.
    seed : int
        Of the search.

    Returns
    -------
    Assigned
        The bound holds for all plans, whatever was tried.

    Raises
    ------
    ValueError
        If shapes do not match or a number is not whole, not finite or below 0 where it may not be.

    Examples
    --------
    >>> assign([[1, 2], [3, 1]], [2, 2], [2, 2])
    Assigned(assignment=array([0, 1]), value=2.0, bound=2.0, status='optimal')
    """
    costs, loads, limits = _checked(cost, load, limit, eligible, unassigned_cost)
    if (costs < np.inf).sum() > TINY:
        prepare()
    end, members = time.process_time() + time_limit, len(limits)
    if not np.isfinite(costs).any(axis=1).all():
        return Assigned(np.full(len(costs), -1), math.inf, math.inf, "infeasible")
    prices = best_prices(costs, loads, limits, _most(costs))
    # Costs are whole: so is the value of the best plan.
    bound = math.ceil(bound_at(costs, loads, limits, prices) - 1e-9) if len(costs) else 0.0
    chosen = round_prices(costs, loads, limits, prices)
    found, bound = search(search_case(costs, loads, limits, prices), chosen, float(bound), end, seed)
    if found is None:
        status = "unknown" if math.isfinite(bound) else "infeasible"
        return Assigned(np.full(len(costs), -1), math.inf, bound, status)
    _verify(costs, loads, limits, found)
    value = total(costs, found)
    bound = min(bound, value)
    return Assigned(np.where(found < members, found, -1), value, bound, "optimal" if value == bound else "feasible")


def _most(costs: Floats) -> float:
    """Return a cap on prices: no task is worth more than the dearest choice of all."""
    finite = costs[np.isfinite(costs)]
    return float(finite.max() - finite.min()) * 10 + 1 if finite.size else 1.0


def _checked(
    cost: ArrayLike, load: ArrayLike, limit: ArrayLike, eligible: ArrayLike | None, unassigned_cost: float | None
) -> tuple[Floats, Floats, Floats]:
    """Return costs and loads as (n_tasks, n_choices), infinite where a pair is not open; all faults at once."""
    costs, limits = np.asarray(cost, dtype=float), np.asarray(limit, dtype=float)
    faults = []
    if costs.ndim != 2 or limits.shape != costs.shape[:1]:
        shapes = f"{costs.shape}, {limits.shape}"
        raise ValueError(f"expected cost (n_members, n_tasks) and limit (n_members,), got {shapes}")
    loads = np.asarray(load, dtype=float)
    if loads.shape not in {costs.shape, costs.shape[1:]}:
        raise ValueError(f"expected load {costs.shape} or {costs.shape[1:]}, got {loads.shape}")
    loads = np.broadcast_to(loads, costs.shape)
    for name, values, low in (("cost", costs, -(2.0**40)), ("load", loads, 0.0), ("limit", limits, 0.0)):
        whole = np.isfinite(values).all() and (values == np.round(values)).all()
        if values.size and not (whole and values.min() >= low):
            faults.append(f"expected {name} to be whole numbers of at least {low:g}, got something else")
        elif values.size and values.max() > 2.0**40:
            faults.append(f"expected {name} to be at most 2**40, got {values.max():g}")
    if unassigned_cost is not None and not float(unassigned_cost).is_integer():
        faults.append(f"expected unassigned_cost to be a whole number, got {unassigned_cost}")
    if faults:
        raise ValueError("; ".join(faults))
    opened = np.ones(costs.shape, bool) if eligible is None else np.asarray(eligible, dtype=bool)
    if opened.shape != costs.shape:
        raise ValueError(f"expected eligible {costs.shape}, got {opened.shape}")
    table = np.where(opened & (loads <= limits[:, None]), costs, np.inf).T
    # A copy: compiled code for arrays that may not be written to would be compiled anew.
    weights = np.array(loads.T, order="C")
    if unassigned_cost is not None:
        table = np.column_stack([table, np.full(len(table), float(unassigned_cost))])
        weights = np.column_stack([weights, np.zeros(len(weights))])
    return np.ascontiguousarray(table), weights, limits


def _verify(costs: Floats, loads: Floats, limits: Floats, found: NDArray[np.int64]) -> None:
    """Recompute loads and gates by plain loops; a plan that breaks one is a fault of this program."""
    given = [0.0] * len(limits)
    for task, choice in enumerate(found.tolist()):
        if not math.isfinite(costs[task, choice]):
            raise RuntimeError(f"task {task} is with {choice}, which is not open")
        if choice < len(limits):
            given[choice] += loads[task, choice]
    over = [member for member, amount in enumerate(given) if amount > limits[member]]
    if over:
        raise RuntimeError(f"members {over} are above their limits")
