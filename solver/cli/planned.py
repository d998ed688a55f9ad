"""A plan.json with the workspace that it was made from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solver.domain.plan import Assignment, Plan
from solver.errors import Fault, InputError
from solver.readers.workspace import Workspace, read_workspace


@dataclass(frozen=True)
class Planned:
    """A plan, its workspace, its status, and the value that it states for each level and each term of the quality."""

    plan: Plan
    found: Workspace
    levels: tuple[tuple[str, int], ...]
    seed: int
    status: str = "feasible"
    terms: tuple[tuple[str, int], ...] = ()
    folder: str = "."


def open_plan(path: Path, workspace: Path | None, *, changed: bool = False) -> Planned:
    """Return a plan with its workspace, found where the plan says unless told.

    Raises
    ------
    InputError
        If the file is no plan, or its workspace is not what it was and ``changed`` does not allow that.
    """
    data = _load(path)
    folder = workspace or Path(str(data["meta"].get("workspace", ".")))
    found = read_workspace(folder)
    plan = _plan(data, path) if changed else read_plan(path, found)
    levels, terms = _figures(data, path)
    seed, status = int(data["meta"].get("seed", 0)), str(data.get("status"))
    return Planned(plan, found, levels, seed, status, terms, str(folder.resolve()))


def stated(path: Path) -> tuple[Plan, dict[str, int], dict[str, int]]:
    """Return a plan, its levels and its terms as the file states them, whatever has become of its workspace."""
    data = _load(path)
    levels, terms = _figures(data, path)
    return _plan(data, path), dict(levels), dict(terms)


def read_plan(path: Path, found: Workspace) -> Plan:
    """Return the plan in a ``plan.json``; it must have been made from these very files."""
    data = _load(path)
    inputs = dict(data["meta"]["inputs"])
    changed = sorted(name for name, digest in found.inputs if inputs.get(name) != digest)
    changed += sorted(set(inputs) - dict(found.inputs).keys())
    if changed:
        got = f"changes in {', '.join(changed)}"
        raise InputError((Fault(str(path), 1, "the files that the plan was made from", got),))
    return _plan(data, path)


def _load(path: Path) -> dict[str, Any]:
    """Return the data of a plan.json, with the keys that everything else rests on."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data["meta"]["inputs"], dict) or not isinstance(data["levels"], list):
            raise ValueError("its keys are not those of a plan")
    except (ValueError, KeyError, TypeError) as error:
        raise InputError((Fault(str(path), 1, "a plan.json", f"{type(error).__name__} {error}"),)) from error
    return dict(data)


Figures = tuple[tuple[str, int], ...]


def _figures(data: dict[str, Any], path: Path) -> tuple[Figures, Figures]:
    """Return the value of each level and of each term."""
    try:
        levels = tuple((str(level["name"]), int(level["value"])) for level in data["levels"])
        return levels, tuple((str(name), int(units)) for name, units in dict(data.get("terms") or {}).items())
    except (ValueError, KeyError, TypeError) as error:
        raise InputError((Fault(str(path), 1, "a plan.json", f"{type(error).__name__} {error}"),)) from error


def _plan(data: dict[str, Any], path: Path) -> Plan:
    try:
        rows = [Assignment(str(row["task"]), str(row["member"]), int(row["period"])) for row in data["assignments"]]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError((Fault(str(path), 1, "a plan.json", f"{type(error).__name__} {error}"),)) from error
    return Plan(tuple(rows))
