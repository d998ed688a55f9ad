"""A document as data: what a page, a Markdown file and a workbook show alike. Each of them escapes every text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from solver.report.figures.kit import Figure

Cell = str | int | float | tuple[str, ...] | None
# A table with more rows is folded, with how many it has.
FEW: Final = 12


@dataclass(frozen=True)
class Column:
    """A column: its name, its unit, and ``form``, how its numbers are written; without one it holds text.

    ``key`` is its name in data, if that is not the words of the head.
    """

    name: str
    unit: str = ""
    form: str = ""
    key: str = ""

    @property
    def head(self) -> str:
        """The name with the unit."""
        return f"{self.name}, {self.unit}" if self.unit else self.name

    @property
    def machine(self) -> str:
        """The name in data: snake case, with the unit in it.

        Examples
        --------
        >>> Column("load limit", "h").machine
        'load_limit_hours'
        """
        return self.key or "_".join([*self.name.split(), *({"h": "hours"}.get(self.unit, self.unit).split())])

    def shown(self, cell: Cell) -> str:
        """Return a cell as text; nothing for None, several names with commas.

        Examples
        --------
        >>> Column("fit", form=".2f").shown(0.5), Column("task").shown("A"), Column("gain", form="+g").shown(None)
        ('0.50', 'A', '')
        """
        if cell is None or isinstance(cell, (str, tuple)):
            return ", ".join(cell) if isinstance(cell, tuple) else cell or ""
        return format(cell, self.form or "g")


@dataclass(frozen=True)
class Table:
    """Rows under a caption. ``sheet`` names the workbook's sheet for them; ``most`` rows are shown on a page.

    A page folds what is longer than ``FEW`` rows, says of no rows what ``empty`` says, and prints up to ``paper`` rows
    of what it folds.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sheet: str = ""
    most: int = 400
    empty: str = ""
    paper: int = 0

    def seen(self) -> Table:
        """Return the table without columns in which no row has anything."""
        kept = [n for n in range(len(self.columns)) if any(row[n] not in (None, "", ()) for row in self.rows)]
        if not self.rows or len(kept) == len(self.columns):
            return self
        rows = tuple(tuple(row[n] for n in kept) for row in self.rows)
        return replace(self, columns=tuple(self.columns[n] for n in kept), rows=rows)


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Points:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Tile:
    """A headline figure: value, what it is, and whether it is good, warn or plain."""

    value: str
    label: str
    role: str = "plain"


@dataclass(frozen=True)
class Tiles:
    """Headline figures beside each other."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Code:
    """Lines to copy."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Fold:
    """What is shown on demand."""

    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Choice:
    """Something to decide: a short name, what kind it is, its title, why it is so, what to do, a line to copy."""

    name: str
    kind: str
    title: str
    why: str
    do: str
    line: str = ""


@dataclass(frozen=True)
class Choices:
    """What is to be decided, worst first."""

    choices: tuple[Choice, ...]


Block = Words | Points | Table | Tiles | Code | Fold | Figure | Choices


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; ``anchor`` is its place in the page, which may be for the screen alone."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    is_on_paper: bool = True


@dataclass(frozen=True)
class Document:
    """Title, a sentence below it, sections."""

    title: str
    lead: str
    sections: tuple[Section, ...] = field(default=())

    def tables(self) -> Iterator[Table]:
        """Yield all tables, those inside folds too, in their order."""
        for section in self.sections:
            yield from _tables(section.blocks)


def _tables(blocks: tuple[Block, ...]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Fold):
            yield from _tables(block.blocks)
