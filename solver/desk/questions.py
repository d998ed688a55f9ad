"""One question about a plan and its answer: the same for the command line and for a notebook."""

from __future__ import annotations

from typing import Final

from solver.explanation import why_not as reasons
from solver.explanation.edits import task_of
from solver.explanation.smallest import smallest_change
from solver.explanation.suggest.suggest import suggest as suggestions
from solver.explanation.unassigned.left_out import left_out
from solver.explanation.why import explain
from solver.report.explanation import reasons as answers
from solver.report.forms.answers import Answer, told
from solver.stopping import Clock
from solver.study.study import Study

# Seconds for an answer, the part of them until which another plan is begun, and the part for any one plan.
ANSWER: Final = 10.0
QUESTIONS: Final = 0.7
ONE_PLAN: Final = 0.2


def why(case: Study, name: str, clock: Clock) -> Answer:
    """Return why an open task or a member is as it is in a plan; the clock bounds the search for runners-up."""
    plan = case.best
    whys = explain(case, plan).assignments
    if name in {member.id for member in case.team.members}:
        return answers.member_answer([one for one in whys if one.member == name], name, plan)
    task = task_of(case.backlog, name)
    if name in plan.owner:
        one, *rest = (one for one in whys if one.task == name)
        return answers.task_answer(one, task, reasons.runners_up(case, name, clock=clock), rest)
    return answers.left_out_answer(left_out(case, plan, (name,), clock=clock)[0], task)


def why_not(
    case: Study,
    task: str,
    member: str,
    clock: Clock,
    *,
    quick: bool = False,
    most_hours: int | None = None,
) -> Answer:
    """Return what stops a member from having a task, or what it costs, and the smallest change that allows it."""
    if case.best.owner.get(task) == member:
        return told([f"{member} has {task} in this plan."], {"has": True})
    answer = reasons.why_not(case, task, member, clock=clock)
    smallest = None if quick else smallest_change(case, task, member, most_hours=most_hours, clock=clock)
    return answers.why_not_answer(answer, smallest)


def suggest(case: Study, task: str, clock: Clock) -> Answer:
    """Return who could take a task and what each would cost, the best first."""
    return answers.suggest_answer(suggestions(case, case.best, task, clock=clock))
