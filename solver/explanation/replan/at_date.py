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
from solver.explanation.replan.worked import Shares, days_gone, workdays_gone
from solver.matching.pieces import part_minutes, pieces_of
from solver.matching.slots import slot_problem, working_days
from solver.matching.time import indexed
from solver.matching.workdays import workdays_of
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
                changed = _begun(task, of[task.id])
            else:
                changed, ended[task.id] = _now(task, of[task.id], shares, case.team, sizes)
                states |= {task.id} if changed != task else set()
        if changed != task or task.id in states:
            said.append(_told(task, changed, of.get(task.id, [])))
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
            committed[period.id] = int(before.committed * share)
            others = sum(hours for name, hours in now.lines if name not in {"extra", "committed"})
            extra[period.id] = int(before.minutes * share) + committed[period.id] - int(others)
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


def _has_ended(one: Assignment, gone: int) -> bool:
    """Return whether the plan ends a piece in the first days of its period."""
    return one.end is not None and one.end <= gone


def _begun(task: Task, lines: list[tuple[Assignment, int]]) -> Task:
    """Return a task that the backlog calls started, with whoever had it in the plan if it names nobody."""
    return task if task.assigned_to else replace(task, status="IN_PROGRESS", assigned_to=lines[0][0].member)


def _now(
    task: Task,
    lines: list[tuple[Assignment, int]],
    shares: Shares,
    team: Team,
    planned: Mapping[tuple[str, int], int],
) -> tuple[Task, list[Assignment]]:
    """Return a task as the plan says that it stands, and which of its pieces have ended."""
    lines = sorted(lines, key=lambda line: line[0].piece)
    # The parts of the plan are those of the task when it was made; the last one may be longer than the others.
    parts = part_minutes(task) if len(lines) > 1 or task.left else (task.estimate_minutes,)
    parts = parts if task.left or not task.crew else (task.estimate_minutes,)
    sizes = [parts[min(one.piece, len(parts) - 1)] for one, _ in lines]
    stated = [planned.get((task.id, one.piece)) for one, _ in lines]
    before = sizes if None in stated else [size or 0 for size in stated]
    rest = [
        max(size - was, 0) if _has_ended(one, gone) else shares.rest(one, gone, size)
        for (one, gone), size, was in zip(lines, sizes, before, strict=True)
    ]
    # A split task that has grown since has parts that the plan knows nothing of.
    more = 0 if task.crew or None in stated else max(task.estimate_minutes - sum(sizes), 0)
    ended = [one for (one, _), minutes in zip(lines, rest, strict=True) if not minutes]
    begun = [one for one, gone in lines if one.start is not None and one.start < gone and one not in ended]
    if not any(rest) and not more:
        # An assignee of open work binds nobody: who had it in the plan did it.
        return replace(task, status="DONE", assigned_to=lines[0][0].member), ended
    if not begun and not ended:
        return task, []
    if len(lines) == len(task.crew) or (not task.crew and 1 < len(lines) == len(parts)):
        is_one = not task.crew and not team.policies.split_members
        first = (begun or ended)[0].member
        held = [member for member, _ in task.left] or [""] * len(lines)
        stays = [
            first if is_one else one.member if one in begun else who for (one, _), who in zip(lines, held, strict=True)
        ]
        return _in_pieces(task, stays, rest), ended
    left = max(task.estimate_minutes - sum(sizes) + sum(rest), 1)
    return _started(task, (begun or ended)[0].member, left), []


def _in_pieces(task: Task, stays: list[str], rest: list[int]) -> Task:
    """Return a task of several pieces with those that are left: who stays with each, and its minutes."""
    left = tuple((member, minutes) for member, minutes in zip(stays, rest, strict=True) if minutes)
    crew = tuple(seat for seat, minutes in zip(task.crew, rest, strict=True) if minutes) if task.crew else ()
    whole = max(minutes for _, minutes in left) if crew else sum(minutes for _, minutes in left)
    holder = next((member for member, _ in left if member), "")
    return replace(_started(task, holder, whole), crew=crew, left=left)


def _started(task: Task, holder: str, left: int) -> Task:
    """Return a task in progress with somebody, if with anybody, of which so many minutes are left."""
    spent = task.spent_minutes + task.estimate_minutes - left
    started = replace(task, estimate_minutes=left, spent_minutes=spent, left=())
    return replace(started, status="IN_PROGRESS", assigned_to=holder) if holder else started


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


def _told(task: Task, changed: Task, lines: list[tuple[Assignment, int]]) -> str:
    """Return how a task stands, in words; what the plan ends and yet remains has grown, unless the backlog says so."""
    has_grown = not (task.spent_minutes or task.status == "IN_PROGRESS") and all(_has_ended(*line) for line in lines)
    said = _stands(task, changed)
    return f"{said}, as its estimate has grown since the plan" if changed.status != "DONE" and has_grown else said


def _stands(task: Task, changed: Task) -> str:
    if changed.status == "DONE":
        return f"{task.id} is done: the plan ends it before that day"
    if changed.left and not changed.holders:
        return f"{task.id} is done in part: {sum(minutes for _, minutes in changed.left) / 60:.4g} h remain"
    if changed.crew and changed.left:
        seats = ", ".join(f"{member} ({minutes / 60:.4g} h remain)" for member, minutes in changed.left if member)
        return f"{task.id} is in progress with {seats}"
    hours = f"{changed.estimate_minutes / 60:.4g} h remain"
    return f"{task.id} is in progress with {changed.assigned_to}: {hours}"


def _without_days(calendar: Calendar, day: date) -> Calendar:
    """Return the calendar in which the days before one are closed."""
    first = calendar.periods[0].start
    gone = {first + timedelta(days=n) for n in range(max((day - first).days, 0))}
    return replace(calendar, closed=tuple(sorted({*calendar.closed, *gone})))
