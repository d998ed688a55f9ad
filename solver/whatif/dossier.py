"""Everything that a report says about one plan, computed once; a report only shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.assignment.baselines import BASELINES, greedy_plan
from solver.assignment.checker import level_values
from solver.assignment.result import Result
from solver.assignment.sprints.workable import unworkable
from solver.communication.distances import distances_of
from solver.communication.picture import Picture, picture
from solver.communication.report import CommunicationReport, communication_report
from solver.domain.plan import Plan
from solver.domain.showing import some
from solver.explanation.fix import fixes
from solver.explanation.fix_change import Fix
from solver.explanation.fix_in_time import fixes_in_time
from solver.explanation.marginal import Marginal, marginal_values
from solver.explanation.price import Price, compare
from solver.explanation.term import Term
from solver.explanation.terms import quality_rows
from solver.explanation.unassigned import Unassigned, unassigned
from solver.explanation.why import Need, needs_of
from solver.matching.build import build_problem, minutes
from solver.matching.coverage import Coverage, coverage
from solver.matching.fit import preferred_line
from solver.matching.pieces import is_timed
from solver.matching.problem import Problem
from solver.readers.workspace import Workspace
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.compare import Row
from solver.whatif.resilience import Resilience, resilience

MOST_QUESTIONS = 40
MOST_TASKS = 400
# Parts of the time for questions, each of what the one before left, and the most of it for one plan.
HOURS, RULES, AWAY, ONE_PLAN = 0.3, 0.3, 0.5, 0.1
# Everything but hours, which are asked in a coarser way.
RELAXED = ("score", "permission", "batch", "forbid", "pin", "wip", "separate", "together")


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
    all, ``baselines`` the level values of the greedy rules; ``unasked`` says what was left out and why; ``notes`` say
    whether the order of one window can be worked. ``folder`` is how commands name the workspace, where that is known.
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
    unasked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    folder: str = ""

    @property
    def is_large(self) -> bool:
        """Whether it is too large to be planned again and again."""
        return len(self.problem.tasks) > MOST_TASKS or len(self.problem.members) > MOST_QUESTIONS

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
        Without answers that need another plan; ``ask`` adds them.
    """
    team, backlog, plan = found.team, found.backlog, result.plan or Plan(())
    distances = distances_of(found.world)
    problem = build_problem(team, backlog, found.weights, distances)
    audit = communication_report(team, backlog, plan)
    # Greedy rules know one window alone.
    is_compared = result.plan is not None and len(problem.tasks) <= MOST_TASKS and not is_timed(team, backlog)
    return Dossier(
        name,
        found,
        result,
        problem,
        unassigned(team, backlog, plan) if result.plan else (),
        quality_rows(team, backlog, plan, found.weights, distances),
        tuple(_reasons(found, problem, plan)),
        coverage(team, backlog),
        audit,
        picture(team, audit),
        _baselines(found, problem, distances) if is_compared else (),
        notes=_order(found, plan),
    )


def _order(found: Workspace, plan: Plan) -> tuple[str, ...]:
    """Return a sentence where the order of a plan of one window cannot be worked."""
    linked = any(task.dependencies for task in found.backlog.open_tasks)
    if not plan.assignments or not linked or is_timed(found.team, found.backlog):
        return ()
    return unworkable(found.team, found.backlog, plan)


def ask(told: Dossier, *, time_limit: float = 10.0, patience: float = 300.0) -> Dossier:
    """Return the dossier with the answers that need further plans: the worth of hours, and what places what is out.

    Parameters
    ----------
    told : Dossier
        With a plan.
    time_limit : float
        Seconds for each plan.
    patience : float
        Seconds of the processor for all of them, however busy the machine is; what is left then is not asked, and
        ``unasked`` says so.

    Returns
    -------
    Dossier
        A larger one; without a plan, what would make one possible; the same, with a remark, if it is too large to be
        planned again and again.
    """
    clock = Clock(patience)
    if told.result.status == "infeasible":
        return _with_fixes(told, min(time_limit, patience * ONE_PLAN))
    if told.result.plan is None:
        return told
    if told.is_large:
        size = f"{len(told.problem.tasks):,} tasks and {len(told.problem.members):,} members"
        why = f"with {size} the worth of hours and the price of what stays out are not computed: each needs a plan"
        return replace(told, unasked=(*told.unasked, why))
    found, skipped = told.found, list[tuple[str, str, str]]()
    base = Study(found.world, told.result, time_limit)
    case = _case(told, min(time_limit, patience * ONE_PLAN))

    def skip(*one: str) -> None:
        skipped.append((one[0], one[1], one[2]))

    walks = marginal_values(case, told.result, ("hours",), clock=clock.share(HOURS), skipped=skip)
    hours = tuple((one.member, one.first_gain.amount, one.first_gain.price) for one in walks)
    marginals = marginal_values(case, told.result, RELAXED, clock=clock.share(RULES), skipped=skip)
    absences = resilience(base, "none", clock=clock.share(AWAY))
    placings, unasked = [], [*told.unasked, *_skipped(skipped, absences)]
    for one in told.left[:MOST_QUESTIONS]:
        if not clock.is_over:
            placings.append(_placing(case, told.result, one, clock))
    if len(placings) < len(told.left):
        unasked.append(f"what it takes to place a task is answered for {len(placings)} of {len(told.left)} tasks")
    told = replace(told, hours=hours, marginals=marginals, absences=absences)
    return replace(told, placings=tuple(placings), unasked=tuple(unasked))


def _with_fixes(told: Dossier, time_limit: float) -> Dossier:
    """Return the dossier with what would make a plan possible, or a remark that the search for it ended."""
    try:
        return replace(told, fixes=_fixes(_case(told, time_limit), (), 3))
    except TimeoutError as error:
        return replace(told, unasked=(*told.unasked, f"what would make a plan possible is not known: {error}"))


def _fixes(case: Study, place: tuple[str, ...], most: int) -> tuple[Fix, ...]:
    """Return the cheapest changes, within the case's time."""
    if is_timed(case.team, case.backlog):
        return fixes_in_time(case, place, most, clock=Clock(case.time_limit))
    return fixes(case, place, most)


def _skipped(skipped: list[tuple[str, str, str]], absences: Resilience) -> list[str]:
    """Return which questions there was no time for."""
    found = []
    hours = [member for kind, member, _ in skipped if kind == "hours"]
    if hours:
        found.append(f"what more hours bring is not answered for {some(hours)}")
    rules = sum(kind != "hours" for kind, _, _ in skipped)
    if rules:
        found.append(f"what {rules} other scores, permissions and rules would bring is not answered")
    away = [" and ".join(one) for one in absences.skipped]
    if away:
        found.append(f"what is lost without {some(away)} is not answered")
    return [f"{text}: the time for questions was over" for text in found]


def _case(told: Dossier, time_limit: float) -> Study:
    world = told.found.world
    return Study(world, time_limit=time_limit)


def _reasons(found: Workspace, problem: Problem, plan: Plan) -> Iterator[Reason]:
    tasks = {task.id: task for task in found.backlog.tasks}
    members = {member.id: member for member in found.team.members}
    column = {name: t for t, name in enumerate(problem.tasks)}
    free = {name: member.load_limit_minutes for name, member in members.items()}
    # A split task has several parts with one member, which take no more than the whole.
    pairs = list(dict.fromkeys((given.task, given.member) for given in plan.assignments))
    for task_id, name in pairs:
        free[name] -= minutes(members[name], tasks[task_id].estimate_minutes)
    eligible = problem.eligible
    for task_id, name in pairs:
        t, member, task = column[task_id], members[name], tasks[task_id]
        line = preferred_line(member.card, task, found.team.vocabulary)
        able = [m for m in eligible[:, t].nonzero()[0] if problem.members[m] != name]
        ranked = sorted(able, key=lambda m: (-problem.fit[m, t], problem.members[m]))[:2]
        others = tuple((problem.members[m], float(problem.fit[m, t]), free[problem.members[m]] / 60) for m in ranked)
        needs = needs_of(found.team, member, task)
        yield Reason(task_id, name, needs, line.name if line else "", others)


def _baselines(
    found: Workspace, problem: Problem, distances: NDArray[np.int64] | None
) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    plans = {name: greedy_plan(problem, rule) for name, rule in BASELINES.items()}
    return tuple(
        (name, tuple(level_values(found.team, found.backlog, plan, found.weights, distances).items()))
        for name, plan in plans.items()
    )


def _placing(case: Study, base: Result, left: Unassigned, clock: Clock) -> Placing:
    """Return the price of a plan that has the task, or the cheapest changes if there is none."""
    policies = case.team.policies
    team = replace(case.team, policies=replace(policies, required=(*policies.required, left.task)))
    if left.gate in {"outbid", "rule"}:
        price = compare(base, case.of(replace(case.world, team=team), time_limit=clock.left(case.time_limit)).result)
        if price.changes:
            return Placing(left.task, price, None)
    try:
        found = _fixes(replace(case, time_limit=clock.left(case.time_limit)), (left.task,), 1)
    except TimeoutError:
        return Placing(left.task, None, None, is_known=False)
    return Placing(left.task, None, next(iter(found), None))
