"""Load-limited assignment: the public function and general solvers at equal CPU seconds, one row for each answer.

Problems are a folder of published files with ``best_known.csv``, or families a to e made by the published recipes.
Every plan is checked here by plain loops.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import platform
import resource
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.gap_families import FAMILIES, generate
from benchmarks.peers import ENGINES
from solver.assignment.arrays import dive, prove, relink
from solver.assignment.arrays.kernels import COMPILED
from solver.assignment.arrays.literature import PublishedProblem, read_published

SEED = 0
SIZES = ((10, 100), (20, 100), (20, 200))


def problems(
    folder: Path | None, names: str, sizes: tuple[tuple[int, int], ...], seed: int
) -> Iterator[tuple[str, PublishedProblem, float]]:
    """Yield name, problem and best known value; a generated problem has none."""
    if folder is None:
        for family in FAMILIES:
            for members, tasks in sizes:
                yield f"{family}{members}x{tasks}", generate(family, members, tasks, seed), math.nan
        return
    with (folder / "best_known.csv").open() as stream:
        best = {row["instance"]: float(row["best_value_fontanf2026"]) for row in csv.DictReader(stream)}
    for name in names.split(",") if names else sorted(name for name in best if (folder / name).exists()):
        (problem,) = read_published(folder / name)
        yield name, problem, best[name]


def pairs(text: str) -> tuple[tuple[int, int], ...]:
    """Return sizes written as ``10x100,20x200``."""
    sizes = (tuple(map(int, size.split("x"))) for size in text.split(","))
    return tuple((members, tasks) for members, tasks in sizes)


def value_of(problem: PublishedProblem, plan: np.ndarray | None) -> float:
    """Return the cost of a plan, recomputed and checked by plain loops; infinite without a plan."""
    if plan is None:
        return math.inf
    used, value = [0.0] * len(problem.limit), 0.0
    for task, member in enumerate(plan.tolist()):
        used[member] += problem.load[member, task]
        value += problem.cost[member, task]
    if any(have > limit for have, limit in zip(used, problem.limit, strict=True)):
        raise RuntimeError("a plan is above a limit")
    return value


def spent() -> float:
    """Return the CPU seconds of this process and of those it started and waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def row(name: str, engine: str, problem: PublishedProblem, best: float, seconds: float) -> None:
    """Print one answer."""
    start = spent()
    answer = ENGINES[engine](problem, seconds)
    used, value = spent() - start, value_of(problem, answer.plan)
    bound = math.ceil(answer.bound - 1e-6) if math.isfinite(answer.bound) else -math.inf
    away, gap = 100 * (value / best - 1), 100 * (value - bound) / abs(value)
    cells = [f"{value:9.0f}", f"{away:9.3f}", f"{bound:10.0f}", f"{gap:9.3f}"]
    shown = [cell if cell.strip() not in {"inf", "-inf", "nan"} else "-".rjust(len(cell)) for cell in cells]
    print(f"{name:<10}{engine:<8}{''.join(shown)}{used:8.1f}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="published files and best_known.csv; without it families")
    parser.add_argument("--seconds", type=float, default=60.0, help="CPU seconds for each answer")
    parser.add_argument("--files", default="", help="names, separated by commas; all if not given")
    parser.add_argument("--engines", default=",".join(ENGINES), help="names, separated by commas; all if not given")
    parser.add_argument("--smoke", action="store_true", help="tiny problems, two seconds each at most")
    parser.add_argument("--seed", type=int, default=SEED, help="of generated families")
    parser.add_argument(
        "--sizes", type=pairs, default=SIZES, help="of generated families: members x tasks, as 10x100,20x200"
    )
    chosen = parser.parse_args()
    start = spent()
    relink.prepare()
    prove.prepare()
    dive.prepare()
    kind = f"compiled (ready in {spent() - start:.1f} s, not counted below)" if COMPILED else "plain Python"
    seconds = 2.0 if chosen.smoke else chosen.seconds
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, seed {chosen.seed}, {seconds:g} CPU seconds each; kernels {kind}; distance and gap in %")
    print(f"{'file':<10}{'engine':<8}{'value':>9}{'distance':>9}{'bound':>10}{'gap':>9}{'cpu':>8}")
    sizes = ((4, 16),) if chosen.smoke else chosen.sizes
    for name, problem, best in problems(chosen.folder, chosen.files, sizes, chosen.seed):
        for engine in chosen.engines.split(","):
            row(name, engine, problem, best, seconds)


if __name__ == "__main__":
    main()
