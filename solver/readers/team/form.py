"""What is wrong with the form of a ``team.yaml``, value by value; what is left when those values are taken out."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from solver.domain.naming import Nearest
from solver.errors import Fault, InputError
from solver.readers.team.schema import MemberPart, TeamFile
from solver.readers.text.strict_yaml import Document, Place

DECIMAL = re.compile(r"Decimal\('([^']*)'\)")
# What other lines are read by: without these they would be called wrong, too.
READ_BY = frozenset({"hours_per_day", "externals", "aliases", "groups", "card", "id", "periods"})
# Errors in our own words where those of pydantic are about its classes.
SAID = {
    "decimal_type": "to be decimal",
    "dict_type": "to be keys with a value each",
    "model_type": "to be keys with a value each",
    "no_kind": "to be a value of another kind",
    "string_pattern_mismatch": "to be weeks or days such as 2w or 10d",
    "too_short": "to have at least {min_length} items",
}


def read_form(document: Document) -> tuple[TeamFile, list[Fault]]:
    """Return what a file says, less the values of a wrong form, and a fault for each of those.

    Parameters
    ----------
    document : Document
        A ``team.yaml``; an empty one says nothing.

    Returns
    -------
    tuple of TeamFile and list of Fault
        Names, dates and hours in it can still be looked at, so that their faults are told at the same time.

    Raises
    ------
    InputError
        With the faults of form alone, where the rest makes no sense without the values that have them.
    """
    data = {} if document.data is None else document.data
    try:
        return TeamFile.model_validate(data), []
    except ValidationError as error:
        errors = _meant(data, error.errors())
        found = list({str(fault): fault for fault in (_fault(document, each) for each in errors)}.values())
        places = {_place(data, each): each for each in errors}
        if any(not place or _is_read_by(each, place) for place, each in places.items()):
            raise InputError(tuple(found)) from error
        try:
            return TeamFile.model_validate(_without(data, places)), found
        except ValidationError:
            raise InputError(tuple(found)) from error


def _is_read_by(error: Any, place: Place) -> bool:
    """Return whether other lines are read by the value at a place, or by what was meant by a key that is none."""
    if error["type"] == "extra_forbidden":
        return len(place) == 1 or bool(Nearest(READ_BY).to(str(place[-1])))
    return not READ_BY.isdisjoint(place)


def _place(data: Any, error: Any) -> Place:
    """Return the keys and numbers that lead to the value, without the names of kinds that pydantic puts between."""
    return tuple(part for part, _ in _walk(data, error) if part is not None)


def _walk(data: Any, error: Any) -> Iterator[tuple[str | int | None, bool]]:
    """Yield each key or number on the way to a value, or None, and whether the kind that stands there may be meant."""
    parts = list(error["loc"])
    for part in parts[:-1] if error["type"] == "missing" else parts:
        if (isinstance(data, Mapping) and part in data) or (isinstance(data, list) and isinstance(part, int)):
            data = data[part]
            yield part, True
        elif part != "[key]":
            yield None, _is_kind(str(part), data)
    if error["type"] == "missing":
        yield parts[-1], True


def _is_kind(name: str, value: Any) -> bool:
    """Return whether a value is of a kind, by the name that pydantic gives it where there are several."""
    if isinstance(value, Mapping):
        return name.startswith("dict[") or name.endswith("Part")
    return name.startswith("list[") == isinstance(value, list) and not name.startswith("dict[")


def _meant(data: Any, errors: Iterable[Any]) -> list[Any]:
    """Return the errors about the kind that each value has; all of its place where it is of none that is known."""
    by_place: dict[Place, list[Any]] = {}
    for each in errors:
        by_place.setdefault(_place(data, each), []).append(each)
    found = []
    for place, some in by_place.items():
        good = [each for each in some if all(fine for _, fine in _walk(data, each))]
        is_told = any(other[: len(place)] == place and other != place for other in by_place)
        found += good or ([] if is_told else [some[0] | {"type": "no_kind"}])
    return found


def _without(data: Any, places: Container[Place], here: Place = ()) -> Any:
    """Return plain data without the values at some places."""

    def kept(items: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
        return ((key, _without(value, places, (*here, key))) for key, value in items if (*here, key) not in places)

    if isinstance(data, Mapping):
        return dict(kept(data.items()))
    return [value for _, value in kept(enumerate(data))] if isinstance(data, list) else data


def _fault(document: Document, error: Any) -> Fault:
    place = _place(document.data, error)
    line, got = document.line(place), DECIMAL.sub(r"\1", repr(error["input"]))
    if error["type"] == "extra_forbidden":
        known = TeamFile.model_fields if len(place) == 1 else _fields_at(place[:-1])
        expected = f"one of the keys {', '.join(known)}" if known else "a known key"
        return Fault(document.file, line, expected, repr(place[-1]), Nearest(known).maybe(str(place[-1])))
    what = ".".join(str(part) for part in place) or "the file"
    if error["type"] == "missing":
        return Fault(document.file, line, f"a key {place[-1]} in {'.'.join(map(str, place[:-1]))}", "none")
    said = error["msg"].removeprefix("Input should be ").removeprefix("a valid ")
    expected = SAID.get(error["type"], f"to be {said}").format(**error.get("ctx", {}))
    return Fault(document.file, line, f"{what} {expected}", got[:80])


def _fields_at(place: Place) -> list[str]:
    """Return the keys that may stand at a place, if it is a part with fields of its own."""
    if place[0] == "roster":
        return [part.alias or name for name, part in MemberPart.model_fields.items()] if len(place) == 2 else []
    part = TeamFile.model_fields[str(place[0])].annotation if str(place[0]) in TeamFile.model_fields else None
    return list(getattr(part, "model_fields", {})) if len(place) == 1 else []
