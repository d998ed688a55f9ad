"""How far estimates are off, and what that does to a plan: who is over the limit how often, what gets finished.

What a task really takes is its estimate times exp(shift + spread * Z), Z standard normal and of its own for each task:
a lognormal factor (Little, Schedule estimation and uncertainty, IEEE Software 2006), with median exp(shift).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log, sqrt
from statistics import fmean, stdev

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Task
from solver.domain.world import World
from solver.matching.build import minutes

Factors = NDArray[np.float64]


@dataclass(frozen=True)
class Noise:
    """How far estimates are off.

    ``spread`` is the standard deviation of the logarithm of actual over estimate, at least 0, ``shift`` its mean (above
    0 where tasks take longer than estimated); ``spreads`` are tasks with a spread of their own.
    """

    spread: float
    shift: float = 0.0
    spreads: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class MemberRisk:
    """One member: minutes given and limit, the chance to be over, and the minutes not exceeded at the level."""

    member: str
    given: int
    limit: int
    chance: float
    at_level: float


@dataclass(frozen=True)
class ClassRisk:
    """One priority class: value placed, value finished on average, and value finished at least, at the level."""

    name: str
    placed: int
    mean: float
    at_least: int


@dataclass(frozen=True)
class Risk:
    """A plan under noise; ``level`` is the share of cases that the figures at the level hold in.

    ``anybody`` is the chance that some member is over. ``over_mean`` and ``over_at_level`` are minutes above all limits
    together (the second is the value at risk), ``over_beyond`` their mean in the cases beyond the level.
    """

    level: float
    cases: int
    members: tuple[MemberRisk, ...]
    anybody: float
    over_mean: float
    over_at_level: float
    over_beyond: float
    classes: tuple[ClassRisk, ...]

    @property
    def worst(self) -> float:
        """The largest chance of a member to be over."""
        return max((one.chance for one in self.members), default=0.0)

    def error(self, chance: float) -> float:
        """Return the standard error of a chance: sqrt(p (1 - p) / cases)."""
        return sqrt(chance * (1 - chance) / self.cases)


def noise_of(ratios: Sequence[float]) -> Noise:
    """Return the noise of past work.

    Parameters
    ----------
    ratios : sequence of float
        Actual over estimate, each above 0, at least two.

    Returns
    -------
    Noise
        Mean and standard deviation (n - 1) of the logarithms.

    Examples
    --------
    >>> noise_of([1.0, 1.0, 1.0])
    Noise(spread=0.0, shift=0.0, spreads=())
    """
    logs = [log(ratio) for ratio in ratios]
    return Noise(stdev(logs), fmean(logs))


def sample(noise: Noise, tasks: Sequence[str], cases: int, seed: int) -> Factors:
    """Return what each task takes as a multiple of its estimate, shape (cases, n_tasks).

    Examples
    --------
    >>> sample(Noise(0.0), ["A", "B"], 1, 0).tolist()
    [[1.0, 1.0]]
    """
    own = dict(noise.spreads)
    spreads = np.array([own.get(task, noise.spread) for task in tasks])
    standard = np.random.default_rng(seed).standard_normal((cases, len(tasks)))
    return np.asarray(np.exp(noise.shift + spreads * standard))


def risk_of(world: World, plan: Plan, factors: Factors, level: float) -> Risk:
    """Return what a sample does to a plan.

    Parameters
    ----------
    world : World
        Its open tasks are the columns of the sample.
    plan : Plan
        Who has which task.
    factors : ndarray of float, shape (cases, n_tasks)
        From ``sample``.
    level : float
        Above 0, below 1.

    Returns
    -------
    Risk
        Everybody works on urgent tasks first, within a class in the order of the backlog, and stops at the limit; a
        task also counts as unfinished where one that it depends on is. Waiting for others costs no time.
    """
    tasks, owner = world.backlog.open_tasks, plan.owner
    column = {task.id: number for number, task in enumerate(tasks)}
    finished = np.zeros(factors.shape, np.bool_)
    over, members = np.zeros(len(factors)), []
    for member in world.team.members:
        mine = sorted((t for t in tasks if owner.get(t.id) == member.id), key=lambda t: PRIORITIES.index(t.priority))
        loads = [minutes(member, task.estimate_minutes) for task in mine]
        taken = np.cumsum(factors[:, [column[task.id] for task in mine]] * loads, axis=1)
        finished[:, [column[task.id] for task in mine]] = taken <= member.load_limit_minutes
        total = taken[:, -1] if mine else np.zeros(len(factors))
        excess = np.maximum(total - member.load_limit_minutes, 0)
        over += excess
        chance, high = float((excess > 0).mean()), at_level(total, level)
        members.append(MemberRisk(member.id, sum(loads), member.load_limit_minutes, chance, high))
    _hold_back(tasks, column, owner, finished)
    high = at_level(over, level)
    return Risk(
        level,
        len(factors),
        tuple(members),
        float((over > 0).mean()),
        float(over.mean()),
        high,
        float(over[over >= high].mean()),
        _classes(tasks, owner, finished, level),
    )


def at_level(values: NDArray[np.float64], level: float) -> float:
    """Return the smallest of the values that at least this share of them does not exceed.

    Examples
    --------
    >>> at_level(np.array([4.0, 1.0, 3.0, 2.0]), 0.75)
    3.0
    """
    ordered = np.sort(values)
    # The product may lie a hair above a whole number.
    place = floor(level * len(ordered) - 1e-9)
    return float(ordered[min(max(place, 0), len(ordered) - 1)])


def _hold_back(
    tasks: tuple[Task, ...], column: dict[str, int], owner: dict[str, str], finished: NDArray[np.bool_]
) -> None:
    """Let no task be finished where one that it depends on is not; chains settle after as many rounds as they have."""
    links = [(column[t.id], column[d]) for t in tasks for d in t.dependencies if t.id in owner and d in column]
    for _ in tasks:
        before = finished.sum()
        for task, target in links:
            finished[:, task] &= finished[:, target]
        if finished.sum() == before:
            return


def _classes(
    tasks: tuple[Task, ...], owner: dict[str, str], finished: NDArray[np.bool_], level: float
) -> tuple[ClassRisk, ...]:
    found = []
    for name in PRIORITIES:
        mine = [number for number, task in enumerate(tasks) if task.priority == name and task.id in owner]
        values = np.array([tasks[number].value for number in mine], dtype=np.int64)
        done = finished[:, mine] @ values
        least = -at_level(-done.astype(np.float64), level)
        found.append(ClassRisk(name, int(values.sum()), float(done.mean()), int(least)))
    return tuple(found)
