"""Team plans from 200 x 20 to 10,000,000 x 1,000: the engine for very large plans, its peers, and how cost grows.

Every run is a process of its own with one thread for linear algebra and a cap on memory; CPU seconds leave imports,
compilation and the making of the instance apart. Peers get the easier problem: the quality level alone, with every
task that the plan places to be placed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from families import FAMILIES, SEED
from growth import growth

from solver.assignment.large.effort import GAP, Effort
from solver.assignment.large.portfolio.block import table
from solver.assignment.large.portfolio.portfolio import Portfolio, open_portfolio
from solver.assignment.large.solve import plan_portfolio

GIB = 2**30
CAP = 6.0
# From so many tasks on the instance is read from a folder, and peers are not asked.
FOLDER, PEERS = 5_000_000, 200_000
CLAIM_FACTOR, CLAIM_FLOOR = (1.5, 1.2, 1.0, 0.8), 0.7
Row = dict[str, Any]


def ours(given: Portfolio, seconds: float, gap: float = GAP) -> Row:
    """Return what the engine reached, and what it proved; it goes on until the quality is near its bound."""
    plan_portfolio(FAMILIES["roomy"].make(300, 20, SEED), Effort(gap=gap))  # imports and compilation apart
    start = time.process_time()
    plan = plan_portfolio(given, Effort(seconds, gap))
    quality = plan.levels[-1]
    gaps = {level.name: 100 * (level.gap or 0.0) for level in plan.levels}
    used, placed = time.process_time() - start, int((plan.owner >= 0).sum())
    return {"cpu": used, "value": quality.value, "bound": quality.bound, "gaps": gaps, "placed": placed}


def bare(given: Portfolio, seconds: float) -> Row:
    """Time one bare pass over all pairs: a matrix product in float32 and the 12 largest of each row, nothing else."""
    n_tasks, block = min(len(given.minutes), 200_000), 1024
    weights = np.random.default_rng(SEED).random((block, given.scores.shape[1]), dtype=np.float32)
    scores = np.ascontiguousarray(given.scores.T)
    out = np.empty((block, len(given.limit)), np.float32)
    start = time.process_time()
    for _ in range(0, n_tasks, block):
        np.matmul(weights, scores, out=out)
        np.argpartition(out, -min(12, out.shape[1]), axis=1)
    return {"cpu": (time.process_time() - start) * len(given.minutes) / n_tasks}


def _pairs(given: Portfolio) -> tuple[np.ndarray, ...]:
    """Return task, member, gain and load of each eligible pair."""
    parts = []
    for start in range(0, len(given.minutes), 2000):
        rows = np.arange(start, min(start + 2000, len(given.minutes)))
        gain, load, opened = table(given.side(), given.block(rows))
        t, m = opened.nonzero()
        parts.append((rows[t], m, gain[t, m], load[t, m]))
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


def highs_lp(given: Portfolio, seconds: float) -> Row:
    """Return the value of the linear relaxation by HiGHS."""
    return _highs(given, seconds, whole=False)


def highs_mip(given: Portfolio, seconds: float) -> Row:
    """Return the plan's value that HiGHS finds."""
    return _highs(given, seconds, whole=True)


def _highs(given: Portfolio, seconds: float, *, whole: bool) -> Row:
    """Return a value by HiGHS, its model built from arrays."""
    import highspy

    task, member, gain, load = _pairs(given)
    n_tasks, n_members, count = len(given.minutes), len(given.limit), len(task)
    start = time.process_time()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count, n_tasks + n_members
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = gain.astype(float), np.zeros(count), np.ones(count)
    placeable = np.isin(np.arange(n_tasks), task).astype(float)
    lp.row_lower_ = np.concatenate([placeable, np.full(n_members, -highspy.kHighsInf)])
    lp.row_upper_ = np.concatenate([placeable, given.limit.astype(float)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.arange(0, 2 * count + 1, 2)
    lp.a_matrix_.index_ = np.stack([task, n_tasks + member], axis=1).ravel()
    lp.a_matrix_.value_ = np.stack([np.ones(count), load], axis=1).ravel()
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    # HiGHS counts seconds on the wall, which may be several for one of its own.
    solver.setOptionValue("time_limit", 8 * seconds)
    solver.passModel(lp)
    solver.run()
    done = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    done |= whole and solver.getInfo().primal_solution_status == highspy.kSolutionStatusFeasible
    value = solver.getInfo().objective_function_value if done else None
    said = solver.modelStatusToString(solver.getModelStatus()).lower()
    return {"cpu": time.process_time() - start, "value": value, "what": said}


def cp_sat(given: Portfolio, seconds: float) -> Row:
    """Return the plan's value that plain CP-SAT finds, one worker, model built pair by pair."""
    from ortools.sat.python import cp_model

    task, member, gain, load = _pairs(given)
    start = time.process_time()
    model = cp_model.CpModel()
    has = [model.new_bool_var("") for _ in task]
    for t in range(len(given.minutes)):
        low, high = np.searchsorted(task, [t, t + 1])
        if high > low:
            model.add_exactly_one(has[low:high])
    for m, limit in enumerate(given.limit):
        mine = np.flatnonzero(member == m)
        loads = cp_model.LinearExpr.weighted_sum([has[i] for i in mine], load[mine].tolist())
        model.add(loads <= int(limit))
    model.maximize(cp_model.LinearExpr.weighted_sum(has, gain.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            if time.process_time() - start > seconds:
                solver.stop_search()

    threading.Thread(target=watch, daemon=True).start()
    found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    done.set()
    return {"cpu": time.process_time() - start, "value": round(solver.objective_value) if found else None}


def _one_by_one(given: Portfolio, score: Callable[[np.ndarray, np.ndarray, int], np.ndarray]) -> Row:
    """Hand out task after task, urgent ones first, each to who scores highest and has room; below 0 is no claim."""
    start, free, value, placed = time.process_time(), given.limit.astype(np.int64), 0, 0
    order = np.argsort(given.priority, kind="stable")
    for cut in range(0, len(order), 2000):
        rows = np.sort(order[cut : cut + 2000])
        gain, load, opened = table(given.side(), given.block(rows))
        hours = given.minutes[rows] / 60
        for i, t in enumerate(rows):
            points = score(gain[i] / hours[i] / 1000, free / given.limit, given.priority[t])
            points = np.where(opened[i] & (load[i] <= free), points, -1)
            m = int(points.argmax())
            if points[m] >= 0:
                free[m] -= load[i, m]
                value, placed = value + int(gain[i, m]), placed + 1
    return {"cpu": time.process_time() - start, "value": value, "placed": placed}


def best_fit(given: Portfolio, seconds: float) -> Row:
    """Return the plan that gives each task to who suits it best and has room."""
    return _one_by_one(given, lambda fit, free, priority: fit)


def claims(given: Portfolio, seconds: float) -> Row:
    """Return the plan of the claim rule: fit * (1 - workload) * priority, claimed from 0.7 on."""

    def score(fit: np.ndarray, free: np.ndarray, priority: int) -> np.ndarray:
        points = fit * free * CLAIM_FACTOR[priority]
        return np.where(points > CLAIM_FLOOR, points, -1.0)

    return _one_by_one(given, score)


ENGINES: dict[str, Callable[[Portfolio, float], Row]] = {
    "prices": ours,
    "first plan": partial(ours, gap=math.inf),
    "bare pass": bare,
    "HiGHS LP": highs_lp,
    "HiGHS MIP": highs_mip,
    "CP-SAT": cp_sat,
    "best fit": best_fit,
    "claims": claims,
}


def run_here(engine: str, family: str, n_tasks: int, n_members: int, seconds: float, folder: str, cap: float) -> None:
    """Do one run in this process, its memory capped, and print it as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (int(cap * GIB),) * 2)
    try:
        given = open_portfolio(Path(folder)) if folder else FAMILIES[family].make(n_tasks, n_members, SEED)
        row = ENGINES[engine](given, seconds)
    except MemoryError:
        row = {"cpu": time.process_time(), "value": None, "what": "out of memory"}
    row["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps(row))


def run(engine: str, family: str, size: tuple[int, int], seconds: float, folder: str = "", cap: float = CAP) -> Row:
    """Do one run in a process of its own; what does not come back says why."""
    env = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    words = ["--one", engine, "--family", family, "--size", f"{size[0]}x{size[1]}", "--seconds", str(seconds)]
    words += ["--folder", folder, "--cap", str(cap)]
    before, command = _spent(), [sys.executable, __file__, *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=9 * seconds)
    except subprocess.TimeoutExpired:
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
        return {"cpu": _spent() - before, "value": None, "what": "out of time", "peak": peak}
    if done.returncode:
        known = done.returncode < 0 or "alloc" in done.stderr or "MemoryError" in done.stderr
        said = "out of memory" if known else done.stderr[-80:]
        return {"cpu": _spent() - before, "value": None, "what": said, "peak": cap}
    found: Row = json.loads(done.stdout.splitlines()[-1])
    return found


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def line(size: tuple[int, int], engine: str, row: Row, bound: float) -> str:
    """Return one line of the table; what a value lacks is in percent of the bound that the engine proved."""
    value = row.get("value")
    short = row.get("what", "no plan") if value is None else f"{100 * (1 - value / bound):.4f}"
    if engine == "bare pass":
        short = ""
    gaps = " ".join(f"{name} {gap:.3f}" for name, gap in row.get("gaps", {}).items() if gap and name != "quality")
    shape = f"{size[0]:>10,} x{size[1]:>6,}{size[0] / size[1]:>8.0f}"
    return f"{shape}  {engine:<10}{row['cpu']:>9.2f}{row['peak']:>7.2f}{short:>15}  {row.get('placed', ''):>10} {gaps}"


def sweep(family: str, sizes: list[tuple[int, int]], engines: list[str], seconds: float, cap: float = CAP) -> None:
    """Print the table of one family, and how time and memory grow."""
    print(f"\n{family}: {FAMILIES[family].what}")
    print("     tasks x members     n/m  engine      CPU s    GiB  short of bound %      placed  gaps of classes, %")
    grown = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            source = folder if size[0] >= FOLDER else ""
            if source:
                words = ["--write", "--family", family, "--size", f"{size[0]}x{size[1]}", "--folder", folder]
                subprocess.run([sys.executable, __file__, *words], check=True)
            own = run("prices", family, size, seconds, source, cap)
            grown.append((*size, own["cpu"], own["peak"]))
            print(line(size, "prices", own, own["bound"]), flush=True)
            for engine in engines:
                if engine == "bare pass" or size[0] <= PEERS:
                    row = run(engine, family, size, seconds, source, cap)
                    print(line(size, engine, row, own["bound"]), flush=True)
    print("\n".join(growth(grown)))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", default="", help="one of " + ", ".join(FAMILIES))
    parser.add_argument("--size", default="", help="such as 2000x100; several with commas")
    parser.add_argument("--engines", default="bare pass,best fit,claims", help="beside prices: " + ", ".join(ENGINES))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--cap", type=float, default=CAP, help="GiB of address space for each run")
    parser.add_argument("--smoke", action="store_true", help="the smallest sizes, in seconds")
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    parser.add_argument("--folder", default="", help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    sizes = [(int(n), int(m)) for n, m in (size.split("x") for size in chosen.size.split(",") if size)]
    if chosen.write:
        FAMILIES[chosen.family].make(*sizes[0], SEED).save(Path(chosen.folder))
        return
    if chosen.one:
        run_here(chosen.one, chosen.family, *sizes[0], chosen.seconds, chosen.folder, chosen.cap)
        return
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, seed {SEED}, {chosen.seconds:g} s each, at most {chosen.cap:g} GiB, one thread")
    engines = [name for name in chosen.engines.split(",") if name]
    for family in [chosen.family] if chosen.family else FAMILIES:
        default = [(200, 20), (1000, 50)] if chosen.smoke else list(FAMILIES[family].sizes)[:4]
        sweep(family, sizes or default, engines, 5.0 if chosen.smoke else chosen.seconds, chosen.cap)


if __name__ == "__main__":
    main()
