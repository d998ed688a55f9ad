"""Plans of middle size beside the two models that a user would write: ``python -m benchmarks.middle``.

Every cell is a workspace (kind, members x tasks, hours there are for each hour asked for, seed) and a budget in
seconds; all three engines get the same, ours with reading, checking and writing inside. A cell is lost where a peer
places more of a class before ours does, or as much of every class with more quality; quality is without balance, which
the peers leave out. ``--smoke`` takes a few small cells.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.plain_arrays import Arrays, figures, plain_cp_sat, plain_highs
from benchmarks.workspaces import Recipe, arrays, draw, write

SIZES: Final = ((12, 80), (20, 150), (40, 300), (60, 600), (100, 1500), (200, 5000), (500, 20000))
PEERS: Final[dict[str, Callable[[Arrays, float], list[int]]]] = {"HiGHS": plain_highs, "CP-SAT": plain_cp_sat}


def ours(folder: Path, given: Arrays, seconds: float) -> dict[str, Any]:
    """Plan with the command, as a user does; return figures, levels, and the CPU seconds of the whole command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = ["plan", str(folder), "--time-limit", str(seconds), "-q", "--format", "json", "-o", "-"]
    command = Path(sys.executable).with_name("teamwright")
    found = subprocess.run([command, *words], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    plan = json.loads(found.stdout)
    member, task = ({name: i for i, name in enumerate(given[key].tolist())} for key in ("members", "tasks"))
    place = {pair: k for k, pair in enumerate(map(tuple, given["pairs"].tolist()))}
    chosen = [place[member[each["member"]], task[each["task"]]] for each in plan["assignments"]]
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return figures(given, chosen) | {"cpu": spent, "levels": plan["levels"], "status": plan["status"]}


def peer(name: str, given: Arrays, seconds: float) -> dict[str, Any]:
    """Run a plain model in this process."""
    return figures(given, PEERS[name](given, seconds))


def verdict(mine: dict[str, Any], other: dict[str, Any]) -> str:
    """Say in words who is ahead, and by how much."""
    if mine["classes"] != other["classes"]:
        return "ahead" if mine["classes"] > other["classes"] else f"LOST: {other['classes']}"
    if mine["quality"] >= other["quality"]:
        return "ahead"
    return f"LOST: quality {(other['quality'] - mine['quality']) / other['quality']:.3%} more"


def run(recipe: Recipe, budgets: list[float], peers: list[str]) -> int:
    """Print a row for each budget; return how many comparisons were lost."""
    drawn, lost = draw(recipe), 0
    given = arrays(drawn)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / recipe.name
        write(drawn, folder)
        for seconds in budgets:
            mine = ours(folder, given, seconds)
            proved = sum(level["gap"] == 0 for level in mine["levels"])
            said = [f"{name} {verdict(mine, peer(name, given, seconds))}" for name in peers]
            lost += sum("LOST" in each for each in said)
            gap = mine["levels"][-1]["gap"]
            print(
                f"{recipe.name:<24}{seconds:>4g} s {mine['cpu']:>6.1f} CPU {mine['classes']!s:<26}{mine['quality']:>10}"
                f"  {proved}/{len(mine['levels'])} proved, gap {gap:.2%}, {mine['would still fit']} would fit; "
                + "; ".join(said),
                flush=True,
            )
    return lost


def main() -> None:
    """Run the grid that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(f"{m}x{t}" for m, t in SIZES))
    parser.add_argument("--kinds", default="rich,wide")
    parser.add_argument("--fills", default="0.7,0.9,1.2")
    parser.add_argument("--seeds", default="3,4")
    parser.add_argument("--budgets", default="1,5,30")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--smoke", action="store_true")
    asked = parser.parse_args()
    if asked.smoke:
        asked.sizes, asked.fills, asked.seeds, asked.budgets = "12x80,20x150", "0.9", "3", "1"
    lost = cells = 0
    for size in asked.sizes.split(","):
        members, tasks = map(int, size.split("x"))
        for kind in asked.kinds.split(","):
            for fill in asked.fills.split(","):
                for seed in asked.seeds.split(","):
                    recipe = Recipe(kind, members, tasks, float(fill), int(seed))
                    lost += run(recipe, [float(each) for each in asked.budgets.split(",")], asked.peers.split(","))
                    cells += 1
    print(f"{lost} comparisons lost in {cells} workspaces")


if __name__ == "__main__":
    main()
