"""Search, proof and dives by turns: each makes the others faster, and who gains nothing gets less time."""

from __future__ import annotations

import math
import time

import numpy as np
from numpy.typing import NDArray

from solver.assignment.arrays import dive, prove, relink
from solver.assignment.arrays.dual import Floats
from solver.assignment.arrays.kernels import Case, Integers
from solver.assignment.arrays.knapsacks import Knapsacks, knapsacks
from solver.assignment.arrays.prove import Proof
from solver.assignment.arrays.rounding import solve_window, total

# Up to this many pairs the exact solver comes first: it proves such problems in less time than a search needs.
TINY = 300
# Up to this many the exact solver is asked for a plan where the search meets none.
FEW = 20_000
# How many of its cheapest open choices are tried for each task.
NEAR = 4
# The first turn at searching and at proving: a share of the time, at most so many seconds; then twice as long each.
SHARE, TURN = 0.03, 0.3
# Turns shorter than this leave proving its time where it gets nowhere.
PATIENCE = 3.0
# What is left of a turn for each part that gains nothing.
LEAST = {"search": 0.0625, "proof": 0.125, "dive": 0.5}


def prepare() -> None:
    """Compile what can be compiled, so that it costs nothing later."""
    relink.prepare()
    prove.prepare()
    dive.prepare()


def search(
    case: Case, chosen: Integers, bound: float, end: float, seed: int, enough: float = 0.0
) -> tuple[Integers | None, float]:
    """Return the best choice found, and the bound: of a tiny problem by the exact solver, else by turns.

    Parameters
    ----------
    case : Case
        From ``search_case``.
    chosen, bound, end, seed, enough
        As in ``by_turns``.

    Returns
    -------
    tuple of (ndarray of int or None, float)
        As from ``by_turns``.
    """
    costs = case.cost
    if not len(costs):
        return np.zeros(0, dtype=np.int64), 0.0
    window, open_pairs = (costs, case.load, case.limit), np.isfinite(costs)
    if open_pairs.sum() <= TINY:
        found, proved = solve_window(*window, open_pairs, chosen, _share(end, 0.5), seed)
        if proved:
            return found, math.inf if found is None else total(costs, found)
    best, bound = by_turns(case, chosen, bound, end, seed, enough)
    if best is None:
        best, proved = solve_window(*window, open_pairs, chosen, _share(end, 1.0), seed)
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
    found, sacks, known = relink.begin(case, chosen, seed), knapsacks(case), prove.first_proof(case, bound)
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
            if best is None and now + turn > end - turn and np.isfinite(case.cost).sum() <= FEW:
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
    known = prove.prove(sacks, known, value, until, nodes=0)
    while time.process_time() < until and known.bound < value:
        asked = prove.prove(sacks, known, min(known.bound + ahead, value), until)
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
