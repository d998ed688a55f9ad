"""Published generalized assignment problems: prices and windows against plain CP-SAT and HiGHS at the same seconds."""

from __future__ import annotations

import argparse
import csv
import math
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from solver.assignment.prices.assign import assign
from solver.assignment.prices.improve import solve_window, total
from solver.assignment.prices.literature import PublishedProblem, read_published

Answer = tuple[float, float]


def ours(problem: PublishedProblem, seconds: float) -> Answer:
    """Return value and bound of the public function."""
    found = assign(problem.cost, problem.load, problem.limit, time_limit=seconds)
    return found.value, found.bound


def plain_cp_sat(problem: PublishedProblem, seconds: float) -> Answer:
    """Return the value of CP-SAT on all pairs without a hint, one worker."""
    cost, load = problem.cost.T, problem.load.T
    nothing = np.full(len(cost), -1)
    found, proved = solve_window(cost, load, problem.limit, np.ones(cost.shape, bool), nothing, seconds, 0)
    value = math.inf if found is None else total(cost, found)
    return value, value if proved else -math.inf


def highs(problem: PublishedProblem, seconds: float) -> Answer:
    """Return value and bound of HiGHS through SciPy."""
    members, tasks = problem.cost.shape
    pair = np.arange(members * tasks)
    once = coo_array((np.ones(len(pair)), (pair % tasks, pair)), shape=(tasks, len(pair))).tocsr()
    within = coo_array((problem.load.ravel(), (pair // tasks, pair)), shape=(members, len(pair))).tocsr()
    rows = [LinearConstraint(once, 1, 1), LinearConstraint(within, -np.inf, problem.limit)]
    options = {"time_limit": seconds}
    found = milp(
        problem.cost.ravel(), integrality=np.ones(len(pair)), bounds=Bounds(0, 1), constraints=rows, options=options
    )
    bound = found.mip_dual_bound
    return math.inf if found.x is None else round(found.fun), -math.inf if bound is None else bound


ENGINES: dict[str, Callable[[PublishedProblem, float], Answer]] = {"ours": ours, "CP-SAT": plain_cp_sat, "HiGHS": highs}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="published files and best_known.csv")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--files", default="", help="names, separated by commas; all if not given")
    chosen = parser.parse_args()
    with (chosen.folder / "best_known.csv").open() as stream:
        best = {row["instance"]: float(row["best_value_fontanf2026"]) for row in csv.DictReader(stream)}
    names = chosen.files.split(",") if chosen.files else sorted(n for n in best if (chosen.folder / n).exists())
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, seed 0, {chosen.seconds:g} s each; distance to best known in %, ours also the certified gap")
    print(
        f"{'file':<10}{'best':>9}{'ours':>9}{'gap':>8}{'cpu':>7}" + "".join(f"{name:>9}" for name in list(ENGINES)[1:])
    )
    away: dict[str, list[float]] = {name: [] for name in ENGINES}
    for name in names:
        (problem,) = read_published(chosen.folder / name)
        cells = f"{name:<10}{best[name]:>9.0f}"
        for engine, solve in ENGINES.items():
            start = time.process_time()
            value, bound = solve(problem, chosen.seconds)
            off = 100 * (value / best[name] - 1)
            away[engine].append(off)
            cells += f"{off:>9.3f}"
            if engine == "ours":
                cells += f"{100 * (value - bound) / value:>8.3f}{time.process_time() - start:>7.1f}"
        print(cells, flush=True)
    means = {engine: f"{sum(offs) / len(offs):.3f}" for engine, offs in away.items()}
    print("mean distance: " + ", ".join(f"{engine} {mean} %" for engine, mean in means.items()))


if __name__ == "__main__":
    main()
