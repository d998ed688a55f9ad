"""Large plans over periods: a list with gaps, bettered piece by piece, and bounds by prices."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.search import Limits, tell_below
from solver.assignment.result import Level, Result
from solver.assignment.sprints.bounds.tops import Tops
from solver.assignment.sprints.check import EARLY, Sequences, in_order
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.kept import kept_list, or_new
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.listing import listings
from solver.assignment.sprints.lists.units import Unit, units_of
from solver.assignment.sprints.sequence.jobs import closure, jobs_of
from solver.assignment.sprints.sequence.lags import spans_of, tied
from solver.assignment.sprints.standing import Standing
from solver.assignment.sprints.urgent import ALONE, few, urgent_first
from solver.domain.plan import Plan
from solver.matching.problem import Problem
from solver.matching.time import Time

# The rules that a sequence proves by itself.
PROVED_BY_SEQUENCE: Final = frozenset({"order", "cut", "windows"})
# The shares of the time for bounds and for searches of urgent classes; seconds for each piece of the checks at the end.
BOUND_SHARE: Final = 0.4
URGENT_SHARE: Final = 0.2
CHECK_SECONDS: Final = 5e-4
# The seconds for each piece that exchanges at the end take, and the share for the order of work in each period.
GATHER_SECONDS: Final = 2e-4
ORDER_SHARE: Final = 0.1
# Up to so many pairs, and with so many seconds for each piece, windows come at the end: lists have this share then.
MOST_PAIRS: Final = 150_000
WINDOWS_EACH: Final = 0.035
LIST_SHARE: Final = 0.85
# The share for bounds of the plan at the end, by prices from those of the first one on.
AGAIN_SHARE: Final = 0.15


def solve_rolling(problem: Problem, limits: Limits, start: Plan | None = None) -> Result | None:
    """Return a plan whose pieces have starts of their own from the first step on, with a bound for every level.

    Parameters
    ----------
    problem : Problem
        With ``time``.
    limits : Limits
        Of everything.
    start : Plan, optional
        An earlier plan that counts: lists keep what they can of it.

    Returns
    -------
    Result or None
        None if the list breaks a rule that it does not know: then another way must be found.
    """
    if problem.time is None:
        return None
    began, work = clock.monotonic(), clock.process_time()
    demands = linear(problem, PROVED_BY_SEQUENCE)
    # On a machine with more to do, what is left for the end takes longer, too.
    busy = max((clock.monotonic() - began) / max(clock.process_time() - work, 1e-3), 1.0)
    last = limits.end - CHECK_SECONDS * busy * len(problem.tasks)
    search = replace(limits, end=last - ORDER_SHARE * (last - clock.monotonic()))
    new = None
    if start is None:
        best = _best_list(demands, search, listings(problem, problem.time))
    else:
        best, new = kept_list(demands, problem.time, start, search)
    if best is None:
        return None
    rolling = Rolling(best, Tops(problem, demands), search)
    rolling.tell()
    is_searched = start is None and rolling.urgent_first()
    rolling.better()
    rolling.best = or_new(rolling.best, new)
    best, until = rolling.best, clock.monotonic() if limits.wish.is_set() else last
    plan, is_early = started(problem, problem.time, best.gaps.placed, best.gaps.starts, until)
    if best.takes_more(plan):
        # In another order there is room for what there was none for.
        plan, is_early = started(problem, problem.time, best.gaps.placed, best.gaps.starts, clock.monotonic())
    why = [text for text, is_said in ((ALONE, is_searched), (EARLY, is_early)) if is_said]
    return replace(rolling.told(), plan=plan, why="; ".join(why))


class Rolling:
    """A list that is bettered, and what is proved of its levels."""

    def __init__(self, best: Standing, tops: Tops, limits: Limits) -> None:
        self.best, self.tops, self.limits = best, tops, limits
        self.problem, self.noted = best.gaps.problem, tops.noted

    @property
    def plain(self) -> list[int]:
        """The values of the list without constants."""
        return self.best.plain

    @cached_property
    def linear(self) -> Linear:
        """All demands, which many plans need not: at 10,000 tasks it takes seconds to post them."""
        return linear(self.problem)

    @cached_property
    def sequences(self) -> Sequences:
        """Sequences of periods, each searched for no longer than there is time when they are asked for first."""
        return Sequences(self.problem, self.limits.seconds)

    def tell(self) -> None:
        """Tell what the list has reached."""
        tell_below(self.limits, self.tops.levels, self.plain, self.top)

    def top(self, level: int, held: list[int]) -> int:
        """Return the closest bound on a level that is known, with those above held."""
        return self.tops.top(level, held)

    def complete(self, placed: dict[int, int]) -> None:
        """Take a list with placed pieces and all that fits beside them, where that is worth more."""
        self.best = self.best.around(placed, self.sequences)

    def urgent_first(self) -> bool:
        """Settle the classes that need few pieces over those alone; return whether any are searched."""
        limits = self.limits.within(URGENT_SHARE * self.limits.seconds)
        bounds = enumerate(self.tops.of(self.plain)[:-1])
        first = next((level for level, top in bounds if self.plain[level] != top), None)
        if first is None or limits.are_up or few(self.tops.demands, first) is None:
            return False
        searched = urgent_first(self, self.linear, limits, self.sequences)
        self.linear = searched or self.linear
        return searched is not None

    def better(self) -> None:
        """Better the list in stages, window by window and by exchanges, with bounds before and after, in time."""
        best, tops, limits, problem = self.best, self.tops, self.limits, self.problem
        if limits.are_up or tops.of(best.plain) == best.plain:
            return
        seconds = limits.seconds
        tops.search(best.plain, limits.within(BOUND_SHARE * seconds))
        self.tell()
        again = limits.end - AGAIN_SHARE * seconds
        search = replace(limits, end=again - GATHER_SECONDS * len(problem.tasks))
        is_ample = limits.work == math.inf and search.seconds > WINDOWS_EACH * len(problem.tasks)
        has_windows = is_ample and len(best.gaps.row) <= MOST_PAIRS and not problem.unlike
        listing = search.within(LIST_SHARE * search.seconds) if has_windows else search
        # A stage gives less urgent work anew, and would not know who had it.
        best.better(listing, tops.of(best.plain), in_stages=not problem.previous)
        if has_windows:
            best.polish(self.linear, tops.lacking, tops.of(best.plain), search)
        best.gather(replace(limits, end=again))
        best.fill()
        tops.search_again(best.plain, limits)

    def told(self) -> Result:
        """Return the values of the plan, with a bound for each."""
        bounds = zip(self.tops.levels, self.best.values, self.tops.of(self.plain), strict=True)
        found = tuple(Level(level.name, value, top + level.constant) for level, value, top in bounds)
        if self.limits.progress:
            for level in found:
                self.limits.progress(level.name, level.value, level.bound)
        proved = all(level.gap == 0 for level in found)
        stopped = "" if proved else "interrupt" if self.limits.wish.is_set() else "time limit"
        return Result("optimal" if proved else "feasible", None, found, stopped)


def rolled(
    problem: Problem, limits: Limits, gaps: Gaps | None, tops: Sequence[int], *, in_stages: bool = True
) -> dict[int, int]:
    """Return the row of each piece that is placed, in the best list that is found in time; {} where it breaks a rule.

    Parameters
    ----------
    problem : Problem
        With ``time``.
    limits : Limits
        Of this alone.
    gaps : Gaps or None
        A plan to start from, unless a list is better.
    tops : sequence of int
        A bound of each level, without its constant.
    in_stages : bool
        Whether urgent classes below theirs are bettered first, without the others.

    Returns
    -------
    dict of int to int
        By piece; a sequence in every period can be worked.
    """
    if problem.time is None:
        return {}
    demands = linear(problem, PROVED_BY_SEQUENCE)
    best = _best_list(demands, limits, listings(problem, problem.time))
    if gaps is not None:
        other = Standing.of(Columns(demands), gaps, list(units_of(problem, problem.time)))
        best = other if other and (best is None or other.values >= best.values) else best
    if best is None:
        return {}
    best.better(replace(limits, end=limits.end - GATHER_SECONDS * len(problem.tasks)), tops, in_stages=in_stages)
    best.gather(limits)
    return dict(best.gaps.placed)


def _best_list(demands: Linear, limits: Limits, lists: Iterable[tuple[Gaps, list[Unit]]]) -> Standing | None:
    """Return the best of the lists that there is time for, at least one; None where each breaks a rule."""
    best, columns = None, Columns(demands)
    for gaps, units in lists:
        found = Standing.of(columns, gaps, units)
        best = found if found and (best is None or found.values > best.values) else best
        if limits.are_up:
            break
    return best


def started(
    problem: Problem, time: Time, placed: Mapping[int, int], starts: Mapping[int, int], until: float
) -> tuple[Plan, bool]:
    """Return what is placed as nouns with start and end of each piece, as ``in_order`` does.

    Parameters
    ----------
    problem : Problem
        Over slots and pieces.
    time : Time
        Its slots and pieces.
    placed, starts : mapping of int to int
        The row of each piece, and its first minute there.
    until : float
        When to stop looking for an order that ends urgent work earlier.
    """
    # All that a piece waits for is placed, so that nothing of another period stands between two of one.
    period = {piece: int(time.period[row]) for piece, row in placed.items()}
    near = (pair for pair in time.waits if pair[0] in period and period[pair[0]] == period[pair[1]])
    periods = tied(time, jobs_of(problem, time, placed, closure(near)), spans_of(time))
    return in_order(time, placed, ((jobs, {c: starts[c] for c in jobs.jobs}) for jobs in periods), until)
