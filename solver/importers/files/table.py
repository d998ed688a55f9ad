"""Tables as spreadsheets write them: commas, semicolons or tabs, cells of several lines, repeated names."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from solver.errors import Fault, InputError

# A description may be as long as its writer likes; the module's own limit is 128 kB.
csv.field_size_limit(2**27)
DELIMITERS: Final = ",;\t|"
QUOTES_IN_A_HEADER: Final = 64
# A first line such as sep=; that spreadsheets obey, with the line end of whoever wrote it.
_SEP: Final = re.compile(r'"?sep=([^\r\n"]?)"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


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


def read_table(text: str, file: str = "a table") -> Table:
    """Return the table in a text; empty records are passed over.

    Raises
    ------
    InputError
        If a quote is never closed: the rest of the file would be one cell.
    """
    records = _records(text, file)
    first = next(records, None)
    if first is None:
        return Table((), ())
    return Table(first.cells, tuple(records), first.line)


def read_header(text: str, file: str = "a table") -> tuple[str, ...]:
    """Return the cells of the first record that holds any."""
    first = next(_records(text, file), None)
    return first.cells if first else ()


def _records(text: str, file: str) -> Iterator[Row]:
    mark = _SEP.match(text)
    body = text[mark.end() :] if mark else text
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=(mark and mark[1]) or delimiter_of(body))
    start, end = 0, 0
    before = 1 if mark else 0
    for cells in reader:
        start, end = end, reader.line_num
        if any(cell.strip() for cell in cells):
            yield Row(before + start + 1, tuple(cell.strip() for cell in cells))
    if end > start and _is_open("".join(islice(io.StringIO(body, newline=""), start, end)), reader.dialect.delimiter):
        raise InputError((Fault(file, before + start + 1, "a quote that is closed", "the end of the file"),))


def _is_open(record: str, delimiter: str) -> bool:
    """Return whether a quote is still open where a record ends."""
    try:
        list(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def delimiter_of(text: str) -> str:
    """Return what parts the cells of the first line that is not empty, outside of quotes.

    Examples
    --------
    >>> delimiter_of('"a;b",c,d')
    ','
    """
    # Every other part between quotes is inside of them.
    start = text.lstrip("\r\n ")
    header = re.split(r"[\r\n]", "".join(start.split('"', QUOTES_IN_A_HEADER * 2)[::2]), maxsplit=1)[0]
    return max(DELIMITERS, key=lambda mark: (header.count(mark), -DELIMITERS.index(mark)))
