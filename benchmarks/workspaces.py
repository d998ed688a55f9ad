"""Workspaces of any size from a seed, and beside each the same problem as plain arrays, reckoned apart from the solver.

``python benchmarks/workspaces.py FOLDER --members 40 --tasks 300 --kind rich --fill 0.9 --seed 7`` writes one.

``wide`` has load limits, minimums, related abilities, preferences and priority classes; ``rich`` has paces, batches
that pay for splits, dependencies and balance as well.
"""

from __future__ import annotations

import argparse
import csv
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

KINDS: Final = ("roofs", "wells", "bridges", "orchards", "looms", "kilns", "ferries", "mills")
CLASSES: Final = ("CRITICAL", "HIGH", "MEDIUM", "LOW")
# Of each tier: the minimum and the weight in hundredths, and how many of ten requirements are of it.
TIERS: Final = {"primary": (80, 100, 5), "secondary": (60, 60, 3), "supportive": (40, 30, 2)}
# What an hour of preference counts against an hour of fit, in hundredths; the weights that are written say the same.
PREFERENCE: Final = 20
NEUTRAL: Final = 50
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Recipe:
    """What a workspace is made from; ``fill`` is how many hours there are for each hour asked for."""

    kind: str = "rich"
    members: int = 40
    tasks: int = 300
    fill: float = 0.9
    seed: int = 7

    @property
    def name(self) -> str:
        """A name for folders and tables."""
        return f"{self.kind}-{self.members}x{self.tasks}-{self.fill:g}-{self.seed}"


@dataclass
class Person:
    """Scores and likings in hundredths, the pace in hundredths, the load limit in hours."""

    id: str
    scores: dict[str, int]
    likes: dict[str, int]
    limit: int = 0
    pace: int = 100


@dataclass(frozen=True)
class Job:
    """A task: requirements as ability, tier and minimum in hundredths; ``batch`` and ``after`` are -1 for none."""

    id: str
    kind: str
    priority: int
    hours: int
    needs: tuple[tuple[str, str, int], ...]
    value: int
    batch: int
    after: int


@dataclass(frozen=True)
class Drawn:
    """A workspace before it is written; ``relations`` are tenths by what is had and what it stands in for."""

    recipe: Recipe
    abilities: tuple[str, ...]
    people: tuple[Person, ...]
    relations: dict[tuple[str, str], int]
    jobs: tuple[Job, ...]


def draw(recipe: Recipe) -> Drawn:
    """Return the workspace of a recipe; the order of the draws is fixed, so that a seed always means the same."""
    chance, rich = random.Random(recipe.seed), recipe.kind == "rich"
    abilities = tuple(f"craft {number:02}" for number in range(max(24, min(60, recipe.members))))
    people = []
    for number in range(recipe.members):
        scores = {name: chance.randint(60, 100) for name in chance.sample(abilities, 8)}
        likes = {kind: chance.randint(30, 100) for kind in chance.sample(KINDS, 3)}
        people.append(Person(f"H{number:04}", scores, likes))
    relations: dict[tuple[str, str], int] = {}
    for _ in range(len(abilities) // 4):
        have, need = chance.sample(abilities, 2)
        relations[have, need] = chance.randint(7, 9)
    jobs = tuple(_job(chance, number, people, rich) for number in range(recipe.tasks))
    share = recipe.fill * sum(job.hours for job in jobs) / recipe.members
    for person in people:
        person.limit = max(1, round(share * chance.uniform(0.7, 1.3)))
        person.pace = chance.choice((100, 100, 100, 125, 90)) if rich else 100
    return Drawn(recipe, abilities, tuple(people), relations, jobs)


def _job(chance: random.Random, number: int, people: list[Person], rich: bool) -> Job:
    model = chance.choice(people).scores
    needs = []
    count = chance.randint(1, 3)
    for name in chance.sample(list(model), count):
        tier = chance.choices(list(TIERS), [share for _, _, share in TIERS.values()])[0]
        needs.append((name, tier, min(TIERS[tier][0], model[name])))
    kind, priority = chance.choice(KINDS), chance.choices(range(4), (1, 3, 4, 2))[0]
    hours, value = chance.randint(2, 24), chance.choice((1, 1, 1, 2))
    waits = rich and number > 0 and chance.random() < 0.25
    after = chance.randrange(max(0, number - 50), number) if waits else -1
    return Job(f"J{number:05}", kind, priority, hours, tuple(needs), value, number // 10 if rich else -1, after)


def arrays(drawn: Drawn) -> dict[str, NDArray[Any]]:
    """Return the same problem as arrays.

    Returns
    -------
    dict of str to ndarray
        ``pairs`` (member, task), shape (n_pairs, 2), that pass every gate, by task and then by member; ``minutes`` and
        ``gain`` (thousandths of an hour of fit and preference) of each; ``limit`` in minutes; ``priority`` 0 to 3,
        ``value`` and ``batch`` (-1 for none) of each task; ``dependencies`` (task, what it waits for); ids.
    """
    people, jobs = drawn.people, drawn.jobs
    scores = _scores(drawn)
    place = {name: number for number, name in enumerate(drawn.abilities)}
    limit = np.array([60 * person.limit for person in people], dtype=np.int64)
    pace = np.array([person.pace for person in people], dtype=np.int64)
    likes = {kind: np.array([person.likes.get(kind, NEUTRAL) for person in people]) for kind in KINDS}
    who, what, minutes, gain = ([np.zeros(0, np.int64)] for _ in range(4))
    for number, job in enumerate(jobs):
        load = -(-job.hours * 60 * pace // 100)
        good = load <= limit
        points, weight = np.zeros(len(people), np.int64), 0
        for name, tier, minimum in job.needs:
            good &= scores[:, place[name]] >= 10 * minimum
            points += TIERS[tier][1] * scores[:, place[name]]
            weight += TIERS[tier][1]
        fit = half_even(job.hours * points, weight)
        liking = half_even(job.hours * PREFERENCE * 10 * likes[job.kind], np.int64(100))
        chosen = np.flatnonzero(good)
        who.append(chosen)
        what.append(np.full(len(chosen), number))
        minutes.append(load[chosen])
        gain.append((fit + liking)[chosen])
    after = [(number, job.after) for number, job in enumerate(jobs) if job.after >= 0]
    return {
        "pairs": np.stack([np.concatenate(who), np.concatenate(what)], axis=1),
        "minutes": np.concatenate(minutes),
        "gain": np.concatenate(gain),
        "limit": limit,
        "priority": np.array([job.priority for job in jobs]),
        "value": np.array([job.value for job in jobs]),
        "dependencies": np.array(after, dtype=np.int64).reshape(-1, 2),
        "batch": np.array([job.batch for job in jobs]),
        "members": np.array([person.id for person in people]),
        "tasks": np.array([job.id for job in jobs]),
    }


def half_even(top: Ints, bottom: Any) -> Ints:
    """Return quotients of whole numbers from 0 on, rounded, a half to the even one.

    Examples
    --------
    >>> half_even(np.array([1, 3, 5, 7]), 2).tolist()
    [0, 2, 2, 4]
    """
    whole, rest = np.divmod(top, bottom)
    up = (2 * rest > bottom) | ((2 * rest == bottom) & (whole % 2 == 1))
    rounded: Ints = whole + up
    return rounded


def _scores(drawn: Drawn) -> Ints:
    """Return the effective scores in thousandths, shape (n_members, n_abilities)."""
    place = {name: number for number, name in enumerate(drawn.abilities)}
    own = np.zeros((len(drawn.people), len(drawn.abilities)), np.int64)
    for m, person in enumerate(drawn.people):
        for name, score in person.scores.items():
            own[m, place[name]] = score
    found = 10 * own
    for (have, need), factor in drawn.relations.items():
        np.maximum(found[:, place[need]], factor * own[:, place[have]], out=found[:, place[need]])
    return found


def write(drawn: Drawn, folder: Path) -> None:
    """Write the workspace: cards, backlog, roster, vocabulary, and ``truth.npz`` with the arrays."""
    (folder / "cards").mkdir(parents=True, exist_ok=True)
    for person in drawn.people:
        skills = [f"- {name}: {score / 100:.2f}" for name, score in person.scores.items()]
        likes = [f"{n}. {kind} (score: {s / 100:.2f})" for n, (kind, s) in enumerate(person.likes.items(), 1)]
        lines = [f"# {person.id}", "", "## Core Capabilities", *skills, "", "## Task Preferences", *likes, ""]
        (folder / "cards" / f"{person.id}.md").write_text("\n".join(lines))
    _write_backlog(drawn, folder / "backlog.csv")
    roster = [f"  - {{id: {one.id}, limit: {one.limit}, pace: {one.pace / 100:g}}}" for one in drawn.people]
    soft = "balance: 0.1, split: 0.5" if drawn.recipe.kind == "rich" else "balance: 0, split: 0"
    weights = f"weights: {{fit: 1, preference: {PREFERENCE / 100:g}, handoff: 0, {soft}}}"
    (folder / "team.yaml").write_text("\n".join(["roster:", *roster, weights, ""]))
    words = [f"  - {{have: {h}, need: {n}, factor: 0.{tenths}}}" for (h, n), tenths in drawn.relations.items()]
    (folder / "vocabulary.yaml").write_text("\n".join(["relations:", *words, ""]))
    np.savez(folder / "truth.npz", **arrays(drawn))


def _write_backlog(drawn: Drawn, path: Path) -> None:
    header = ("id", "title", "type", "priority", "estimated_hours", "batch", "capabilities", "dependencies", "value")
    with path.open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(header)
        for job in drawn.jobs:
            needs = "; ".join(f"{name}:{tier}:{minimum / 100:.2f}" for name, tier, minimum in job.needs)
            batch = f"B{job.batch}" if job.batch >= 0 else ""
            after = drawn.jobs[job.after].id if job.after >= 0 else ""
            about = (job.id, f"Job {job.id} on {job.kind}", job.kind, CLASSES[job.priority])
            rows.writerow((*about, job.hours, batch, needs, after, job.value))


def main() -> None:
    """Write one workspace and say what is in it."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--members", type=int, default=40)
    words.add_argument("--tasks", type=int, default=300)
    words.add_argument("--kind", choices=("rich", "wide"), default="rich")
    words.add_argument("--fill", type=float, default=0.9, help="hours there are for each hour asked for")
    words.add_argument("--seed", type=int, default=7)
    asked = words.parse_args()
    recipe = Recipe(asked.kind, asked.members, asked.tasks, asked.fill, asked.seed)
    drawn = draw(recipe)
    write(drawn, asked.folder)
    hours = f"{sum(job.hours for job in drawn.jobs):,} h asked for, {sum(one.limit for one in drawn.people):,} h there"
    print(f"{recipe.name}: {len(arrays(drawn)['pairs']):,} eligible pairs, {hours}")


if __name__ == "__main__":
    main()
