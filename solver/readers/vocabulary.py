"""Reads ``vocabulary.yaml``: other names for capabilities, and which ability stands in for which."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from solver.domain.vocabulary import Relation, Vocabulary
from solver.errors import Fault, InputError
from solver.readers.text.strict_yaml import Place, read_yaml


def read_vocabulary(path: Path) -> Vocabulary:
    """Return the vocabulary in one file.

    Parameters
    ----------
    path : Path
        ``aliases`` maps a name to a list of its other names; ``relations`` is a list of ``have``, ``need`` and
        ``factor`` from 0 to 1.

    Returns
    -------
    Vocabulary
        Aliases in the order of the file.

    Raises
    ------
    InputError
        With every fault at once: names that stand for two things, chains, factors out of range, unknown keys.
    """
    document = read_yaml(path)
    faults: list[Fault] = []
    data = document.data if document.data is not None else {}

    def fault(place: Place, expected: str, got: object) -> None:
        faults.append(Fault(document.file, document.line(place), expected, repr(got)))

    if not isinstance(data, dict):
        fault((), "the keys aliases and relations", data)
        data = {}
    for key in data:
        if key not in {"aliases", "relations"}:
            fault((key,), "aliases or relations", key)
    aliases = _aliases(data.get("aliases") or {}, fault)
    relations = _relations(data.get("relations") or [], fault)
    if faults:
        raise InputError(tuple(faults))
    return Vocabulary(tuple(aliases.items()), relations)


def _aliases(data: Any, fault: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    if not isinstance(data, dict):
        fault(("aliases",), "name: [other names]", data)
        return found
    for name, others in data.items():
        if not isinstance(others, list) or not all(isinstance(other, str) for other in others):
            fault(("aliases", name), "a list of names", others)
            continue
        for number, other in enumerate(others):
            if other in found or other in data:
                fault(("aliases", name, number), "a name that stands for one thing", other)
            found[other] = name
    return found


def _relations(data: Any, fault: Any) -> tuple[Relation, ...]:
    found = []
    for number, row in enumerate(data if isinstance(data, list) else [data]):
        place: Place = ("relations", number) if isinstance(data, list) else ("relations",)
        if not isinstance(row, dict) or set(row) != {"have", "need", "factor"}:
            fault(place, "have, need and factor", row)
        elif not isinstance(row["factor"], Decimal) or not 0 <= row["factor"] <= 1:
            fault((*place, "factor"), "a factor from 0 to 1", str(row["factor"]))
        elif row["have"] == row["need"]:
            fault(place, "two different capabilities", row["have"])
        else:
            found.append(Relation(str(row["have"]), str(row["need"]), row["factor"]))
    return tuple(found)
