"""Joins three states of a file: the last import, the import now, and what the user made of it meanwhile."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice
from typing import Final

from solver.readers.backlog.csv_tasks import dialect

_ABOUT: Final = re.compile(r"\s*(?:- \{id: [^,}]+|[^:#]+:)")


def merged_lines(base: str, now: str, mine: str) -> tuple[str, list[str]]:
    r"""Return a text with the changes of both sides, and the lines of the import that lost to the user's.

    Where both changed the same lines, the user's stand.

    Examples
    --------
    >>> merged_lines("a\nb\nc\n", "a\nb\nC\n", "A\nb\nc\n")
    ('A\nb\nC\n', [])
    """
    if mine in (base, now):
        return now, []
    if base == now:
        return mine, []
    old, new, own = (text.splitlines(keepends=True) for text in (base, now, mine))
    lost, result = list[str](), list[str]()
    for chunk_old, chunk_new, chunk_own in _chunks(old, new, own):
        if chunk_own == chunk_old:
            result += chunk_new
        else:
            result += chunk_own
            lost += [] if chunk_new in (chunk_old, chunk_own) else chunk_new
    return "".join(result), [line.strip() for line in lost if line.strip()]


def _chunks(old: list[str], new: list[str], own: list[str]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Yield the lines that all three have, by what they are about, and the stretches between them, in order."""
    to_new, to_own = _kept(old, new), _kept(old, own)
    at = (0, 0, 0)
    for line in range(len(old)):
        if line not in to_new or line not in to_own:
            continue
        here = (line, to_new[line], to_own[line])
        if at != here:
            yield old[at[0] : line], new[at[1] : here[1]], own[at[2] : here[2]]
        yield old[line : line + 1], new[here[1] : here[1] + 1], own[here[2] : here[2] + 1]
        at = (line + 1, here[1] + 1, here[2] + 1)
    yield old[at[0] :], new[at[1] :], own[at[2] :]


def _kept(old: list[str], other: list[str]) -> dict[int, int]:
    one, two = [_subject(line) for line in old], [_subject(line) for line in other]
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _subject(line: str) -> str:
    """Return what a line is about: a member of the roster, a key, an ability; a line without a colon is itself."""
    match = _ABOUT.match(line)
    return match[0] if match else line


def merged_rows(base: str, now: str, mine: str, key: str) -> tuple[str, list[str]]:
    r"""Return a table with the changes of both sides, cell by cell, and what of the import lost to the user's words.

    Rows go by the column ``key``, and cells may be parted as any spreadsheet does it. A row that the user deleted stays
    away, one that the user added stays; a row that is gone from the sources goes. Columns of the user's own are kept.

    Examples
    --------
    >>> merged_rows("id,h\nA,1\nB,2\n", "id,h\nA,3\nC,4\n", "id,h,note\nA,1,x\nB,2,\nD,9,\n", "id")
    ('id,h,note\nA,3,x\nC,4,\nD,9,\n', [])
    >>> merged_rows("id,h\nA,1\n", "id,h\nA,1\nC,4\n", "id;h\nA;2\n", "id")
    ('id,h\nA,2\nC,4\n', [])
    """
    if mine in (base, now):
        return now, []
    if base == now:
        return mine, []
    (columns, old), (wanted, new), (own_columns, own) = (_rows(text, key) for text in (base, now, mine))
    names = [*own_columns, *(name for name in wanted if name not in own_columns and name not in columns)]
    lost, rows = list[str](), list[dict[str, str]]()
    for name, row in new.items():
        if name in own:
            rows.append(_cells(row, old.get(name, {}), own[name], names, lost, name))
        elif name not in old:
            rows.append(row)
    rows += [row for name, row in own.items() if name not in new and name not in old]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, names, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue(), lost


def _cells(
    new: dict[str, str], old: dict[str, str], own: dict[str, str], names: list[str], lost: list[str], row: str
) -> dict[str, str]:
    found = {}
    for name in names:
        mine, before, now = own.get(name, ""), old.get(name, ""), new.get(name, "")
        found[name] = now if mine == before else mine
        if mine != before and now not in (before, mine):
            lost.append(f"{row}: {name} is {now!r} now, yours {mine!r} stays")
    return found


def _rows(text: str, key: str) -> tuple[list[str], dict[str, dict[str, str]]]:
    mark, line = dialect(text)
    lines = io.StringIO(text.lstrip("\ufeff"), newline="")
    # A first line may name the mark alone.
    reader = csv.DictReader(islice(lines, line - 1, None), delimiter=mark)
    rows = {
        row[key] or f"?{at}": {k: v or "" for k, v in row.items() if k} for at, row in enumerate(reader) if key in row
    }
    return list(reader.fieldnames or ()), rows
