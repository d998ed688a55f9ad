"""A plan while it is being made: which columns are on, what each demand has left, and what can still come in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.assignment.road.program import Program, slices

Ints = NDArray[np.int64]


class Standing:
    """Pairs that hold, and what each firm demand has left; rows with a number of nobody's bind nothing."""

    def __init__(self, program: Program, pairs: Ints) -> None:
        self.program, linear = program, program.linear
        self.on = linear.switched(pairs)
        used = np.bincount(program.row, program.factor * self.on[program.column], len(program.limit))
        self.left = program.limit - used.astype(np.int64)
        loose = np.zeros(len(program.limit), bool)
        loose[program.row[linear.member[program.column] < 0]] = True
        # A mark follows its parts: the rows that say so bind nothing.
        loose[len(linear.limit) :] = True
        self.firm = ~loose
        owner = np.full(len(linear.problem.tasks), -1, np.int64)
        owner[linear.task[pairs]] = pairs
        self.owner = owner
        order = np.argsort(linear.part, kind="stable")
        self._wholes = linear.whole[order]
        self._whole_starts = np.searchsorted(linear.part[order], np.arange(program.n_pairs + 1))

    @property
    def pairs(self) -> Ints:
        """The columns of the pairs that hold, in order."""
        return np.flatnonzero(self.on[: self.program.n_pairs])

    def _columns(self, pairs: Ints) -> Ints:
        """Return the pairs and the marks that they would switch on."""
        marks = self._wholes[slices(self._whole_starts, pairs)[0]]
        marks = np.unique(marks[self.on[marks] == 0]) if len(marks) else marks
        return np.concatenate([pairs, marks])

    def fits(self, pairs: Ints) -> bool:
        """Return whether these pairs can hold beside all that do."""
        program = self.program
        entry = program.by_column[slices(program.column_starts, self._columns(pairs))[0]]
        rows, number = np.unique(program.row[entry], return_inverse=True)
        asked = np.bincount(number, program.factor[entry], len(rows))
        return bool(((asked <= self.left[rows]) | (asked <= 0) | ~self.firm[rows]).all())

    def take(self, pairs: Ints) -> None:
        """Let pairs hold."""
        program, columns = self.program, self._columns(pairs)
        entry = program.by_column[slices(program.column_starts, columns)[0]]
        np.subtract.at(self.left, program.row[entry], program.factor[entry])
        self.on[columns] = 1
        self.owner[program.linear.task[pairs]] = pairs

    def drop(self, pairs: Ints) -> None:
        """Let pairs hold no more, with the marks that nothing else keeps on; whole groups must be dropped as one."""
        program = self.program
        self.on[pairs] = 0
        marks = np.unique(self._wholes[slices(self._whole_starts, pairs)[0]])
        kept = np.zeros(len(self.on), bool)
        kept[program.linear.whole[self.on[program.linear.part] > 0]] = True
        columns = np.concatenate([pairs, marks[~kept[marks] & (self.on[marks] > 0)]])
        self.on[columns] = 0
        entry = program.by_column[slices(program.column_starts, columns)[0]]
        np.add.at(self.left, program.row[entry], program.factor[entry])
        self.owner[program.linear.task[pairs]] = -1

    def open_pairs(self, pairs: Ints) -> Ints:
        """Return those of the pairs each of which fits alone, of tasks that nobody has; one pass over all entries."""
        program, linear = self.program, self.program.linear
        pairs = pairs[self.owner[linear.task[pairs]] < 0]
        entry, number = slices(program.column_starts, pairs)
        entry = program.by_column[entry]
        short = (program.factor[entry] > self.left[program.row[entry]]) & (program.factor[entry] > 0)
        wrong = np.bincount(number, short & self.firm[program.row[entry]], len(pairs))
        found: Ints = pairs[wrong == 0]
        return found
