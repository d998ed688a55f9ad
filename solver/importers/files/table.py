"""Tables as spreadsheets write them: commas, semicolons or tabs, cells of several lines, repeated names."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

# A description may be as long as its writer likes; the module's own limit is 128 kB.
csv.field_size_limit(2**27)
DELIMITERS: Final = ",;\t|"
QUOTES_IN_A_HEADER: Final = 64


@dataclass(frozen=True)
class Row:
    """The cells of one record, stripped, and the line it starts on."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A header and the records under it; a cell beyond the header has no name and is kept in ``cells``."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int = 1

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Where each name of the header stands, names as ``plain`` writes them; a name may stand several times."""
        found: dict[str, list[int]] = {}
        for at, name in enumerate(self.header):
            found.setdefault(plain(name), []).append(at)
        return {name: tuple(places) for name, places in found.items()}


def plain(name: str) -> str:
    """Return a name as it is compared: composed, lower case, single blanks.

    Examples
    --------
    >>> plain("  Issue  KEY ")
    'issue key'
    """
    return " ".join(unicodedata.normalize("NFC", name).replace("\ufeff", "").casefold().split())


def read_table(text: str) -> Table:
    """Return the table in a text; empty records are passed over."""
    records = _records(text)
    first = next(records, None)
    if first is None:
        return Table((), ())
    return Table(first.cells, tuple(records), first.line)


def read_header(text: str) -> tuple[str, ...]:
    """Return the cells of the first record that holds any."""
    first = next(_records(text), None)
    return first.cells if first else ()


def _records(text: str) -> Iterator[Row]:
    mark, _, rest = text.partition("\n")
    skipped = mark.strip().lower().startswith("sep=")
    body = rest if skipped else text
    delimiter = mark.strip()[4:5] or "," if skipped else delimiter_of(body)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    end = before = 1 if skipped else 0
    for cells in reader:
        start, end = end + 1, before + reader.line_num
        if any(cell.strip() for cell in cells):
            yield Row(start, tuple(cell.strip() for cell in cells))


def delimiter_of(text: str) -> str:
    """Return what parts the cells of the first line that is not empty, outside of quotes.

    Examples
    --------
    >>> delimiter_of('"a;b",c,d')
    ','
    """
    # Every other part between quotes is inside of them.
    start = text.lstrip("\r\n ")
    header = "".join(start.split('"', QUOTES_IN_A_HEADER * 2)[::2]).partition("\n")[0]
    return max(DELIMITERS, key=lambda mark: (header.count(mark), -DELIMITERS.index(mark)))
