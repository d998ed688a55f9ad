"""What is changed on the page, as lines of a scenario: read, and joined where one takes up another."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from solver.changes.change import Change
from solver.errors import Fault, InputError
from solver.report.app.saving import inside

# So many lines, and letters of one, are taken from a page.
MOST_LINES: Final = 200
MOST_LETTERS: Final = 2000
_HOURS = re.compile(r"capacity: (?P<who>.+)=(?P<sign>[+-]?)(?P<hours>\d+(?:\.\d+)?)h?")


def with_line(lines: Sequence[str], new: str) -> tuple[str, ...]:
    """Return lines with one more; hours more or less for somebody who has some already are one line with them.

    Examples
    --------
    >>> with_line(["remove: A", "capacity: B=+4h"], "capacity: B=+2h")
    ('remove: A', 'capacity: B=+6h')
    >>> with_line(["capacity: B=+4h"], "capacity: B=-4h")
    ()
    >>> with_line(["capacity: B=30"], "capacity: B=+4h")
    ('capacity: B=34',)
    >>> with_line(["remove: A"], "remove: A")
    ('remove: A',)
    """
    found, asked = list(lines), _HOURS.fullmatch(new)
    if new in found and not (asked and asked["sign"]):
        return tuple(found)
    for place, line in enumerate(found):
        before = _HOURS.fullmatch(line)
        if asked and before and before["who"] == asked["who"]:
            joined = _joined(before, asked)
            return (*found[:place], *joined, *found[place + 1 :])
    return (*found, new)


def _joined(before: re.Match[str], asked: re.Match[str]) -> tuple[str, ...]:
    """Return the line that two lines about one member's hours are together, or none where they undo each other."""
    if not asked["sign"]:
        return (asked[0],)
    change = Decimal(asked["sign"] + asked["hours"]) + Decimal(before["sign"] + before["hours"])
    if not before["sign"]:
        return (f"capacity: {before['who']}={max(change, Decimal(0)):f}",)
    return (f"capacity: {before['who']}={change:+f}h",) if change else ()


def lines_of_options(text: str) -> tuple[str, ...]:
    """Return the lines that options of ``teamwright whatif`` are.

    Examples
    --------
    >>> lines_of_options("--clone ADA --capacity 'A B=+4'")
    ('clone: ADA', 'capacity: A B=+4')
    """
    words = shlex.split(text)
    return tuple(f"{kind.removeprefix('--')}: {value}" for kind, value in zip(words[::2], words[1::2], strict=True))


def changes_of(lines: Sequence[str], folder: Path, names: Collection[str] = ()) -> tuple[Change, ...]:
    """Return the changes that lines are; a card to add has to lie in the workspace.

    Parameters
    ----------
    lines : sequence of str
        Each ``kind: text``.
    folder : Path
        The workspace.
    names : collection of str
        The members, of whom one may join again.

    Returns
    -------
    tuple of Change
        In their order.

    Raises
    ------
    InputError
        With every line that is none, and every card outside of the workspace.

    Examples
    --------
    >>> [str(one) for one in changes_of(["capacity: A=+4", " remove :B"], Path())]
    ['capacity: A=+4', 'remove: B']
    """
    faults, found = list[Fault](), list[Change]()
    for number, line in enumerate(lines, 1):
        kind, mark, text = (part.strip() for part in line.partition(":"))
        if not (kind and mark and text):
            faults.append(Fault("change", number, "a line such as 'remove: MEMBER'", repr(line)))
            continue
        try:
            found.append(_placed(Change(kind, text, "change", number), folder, names))
        except InputError as error:
            faults += [replace(one, file="change", line=number) for one in error.faults]
    if faults:
        raise InputError(tuple(faults))
    return tuple(found)


def as_written(changes: Sequence[Change], lines: Sequence[str]) -> tuple[Change, ...]:
    """Return changes with the texts of their lines: a card by the name that it was given."""
    return tuple(replace(one, text=line.partition(":")[2].strip()) for one, line in zip(changes, lines, strict=True))


def _placed(change: Change, folder: Path, names: Collection[str]) -> Change:
    """Return a change with its card's path in full: what is no file of the workspace is not looked for elsewhere."""
    if change.kind == "add":
        name, mark, rest = change.text.partition("=")
    elif change.kind == "join":
        name, mark, rest = change.text.rpartition("@")
    else:
        return change
    if name.strip() in names and change.kind == "join":
        return change
    return replace(change, text=f"{inside(folder, name.strip())}{mark}{rest}")
