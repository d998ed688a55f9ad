"""The smallest change of a member's data after which a pair stands in some optimal plan."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import ceil

from solver.assignment.clash import in_plain_words
from solver.assignment.fixes import PRICES
from solver.assignment.result import Result
from solver.changes.change import Change
from solver.domain.team import Team
from solver.explanation.edits import (
    BEST,
    STEP,
    member_of,
    most_hours_of,
    score_of,
    task_of,
    with_pin,
)
from solver.explanation.fix.change import FixChange, with_changes
from solver.explanation.marginal.marginal import NOTHING
from solver.explanation.price import values_of
from solver.explanation.stops.stops import opposed
from solver.matching.build import minutes
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.gates import hindrances, missing_permissions
from solver.matching.pairs.vocabulary import effective_scores
from solver.stopping import Clock, breakable
from solver.study.study import Study

# Hours, then tenths of a score for each capability.
Amounts = tuple[int, ...]


@dataclass(frozen=True)
class SmallestChange:
    """The cheapest edits after which a pair stands in some optimal plan; none where it does so already.

    ``edits`` is None where none was found: ``reason`` says why no hours, scores or permissions of the member help, or
    that the search ``was_cut`` short, and ``offered`` up to how many hours more that holds where still more might do.
    Every change cheaper than ``at_least`` was tried and does not do; ``is_proved`` says that each plan on the way was
    proved optimal.
    """

    task: str
    member: str
    edits: tuple[FixChange, ...] | None
    at_least: int
    is_proved: bool
    reason: str = ""
    was_cut: bool = False
    offered: int | None = None

    @property
    def price(self) -> int | None:
        """The sum of the prices of the edits."""
        return None if self.edits is None else sum(edit.price for edit in self.edits)


def smallest_change(
    case: Study,
    task: str,
    member: str,
    prices: Mapping[str, int] = PRICES,
    most_plans: int = 300,
    *,
    most_hours: int | None = None,
    clock: Clock | None = None,
) -> SmallestChange:
    """Return the cheapest change of a member's hours, scores and permissions that puts a task into its best plan.

    Changes are tried from the cheapest on; of each, the best plan with the pair is compared with the best plan.

    Parameters
    ----------
    case : Study
        What was planned, with its best plan.
    task, member : str
        Ids of an open task and of a member.
    prices : Mapping of str to int
        Of an hour more on the load limit (``hours``), each begun tenth of a score (``score``) in what the task needs,
        and a permission (``permission``); all above 0.
    most_plans : int
        After how many plans to give up.
    most_hours : int, optional
        How many hours more to look at; a quarter of the load limit if not said.
    clock : Clock, optional
        Until when to search.

    Returns
    -------
    SmallestChange
        In whole hours and tenths of a score.
    """
    with breakable():
        return _smallest(_Search(case, task, member, prices, most_hours, clock or Clock()), most_plans)
    return SmallestChange(task, member, None, 0, False, "the search was ended before anything was found", was_cut=True)


def _smallest(search: _Search, most_plans: int) -> SmallestChange:
    task, member = search.task, search.member
    reason = search.hopeless()
    if reason:
        offered = None if search.is_open or search.is_barred else search.bounding
        return SmallestChange(task, member, None, 0, search.is_proved, reason, search.is_open, offered)
    price = 0
    for price, amounts in search.cheapest_first():
        if search.plans >= most_plans or search.clock.is_over:
            reason = f"nothing cheaper than a price of {price} was found to do"
            return SmallestChange(task, member, None, price, search.is_proved, reason, was_cut=True)
        if search.stands(amounts):
            return SmallestChange(task, member, search.edits(amounts), price, search.is_proved)
    if not search.is_proved:
        return SmallestChange(task, member, None, price, False, "not every plan on the way was proved", was_cut=True)
    return SmallestChange(task, member, None, price, True, search.at_its_end, offered=search.bounding)


@dataclass
class _Search:
    """All changes of one member's data that bear on one task."""

    case: Study
    task: str
    member: str
    prices: Mapping[str, int]
    asked: int | None
    clock: Clock
    plans: int = 0
    is_open: bool = False
    is_barred: bool = False  # by what no number of hours would change, or by more of them than are on offer
    is_proved: bool = True
    known: int = 0
    alive: set[int] = field(default_factory=set)
    placed: dict[tuple[int, bool], tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        case, words = self.case, self.case.team.vocabulary
        self.classes = case.at(weights=NOTHING)
        who, task = member_of(case.team, self.member), task_of(case.backlog, self.task)
        self.permissions = missing_permissions(who, task)
        self.capabilities = tuple(dict.fromkeys(words.name(need.capability) for need in task.needs))
        have = {name: score_of(case.team, who.id, name) for name in self.capabilities}
        # Which seat of a crew it would be, only plans say.
        short = () if task.crew else shortfalls(effective_scores(who.card, words), task, words)
        least = dict.fromkeys(self.capabilities, 0)
        for name, got, minimum in short:
            least[words.name(name)] = max(least[words.name(name)], ceil((minimum - got) * 10))
        calendar = case.team.calendar
        longest = max((slot.minutes for slot in who.slots(calendar)), default=0) if calendar else who.load_limit_minutes
        # Parts of a split task find room in several sprints.
        takes = task.estimate_minutes if not (calendar and task.split_minutes) else task.split_minutes
        needed = minutes(who, takes) - longest
        self.least = (max(ceil(needed / 60), 0), *least.values())
        scores = tuple(ceil((BEST - have[name]) * 10) for name in self.capabilities)
        self.offered = most_hours_of(longest, self.asked)
        # Where the hours of a day say when work ends, more of them help beyond all work that there is.
        is_paced = calendar is not None or case.team.order == "fit"
        self.useful = None if is_paced else max(self._useful_hours((0, *scores)), self.least[0])
        self.most = (self.offered if self.useful is None else min(self.useful, self.offered), *scores)

    def _useful_hours(self, amounts: Amounts) -> int:
        """Return the hours after which everything that the member could take with these scores would fit."""
        team = self.team(amounts)
        who = member_of(team, self.member)
        scores, words = effective_scores(who.card, team.vocabulary), team.vocabulary
        wanted = sum(
            minutes(who, task.estimate_minutes)
            for task in self.case.backlog.open_tasks
            if not shortfalls(scores, task, words) and not hindrances(team, self.case.backlog, who, task)
        )
        return max(ceil((wanted - who.load_limit_minutes) / 60), 0)

    def team(self, amounts: Amounts) -> Team:
        """Return the team after a change; the permissions that the task needs are always granted."""
        return with_changes(self.case, self.edits(amounts)).team

    def solved(self, team: Team, *, classes_only: bool = False) -> Result:
        """Return the best plan of a changed team, and count it."""
        case = self.classes if classes_only else self.case
        result = case.of(replace(case.world, team=team), time_limit=self.clock.left(case.time_limit)).result
        self.plans += 1
        self.is_proved &= result.status in {"optimal", "infeasible"}
        return result

    def hopeless(self) -> str:
        """Return why no change of hours, scores and permissions can help, or nothing."""
        if any(low > high for low, high in zip(self.least[1:], self.most[1:], strict=True)):
            self.is_barred = True
            return "a minimum is above 1"
        if self.least[0] > self.most[0]:
            self.is_barred = True
            return f"it takes {self.least[0]} h more than there are, and {self.most[0]} h are on offer (--most-hours)"
        team = self.team(self.most)
        result = self.solved(with_pin(team, self.task, self.member), classes_only=True)
        if result.plan is not None:
            return ""
        who, task = member_of(team, self.member), task_of(self.case.backlog, self.task)
        barred = hindrances(team, self.case.backlog, who, task)
        known = result.conflict if result.status == "infeasible" else ()
        clashes = in_plain_words(self.case.world, known, (self.task, self.member))
        self.is_barred, self.is_open = bool(barred), not barred and not clashes
        return "; ".join(barred or clashes) or "no plan with it was found in time"

    @property
    def bounding(self) -> int | None:
        """Return how many hours more are on offer where others might help, None where none can."""
        return None if self.useful is not None and self.useful <= self.offered else self.offered

    @property
    def at_its_end(self) -> str:
        """Return why there is nothing after everything on offer was tried."""
        held = opposed(self.team(self.most), self.case.backlog, self.case.best, (self.task, self.member))
        rule = f"; as it is planned, {'; '.join(held)}" if held else ""
        return f"other work stays worth more{'' if self.bounding is not None else ', whatever is added'}{rule}"

    def price_of(self, amounts: Amounts) -> int:
        """Return what a change costs."""
        steps = (self.prices["hours"], *[self.prices["score"]] * len(self.capabilities))
        fixed = self.prices["permission"] * len(self.permissions)
        return fixed + sum(step * amount for step, amount in zip(steps, amounts, strict=True))

    def cheapest_first(self) -> Iterator[tuple[int, Amounts]]:
        """Yield all changes that open the gates, cheapest first."""
        queue = [(self.price_of(self.least), self.least, 0)]
        while queue:
            price, amounts, first = heapq.heappop(queue)
            alive = self.may_do(amounts[0])
            if alive:
                yield price, amounts
            # Only later places are raised further, so that each change comes up once.
            for place in range(first, len(amounts) if alive else 1):
                if amounts[place] < self.most[place]:
                    higher = (*amounts[:place], amounts[place] + 1, *amounts[place + 1 :])
                    heapq.heappush(queue, (self.price_of(higher), higher, place))

    def stands(self, amounts: Amounts) -> bool:
        """Return whether the pair is in some optimal plan of the changed team."""
        team = self.team(amounts)
        with_it = self.solved(with_pin(team, self.task, self.member))
        if with_it.plan is None or self._beaten(team, values_of(with_it)):
            return False
        return values_of(with_it) == values_of(self.solved(team))

    def _beaten(self, team: Team, values: tuple[int, ...]) -> bool:
        """Return whether the plan as it is, which any change leaves possible, is better: then nothing is solved."""
        now = self.case.at(team=team).measured(self.case.best)
        return values_of(now) > values

    def may_do(self, hours: int) -> bool:
        """Return whether the pair may cost nothing in any class with so many hours more, whatever the scores.

        With more hours or higher scores the classes never fall. So if even the highest scores place too little with
        the pair at one number of hours, they do up to the number at which they reach what can be placed here anyway.
        """
        if hours in self.alive or hours < self.known:
            return hours in self.alive
        wanted = self._classes(hours, lowest=True)
        if self._classes(hours, lowest=False) >= wanted:
            self.alive.add(hours)
            return True
        low, high = hours, self.most[0] + 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._classes(middle, lowest=False) >= wanted else (middle, high)
        self.known = high
        return False

    def _classes(self, hours: int, *, lowest: bool) -> tuple[int, ...]:
        """Return what can be placed at the lowest scores, or with the pair at the highest ones."""
        if (hours, lowest) not in self.placed:
            team = self.team((hours, *(self.least if lowest else self.most)[1:]))
            result = self.solved(team if lowest else with_pin(team, self.task, self.member), classes_only=True)
            self.placed[hours, lowest] = values_of(result) if result.plan else ()
        return self.placed[hours, lowest]

    def edits(self, amounts: Amounts) -> tuple[FixChange, ...]:
        """Return a change in the user's units."""
        who, found = member_of(self.case.team, self.member), list[FixChange]()
        if amounts[0]:
            limit = Decimal(who.load_limit_minutes) / 60
            price = self.prices["hours"] * amounts[0]
            each = "each period" if self.case.team.calendar else ""
            change = Change("capacity", f"{who.id}=+{amounts[0]}h")
            found.append(FixChange("hours", who.id, "", each, limit, limit + amounts[0], price, change))
        for name, tenths in zip(self.capabilities, amounts[1:], strict=True):
            if tenths:
                have, price = score_of(self.case.team, who.id, name), self.prices["score"] * tenths
                found.append(FixChange("score", who.id, "", name, have, min(have + STEP * tenths, BEST), price))
        for text in self.permissions:
            found.append(FixChange("permission", who.id, "", text, Decimal(0), Decimal(1), self.prices["permission"]))
        return tuple(found)
