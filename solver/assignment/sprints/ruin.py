"""Betters a sequenced plan: some pieces are taken out and given anew (Schrimpf 2000), with losses borne for a time.

A loss is borne the likelier the smaller it is, and ever less (Kirkpatrick 1983): first plans change freely within the
lower levels, and at the end in the quality alone. The best plan of all, level above level, is what is kept.
"""

from __future__ import annotations

import math
import random
import time as clock
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

from solver.assignment.model.search import Limits
from solver.assignment.sprints.gaps import ANY_TIME, FIRST, SOON, SUITED, Gaps, Lot
from solver.assignment.sprints.lists import give
from solver.assignment.sprints.ties import level_places
from solver.assignment.sprints.units import Unit

# So many units are taken out at most, before what waits for them; so often is looked for others that are left out.
MOST_OUT: Final = 10
DRAWS, MORE_DRAWS = 24, 8
# How often what is left out is the reason for a round, and how often a row is passed over, so that others are seen.
FROM_OUT: Final = 0.5
SKIPPED: Final = (0.0, 0.0, 0.02, 0.15)
# How much more a unit of a level counts than one of the next, and the loss borne at first and at last: in the largest
# quality of a pair.
RATIO: Final = 4.0
HOT, COLD = 1.0, 0.01
# With fewer seconds for each piece less is borne at first, in proportion: there is no time to mend it.
SECONDS_EACH: Final = 0.04
# After so many rounds, and for so many pieces, all is closed up; and after so many the clock is looked at.
CLOSE_UP, PIECES_EACH = 30, 2
LOOK: Final = 10
# Rounds for each unit of work, which is about a second.
ROUNDS_OF_WORK: Final = 5_000


class Ruin:
    """A plan in gaps with what it is worth: the value of each class, how early, what stays put, and the quality.

    Only what is ``opened`` is taken out and given: all of the units, unless numbers of some are named, beside which
    nothing must be placed. ``weight`` is what a unit of each level counts where a loss is borne for a time.
    """

    def __init__(
        self,
        gaps: Gaps,
        units: Iterable[Unit],
        seed: int = 0,
        opened: Collection[int] | None = None,
        weight: Sequence[float] | None = None,
    ) -> None:
        self.gaps, self.units, self.chance = gaps, list(units), random.Random(seed)
        opened = range(len(self.units)) if opened is None else opened
        self.pieces = [c for number in sorted(opened) for c in self.units[number]]
        problem, time = gaps.problem, gaps.time
        self.unit_of = {c: number for number, unit in enumerate(self.units) for c in unit}
        self.followers: dict[int, set[int]] = {}
        for piece, before in gaps.ties.needs.items():
            for other in before:
                if self.unit_of[other] != self.unit_of[piece] and self.unit_of[piece] in opened:
                    self.followers.setdefault(self.unit_of[other], set()).add(self.unit_of[piece])
        places = level_places(problem, time)
        self.place = [places[kind] for kind in problem.priority]
        self.value, self.left = problem.value, [time.n_periods - 1 - period for period in gaps.period]
        self.early = [kind in time.early for kind in problem.priority]
        self.batch = {c: b for b, batch in enumerate(problem.batches if problem.split_units else ()) for c in batch}
        self.owners: list[dict[int, int]] = [{} for _ in problem.batches]
        self.given = [0] * len(time.names)
        self.whole, self.committed = [0] * len(time.names), [0] * len(time.names)
        for row, who in enumerate(gaps.member):
            self.whole[who] += int(problem.limit[row]) + int(problem.committed[row])
            self.committed[who] += int(problem.committed[row])
        self.counted = [who for who in set(gaps.member) if self.whole[who] > self.committed[who]]
        counts = problem.move_units or (1,) * len(problem.previous)
        self.stays = dict(zip(((c, row) for row, c in problem.previous), counts, strict=True))
        self.worth = [0] * (places[-1] + 1)
        for piece in gaps.placed:
            self._count(piece, 1)
        self.largest = float(max(problem.gain.max(initial=1), 1))
        self.weight = weight or [*(self.largest * RATIO**k for k in range(places[-1] - 1, -1, -1)), 1.0]
        self.energy = self._energy(self.values)
        self.best, self.kept = self.values, self.gaps.plan

    @property
    def values(self) -> list[float]:
        """What each level has, the quality with what unevenness takes from it."""
        return [*self.worth[:-1], self.worth[-1] - self._unevenness()]

    def _energy(self, values: list[float]) -> float:
        return sum(map(float.__mul__, self.weight, map(float, values)))

    def _unevenness(self) -> float:
        units = self.gaps.problem.balance_units
        if not units or not self.counted:
            return 0.0
        ratios = [(self.given[who] + self.committed[who]) / self.whole[who] for who in self.counted]
        return units * (max(ratios) - min(ratios))

    def _count(self, piece: int, sign: int) -> None:
        """Count what a piece adds where it is, or takes away."""
        gaps, place, worth = self.gaps, self.place[piece], self.worth
        pair = gaps.pair[piece]
        row, value = gaps.row[pair], sign * self.value[piece]
        who = gaps.member[row]
        worth[place] += value
        if self.early[piece]:
            worth[place + 1] += value * self.left[row]
        worth[-1] += sign * gaps.gain[pair]
        if self.stays:
            worth[-2] += sign * self.stays.get((piece, row), 0)
        self.given[who] += sign * gaps.load[pair]
        batch = self.batch.get(piece)
        if batch is not None:
            owners = self.owners[batch]
            before = len(owners)
            owners[who] = owners.get(who, 0) + sign
            if not owners[who]:
                del owners[who]
            worth[-1] -= gaps.problem.split_units * (max(len(owners), 1) - max(before, 1))

    def rounds(self, limits: Limits, heat: tuple[float, float] = (HOT, COLD)) -> Iterator[None]:
        """Go on until time is up; whenever a plan is the best so far it stands in the gaps by then.

        Parameters
        ----------
        limits : Limits
            Where work is limited there are so many rounds, however long they take, unless time is up before.
        heat : tuple of float
            The loss borne at first and at last, in the largest quality of a pair.

        Yields
        ------
        None
            A better plan stands in the gaps, as it does at the end.
        """
        began, number, found = clock.monotonic(), 0, False
        n_pieces, most = max(len(self.pieces), 1), limits.work * ROUNDS_OF_WORK
        seconds, each = max(limits.seconds, 1e-9), max(CLOSE_UP, n_pieces // PIECES_EACH)
        hot, cold = (loss * self.largest for loss in heat)
        hot = max(hot * min(min(seconds, limits.work) / (SECONDS_EACH * n_pieces), 1.0), cold)
        borne = hot
        while True:
            if number % LOOK == 0:
                if limits.are_up or number >= most:
                    break
                share = (clock.monotonic() - began) / seconds if math.isinf(most) else number / most
                borne = hot * (cold / hot) ** share
            found = self.round(borne) or found
            number += 1
            if number % each == 0:
                self.gaps.close_up()
                if found:
                    now_there, found = self.gaps.plan, False
                    self.gaps.renew(*self.kept)
                    yield
                    self.gaps.renew(*now_there)
        self.gaps.renew(*self.kept)
        yield

    def round(self, heat: float = 0.0) -> bool:
        """Take some units out and give them anew with some that are left out; return whether the best was bettered.

        Parameters
        ----------
        heat : float
            The loss that is borne, in thousandths of an hour of quality, with chance 1 / e.
        """
        gaps, chance, units = self.gaps, self.chance, self.units
        wanted = self._chosen()
        taken = [(c, gaps.pair[c], gaps.starts[c]) for number in wanted for c in units[number] if c in gaps.placed]
        for piece, _, _ in taken:
            self._count(piece, -1)
            gaps.take(piece)
        given, way, lot = list[int](), self._one((FIRST, SUITED, ANY_TIME, SOON)), self._lot()
        left = self._in_order(wanted)
        for _ in range(2):
            missing = []
            for number in left:
                if give(gaps, units[number], way, lot):
                    given += units[number]
                    for c in units[number]:
                        self._count(c, 1)
                else:
                    missing.append(number)
            left = missing
        values = self.values
        energy = self._energy(values)
        loss = self.energy - energy
        if loss > 0 and (heat <= 0 or chance.random() >= math.exp(-loss / heat)):
            for piece in given:
                self._count(piece, -1)
                gaps.take(piece)
            for piece, pair, start in taken:
                gaps.put(piece, pair, start)
                self._count(piece, 1)
            return False
        self.energy = energy
        if values <= self.best:
            return False
        self.best, self.kept = values, self.gaps.plan
        return True

    def _one(self, some: Sequence[Any]) -> Any:
        """Return one of some, faster than ``choice``."""
        return some[int(self.chance.random() * len(some))]

    def _lot(self) -> Lot | None:
        share, draw = self._one(SKIPPED), self.chance.random
        return (lambda: draw() < share) if share else None

    def _in_order(self, units: list[int]) -> list[int]:
        """Return units so that urgent ones come first: strictly, about, or in any order at all."""
        noise, draw = len(self.units) * self._one((0.0, 0.0, 0.1, 0.5, 4.0)), self.chance.random
        return sorted(units, key=lambda number: number + noise * draw())

    def _chosen(self) -> list[int]:
        """Return units to take out, with what waits for them, and some that are left out to try beside them."""
        gaps, edges, pieces = self.gaps, self.gaps.edges, self.pieces
        n_pieces, draw = len(pieces), self.chance.random
        first = pieces[int(draw() * n_pieces)]
        if draw() < FROM_OUT:
            # Of some that are left out the most urgent one, or any.
            drawn = (pieces[int(draw() * n_pieces)] for _ in range(DRAWS))
            out = [c for c in drawn if c not in gaps.placed and edges[c] < edges[c + 1]]
            if out:
                first = min(out, key=self.place.__getitem__) if draw() < 0.7 else out[0]
        rows = gaps.able(first)
        if not rows:
            return []
        found = {self.unit_of[first]}
        near = gaps.placed[first] if first in gaps.placed else self._one(rows)
        others = [self._one(rows) for _ in range(self._one((0, 1, 1, 2, 3)))]
        for row in (near, *others):
            if len(found) < MOST_OUT and abs(gaps.period[row] - gaps.period[near]) <= 1:
                work = gaps.work[row]
                if work and draw() < 0.6:
                    size = 1 + int(4 * draw())
                    at = int(draw() * max(len(work) - size + 1, 1))
                    work = work[at : at + size]
                found.update(self.unit_of[c] for _, _, c in work)
        found = self._with_followers(found)
        more = (pieces[int(draw() * n_pieces)] for _ in range(MORE_DRAWS))
        found.update(self.unit_of[c] for c in more if c not in gaps.placed and edges[c] < edges[c + 1])
        return sorted(found)

    def _with_followers(self, units: Iterable[int]) -> set[int]:
        found, open_ = set[int](), list(units)
        while open_:
            one = open_.pop()
            if one not in found:
                found.add(one)
                open_ += self.followers.get(one, ())
        return found
