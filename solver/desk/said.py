"""Changes said as keywords of Python: the same words as on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from solver.changes.catalogue import KINDS
from solver.changes.change import Change


def changes_of(said: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the changes that keywords mean, in the order in which the command line makes them.

    Parameters
    ----------
    said : mapping of str to Any
        By kind of change: a text as in a scenario or a number, a list of them, or a mapping for ``NAME=value``.

    Returns
    -------
    tuple of Change
        Who joins, what changes, who and what goes.

    Raises
    ------
    TypeError
        If a keyword is no kind of change.

    Examples
    --------
    >>> [str(one) for one in changes_of({"remove": "ADA", "capacity": {"BOB": 50, "CY": 20}})]
    ['capacity: BOB=50', 'capacity: CY=20', 'remove: ADA']
    >>> [str(one) for one in changes_of({"sprint": 1})]
    ['sprint: 1']
    """
    unknown = [kind for kind in said if kind not in KINDS]
    if unknown:
        raise TypeError(f"no kind of change is called {unknown[0]!r}; they are {', '.join(KINDS)}")
    return tuple(Change(kind, text, kind) for kind in KINDS for text in _texts(said.get(kind)))


def _texts(value: Any) -> Iterable[str]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping):
        return tuple(f"{name}={part}" for name, part in value.items())
    return tuple(map(str, value)) if isinstance(value, Iterable) else (str(value),)
