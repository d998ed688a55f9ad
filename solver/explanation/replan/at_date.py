"""A plan over periods as it stands on a day: what is done by then, what is started, and which hours are left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from solver.assignment.sprints.check import Sequences
from solver.domain.calendar import Calendar, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Pair
from solver.domain.showing import in_days
from solver.domain.tasks import Task
from solver.domain.team import Member, Team
from solver.errors import Fault, InputError
from solver.explanation.replan.states import by_then, standing_text, still_started
from solver.explanation.replan.worked import Shares, days_gone, workdays_gone
from solver.matching.pieces import pieces_of
from solver.matching.slots import slot_problem
from solver.matching.time import indexed
from solver.matching.workdays import workdays_of
from solver.matching.working_days import working_days
from solver.study.study import Study


@dataclass(frozen=True)
class Standing:
    """The case on the morning of a day, the plan of what is left, and what that rests on in words.

    ``states`` are the tasks of which the plan says how they stand, and not the backlog.
    """

    case: Study
    plan: Plan
    assumed: tuple[str, ...]
    states: frozenset[str] = frozenset()


def standing(
    case: Study,
    planned: Study,
    plan: Plan,
    day: date,
    estimates: Mapping[tuple[str, int], int] | None = None,
    states: frozenset[str] = frozenset(),
) -> Standing:
    """Return a case as it stands on the morning of a day.

    Parameters
    ----------
    case : Study
        As it is now: states, spent and remaining hours are those of its backlog.
    planned : Study
        As it was when the plan was made; the case itself where that is not known.
    plan : Plan
        Over its periods.
    day : date
        Days before it have gone by.
    estimates : mapping of (str, int) to int, optional
        The minutes of each piece when the plan was made, by task and piece, where they are known; those of ``planned``
        if left out.
    states : frozenset of str
        Tasks of which an earlier plan says how they stand, and not the backlog: what this plan says counts.

    Returns
    -------
    Standing
        What the plan ends before the day is done, unless the backlog says that it is in progress or states remaining
        hours, or its estimate has grown since: the growth remains. What the plan has begun is in progress with who
        began it, and what remains is as stated, else what the plan leaves of each seat and part. Days that have gone by
        have no hours left. What waits for days after the end of work that is done waits for those of them that have not
        gone by.

    Raises
    ------
    InputError
        If there are no periods, or the day is after all of them.
    """
    calendar = case.team.calendar
    if calendar is None or day > calendar.periods[-1].end:
        got = "no periods" if calendar is None else f"{day}, after the last of them"
        raise InputError((Fault("--at", 1, "a day within the periods of team.yaml", got),))
    lines = _with_times(planned, plan)
    gone, names = days_gone(planned.team, day), {task.id for task in case.backlog.open_tasks}
    shares = Shares(planned.team)
    of: dict[str, list[tuple[Assignment, int]]] = {}
    for one in lines.assignments:
        of.setdefault(one.task, []).append((one, gone[one.period]))
    sizes = _sizes(planned) if estimates is None else estimates
    tasks, said, ended = [], list[str](), dict[str, list[Assignment]]()
    for task in case.backlog.tasks:
        changed = task
        if task.id in of and task.id in names:
            if task.id not in states and (task.spent_minutes or task.status == "IN_PROGRESS"):
                changed = still_started(task, of[task.id])
            else:
                changed, ended[task.id] = by_then(task, of[task.id], shares, case.team, sizes)
                states |= {task.id} if changed != task else set()
        if changed != task or task.id in states:
            said.append(standing_text(task, changed, of.get(task.id, [])))
        tasks.append(changed)
    tasks = [_held(task, planned.team, of, tasks, day) for task in tasks]
    said += [f"{task.id} {_waits(task)}" for task in tasks if task.held_days]
    passed = _without_days(calendar, day)
    members = tuple(_later(one, calendar, passed) if one.presence else one for one in case.team.members)
    policies = replace(case.team.policies, forbids=(*case.team.policies.forbids, *_apart(case, tasks, ended)))
    team = replace(case.team, calendar=passed, members=members, policies=policies)
    now = case.at(team=team, backlog=replace(case.backlog, tasks=tuple(tasks)))
    open_ids = {task.id for task in now.backlog.open_tasks}
    left = (_renumbered(one, ended.get(one.task, [])) for one in plan.assignments if one.task in open_ids)
    return Standing(now, Plan(tuple(one for one in left if one)), tuple(said), states)


def _later(one: Member, calendar: Calendar, passed: Calendar) -> Member:
    """Return a member who has, of a period that has begun, the share of its hours that is left.

    Committed work and hours of leave are done at an even pace as everything else is: those of the days that have gone
    by come off no more.
    """
    presence = one.presence or Presence()
    committed, extra = dict(presence.committeds), dict(presence.extra)
    pairs = zip(calendar.periods, one.slots(calendar), one.present(passed, presence).slots(passed), strict=True)
    for period, before, now in pairs:
        if 0 < sum(now.days) < sum(before.days):
            share = Fraction(sum(now.days), sum(before.days))
            others = int(sum(hours for name, hours in now.lines if name not in {"extra", "committed"}))
            left, kept = int(before.minutes * share), int(before.committed * share)
            # A minute that is lost to rounding is one of committed work, and none more or less than there is.
            kept += others - left - kept if kept and abs(others - left - kept) == 1 else 0
            committed[period.id], extra[period.id] = kept, left + kept - others
    return one.present(passed, replace(presence, committeds=tuple(committed.items()), extra=tuple(extra.items())))


def _renumbered(one: Assignment, ended: list[Assignment]) -> Assignment | None:
    """Return an assignment among the pieces that are left, None where it has ended."""
    pieces = [other.piece for other in ended]
    return None if one.piece in pieces else replace(one, piece=one.piece - sum(piece < one.piece for piece in pieces))


def _apart(case: Study, tasks: list[Task], ended: dict[str, list[Assignment]]) -> Iterator[Pair]:
    """Yield what must not go to whoever did a seat or part that has ended and has no more of it.

    That is another seat, and what different members must do.
    """
    for task in tasks:
        knows = {task.assigned_to, *(member for _, member in task.holders)}
        others = {name for group in case.team.policies.separate if task.id in group for name in group} - {task.id}
        for who in dict.fromkeys(one.member for one in ended.get(task.id, [])):
            if who not in knows:
                yield from (Pair(name, who) for name in sorted({*others, *([task.id] if task.crew else [])}))


def _with_times(case: Study, plan: Plan) -> Plan:
    """Return the plan with start and end of each piece: as it states them, else worked out anew."""
    if all(one.start is not None for one in plan.assignments):
        return plan
    sequences = Sequences(slot_problem(case.team, case.backlog, case.weights, case.distances))
    placed = {column: row for row, column in indexed(sequences.time, plan) if row >= 0 and column >= 0}
    starts = sequences.starts(placed)
    return plan if starts is None else sequences.plan(placed, starts)[0]


def _sizes(planned: Study) -> dict[tuple[str, int], int]:
    """Return the minutes of each piece of a case, by task and piece."""
    tasks = planned.backlog.open_tasks
    pieces = pieces_of(planned.backlog, split=True)
    return {
        (task.id, number): pieces.tasks[column].estimate_minutes
        for task, columns in zip(tasks, pieces.columns, strict=True)
        for number, column in enumerate(columns)
    }


def _held(
    task: Task,
    team: Team,
    lines: Mapping[str, list[tuple[Assignment, int]]],
    now: Iterable[Task],
    day: date,
) -> Task:
    """Return a task that waits, from the morning of a day on, for what is left of the lags behind work that is done."""
    done, calendar = {one.id for one in now if one.status == "DONE"}, team.calendar
    behind = [(name, days) for name, days in task.lags if name in done and name in lines and name in task.dependencies]
    is_held = bool(behind or task.held_days)
    if calendar is None or not is_held or task.status != "TODO" or team.policies.order == "ignore":
        return task
    gone, workdays = workdays_gone(team, day), workdays_of(calendar, working_days(team))
    left = max(task.held_days - gone, Fraction(0))
    for name, days in behind:
        ends = [workdays[one.period].at_end(one.end) for one, _ in lines[name] if one.end is not None]
        # What is done before the plan ends it ended on that morning at the latest.
        left = max([left, *(Fraction(days) - (gone - min(end, Fraction(gone))) for end in ends)])
    return replace(task, held_days=left)


def _waits(task: Task) -> str:
    """Return how long a task is held by what is done."""
    return f"waits for {in_days(task.held_days)} more: so much is left of a lag behind work that is done"


def _without_days(calendar: Calendar, day: date) -> Calendar:
    """Return the calendar in which the days before one are closed."""
    first = calendar.periods[0].start
    gone = {first + timedelta(days=n) for n in range(max((day - first).days, 0))}
    return replace(calendar, closed=tuple(sorted({*calendar.closed, *gone})))
