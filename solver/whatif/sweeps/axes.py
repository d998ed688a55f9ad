"""The rows of a sweep: axes with settings, every combination of them or a sample that covers each axis evenly."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import prod

import numpy as np

from solver.changes.catalogue import KINDS
from solver.changes.change import Change
from solver.errors import Fault, InputError

# A plus before both ends, or the first alone, is one before each value: so much more than there is.
RANGE = re.compile(r"(\+?)(-?\d+(?:\.\d+)?)\.\.\1?(-?\d+(?:\.\d+)?)(?::(\d+(?:\.\d+)?))?([a-z]*)")
# A span of days is one value.
DAYS = re.compile(r"\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}")
# Kinds whose text is one name, so that a comma separates names.
NAMES = frozenset({"remove", "clone", "drop", "require", "reopen", "add", "join", "second"})
# Kinds whose text is a number, so that it is listed like a value; none of them changes nothing.
NUMBERS = frozenset({"sprint"})
NOTHING = "none"
MOST_ROWS = 100_000


@dataclass(frozen=True)
class Axis:
    """Something that varies: its name, and for each setting a label and what it changes (nothing: no changes)."""

    name: str
    labels: tuple[str, ...]
    settings: tuple[tuple[Change, ...], ...]


@dataclass(frozen=True)
class Point:
    """One row to be: the label of each axis, and all changes together."""

    labels: tuple[str, ...]
    changes: tuple[Change, ...]


def axis_of(change: Change) -> Axis:
    """Return the axis that a change with lists and ranges in it stands for.

    ``|`` separates whole texts, one of which may be ``none`` for no change. After the last ``=`` of kinds that have a
    value, and of kinds that are a number, commas separate values and ``20..60:5`` or ``+0..+8:4`` is a range, but days
    such as ``2027-01-18..2027-01-22`` are one value; of kinds that name one thing, commas separate names.

    Parameters
    ----------
    change : Change
        Such as ``capacity`` with ``BAKER=20..40:10``.

    Returns
    -------
    Axis
        Of at least one setting.

    Raises
    ------
    InputError
        If a range has no end, no step that leads there, or too many steps.

    Examples
    --------
    >>> axis_of(Change("capacity", "BAKER=20..40:10")).labels
    ('20', '30', '40')
    >>> axis_of(Change("remove", "BAKER,none")).settings
    ((Change(kind='remove', text='BAKER', file='command line', line=1),), ())
    """
    kind = KINDS.get(change.kind)
    texts: list[str] = []
    for part in change.text.split("|"):
        left, mark, right = part.strip().rpartition("=")
        if kind and kind.has_value and mark:
            texts += [f"{left}={value}" for value in _values(change, right)]
        elif change.kind in NUMBERS:
            texts += [NOTHING if value == "0" else value for value in _values(change, part.strip())]
        elif change.kind in NAMES:
            texts += [name.strip() for name in part.split(",")]
        else:
            texts.append(part.strip())
    subjects = {text.rpartition("=")[0] for text in texts}
    one = bool(kind and kind.has_value) and len(subjects) == 1 and "" not in subjects
    name = f"{change.kind} {subjects.pop()}" if one else change.kind
    labels = tuple(text.rpartition("=")[2] if one else text for text in texts)
    made = (() if text == NOTHING else (Change(change.kind, text, change.file, change.line),) for text in texts)
    return Axis(name, labels, tuple(made))


def _values(change: Change, text: str) -> Iterator[str]:
    """Yield each value of a list of values and ranges."""
    for part in (one.strip() for one in text.split(",")):
        if ".." not in part or DAYS.fullmatch(part):
            yield part
            continue
        match = RANGE.fullmatch(part)
        if not match:
            raise _fault(change, "a range such as 20..60:5 or 0..1:0.25h")
        first, last, step = Decimal(match[2]), Decimal(match[3]), Decimal(match[4] or 1)
        if last < first or not step or (last - first) % step or (last - first) / step > MOST_ROWS:
            raise _fault(change, f"a range whose steps lead from {first} to {last}")
        for number in range(int((last - first) / step) + 1):
            yield f"{match[1]}{(first + number * step).normalize():f}{match[5]}"


def _fault(change: Change, expected: str) -> InputError:
    return InputError((Fault(change.file, change.line, expected, repr(str(change))),))


def axes_of(changes: tuple[Change, ...]) -> tuple[Axis, ...]:
    """Return an axis for each change; raises InputError with all faults at once."""
    axes, faults = [], list[Fault]()
    for change in changes:
        try:
            axes.append(axis_of(change))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(tuple(faults))
    return tuple(axes)


def grid(axes: tuple[Axis, ...]) -> tuple[Point, ...]:
    """Return every combination of settings, the last axis fastest; raises InputError if they are too many."""
    size = prod(len(axis.settings) for axis in axes)
    if size > MOST_ROWS:
        got = " x ".join(f"{len(axis.settings)} of {axis.name}" for axis in axes)
        maybe = "--samples 1000 covers each axis evenly."
        raise InputError((Fault("command line", 1, f"at most {MOST_ROWS:,} rows", f"{size:,} ({got})", maybe),))
    return tuple(_point(axes, places) for places in itertools.product(*(range(len(axis.settings)) for axis in axes)))


def latin_hypercube(axes: tuple[Axis, ...], samples: int, seed: int) -> tuple[Point, ...]:
    """Return as many rows as wanted, of which each axis takes each of its settings equally often, or once more.

    Each axis is cut into as many parts as there are samples and each part is met once (McKay, Beckman, Conover 1979);
    which parts meet is left to chance.

    Parameters
    ----------
    axes : tuple of Axis
        At least one.
    samples : int
        How many rows, at least 1; the same row may come twice.
    seed : int
        Of the chance.

    Returns
    -------
    tuple of Point
        The same for the same seed.
    """
    chance = np.random.default_rng(seed)
    places = []
    for axis in axes:
        # One offset for all parts of an axis: however it falls, no setting is met twice more often than another.
        parts = chance.permutation(samples) + chance.random()
        places.append([int(part * len(axis.settings) / samples) for part in parts])
    return tuple(_point(axes, row) for row in zip(*places, strict=True))


def _point(axes: tuple[Axis, ...], places: tuple[int, ...]) -> Point:
    chosen = tuple(zip(axes, places, strict=True))
    changes = (change for axis, place in chosen for change in axis.settings[place])
    return Point(tuple(axis.labels[place] for axis, place in chosen), tuple(changes))
