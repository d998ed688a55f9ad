"""The cheapest changes after which work over periods has a place: an implicit hitting set search over what can change.

Amounts that do not do are raised to ones that are largest of their kind; every fix has more of some offer than those.
The cheapest amounts that meet all such demands are tried next, and the first that do are the cheapest of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from solver.assignment.result import Result
from solver.assignment.sprints.solve import solve_slots
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog, Task
from solver.explanation.edits import with_policies
from solver.explanation.fix_change import Fix, FixChange, with_changes
from solver.explanation.fix_offers import PRICES_IN_TIME, Offer, Wish, offers
from solver.explanation.hitting import Amounts, Hitting
from solver.explanation.price import compare
from solver.matching.slots import slot_problem
from solver.stopping import STOPPING, Clock, breakable
from solver.study.study import Study

# Seconds for each question whether there is a plan at all.
SECONDS = 10.0
LATE = "the search for the cheapest changes ended before it was proved"


def fixes_in_time(
    case: Study,
    place: tuple[str, ...] = (),
    most: int = 3,
    prices: Mapping[str, tuple[int, int]] = PRICES_IN_TIME,
    most_hours: int | None = None,
    *,
    lower_critical: bool = False,
    compare_with: Result | None = None,
    clock: Clock | None = None,
) -> tuple[Fix, ...]:
    """Return up to ``most`` fixes over periods, cheapest first, none of which contains another.

    Parameters
    ----------
    case : Study
        Over periods, or one window in an order or with crews.
    place : tuple of str
        Open tasks that must have a place, beside those that the team's rules require.
    most : int
        How many fixes, at least 1.
    prices : Mapping of str to (int, int)
        Of each kind what the first unit costs beside its price, and the price of a unit.
    most_hours : int, optional
        How many hours more a slot may be given; a quarter of its hours if not said.
    lower_critical : bool
        Whether the minimums of CRITICAL tasks may be lowered too.
    compare_with : Result, optional
        A plan without the wish: each fix then says what its plan gives up.
    clock : Clock, optional
        Until when; fixes that are found by then are given.

    Returns
    -------
    tuple of Fix
        Each verified by planning everything anew. A single one without changes if there is such a plan already, none
        if nothing on offer helps. One that ``is_cheapest`` is proved to be so; another is one of whose changes none can
        be spared.

    Raises
    ------
    TimeoutError
        If the time ends before anything is known.
    """
    wanted = tuple(dict.fromkeys((*case.team.policies.required, *place)))
    case = case.at(team=with_policies(case.team, required=wanted))
    desk = _Desk(case, tuple(place), prices, most_hours, lower_critical, clock or Clock(case.time_limit))
    found = list[Fix]()
    for amounts, plan, proved in desk.search(most):
        changes = desk.changes(amounts)
        changed = with_changes(case, changes)
        result = changed.measured(plan)
        with breakable():
            result = changed.of(changed.world, time_limit=desk.clock.left(case.time_limit), start=plan).result
        price = compare(compare_with, result, changed.periods) if compare_with else None
        found.append(Fix(changes, result, price, is_cheapest=proved))
        if desk.clock.is_over or STOPPING.is_asked:
            break
    return tuple(found)


def can_be_placed(case: Study, place: tuple[str, ...] = ()) -> bool | None:
    """Return whether any plan has a place for tasks and for all that must have one, None if that stays unknown."""
    wanted = tuple(dict.fromkeys((*case.team.policies.required, *place)))
    result = _any_plan(case.at(team=with_policies(case.team, required=wanted)), SECONDS)
    return None if result.status not in {"optimal", "feasible", "infeasible"} else result.plan is not None


def _needed(case: Study) -> tuple[Task, ...]:
    """Return the tasks that any plan must have: required, pinned, started, with what they need and their batches."""
    tasks = {task.id: task for task in case.backlog.open_tasks}
    rules = case.team.policies
    first = [name for name in rules.required if name in tasks] + [pin.task for pin in rules.pins if pin.task in tasks]
    first += [task.id for task in tasks.values() if task.status == "IN_PROGRESS" and task.assigned_to]
    found, queue = dict[str, None](), first
    while queue:
        name = queue.pop()
        if name in found or name not in tasks:
            continue
        found[name] = None
        queue += tasks[name].dependencies
        batch = tasks[name].batch
        if batch and rules.of_batch(batch) == "together":
            queue += [one.id for one in tasks.values() if one.batch == batch]
    return tuple(task for task in tasks.values() if task.id in found)


def _any_plan(case: Study, seconds: float) -> Result:
    """Return a plan of what must be placed alone, whatever it is worth; other work may always stay out."""
    kept = {task.id for task in _needed(case)}
    tasks = tuple(task for task in case.backlog.tasks if not task.is_open or task.id in kept)
    problem = slot_problem(case.team, Backlog(tasks), case.weights, case.distances)
    bare = replace(problem, balance_units=0, split_units=0, gain=np.zeros_like(problem.gain))
    bare = replace(bare, value=tuple(0 for _ in problem.tasks), handoff=np.zeros_like(problem.handoff), batches=())
    return solve_slots(bare, time_limit=seconds)


@dataclass
class _Desk:
    """What can be bought, and what is known to do and not to do."""

    case: Study
    firm: tuple[str, ...]
    prices: Mapping[str, tuple[int, int]]
    most_hours: int | None
    lower_critical: bool
    clock: Clock
    good: list[tuple[Amounts, Plan]] = field(default_factory=list)
    bad: list[Amounts] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Look up what is on offer."""
        tasks = _needed(self.case)
        wish = Wish(self.case, tasks, self.prices, self.firm, self.most_hours, self.lower_critical)
        self.offers: tuple[Offer, ...] = offers(wish)
        self.hitting = Hitting(
            [one.first for one in self.offers],
            [one.further for one in self.offers],
            [one.most for one in self.offers],
        )

    def changes(self, amounts: Amounts) -> tuple[FixChange, ...]:
        """Return what amounts are in words."""
        return tuple(one.change(n) for one, n in zip(self.offers, amounts, strict=True) if n)

    def does(self, amounts: Amounts) -> bool:
        """Return whether there is a plan after changes by some amounts: what is known of less, and of more, counts."""
        if any(all(a <= b for a, b in zip(one, amounts, strict=True)) for one, _ in self.good):
            return True
        return self.plan(amounts) is not None

    def plan(self, amounts: Amounts) -> Plan | None:
        """Return a plan after changes by some amounts, None if there is none."""
        if any(all(a <= b for a, b in zip(amounts, one, strict=True)) for one in self.bad):
            return None
        if known := next((plan for one, plan in self.good if one == amounts), None):
            return known
        result = _any_plan(with_changes(self.case, self.changes(amounts)), self.clock.left(SECONDS))
        if result.plan is None and result.status != "infeasible":
            raise TimeoutError(LATE)
        if result.plan is None:
            self.bad.append(amounts)
        else:
            self.good.append((amounts, result.plan))
        return result.plan

    def search(self, most: int) -> Iterator[tuple[Amounts, Plan, bool]]:
        """Yield amounts that do with a plan, cheapest first, and whether they are proved to be the cheapest."""
        nothing, everything = tuple(0 for _ in self.offers), tuple(one.most for one in self.offers)
        plan = self.plan(nothing)
        if plan is not None:
            yield nothing, plan, True
            return
        if self.plan(everything) is None:
            return
        # Something that does comes first: where the time ends, it is at least that.
        spare: Amounts | None = self._spared(everything)
        try:
            for _ in range(most):
                amounts = self._cheapest()
                if amounts is None:
                    return
                plan = self.plan(amounts)
                if plan is None:
                    return
                spare = None
                yield amounts, plan, True
                self.hitting.ban(frozenset(place for place, n in enumerate(amounts) if n))
        except TimeoutError:
            if spare is not None:
                plan = next((plan for one, plan in self.good if one == spare), None)
                if plan is not None:
                    yield spare, plan, False

    def _cheapest(self) -> Amounts | None:
        while True:
            amounts = self.hitting.cheapest()
            if amounts is None or self.plan(amounts) is not None:
                return amounts
            if self.clock.is_over:
                raise TimeoutError(LATE)
            self.hitting.demand(self._largest(amounts))

    def _largest(self, amounts: Amounts) -> Amounts:
        """Return the largest amounts of their kind that do not do: dear offers are raised first."""
        found = list(amounts)
        dear = sorted(range(len(found)), key=lambda place: -self.offers[place].first)
        for place in dear:
            low, high = found[place], self.offers[place].most
            while low < high:
                # Mostly an offer does not help at all, and so the most of it is tried first.
                middle = high if high == self.offers[place].most else (low + high + 1) // 2
                if self.clock.is_over:
                    return tuple(found)
                trial = (*found[:place], middle, *found[place + 1 :])
                if self.does(trial):
                    high = middle - 1
                else:
                    low = middle
                found[place] = low
        return tuple(found)

    def _spared(self, amounts: Amounts) -> Amounts:
        """Return amounts that do, without those that can be spared: dear ones first."""
        found = list(amounts)
        for place in sorted(range(len(found)), key=lambda each: -self.offers[each].first):
            low, high = 0, found[place]
            while low < high:
                middle = 0 if low == 0 and high == found[place] else (low + high) // 2
                if self.does((*found[:place], middle, *found[place + 1 :])):
                    high = middle
                else:
                    low = middle + 1
                found[place] = high
        return tuple(found)
