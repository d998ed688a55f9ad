"""What the command ``fix`` was asked: which tasks, at which prices, within which limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

import typer

from solver.assignment.fixes import PRICES
from solver.cli.options.shared import MostHours
from solver.cli.plans.asking import maybe
from solver.domain.tasks import PRIORITIES, Backlog
from solver.errors import Fault, InputError
from solver.explanation.fix.offers import PRICES_IN_TIME

# Of a kind of change: a number, or over periods one for the first and one for each unit.
Price = TypeVar("Price")
# Seconds for the whole answer unless they are said.
SECONDS: Final = 60.0
SECONDS_IN_TIME: Final = 20.0

Prices = Annotated[list[str] | None, typer.Option(help="KIND=price, or KIND=never: hours, minimum, ...")]
Place = Annotated[
    list[str] | None, typer.Option(help="what must have a place: tasks, batches, classes or all; by commas")
]
Most = Annotated[int, typer.Option(help="how many fixes", min=1)]
Seconds = Annotated[
    float | None,
    typer.Option("--time-limit", help="seconds for the whole answer: 60, over periods 20 if not said", min=0.1),
]


@dataclass(frozen=True)
class Asked:
    """The prices as they are stated, and how much may be changed, shown and waited for."""

    price: Prices = None
    most: Most = 3
    most_hours: MostHours = None
    time_limit: Seconds = None

    @property
    def prices(self) -> tuple[str, ...]:
        """The prices that are stated, each as a text."""
        return tuple(self.price or ())

    @property
    def lower(self) -> bool:
        """Whether what CRITICAL tasks need may be lowered."""
        return any(text.partition("=")[0] == "minimum" for text in self.prices)

    def seconds(self, *, over_periods: bool) -> float:
        """Return how long the answer may take."""
        return self.time_limit or (SECONDS_IN_TIME if over_periods else SECONDS)


def _names(backlog: Backlog, place: str) -> tuple[str, ...]:
    """Return the names between the commas; a task whose id has one is named by itself."""
    if place in {task.id for task in backlog.open_tasks}:
        return (place,)
    return tuple(filter(None, (name.strip() for name in place.split(","))))


def tasks_of(backlog: Backlog, wishes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the open tasks that wishes name, each itself, by its batch, by its priority class, or by ``all``.

    Raises
    ------
    InputError
        If a name is none of those.
    """
    names = tuple(name for place in wishes for name in _names(backlog, place))
    groups: dict[str, list[str]] = {"all": [task.id for task in backlog.open_tasks]}
    for task in backlog.open_tasks:
        for group in (task.batch, task.priority):
            groups.setdefault(group, []).append(task.id)
    single = {task.id: [task.id] for task in backlog.open_tasks}
    groups = {name: ids for name, ids in groups.items() if name} | single
    unknown = [name for name in names if name not in groups and name not in PRIORITIES]
    if unknown:
        raise InputError(tuple(_unknown(backlog, name, groups) for name in unknown))
    return tuple(dict.fromkeys(task for name in names for task in groups.get(name, ())))


def _unknown(backlog: Backlog, name: str, groups: Iterable[str]) -> Fault:
    said, close = backlog.missing(name, groups)
    return Fault("--place", 1, f"open tasks, batches, classes or all{said}", repr(name), close)


def prices_of(texts: tuple[str, ...]) -> dict[str, int]:
    """Return the price list with the changes that were asked for; a kind at ``never`` is not offered."""
    return _stated(PRICES, texts, lambda price: price)


def _stated(prices: Mapping[str, Price], texts: tuple[str, ...], of: Callable[[int], Price]) -> dict[str, Price]:
    """Return prices with those that texts state in their place, less the kinds that are never offered."""
    found = dict(prices)
    for text in texts:
        kind, _, value = text.partition("=")
        stated = priced(kind, value, text, tuple(prices))
        if stated is None:
            found.pop(kind, None)
        else:
            found[kind] = of(stated)
    return found


def priced(kind: str, value: str, text: str, kinds: tuple[str, ...]) -> int | None:
    """Return the stated price of a kind of change, None for ``never``; raise where it is neither."""
    if kind not in kinds or not (value == "never" or (value.isdecimal() and 0 < int(value) < 10**6)):
        expected = f"KIND=price with KIND one of {', '.join(kinds)} and a whole price above 0, or never"
        raise InputError((Fault("--price", 1, expected, repr(text), maybe(kind, list(kinds))),))
    return None if value == "never" else int(value)


def prices_in_time(texts: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Return the price list over periods with the changes that were asked for: a stated price is each unit's."""
    return _stated(PRICES_IN_TIME, texts, lambda price: (0, price))
