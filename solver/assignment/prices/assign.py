"""Load-limited assignment for people who only have arrays: a plan, and a bound that proves how good it is."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solver.assignment.prices.dual import Floats, best_prices, bound_at
from solver.assignment.prices.improve import improve, round_prices, solve_window, total

# Up to this many pairs the whole problem is given to the exact solver at once.
WHOLE = 4000
CORE = 4


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
        """(value - bound) / |value|: 0 when proved, None without a plan."""
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
        CPU seconds, above 0.
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
    end = time.process_time() + time_limit
    costs, loads, limits = _checked(cost, load, limit, eligible, unassigned_cost)
    members = len(limits)
    if not np.isfinite(costs).any(axis=1).all():
        return Assigned(np.full(len(costs), -1), math.inf, math.inf, "infeasible")
    prices = best_prices(costs, loads, limits, _most(costs))
    # Costs are whole: so is the value of the best plan.
    bound = math.ceil(bound_at(costs, loads, limits, prices) - 1e-9) if len(costs) else 0.0
    chosen = round_prices(costs, loads, limits, prices)
    found, proved = _search(costs, loads, limits, prices, chosen, end, seed)
    if found is None:
        nobody = np.full(len(costs), -1)
        return Assigned(nobody, math.inf, math.inf if proved else bound, "infeasible" if proved else "unknown")
    _verify(costs, loads, limits, found)
    value = total(costs, found)
    bound = value if proved else min(float(bound), value)
    return Assigned(np.where(found < members, found, -1), value, bound, "optimal" if value == bound else "feasible")


def _search(
    costs: Floats, loads: Floats, limits: Floats, prices: Floats, chosen: NDArray[np.int64], end: float, seed: int
) -> tuple[NDArray[np.int64] | None, bool]:
    """Return the best choice found and whether it is proved: the whole problem if small, else a core and windows."""
    members, open_pairs = len(limits), np.isfinite(costs)
    if not len(costs):
        return np.zeros(0, dtype=np.int64), True
    reduced = costs.copy()
    reduced[:, :members] += loads[:, :members] * prices
    best = chosen if (chosen >= 0).all() else None
    for options, share in _stages(open_pairs, reduced, chosen, members):
        seconds = share * (end - time.process_time())
        hint = chosen if best is None else best
        found, proved = solve_window(costs, loads, limits, options, hint, seconds, seed)
        if proved and options is open_pairs:
            return found, True
        if found is not None and (best is None or total(costs, found) < total(costs, best)):
            best = found
    return (None, False) if best is None else (improve(costs, loads, limits, prices, best, end, seed), False)


def _stages(
    open_pairs: NDArray[np.bool_], reduced: Floats, chosen: NDArray[np.int64], members: int
) -> list[tuple[NDArray[np.bool_], float]]:
    """Return which pairs to try in turn, and for what share of the time that is left."""
    core = np.zeros_like(open_pairs)
    np.put_along_axis(core, np.argsort(reduced, axis=1)[:, :CORE], values=True, axis=1)
    core[:, members:] = True
    placed = np.flatnonzero(chosen >= 0)
    core[placed, chosen[placed]] = True
    stages = [(core & open_pairs, 0.5)]
    return [(open_pairs, 0.4), *stages] if open_pairs.sum() <= WHOLE else stages


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
    weights = np.ascontiguousarray(loads.T)
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
