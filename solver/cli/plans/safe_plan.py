"""The plan at a level of safety as a plan.json, for ``explain``, ``diff`` and ``report``."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from solver.assignment.of_world import plan_terms
from solver.assignment.result import Result
from solver.cli.plans.made import meta_of
from solver.errors import Fault, InputError
from solver.explanation.unassigned.reason import unassigned
from solver.explanation.unassigned.task import Unassigned
from solver.readers.workspace import Workspace
from solver.report.plan.data import plan_data
from solver.report.text.data import json_text
from solver.whatif.noise.noise import Noise
from solver.whatif.noise.robust import Curve
from solver.whatif.noise.safe_in_time import Safe
from solver.writing import write_file


def write_safe_plan(path: Path, folder: Path, found: Workspace, curve: Curve, level: Fraction) -> None:
    """Write the plan of one level of a curve.

    Raises
    ------
    InputError
        If there is no plan at the level, or the file does not end in ``.json``.
    """
    point = next((one for one in curve.points if one.level == level), None)
    share = f"{float(level):g}"
    spread = f"spread {curve.noise.spread:g}, shift {curve.noise.shift:g}"
    said = f"each member keeps the limit in at least {share} of {curve.cases} cases ({spread}, seed {curve.seed})"
    got = "none: the time was over before (--within)"
    _write(path, folder, found, point.result if point else got, level, said, curve.base.seed, "exact on a sample")


def write_safe_plan_in_time(
    path: Path, folder: Path, found: Workspace, safe: Safe | None, level: Fraction, noise: Noise, seed: int
) -> None:
    """Write a plan over periods with hours kept free.

    Raises
    ------
    InputError
        If there is no plan at the level, or the file does not end in ``.json``.
    """
    cases = safe.risk.cases if safe else 0
    but = f", but {', '.join(f'{who} in {when}' for who, when in safe.over)}" if safe and safe.over else ""
    spread = f"spread {noise.spread:g}, shift {noise.shift:g}"
    said = f"each member keeps the hours of each period in at least {float(level):g} of {cases} cases{but} ({spread})"
    result = safe.result if safe else "none: too many hours would be kept free for what must have a place"
    _write(path, folder, found, result, level, said, seed, "hours kept free, not proved to be the best")


def _write(
    path: Path, folder: Path, found: Workspace, result: Result | str, level: Fraction, said: str, seed: int, engine: str
) -> None:
    """Write the plan of a result, or raise and say what there is instead."""
    if path.suffix != ".json":
        raise InputError((Fault("--save", 1, "a file that ends in .json", repr(path.name)),))
    if isinstance(result, str) or result.plan is None:
        got = result if isinstance(result, str) else result.status
        raise InputError((Fault("--save", 1, f"a plan at level {float(level):g}", got),))
    left = tuple(_kept_free(one, level) for one in unassigned(found.team, found.backlog, result.plan))
    data = plan_data(found.team, found.backlog, result, left)
    data["terms"] = plan_terms(found.world, result.plan)
    data |= {"assumptions": [*found.assumptions, said], "warnings": list(found.warnings)}
    data["meta"] = meta_of(found, folder, seed, 0.0, engine)
    write_file(path, json_text(data) + "\n")


def _kept_free(one: Unassigned, level: Fraction) -> Unassigned:
    """Say of what was outbid that hours may also be kept free."""
    if one.gate != "outbid":
        return one
    kept = f"kept free at level {float(level):g}"
    return replace(one, reason=f"its hours are {kept}" if one.is_unfinished else f"{one.reason}, or {kept}")
