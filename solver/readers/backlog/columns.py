"""Which column of a backlog a header or key means: our own names, in any case, and those that a person would type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from solver.domain.naming import folded

COLUMNS: Final = (
    *("id", "title", "type", "priority", "status", "assigned_to", "estimated_hours"),
    *("batch", "capabilities", "dependencies", "value", "permissions"),
    *("earliest", "due", "deadline", "split", "crew", "spent", "remaining"),
)
# What people write instead, the likelier first: the first that is there counts where our own name is not.
OTHER_NAMES: Final = {
    "id": ("task_id", "key"),
    "title": ("name", "summary"),
    "type": ("kind",),
    "status": ("state",),
    "assigned_to": ("owner", "assignee"),
    "estimated_hours": ("estimate", "hours", "estimate_hours", "days", "estimated_days"),
    "batch": ("epic",),
    "capabilities": ("capabilities_required", "required_capabilities", "skills", "skill"),
    "dependencies": ("depends_on", "blocked_by"),
}
# Columns that nobody but us calls so: a table that has one beside ids and estimates is one of ours.
OURS: Final = ("earliest", "split", "crew")
# Columns whose bare numbers are not hours.
UNITS: Final = {"days": "d", "estimated_days": "d"}
# Columns in which a comma parts names, as people write them.
LISTED: Final = ("skills", "skill")


@dataclass(frozen=True)
class Columns:
    """For each of our columns that is there, the header it stands under; and the headers that nothing reads."""

    of: Mapping[str, str]
    kept: tuple[str, ...]
    twice: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def cells(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the cells of one row under our own names."""
        found = {name: row[header] for name, header in self.of.items() if header in row}
        for name, unit in self.units.items():
            text = str(found.get(name, "")).strip()
            if text.replace(".", "", 1).isdigit():
                found[name] = f"{text}{unit}"
        for name in self.listed:
            if isinstance(found.get(name), str):
                found[name] = found[name].replace(",", ";")
        return found

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of bare numbers, of each of our columns in which they are no hours."""
        return {name: UNITS[plain(header)] for name, header in self.of.items() if plain(header) in UNITS}

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """Our columns in which a comma parts names."""
        return tuple(name for name, header in self.of.items() if plain(header) in LISTED)


def are_ours(headers: Iterable[str]) -> bool:
    """Return whether the columns of a table are those of our own backlog, and no tracker's.

    Examples
    --------
    >>> are_ours(["ID", "estimated_hours"]), are_ours(["key", "hours"]), are_ours(["key", "hours", "crew"])
    (True, False, True)
    """
    names = tuple(headers)
    plainly = {name.strip().lower() for name in names}
    return {"id", "estimated_hours"} <= (columns_of(names).of.keys() if plainly.intersection(OURS) else plainly)


def columns_of(headers: Iterable[str]) -> Columns:
    """Return what each header of a table, or each key of an object, stands for.

    Examples
    --------
    >>> found = columns_of(["ID", "Name", "hours", "colour"])
    >>> dict(found.of), found.kept, found.said
    ... # doctest: +NORMALIZE_WHITESPACE
    ({'id': 'ID', 'title': 'Name', 'estimated_hours': 'hours'}, ('colour',),
     ("the column 'Name' is read as title", "the column 'hours' is read as estimated_hours"))
    """
    return _columns_of(tuple(headers))


@lru_cache(maxsize=1024)
def _columns_of(headers: tuple[str, ...]) -> Columns:
    by_name: dict[str, list[str]] = {}
    for header in headers:
        by_name.setdefault(plain(header), []).append(header)
    of, said, twice = dict[str, str](), list[str](), list[str]()
    for column in COLUMNS:
        name = next((one for one in (column, *OTHER_NAMES.get(column, ())) if one in by_name), "")
        if not name:
            continue
        of[column] = by_name[name][0]
        if len(by_name[name]) > 1:
            twice.append(" and ".join(map(repr, by_name[name])))
        if name != column:
            unit = f", in {name.removeprefix('estimated_')}" if name in UNITS else ""
            said.append(f"the column {of[column]!r} is read as {column}{unit}")
    used = set(of.values())
    kept = dict.fromkeys(header for header in headers if header.strip() and header not in used)
    return Columns(of, tuple(kept), tuple(twice), tuple(said))


@lru_cache(maxsize=4096)
def plain(header: str) -> str:
    """Return a header without case, with one mark between words.

    Examples
    --------
    >>> plain(" Estimated Hours ")
    'estimated_hours'
    """
    return folded(header).replace(" ", "_").replace("-", "_")
