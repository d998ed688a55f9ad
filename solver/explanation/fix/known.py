"""What is known of changes: which do, with a plan, which do not, and the largest that do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from solver.domain.plan import Plan
from solver.explanation.fix.change import FixChange, with_changes
from solver.explanation.fix.hitting import Amounts
from solver.explanation.fix.loose import loosest
from solver.explanation.fix.offers import CUTS, Offer
from solver.explanation.fix.question import SECONDS, any_plan, bare_problem, has_plan, hours_suffice, needed, requiring
from solver.stopping import Clock
from solver.study.study import Study

# Seconds for the question whether something can be spared.
SOON: Final = 1.0
# Seconds for the question whether some of the tasks have a plan, and whether they have one after more changes.
CORE_SECONDS: Final = 0.5
RAISE_SECONDS: Final = 0.1


@dataclass
class Known:
    """What can be bought for a case, the amounts that do with a plan, those that do not, and those not known to.

    ``unknown`` says for how many seconds a plan was looked for, ``is_short`` that no amounts do, mostly for hours.
    ``places`` are the offers, cheap ones first; ``hurting`` are those of which less may do where more does not: two
    halves need two people in one period, and to cut a task may break a limit of tasks at once.
    """

    case: Study
    offers: Sequence[Offer]
    clock: Clock
    good: dict[Amounts, Plan] = field(default_factory=dict)
    bad: list[Amounts] = field(default_factory=list)
    unknown: dict[Amounts, float] = field(default_factory=dict)
    is_short: bool = False

    def __post_init__(self) -> None:
        """Look up the most of each offer, and of which more may hurt."""
        self.most: Amounts = tuple(one.most for one in self.offers)
        self.nothing: Amounts = tuple(0 for _ in self.offers)
        self.places = sorted(range(len(self.offers)), key=lambda place: self.offers[place].first)
        self.is_limited = any(one.wip_limit is not None for one in self.case.team.members)
        kinds = CUTS if self.is_limited else {"second"}
        self.hurting = frozenset(place for place in self.places if self.offers[place].kind in kinds)

    def changes(self, amounts: Amounts) -> tuple[FixChange, ...]:
        """Return what amounts are in words."""
        return tuple(one.change(n) for one, n in zip(self.offers, amounts, strict=True) if n)

    def changed(self, amounts: Amounts) -> Study:
        """Return the case after changes by some amounts."""
        return with_changes(self.case, self.changes(amounts))

    def plan(self, amounts: Amounts, seconds: float = SECONDS) -> Plan | None:
        """Return a plan after changes by some amounts, None if there is none or none was found in time."""
        if amounts in self.good:
            return self.good[amounts]
        seconds = self.clock.left(seconds)
        if self.unknown.get(amounts, 0.0) >= seconds or self.is_bad(amounts):
            return None
        result = any_plan(self.changed(amounts), seconds)
        self.unknown.pop(amounts, None)
        if result.plan is not None:
            self.good[amounts] = result.plan
        elif result.status == "infeasible":
            self.bad.append(amounts)
        else:
            self.unknown[amounts] = seconds
        return result.plan

    def does(self, amounts: Amounts) -> bool:
        """Return whether there is soon a plan after changes by some amounts: what is known of less counts."""
        return any(within(one, amounts) for one in self.good) or self.plan(amounts, SOON) is not None

    def is_bad(self, amounts: Amounts) -> bool:
        """Return whether it is known that no plan exists after changes by some amounts."""
        return self.is_short or any(self._is_refuted_by(amounts, one) for one in self.bad)

    def _is_refuted_by(self, amounts: Amounts, bad: Amounts) -> bool:
        """Return whether amounts are at most others that do not do, and as large where more may hurt."""
        return within(amounts, bad) and all(amounts[place] == bad[place] for place in self.hurting)

    @property
    def is_settled(self) -> bool:
        """Whether it is known that no amounts do."""
        return self.is_short or (not self.hurting and self.is_bad(self.most))

    @property
    def is_hopeless(self) -> bool:
        """Whether not even all that is on offer together does; looked into where that is not known."""
        if self.does(self.nothing):
            return False
        if self.is_short_of_all() or self.is_limited:
            return self.is_settled
        if not self.hurting:
            self.plan(self.most)
        elif any_plan(loosest(self.case, self.offers), self.clock.left(SECONDS)).status == "infeasible":
            self.is_short = True
        return self.is_settled

    def is_short_of_all(self) -> bool:
        """Return whether the hours do not suffice even with all that is on offer."""
        self.is_short = self.is_short or not hours_suffice(bare_problem(loosest(self.case, self.offers)))
        return self.is_short

    def spared(self, amounts: Amounts, places: Sequence[int], clock: Clock) -> Amounts:
        """Return amounts that do with as little as can be in some places: all of them are left out, or by halves."""
        if not places or clock.is_over:
            return amounts
        if self.does(without := with_amounts(amounts, dict.fromkeys(places, 0))):
            return without
        half = len(places) // 2
        if half:
            return self.spared(self.spared(amounts, places[:half], clock), places[half:], clock)
        place, low = places[0], 1
        high = amounts[place]
        while low < high and not clock.is_over:
            middle = (low + high) // 2
            low, high = (low, middle) if self.does(with_amounts(amounts, {place: middle})) else (middle + 1, high)
        return with_amounts(amounts, {place: high})

    def largest(self, amounts: Amounts) -> Amounts:
        """Return the largest amounts of their kind that do not do: cheap offers are raised first."""
        places = [place for place in self.places if place not in self.hurting]
        if self.short(amounts):
            return self._raised(amounts, places, self.short)
        core = self.core_of(amounts)
        # What is about other tasks alone makes no difference to those that have no plan; to cut those mostly does.
        idle = {place: self.most[place] for place in places if self._is_idle(place, core)}
        left = [one for one in places if one not in idle and self.offers[one].kind not in CUTS]
        return self._raised(with_amounts(amounts, idle), left, self._without_plan(core))

    def core_of(self, amounts: Amounts) -> tuple[str, ...]:
        """Return some tasks that must have a place and alone have none, as few as are found soon."""
        changed = self.changed(amounts)
        names = list(changed.team.policies.required)
        step = max(len(names) // 2, 1)
        while step and not self.clock.is_over:
            for at in range(0, len(names), step)[::-1]:
                fewer = names[:at] + names[at + step :]
                if fewer and has_plan(changed, tuple(fewer), self.clock.left(CORE_SECONDS)) is False:
                    names = fewer
            step //= 2
        return tuple(names)

    def _is_idle(self, place: int, core: tuple[str, ...]) -> bool:
        """Return whether an offer is about a task that is none of some, nor needed for them."""
        task = self.offers[place].change(1).task
        return bool(task) and task not in {one.id for one in needed(requiring(self.case, core))}

    def _without_plan(self, core: tuple[str, ...]) -> Callable[[Amounts], bool]:
        """Return a test whether some tasks have no plan after changes by amounts."""
        return lambda amounts: has_plan(self.changed(amounts), core, self.clock.left(RAISE_SECONDS)) is False

    def _raised(self, amounts: Amounts, places: Sequence[int], refuted: Callable[[Amounts], bool]) -> Amounts:
        """Return amounts raised in some places as far as they still do not do: in all of them, or by halves."""
        if not places or self.clock.is_over:
            return amounts
        if refuted(raised := with_amounts(amounts, {place: self.most[place] for place in places})):
            return raised
        half = len(places) // 2
        if half:
            return self._raised(self._raised(amounts, places[:half], refuted), places[half:], refuted)
        place, high = places[0], self.most[places[0]] - 1
        low = amounts[place]
        while low < high and not self.clock.is_over:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if refuted(with_amounts(amounts, {place: middle})) else (low, middle - 1)
        return with_amounts(amounts, {place: low})

    def short(self, amounts: Amounts) -> bool:
        """Return whether the hours alone refute amounts: that is soon known."""
        return not hours_suffice(bare_problem(self.changed(amounts)))


def within(one: Amounts, other: Amounts) -> bool:
    """Return whether amounts are at most others."""
    return all(a <= b for a, b in zip(one, other, strict=True))


def with_amounts(amounts: Amounts, changed: Mapping[int, int]) -> Amounts:
    """Return amounts with others in some places."""
    return tuple(changed.get(place, n) for place, n in enumerate(amounts))
