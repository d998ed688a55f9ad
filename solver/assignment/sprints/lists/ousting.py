"""Lets urgent units that are out come where less urgent pieces are: single tasks, parts, crews and whole batches."""

from __future__ import annotations

import time as clock
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, Final

from solver.assignment.sprints.lists.listing import has_one_member, is_crew, is_ready
from solver.assignment.sprints.lists.single import Single
from solver.assignment.sprints.lists.turns import Rows
from solver.assignment.sprints.lists.units import Unit

# In so many places a piece of an urgent unit is tried in which a less urgent one is.
MOST_OUSTED: Final = 40


class Ousting:
    """A plan in gaps in which urgent units take the places of less urgent pieces."""

    def __init__(self, single: Single) -> None:
        self.single, self.gaps, self.turns, self.units = single, single.gaps, single.turns, single.units
        gaps = self.gaps
        # What must be placed gives way to nothing.
        self.ready = self.single.loose.difference(gaps.problem.required)
        self.before = {piece: row for row, piece in gaps.problem.previous}
        self.needed: dict[int, list[int]] = {}
        for piece, others in gaps.ties.needs.items():
            for other in others:
                self.needed.setdefault(other, []).append(piece)

    def oust(self, end: float, wish: Any = None) -> None:
        """Let urgent units that are out come where less urgent pieces are, which then go elsewhere or stay out."""
        out = [unit for unit in self.units if not any(c in self.gaps.placed for c in unit)]
        for unit in sorted(out, key=lambda unit: (self._place_of(unit), unit)):
            if clock.monotonic() > end or (wish is not None and wish.is_set()):
                return
            if is_ready(self.gaps, unit):
                any(self._comes(unit, *way) for way in self._ways(unit))

    def _place_of(self, unit: Unit) -> int:
        """Return the place of the most urgent class of a unit among the levels."""
        return min(self.single.place[c] for c in unit)

    def _ways(self, unit: Unit) -> list[tuple[int, int]]:
        """Return the member and the period that a unit may be with and in, -1 for any: where it was comes first."""
        gaps, before = self.gaps, self.before.get(unit[0], -1)
        if is_crew(gaps, unit):
            was = gaps.period[before] if before >= 0 else -1
            return sorted(((-1, period) for period in range(gaps.time.n_periods)), key=lambda way: way[1] != was)
        if has_one_member(gaps, unit):
            was = gaps.member[before] if before >= 0 else -1
            members = dict.fromkeys(gaps.member[row] for row in gaps.able(unit[0]))
            return sorted(((member, -1) for member in members), key=lambda way: way[0] != was)
        return [(-1, -1)]

    def _comes(self, unit: Unit, member: int, only: int) -> bool:
        """Let all pieces of a unit come, with a member or in a period alone, or none; return whether they do."""
        gaps, undo, gone = self.gaps, list[int | Rows](), list[int]()
        for piece in unit:
            if gaps.best(piece, member=member, only=only):
                undo.append(piece)
                continue
            for pair, others in self._instead(piece, unit, member, only):
                before = self.turns.changed([(piece, pair)], others)
                if before is not None:
                    undo.append(before)
                    gone += others
                    break
            else:
                for one in reversed(undo):
                    gaps.take(one) if isinstance(one, int) else self.turns.restore(one)
                return False
        for other in reversed(gone):
            # What went last may be what the others need.
            if is_ready(gaps, (other,)):
                gaps.best(other)
        return True

    def _instead(self, piece: int, unit: Unit, member: int, only: int) -> list[tuple[int, tuple[int, ...]]]:
        """Return pairs that a piece could have in place of less urgent ones, the best first, and which these are."""
        gaps, pins = self.gaps, self.gaps.ties.pins.get(piece)
        found = list[tuple[int, tuple[int, ...]]]()
        for _, _, pair, others in sorted(self._less(piece, unit)):
            row = gaps.row[pair]
            is_there = (member < 0 or gaps.member[row] == member) and (only < 0 or gaps.period[row] == only)
            if is_there and (pins is None or row in pins) and not gaps.clashes(piece, row):
                found.append((pair, others))
        return found[:MOST_OUSTED]

    def _less(self, piece: int, unit: Unit) -> Iterator[tuple[int, int, int, tuple[int, ...]]]:
        """Yield pairs that a piece could have in place of less urgent ones, the best first by the first two numbers."""
        gaps, place = self.gaps, self._place_of(unit)
        # Nothing goes that another piece of the unit needs.
        needs = {other for c in unit for other in gaps.ties.needs.get(c, ())}
        for pair in range(gaps.edges[piece], gaps.edges[piece + 1]):
            row = gaps.row[pair]
            period, lacking = gaps.period[row], gaps.load[pair] - gaps.free[row]
            if gaps.wip[row] >= 0 or not self.single.may_come(piece, period):
                continue
            less = [c for _, _, c in gaps.work[row] if self.single.place[c] > place and c not in needs]
            less = [c for c in less if self._may_go(c)]
            loads = {c: gaps.load[gaps.pair[c]] for c in less}
            some: list[tuple[int, ...]] = [(c,) for c in less if loads[c] >= lacking]
            if less and not some and sum(loads.values()) >= lacking:
                less.sort(key=lambda c: (-self.single.place[c], -loads[c]))
                sums = accumulate(loads[c] for c in less)
                some = [tuple(less[: 1 + next(n for n, minutes in enumerate(sums) if minutes >= lacking)])]
            for others in some:
                rank = period, -min(self.single.place[c] for c in others)
                yield *(rank if self.single.is_early[piece] else rank[::-1]), pair, others

    def _may_go(self, piece: int) -> bool:
        """Return whether a piece can leave its row and nothing that is there needs it."""
        return piece in self.ready and not any(one in self.gaps.placed for one in self.needed.get(piece, ()))
