"""One answer to one question, in every format: computes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from solver.report.forms.document import Block, Code, Document, Fold, Points, Section, Table, Words
from solver.report.forms.table import csv_text, frame, records, table_of, text_lines
from solver.report.text.data import json_text
from solver.report.text.layout import fitted
from solver.report.text.markup import printable

if TYPE_CHECKING:
    import pandas as pd

FORMATS: Final = ("table", "json", "csv", "md", "html", "xlsx")


@dataclass(frozen=True)
class Answer:
    """A table with every row and column, what is read, and what data have beside the table.

    ``blocks`` are read: without any the table is. ``data`` is an object, to which ``rows`` is added, or a list: of as
    many objects as there are rows, each gets its row. Without any the rows are the data; ``is_whole`` says that they
    hold the rows already. ``paper`` is what Markdown and pages show, where that is not what is read.
    """

    table: Table
    blocks: tuple[Block, ...] = ()
    data: Any = None
    paper: tuple[Block, ...] = ()
    is_whole: bool = False

    def __repr__(self) -> str:
        """Return what is read: an answer shows itself as it is printed."""
        return "\n".join(self.lines())

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a data frame, with the columns of the CSV."""
        return frame(self.table)

    def as_format(self, name: str, width: int | None = None) -> str | bytes:
        """Return the answer in one of ``FORMATS``; only text minds the width, in cells of a terminal."""
        if name == "json":
            return json_text(self.as_data())
        if name == "csv":
            return csv_text(self.table)
        if name == "table":
            return "\n".join(self.lines(width))
        if name == "md":
            return self.markdown()
        document = self.document()
        if name == "xlsx":
            from solver.report.forms.workbook import workbook

            return workbook(document)
        from solver.report.forms.page import page

        return page(document)

    def as_data(self) -> Any:
        """Return what JSON holds."""
        rows = records(self.table)
        if self.data is None:
            return rows
        from solver.report.text.plain import plain

        data = plain(self.data)
        if self.is_whole:
            return data
        if isinstance(data, dict):
            return {"rows": rows} | data
        aligned = len(data) == len(rows) and all(isinstance(one, dict) for one in data)
        return [one | row for one, row in zip(data, rows, strict=True)] if aligned else data

    def lines(self, width: int | None = None) -> list[str]:
        """Return what is read."""
        found = list[str]()
        for block in self.blocks or (self.table,):
            found += ["", *_lines(block, width)] if found else _lines(block, width)
        return found

    def markdown(self) -> str:
        """Return what Markdown shows, every cell escaped."""
        from solver.report.forms.markdown import markdown_blocks

        return re.sub(r"\n{3,}", "\n\n", "\n".join(markdown_blocks(self._tabled()))).strip()

    def document(self, title: str = "teamwright") -> Document:
        """Return a page or a workbook of the answer, the whole table last."""
        blocks = self.paper or self.blocks
        blocks = (
            blocks
            if self.table in blocks
            else (
                *blocks,
                replace(self.table, caption=self.table.caption or "All rows", sheet=self.table.sheet or "rows"),
            )
        )
        return Document(title, "", (Section("answer", "Answer", blocks),))

    def _tabled(self) -> tuple[Block, ...]:
        """Return what Markdown shows: lines that are only to be read stand for rows that can be pasted."""
        if self.paper:
            return self.paper
        if all(isinstance(one, Code) for one in self.blocks):
            return (self.table,)
        return tuple(_points(one) if isinstance(one, Code) else one for one in self.blocks)


def told(lines: Sequence[str], data: Any = None, rows: Iterable[Mapping[str, Any]] = ()) -> Answer:
    """Return an answer in words, its rows as a table and its data."""
    return Answer(table_of(list(rows)), (Code(tuple(lines)),), [] if data is None else data)


def _points(code: Code) -> Points:
    return Points(tuple(line.strip() for line in code.lines if line.strip()))


def _lines(block: Block, width: int | None) -> list[str]:
    if isinstance(block, Table):
        caption = [*fitted([printable(block.caption)], width)] if block.caption else []
        return [*caption, *text_lines(block, width)]
    if isinstance(block, Words):
        return fitted([printable(block.text)], width)
    if isinstance(block, Fold):
        inner = (line for one in block.blocks for line in _lines(one, width))
        return [*fitted([printable(block.summary)], width), *inner]
    if isinstance(block, Points):
        return fitted((f"    {printable(item)}" for item in block.items), width)
    return fitted(map(printable, block.lines), width) if isinstance(block, Code) else []
