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
# So much from the top tells what parts the cells.
LETTERS_LOOKED_AT, LINES_LOOKED_AT = 100_000, 15
# Chinese and Japanese keyboards write ASCII in the width of their signs.
_WIDE: Final = {0xFEFF: None, 0x3000: " ", **{sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)}}
# What alone in every cell of a record draws a line.
_RULE: Final = " \t\r\n-=:_+"
# A first line such as sep=; that spreadsheets obey, with the line end of whoever wrote it.
_SEP: Final = re.compile(r'"?sep=([^\r\n"]?)"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """The cells of one record, stripped, and the line it starts on.

    Of cells that are merged over several lines ``over`` has the place, and what they are called: ``May!D2:D4``.
    """

    line: int
    cells: tuple[str, ...]
    over: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """A header and the records under it; a cell beyond the header has no name and is kept in ``cells``.

    ``notes`` are lines for the ledger about what of the file is not in the rows, or is in them as somebody assumed:
    line, what became of it, and the text.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int = 1
    notes: tuple[tuple[int, str, str], ...] = ()

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Where each name of the header stands, names as ``plain`` writes them; a name may stand several times."""
        found: dict[str, list[int]] = {}
        for at, name in enumerate(self.header):
            found.setdefault(plain(name), []).append(at)
        return {name: tuple(places) for name, places in found.items()}


def plain(name: str) -> str:
    """Return a name as it is compared: composed, lower case, single blanks, signs of usual width.

    Examples
    --------
    >>> plain("  Issue  KEY "), plain("工时（小时）")
    ('issue key', '工时(小时)')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFC", name).translate(_WIDE)
    return " ".join(name.casefold().split())


def read_table(text: str, file: str = "a table") -> Table:
    """Return the table in a text; empty records are passed over.

    Raises
    ------
    InputError
        If a quote is never closed: the rest of the file would be one cell.
    """
    records = records_of(text, file)
    first = next(records, None)
    if first is None:
        return Table((), ())
    return Table(first.cells, tuple(records), first.line)


def read_header(text: str, file: str = "a table") -> tuple[str, ...]:
    """Return the cells of the first record that holds any."""
    first = next(records_of(text, file), None)
    return first.cells if first else ()


def records_of(text: str, file: str = "a table") -> Iterator[Row]:
    """Yield the records of a text that hold anything, as they are read; lines of dashes under a header are none."""
    mark = _SEP.match(text)
    body = text[mark.end() :] if mark else text
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=(mark and mark[1]) or delimiter_of(body))
    start, end = 0, 0
    before = 1 if mark else 0
    for cells in reader:
        start, end = end, reader.line_num
        if any(cells) and any(cell.strip(_RULE) for cell in cells):
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
    r"""Return what parts the cells: what most of the first lines have outside of quotes, the header most often.

    Examples
    --------
    >>> delimiter_of('"a;b",c,d'), delimiter_of("Plan, for all\na;b\n1;2")
    (',', ';')
    """
    # Every other part between quotes is inside of them.
    outside = "".join(text[:LETTERS_LOOKED_AT].split('"')[::2])
    lines = [line for line in re.split(r"[\r\n]+", outside) if line.strip()][:LINES_LOOKED_AT]
    first = lines[0] if lines else ""
    return max(
        DELIMITERS,
        key=lambda mark: (sum(mark in line for line in lines), first.count(mark), -DELIMITERS.index(mark)),
    )
