"""CPU seconds of a plan from files to file, stage by stage, beside one product of whole numbers of the same shape.

Each size is a process of its own with one thread for linear algebra. A workspace is drawn and written first, which does
not count. ``match`` and ``check`` are measured on their own and taken off what ``solve`` takes, since it does both;
matching and products are the best of three.
The product is what matching cannot do without: scores times weights, in 64-bit integers and in floats.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from workspaces import Recipe, draw, write

SIZES = ((40, 1500), (200, 5000), (500, 50_000))
# What everything but the solve may take, in CPU seconds: 3 at 200 x 5,000, and no more for each task beyond.
MOST, AT = 3.0, 5000
STAGES = ("read", "match", "check", "explain", "write")


class Clock:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def of(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do some work and add what it takes to its stage."""
        start = time.process_time()
        done = work()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - start
        return done

    def best(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do some work three times and keep the shortest: the first time loads and compiles."""
        took = []
        for _ in range(3):
            start = time.process_time()
            done = work()
            took.append(time.process_time() - start)
        self.seconds[stage] = min(took)
        return done


def measure(folder: Path, seconds: float) -> dict[str, Any]:
    """Return CPU seconds of each stage for the workspace in a folder, and what was placed."""
    import numpy as np

    from solver.assignment.checker.maximal import would_still_fit
    from solver.assignment.checker.plan import level_values, objections, quality_terms
    from solver.assignment.solve import solve
    from solver.explanation.unassigned.reason import unassigned
    from solver.matching.build import build_problem
    from solver.readers.workspace import read_workspace
    from solver.report.plan.data import plan_data

    clock = Clock()
    found = clock.of("read", lambda: read_workspace(folder))
    team, backlog, weights = found.team, found.backlog, found.weights
    problem = clock.best("match", lambda: build_problem(team, backlog, weights))
    pairs, n_names = int(problem.eligible.sum()), len({line.name for m in team.members for line in m.card.capabilities})
    del problem
    chance = np.random.default_rng(0)
    scores = chance.integers(0, 1000, (len(team.members), n_names))
    asked = chance.integers(0, 100, (n_names, len(backlog.open_tasks)))
    clock.best("product", lambda: scores @ asked)
    floats = scores.astype(np.float64), asked.astype(np.float64)
    clock.best("in floats", lambda: floats[0] @ floats[1])
    result = clock.of("solve", lambda: solve(team, backlog, weights, time_limit=seconds))
    plan = result.plan
    clock.of("check", lambda: (objections(team, backlog, plan), level_values(team, backlog, plan, weights)))
    fits = clock.of("check", lambda: would_still_fit(team, backlog, plan))
    left = clock.of("explain", lambda: unassigned(team, backlog, plan))
    terms = clock.of("explain", lambda: quality_terms(team, backlog, plan, weights))
    data = clock.of("explain", lambda: plan_data(team, backlog, result, left)) | {"terms": terms}
    clock.of("write", lambda: (folder / "plan.json").write_text(json.dumps(data, indent=2, ensure_ascii=False)))
    clock.seconds["solve"] = max(clock.seconds["solve"] - clock.seconds["match"] - clock.seconds["check"], 0.0)
    sizes = {"pairs": pairs, "placed": len(plan.assignments), "tasks": len(backlog.open_tasks), "fits": len(fits)}
    return {"seconds": clock.seconds, "engine": result.engine, **sizes}


def line(name: str, found: dict[str, Any]) -> str:
    """Return one size as a line."""
    took = found["seconds"]
    rest = sum(took[stage] for stage in STAGES)
    wanted = MOST * max(found["tasks"] / AT, 1.0)
    stages = "  ".join(f"{took[stage]:7.2f}" for stage in ("read", "match", "solve", *STAGES[2:]))
    ratio = f"{took['match'] / took['product']:5.1f} products ({took['match'] / took['in floats']:.0f} in floats)"
    ends = f"{ratio:<34} {found['placed']:>6} placed, {found['engine']}"
    return f"{name:<22} {stages}   {rest:7.2f} of {wanted:g}   {ends}"


def main() -> None:
    """Measure every size and print a table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--kind", choices=("rich", "wide"), default="rich")
    words.add_argument("--seconds", type=float, default=10.0, help="time limit of the solve")
    words.add_argument("--size", nargs=2, type=int, metavar=("MEMBERS", "TASKS"), help="this one only")
    words.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.folder:
        print(json.dumps(measure(asked.folder, asked.seconds)))
        return
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, CPU seconds")
    heads = "  ".join(f"{name:>7}" for name in ("read", "match", "solve", *STAGES[2:]))
    print(f"{'':<22} {heads}   all but the solve  matching is")
    for members, tasks in (tuple(asked.size),) if asked.size else SIZES:
        recipe = Recipe(asked.kind, members, tasks)
        with tempfile.TemporaryDirectory() as folder:
            write(draw(recipe), Path(folder))
            code = [sys.executable, __file__, "--folder", folder, "--seconds", str(asked.seconds)]
            alone = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
            done = subprocess.run(code, capture_output=True, text=True, check=True, env=alone)
        print(line(recipe.name, json.loads(done.stdout)), flush=True)


if __name__ == "__main__":
    main()
