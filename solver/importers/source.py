"""A stranger's file as it came: its bytes decoded, and looked at as text, JSON, YAML or tables when asked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from solver.importers.files.decoding import decode
from solver.importers.files.table import Table, read_header, read_table, records_of
from solver.importers.headings import heading_of, under_titles, work_of
from solver.importers.settings import Settings
from solver.readers.text.files import read_bytes

WORKBOOKS: Final = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Source:
    """One file; ``name`` is how reports call it, with ``/`` between folders."""

    path: Path
    name: str
    settings: Settings = field(default_factory=Settings)

    @cached_property
    def raw(self) -> bytes:
        """The bytes."""
        return read_bytes(self.path, "a file to import")

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        return decode(self.raw)

    @property
    def text(self) -> str:
        """The text, line ends as they came; empty where the file is no text."""
        return self._decoded[0]

    @property
    def encoding(self) -> str:
        """How the bytes were read; empty where the file is no text."""
        return self._decoded[1]

    @cached_property
    def data(self) -> Any:
        """What the file holds as JSON; None where it is none. Of several values in a row, a list (JSON lines)."""
        start = self.text.lstrip()[:1]
        if start not in ("{", "["):
            return None
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return _json_lines(self.text)

    @cached_property
    def is_workbook(self) -> bool:
        """Whether the file is an Excel workbook."""
        return self.path.suffix.lower() in WORKBOOKS and self.raw.startswith(b"PK")

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The cells of the first row that holds any; () where the file is no table."""
        if self.is_workbook:
            return self.table.header if self.table else ()
        return read_header(self.text, str(self.path)) if self._may_be_table else ()

    @cached_property
    def table(self) -> Table | None:
        """The file as one table: a CSV file, or the first sheet of a workbook that holds anything."""
        if self.is_workbook:
            return next((sheet for sheet in self.sheets.values() if sheet.header), None)
        return read_table(self.text, str(self.path)) if self._may_be_table else None

    @cached_property
    def heading(self) -> tuple[str, ...]:
        """The names of the columns of a table of tasks, which may stand under titles; else the first row, or ()."""
        if self.is_workbook:
            return self.work.header if self.work else ()
        if not self._may_be_table:
            return ()
        found = heading_of(records_of(self.text, str(self.path)), self.settings.part(self.name).columns)
        return found.cells if found else self.header

    @cached_property
    def work(self) -> Table | None:
        """The file as one table of tasks: a CSV file, or the sheets of a workbook that hold tasks."""
        own = self.settings.part(self.name).columns
        if self.is_workbook:
            return work_of(self.sheets, own)
        return under_titles(self.table, own) if self.table else None

    @cached_property
    def sheets(self) -> dict[str, Table]:
        """The sheets of a workbook by name, merged cells filled; {} where the file is none."""
        if not self.is_workbook:
            return {}
        from solver.importers.files.workbook import read_sheets

        return read_sheets(self.path)

    @property
    def _may_be_table(self) -> bool:
        # What is called a workbook and is text was written by a program that knew no better.
        named = self.path.suffix.lower() in {".csv", ".tsv", ".txt", ".tab", "", ".xls", *WORKBOOKS}
        return named and bool(self.text) and not self.text.lstrip().startswith("<")


def _json_lines(text: str) -> list[Any] | None:
    try:
        found = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None
    return found or None
