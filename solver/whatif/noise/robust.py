"""Plans that keep the load limits at a stated level, and what each level costs against trusting the estimates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from solver.assignment.of_world import plan_values
from solver.assignment.result import Result
from solver.assignment.robust import Row, solve_on_sample
from solver.assignment.seal import sealed
from solver.domain.tasks import PRIORITIES
from solver.domain.world import World
from solver.errors import Fault, InputError
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.gain import Progress, Values, placed_minutes
from solver.whatif.noise.noise import Factors, Noise, Risk, risk_of, sample
from solver.whatif.within import hurried


@dataclass(frozen=True)
class Point:
    """One level of safety: each member keeps the limit in at least this share of the cases.

    ``level`` is None for the plan that trusts the estimates. ``risk`` is on the sample that the plan was made for,
    ``fresh`` on another one, which the plan has not seen; both None without a plan. ``minutes`` are estimates placed,
    ``forced`` the members whose work in progress alone is over more often.
    """

    level: Fraction | None
    result: Result
    values: Values
    minutes: int
    risk: Risk | None
    fresh: Risk | None
    rounds: int
    rows: int
    forced: tuple[str, ...]


@dataclass(frozen=True)
class Curve:
    """The nominal plan, then one point for each level, rising; ``cases`` and ``seed`` make both samples again.

    ``skipped`` are levels that there was no time for.
    """

    base: Study
    noise: Noise
    cases: int
    seed: int
    nominal: Point
    points: tuple[Point, ...]
    skipped: tuple[Fraction, ...] = ()


def safety_curve(
    base: Study,
    noise: Noise,
    levels: Sequence[Fraction],
    *,
    share: Fraction = Fraction(9, 10),
    cases: int = 1000,
    workers: int = 1,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> Curve:
    """Return the best plan at each level of safety, exact on the sample.

    Parameters
    ----------
    base : Study
        The world with the plan that trusts its estimates; its seed is that of the sample, the fresh sample takes the
        next one.
    noise : Noise
        How far estimates are off.
    levels : sequence of Fraction
        Each at least 0 and below 1: the share of cases in which a member keeps the limit, for every member.
    share : Fraction
        Of the cases, above 0 and below 1: where the value at risk of every plan is read off.
    cases : int
        Size of the sample, at least 1.
    workers : int
        Threads of each search.
    progress : callable, optional
        Told how many levels of how many are done.
    clock : Clock, optional
        Until when a level is begun. Ctrl-C keeps what there is.

    Returns
    -------
    Curve
        Values never rise with the level.

    Raises
    ------
    RuntimeError
        If the checker objects to a plan: a fault of this program, not of the input.
    """
    wrong = [str(level) for level in levels if not 0 <= level < 1]
    if wrong:
        raise InputError((Fault("--curve", 1, "levels from 0 to below 1", ", ".join(wrong)),))
    world, names = base.world, [task.id for task in base.world.backlog.open_tasks]
    samples = sample(noise, names, cases, base.seed), sample(noise, names, cases, base.seed + 1)
    problem = base.problem()
    points, rows, wanted, clock = list[Point](), tuple[Row, ...](), sorted(set(levels)), clock or Clock()
    base = hurried(base, clock)
    for number, level in enumerate(wanted, 1):
        if clock.is_over:
            break
        # What is over too often at one level is so at every higher one: its rows are kept.
        most_over = int((1 - level) * cases)
        seconds = clock.left(base.time_limit)
        try:
            kept = solve_on_sample(
                problem, samples[0], most_over, rows, time_limit=seconds, seed=base.seed, workers=workers
            )
        except KeyboardInterrupt:
            break
        if kept.result.stopped == "interrupt":
            clock.stop()
        rows = kept.rows
        forced = tuple(problem.members[m] for m in kept.forced)
        point = _point(world, level, kept.result, samples, float(share))
        points.append(replace(point, rounds=kept.rounds, rows=len(rows), forced=forced))
        if progress:
            progress(number, len(wanted))
    nominal = _point(world, None, base.result, samples, float(share))
    return Curve(base, noise, cases, base.seed, nominal, tuple(points), tuple(wanted[len(points) :]))


def _point(
    world: World,
    level: Fraction | None,
    result: Result,
    samples: tuple[Factors, Factors],
    share: float,
) -> Point:
    """Return a checked plan with its risks."""
    if result.plan is None:
        return Point(level, result, (0,) * (len(PRIORITIES) + 1), 0, None, None, 0, 0, ())
    sealed(world, None, result)
    values = tuple(plan_values(world, result.plan).values())
    seen, fresh = (risk_of(world, result.plan, factors, share) for factors in samples)
    return Point(level, result, values, placed_minutes(world, result.plan), seen, fresh, 0, 0, ())
