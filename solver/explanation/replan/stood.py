"""A case as it stood after plans that were worked, one after the other, each until the next one was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from solver.domain.plan import Plan
from solver.explanation.replan.at_date import standing
from solver.explanation.replan.earlier import settled
from solver.explanation.replan.worked import days_gone, moved, workdays_gone
from solver.study.study import Study


@dataclass(frozen=True)
class Worked:
    """A plan that was worked until the morning of a day, with the minutes of its pieces as far as they are known."""

    plan: Plan
    day: date
    estimates: Mapping[tuple[str, int], int]


def stood(case: Study, worked: Sequence[Worked]) -> tuple[Study, frozenset[str]]:
    """Return a case with its tasks as they stood after plans, and of which tasks that is assumed; no day has gone by.

    Parameters
    ----------
    case : Study
        As files say: what they call started, or state remaining hours of, is as they say.
    worked : sequence of Worked
        In the order of their days.
    """
    assumed: frozenset[str] = frozenset()
    for one in worked:
        stands = standing(case, case, one.plan, one.day, one.estimates, assumed)
        gone = workdays_gone(case.team, one.day)
        tasks = (
            replace(task, held_days=task.held_days + gone) if task.held_days else task
            for task in stands.case.backlog.tasks
        )
        rules = stands.case.team.policies
        assumed = stands.states
        case = case.at(team=replace(case.team, policies=rules), backlog=replace(case.backlog, tasks=tuple(tasks)))
    return case, assumed


def made_for(case: Study, worked: Sequence[Worked], plan: Plan) -> tuple[Study, Plan]:
    """Return what a plan of the last of those days was made for, and the plan with its moments in days of that.

    Parameters
    ----------
    case : Study
        As files say.
    worked : sequence of Worked
        In the order of their days; the case itself and its plan where there are none.
    plan : Plan
        Whose moments count from the first day of a period.
    """
    if not worked:
        return case, plan
    before, assumed = stood(case, worked[:-1])
    last = worked[-1]
    stands = standing(before, before, last.plan, last.day, last.estimates, assumed)
    gone = days_gone(case.team, last.day)
    return settled(stands.case, stands.plan), moved(plan, [-days for days in gone])
