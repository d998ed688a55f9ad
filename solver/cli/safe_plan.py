"""The plan at a level of safety as a plan.json, for ``explain``, ``diff`` and ``report``."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from solver.assignment.of_world import plan_terms
from solver.cli.made import meta_of
from solver.errors import Fault, InputError
from solver.explanation.unassigned import Unassigned, unassigned
from solver.readers.workspace import Workspace
from solver.report.data import json_text
from solver.report.plan import plan_data
from solver.whatif.robust import Curve, Point
from solver.writing import write_file


def write_safe_plan(path: Path, folder: Path, found: Workspace, curve: Curve, level: Fraction) -> None:
    """Write the plan of one level of a curve.

    Raises
    ------
    InputError
        If there is no plan at the level, or the file does not end in ``.json``.
    """
    point = next((one for one in curve.points if one.level == level), None)
    if path.suffix != ".json":
        raise InputError((Fault("--save", 1, "a file that ends in .json", repr(path.name)),))
    if point is None or point.result.plan is None:
        got = point.result.status if point else "none: the time was over before (--within)"
        raise InputError((Fault("--save", 1, f"a plan at level {float(level):g}", got),))
    left = tuple(_kept_free(one, level) for one in unassigned(found.team, found.backlog, point.result.plan))
    data = plan_data(found.team, found.backlog, point.result, left)
    data["terms"] = plan_terms(found.world, point.result.plan)
    data |= {"assumptions": [*found.assumptions, _assumed(curve, point)], "warnings": list(found.warnings)}
    data["meta"] = meta_of(found, folder, curve.base.seed, 0.0, "exact on a sample")
    write_file(path, json_text(data) + "\n")


def _kept_free(one: Unassigned, level: Fraction) -> Unassigned:
    """Say of what was outbid that hours may also be kept free."""
    if one.gate != "outbid":
        return one
    kept = f"kept free at level {float(level):g}"
    return replace(one, reason=f"its hours are {kept}" if one.is_unfinished else f"{one.reason}, or {kept}")


def _assumed(curve: Curve, point: Point) -> str:
    share = f"{float(point.level or 0):g}"
    spread = f"spread {curve.noise.spread:g}, shift {curve.noise.shift:g}"
    return f"each member keeps the limit in at least {share} of {curve.cases} cases ({spread}, seed {curve.seed})"
