"""A thousand changed teams planned from one base, against each built and solved from nothing with plain CP-SAT."""

from __future__ import annotations

import argparse
import os
import platform
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

# As the command line has it: NumPy's arrays here are small, and threads that wait for work cost more than they do.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from plain import solve_plain

from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.cards import RoleCard, Score
from solver.domain.tasks import PRIORITIES, TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.world import World
from solver.errors import InputError
from solver.matching.build import build_problem
from solver.readers.workspace import read_workspace
from solver.study.study import Study, solved
from solver.whatif.sweeps.axes import Point
from solver.whatif.sweeps.rows import SweepRow, plan_row

SEED = 0
STUDIO = Path(__file__).parents[1] / "data" / "studio"
CAPABILITIES = tuple(f"c{number}" for number in range(24))
KINDS = tuple(f"kind {number}" for number in range(8))


def studio() -> World:
    """Return the realistic sample workspace."""
    found = read_workspace(STUDIO)
    return World(found.team, found.backlog, found.weights)


def generated(n_tasks: int = 60, n_members: int = 17, seed: int = SEED) -> World:
    """Return a team that cannot do all of its work: about four in five hours fit.

    Each member has six of 24 capabilities at 0.6 to 1.0 and likes three of eight kinds of task; a task needs one to
    three capabilities that some member has together, takes 2 to 24 hours, and is in one of twelve batches.
    """
    chance = random.Random(seed)
    members = [_member(f"M{number:02}", chance) for number in range(n_members)]
    tasks = [_task(number, chance.choice(members), chance) for number in range(n_tasks)]
    hours = sum(task.estimate_minutes for task in tasks) * 4 // (5 * n_members)
    limits = (60 * round(hours * chance.uniform(0.7, 1.3) / 60) for _ in members)
    held = (Member(one.id, one.card, limit) for one, limit in zip(members, limits, strict=True))
    return World(Team(tuple(held)), Backlog(tuple(tasks)))


def _member(name: str, chance: random.Random) -> Member:
    scores = (Score(one, Decimal(chance.randint(60, 100)) / 100, 0) for one in chance.sample(CAPABILITIES, 6))
    likes = (Score(one, Decimal(chance.randint(0, 10)) / 10, 0) for one in chance.sample(KINDS, 3))
    return Member(name, RoleCard(name, "", tuple(scores), (), (), tuple(likes), (), (), ()), 0)


def _task(number: int, able: Member, chance: random.Random) -> Task:
    lines = chance.sample(able.card.capabilities, chance.randint(1, 3))
    tiers = chance.choices(list(TIERS), k=len(lines))
    needs = (
        Requirement(line.name, tier, min(TIERS[tier][0], line.score), TIERS[tier][1])
        for line, tier in zip(lines, tiers, strict=True)
    )
    before = (f"T{chance.randrange(number):02}",) if number and chance.random() < 0.25 else ()
    return Task(
        id=f"T{number:02}",
        title="",
        kind=chance.choice(KINDS),
        priority=chance.choices(PRIORITIES, (1, 3, 4, 2))[0],
        status="TODO",
        assigned_to="",
        estimate_minutes=60 * chance.randint(2, 24),
        batch=f"B{chance.randrange(12)}",
        requirements=tuple(needs),
        dependencies=before,
        value=1,
        file="",
        line=number,
    )


def one_changes(world: World, count: int, seed: int = SEED) -> list[Change]:
    """Return changes of one thing each: hours, members, scores, estimates, priorities, rules, tasks."""
    chance, found = random.Random(seed), list[Change]()
    names = [task.id for task in world.backlog.open_tasks]
    skills = sorted({need.capability for task in world.backlog.tasks for need in task.requirements})
    while len(found) < count:
        member, task, skill = chance.choice(world.names), chance.choice(names), chance.choice(skills)
        change = chance.choice(
            [
                Change("capacity", f"{member}={chance.choice('+-')}{chance.randint(1, 8)}h"),
                Change("leave", f"{member}={chance.randint(1, 8)}h"),
                Change("remove", member),
                Change("clone", member),
                Change("train", f"{member}:{skill}=0.{chance.randint(50, 99)}"),
                Change("estimate", f"{task}={chance.choice('+-')}{chance.randint(1, 4)}h"),
                Change("priority", f"{task}={chance.choice(PRIORITIES)}"),
                Change("forbid", f"{task}={member}"),
                Change("drop", task),
                Change("need", f"{task}:{skill}=0.{chance.randint(5, 9)}"),
            ]
        )
        try:
            apply(world, (change,))
        except InputError:
            continue
        found.append(change)
    return found


@dataclass
class Measured:
    """CPU seconds and what came of it."""

    ours: float = 0.0
    plain: float = 0.0
    solved_plain: int = 0
    proved_plain: int = 0
    differ: int = 0
    how: Counter[str] = field(default_factory=Counter)
    slowest: list[float] = field(default_factory=list)


def measure(base: Study, changes: list[Change], every: int) -> Measured:
    """Plan all changes from the base, and every so many of them from nothing as well."""
    found = Measured()
    for number, change in enumerate(changes):
        start = time.process_time()
        row = plan_row(base, (str(number), Point((), (change,))))
        found.slowest.append(time.process_time() - start)
        found.how[row.how] += 1
        found.how[row.status] += 1
        if number % every == 0:
            compare(base, change, row, found)
    found.ours = sum(found.slowest)
    return found


def compare(base: Study, change: Change, row: SweepRow, found: Measured) -> None:
    """Build and solve one changed world from nothing."""
    world = apply(base.world, (change,))
    start = time.process_time()
    levels = solve_plain(build_problem(world.team, world.backlog, world.weights), time_limit=30.0)
    found.plain += time.process_time() - start
    found.solved_plain += 1
    if levels is None or all(value == bound for _, value, bound in levels):
        found.proved_plain += 1
        plain = {name: value for name, value, _ in levels or ()}
        found.differ += plain != {name: row.values.get(name) for name in plain}


def main() -> None:
    """Print one paragraph for each world."""
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--every", type=int, default=5, help="how many of the changes plain CP-SAT solves, one in N")
    options.add_argument("--world", choices=("studio", "generated"))
    asked = options.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, seed {SEED}, CPU seconds")
    for name, world in (("studio", studio), ("generated", generated)):
        if asked.world in {None, name}:
            print(report(name, world(), asked.count, asked.every), flush=True)


def report(name: str, world: World, count: int, every: int) -> str:
    """Return what was measured in words."""
    start = time.process_time()
    base = solved(world)
    alone = time.process_time() - start
    found = measure(base, one_changes(world, count), every)
    mine, plain = found.ours / count, found.plain / found.solved_plain
    times = sorted(found.slowest)
    shape = f"{len(world.backlog.open_tasks)} x {len(world.names)}"
    parts = ", ".join(f"{number} {word}" for word, number in sorted(found.how.items()))
    return (
        f"{name} ({shape}), {count} changes: {parts}; the base {alone:.2f} s\n"
        f"  from the base, checked: {found.ours:.1f} s, {1000 * mine:.1f} ms each"
        f" (median {1000 * times[count // 2]:.1f}, slowest {1000 * times[-1]:.0f})\n"
        f"  from nothing, CP-SAT, every {every}th: {1000 * plain:.0f} ms each, {found.proved_plain} of"
        f" {found.solved_plain} proved, {found.differ} with other values\n"
        f"  ratio 1/{plain / mine:.1f}"
    )


if __name__ == "__main__":
    main()
