"""What a user would write in an afternoon: two plain models of the same arrays, classes in turn and then the quality.

Each level has an equal share of the CPU seconds that are left, and starts from the plan of the one before. Balance is
left out, as a first model would; splits of batches are in. ``figures`` measures any plan by plain loops.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
# What each owner of a batch beyond the first costs, in thousandths of an hour.
SPLIT: Final = 500
CLASSES: Final = 4
TICK: Final = 0.05


def figures(given: Arrays, chosen: list[int]) -> dict[str, Any]:
    """Check a set of pairs by plain loops; return value by class, quality without balance, what would still fit.

    Raises
    ------
    ValueError
        If a task is given twice, somebody is above the limit, or a task waits for one that is left out.
    """
    pairs, minutes, limit = given["pairs"], given["minutes"], given["limit"]
    used, owner, quality = [0] * len(limit), dict[int, int](), 0
    for k in chosen:
        member, task = (int(each) for each in pairs[k])
        if task in owner:
            raise ValueError(f"task {task} is given twice")
        owner[task] = member
        used[member] += int(minutes[k])
        quality += int(given["gain"][k])
    if any(u > most for u, most in zip(used, limit, strict=True)):
        raise ValueError("somebody is above the limit")
    needs: dict[int, list[int]] = {}
    for one, other in given["dependencies"].tolist():
        needs.setdefault(one, []).append(other)
        if one in owner and other not in owner:
            raise ValueError(f"task {one} waits for {other}, which is left out")
    owners: dict[int, set[int]] = {}
    for task, member in owner.items():
        owners.setdefault(int(given["batch"][task]), set()).add(member)
    quality -= SPLIT * sum(len(names) - 1 for batch, names in owners.items() if batch >= 0)
    fits = {
        int(t)
        for k, (m, t) in enumerate(pairs)
        if t not in owner and used[m] + minutes[k] <= limit[m] and all(each in owner for each in needs.get(int(t), ()))
    }
    value = [sum(int(given["value"][t]) for t in owner if given["priority"][t] == c) for c in range(CLASSES)]
    return {"classes": value, "quality": quality, "placed": len(owner), "would still fit": len(fits)}


def shares(seconds: float) -> Iterator[float]:
    """Yield what each level may take of what is left of the CPU seconds."""
    start = time.process_time()
    for number in range(CLASSES + 1):
        left = seconds - (time.process_time() - start)
        if left < 0.1:
            return
        yield left if number == CLASSES else left / (CLASSES + 1 - number)


@contextmanager
def stopped_after(seconds: float, stop: Callable[[], None]) -> Iterator[None]:
    """Call stop when so many CPU seconds are used."""
    done, end = threading.Event(), time.process_time() + seconds

    def watch() -> None:
        while not done.wait(TICK):
            if time.process_time() > end:
                stop()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def batches_of(given: Arrays) -> list[dict[int, list[int]]]:
    """Return for each batch the pairs of each member who could have some of it."""
    found: dict[int, dict[int, list[int]]] = {}
    for k, (member, task) in enumerate(given["pairs"].tolist()):
        if given["batch"][task] >= 0:
            found.setdefault(int(given["batch"][task]), {}).setdefault(member, []).append(k)
    return list(found.values())


def plain_cp_sat(given: Arrays, seconds: float) -> list[int]:
    """Return the pairs of the plan that CP-SAT finds with one worker."""
    from ortools.sat.python import cp_model

    pairs, sums = given["pairs"], cp_model.LinearExpr.weighted_sum
    cp = cp_model.CpModel()
    has = [cp.new_bool_var("") for _ in pairs]
    placed = [cp.new_bool_var("") for _ in given["priority"]]
    of_task: dict[int, list[int]] = {}
    of_member: dict[int, list[int]] = {}
    for k, (member, task) in enumerate(pairs.tolist()):
        of_task.setdefault(task, []).append(k)
        of_member.setdefault(member, []).append(k)
    for task, switch in enumerate(placed):
        cp.add(sum(has[k] for k in of_task.get(task, ())) == switch)
    for member, mine in of_member.items():
        cp.add(sums([has[k] for k in mine], given["minutes"][mine].tolist()) <= int(given["limit"][member]))
    for one, other in given["dependencies"].tolist():
        cp.add_implication(placed[one], placed[other])
    extra: list[tuple[Any, int]] = []
    for members in batches_of(given):
        some, marks = cp.new_bool_var(""), {member: cp.new_bool_var("") for member in members}
        for member, mine in members.items():
            for k in mine:
                cp.add_implication(has[k], marks[member])
                cp.add_implication(has[k], some)
        cp.add(sum(marks.values()) >= some)
        extra += [(mark, -SPLIT) for mark in marks.values()] + [(some, SPLIT)]
    best: list[int] = []
    for level, share in enumerate(shares(seconds)):
        if level < CLASSES:
            terms = [(placed[t], int(v)) for t, v in enumerate(given["value"]) if given["priority"][t] == level]
        else:
            terms = [*zip(has, given["gain"].tolist(), strict=True), *extra]
        objective = sums([one for one, _ in terms], [factor for _, factor in terms])
        cp.maximize(objective)
        cp.clear_hints()
        for k in best:
            cp.add_hint(has[k], 1)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        with stopped_after(share, solver.stop_search):
            status = solver.solve(cp)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        best = [k for k, one in enumerate(has) if solver.value(one)]
        cp.clear_objective()
        cp.add(objective >= round(solver.objective_value))
    return best


def plain_highs(given: Arrays, seconds: float) -> list[int]:
    """Return the pairs of the plan that HiGHS finds with one thread."""
    import highspy

    pairs, n_pairs, n_tasks = given["pairs"], len(given["pairs"]), len(given["priority"])
    program = highspy.Highs()
    program.setOptionValue("output_flag", False)
    for name, value in (("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.9)):
        program.setOptionValue(name, value)
    program.HandleUserInterrupt = True
    marks = [(batch, member, mine) for batch in batches_of(given) for member, mine in batch.items()]
    count = n_pairs + n_tasks + len(marks) + (len(batches_of(given)))
    program.addVars(count, np.zeros(count), np.ones(count))
    kinds = np.full(count, highspy.HighsVarType.kInteger)
    program.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)

    def row(low: float, high: float, columns: list[int], factors: list[float]) -> None:
        program.addRow(low, high, len(columns), np.array(columns, dtype=np.int32), np.array(factors, dtype=float))

    order = np.argsort(pairs[:, 1], kind="stable")
    edges = np.searchsorted(pairs[order, 1], np.arange(n_tasks + 1))
    for t in range(n_tasks):
        mine = order[edges[t] : edges[t + 1]].tolist()
        row(0, 0, [*mine, n_pairs + t], [*[1.0] * len(mine), -1.0])
    for member, most in enumerate(given["limit"].tolist()):
        mine = np.flatnonzero(pairs[:, 0] == member)
        row(-highspy.kHighsInf, most, mine.tolist(), given["minutes"][mine].tolist())
    for one, other in given["dependencies"].tolist():
        row(-highspy.kHighsInf, 0, [n_pairs + one, n_pairs + other], [1.0, -1.0])
    quality = np.zeros(count)
    quality[:n_pairs] = given["gain"]
    place = n_pairs + n_tasks
    for batch in batches_of(given):
        some, own = place + len(batch), list(range(place, place + len(batch)))
        for mark, mine in zip(own, batch.values(), strict=True):
            for k in mine:
                row(-highspy.kHighsInf, 0, [k, mark], [1.0, -1.0])
        row(0, highspy.kHighsInf, [*own, some], [*[1.0] * len(own), -1.0])
        tasks = sorted({int(pairs[k, 1]) for mine in batch.values() for k in mine})
        row(0, highspy.kHighsInf, [*(n_pairs + t for t in tasks), some], [*[1.0] * len(tasks), -1.0])
        quality[own], quality[some] = -SPLIT, SPLIT
        place = some + 1
    program.changeObjectiveSense(highspy.ObjSense.kMaximize)
    best: list[int] = []
    known = None
    for level, share in enumerate(shares(seconds)):
        worth = quality.copy()
        if level < CLASSES:
            worth[:] = 0
            worth[n_pairs : n_pairs + n_tasks] = np.where(given["priority"] == level, given["value"], 0)
        program.changeColsCost(count, np.arange(count, dtype=np.int32), worth)
        if known is not None:
            start = highspy.HighsSolution()
            start.col_value = list(known)
            program.setSolution(start)
        with stopped_after(share, program.cancelSolve):
            program.run()
        info = program.getInfo()
        if info.primal_solution_status != 2:
            break
        known = np.array(program.getSolution().col_value)
        best = np.flatnonzero(known[:n_pairs] > 0.5).tolist()
        on = np.flatnonzero(worth)
        row(round(info.objective_function_value) - 0.5, highspy.kHighsInf, on.tolist(), worth[on].tolist())
    return best
