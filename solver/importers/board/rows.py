"""Reads the rows of a table as items of a tracker, by the fields that its columns mean."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final

from solver.importers import languages
from solver.importers.board.amounts import minutes_of, number_of, thousands_in, unit_in
from solver.importers.board.board import MOST_MINUTES, MOST_POINTS
from solver.importers.board.dates import is_month_first, iso_date, order_of, serial_date
from solver.importers.board.item import Item
from solver.importers.board.merged import Merged
from solver.importers.board.odd_rows import Note, rows_of_work
from solver.importers.board.states import state_of
from solver.importers.fields import bare, columns_of
from solver.importers.files.table import Row, Table, plain

_LIST: Final = re.compile(r"\s*[;,\n|]\s*")
_MAIL: Final = re.compile(r"^(.*?)\s*<([^<>]+)>$")
_ID_IN_URL: Final = re.compile(r"/(?:issues|pull|work_items|browse|merge_requests)/([\w-]+)/?(?:[?#].*)?$")
_DATES: Final = ("due", "earliest")
# What parts two people in one cell, and how much of somebody a plan of a project takes.
_TOGETHER: Final = re.compile(r"\s*(?:[,;/&+]|\b(?:and|und|et|y|e|en)\b)\s*", re.IGNORECASE)
_PART_TIME: Final = re.compile(r"\s*\[\d{1,3} ?%\]")
# What ticks a row off where a column asks whether it is done.
TICKED: Final = {
    *("true", "yes", "y", "x", "1", "100", "ja", "oui", "sí", "si", "sim", "wahr", "vrai", "verdadero", "vero"),
    *languages.TICKED,
}
# What a column is called that holds a time; its numbers are minutes from a quarter of an hour on, in steps of five.
_TIMED: Final = re.compile(r"\btime\b|\bzeit\b|zeitschätzung|\btemps\b|\btiempo\b|\btempo\b|\bduration\b|\bdauer\b")
QUARTER: Final = 15


@dataclass
class Shape:
    """How a family writes its cells.

    ``unit`` is what a bare number of a time column counts in, "" where nobody says: then it is taken for points.
    ``people`` is "one" where a cell holds one person, "several" where commas part them, "guess" where nobody knows.
    """

    unit: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    people: str = "guess"
    zero_is_none: bool = True


class RowReader:
    """Reads the rows of one table; ``doubts`` gathers (line, text) about cells that could not be read.

    ``read_as`` says how cells were read that may mean two things, once for each column.
    """

    def __init__(self, table: Table, shape: Shape) -> None:
        self.table = table
        self.shape = shape
        self.columns = columns_of(table.header, shape.own)
        self.doubts: list[tuple[int, str]] = []
        self.unitless = False
        self.taken_for: dict[str, str] = {}
        self.read_as: dict[str, str] = {}
        self.notes: list[Note] = []
        self._thousands: dict[int, str] = {}
        self._month_first = {name: self._is_month_first(name) for name in _DATES}

    def items(self) -> list[Item]:
        """Return an item for each row that may be a task."""
        rows, self.notes = rows_of_work(self.table, self.columns)
        self._merged = Merged(rows, lambda row: (self.one(row, "id"), self.one(row, "title")), self.columns)
        self.notes += self._merged.notes(self.table.header)
        return [self._item(row) for row in rows]

    def _item(self, row: Row) -> Item:
        item = Item(self.one(row, "id"), row.line)
        item.title = self.one(row, "title")
        if not item.id:
            found = _ID_IN_URL.search(self.one(row, "url"))
            item.id, item.has_own_id = (found[1], True) if found else (_slug(item.title, row.line), False)
        for name in ("kind", "status", "category", "resolution", "priority", "description", "internal", "size"):
            setattr(item, name, self.one(row, name))
        if not item.status and not item.category:
            item.category = self._over(row)
        item.reporter, item.milestone = self.one(row, "reporter"), self.one(row, "milestone")
        item.people = self._people(row)
        item.labels, item.components = tuple(self.many(row, "labels")), tuple(self.many(row, "components"))
        item.needs = tuple(self.many(row, "needs"))
        item.parent, item.epic = self._parent(row), self.one(row, "epic")
        item.waits_for = [*self.many(row, "waits_for"), *self._at(row, self.columns.before)]
        item.blocks = [*self.many(row, "blocks"), *self._at(row, self.columns.after)]
        item.refers = len(self.many(row, "refers")) + len(self._at(row, self.columns.refers))
        self._sizes(item, row)
        item.sprints = tuple(filter(None, self._at(row, self.columns.places.get("sprint", ()))))
        item.sprint = self._sprint(row, item)
        for name in _DATES:
            setattr(item, name, self._date(row, name))
        asked = self.one(row, "people_asked")
        item.people_asked = int(asked) if asked.isdigit() and 1 <= int(asked) <= 9 else 1
        return item

    def latest(self) -> str:
        """Return the last day on which a row was written, "" where no column tells."""
        places = self.columns.places.get("written", ())
        month_first = (
            is_month_first(cell for row in self.table.rows for cell in self._at(row, places)) if places else False
        )
        days = (iso_date(cell, month_first) for row in self.table.rows for cell in self._at(row, places))
        return max(days, default="")

    def one(self, row: Row, name: str) -> str:
        """Return what the columns of a field say, the first that says anything."""
        for at in self.columns.places.get(name, ()):
            if at < len(row.cells) and row.cells[at]:
                return row.cells[at]
        return ""

    def many(self, row: Row, name: str) -> list[str]:
        """Return the values of a field that may have several, in several columns or in one cell."""
        return [one for cell in self._at(row, self.columns.places.get(name, ())) for one in listed(cell)]

    @staticmethod
    def _at(row: Row, places: tuple[int, ...]) -> list[str]:
        return [row.cells[at] for at in sorted(places) if at < len(row.cells) and row.cells[at]]

    def _people(self, row: Row) -> tuple[tuple[str, str], ...]:
        cells = self._at(row, self.columns.places.get("assignee", ()))
        cells = [_PART_TIME.sub("", cell) for cell in cells]
        guessed = self.shape.people == "guess"
        names = [one for cell in cells for one in (guessed and self._several(cell)) or _names(cell, self.shape.people)]
        accounts = [self.one(row, "account")] if self.columns.has("account") else []
        found = []
        for at, name in enumerate(names):
            mail = _MAIL.match(name)
            account = mail[2] if mail else accounts[at] if at < len(accounts) else name if "@" in name else ""
            found.append((mail[1] if mail and mail[1] else name, account))
        if not names and accounts and accounts[0]:
            found = [(accounts[0], accounts[0])]
        return tuple(found)

    def _over(self, row: Row) -> str:
        """Return "done" where a column of its own ticks a row off, or says that all of it is done."""
        said = plain(self.one(row, "done"))
        return "done" if said in TICKED or state_of(said)[0] == "DONE" or iso_date(said) else ""

    @cached_property
    def _alone(self) -> set[str]:
        """The names that stand alone in some cell, as they are compared."""
        places = self.columns.places.get("assignee", ())
        return {plain(cell) for row in self.table.rows for cell in self._at(row, places) if not _TOGETHER.search(cell)}

    def _several(self, cell: str) -> list[str]:
        """Return the people in a cell whose names stand alone elsewhere; none where one of them does not."""
        parts = [part for part in _TOGETHER.split(cell) if part]
        return parts if len(parts) > 1 and all(plain(part) in self._alone for part in parts) else []

    def _parent(self, row: Row) -> str:
        said = self.one(row, "parent")
        return _ID_IN_URL.search(said)[1] if _ID_IN_URL.search(said) else said  # type: ignore[index]

    def _sprint(self, row: Row, item: Item) -> str:
        """Return the last sprint named: a row that was carried over is in all of them."""
        if self.columns.names.get("sprint", "").casefold().startswith("iteration") and item.sprints:
            return item.sprints[-1].replace("\\", "/").rpartition("/")[2]
        if "cycle name" in {bare(self.table.header[at]) for at in self.columns.places.get("sprint", ())}:
            return self.one(row, "sprint")
        return item.sprints[-1] if item.sprints else ""

    def _sizes(self, item: Item, row: Row) -> None:
        item.estimate = self._minutes(row, "estimate", item)
        item.remaining = self._minutes(row, "remaining", item)
        item.spent = self._minutes(row, "spent", item)
        values = [self._points(row, at) for at in self.columns.places.get("points", ())]
        stated = [value for value in values if value is not None]
        if stated:
            item.points, item.original_points = stated[0], stated[-1]

    def _points(self, row: Row, at: int) -> Decimal | None:
        cell = row.cells[at] if at < len(row.cells) else ""
        number = number_of(cell, self._parted(at, "")) if cell else None
        if cell and (number is None or not 0 <= number <= MOST_POINTS):
            self.doubts.append((row.line, f"{self.table.header[at]} {cell!r} is no number of points: not taken"))
            return None
        return None if number is None else self._merged.points(row, at, number)

    def _minutes(self, row: Row, name: str, item: Item) -> int | None:
        for at in self.columns.places.get(name, ()):
            cell = row.cells[at] if at < len(row.cells) else ""
            if not cell:
                continue
            header = self.table.header[at]
            unit = self._stated(header) or self._time(at, header)
            if not unit and name != "estimate":
                # What is left or spent of an estimate is counted as the estimate is.
                known = (self._stated(self.table.header[one]) for one in self.columns.places.get("estimate", ()))
                unit = next(filter(None, known), "")
            parted = self._parted(at, unit)
            if not unit and (number := number_of(cell, parted)) is not None:
                self.unitless = True
                item.points = item.points if name != "estimate" else self._merged.points(row, at, number)
                continue
            minutes = minutes_of(cell, unit or "h", parted)
            if minutes is None or not 0 <= minutes <= MOST_MINUTES:
                self.doubts.append((row.line, f"{header} {cell!r} is no duration: not taken"))
            elif minutes or name != "estimate" or not self.shape.zero_is_none:
                return self._merged.minutes(row, at, minutes)
        return None

    def _stated(self, header: str) -> str:
        """Return the unit that somebody says for a column, or that its name does."""
        return self.shape.units.get(header) or unit_in(bare(header)) or self.shape.unit

    def _time(self, at: int, header: str) -> str:
        """Return the unit of a column that is called a time without one: minutes if all its numbers look like them."""
        if not _TIMED.search(bare(header)):
            return ""
        if header not in self.taken_for:
            cells = (row.cells[at] for row in self.table.rows if at < len(row.cells))
            numbers = [number for number in map(number_of, cells) if number]
            is_minutes = bool(numbers) and all(number >= QUARTER and number % 5 == 0 for number in numbers)
            if numbers:
                self.taken_for[header] = "min" if is_minutes else "h"
        return self.taken_for.get(header, "")

    def _parted(self, at: int, unit: str) -> str:
        """Return the mark that parts thousands in a column, "" for none."""
        if at not in self._thousands:
            cells = [row.cells[at] for row in self.table.rows if at < len(row.cells)]
            self._thousands[at], either = thousands_in(cells, unit)
            if either:
                text = f"{either!r} is read as {number_of(either)}, with three decimals"
                self.read_as[self.table.header[at]] = f"{text}; without the mark it would be thousands"
        return self._thousands[at]

    def _date(self, row: Row, name: str) -> str:
        said = self.one(row, name)
        found = iso_date(said, self._month_first[name]) if said else ""
        if said and not found and (found := serial_date(said)):
            text = f"the number {said} is read as the day of a spreadsheet, {found}"
            self.read_as.setdefault(f"{self.columns.names[name]} ", text)
        if said and not found:
            self.doubts.append((row.line, f"{self.columns.names[name]} {said!r} is no date: not taken"))
        return found

    def _is_month_first(self, name: str) -> bool:
        if not self.columns.has(name):
            return False
        found, how = order_of(self.one(row, name) for row in self.table.rows)
        if how:
            self.read_as[self.columns.names[name]] = f"{how}: no other date of it tells which"
        return found


def listed(cell: str) -> list[str]:
    """Return the items of a cell: parted by commas, semicolons or lines, or written as a list.

    Examples
    --------
    >>> listed("a, b;c"), listed("['bau', 'maintenance']"), listed('["x"]')
    (['a', 'b', 'c'], ['bau', 'maintenance'], ['x'])
    """
    if cell.startswith("[") and cell.endswith("]"):
        try:
            values = ast.literal_eval(cell)
        except (ValueError, SyntaxError):
            values = cell[1:-1].split(",")
        return [str(value).strip() for value in values if str(value).strip()]
    return [part for part in _LIST.split(cell) if part]


def _names(cell: str, parted: str) -> list[str]:
    """Return the people in one cell: a comma parts them, unless it parts a family name from a first name."""
    if parted == "one":
        return [cell]
    if ";" in cell or "\n" in cell or cell.startswith("["):
        return listed(cell)
    parts = [part.strip() for part in cell.split(",") if part.strip()]
    is_one = (
        parted == "guess" and len(parts) == 2 and " " not in parts[0] and "@" not in cell and parts[0][:1].isupper()
    )
    return [cell] if is_one and parts[1][:1].isupper() and "<" not in parts[0] else parts


def _slug(title: str, line: int) -> str:
    words = re.findall(r"[^\W_]+", plain(title))[:6]
    return "-".join(words) or f"row-{line}"
