"""The search over pairs by CP-SAT: one level at a time, with what is proved already taken as given."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.levels import Objective
from solver.assignment.model.linear import Linear

Ints = NDArray[np.int64]
# Told the level and the best value and bound so far.
Progress = Callable[[str, float, float], None]


@dataclass(frozen=True)
class Limits:
    """When a search must end (seconds of ``time.monotonic``), its seed and threads, and the wish to stop.

    ``work`` limits each search in CP-SAT's deterministic unit.
    """

    end: float
    seed: int = 0
    workers: int = 1
    wish: threading.Event = field(default_factory=threading.Event)
    progress: Progress | None = None
    work: float = math.inf

    @property
    def seconds(self) -> float:
        """How many seconds are left."""
        return self.end - time.monotonic()

    @property
    def are_up(self) -> bool:
        """Whether time is over or a stop was wished for."""
        return self.seconds <= 0 or self.wish.is_set()

    def within(self, seconds: float) -> Limits:
        """Return limits that end after some seconds, if not before."""
        return replace(self, end=min(self.end, time.monotonic() + seconds))


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found on a level: the pairs of its best plan, if any, and the least bound, without constants.

    ``is_proved`` says that no more can be found: without pairs, that there is no such plan.
    """

    pairs: Ints | None
    bound: int
    is_proved: bool


def best_pairs(
    linear: Linear,
    level: int,
    held: Sequence[int],
    limits: Limits,
    *,
    shut: Ints | None = None,
    low: float = -math.inf,
    high: float = math.inf,
    hint: Ints | None = None,
) -> Found:
    """Return the plan with the most of a level among those that keep what is held of the levels above.

    Parameters
    ----------
    linear : Linear
        The demands.
    level : int
        What to maximise.
    held : sequence of int
        The least of each level above, without constants.
    limits : Limits
        Of the search.
    shut : ndarray of int, optional
        Columns of pairs that are known not to be needed.
    low, high : float
        The least of the level to accept, and a bound on it.
    hint : ndarray of int, optional
        Columns of the pairs of a plan to start from.

    Returns
    -------
    Found
        Sums are without the constants of their levels.
    """
    from solver.assignment.model.sat import model_of

    return maximised(model_of(linear, shut), linear, level, held, limits, bounds=(low, high), hint=hint)


def maximised(
    cp: Any,
    linear: Linear,
    level: int,
    held: Sequence[int],
    limits: Limits,
    *,
    bounds: tuple[float, float],
    hint: Ints | None,
) -> Found:
    """Return the plan with the most of a level that a model of the demands allows, whatever else was posted to it.

    Parameters
    ----------
    cp : CpModel
        From ``model_of``, with more in it or not.
    linear, level, held, limits
        As in ``best_pairs``.
    bounds : tuple of float
        The least of the level to accept, and a bound on it.
    hint
        As in ``best_pairs``.

    Returns
    -------
    Found
        As in ``best_pairs``.
    """
    from ortools.sat.python import cp_model

    from solver.assignment.cpsat import new_solver, run
    from solver.assignment.model.sat import expression

    low, high = bounds
    for above, value in zip(linear.levels, held, strict=False):
        cp.add(expression(cp, above) >= value)
    objective = expression(cp, linear.levels[level])
    if low > -math.inf:
        cp.add(objective >= math.ceil(low))
    if high < math.inf:
        cp.add(objective <= math.floor(high))
    cp.maximize(objective)
    if hint is not None:
        switches, on = np.flatnonzero(linear.member >= 0), linear.switched(hint)
        cp.proto.solution_hint.vars.extend(switches.tolist())
        cp.proto.solution_hint.values.extend(on[switches].tolist())
    solver = new_solver(limits.seconds, limits.seed, limits.workers)
    if limits.work < math.inf:
        solver.parameters.max_deterministic_time = limits.work
    status = run(solver, cp, limits.wish, watch(linear, level, limits))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        # A search that found no plan may not have a bound yet either: what it reports then is no bound.
        top = math.floor(high) if high < math.inf else 2**62
        return Found(None, top, is_proved=status == cp_model.INFEASIBLE)
    values = list(solver.response_proto.solution)
    pairs = np.flatnonzero(np.array(values[: linear.n_pairs]))
    value, bound = round(solver.objective_value), math.floor(solver.best_objective_bound + 1e-6)
    return Found(pairs, min(bound, math.floor(high)) if high < math.inf else bound, is_proved=value == bound)


def watch(linear: Linear, level: int, limits: Limits) -> Any:
    """Return a callback that passes each better plan on to a progress display."""
    from ortools.sat.python import cp_model

    if limits.progress is None:
        return None
    name, constant, progress = linear.levels[level].name, linear.levels[level].constant, limits.progress

    class Watch(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            progress(name, self.objective_value + constant, self.best_objective_bound + constant)

    return Watch()


def tell(limits: Limits, levels: Sequence[Objective], plain: Sequence[int], tops: Iterable[int]) -> None:
    """Tell the first level that a plan has below its bound, the last one where there is none.

    Parameters
    ----------
    limits : Limits
        With whom to tell, if anybody.
    levels : sequence of Objective
        All of them.
    plain : sequence of int
        What the plan has on each, or on the first of them, without constants.
    tops : iterable of int
        A bound of each, without constants; of those that come after what is told none is asked for.
    """
    if limits.progress is None:
        return
    for level, value, top in zip(levels, plain, tops, strict=False):
        name, said = level.name, (value + level.constant, top + level.constant)
        if value != top:
            break
    limits.progress(name, *said)


def tell_below(
    limits: Limits, levels: Sequence[Objective], plain: list[int], top: Callable[[int, list[int]], int]
) -> None:
    """Tell the same, where a bound holds for a level with those above it at what the plan has.

    Parameters
    ----------
    limits : Limits
        With whom to tell, if anybody.
    levels : sequence of Objective
        All of them.
    plain : list of int
        What the plan has on each, without constants.
    top : callable
        Returns a bound of a level, without its constant, for the number of the level and the values above it.
    """
    tell(limits, levels, plain, (top(level, plain[:level]) for level in range(len(plain))))
