"""Random small teams and backlogs over periods, and every plan that they allow, sequenced by brute force."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.assignment.checker.days import Agenda, piece_minutes, pieces
from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.checker.values_in_time import time_values
from solver.assignment.model.linear import Linear
from solver.assignment.result import Result
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Growth, Pair, Policies
from solver.domain.tasks import PRIORITIES, TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.readers.cards.cards import parse_card

WEIGHTS = Weights(handoff=Decimal("0.3"), focus=Decimal("0.25"))
PERIODS = (
    Period("P1", date(2027, 2, 1), date(2027, 2, 2)),
    Period("P2", date(2027, 2, 3), date(2027, 2, 4)),
    Period("P3", date(2027, 2, 8), date(2027, 2, 9)),
)
DAYS = ("2027-02-01", "2027-02-02", "2027-02-03", "2027-02-04")


def plain_values(result: Result, demands: Linear) -> list[int]:
    """Return the values of a result without the constants of their levels."""
    return [told.value - level.constant for told, level in zip(result.levels, demands.levels, strict=True)]


def timed_world(seed: int, *, is_wide: bool = False) -> tuple[Team, Backlog, NDArray[np.int64]]:
    """Return a team of 2, 2 periods of 2 days of 2 h, and 2 to 4 tasks with dates, parts, crews and an order.

    A wide world has a member, a task and sometimes a period more.
    """
    chance = random.Random(seed)
    count = 1 if chance.random() >= 0.8 else chance.randint(2, 3) if is_wide else 2
    calendar = Calendar(PERIODS[:count], 120)
    people = "XYZ" if is_wide else "XY"
    members = tuple(_member(name, chance).present(calendar, _presence(chance)) for name in people)
    fewest, most = (3, 5) if is_wide else (2, 4 if count > 1 else 5)
    tasks = [_task(number, chance, count) for number in range(chance.randint(fewest, most))]
    names = [task.id for task in tasks]

    def some(odds: float) -> tuple[tuple[str, ...], ...]:
        return (tuple(chance.sample(names, 2)),) if chance.random() < odds else ()

    policies = Policies(
        chance.choice(["prefer", "prefer", "together"]),
        pins=tuple(Pair(task, "Y", period=chance.choice(["", "P1"])) for task, *_ in some(0.1)),
        forbids=tuple(Pair(task, "X") for task, *_ in some(0.2)),
        separate=some(0.2),
        together=some(0.2),
        required=tuple(task for task, *_ in some(0.15)),
        order=chance.choice(["", "", "", "next", "ignore"]),
        split_members=chance.random() < 0.3,
    )
    distances = np.array([[0 if x == y else chance.randint(1, 3) for y in people] for x in people], dtype=np.int64)
    if chance.random() < 0.3:
        who, mentor = chance.sample(people, 2)
        share = Decimal(chance.choice(["0", "0.25", "0.5"]))
        growth = Growth(who, chance.choice("ab"), 30 * chance.randint(2, 8), mentor, share)
        policies = replace(policies, grow=(growth,))
    if chance.random() < 0.3:
        members = (*members[:-1], _coming(members[-1], calendar, chance))
    return Team(members, policies=policies, calendar=calendar), Backlog(tuple(tasks)), distances


def lagged_world(seed: int, *, is_wide: bool = False) -> tuple[Team, Backlog, NDArray[np.int64]]:
    """Return a timed world in which some tasks wait for days after the end of what they wait for.

    Between its periods there are working days, or one of them is closed, or nobody works on one.
    """
    team, backlog, distances = timed_world(seed, is_wide=is_wide)
    chance = random.Random(seed)
    days = ["0.25", "0.5", "1", "1", "1.5", "2", "3"]
    tasks = tuple(
        replace(task, lags=tuple((n, Decimal(chance.choice(days))) for n in task.dependencies if chance.random() < 0.7))
        for task in backlog.tasks
    )
    periods = PERIODS[: len(team.calendar.periods)] if team.calendar else ()
    if len(periods) == 2 and chance.random() < 0.4:
        periods = (PERIODS[0], replace(PERIODS[2], id="P2"))
    workdays = chance.choice([(0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (0, 2, 3, 4)])
    closed = chance.choice([(), (), (date(2027, 2, 5),), (date(2027, 2, 2),)])
    calendar = Calendar(periods, 120, workdays, closed=closed)
    members = tuple(one.present(calendar, one.presence or Presence()) for one in team.members)
    order = "fit" if team.policies.order == "ignore" and chance.random() < 0.5 else team.policies.order
    policies = replace(team.policies, order=order)
    return replace(team, members=members, calendar=calendar, policies=policies), Backlog(tasks), distances


def _member(name: str, chance: random.Random) -> Member:
    scores = "".join(f"- {c}: 0.{chance.randint(4, 9)}\n" for c in chance.choice(["ab", "ab", "ab", "b"]))
    card = parse_card(f"## Core Capabilities\n{scores}", name)
    return Member(name, card, 0, 0, Decimal(chance.choice(["1", "1", "1.25"])), chance.choice([None, None, None, 1, 2]))


def _presence(chance: random.Random) -> Presence:
    leave = chance.choice([(), (), ((date(2027, 2, 2), date(2027, 2, 3)),)])
    week = chance.choice([None, None, (60, 120, 120, 60, 0, 0, 0)])
    return Presence(
        week,
        leave,
        limit=chance.choice([None, None, 180]),
        committeds=chance.choice([(), (("P1", 60),)]),
        reserved=Decimal(chance.choice(["0", "0", "0.25"])),
        ramps=chance.choice([(), (("P1", Decimal("0.5")),)]),
    )


def _coming(member: Member, calendar: Calendar, chance: random.Random) -> Member:
    """Return a member who joins, or leaves the team, on some day."""
    day = date.fromisoformat(chance.choice(DAYS))
    dates = {"since": day} if chance.random() < 0.7 else {"until": day}
    return member.present(calendar, replace(member.presence or Presence(), **dates))


def _task(number: int, chance: random.Random, count: int) -> Task:
    tier = chance.choice(list(TIERS))
    need = Requirement(chance.choice("ab"), tier, Decimal(chance.randint(3, 6)) / 10, TIERS[tier][1])
    status, owner = chance.choice([("TODO", "")] * 8 + [("IN_PROGRESS", "X"), ("DONE", "X")])
    kind = chance.choice(["", "", "", "split", "crew"])
    moments = [*DAYS, *(period.id for period in PERIODS[:count])]

    def maybe(odds: float) -> str:
        return chance.choice(moments) if chance.random() < odds else ""

    return Task(
        f"T{number}",
        "",
        "",
        chance.choice(PRIORITIES),
        status,
        owner,
        chance.choice([120, 180]) if kind == "split" else 30 * chance.randint(1, 5),
        chance.choice(["", "E", "F"]),
        (need,),
        tuple(f"T{n}" for n in range(number) if chance.random() < 0.35),
        chance.randint(1, 3),
        "b.csv",
        number + 2,
        earliest=maybe(0.15),
        due=maybe(0.3),
        deadline=maybe(0.2),
        split_minutes=60 if kind == "split" else 0,
        crew=((need,), ()) if kind == "crew" else (),
    )


def every_timed_plan(team: Team, backlog: Backlog) -> Iterator[Plan]:
    """Yield every way to hand out or leave out each piece of each open task that the rules allow, without times.

    Tasks are decided in the order of the backlog, in which each comes after what it waits for: what the rules object to
    in the tasks so far stays wrong whatever comes after them.
    """
    slots = [
        (member.id, p) for p in range(len(team.calendar.periods if team.calendar else (0,))) for member in team.members
    ]

    def longer(number: int, lines: tuple[Assignment, ...]) -> Iterator[Plan]:
        if time_objections(team, Backlog(backlog.tasks[:number]), Plan(lines), sequenced=False):
            return
        if number == len(backlog.tasks):
            yield Plan(lines)
            return
        task = backlog.tasks[number]
        for way in ways[task.id]:
            yield from longer(number + 1, (*lines, *way))

    ways = {task.id: [(), *_whole(team, task, slots)] for task in backlog.tasks}
    yield from longer(0, ())


def _whole(team: Team, task: Task, slots: list[tuple[str, int]]) -> Iterator[tuple[Assignment, ...]]:
    """Yield every way to hand out all pieces of a task that is open, and alone."""
    if task not in Backlog((task,)).open_tasks:
        return
    alone = Backlog((replace(task, dependencies=()),))
    rules = replace(team.policies, pins=(), required=())
    for way in itertools.product(slots, repeat=len(pieces(task, in_parts=team.calendar is not None))):
        lines = tuple(Assignment(task.id, member, p, n) for n, (member, p) in enumerate(way))
        if not time_objections(replace(team, policies=rules), alone, Plan(lines), sequenced=False):
            yield lines


def sequenced_by_force(team: Team, backlog: Backlog, plan: Plan) -> Plan | None:
    """Return a plan with times that the checker passes, by trying every order of every period; None without one."""
    agenda = Agenda(team)
    tasks = {task.id: task for task in backlog.open_tasks}
    members = {member.id: member for member in team.members}
    order = team.policies.order or "fit"
    is_lagged = order != "ignore" and any(task.lags for task in backlog.open_tasks)

    def later(p: int, found: list[Assignment]) -> list[Assignment] | None:
        """Return the lines of a period and of all later ones with times, where those before have theirs."""
        if p == agenda.count:
            return found
        mine = [one for one in plan.assignments if one.period == p]
        for way in itertools.permutations(mine):
            timed = _worked(way, agenda, tasks, members, order, found if is_lagged else [])
            whole = None if timed is None else later(p + 1, [*found, *timed])
            if whole is not None or (timed is not None and not is_lagged):
                return whole
        return None

    timed = later(0, [])
    return None if timed is None else Plan(tuple(sorted(timed)))


def _worked(
    way: tuple[Assignment, ...],
    agenda: Agenda,
    tasks: dict[str, Task],
    members: dict[str, Member],
    order: str,
    past: list[Assignment],
) -> list[Assignment] | None:
    """Return the lines with times where each starts as early as can be, in an order; None if one ends too late."""
    free: dict[str, Fraction] = {}
    ends: dict[tuple[str, int], Fraction] = {}
    found = list[Assignment]()
    inside = {one.task for one in way}
    for one in way:
        task, hours = tasks[one.task], agenda.hours[one.member, one.period]
        needed = [
            (t, n) for t in (task.dependencies if order == "fit" else ()) if t in inside for n in _numbers(way, t)
        ]
        if not task.crew:
            needed += [(one.task, n) for n in _numbers(way, one.task) if n < one.piece]
        if any(key not in ends for key in needed):
            return None
        moment = max([Fraction(0), *(ends[key] for key in needed)])
        if task.earliest:
            moment = max(moment, Fraction(agenda.first(task.earliest, one.period)))
        piece = pieces(task, in_parts=True)[one.piece]
        begin = max(free.get(one.member, Fraction(0)), Fraction(-(-hours.gone(moment) // 1)))
        begin = _after_lags(one, begin, task, agenda, [*past, *found] if order != "ignore" else [])
        done = begin + piece_minutes(members[one.member], piece)
        if done > hours.minutes:
            return None
        start, end = _moment(hours.shares, hours.minutes, begin, late=True), _moment(hours.shares, hours.minutes, done)
        if task.deadline and end > agenda.last(task.deadline, one.period):
            return None
        free[one.member], ends[one.task, one.piece] = done, end
        found.append(replace(one, start=start, end=end))
    return found


def _after_lags(one: Assignment, begin: Fraction, task: Task, agenda: Agenda, past: list[Assignment]) -> Fraction:
    """Return the first minute from one on before which all lags have gone by; more than there are if there is none."""
    hours = agenda.hours[one.member, one.period]
    lags = dict(task.lags)
    least = [
        agenda.worked(other.end, other.period, ends=True) + Fraction(lags[other.task])
        for other in past
        if other.task in lags and other.end is not None
    ]
    for minute in range(int(begin), hours.minutes) if least else ():
        start = _moment(hours.shares, hours.minutes, Fraction(minute), late=True)
        if agenda.worked(start, one.period, ends=False) >= max(least):
            return Fraction(minute)
    return Fraction(hours.minutes) if least else begin


def _numbers(way: tuple[Assignment, ...], task: str) -> list[int]:
    return [one.piece for one in way if one.task == task]


def _moment(shares: tuple[Fraction, ...], minutes: int, done: Fraction, *, late: bool = False) -> Fraction:
    """Return when so many minutes have been worked, in working days."""
    left = done
    for day, share in enumerate(shares):
        today = share * minutes
        if left < today or (left == today and not late and today):
            return day + (left / today if today else Fraction(0))
        left -= today
    return Fraction(len(shares))


def best_by_force(team: Team, backlog: Backlog, distances: NDArray[np.int64]) -> dict[str, int] | None:
    """Return the best level values of all plans that can be worked, None if there is no plan."""
    best: tuple[tuple[int, ...], dict[str, int]] | None = None
    for plan in every_timed_plan(team, backlog):
        values = time_values(team, backlog, plan, WEIGHTS, distances)
        key = tuple(values.values())
        if (best is None or key > best[0]) and sequenced_by_force(team, backlog, plan) is not None:
            best = key, values
    return best[1] if best else None
