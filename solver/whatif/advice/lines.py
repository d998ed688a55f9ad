"""The directions in which a team can change, each with its steps and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from solver.changes.change import Change
from solver.domain.team import Member, Team
from solver.domain.world import World

# How many more hours the table of load looks at.
MOST_HOURS = 8


@dataclass(frozen=True)
class Prices:
    """What a change costs, in hours of an average member.

    ``load`` and ``share`` are for one more hour of a member, ``clone`` for each hour of the load limit of one more
    member, ``train`` for one whole point of a score (0.1 costs a tenth of it).
    """

    load: Decimal = Decimal(1)
    share: Decimal = Decimal(1)
    clone: Decimal = Decimal(1)
    train: Decimal = Decimal(80)


@dataclass(frozen=True)
class Step:
    """How far to go in one direction: the changes, what they cost (above 0), and the step in words."""

    changes: tuple[Change, ...]
    cost: Decimal
    words: str


@dataclass(frozen=True)
class Line:
    """One direction: ``steps`` ascending, each allowing whatever the one before allows.

    ``small`` is tried for a better fit where no step places more; ``most`` is what it can add to the quality at most,
    in thousandths of an hour, None if unknown. ``period`` is the one in which it changes hours, empty for all.
    """

    kind: str
    member: str
    steps: tuple[Step, ...]
    small: Step
    most: int | None = None
    period: str = ""


def nameable(team: Team) -> tuple[Member, ...]:
    """Return the members whose ids can stand in a change: a colon or an equals sign would end the name."""
    return tuple(one for one in team.members if not {":", "="} & set(one.id))


def clone_lines(world: World, prices: Prices) -> tuple[Line, ...]:
    """Return for each member who can take work: one more with the same card and limit."""
    found = []
    for one in nameable(world.team):
        hours = Decimal(one.load_limit_minutes) / 60
        step = Step((Change("clone", one.id),), prices.clone * hours, f"one more, {round(hours, 2).normalize():f} h")
        if hours:
            found.append(Line("clone", one.id, (step,), step))
    return tuple(found)


def load_lines(world: World, prices: Prices, most: int = MOST_HOURS) -> tuple[Line, ...]:
    """Return for each member 1 to ``most`` more hours, in each period in which there are any."""
    calendar, found = world.team.calendar, list[Line]()
    for one in nameable(world.team):
        if calendar is None:
            found.append(_hours("load", one, most, prices.load, "{0} h more"))
            continue
        for period, slot in zip(calendar.periods, one.slots(calendar), strict=True):
            if slot.minutes:
                words = f"{{0}} h more in {period.id}"
                found.append(_hours("load", one, most, prices.load, words, period.id))
    return tuple(found)


def share_lines(world: World, prices: Prices) -> tuple[Line, ...]:
    """Return for each member with reserved time the whole hours of it that could be freed."""
    found = []
    for one in nameable(world.team):
        hours = one.reserved_minutes // 60
        if hours:
            words = f"free {{0}} of {one.reserved_minutes / 60:g} reserved hours"
            found.append(_hours("share", one, hours, prices.share, words))
    return tuple(found)


def _hours(kind: str, one: Member, most: int, price: Decimal, words: str, period: str = "") -> Line:
    who = f"{one.id}@{period}" if period else one.id
    steps = tuple(
        Step(
            (Change("capacity", f"{who}=+{hours}h"),),
            price * hours,
            words.format(hours),
        )
        for hours in range(1, most + 1)
    )
    return Line(kind, one.id, steps, steps[0], period=period)
