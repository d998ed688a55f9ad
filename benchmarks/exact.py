"""The exact engine against a plain CP-SAT model of the same problems: time to proof, model building, what-ifs."""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

# One thread, as on the command line.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from plain import PlainModel, solve_plain

from solver.assignment.exact import solve_exact
from solver.assignment.model.linear import linear
from solver.assignment.model.sat import Model
from solver.assignment.result import Result
from solver.assignment.warm import solve_base, solve_like
from solver.domain.tasks import PRIORITIES, Task
from solver.domain.team import Member
from solver.matching.build import build_problem
from solver.matching.problem import Problem, problem_from_arrays
from solver.readers.workspace import Workspace, read_workspace

STUDIO = Path(__file__).parents[1] / "data" / "studio"
SEEDS = range(7)
Levels = tuple[tuple[str, int, int], ...] | None


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the CPU seconds of one call, and what it gave."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def same(result: Result, levels: Levels) -> bool:
    """Return whether both prove the same values, or that there is no plan."""
    if levels is None:
        return result.status == "infeasible"
    return tuple((one.name, one.value, one.bound) for one in result.levels) == levels


def proof(problem: Problem) -> None:
    """Print the CPU time to proof of both, median over seeds."""
    solve_exact(problem), solve_plain(problem)
    own, peer = list[float](), list[float]()
    for seed in SEEDS:
        seconds, result = timed(partial(solve_exact, problem, seed=seed))
        own.append(seconds)
        seconds, levels = timed(partial(solve_plain, problem, seed))
        peer.append(seconds)
        if not same(result, levels):
            raise RuntimeError(f"seed {seed}: {result.levels}, and the plain model says {levels}")
    mine, theirs = statistics.median(own), statistics.median(peer)
    print(f"{problem!r}")
    print(f"to proof: {1e3 * mine:.1f} ms, plain {1e3 * theirs:.1f} ms, ratio {theirs / mine:.1f}  (wanted: 3)")


def building() -> None:
    """Print microseconds for each eligible pair to build the model, linear demands included."""
    chance, shape = np.random.default_rng(0), (100, 2000)
    load, limit = chance.integers(30, 300, shape), np.full(shape[0], 2400)
    problem = problem_from_arrays(chance.integers(0, 9, shape), load, limit)
    pairs = int(problem.eligible.sum())
    makers: dict[str, Callable[[Problem], object]] = {
        "demands": linear,
        "model": Model,
        "plain model": PlainModel,
    }
    best = {name: min(timed(partial(make, problem))[0] for _ in range(3)) for name, make in makers.items()}
    text = ", ".join(f"{name} {1e6 * seconds / pairs:.2f}" for name, seconds in best.items())
    print(f"building for {pairs:,} eligible pairs, microseconds each: {text}  (wanted: model 1)")


def other_member(member: Member, chance: random.Random) -> Member:
    """Return a member with other hours, pace, limit of tasks, or one other score."""
    own = list(member.card.capabilities)
    c = chance.randrange(len(own))
    own[c] = replace(own[c], score=Decimal(chance.randint(0, 10)) / 10)
    hours = member.load_limit_minutes + 60 * chance.choice([-16, -8, -4, 4, 8, 16])
    return chance.choice(
        [
            replace(member, load_limit_minutes=max(hours, 0)),
            replace(member, load_limit_minutes=0),
            replace(member, pace=Decimal(chance.choice(["0.8", "1.25", "1.5"]))),
            replace(member, wip_limit=chance.randint(1, 6)),
            replace(member, card=replace(member.card, capabilities=tuple(own))),
        ]
    )


def other_task(task: Task, chance: random.Random) -> Task:
    """Return a task with another estimate, class, value or minimum."""
    needs = tuple(replace(need, minimum=Decimal(chance.randint(2, 9)) / 10) for need in task.requirements[:1])
    return chance.choice(
        [
            replace(task, estimate_minutes=60 * chance.randint(1, 24)),
            replace(task, priority=chance.choice(PRIORITIES)),
            replace(task, value=chance.randint(1, 3)),
            replace(task, requirements=(*needs, *task.requirements[1:])),
        ]
    )


def one_change(found: Workspace, chance: random.Random) -> Problem:
    """Return the problem of a workspace with one member, task or weight changed."""
    members, tasks, weights = (
        list(found.team.members),
        list(found.backlog.tasks),
        found.weights,
    )
    kind = chance.random()
    if kind < 0.5:
        m = chance.randrange(len(members))
        members[m] = other_member(members[m], chance)
    elif kind < 0.95:
        t = chance.randrange(len(tasks))
        tasks[t] = other_task(tasks[t], chance)
    else:
        changes: dict[str, Any] = {chance.choice(["fit", "preference", "balance", "split"]): Decimal("0.7")}
        weights = replace(weights, **changes)
    team, backlog = (
        replace(found.team, members=tuple(members)),
        replace(found.backlog, tasks=tuple(tasks)),
    )
    return build_problem(team, backlog, weights)


def scenarios(number: int, each: int) -> None:
    """Solve what-ifs of the realistic workspace from its base, and every so manieth with the plain model, too."""
    found, chance = read_workspace(STUDIO), random.Random(0)
    base = solve_base(build_problem(found.team, found.backlog, found.weights))
    own, peer, said = list[float](), list[float](), Counter[str]()
    for i in range(number):
        problem = one_change(found, chance)
        seconds, result = timed(partial(solve_like, base, problem))
        own.append(seconds)
        said[result.status] += 1
        if i % each == 0:
            seconds, levels = timed(partial(solve_plain, problem))
            peer.append(seconds)
            if not same(result, levels):
                raise RuntimeError(f"what-if {i}: {result.levels}, and the plain model says {levels}")
    print(f"{number:,} what-ifs of one change: " + ", ".join(f"{n:,} {status}" for status, n in said.items()))
    mine, theirs = statistics.mean(own), statistics.mean(peer)
    print(f"from the base: {1e3 * mine:.2f} ms each, median {1e3 * statistics.median(own):.2f} ms")
    print(f"plain, {len(peer):,} of them, equal: {1e3 * theirs:.1f} ms each, ratio {theirs / mine:.1f} (wanted: 30)")


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenarios", type=int, default=1000)
    parser.add_argument(
        "--each",
        type=int,
        default=10,
        help="solve every so manieth what-if with the plain model, too",
    )
    chosen = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, one worker, seeds {SEEDS.start} to {SEEDS.stop - 1}, CPU time, imports apart")
    found = read_workspace(STUDIO)
    proof(build_problem(found.team, found.backlog, found.weights))
    building()
    scenarios(chosen.scenarios, chosen.each)


if __name__ == "__main__":
    main()
