"""Load-limited assignment for people who only have arrays: a plan, and a bound that proves how good it is."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solver.assignment.prices import dive, prove, relink
from solver.assignment.prices.dual import Floats, best_prices, bound_at
from solver.assignment.prices.kernels import Case, Integers
from solver.assignment.prices.knapsacks import Knapsacks, knapsacks
from solver.assignment.prices.prove import Proof
from solver.assignment.prices.rounding import round_prices, solve_window, total

# Up to this many pairs the exact solver comes first: it proves such problems in less time than a search needs.
TINY = 300
# How many of its cheapest open choices are tried for each task.
NEAR = 4
# The first turn at searching and at proving: a share of the time, at most so many seconds; then twice as long each.
SHARE, TURN = 0.03, 0.3
# Turns shorter than this leave proving its time where it gets nowhere.
PATIENCE = 3.0
# What is left of a turn for each part that gains nothing.
LEAST = {"search": 0.0625, "proof": 0.125, "dive": 0.5}


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
        relink.prepare()
        prove.prepare()
        dive.prepare()
    end, members = time.process_time() + time_limit, len(limits)
    if not np.isfinite(costs).any(axis=1).all():
        return Assigned(np.full(len(costs), -1), math.inf, math.inf, "infeasible")
    prices = best_prices(costs, loads, limits, _most(costs))
    # Costs are whole: so is the value of the best plan.
    bound = math.ceil(bound_at(costs, loads, limits, prices) - 1e-9) if len(costs) else 0.0
    chosen = round_prices(costs, loads, limits, prices)
    found, bound = search(costs, loads, limits, prices, chosen, float(bound), end, seed)
    if found is None:
        status = "unknown" if math.isfinite(bound) else "infeasible"
        return Assigned(np.full(len(costs), -1), math.inf, bound, status)
    _verify(costs, loads, limits, found)
    value = total(costs, found)
    bound = min(bound, value)
    return Assigned(np.where(found < members, found, -1), value, bound, "optimal" if value == bound else "feasible")


def search(
    costs: Floats,
    loads: Floats,
    limits: Floats,
    prices: Floats,
    chosen: Integers,
    bound: float,
    end: float,
    seed: int,
    enough: float = 0.0,
) -> tuple[Integers | None, float]:
    """Return the best choice found, and the bound: of a tiny problem by the exact solver, else by turns.

    Parameters
    ----------
    costs, loads : ndarray of float, shape (n_tasks, n_choices)
        As in ``dual.bound_at``.
    limits, prices : ndarray of float, shape (n_members,)
        As in ``dual.bound_at``.
    chosen, bound, end, seed, enough
        As in ``by_turns``.

    Returns
    -------
    tuple of (ndarray of int or None, float)
        As from ``by_turns``.
    """
    if not len(costs):
        return np.zeros(0, dtype=np.int64), 0.0
    open_pairs = np.isfinite(costs)
    if open_pairs.sum() <= TINY:
        found, proved = solve_window(costs, loads, limits, open_pairs, chosen, _share(end, 0.5), seed)
        if proved:
            return found, math.inf if found is None else total(costs, found)
    case = search_case(costs, loads, limits, prices)
    best, bound = by_turns(case, chosen, bound, end, seed, enough)
    if best is None:
        best, proved = solve_window(costs, loads, limits, open_pairs, chosen, _share(end, 1.0), seed)
        bound = math.inf if proved and best is None else bound
    return best, bound


def by_turns(
    case: Case, chosen: Integers, bound: float, end: float, seed: int, enough: float = 0.0
) -> tuple[Integers | None, float]:
    """Search, prove and dive in turn: a better plan closes more pairs, fewer pairs make all three faster.

    Parameters
    ----------
    case : Case
        From ``search_case``.
    chosen : ndarray of int, shape (n_tasks,)
        A plan to start from, -1 where nothing is known.
    bound : float
        That no plan costs less than.
    end : float
        When to stop, on the clock of ``time.process_time``.
    seed : int
        Of the search.
    enough : float
        Stop once the plan costs at most so much more than the bound.

    Returns
    -------
    tuple of (ndarray of int or None, float)
        The choice of each task in the best plan within limits, None if none was met; and the bound.
    """
    found, sacks, known = relink.begin(case, chosen, seed), knapsacks(case), prove.begin(case, bound)
    best, turn, ahead, part = None, min(_share(end, SHARE), TURN), 1.0, dict.fromkeys(LEAST, 1.0)
    at = dive.pace(case.cost.shape[1], seed)
    while (now := time.process_time()) < end:
        value = found.state.value[0]
        best = relink.relink(case, found, min(now + turn * part["search"], end), known.bound + enough)
        if best is None and sacks is not None:
            best = dive.first(sacks, known, min(time.process_time() + turn, end), at)
            if best is not None:
                relink.offer(case, found.state, best)
        if best is None or sacks is None:
            if best is None and now + turn > end - turn:
                break
            turn *= 2
            continue
        _learn(part, "search", found.state.value[0] < value)
        until, before, value = min(time.process_time() + turn * part["proof"], end), known.bound, total(case.cost, best)
        best, known, ahead = _prove_from_below(case, sacks, known, best, ahead, until)
        _learn(part, "proof", turn < PATIENCE or known.bound > before or total(case.cost, best) < value)
        if (value := total(case.cost, best)) <= known.bound + enough:
            break
        until = min(time.process_time() + turn * part["dive"], end)
        best = dive.windows(case, sacks, known, best, until, at)
        _learn(part, "dive", total(case.cost, best) < value)
        relink.offer(case, found.state, best)
        case = case._replace(near=near_choices(case.reduced, known.opened, NEAR))
        turn *= 2
    return best, known.bound


def _learn(part: dict[str, float], what: str, gained: bool) -> None:  # noqa: FBT001
    """Give what gained nothing half of its time, down to its least."""
    part[what] = 1.0 if gained else max(part[what] / 2, LEAST[what])


def _prove_from_below(
    case: Case, sacks: Knapsacks, known: Proof, best: Integers, ahead: float, until: float
) -> tuple[Integers, Proof, float]:
    """Ask for plans a little above the bound: none raises the bound, one is the better plan; few pairs are open there.

    ``ahead`` is how far above the bound to ask; it grows with each answer and shrinks where time ran out.
    """
    value = total(case.cost, best)
    known = prove.prove(case, sacks, known, value, until, nodes=0)
    while time.process_time() < until and known.bound < value:
        asked = prove.prove(case, sacks, known, min(known.bound + ahead, value), until)
        known = known._replace(bound=max(known.bound, asked.bound))
        if asked.plan is not None:
            best, value = asked.plan, total(case.cost, asked.plan)
        ahead = 2 * ahead if asked.done == 1 else max(ahead / 2, 1.0)
    return best, known, np.floor(ahead)


def _share(end: float, share: float) -> float:
    return share * max(end - time.process_time(), 0.0)


def search_case(costs: Floats, loads: Floats, limits: Floats, prices: Floats) -> Case:
    """Return the arrays of a search: choices without a limit get one that nothing reaches.

    Parameters
    ----------
    costs, loads : ndarray of float, shape (n_tasks, n_choices)
        As in ``dual.bound_at``.
    limits, prices : ndarray of float, shape (n_members,)
        As in ``dual.bound_at``.

    Returns
    -------
    Case
        What ``relink`` and ``prove`` take.
    """
    free = costs.shape[1] - len(limits)
    price = np.append(prices, np.zeros(free))
    reduced = costs + loads * price
    least = max(0.05 * float(prices.mean()), 1e-3) if len(prices) else 1e-3
    near = near_choices(reduced, np.isfinite(costs), NEAR)
    return Case(costs, loads, reduced, np.append(limits, np.ones(free)), price, np.maximum(1.02 * price, least), near)


def near_choices(reduced: Floats, opened: NDArray[np.bool_], near: int) -> Integers:
    """Return the cheapest open choices of each task in order, the first one repeated where fewer are open."""
    ranked = np.where(opened, reduced, np.inf)
    order = np.argsort(ranked, axis=1, kind="stable")[:, : max(near, 2)]
    order = np.column_stack([order, order[:, 0]]) if order.shape[1] == 1 else order
    return np.where(np.isfinite(np.take_along_axis(ranked, order, axis=1)), order, order[:, :1])


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
