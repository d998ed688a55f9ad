"""Windows: a few members with all that they hold, and some of what is left out, worked over as one small program."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.slices import slices
from solver.assignment.road.fill import Filler
from solver.assignment.road.program import Program
from solver.assignment.road.standing import Standing

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
# Free pairs of the first window, the fewest and the most: so many are solved in a tenth of a second to a second.
FIRST, FEWEST, MOST = 150, 40, 2_000
# How much larger a window becomes after one that was solved at once, and smaller after one that was not.
WIDER: Final = 1.15
NARROWER: Final = 0.75
# How often a window starts from a task that is left out, rather than from any member.
FROM_TASK: Final = 0.6
# How often only pairs that a linear program finds near are in a window, where there is one.
ONLY_NEAR: Final = 0.8


class Windows:
    """Draws windows around members who can take the same tasks."""

    def __init__(
        self, program: Program, filler: Filler, seed: int, needed: Ints | None = None, near: Bools | None = None
    ) -> None:
        linear = program.linear
        self.program, self.filler = program, filler
        self.is_needed = np.ones(len(linear.problem.tasks), bool)
        if needed is not None:
            self.is_needed[:] = False
            self.is_needed[linear.task[needed]] = True
        self.chance = np.random.default_rng(seed)
        n_pairs = program.n_pairs
        self.every, self.near = np.ones(n_pairs, bool), near
        self.allowed = self.every
        self.member, self.task = linear.member[:n_pairs], linear.task[:n_pairs]
        # Columns stand member by member.
        self.starts = np.searchsorted(self.member, np.arange(len(linear.problem.members) + 1))
        self.size = float(FIRST)
        # Gains and seconds of each solver; each starts as if it had gained once in a second.
        self.record = {"highs": (1, 1.0), "cp_sat": (1, 1.0)}
        self.active = np.flatnonzero(np.diff(self.starts))
        # Tasks that are tied: batches that pay for splits, and pairs of which one waits for the other.
        self.group: list[tuple[int, ...]] = [*linear.problem.batches, *linear.problem.dependencies]

    def heed(self, seconds: float, share: float, *, is_done: bool, name: str, is_gain: bool) -> None:
        """Make later windows larger or smaller, and remember what a solver gained in its time."""
        if not is_done or seconds > share:
            self.size = max(FEWEST, self.size * NARROWER)
        elif seconds < share / 3:
            self.size = min(MOST, self.size * WIDER)
        gains, spent = self.record[name]
        self.record[name] = gains + is_gain, spent + seconds

    def solver(self, other: float) -> str:
        """Return the solver with the most gains for its time, or another with this chance."""
        names = sorted(self.record, key=lambda name: -self.record[name][0] / self.record[name][1])
        return names[int(self.chance.random() < other)]

    def draw(self, standing: Standing) -> Ints:
        """Return the free pairs of the next window."""
        self.allowed = self.every
        if self.near is not None and self.chance.random() < ONLY_NEAR:
            self.allowed = self.near | (standing.on[: len(self.near)] > 0)
        out = np.flatnonzero((standing.owner < 0) & self.is_needed)
        members = np.array(self._members(standing, out))
        is_in = np.zeros(len(self.starts) - 1, bool)
        is_in[members] = True
        pairs = slices(self.starts, members)[0]
        pairs = pairs[self.is_needed[self.task[pairs]] & self.allowed[pairs]]
        owner = standing.owner[self.task[pairs]]
        held = (owner >= 0) & is_in[self.member[np.maximum(owner, 0)]]
        left = pairs[owner < 0]
        room = max(int(held.sum()), FEWEST)
        if len(left) > room:
            # What is urgent is likelier to be in, by rank with some noise.
            score = self.filler.rank[left] * self.chance.random(len(left))
            left = left[np.argpartition(score, room)[:room]]
        return np.sort(np.concatenate([pairs[held], left]))

    def _members(self, standing: Standing, out: Ints) -> list[int]:
        """Return members who share tasks, until they have about as many free pairs as a window should."""
        chosen, count = list[int](), 0.0
        near = np.zeros(len(self.starts) - 1)
        for first in self._seeds(standing, out):
            if first not in chosen:
                chosen.append(first)
                count += self._take(standing, first, near)
        while count < self.size and len(chosen) < len(self.active):
            weight = near * self.chance.random(len(near)) ** 2
            weight[chosen] = 0
            best = int(weight.argmax())
            if weight[best] <= 0:
                rest = np.setdiff1d(self.active, chosen)
                best = int(self.chance.choice(rest))
            chosen.append(best)
            count += self._take(standing, best, near)
        return chosen

    def _seeds(self, standing: Standing, out: Ints) -> list[int]:
        if len(out) and self.chance.random() < FROM_TASK:
            mine = self.filler.pairs_of(int(self.chance.choice(out)))
            if len(mine):
                picked = self.chance.choice(mine, min(2, len(mine)), replace=False)
                return [int(m) for m in self.member[picked]]
        if self.group and self.chance.random() < 0.5:
            group = self.group[int(self.chance.integers(len(self.group)))]
            owners = {int(self.member[standing.owner[t]]) for t in group if standing.owner[t] >= 0}
            if owners:
                return sorted(owners)[:4]
        return [int(self.chance.choice(self.active))]

    def _take(self, standing: Standing, member: int, near: NDArray[np.float64]) -> float:
        """Count in ``near`` who could take what a member holds or could hold; return how many pairs it adds."""
        mine = np.arange(self.starts[member], self.starts[member + 1])
        mine = mine[self.is_needed[self.task[mine]] & self.allowed[mine]]
        held = mine[standing.on[mine] > 0]
        tasks = self.task[held]
        if len(tasks):
            others = np.concatenate([self.filler.pairs_of(int(t)) for t in tasks])
            np.add.at(near, self.member[others[self.allowed[others]]], 1.0)
        near[member] = 0
        # Pairs inside a window grow with the square of its members, but each member knows few of the others' tasks.
        return len(mine) * 0.35
