"""The command ``fix``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Final, TypeVar

import typer

from solver.assignment.fixes import PRICES
from solver.cli.asking import case_of, maybe
from solver.cli.groups import Form, Source, grouped
from solver.cli.options import EXIT, AnswerLimit, MostHours
from solver.cli.talk import note
from solver.cli.watching import BASE, in_time
from solver.domain.tasks import PRIORITIES, Backlog
from solver.errors import Fault, InputError
from solver.explanation.deadlines import impossible_deadlines
from solver.explanation.fix import fixes
from solver.explanation.fix_in_time import fixes_in_time
from solver.explanation.fix_offers import PRICES_IN_TIME
from solver.matching.pieces import is_timed
from solver.report.changes import fix_answer
from solver.report.fix_in_time import fix_in_time_answer
from solver.stopping import Clock
from solver.study.study import Study

# Of a kind of change: a number, or over periods one for the first and one for each unit.
Price = TypeVar("Price")
# The share of the time after which no further fix is looked for.
READY: Final = 0.8


@grouped
def fix(
    source: Source,
    form: Form,
    place: Annotated[str, typer.Option(help="what must have a place: tasks, batches, classes or all; by commas")] = "",
    price: Annotated[list[str] | None, typer.Option(help="KIND=price, or KIND=never: hours, minimum, ...")] = None,
    most: Annotated[int, typer.Option(help="how many fixes", min=1)] = 3,
    most_hours: MostHours = None,
    time_limit: AnswerLimit = 60.0,
) -> None:
    """Say what would have to change for a plan to exist, cheapest first.

    With --place, for these tasks to have a place too; over periods those with an impossible deadline must, unless some
    are named. What CRITICAL tasks need is lowered only where --price minimum= asks for it.
    """
    found = source.read()
    case = case_of(found, time_limit * BASE)
    wanted = named_tasks(found.backlog, _names(found.backlog, place))
    if is_timed(found.team, found.backlog):
        _in_time(case, wanted, tuple(price or ()), (most, most_hours, time_limit), form)
        return
    prices = prices_of(tuple(price or ()))
    lower = any(text.partition("=")[0] == "minimum" for text in price or ())
    try:
        with in_time(time_limit):
            base = case.result if wanted else None
            answers = fixes(case, wanted, most, prices, most_hours, lower_critical=lower, compare_with=base)
    except TimeoutError as error:
        note(f"{error}; --time-limit gives it longer")
        raise typer.Exit(EXIT["unknown"]) from error
    plan = answers[0].result.plan if answers and not answers[0].changes else None
    out = len(case.backlog.open_tasks) - len(plan.assignments) if plan else 0
    form.put(fix_answer(answers, prices, out, limits_of(most_hours, lower)))
    if not answers:
        raise typer.Exit(EXIT["infeasible"])


def _in_time(
    case: Study, wanted: tuple[str, ...], price: tuple[str, ...], limits: tuple[int, int | None, float], form: Form
) -> None:
    """Answer over periods; exit 3 where no change on offer helps."""
    most, most_hours, time_limit = limits
    clock = Clock(time_limit * READY)
    prices, lower = prices_in_time(price), any(text.partition("=")[0] == "minimum" for text in price)
    try:
        with in_time(time_limit):
            base = replace(case, time_limit=time_limit * BASE * BASE).result
            late = () if wanted or base.plan is None else impossible_deadlines(case, base.plan)
            wanted = wanted or tuple(one.task for one in late)
            compared = base if wanted and base.plan else None
            answers = fixes_in_time(
                case, wanted, most, prices, most_hours, lower_critical=lower, compare_with=compared, clock=clock
            )
    except TimeoutError as error:
        note(f"{error}; --time-limit gives it longer")
        raise typer.Exit(EXIT["unknown"]) from error
    out = len(case.backlog.open_tasks) - len(base.plan.owner) if base.plan else 0
    form.put(fix_in_time_answer(case, answers, wanted, [one.reason for one in late], prices, out))
    if not answers:
        raise typer.Exit(EXIT["infeasible"])


def prices_in_time(texts: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Return the price list over periods with the changes that were asked for: a stated price is each unit's."""
    return _stated(PRICES_IN_TIME, texts, lambda price: (0, price))


def limits_of(most_hours: int | None, lower: bool) -> str:
    """Return how far changes are offered, as the end of a sentence."""
    hours = "a quarter of each load limit" if most_hours is None else f"{most_hours} h for each member"
    said = f"hours are offered up to {hours} (--most-hours)"
    return said if lower else f"{said}, and what CRITICAL tasks need is not lowered (--price minimum=2 does)"


def _names(backlog: Backlog, place: str) -> tuple[str, ...]:
    """Return the names between the commas; a task whose id has one is named by itself."""
    if place in {task.id for task in backlog.open_tasks}:
        return (place,)
    return tuple(filter(None, (name.strip() for name in place.split(","))))


def named_tasks(backlog: Backlog, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the open tasks that are named, each itself, by its batch, by its priority class, or by ``all``."""
    groups: dict[str, list[str]] = {"all": [task.id for task in backlog.open_tasks]}
    for task in backlog.open_tasks:
        for group in (task.batch, task.priority):
            groups.setdefault(group, []).append(task.id)
    single = {task.id: [task.id] for task in backlog.open_tasks}
    groups = {name: ids for name, ids in groups.items() if name} | single
    unknown = [name for name in names if name not in groups and name not in PRIORITIES]
    if unknown:
        raise InputError(
            tuple(
                Fault("--place", 1, "open tasks, batches, classes or all", repr(name), maybe(name, list(groups)))
                for name in unknown
            )
        )
    return tuple(dict.fromkeys(task for name in names for task in groups.get(name, ())))


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
