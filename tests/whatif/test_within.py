"""What needs many plans keeps within its time, keeps what it has when it is stopped, and says what it leaves out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from solver.domain.world import World
from solver.report.whatif.advice import advice_answer, advice_data
from solver.report.whatif.noise import noise_answer, noise_data
from solver.report.whatif.resilience import resilience_answer, resilience_data
from solver.stopping import Clock
from solver.study.study import solved
from solver.whatif.advice.advice import advise
from solver.whatif.advice.lines import Prices, load_lines
from solver.whatif.noise.noise import Noise
from solver.whatif.noise.robust import safety_curve
from solver.whatif.resilience import resilience
from solver.whatif.within import run_within
from tests.worlds import WEIGHTS, world

# A time that is over at once.
OVER = 0.0


def some_world() -> World:
    """Return a small world that has a plan."""
    for seed in range(100):
        team, backlog, _ = world(seed)
        found = World(team, backlog, WEIGHTS)
        if len(team.members) == 3 and solved(found).result.plan:
            return found
    raise AssertionError("no such world")


class Ticks:
    """A clock that is one second later each time it is read."""

    def __init__(self) -> None:
        self.count = -1.0

    def __call__(self) -> float:
        """Return the next second."""
        self.count += 1
        return self.count


def test_as_many_items_as_there_is_time_for() -> None:
    """Items are begun until the time is over, in their order."""
    # The clock is read once at the start, once before the first item and once after each.
    assert run_within(abs, [-1, -2, -3, -4], Clock(4, Ticks())) == {0: 1, 1: 2, 2: 3}


def test_what_is_done_is_kept_when_somebody_stops_it() -> None:
    """Ctrl-C ends the time for whatever comes after, and keeps the values that there are."""

    def value(item: int) -> int:
        if item == 3:
            raise KeyboardInterrupt
        return item

    clock = Clock()
    assert run_within(value, [1, 2, 3, 4], clock) == {0: 1, 1: 2}
    assert clock.is_over


def test_absences_without_time_are_named() -> None:
    """Members whose absence was not planned are named, and no pair of them is looked at."""
    base = solved(some_world())
    found = resilience(base, "all", clock=Clock(OVER))
    assert found.rows == ()
    assert {away[0] for away in found.skipped if len(away) == 1} == {"X", "Y", "Z"}
    data = resilience_data(found, Path("w"))
    assert "Left out, as the time was over: " in "\n".join(resilience_answer(data).lines())


def test_some_absences_are_better_than_none() -> None:
    """With time for one plan there is one row, and the others are named."""
    base = solved(some_world())
    found = resilience(base, "none", clock=Clock(4, Ticks()))
    assert 1 <= len(found.rows) < 3
    assert len(found.rows) + len(found.skipped) == 3


def test_directions_without_time_are_counted() -> None:
    """Advice that ran out of time says how many directions it left out, and passes none over for a bound."""
    base = solved(some_world())
    lines = load_lines(base.world, Prices(), 4)
    found = advise(base, lines, clock=Clock(OVER))
    assert (found.rows, found.skipped, found.passed) == ((), len(lines), 0)
    data = advice_data(found, Path("w"))
    assert f"{len(lines)} were left out, or not settled, as the time was over" in "\n".join(advice_answer(data).lines())


def test_levels_without_time_are_named() -> None:
    """A curve of safety that ran out of time names the levels that it left out, and the nominal plan is there."""
    base = solved(some_world())
    levels = [Fraction(1, 2), Fraction(9, 10)]
    found = safety_curve(base, Noise(0.3), levels, cases=20, clock=Clock(OVER))
    assert (found.points, found.skipped) == ((), tuple(levels))
    lines = noise_answer(noise_data(found, levels[1], "as given")).lines()
    assert "Left out, as the time was over (--within): level 0.5, 0.9." in lines
