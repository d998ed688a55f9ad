"""The commands that answer questions about a plan as it is: explain, why-not, suggest, alternatives."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console.counting import counting
from solver.cli.console.talk import note
from solver.cli.console.watching import BASE, in_time
from solver.cli.options.groups import Form, Now, grouped
from solver.cli.options.shared import AnswerLimit, MostHours, PlanFile
from solver.cli.plans.asking import asked_plan, known_name
from solver.cli.plans.planned import open_plan
from solver.desk import questions
from solver.desk.questions import ANSWER, ONE_PLAN, QUESTIONS
from solver.domain.showing import some
from solver.explanation import alternatives as others
from solver.explanation import why_not as reasons
from solver.explanation.marginal.marginal import KINDS, marginal_values
from solver.explanation.why import explain as explained
from solver.matching.pieces import is_timed
from solver.report.explanation import reasons as answers
from solver.report.explanation.worth import marginal_answer
from solver.report.forms.answers import Answer
from solver.stopping import Clock
from solver.study.study import Study

# Of each change so many steps are shown in words, unless it is asked for by name; data have them all.
MOST_STEPS = 4


@grouped
def explain(
    plan: PlanFile,
    now: Now,
    form: Form,
    name: Annotated[str | None, typer.Argument(help="a task or a member")] = None,
    instead: Annotated[bool, typer.Option("--instead", help="who else could have each task, at what price")] = False,
    hours: Annotated[bool, typer.Option("--hours", help="what more hours of each member bring")] = False,
    binds: Annotated[bool, typer.Option("--binds", help="what each limit, gate and rule costs")] = False,
    fine: Annotated[bool, typer.Option("--fine", help="hours: stop also where work only suits better")] = False,
    most_hours: MostHours = None,
    time_limit: AnswerLimit = ANSWER,
) -> None:
    """Say where a plan's quality comes from, who else could do it, and what more hours or fewer rules would bring."""
    clock = Clock(time_limit * QUESTIONS)
    case = asked_plan(plan, now, time_limit * ONE_PLAN)
    if name:
        known_name(case, plan, name, ("member",) if hours or binds else ("task", "member"))
    with in_time(time_limit):
        # Of a task that stayed out the reasons say who could have it.
        if instead and (not name or any(name in (one.task, one.member) for one in case.best.assignments)):
            answer = _instead(case, clock, name)
        elif hours or binds:
            answer = _worth(case, name, KINDS if binds else ("hours",), fine, most_hours, clock)
        elif name:
            answer = questions.why(case, name, clock)
        else:
            answer = answers.plan_answer(explained(case, case.best))
    form.put(answer)


def _instead(case: Study, clock: Clock, name: str | None) -> Answer:
    """Return the runner-up of each task that has a member, of one task or of one member's if either is named."""
    mine = (one for one in case.best.assignments if not name or name in (one.task, one.member))
    given = tuple({one.task: one for one in mine}.values())
    timed, late = is_timed(case.team, case.backlog), list[str]()
    with counting("planning anew") as progress:
        found = []
        for number, one in enumerate(given):
            if progress:
                progress(number, len(given))
            if not timed:
                found.append((one, next(iter(reasons.runners_up(case, one.task, clock=clock)), None)))
                continue
            try:
                found.append((one, reasons.next_in_time(case, case.best, one.task, clock)))
            except TimeoutError:
                late.append(one.task)
    if timed:
        note("prices are those with everything else in its sprint or out of the plan: why-not plans anew")
    if late:
        note(f"left out, as the time was over (--time-limit): {some(late, 8)}")
    return answers.instead_answer(found)


def _worth(
    case: Study,
    name: str | None,
    kinds: tuple[str, ...],
    fine: bool,
    most_hours: int | None,
    clock: Clock,
) -> Answer:
    """Return what changes of data bring, of one member if one is named."""
    skipped = list[tuple[str, str, str]]()
    with counting("planning anew") as progress:
        found = marginal_values(
            case,
            kinds,
            fine=fine,
            member=name,
            progress=progress,
            most_hours=most_hours,
            clock=clock,
            skipped=lambda *one: skipped.append(one),
        )
    upto = "a quarter of the load limit" if most_hours is None else f"{most_hours} h"
    hours = f"What more hours bring, up to {upto} (--most-hours), most first:"
    head = hours if kinds == ("hours",) else "What would bring more, most first:"
    return marginal_answer(found, head, None if name else MOST_STEPS, skipped)


@grouped
def why_not(
    plan: PlanFile,
    task: str,
    member: str,
    now: Now,
    form: Form,
    quick: Annotated[bool, typer.Option("--quick", help="do not look for the smallest change")] = False,
    most_hours: MostHours = None,
    time_limit: AnswerLimit = ANSWER,
) -> None:
    """Say what stops a member from having a task, or what it costs, and the smallest change after which it stands."""
    clock = Clock(time_limit * QUESTIONS)
    case = asked_plan(plan, now, time_limit * ONE_PLAN)
    known_name(case, plan, task, ("task",))
    known_name(case, plan, member, ("member",))
    with in_time(time_limit):
        answer = questions.why_not(case, task, member, clock, quick=quick, most_hours=most_hours)
    form.put(answer)


@grouped
def suggest(
    task: str,
    plan: Annotated[Path, typer.Option("--plan", help="a plan.json")],
    now: Now,
    form: Form,
    time_limit: AnswerLimit = ANSWER,
) -> None:
    """Say who suits one task now, with everything else as planned; the task may be newer than the plan."""
    # A new task is what this command is for: a backlog that has changed is no reason to refuse.
    if other := open_plan(plan, now.workspace, changed=now.changed, newer=True).changed:
        note(f"{plan}: changes in {', '.join(other)} since; everything else is taken as planned")
    clock = Clock(time_limit * QUESTIONS)
    case = asked_plan(plan, now, time_limit, changed=bool(other) or now.changed)
    known_name(case, plan, task, ("task",))
    form.put(questions.suggest(case, task, clock))


@grouped
def alternatives(
    plan: PlanFile,
    now: Now,
    form: Form,
    within: Annotated[float, typer.Option(help="percent of quality that may be lost", min=0, max=100)] = 5.0,
    differ: Annotated[int, typer.Option(help="tasks that must be with somebody else, in or out", min=1)] = 3,
    most: Annotated[int, typer.Option(help="how many plans", min=1)] = 3,
    time_limit: AnswerLimit = 60.0,
) -> None:
    """Show other plans that place the same work and are nearly as good, but truly different."""
    case = asked_plan(plan, now, time_limit * BASE)
    with in_time(time_limit):
        found = others.alternatives(case, within, differ, most)
    form.put(answers.alternatives_answer(found, within, differ))
