"""CPU time of the commands after set-up, as a ratio to importing what a solver needs anyway."""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
STUDIO = str(ROOT / "data" / "studio")
MAIN = "from solver.cli import main; main()"
REPEATS = 7
# What every command costs before any code of ours: the command line's library, its types checked by pydantic.
FLOOR = """
import os
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
from pathlib import Path
from typing import Annotated
import typer
app = typer.Typer(add_completion=False)
@app.command()
def check(workspace: Annotated[Path, typer.Argument()] = Path(), format: Annotated[str, typer.Option()] = "table"):
    pass
app(["data"])
"""


def cpu_seconds(words: list[str]) -> float:
    """Return the median CPU seconds, user and system, of a fresh Python process."""
    found = []
    for _ in range(REPEATS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(found)


def solver_seconds() -> float:
    """Return the CPU seconds that CP-SAT itself takes for the realistic workspace, imports and building apart."""
    code = """
import time
from pathlib import Path
from ortools.sat.python import cp_model
spent, solve = [], cp_model.CpSolver.solve
def timed(self, *words):
    start = time.process_time()
    try:
        return solve(self, *words)
    finally:
        spent.append(time.process_time() - start)
cp_model.CpSolver.solve = timed
from solver.readers.workspace import read_workspace
from solver.assignment.solve import solve as plan
found = read_workspace(Path("data/studio"))
plan(found.team, found.backlog, found.weights)
print(sum(spent))
"""
    words = [sys.executable, "-c", code]
    outputs = (subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout for _ in range(3))
    return statistics.median(map(float, outputs))


def main() -> None:
    """Print the table."""
    peer = cpu_seconds(["-c", "import ortools.sat.python.cp_model, pandas"])
    own = solver_seconds()
    with tempfile.TemporaryDirectory() as folder:
        plan = cpu_seconds(["-c", MAIN, "plan", STUDIO, "-o", f"{folder}/plan.json"])
        tasks = len(json.loads(Path(folder, "plan.json").read_text())["assignments"])
    floor = cpu_seconds(["-c", FLOOR])
    rows = {
        "plan, less CP-SAT's own": (plan - own, 3.0),
        "check": (cpu_seconds(["-c", MAIN, "check", STUDIO]), 0.4),
        "--help": (cpu_seconds(["-c", MAIN, "--help"]), 0.4),
    }
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, seed 0, median of {REPEATS}")
    print(f"peer: import ortools.sat.python.cp_model, pandas: {peer:.2f} s CPU")
    print(f"CP-SAT's own: {own:.2f} s CPU; {tasks} tasks placed")
    print(f"an empty command of the library of the command line: {floor:.2f} s CPU, ratio {floor / peer:.2f}")
    for name, (seconds, most) in rows.items():
        print(f"{name:<26}{seconds:6.2f} s  ratio {seconds / peer:5.2f}  (wanted: at most {most})")


if __name__ == "__main__":
    main()
