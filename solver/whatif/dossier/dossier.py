"""Everything that a report says about one plan, computed once; a report only shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.assignment.baselines import BASELINES, greedy_plan
from solver.assignment.checker.plan import level_values
from solver.assignment.result import Result
from solver.assignment.sprints.workable import unworkable
from solver.communication.audit.report import CommunicationReport, communication_report
from solver.communication.distances import distances_of
from solver.communication.picture import Picture, picture
from solver.domain.plan import Plan
from solver.explanation.deadlines import impossible_deadlines
from solver.explanation.fix.change import Fix
from solver.explanation.marginal.marginal import Marginal
from solver.explanation.needs import Need, needs_of
from solver.explanation.price import Price
from solver.explanation.terms.term import Term
from solver.explanation.terms.terms import quality_rows
from solver.explanation.unassigned.reason import unassigned
from solver.explanation.unassigned.task import Unassigned
from solver.matching.build import build_problem, minutes
from solver.matching.folding import Folded
from solver.matching.pairs.coverage import Coverage, coverage
from solver.matching.pairs.fit import preferred_line
from solver.matching.pieces import is_timed
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from solver.readers.workspace import Workspace
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.resilience import Resilience
from solver.whatif.scenarios.compare import Row

MOST_MEMBERS = 40
MOST_TASKS = 400
# Pairs of a slot and a task that are looked at for pictures and reasons.
MOST_CELLS = 2_000_000
# Seconds for the question of which deadlines nothing can meet.
DEADLINES = 5.0


@dataclass(frozen=True)
class Reason:
    """Why a task is with a member: what it needs with the lines of the card, and the next best who could have it.

    ``others`` are member, fit and hours still free, best fit first; ``liked`` is the line of the card that names the
    task's kind, empty where none does.
    """

    task: str
    member: str
    needs: tuple[Need, ...]
    liked: str
    others: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class Placing:
    """What it takes to place a task that stayed out: a price if a plan has it, else the changes that allow one.

    With neither, no change on offer does, or, where it is not ``is_known``, the time was over before one was found.
    """

    task: str
    price: Price | None
    fix: Fix | None
    is_known: bool = True


@dataclass(frozen=True)
class Dossier:
    """A plan with everything around it.

    ``hours`` says what more hours of a member bring, ``marginals`` what scores, permissions and relaxed rules do,
    ``absences`` what is lost without each member; ``fixes`` are the cheapest changes after which there is a plan at
    all, ``baselines`` the level values of the greedy rules; ``asked`` names the questions that were asked, ``unasked``
    says what has no answer and why; ``notes`` say whether the order of one window can be worked, ``missed`` of which
    tasks nothing can meet the deadline. ``folder`` is how commands name the workspace, where that is known.
    """

    name: str
    found: Workspace
    result: Result
    problem: Problem
    left: tuple[Unassigned, ...]
    terms: tuple[Term, ...]
    reasons: tuple[Reason, ...]
    coverage: Coverage
    communication: CommunicationReport
    picture: Picture
    baselines: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    hours: tuple[tuple[str, int, Price], ...] = ()
    marginals: tuple[Marginal, ...] = ()
    placings: tuple[Placing, ...] = ()
    fixes: tuple[Fix, ...] = ()
    absences: Resilience | None = None
    scenarios: tuple[Row, ...] = ()
    asked: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    missed: tuple[tuple[str, str], ...] = ()
    folder: str = ""

    @property
    def is_large(self) -> bool:
        """Whether it is too large to be planned again and again."""
        return len(self.problem.tasks) > MOST_TASKS or len(self.problem.members) > MOST_MEMBERS

    @property
    def plan(self) -> Plan:
        """The plan, empty if there is none."""
        return self.result.plan or Plan(())


def dossier(name: str, found: Workspace, result: Result) -> Dossier:
    """Return what can be said of a result without a further plan.

    Parameters
    ----------
    name : str
        What to call the workspace.
    found : Workspace
        What was planned.
    result : Result
        Its plan, checked.

    Returns
    -------
    Dossier
        Without answers that need another plan; ``questions.ask`` adds them.
    """
    team, backlog, plan = found.team, found.backlog, result.plan or Plan(())
    distances = distances_of(found.world)
    problem = build_problem(team, backlog, found.weights, distances)
    fold = Folded(slot_problem(team, backlog)) if _is_foldable(found, problem) else None
    problem = fold.tasks(problem, plan) if fold else problem
    audit = communication_report(team, backlog, plan)
    # Greedy rules know one window alone.
    case, has_missed = Study(found.world), result.plan is not None and found.world.has_deadlines
    missed, unasked = impossible_deadlines(case, plan, Clock(DEADLINES)) if has_missed else ((), "")
    is_compared = result.plan is not None and len(problem.tasks) <= MOST_TASKS and not is_timed(team, backlog)
    return Dossier(
        name,
        found,
        result,
        problem,
        unassigned(team, backlog, plan) if result.plan else (),
        quality_rows(team, backlog, plan, found.weights, distances),
        tuple(_reasons(found, problem, plan, fold)),
        coverage(team, backlog),
        audit,
        picture(team, audit),
        _baselines(found, problem, distances) if is_compared else (),
        notes=(*_order(found, plan), *([unasked] if unasked else [])),
        missed=tuple((one.task, one.reason) for one in missed),
    )


def _order(found: Workspace, plan: Plan) -> tuple[str, ...]:
    """Return a sentence where the order of a plan of one window cannot be worked."""
    linked = any(task.dependencies for task in found.backlog.open_tasks)
    return unworkable(found.team, found.backlog, plan) if linked else ()


def _is_foldable(found: Workspace, problem: Problem) -> bool:
    """Return whether there are slots and pieces, few enough to look at each pair for a picture."""
    pairs = len(problem.members) * len(problem.tasks) * (len(found.team.periods) or 1)
    return is_timed(found.team, found.backlog) and 0 < pairs <= MOST_CELLS


def _reasons(found: Workspace, problem: Problem, plan: Plan, fold: Folded | None) -> Iterator[Reason]:
    """Yield the reason of each pair of a task and a member, in the order of the plan.

    With slots and pieces who else could have it is whoever passes every gate of that piece and has no seat of the task.
    """
    tasks = {task.id: task for task in found.backlog.tasks}
    members = {member.id: member for member in found.team.members}
    column = {name: t for t, name in enumerate(problem.tasks)}
    free = {name: member.load_limit_minutes for name, member in members.items()}
    # A split task has several parts with one member, which take no more than the whole.
    first: dict[tuple[str, str], int] = {}
    for given in plan.assignments:
        first.setdefault((given.task, given.member), given.piece)
    for task_id, name in first:
        free[name] -= minutes(members[name], tasks[task_id].estimate_minutes)
    passed, fit = (fold.passed, fold.fit) if fold else (problem.eligible, problem.fit)
    for (task_id, name), piece in first.items():
        member, task = members[name], tasks[task_id]
        c = fold.columns[task_id, piece] if fold else column[task_id]
        line = preferred_line(member.card, task, found.team.vocabulary)
        able = [m for m in passed[:, c].nonzero()[0] if problem.members[m] not in plan.owners[task_id]]
        ranked = sorted(able, key=lambda m: (-fit[m, c], problem.members[m]))[:2]
        others = tuple((problem.members[m], float(fit[m, c]), free[problem.members[m]] / 60) for m in ranked)
        seat = replace(task, requirements=task.seats[piece] if task.crew else task.requirements)
        yield Reason(task_id, name, needs_of(found.team, member, seat), line.name if line else "", others)


def _baselines(
    found: Workspace, problem: Problem, distances: NDArray[np.int64] | None
) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    plans = {name: greedy_plan(problem, rule) for name, rule in BASELINES.items()}
    return tuple(
        (name, tuple(level_values(found.team, found.backlog, plan, found.weights, distances).items()))
        for name, plan in plans.items()
    )
