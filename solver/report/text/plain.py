"""Nouns as data that JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from solver.assignment.result import Result
from solver.changes.change import Change
from solver.explanation.price import Price


def plain(value: Any) -> Any:
    """Return data that JSON can hold: fields by name, a price by level, exact numbers as numbers.

    Examples
    --------
    >>> from solver.explanation.diff import Diff
    >>> plain(Price("optimal", (("HIGH", 1),), Diff((), (("T", "X"),), ())))["changes"]
    {'HIGH': 1}
    """
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Price):
        found = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return found | {"changes": dict(value.changes), "tasks": value.tasks}
    if isinstance(value, Result):
        return result_data(value)
    if isinstance(value, Change):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if is_dataclass(value):
        found = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return found | {name: getattr(value, name) for name in ("price", "moves", "change") if _is_sum(value, name)}
    if isinstance(value, Decimal):
        return float(value)
    return [plain(each) for each in value] if isinstance(value, (tuple, list)) else value


def _is_sum(value: Any, name: str) -> bool:
    """Return whether a class has a number of this name that is no field of it."""
    return isinstance(getattr(type(value), name, None), property) and isinstance(getattr(value, name), int)


def result_data(result: Result) -> dict[str, Any]:
    """Return status, levels and assignments under the names of ``plan.json``."""
    given = result.plan.assignments if result.plan else ()
    return {
        "status": result.status,
        "levels": [{"name": v.name, "value": v.value, "bound": v.bound, "gap": v.gap} for v in result.levels],
        "assignments": [{"task": one.task, "member": one.member, "period": one.period} for one in given],
        "conflict": list(result.conflict),
    }
