"""The command ``noise``: what wrong estimates do to a plan, and what a safer plan costs."""

from __future__ import annotations

import time
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console.counting import counting
from solver.cli.console.exits import EXIT
from solver.cli.options.groups import Form, Search, Source, grouped
from solver.cli.options.shared import Within
from solver.cli.plans.asking import one_window
from solver.cli.plans.based import MOST_SECONDS, based
from solver.cli.plans.safe_plan import write_safe_plan, write_safe_plan_in_time
from solver.domain.world import World
from solver.errors import Fault, InputError
from solver.readers.history import MOST_SPREAD, has_spreads, read_history, read_spreads
from solver.report.whatif.noise import noise_answer, noise_data
from solver.report.whatif.noise_in_time import noise_in_time_answer
from solver.stopping import Clock
from solver.whatif.noise.in_time import risk_in_time
from solver.whatif.noise.noise import Noise, noise_of, sample
from solver.whatif.noise.robust import safety_curve
from solver.whatif.noise.safe_in_time import safe_in_time

SPREAD = 0.3


@grouped
def noise(
    source: Source,
    form: Form,
    search: Search,
    sigma: Annotated[
        float | None, typer.Option(help="spread of all tasks: standard deviation of log(actual/estimate)", min=0, max=3)
    ] = None,
    history: Annotated[Path | None, typer.Option(help="a CSV of past work: estimate,actual")] = None,
    sigmas: Annotated[Path | None, typer.Option(help="a CSV of tasks with a spread of their own: id,sigma")] = None,
    level: Annotated[str, typer.Option(help="how safe: the share of cases in which a member keeps the limit")] = "0.9",
    curve: Annotated[str, typer.Option(help="levels to compare")] = "0.5,0.7,0.8,0.9,0.95",
    cases: Annotated[int, typer.Option(help="size of the sample", min=10, max=100_000)] = 1000,
    save: Annotated[Path | None, typer.Option(help="write the plan at the level as a plan.json")] = None,
    within: Within = MOST_SECONDS,
) -> None:
    """Say how often each member is over the limit when estimates are off, what is at risk, and what safety costs.

    The spread comes from --sigma, from --history, or is 0.3; tasks with a number in the backlog's column sigma, or in
    --sigmas, have a spread of their own.
    """
    if sigma is not None and history:
        raise typer.BadParameter("expected one of --sigma and --history")
    form.chosen()
    wanted, levels = _level(level, "--level"), [_level(text, "--curve") for text in curve.split(",") if text.strip()]
    if not wanted:
        raise InputError((Fault("--level", 1, "a level above 0 and below 1", repr(level)),))
    found = source.opened()
    if not found.team.calendar:
        found = one_window(found, "noise")
    base = based(found, search)
    assumed, origin = _assumed(sigma, history)
    own = sigmas or next(
        (path for path in (source.backlog or source.workspace / "backlog.csv",) if has_spreads(path)), None
    )
    assumed = _with_own(assumed, own, base.world)
    if found.team.calendar:
        factors = sample(assumed, [task.id for task in base.world.backlog.open_tasks], cases, search.seed)
        risk, safe = risk_in_time(base.world, base.best, factors, float(wanted)), None
        if save:
            safe = safe_in_time(base, factors, float(wanted), Clock(within, time.monotonic))
            write_safe_plan_in_time(save, source.workspace, found, safe, wanted, assumed, search.seed)
        form.put(noise_in_time_answer(risk, origin, safe, base.result))
        raise typer.Exit(EXIT[base.result.status])
    with counting("levels") as progress:
        points = safety_curve(
            base,
            assumed,
            [*levels, wanted],
            share=wanted,
            cases=cases,
            workers=search.workers or 1,
            progress=progress,
            clock=Clock(within, time.monotonic),
        )
    if save:
        write_safe_plan(save, source.workspace, found, points, wanted)
    form.put(noise_answer(noise_data(points, wanted, origin)))
    statuses = (point.result.status for point in points.points if point.level == wanted)
    raise typer.Exit(EXIT[next(statuses, "unknown")])


def _assumed(sigma: float | None, history: Path | None) -> tuple[Noise, str]:
    """Return the noise and where it comes from."""
    if history:
        ratios = read_history(history)
        found = noise_of(ratios)
        if found.spread > MOST_SPREAD:
            raise InputError((Fault(str(history), 1, f"a spread of at most {MOST_SPREAD:g}", f"{found.spread:g}"),))
        return found, f"{len(ratios)} finished tasks of {history.name}: spread {found.spread:.3f}"
    if sigma is None:
        return Noise(SPREAD), f"an assumption: spread {SPREAD:g}"
    return Noise(sigma), f"as given: spread {sigma:g}"


def _with_own(noise: Noise, path: Path | None, world: World) -> Noise:
    if path is None:
        return noise
    found = read_spreads(path, tuple(task.id for task in world.backlog.tasks))
    still_open = {task.id for task in world.backlog.open_tasks}
    return Noise(noise.spread, noise.shift, tuple(one for one in found if one[0] in still_open))


def _level(text: str, option: str) -> Fraction:
    try:
        level = Decimal(text.strip())
    except InvalidOperation as error:
        raise InputError((Fault(option, 1, "a level from 0 to below 1, such as 0.9", repr(text)),)) from error
    if not level.is_finite() or not 0 <= level < 1:
        raise InputError((Fault(option, 1, "a level from 0 to below 1, such as 0.9", repr(text)),))
    return Fraction(level)
