"""Sizes that a spreadsheet has in one cell over the rows of several tasks: each has its share, so that they add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final

from solver.importers.fields import Columns
from solver.importers.files.table import Row
from solver.importers.nouns import ASSUMED

SIZES: Final = ("estimate", "points", "remaining", "spent")
# The id and the title of a task.
Named = tuple[str, str]


class Merged:
    """The cells of sizes that several tasks share.

    Parameters
    ----------
    rows : iterable of Row
        Those that may be tasks.
    named : callable
        Returns id and title of a row: rows of one name, as where these are merged as well, are one task.
    columns : Columns
        What the columns mean.
    """

    def __init__(self, rows: Iterable[Row], named: Callable[[Row], Named], columns: Columns) -> None:
        self._named = named
        # By cell and place: the number of each task there, and the first line.
        self._tasks: dict[tuple[str, int], dict[Named, int]] = {}
        self._line: dict[tuple[str, int], int] = {}
        places = {at for name in SIZES for at in columns.places.get(name, ())}
        for row in rows:
            for at, cell in row.over:
                if at in places:
                    tasks = self._tasks.setdefault((cell, at), {})
                    tasks.setdefault(named(row), len(tasks))
                    self._line.setdefault((cell, at), row.line)

    def minutes(self, row: Row, at: int, whole: int) -> int:
        """Return the minutes of a row of those in a cell; what is over goes to the first tasks, a minute each."""
        number, tasks = self._share(row, at)
        return whole // tasks + (number < whole % tasks)

    def points(self, row: Row, at: int, whole: Decimal) -> Decimal:
        """Return the points of a row of those in a cell."""
        _, tasks = self._share(row, at)
        return whole if tasks == 1 else (whole / tasks).quantize(Decimal("0.01"))

    def _share(self, row: Row, at: int) -> tuple[int, int]:
        """Return which of how many tasks a row is that share a cell."""
        tasks = next((self._tasks[cell, place] for place, cell in row.over if place == at), None)
        return (tasks[self._named(row)], len(tasks)) if tasks else (0, 1)

    def notes(self, header: tuple[str, ...]) -> list[tuple[int, str, str]]:
        """Return what the ledger says of each cell that several tasks share."""
        return [
            (
                self._line[cell, at],
                ASSUMED,
                f"{header[at]} {cell} is one cell: its {len(tasks)} tasks have a share each",
            )
            for (cell, at), tasks in self._tasks.items()
            if len(tasks) > 1
        ]
