"""Betters a sequenced plan by taking some pieces out and giving them anew (Schrimpf 2000), class above class."""

from __future__ import annotations

import random
import time as clock
from collections.abc import Iterable
from typing import Final

from solver.assignment.sprints.gaps import Gaps
from solver.assignment.sprints.lists import Unit, give
from solver.domain.tasks import PRIORITIES

# How many pieces are taken out at once, and from how many rows.
MOST_OUT: Final = 14
# How often what is left out is the reason for a round, and how often a choice is skipped, so that others are seen.
FROM_OUT: Final = 0.5
# After so many rounds all is closed up.
CLOSE_UP: Final = 1000


class Ruin:
    """A plan in gaps with what it is worth: the value of each class, how early, and the quality without balance."""

    def __init__(self, gaps: Gaps, units: Iterable[Unit], seed: int = 0) -> None:
        self.gaps, self.units, self.chance = gaps, list(units), random.Random(seed)
        problem = gaps.problem
        self.unit_of = {c: number for number, unit in enumerate(self.units) for c in unit}
        self.followers: dict[int, set[int]] = {}
        for piece, before in gaps.ties.needs.items():
            for other in before:
                if self.unit_of[other] != self.unit_of[piece]:
                    self.followers.setdefault(self.unit_of[other], set()).add(self.unit_of[piece])
        self.levels = level_places(gaps)
        self.batch = {c: b for b, batch in enumerate(problem.batches if problem.split_units else ()) for c in batch}
        self.owners: list[dict[int, int]] = [{} for _ in problem.batches]
        self.worth = [0] * (self.levels[-1] + 1)
        for piece in gaps.placed:
            self._count(piece, 1)
        self.rank = {number: number for number in range(len(self.units))}

    def _count(self, piece: int, sign: int) -> None:
        """Count what a piece adds where it is, or takes away."""
        gaps = self.gaps
        problem, row = gaps.problem, gaps.placed[piece]
        kind, value = problem.priority[piece], problem.value[piece]
        place = self.levels[kind]
        self.worth[place] += sign * value
        if kind in gaps.time.early:
            self.worth[place + 1] += sign * value * (gaps.time.n_periods - 1 - int(gaps.time.period[row]))
        self.worth[-1] += sign * int(problem.gain[row, piece])
        batch = self.batch.get(piece)
        if batch is not None:
            owners, who = self.owners[batch], int(gaps.time.member[row])
            before = len(owners)
            owners[who] = owners.get(who, 0) + sign
            if not owners[who]:
                del owners[who]
            self.worth[-1] -= problem.split_units * (max(len(owners), 1) - max(before, 1))

    def run(self, end: float, *, vain: int = 10**9) -> int:
        """Go on until a moment; return how many rounds bettered the plan."""
        found = rounds = nothing = 0
        while clock.monotonic() < end and nothing < vain:
            better = self.round()
            nothing = 0 if better else nothing + 1
            found += better
            rounds += 1
            if rounds % CLOSE_UP == 0:
                self.gaps.close_up()
        return found

    def round(self) -> bool:
        """Take some units out and give them anew with some that are left out; keep it unless it is worse."""
        gaps, before = self.gaps, list(self.worth)
        chosen, extra = self._chosen()
        out = self._with_followers(chosen)
        taken = [(c, gaps.placed[c], gaps.starts[c]) for number in out for c in self.units[number] if c in gaps.placed]
        for piece, _, _ in taken:
            self._count(piece, -1)
            gaps.take(piece)
        wanted = sorted(out | extra)
        given = list[int]()
        for number in wanted:
            unit = self.units[number]
            if unit[0] not in gaps.placed:
                give(gaps, unit, self.chance)
                if unit[0] in gaps.placed:
                    given += unit
                    for c in unit:
                        self._count(c, 1)
        if self.worth >= before:
            return self.worth > before
        for piece in given:
            self._count(piece, -1)
            gaps.take(piece)
        for piece, row, start in taken:
            gaps.put(piece, row, start)
            self._count(piece, 1)
        return False

    def _chosen(self) -> tuple[set[int], set[int]]:
        """Return units to take out, and units that are left out to try beside them."""
        gaps, chance = self.gaps, self.chance
        problem, time = gaps.problem, gaps.time
        extra = set[int]()
        first = chance.randrange(len(problem.tasks))
        if chance.random() < FROM_OUT:
            # Of some that are left out the most urgent one, or any.
            drawn = (chance.randrange(len(problem.tasks)) for _ in range(60))
            out = [c for c in drawn if c not in gaps.placed and len(gaps.able(c))]
            if out:
                first = min(out, key=problem.priority.__getitem__) if chance.random() < 0.7 else out[0]
        rows = gaps.able(first)
        if not len(rows):
            return set(), set()
        if first in gaps.placed:
            near = gaps.placed[first]
            period = int(time.period[near])
        else:
            extra.add(self.unit_of[first])
            near = int(chance.choice(rows.tolist()))
            period = int(time.period[near])
        here = [row for row in rows.tolist() if abs(int(time.period[row]) - period) <= 1]
        chance.shuffle(here)
        found = {self.unit_of[first]} if first in gaps.placed else set[int]()
        for row in [near, *here[: chance.choice((0, 1, 1, 2, 3))]]:
            work = [c for _, _, c in gaps.work[row]]
            if chance.random() < 0.6:
                size = chance.randint(1, 4)
                at = chance.randrange(max(len(work) - size + 1, 1))
                work = work[at : at + size]
            found |= {self.unit_of[c] for c in work}
            if len(found) > MOST_OUT:
                break
        return found, extra

    def _with_followers(self, units: Iterable[int]) -> set[int]:
        found, open_ = set[int](), list(units)
        while open_:
            one = open_.pop()
            if one not in found:
                found.add(one)
                open_ += self.followers.get(one, ())
        return found


def level_places(gaps: Gaps) -> list[int]:
    """Return the place of each class among the levels, and last that of the quality."""
    found, place = list[int](), 0
    for number in range(len(PRIORITIES)):
        found.append(place)
        place += 2 if number in gaps.time.early else 1
    return [*found, place]
