"""Teams and backlogs over sprints, drawn from a seed: clusters of skills, chains, leave, dates, parts and crews."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.policies import Policies
from solver.domain.tasks import PRIORITIES, TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.readers.cards.cards import parse_card


def sprint_world(
    members: int, periods: int, tasks: int, seed: int = 0, *, order: str = "fit", fill: float = 1.1
) -> tuple[Team, Backlog]:
    """Return a team over sprints of two weeks, and about a tenth more work than fits.

    Parameters
    ----------
    members, periods, tasks : int
        How many; at least 2, 1 and 2.
    seed : int
        Of the draw.
    order : str
        How tasks wait for each other.
    fill : float
        Hours of work for each hour that there is; no task is below one hour.
    """
    chance = random.Random(seed)
    first = date(2027, 2, 1)
    spans = tuple(
        Period(f"S{n + 1}", first + timedelta(days=14 * n), first + timedelta(days=14 * n + 11)) for n in range(periods)
    )
    calendar = Calendar(spans)
    names = [f"c{n}" for n in range(max(members // 3, 3))]
    people = tuple(_member(n, names, spans, chance).present(calendar, _presence(spans, chance)) for n in range(members))
    room = sum(one.load_limit_minutes for one in people)
    drafts = [_task(n, names, spans, chance) for n in range(tasks)]
    factor = fill * room / sum(task.estimate_minutes * max(len(task.crew), 1) for task in drafts)
    minutes = [max(round(task.estimate_minutes * factor / 60), 1) * 60 for task in drafts]
    sized = tuple(replace(task, estimate_minutes=one) for task, one in zip(drafts, minutes, strict=True))
    return Team(people, policies=Policies(order=order), calendar=calendar), Backlog(sized)


def _member(number: int, names: list[str], spans: tuple[Period, ...], chance: random.Random) -> Member:
    own = {names[number % len(names)], *chance.sample(names, 2)}
    scores = "".join(f"- {name}: {chance.choice(['0.8', '0.85', '0.9', '0.95'])}\n" for name in sorted(own))
    card = parse_card(f"## Core Capabilities\n{scores}", f"M{number:03d}")
    return Member(f"M{number:03d}", card, 0, 0, Decimal(chance.choice(["1", "1", "1", "1.25"])))


def _presence(spans: tuple[Period, ...], chance: random.Random) -> Presence:
    leave = ()
    if chance.random() < 0.3:
        start = chance.choice(spans).start + timedelta(days=chance.randrange(7))
        leave = ((start, start + timedelta(days=chance.randrange(1, 5))),)
    week = (480, 480, 480, 480, 0, 0, 0) if chance.random() < 0.2 else None
    return Presence(week, leave, reserved=Decimal(chance.choice(["0", "0", "0.2", "0.4"])))


def _task(number: int, names: list[str], spans: tuple[Period, ...], chance: random.Random) -> Task:
    need = Requirement(chance.choice(names), "primary", Decimal("0.8"), TIERS["primary"][1])
    # Within a batch of eight, as in a real backlog: chains of three or four.
    earlier = range(number - number % 8, number)
    needs = (f"T{chance.choice(earlier):05d}",) if earlier and chance.random() < 0.6 else ()
    return Task(
        f"T{number:05d}",
        "",
        "",
        chance.choices(PRIORITIES, [1, 3, 4, 3])[0],
        "TODO",
        "",
        60 * chance.choice([4, 6, 8, 8, 12, 16, 20]),
        f"B{number // 8}",
        (need,),
        needs,
        1,
        "b.csv",
        number + 2,
        due=chance.choice(spans).id if chance.random() < 0.1 else "",
        deadline=chance.choice(spans).id if chance.random() < 0.03 else "",
        split_minutes=480 if chance.random() < 0.03 else 0,
        crew=((need,), ()) if chance.random() < 0.02 else (),
    )
