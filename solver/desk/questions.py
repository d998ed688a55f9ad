"""One question about a plan and its answer: the same for the command line and for a notebook."""

from __future__ import annotations

from solver.assignment.result import Result
from solver.domain.naming import Nearest
from solver.domain.plan import Plan
from solver.domain.world import World
from solver.errors import Fault, InputError
from solver.explanation import why_not as reasons
from solver.explanation.edits import task_of
from solver.explanation.left_out import left_out
from solver.explanation.smallest import smallest_change
from solver.explanation.suggest import suggest as suggestions
from solver.explanation.why import explain
from solver.report import reasons as answers
from solver.report.answers import Answer, told
from solver.stopping import Clock
from solver.study.study import Study

# Seconds for an answer, the part of them until which another plan is begun, and the part for any one plan.
ANSWER, QUESTIONS, ONE_PLAN = 10.0, 0.7, 0.2


def why(world: World, base: Result, name: str, seconds: float = ANSWER) -> Answer:
    """Return why a task or a member is as it is in a plan; ``seconds`` bound the search for runners-up."""
    case, plan = _case(world, seconds), base.plan or Plan(())
    members = {one.id for one in world.team.members}
    _known(name, {*members, *(one.id for one in world.backlog.open_tasks)}, "task or member")
    whys = explain(case, plan).assignments
    if name in members:
        return answers.member_answer([one for one in whys if one.member == name], name, plan)
    task = task_of(world.backlog, name)
    if name in plan.owner:
        one, *rest = (one for one in whys if one.task == name)
        others = reasons.runners_up(case, base, name, clock=Clock(seconds * QUESTIONS))
        return answers.task_answer(one, task, others, rest)
    return answers.left_out_answer(left_out(case, plan, (name,))[0], task)


def why_not(world: World, base: Result, task: str, member: str, seconds: float = ANSWER) -> Answer:
    """Return what stops a member from having a task, or what it costs, and the smallest change that allows it."""
    _known(task, {one.id for one in world.backlog.open_tasks}, "task")
    _known(member, {one.id for one in world.team.members}, "member")
    if base.plan and base.plan.owner.get(task) == member:
        return told([f"{member} has {task} in this plan."], {"has": True})
    case, clock = _case(world, seconds), Clock(seconds * QUESTIONS)
    answer = reasons.why_not(case, base, task, member, clock=clock)
    return answers.why_not_answer(answer, smallest_change(case, base, task, member, clock=clock))


def suggest(world: World, base: Result, task: str, seconds: float = ANSWER) -> Answer:
    """Return who could take a task and what each would cost, the best first."""
    _known(task, {one.id for one in world.backlog.open_tasks}, "task")
    return answers.suggest_answer(suggestions(_case(world, seconds), base.plan or Plan(()), task))


def _case(world: World, seconds: float) -> Study:
    return Study(world, time_limit=seconds * ONE_PLAN)


def _known(name: str, names: set[str], what: str) -> None:
    """Raise with the closest name if there is none of that name."""
    if name not in names:
        raise InputError((Fault("plan", 1, f"a {what} that is there", repr(name), Nearest(sorted(names)).maybe(name)),))
