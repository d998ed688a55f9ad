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

from solver.assignment.checker_days import Agenda, piece_minutes, pieces
from solver.assignment.checker_time import time_objections
from solver.assignment.checker_values import time_values
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Growth, Pair, Policies
from solver.domain.tasks import PRIORITIES, TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.readers.cards import parse_card

WEIGHTS = Weights(handoff=Decimal("0.3"), focus=Decimal("0.25"))
DAYS = ("2027-02-01", "2027-02-02", "2027-02-03", "2027-02-04")


def timed_world(seed: int) -> tuple[Team, Backlog, NDArray[np.int64]]:
    """Return a team of 2, 2 periods of 2 days of 2 h, and 2 to 4 tasks with dates, parts, crews and an order."""
    chance = random.Random(seed)
    two = chance.random() < 0.8
    periods = (Period("P1", date(2027, 2, 1), date(2027, 2, 2)), Period("P2", date(2027, 2, 3), date(2027, 2, 4)))
    calendar = Calendar(periods if two else periods[:1], 120)
    members = tuple(_member(name, chance).present(calendar, _presence(chance)) for name in "XY")
    tasks = [_task(number, chance, two=two) for number in range(chance.randint(2, 4 if two else 5))]
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
    distances = np.array([[0, chance.randint(1, 3)], [chance.randint(1, 3), 0]], dtype=np.int64)
    if chance.random() < 0.3:
        who, mentor = chance.sample("XY", 2)
        share = Decimal(chance.choice(["0", "0.25", "0.5"]))
        growth = Growth(who, chance.choice("ab"), 30 * chance.randint(2, 8), mentor, share)
        policies = replace(policies, grow=(growth,))
    return Team(members, policies=policies, calendar=calendar), Backlog(tuple(tasks)), distances


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


def _task(number: int, chance: random.Random, *, two: bool) -> Task:
    tier = chance.choice(list(TIERS))
    need = Requirement(chance.choice("ab"), tier, Decimal(chance.randint(3, 6)) / 10, TIERS[tier][1])
    status, owner = chance.choice([("TODO", "")] * 8 + [("IN_PROGRESS", "X"), ("DONE", "X")])
    kind = chance.choice(["", "", "", "split", "crew"])
    moments = [*DAYS, *(["P1", "P2"] if two else ["P1"])]

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
    """Yield every way to hand out or leave out each piece of each open task, without times."""
    slots = [
        (member.id, p) for p in range(len(team.calendar.periods if team.calendar else (0,))) for member in team.members
    ]
    choices = []
    for task in backlog.open_tasks:
        count = len(pieces(task, in_parts=team.calendar is not None))
        ways: list[tuple[Assignment, ...]] = [()]
        for way in itertools.product(slots, repeat=count):
            ways.append(tuple(Assignment(task.id, member, p, n) for n, (member, p) in enumerate(way)))
        choices.append(ways)
    for chosen in itertools.product(*choices):
        yield Plan(tuple(one for ways in chosen for one in ways))


def sequenced_by_force(team: Team, backlog: Backlog, plan: Plan) -> Plan | None:
    """Return a plan with times that the checker passes, by trying every order of every period; None without one."""
    agenda = Agenda(team)
    tasks = {task.id: task for task in backlog.open_tasks}
    members = {member.id: member for member in team.members}
    order = team.policies.order or "fit"
    found: list[Assignment] = []
    for p in range(agenda.count):
        mine = [one for one in plan.assignments if one.period == p]
        timed = next(
            (
                t
                for way in itertools.permutations(mine)
                if (t := _worked(way, agenda, tasks, members, order)) is not None
            ),
            None,
        )
        if timed is None:
            return None
        found += timed
    return Plan(tuple(sorted(found)))


def _worked(
    way: tuple[Assignment, ...], agenda: Agenda, tasks: dict[str, Task], members: dict[str, Member], order: str
) -> list[Assignment] | None:
    """Return the lines with times where each starts as early as can be, in an order; None if one ends too late."""
    free: dict[str, Fraction] = {}
    ends: dict[tuple[str, int], Fraction] = {}
    found = []
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
        done = begin + piece_minutes(members[one.member], piece)
        if done > hours.minutes:
            return None
        start, end = _moment(hours.shares, hours.minutes, begin, late=True), _moment(hours.shares, hours.minutes, done)
        if task.deadline and end > agenda.last(task.deadline, one.period):
            return None
        free[one.member], ends[one.task, one.piece] = done, end
        found.append(replace(one, start=start, end=end))
    return found


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
        if time_objections(team, backlog, plan, sequenced=False):
            continue
        values = time_values(team, backlog, plan, WEIGHTS, distances)
        key = tuple(values.values())
        if (best is None or key > best[0]) and sequenced_by_force(team, backlog, plan) is not None:
            best = key, values
    return best[1] if best else None
