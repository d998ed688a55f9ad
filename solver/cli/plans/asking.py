"""What the commands that answer questions about a plan share: the case behind it, known names, where answers go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from solver.assignment.checker.plan import objections
from solver.cli.console.talk import note
from solver.cli.options.groups import Now
from solver.cli.plans.left import as_left
from solver.cli.plans.planned import open_plan
from solver.domain.naming import Nearest
from solver.domain.plan import Plan
from solver.errors import Fault, InputError
from solver.matching.pieces import is_timed
from solver.readers.workspace import Workspace
from solver.study.study import Study

# What a question may be about, as a fault names it.
NAMED: Final = {"task": "an open task", "member": "a member"}


def case_of(found: Workspace, time_limit: float) -> Study:
    """Return the case of a workspace."""
    return Study(found.world, time_limit=time_limit)


def one_window(found: Workspace, command: str) -> Workspace:
    """Return a workspace of one window whose order does not count; raise where a command does not plan over periods.

    Raises
    ------
    InputError
        If there are periods, an order that counts, or crews.
    """
    if is_timed(found.team, found.backlog):
        why = "periods" if found.team.calendar else "an order that counts, or crews"
        raise InputError((Fault("team.yaml", 1, f"one window: `{command}` does not plan in time yet", why),))
    return found


def asked_plan(path: Path, now: Now, time_limit: float, *, changed: bool = False) -> Study:
    """Return the workspace of a plan with that plan, measured anew; what is gone since is left out of it.

    Raises
    ------
    InputError
        If the plan gives what the workspace does not have, or breaks a rule, although no file has changed.
    """
    changed = changed or now.changed
    planned = open_plan(path, now.workspace, changed=changed)
    planned.file.refuse_none()
    found, whole = as_left(planned.file, planned.found, planned.plan)
    case = case_of(found, time_limit)
    tasks, members = ({one.id for one in ones} for ones in (case.backlog.open_tasks, case.team.members))
    rows = whole.assignments
    plan = Plan(tuple(one for one in rows if one.task in tasks and one.member in members))
    wrong = objections(case.team, case.backlog, plan)
    if not changed and (len(plan.assignments) < len(rows) or wrong):
        got = wrong[0] if wrong else "work on tasks that are over"
        raise InputError((Fault(str(path), 1, "a plan that keeps the rules", got),))
    if wrong or len(plan.assignments) < len(rows):
        note("the workspace has changed since: the plan no longer holds as it is")
    if planned.status != "optimal":
        note("the plan is not proved to be the best one: prices compare with it all the same")
    return replace(case, known=case.measured(plan, planned.status), is_told=True)


def known_name(case: Study, path: Path, name: str, kinds: tuple[str, ...]) -> None:
    """Raise a fault with a suggestion if a name is none of the open tasks or members; of a task that is over, so."""
    names = {
        "task": [task.id for task in case.backlog.open_tasks],
        "member": [member.id for member in case.team.members],
    }
    known = [one for kind in kinds for one in names[kind]]
    if name not in known:
        said, close = case.backlog.missing(name, known) if "task" in kinds else ("", maybe(name, known))
        expected = " or ".join(NAMED[kind] for kind in kinds) + said
        raise InputError((Fault(str(path), 1, expected, repr(name), close),))


def maybe(name: str, known: Sequence[str]) -> str:
    """Return the closest of the known names, quoted, or nothing."""
    return Nearest(known).maybe(name)
