"""The command ``advise``: which change of the team brings most for what it costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from solver.cli.console.counting import counting
from solver.cli.console.exits import EXIT
from solver.cli.options.groups import Form, Search, Source, grouped
from solver.cli.options.shared import Within, completed
from solver.cli.plans.based import MOST_SECONDS, based
from solver.domain.world import World
from solver.errors import Fault, InputError
from solver.readers.cards.catalogue import Candidate, cost_of, read_catalogue
from solver.report.whatif.advice import advice_answer, advice_data, hire_data
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.advice.advice import advise as advise_lines
from solver.whatif.advice.hire import advise_hire
from solver.whatif.advice.lines import MOST_HOURS, Line, Prices, clone_lines, load_lines, share_lines
from solver.whatif.advice.training import train_lines

# The plan that hires are set against gets this share of the time.
BASE_SHARE = 0.3
KINDS = ("hire", "clone", "train", "load", "share", "all")


@dataclass(frozen=True)
class _Asked:
    """What the user asked for: the kind of advice and its terms."""

    kind: str
    prices: Prices
    most_hours: int
    most_rows: int
    workers: int
    clock: Clock


@grouped
def advise(
    kind: Annotated[
        str,
        typer.Argument(
            help="hire, clone, train, load, share, or all but hire", metavar="KIND", autocompletion=completed(KINDS)
        ),
    ],
    source: Source,
    form: Form,
    search: Search,
    catalogue: Annotated[Path | None, typer.Option(help="hire: a folder of cards that could join")] = None,
    k: Annotated[int, typer.Option("-k", help="hire: how many to take", min=1)] = 1,
    budget: Annotated[str | None, typer.Option(help="hire: the most they may cost together")] = None,
    cost: Annotated[list[str] | None, typer.Option(help="hire: CARD=cost, instead of costs.csv")] = None,
    price: Annotated[list[str] | None, typer.Option(help="load, share, clone or train: KIND=price")] = None,
    hours: Annotated[int, typer.Option(help="load: how many more hours to look at", min=1, max=80)] = MOST_HOURS,
    rows: Annotated[int, typer.Option(help="how many rows to show", min=1)] = 10,
    within: Within = MOST_SECONDS,
) -> None:
    """Say which change of the team brings most for what it costs.

    Costs are in hours of an average member. An hour more (load) or freed (share) costs 1, one more member (clone) 1 for
    each hour of the load limit, a whole point of a score (train) 80, so a tenth costs a day; --price changes that.
    """
    if kind not in KINDS:
        raise typer.BadParameter(f"expected one of {', '.join(KINDS)}, got {kind!r}")
    if (kind == "hire") != (catalogue is not None):
        raise typer.BadParameter("expected --catalogue FOLDER with hire, and only there")
    form.chosen()
    clock = Clock(search.time_limit, time.monotonic if (search.workers or 1) > 1 else time.process_time)
    # Hiring keeps to the time limit as a whole; other advice has --within beside it.
    share = search.time_limit * (BASE_SHARE if catalogue else 1)
    base = based(source.opened(), replace(search, time_limit=share))
    workers = search.workers or 1
    if catalogue:
        base = replace(base, time_limit=search.time_limit)
        hired = advise_hire(base, _priced(read_catalogue(catalogue), cost or []), k, _budget(budget), workers, clock)
        data = hire_data(hired, source.workspace, source.words)
    else:
        asked = _Asked(kind, _prices(price or []), hours, rows, workers, Clock(within, time.monotonic))
        data = _advised(base, asked, source)
    form.put(advice_answer(data))
    raise typer.Exit(EXIT[data.get("status", "optimal")])


def _advised(base: Study, asked: _Asked, source: Source) -> dict[str, Any]:
    """Return the advice of one kind as data, with the prices it was made by."""
    lines = _lines(base.world, asked)
    with counting("directions") as progress:
        table = advise_lines(base, lines, asked.most_rows, asked.workers, progress, asked.clock)
    return advice_data(table, source.workspace, source.words) | {"prices": _stated(asked.prices)}


def _lines(world: World, asked: _Asked) -> list[Line]:
    kinds: dict[str, Callable[[], tuple[Line, ...]]] = {
        "clone": lambda: clone_lines(world, asked.prices),
        "train": lambda: train_lines(world, asked.prices),
        "load": lambda: load_lines(world, asked.prices, asked.most_hours),
        "share": lambda: share_lines(world, asked.prices),
    }
    return [line for kind, make in kinds.items() if asked.kind in {kind, "all"} for line in make()]


def _stated(prices: Prices) -> dict[str, float]:
    return {field.name: float(getattr(prices, field.name)) for field in fields(prices)}


def _prices(texts: list[str]) -> Prices:
    names, found, faults = [field.name for field in fields(Prices)], Prices(), []
    for text in texts:
        name, _, amount = text.partition("=")
        value = cost_of(amount)
        if name in names and value:
            found = replace(found, **{name: value})
        else:
            faults.append(Fault("--price", 1, f"{'|'.join(names)}=a price above 0, two decimals", repr(text)))
    if faults:
        raise InputError(tuple(faults))
    return found


def _budget(text: str | None) -> Decimal | None:
    budget = cost_of(text) if text is not None else None
    if text is not None and budget is None:
        raise InputError((Fault("--budget", 1, "a cost from 0 to 999999, two decimals", repr(text)),))
    return budget


def _priced(catalogue: tuple[Candidate, ...], texts: list[str]) -> tuple[Candidate, ...]:
    """Return the catalogue with the costs of the command line."""
    names, costs, faults = [one.card.id for one in catalogue], dict[str, Decimal](), []
    for text in texts:
        name, _, amount = text.partition("=")
        value = cost_of(amount)
        if name in names and value is not None:
            costs[name] = value
        else:
            faults.append(
                Fault("--cost", 1, "CARD=a cost from 0, two decimals, of a card in the catalogue", repr(text))
            )
    if faults:
        raise InputError(tuple(faults))
    return tuple(Candidate(one.card, costs.get(one.card.id, one.cost)) for one in catalogue)
