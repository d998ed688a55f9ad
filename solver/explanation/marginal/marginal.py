"""What one more hour, a tenth of a score, a permission or a relaxed rule is worth: each figure is a new plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from solver.assignment.result import Result
from solver.changes.change import Change
from solver.domain.plan import Plan
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.explanation.diff import Diff
from solver.explanation.edits import member_of
from solver.explanation.marginal.levers import Lever, levers_of, promise
from solver.explanation.marginal.screen import screened
from solver.explanation.price import Price, compare, values_of
from solver.matching.pairs.fit import fit, shortfalls
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.pieces import is_timed
from solver.stopping import Clock, breakable
from solver.study.study import Study

KINDS: Final = ("hours", "score", "permission", "batch", "forbid", "pin", "wip", "separate", "together")
NOTHING: Final = Weights(*[Decimal(0)] * 5)
NOTHING_IN_TIME: Final = Weights(*[Decimal(0)] * 8)


@dataclass(frozen=True)
class Step:
    """So much more (hours, tenths of a score, or 1), what it brings over the plan as it is, and how to say it."""

    amount: int
    price: Price
    change: Change


@dataclass(frozen=True)
class Marginal:
    """What one change of data is worth at each step; ``kind`` is one of ``KINDS``.

    ``about`` names the capability, permission, batch or tasks. A batch that must stay together may be split, one that
    may be split is kept together: the price says what that brings or costs.
    """

    kind: str
    member: str
    about: str
    steps: tuple[Step, ...]

    @property
    def best(self) -> Step:
        """The smallest step of those that bring most."""
        return max(self.steps, key=lambda step: (step.price.vector, -step.amount))

    @property
    def first_gain(self) -> Step:
        """The smallest step that places more work, or earlier; else the smallest that brings anything, or the last."""
        gains = [step for step in self.steps if step.price.is_gain]
        return next((step for step in gains if step.price.is_work), gains[0] if gains else self.steps[-1])


def marginal_values(
    case: Study,
    kinds: tuple[str, ...] = KINDS,
    *,
    fine: bool = False,
    member: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    most_hours: int | None = None,
    clock: Clock | None = None,
    skipped: Callable[[str, str, str], None] | None = None,
) -> tuple[Marginal, ...]:
    """Return what more hours, scores, permissions and relaxed rules bring, most first.

    Parameters
    ----------
    case : Study
        What was planned, with its best plan.
    kinds : tuple of str
        Which of ``KINDS``.
    fine : bool
        Whether hours and scores also stop where work is only placed with somebody who suits it better. Steps at which
        more work is placed are always there.
    member : str, optional
        Only what is about this member.
    progress : callable, optional
        Called with how many of how many changes are done.
    most_hours : int, optional
        How many hours more of one member to look at; a quarter of the load limit if not said.
    clock : Clock, optional
        Until when; what work that stayed out could use comes first.
    skipped : callable, optional
        Called with kind, member and about of each change that the time did not suffice for.

    Returns
    -------
    tuple of Marginal
        Hours: for each member, 1 and then each number at which anything more is gained, past those that gain nothing,
        up to the point where all work that the member can take would fit, or to the most hours. Scores: for each
        member and capability that alone keeps it from a task that stayed out, by tenths up to 1. How even the loads
        are counts in each price but makes no step of its own.
    """
    clock, useless = clock or Clock(), frozenset[int]()
    levers = [lever for lever in levers_of(case, kinds, most_hours) if member in {None, lever.member}]
    if clock.seconds is not None:
        levers.sort(key=promise(case))
    timed = is_timed(case.team, case.backlog)
    nothing = NOTHING_IN_TIME if timed else NOTHING
    probe = case.at(weights=replace(case.weights, balance=Decimal(0)) if fine else nothing)
    walk = _Walk(case, probe, case.result, clock)
    if timed and not fine:
        walk.known["", "", "", 0] = (*values_of(case.result)[:-1], 0)
        useless = screened(levers, walk.better, clock)
    found = {number: walk.nothing(levers[number]) for number in useless}
    # With little time everybody gets an answer first, and then the steps between.
    for steps in ([walk.ends] if clock.seconds is not None else []) + [walk.steps]:
        for number, one in enumerate(levers):
            if progress:
                progress(number, len(levers))
            if clock.is_over:
                break
            with breakable():
                is_idle = number in useless or (timed and not fine and walk.is_idle(one))
                found[number] = walk.nothing(one) if is_idle else steps(one)
    for number, one in enumerate(levers):
        if number not in found and skipped:
            skipped(one.kind, one.member, one.about)
    rows = [Marginal(levers[n].kind, levers[n].member, levers[n].about, steps) for n, steps in found.items()]
    return tuple(sorted(rows, key=lambda one: ([-change for change in one.best.price.vector], one.best.amount)))


@dataclass
class _Walk:
    """Plans of a case with more of something; ``probe`` is the case in which a step must show."""

    case: Study
    probe: Study
    base: Result
    clock: Clock
    known: dict[tuple[str, str, str, int], tuple[int, ...]] = field(default_factory=dict)
    priced: dict[tuple[str, str, str, int], Price] = field(default_factory=dict)
    unproved: set[tuple[str, str, str, int]] = field(default_factory=set)

    def ends(self, lever: Lever) -> tuple[Step, ...]:
        """Return the first step, and the last one if it brings anything."""
        last = {lever.most} if lever.most > 1 and self._reached(lever, lever.most) != self._reached(lever, 0) else set()
        return self._priced(lever, {1, *last})

    def steps(self, lever: Lever) -> tuple[Step, ...]:
        """Return the first step and each at which more is gained."""
        return self._priced(lever, {1, *(self._rises(lever, 0, lever.most) if lever.most > 1 else ())})

    def _rises(self, lever: Lever, low: int, high: int) -> Iterator[int]:
        """Yield each amount that reaches more than the one before: more never hurts, so halving finds them."""
        if self._reached(lever, low) != self._reached(lever, high):
            if high - low == 1 or self.clock.is_over:
                yield high
            else:
                middle = (low + high) // 2
                yield from self._rises(lever, low, middle)
                yield from self._rises(lever, middle, high)

    def better(self, team: Team) -> Plan | None:
        """Return a plan of another team that places more than this one, or earlier, or may; None if there is none."""
        if self.clock.is_over:
            return Plan(())
        seconds = self.clock.left(self.case.time_limit)
        result = self.probe.of(replace(self.probe.world, team=team), time_limit=seconds, start=self.base.plan).result
        is_more = result.status != "optimal" or values_of(result)[:-1] != self.known["", "", "", 0][:-1]
        return (result.plan or Plan(())) if is_more else None

    def is_idle(self, lever: Lever) -> bool:
        """Return whether not even the most hours of a member in a period are known to place more work, or earlier."""
        if lever.kind != "hours" or not lever.about:
            return False
        same = self._reached(lever, lever.most) == self._reached(lever, 0)
        return same and (lever.kind, lever.member, lever.about, lever.most) not in self.unproved

    def nothing(self, lever: Lever) -> tuple[Step, ...]:
        """Return the step of what places no more work and none of it earlier: nothing is said of quality."""
        changes = tuple((level.name, 0) for level in self.base.levels if level.name != "quality")
        return (Step(1, Price(self.base.status, changes, Diff((), (), ())), lever.change(1)),)

    def _reached(self, lever: Lever, amount: int) -> tuple[int, ...]:
        # With nothing added everybody is at the same point.
        key = (lever.kind, lever.member, lever.about, amount) if amount else ("", "", "", 0)
        if key not in self.known:
            team = lever.team(amount) if amount else self.case.team
            # With little time nothing worse than the plan as it is comes of more.
            start = self.base.plan if self.clock.seconds is not None and self.case.team.calendar else None
            seconds = self.clock.left(self.case.time_limit)
            found = self.probe.of(replace(self.probe.world, team=team), time_limit=seconds, start=start)
            self.known[key] = values_of(found.result)
            if found.result.status != "optimal":
                self.unproved.add(key)
        return self.known[key]

    def _priced(self, lever: Lever, amounts: set[int]) -> tuple[Step, ...]:
        steps = []
        for amount in sorted(amounts):
            key = (lever.kind, lever.member, lever.about, amount)
            if key not in self.priced:
                self.priced[key] = self._price(lever, amount)
            steps.append(Step(amount, self.priced[key], lever.change(amount)))
        return tuple(steps)

    def _price(self, lever: Lever, amount: int) -> Price:
        team = lever.team(amount)
        if lever.kind == "score" and _same_row(self.case, team, lever.member):
            changes = tuple((level.name, 0) for level in self.base.levels)
            return Price(self.base.status, changes, Diff((), (), ()))
        # What only adds leaves the plan as it is standing: with little time nothing worse is returned.
        start = self.base.plan if self.clock.seconds is not None and lever.kind != "batch" else None
        seconds = self.clock.left(self.case.time_limit)
        found = self.case.of(replace(self.case.world, team=team), time_limit=seconds, start=start)
        return compare(self.base, found.result, self.case.periods)


def _same_row(case: Study, team: Team, member: str) -> bool:
    """Return whether a change of scores opens no gate for the member and leaves its fit to what it can do."""
    words = team.vocabulary
    before, after = (effective_scores(member_of(each, member).card, words) for each in (case.team, team))
    for task in case.backlog.open_tasks:
        shut, still = shortfalls(before, task, words), shortfalls(after, task, words)
        if bool(shut) != bool(still) or (not still and fit(before, task, words) != fit(after, task, words)):
            return False
    return True
