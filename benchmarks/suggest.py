"""CPU time of a suggestion on the realistic plan, as a ratio to planning the whole anew; beside what both answer."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from solver.explanation.suggest.suggest import suggest
from solver.explanation.why_not import why_not
from solver.readers.workspace import read_workspace
from solver.study.study import Study

ROOT = Path(__file__).parents[1]
REPEATS = 7


def cpu_milliseconds(work: Callable[[], Any]) -> float:
    """Return the median CPU time of a call."""
    found = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return 1000 * statistics.median(found)


def main() -> None:
    """Print the table."""
    found = read_workspace(ROOT / "data" / "studio")
    case = Study(found.world)
    base = case.result
    if base.plan is None:
        raise SystemExit("the realistic workspace has no plan")
    plan, problem, tasks = base.plan, case.problem(), [task.id for task in found.backlog.open_tasks]
    anew = cpu_milliseconds(case.solve)
    arrays = cpu_milliseconds(case.problem)
    each = statistics.median(cpu_milliseconds(lambda name=name: suggest(case, plan, name, problem)) for name in tasks)
    rows = [(name, one) for name in tasks for one in suggest(case, plan, name, problem) if one.price]
    rows = [(name, one) for name, one in rows if plan.owner.get(name) != one.member]
    exact = [why_not(case, name, one.member).price for name, one in rows]
    pairs = [(one.price, price) for (_, one), price in zip(rows, exact, strict=True)]
    same = sum(held is not None and price is not None and held.vector == price.vector for held, price in pairs)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, seed 0, median of {REPEATS}; studio: {len(tasks)} tasks, {len(found.team.members)} members")
    print(f"planning the whole anew:                {anew:8.2f} ms CPU")
    print(f"suggest, arrays built before:           {each:8.2f} ms CPU  ratio {each / anew:7.4f}")
    print(f"suggest, arrays built for one question: {each + arrays:8.2f} ms CPU  ratio {(each + arrays) / anew:7.4f}")
    print(f"other members with a price: {len(rows)}; the price is that of planning everything anew for {same} of them")


if __name__ == "__main__":
    main()
