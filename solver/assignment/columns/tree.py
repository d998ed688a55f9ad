"""Branch and price: the sets of tasks that a master program makes, part by part of all plans, until none is left.

Where a known plan is good, what it costs to force a pair in or out closes pairs that no better plan has.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from solver.assignment.columns.lagrangian import Bools, Floats, Ints, Node, Priced
from solver.assignment.columns.master import Master
from solver.assignment.model.measure import measure
from solver.assignment.model.search import Found, Limits, best_pairs

# A share this close to 0 or 1 is whole; from the other on a task is looked at placed first.
WHOLE: Final = 1e-6
LIKELY: Final = 0.5
# What rounding may do to a loss; and CP-SAT's unit of work for one packing.
TOLERANCE: Final = 1e-5
PACKING: Final = 1.0


@dataclass
class Tree:
    """A search for the most of a level with those above held: it dives, and goes on where most may be.

    ``best`` is to be beaten, ``plan`` has it if one was found; ``top`` bounds what is left after ``run``.
    """

    master: Master
    best: int | None
    limits: Limits
    plan: Ints | None = field(default=None)
    nodes: int = 0

    def __post_init__(self) -> None:
        self.dual = self.master.dual
        self.folded = self.dual.folded
        self.waiting = [self.root()]
        # How much of a limit a pair takes: large ones are settled first.
        self.weight = np.concatenate([[0.0], *(sack.load / (sack.room + 1) for sack in self.folded.sacks)])[1:]

    def root(self) -> Node:
        """Return all plans."""
        folded = self.folded
        must = np.zeros(len(folded.once), dtype=bool)
        return Node(np.ones(folded.n_pairs, dtype=bool), must, folded.low, folded.high)

    @property
    def top(self) -> float:
        """The most that any plan has, as far as is known."""
        return max((node.bound for node in self.waiting), default=-math.inf)

    def run(self, nodes: int, seconds: float = math.inf) -> bool:
        """Look at so many nodes; return whether none is left, so that no plan has more than ``best``.

        Raises
        ------
        ArithmeticError
            If a linear program ends without an answer.
        """
        end = self.limits.seconds - seconds
        while self.waiting and nodes and self.limits.seconds > end and not self.limits.are_up:
            nodes -= 1
            self.nodes += 1
            node = self.waiting.pop()
            parts = self._parts(node) if node.bound > self.enough else []
            self.waiting += [part for part in parts if part.bound > self.enough]
            if not parts:
                # Nowhere to go deeper from here: on to where most may be.
                self.waiting = [one for one in self.waiting if one.bound > self.enough]
                self.waiting.sort(key=lambda one: one.bound)
        return not self.waiting

    @property
    def enough(self) -> float:
        """A bound that leaves nothing better."""
        return -math.inf if self.best is None else self.best

    def _parts(self, node: Node) -> list[Node]:
        """Return what is left of a node, the part to look at first last."""
        while True:
            found = self.master.solve(node, self.enough)
            node = replace(node, bound=min(node.bound, math.floor(found.priced.bound)))
            if node.bound <= self.enough or found.priced.bound < self.dual.least:
                return []
            if found.share is None or found.others is None:
                return [node]
            held = found.share @ self.master.have
            if self._realise(node, found.share, held) and node.bound <= self.enough:
                return []
            closer = self._closed(node, found.priced)
            if closer is None:
                return []
            node = closer
            if not (held[~node.opened] > WHOLE).any():
                return self._split(node, held, found.others)

    def _closed(self, node: Node, priced: Priced) -> Node | None:
        """Return the node without pairs that only worse plans have, or None if no better plan is left."""
        if self.best is None:
            return node
        folded, opened, must = self.folded, node.opened.copy(), node.must.copy()
        spare = priced.bound - (self.best + 1)
        for sack, mine, size in zip(folded.sacks, folded.pairs, self.dual.size, strict=True):
            best, inside, outside = sack.forced(priced.gain[mine])
            opened[mine[best - inside > spare + TOLERANCE]] = False
            for pair in mine[(best - outside) * size > spare + TOLERANCE].tolist():
                must[folded.task[pair]] = True
                opened[(folded.task == folded.task[pair]) & (np.arange(len(opened)) != pair)] = False
        return replace(node, opened=opened, must=must)

    def _realise(self, node: Node, share: Floats, held: Floats) -> bool:
        """Look for a plan that has just these shares; return whether there was one."""
        if np.abs(held - np.round(held)).max(initial=0) > WHOLE:
            return False
        pairs = self._handed_out(share)
        if pairs is None and (self.dual.size > 1).any():
            pairs = self._searched(node, held > WHOLE, replace(self.limits, work=min(PACKING, self.limits.work))).pairs
        return pairs is not None and self.learn(pairs)

    def _handed_out(self, share: Floats) -> Ints | None:
        """Return the pairs of a plan whose members each have one set, or None if shares are not whole."""
        if np.abs(share - np.round(share)).max(initial=0) > WHOLE:
            return None
        found, turn = list[int](), np.zeros(len(self.dual.size), dtype=np.int64)
        for i in np.flatnonzero(share > 0.5).tolist():
            group = int(self.master.group[i])
            places = np.flatnonzero(self.master.have[i][self.folded.pairs[group]])
            for _ in range(round(share[i])):
                found += self.folded.columns[group][turn[group]][places].tolist()
                turn[group] += 1
        return np.array(sorted(found), dtype=np.int64)

    def _searched(self, node: Node, opened: Bools, limits: Limits) -> Found:
        """Return the best plan with only these folded pairs, or none where no better one was found."""
        dual, low = self.dual, -math.inf if self.best is None else self.best + 1
        shut = self.folded.spread(opened)
        return best_pairs(self.folded.linear, dual.level, dual.held, limits, shut=shut, low=low, high=node.bound)

    def learn(self, pairs: Ints) -> bool:
        """Remember a plan if it is one, and better than the best known; return whether it is one."""
        linear, level = self.folded.linear, self.dual.level
        values = measure(linear, pairs)
        if values is None:
            return False
        plain = [value - one.constant for value, one in zip(values, linear.levels, strict=True)]
        if any(plain[k] < value for k, value in enumerate(self.dual.held)):
            return False
        if self.best is None or plain[level] > self.best:
            self.best, self.plan = plain[level], pairs
        return True

    def _split(self, node: Node, held: Floats, others: Floats) -> list[Node]:
        """Return two parts: first on whether a task is placed, then on a pair, then on another column."""
        folded, far = self.folded, (0.1 + self.weight)
        placed: Floats = np.bincount(folded.task, held, len(node.must)).astype(float)
        loose = _apart(placed) * np.bincount(folded.task, far, len(placed))
        if loose.max(initial=0) > 0:
            return self._by_task(node, int(np.argmax(loose)), placed)
        apart = _apart(held) * far
        if apart.max(initial=0) > 0:
            return self._by_pair(node, int(np.argmax(apart)))
        between = _apart(others)
        if between.max(initial=0) > 0:
            return self._by_number(node, int(np.argmax(between)), others)
        return self._by_hand(node, held)

    def _by_task(self, node: Node, task: int, placed: Floats) -> list[Node]:
        out, must = node.opened.copy(), node.must.copy()
        out[self.folded.task == task] = False
        must[task] = True
        parts = [replace(node, opened=out), replace(node, must=must)]
        return parts if placed[task] > LIKELY else parts[::-1]

    def _by_pair(self, node: Node, pair: int) -> list[Node]:
        folded = self.folded
        without, having, must = node.opened.copy(), node.opened.copy(), node.must.copy()
        without[pair] = False
        having[folded.task == folded.task[pair]] = False
        having[pair] = True
        must[folded.task[pair]] = True
        return [replace(node, opened=without), replace(node, opened=having, must=must)]

    def _by_number(self, node: Node, column: int, others: Floats) -> list[Node]:
        low, high = node.low.copy(), node.high.copy()
        high[column] = math.floor(others[column])
        low[column] = high[column] + 1
        return [replace(node, low=low), replace(node, high=high)]

    def _by_hand(self, node: Node, held: Floats) -> list[Node]:
        """Fix one more pair of a plan that looks whole and is not; where all are fixed, search."""
        fixed = np.bincount(self.folded.task[node.opened], minlength=len(node.must)) == 1
        free = np.flatnonzero((held > 0.5) & ~(fixed & node.must)[self.folded.task])
        if len(free):
            return self._by_pair(node, int(free[0]))
        found = self._searched(node, node.opened, self.limits)
        if found.pairs is not None:
            self.learn(found.pairs)
        return [] if found.is_proved else [replace(node, bound=min(node.bound, found.bound))]


def _apart(shares: Floats) -> Floats:
    """Return how far shares are from whole ones, 0 where it is rounding alone."""
    apart: Floats = np.abs(shares - np.round(shares))
    return np.where(apart > WHOLE, apart, 0.0)
