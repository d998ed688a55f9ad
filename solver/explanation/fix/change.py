"""A fix, each change of it, and the case after them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from solver.assignment.result import Result
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.world import World
from solver.explanation.price import Price
from solver.study.study import Study

UNSAID: Final = Change("", "")


@dataclass(frozen=True)
class FixChange:
    """One change: its kind (one of ``PRICES``), the member and the task it is about, what changes, from, to, price.

    Figures are hours of a load limit, a minimum or a score from 0 to 1, or a number of tasks at once; else from 0 to 1
    or back. ``change`` is the same as a change of a scenario: that is what is made.
    """

    kind: str
    member: str
    task: str
    about: str
    before: Decimal
    after: Decimal
    price: int
    change: Change = UNSAID

    def __post_init__(self) -> None:
        """Say in the words of a scenario what the figures say."""
        if self.change == UNSAID:
            object.__setattr__(self, "change", Change.read(_LINES[self.kind](self)))


def _more(one: FixChange) -> str:
    minutes = int((one.after - one.before) * 60)
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}min"


def _score(score: Decimal) -> str:
    return f"{max(score, Decimal(0)).normalize():f}"


_LINES: Final[dict[str, Callable[[FixChange], str]]] = {
    "hours": lambda one: f"capacity: {one.member}{'@' if one.about else ''}{one.about}=+{_more(one)}",
    "score": lambda one: f"train: {one.member}:{one.about}={_score(one.after)}",
    "minimum": lambda one: f"need: {one.task}:{one.about}={_score(one.after)}",
    "permission": lambda one: f"grant: {one.member}:{one.about}",
    "wip": lambda one: f"wip: {one.member}={one.after:f}",
    "forbid": lambda one: f"allow: {one.task}={one.member}",
    "batch": lambda one: f"batch: {one.about}=prefer",
    "separate": lambda one: f"separate: {one.about}=none",
    "together": lambda one: f"together: {one.about}=none",
    "pin": lambda one: f"pin: {one.task}=none",
    "required": lambda one: f"require: {one.task}=none",
    "started": lambda one: f"reopen: {one.task}",
}


@dataclass(frozen=True)
class Fix:
    """Changes that together make a plan possible, and that plan; leave out any one and none exists.

    ``gives_up`` is what that plan has more or less than the one without the wish, where there is such a plan.
    One that is not ``is_cheapest`` does, but the time ended before it was known whether something cheaper does.
    ``too_few`` sprints more are known not to do, 0 where it has one more or none, or that is not known.
    """

    changes: tuple[FixChange, ...]
    result: Result
    gives_up: Price | None = None
    is_cheapest: bool = True
    too_few: int = 0

    @property
    def price(self) -> int:
        """The sum of their prices."""
        return sum(change.price for change in self.changes)


def with_changes(case: Study, made: tuple[FixChange, ...]) -> Study:
    """Return the case after the changes of a fix."""
    world = World(case.team, case.backlog, case.weights, case.distances)
    after = apply(world, tuple(one.change for one in made))
    return case.at(team=after.team, backlog=after.backlog, distances=after.distances)
