"""A plan.json with the workspace that it was made from."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from solver.cli.console.talk import note
from solver.domain.plan import Plan
from solver.errors import Fault, InputError
from solver.importers.doors import read_workspace
from solver.readers.plans.plan_file import PlanFile, read_plan_file
from solver.readers.workspace import Workspace

# A plan, its levels, its terms, and its open tasks if the file says them.
Stated = tuple[Plan, dict[str, int], dict[str, int], tuple[str, ...] | None]


@dataclass(frozen=True)
class Planned:
    """A plan, its workspace, and the file; ``changed`` names the inputs that are not what they were."""

    plan: Plan
    found: Workspace
    file: PlanFile
    folder: Path
    changed: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """The status that the file states."""
        return self.file.data.status

    @property
    def seed(self) -> int:
        """The seed of the search that made it."""
        return self.file.data.meta.seed


def open_plan(
    path: Path, workspace: Path | None, *, changed: bool = False, newer: bool = False, leavers: bool = False
) -> Planned:
    """Return a plan with its workspace, found where the plan says unless told, with the very files it was made from.

    Raises
    ------
    InputError
        If the file is no plan, or its workspace is not what it was and ``changed`` does not allow that, nor ``newer``
        that only the backlog has changed.
    """
    file = read_plan_file(path)
    folder = workspace or file.folder
    found = read_workspace(folder, strict=False, tasks="needed", leavers=leavers, **file.files(folder))
    other = _differences(file, found)
    if other and not changed and not (newer and all(_is_of_backlog(name, found) for name in other)):
        raise _other(path, other, "--changed, which takes them as they are now, or ")
    if not other:
        _refuse_unknown(file, found)
    return Planned(file.plan(found.team.calendar), found, file, folder, other)


def _is_of_backlog(name: str, found: Workspace) -> bool:
    return name.startswith("backlog") or name == dict(found.files).get("backlog")


def two_plans(path: Path, other: Path) -> tuple[Stated, Stated]:
    """Return two plans to compare: of one that was made in the middle of the other, this is what was left then."""
    this, that = read_plan_file(path), read_plan_file(other)
    if day := this.left_on(that):
        note(f"{other} is a plan of what was left of {path} on {day}: what was done before counts in {path} alone")
    this.refuse_none()
    that.refuse_none()
    return stated(this, this.plan_as_stated(day, that.plan_as_stated().owner)), stated(that, that.plan_as_stated())


def stated(file: PlanFile, plan: Plan) -> Stated:
    """Return a plan, its levels, its terms and its open tasks as the file states them, whatever became of the rest."""
    levels = {level.name: level.value for level in file.data.levels}
    return plan, levels, dict(file.data.terms), file.open_tasks


def period_names(path: Path) -> tuple[str, ...]:
    """Return the ids of the periods of a plan, in their order; none without periods."""
    return tuple(one.id for one in read_plan_file(path).data.periods)


def same_plan(file: PlanFile, found: Workspace) -> Plan:
    """Return the plan of a ``plan.json``; it must have been made from these very files."""
    if other := _differences(file, found):
        raise _other(file.path, other)
    _refuse_unknown(file, found)
    file.refuse_none()
    return file.plan(found.team.calendar)


def _refuse_unknown(file: PlanFile, found: Workspace) -> None:
    """Raise where a plan names tasks or members that are not in its workspace, which has not changed since."""
    file.refuse_unknown({task.id for task in found.backlog.tasks}, set(found.world.names))


def remembered(path: Path | None, folder: Path, given: dict[str, Path | None]) -> dict[str, Path | None]:
    """Return which parts of a workspace to read from elsewhere: as given, or as a plan remembers if none is given."""
    if path is None or any(given.values()):
        return given
    return {**given, **read_plan_file(path).files(folder)}


def _differences(file: PlanFile, found: Workspace) -> tuple[str, ...]:
    """Return the names of the inputs that are not what they were when the plan was made."""
    inputs = file.data.meta.inputs
    changed = sorted(name for name, digest in found.inputs if inputs.get(name) != digest)
    return (*changed, *sorted(set(inputs) - dict(found.inputs).keys()))


def _other(path: Path, names: tuple[str, ...], besides: str = "") -> InputError:
    got = f"changes in {', '.join(names)}"
    maybe = f"{besides}teamwright replan {shlex.quote(str(path))}, which plans them with the fewest moves."
    return InputError((Fault(str(path), 1, "the files that the plan was made from", got, maybe),))
