"""A plan while it is being made: which columns are on, what each demand has left, and what can still come in."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.slices import slices
from solver.assignment.road.program import Program

Ints = NDArray[np.int64]
# What a demand has left that binds nothing.
ENDLESS: Final = 2**60


class Standing:
    """Pairs that hold, and what each firm demand has left; rows with a number of nobody's bind nothing.

    ``on`` says of pairs, and of marks that stand in a firm demand, whether they are on; ``owner`` is the pair of each
    task, -1 for one that is left out.
    """

    def __init__(self, program: Program, pairs: Ints) -> None:
        self.program, linear = program, program.linear
        self.on = linear.switched(pairs)
        self.on[program.is_priced_mark] = 0
        used = np.bincount(program.row, program.factor * self.on[program.column], len(program.limit))
        self.left = program.limit - used.astype(np.int64)
        # Where a number of nobody's pays, or a mark follows its parts, nothing is forbidden.
        self.left[program.is_loose] = ENDLESS
        self.left[len(linear.limit) :] = ENDLESS
        self.owner = np.full(len(linear.problem.tasks), -1, np.int64)
        self.owner[linear.task[pairs]] = pairs

    @property
    def pairs(self) -> Ints:
        """The columns of the pairs that hold, in order."""
        return np.flatnonzero(self.on[: self.program.n_pairs])

    def fits(self, pairs: Ints) -> bool:
        """Return whether these pairs can hold beside all that do."""
        rows, factors = self._asked(self._columns(pairs))
        return bool(((factors <= self.left[rows]) | (factors <= 0)).all())

    def take(self, pairs: Ints) -> None:
        """Let pairs hold."""
        columns = self._columns(pairs)
        rows, factors = self._asked(columns)
        self.left[rows] -= factors
        self.on[columns] = 1
        self.owner[self.program.linear.task[pairs]] = pairs

    def drop(self, pairs: Ints) -> None:
        """Let pairs hold no more, with the marks that nothing else keeps on; whole groups must be dropped as one."""
        linear = self.program.linear
        self.on[pairs] = 0
        marks = self._marks(pairs)
        if len(marks):
            kept = np.zeros(len(self.on), bool)
            kept[linear.whole[self.on[linear.part] > 0]] = True
            marks = marks[~kept[marks] & (self.on[marks] > 0)]
        columns = np.concatenate([pairs, marks])
        self.on[columns] = 0
        rows, factors = self._asked(columns)
        self.left[rows] += factors
        self.owner[linear.task[pairs]] = -1

    def open_pairs(self, pairs: Ints) -> Ints:
        """Return those of the pairs each of which fits alone, of tasks that nobody has; one pass over all entries."""
        program = self.program
        pairs = pairs[self.owner[program.linear.task[pairs]] < 0]
        entry, number = slices(program.firm_column_starts, pairs)
        factor = program.firm_factor[entry]
        short = (factor > self.left[program.firm_row[entry]]) & (factor > 0)
        found: Ints = pairs[np.bincount(number, short, len(pairs)) == 0]
        return found

    def _marks(self, pairs: Ints) -> Ints:
        """Return the marks in firm demands that any of the pairs switches on."""
        program = self.program
        if not len(program.firm_whole):
            return program.firm_whole
        return np.unique(program.firm_whole[slices(program.firm_starts, pairs)[0]])

    def _columns(self, pairs: Ints) -> Ints:
        """Return the pairs and the marks that they would switch on."""
        marks = self._marks(pairs)
        return np.concatenate([pairs, marks[self.on[marks] == 0]]) if len(marks) else pairs

    def _asked(self, columns: Ints) -> tuple[Ints, Ints]:
        """Return rows, each once, and what the columns take of each."""
        program = self.program
        starts = program.firm_column_starts
        if len(columns) == 1:
            mine = slice(starts[columns[0]], starts[columns[0] + 1])
            return program.firm_row[mine], program.firm_factor[mine]
        entry = slices(starts, columns)[0]
        rows, number = np.unique(program.firm_row[entry], return_inverse=True)
        factors: Ints = np.bincount(number, program.firm_factor[entry], len(rows)).astype(np.int64)
        return rows, factors
