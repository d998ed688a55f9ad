"""Small team plans proved to the last level: the engine exact, HiGHS and plain CP-SAT, each level after the other."""

from __future__ import annotations

import argparse
import math
import os
import platform
import time
from collections.abc import Callable
from dataclasses import replace

# One thread, as on the command line.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import highspy
import numpy as np
from families import FAMILIES, SEED
from plain import solve_plain

from solver.assignment.exact import solve_exact
from solver.assignment.large.portfolio.block import table
from solver.assignment.large.portfolio.portfolio import Portfolio
from solver.assignment.model.highs import quiet_highs
from solver.assignment.model.linear import linear
from solver.matching.problem import Problem, problem_from_arrays

SIZES = ((60, 12), (100, 15), (200, 20))
Levels = tuple[tuple[str, int, int], ...] | None


def problem_of(given: Portfolio) -> Problem:
    """Return a portfolio as a Problem, with the same gates, gains, loads and classes."""
    every = table(given.side(), given.block(np.arange(len(given.minutes))))
    gain, load, opened = (np.ascontiguousarray(part.T) for part in every)
    problem = problem_from_arrays(gain.astype(np.int64), load.astype(np.int64), given.limit.astype(np.int64))
    priority, value = (tuple(part.tolist()) for part in (given.priority, given.value))
    return replace(problem, can=opened, priority=priority, value=value)


def crowded(n_tasks: int, n_members: int, share: float) -> Problem:
    """Return a scarce plan whose minimums are 0.3 lower: half of the pairs are open, and members compete.

    ``share`` of the work that somebody can do fits into the load limits.
    """
    given = FAMILIES["scarce"].make(n_tasks, n_members, SEED)
    problem = problem_of(replace(given, minimum=np.maximum(given.minimum - 300, 0).astype(np.int16)))
    work = share * given.minutes[problem.eligible.any(axis=0)].sum()
    hours = np.maximum(np.rint(problem.limit * work / problem.limit.sum() / 60), 1)
    limit = 60 * hours.astype(np.int64)
    return replace(problem, limit=limit, available=problem.load <= limit[:, None])


def copies(n_tasks: int, kinds: int, each: int, *, chained: bool = False) -> Problem:
    """Return tasks for members of a few kinds, so many alike of each, who have room for three hours in four."""
    chance = np.random.default_rng(SEED)
    minutes = 60 * chance.integers(1, 9, n_tasks)
    fits = chance.integers(300, 1000, (kinds, n_tasks))
    gain = np.repeat(fits * minutes // 60, each, axis=0)
    load = np.tile(minutes, (kinds * each, 1))
    limit = np.full(kinds * each, 60 * max(round(0.75 * minutes.sum() / (60 * kinds * each)), 8))
    can = np.repeat(chance.random((kinds, n_tasks)) < 0.6, each, axis=0) | (kinds == 1)
    links = tuple((t, t - 1) for t in range(1, n_tasks)) if chained else ()
    priority = tuple(chance.integers(0, 4, n_tasks).tolist())
    return replace(problem_from_arrays(gain, load, limit), can=can, dependencies=links, priority=priority)


def ours(problem: Problem, seconds: float) -> Levels:
    """Return name, value and bound of each level by the engine exact."""
    result = solve_exact(problem, time_limit=seconds)
    return tuple((one.name, one.value, one.bound) for one in result.levels)


def plain(problem: Problem, seconds: float) -> Levels:
    """Return them by a plain CP-SAT model, with that many seconds for each level."""
    return solve_plain(problem, SEED, seconds)


def highs(problem: Problem, seconds: float) -> Levels:
    """Return them by HiGHS, one thread, the model built from arrays; a level is held for those after it."""
    demands = linear(problem)
    count, none = len(demands.member), np.zeros(0, dtype=np.int32)
    solver = quiet_highs()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.addCols(
        count, np.zeros(count), demands.low.astype(float), demands.high.astype(float), 0, none, none, np.zeros(0)
    )
    low, starts = np.full(len(demands.limit), -np.inf), demands.starts[:-1].astype(np.int32)
    entries = (demands.column.astype(np.int32), demands.factor.astype(float))
    solver.addRows(len(low), low, demands.limit.astype(float), len(entries[0]), starts, *entries)
    index = np.arange(count, dtype=np.int32)
    solver.changeColsIntegrality(count, index, np.full(count, highspy.HighsVarType.kInteger))
    end, found = time.monotonic() + seconds, []
    for level in demands.levels:
        costs = np.zeros(count)
        costs[level.column] = -level.factor
        solver.changeColsCost(count, index, costs)
        solver.setOptionValue("time_limit", solver.getRunTime() + max(end - time.monotonic(), 0.01))
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != 2:
            return None
        value, bound = round(-info.objective_function_value), math.floor(-info.mip_dual_bound + 1e-6)
        found.append((level.name, value + level.constant, bound + level.constant))
        factors = level.factor.astype(float)
        solver.addRow(float(value), np.inf, len(factors), level.column.astype(np.int32), factors)
    return tuple(found)


ENGINES: dict[str, Callable[[Problem, float], Levels]] = {"exact": ours, "HiGHS": highs, "CP-SAT": plain}


def said(levels: Levels, problem: Problem) -> str:
    """Return in words how far the last level came, or which one was left open."""
    wanted = len({*problem.priority}) + 1
    if not levels:
        return "no plan"
    is_whole = len(levels) == wanted
    if is_whole and all(value == bound for _, value, bound in levels):
        return f"proved {levels[-1][1]:,}"
    name, value, bound = next((one for one in levels if one[1] != one[2]), levels[-1])
    return f"{name} {value:,} of at most {bound:,}"


def compare(name: str, problem: Problem, seconds: float, engines: list[str]) -> None:
    """Print a line for each engine; raise an error where two prove different values."""
    proved = set[Levels]()
    shape = f"{len(problem.tasks)} x {len(problem.members)}, {int(problem.eligible.sum()):,} pairs"
    for engine in engines:
        start = time.process_time()
        levels = ENGINES[engine](problem, seconds)
        used, words = time.process_time() - start, said(levels, problem)
        proved |= {levels} if words.startswith("proved") else set()
        print(f"{name:<22}{shape:<24}{engine:<8}{used:>8.2f}  {words}", flush=True)
    if len(proved) > 1:
        raise RuntimeError(f"{name}: different values are proved: {proved}")


def problems(sizes: list[tuple[int, int]]) -> dict[str, Callable[[], Problem]]:
    """Return a maker of each problem by name."""
    found: dict[str, Callable[[], Problem]] = {}
    for n, m in sizes:
        for family in ("scarce", "roomy"):
            found[f"{family} {n}"] = lambda n=n, m=m, family=family: problem_of(FAMILIES[family].make(n, m, SEED))
        for share in (1.2, 0.9, 0.7):
            found[f"crowded {share} {n}"] = lambda n=n, m=m, share=share: crowded(n, m, share)
    found["alike, chained 24"] = lambda: copies(24, 1, 12, chained=True)
    found["alike, 3 kinds 40"] = lambda: copies(40, 3, 4)
    found["alike, 4 kinds 80"] = lambda: copies(80, 4, 5)
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names of problems begin with this")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--smoke", action="store_true", help="the smallest of each family, in seconds")
    chosen = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, seed {SEED}, one thread, {chosen.seconds:g} s (CP-SAT: for each level); CPU seconds to proof")
    for engine in ("HiGHS", "exact", "CP-SAT"):
        # Imports apart; and HiGHS keeps for good the number of threads that its first call in a process asks for.
        ENGINES[engine](problem_of(FAMILIES["roomy"].make(20, 3, SEED)), 10.0)
    for name, make in problems([SIZES[0]] if chosen.smoke else list(SIZES)).items():
        if name.startswith(chosen.only):
            compare(name, make(), chosen.seconds, chosen.engines.split(","))


if __name__ == "__main__":
    main()
