"""The cheapest changes after which a plan exists, or certain tasks have a place: in the user's units, each verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import ceil

from solver.assignment.fixes import PRICES, Change, cheapest_fixes
from solver.assignment.result import Result
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Task
from solver.domain.team import Member
from solver.explanation.edits import (
    STEP,
    member_of,
    most_hours_of,
    score_of,
    task_of,
    unpinned,
    with_policies,
)
from solver.explanation.fix.change import Fix, FixChange, with_changes
from solver.explanation.price import compare
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.gates import done_by, missing_permissions
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.problem import Problem
from solver.stopping import STOPPING, breakable
from solver.study.study import Study


def fixes(
    case: Study,
    place: tuple[str, ...] = (),
    most: int = 3,
    prices: Mapping[str, int] = PRICES,
    most_hours: int | None = None,
    *,
    lower_critical: bool = False,
    compare_with: Result | None = None,
    previous: Plan | None = None,
) -> tuple[Fix, ...]:
    """Return up to ``most`` fixes, cheapest first, none of which contains another; each is verified by a new plan.

    Parameters
    ----------
    case : Study
        What cannot be planned, or not as wanted.
    place : tuple of str
        Open tasks that must have a place, beside those that the team's rules require; no fix does without them.
    most : int
        How many fixes, at least 1.
    prices : Mapping of str to int
        What each kind of change costs, at least 1, as in ``PRICES``; a kind that is not there is not offered.
    most_hours : int, optional
        How many hours more any one member may be given; a quarter of the load limit if not said.
    lower_critical : bool
        Whether the minimums of CRITICAL tasks may be lowered too.
    compare_with : Result, optional
        A plan without the wish that tasks have a place: each fix then says what its plan gives up.
    previous : Plan, optional
        The plan that is being worked: that of each fix then moves as little of it as can be.

    Returns
    -------
    tuple of Fix
        A single one without changes if there is such a plan already; none if no change on offer helps.

    Raises
    ------
    TimeoutError
        If the time limit ends the search before it knows the cheapest fix, or whether there is any.
    RuntimeError
        If a fix does not help: a fault of this program.
    """
    wanted = dict.fromkeys((*case.team.policies.required, *place))
    case = case.at(team=with_policies(case.team, required=tuple(wanted)))
    problem = case.problem()
    desk = _Desk(case, problem, place, prices, most_hours, lower_critical)
    found = []
    try:
        for fix in cheapest_fixes(problem, tuple(desk.offers), desk.keys, most, case.time_limit):
            changes = tuple(map(desk.in_words, fix))
            with breakable():
                result = _planned(with_changes(case, changes), previous)
            if STOPPING.is_asked:
                raise TimeoutError("the search was ended before it knew the cheapest fix")
            if result.plan is None and result.status == "infeasible":
                raise RuntimeError(f"the fix {changes} does not help")
            found.append(Fix(changes, result, compare(compare_with, result, case.periods) if compare_with else None))
    except TimeoutError:
        # Those that were found are the cheapest all the same.
        if not found:
            raise
    return tuple(found)


def _planned(changed: Study, previous: Plan | None) -> Result:
    """Return the plan after the changes of a fix."""
    return changed.of(changed.world, previous=previous).result if previous else changed.result


@dataclass
class _Desk:
    """What can be bought for a case, and what opens each pair that fails a gate."""

    case: Study
    problem: Problem
    firm: tuple[str, ...]
    prices: Mapping[str, int]
    most_hours: int | None
    lower_critical: bool
    offers: list[Change] = field(default_factory=list)
    keys: dict[tuple[int, int], tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.column = {name: t for t, name in enumerate(self.problem.tasks)}
        self._demands()
        self._gates()
        self._limits()
        self._groups()

    def offer(
        self, kind: str, member: int, task: int, name: str, amount: int = 1, group: tuple[int, ...] = ()
    ) -> int | None:
        """Return the place of an offer, widened to an amount; None if this kind has no price."""
        if kind not in self.prices:
            return None
        wanted = Change(kind, member, task, name, self.prices[kind], amount, group)
        for place, one in enumerate(self.offers):
            if replace(one, amount=amount) == wanted:
                self.offers[place] = replace(one, amount=max(one.amount, amount))
                return place
        self.offers.append(wanted)
        return len(self.offers) - 1

    def _demands(self) -> None:
        started = {task.id for task in self.case.backlog.open_tasks if task.status == "IN_PROGRESS"}
        owner = {task.id: task.assigned_to for task in self.case.backlog.open_tasks}
        for m, t in self.problem.pins:
            name = self.problem.tasks[t]
            mine = name in started and owner[name] == self.problem.members[m]
            self.offer("started" if mine else "pin", m, t, name)
        for t in self.problem.required:
            if self.problem.tasks[t] not in self.firm:
                self.offer("required", -1, t, self.problem.tasks[t])

    def _gates(self) -> None:
        """Open the pairs of wanted tasks, and of what they need, for everybody; of pins for their member."""
        wanted = self._needed(set(self.problem.required))
        for m, member in enumerate(self.case.team.members):
            for t, task in enumerate(self.case.backlog.open_tasks):
                shut = not (self.problem.can[m, t] and self.problem.allowed[m, t])
                if shut and (t in wanted or (m, t) in self.problem.pins):
                    keys = list(self._keys(m, t, member, task))
                    if keys and all(place is not None for place, _ in keys):
                        self.keys[m, t] = tuple((place, least) for place, least in keys if place is not None)

    def _needed(self, wanted: set[int]) -> set[int]:
        """Return tasks with all that they depend on, and with the rest of a batch that is handed out whole."""
        queue = list(wanted)
        while queue:
            one = queue.pop()
            more = {target for t, target in self.problem.dependencies if t == one}
            more |= {t for batch in self.problem.whole if one in batch for t in batch}
            queue += more - wanted
            wanted |= more
        return wanted

    def _keys(self, m: int, t: int, member: Member, task: Task) -> Iterator[tuple[int | None, int]]:
        words, rules = self.case.team.vocabulary, self.case.team.policies
        for name, have, minimum in shortfalls(effective_scores(member.card, words), task, words):
            tenths = ceil((minimum - have) / STEP)
            firm = task.priority == PRIORITIES[0] and not self.lower_critical
            yield None if firm else self.offer("minimum", -1, t, name, tenths), tenths
        for text in missing_permissions(member, task):
            yield self.offer("permission", m, -1, text), 1
        if any((pair.task, pair.member) == (task.id, member.id) for pair in rules.forbids):
            yield self.offer("forbid", m, t, task.id), 1
        done = done_by(self.case.team, self.case.backlog)
        for kind in ("separate", "together"):
            for group in dict.fromkeys(getattr(rules, kind)):
                doers = {done[name] for name in group if name in done}
                # Apart from everybody who did some of it, together with one of them.
                if task.id in group and doers and (member.id in doers) == (kind == "separate"):
                    yield self._drop(kind, group), 1

    def _limits(self) -> None:
        problem, opened = self.problem, self.problem.can & self.problem.allowed
        for pair in self.keys:
            opened[pair] = True
        for m, name in enumerate(problem.members):
            over = int(problem.load[m, opened[m]].sum() - problem.limit[m])
            hours = min(ceil(over / 60), most_hours_of(self.case.team.members[m].load_limit_minutes, self.most_hours))
            if hours > 0:
                self.offer("hours", m, -1, name, hours)
            if 0 <= problem.wip[m] < opened[m].sum():
                self.offer("wip", m, -1, name, int(opened[m].sum() - problem.wip[m]))
        batch = {task.id: task.batch for task in self.case.backlog.open_tasks}
        for group in problem.whole:
            self.offer("batch", -1, group[0], batch[problem.tasks[group[0]]])

    def _groups(self) -> None:
        """Offer to drop each rule that keeps open tasks apart or together."""
        for kind, columns in (("separate", self.problem.separate), ("together", self.problem.together)):
            for group in getattr(self.case.team.policies, kind):
                if self._columns(group) in columns:
                    self._drop(kind, group)

    def _drop(self, kind: str, group: tuple[str, ...]) -> int | None:
        return self.offer(kind, -1, -1, ", ".join(group), group=self._columns(group))

    def _columns(self, group: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(self.column[name] for name in group if name in self.column)

    def in_words(self, change: Change) -> FixChange:
        """Return a change of rows and columns in the user's units."""
        who = self.problem.members[change.member] if change.member >= 0 else ""
        what = self.problem.tasks[change.task] if change.task >= 0 and change.kind != "batch" else ""
        before, after = Decimal(0), Decimal(1)
        if change.kind == "hours":
            before = Decimal(member_of(self.case.team, who).load_limit_minutes) / 60
            after = before + change.amount
        elif change.kind == "wip":
            before = Decimal(member_of(self.case.team, who).wip_limit or 0)
            after = before + change.amount
        elif change.kind == "minimum":
            before, after = self._minimum(what, change.name, change.amount)
        elif change.kind != "permission":
            before, after = after, before
        about = "" if change.name in {who, what} else change.name
        said = FixChange(change.kind, who, what, about, before, after, change.price)
        return replace(said, change=unpinned(self.case.team, what, who)) if change.kind == "pin" else said

    def _minimum(self, task: str, name: str, tenths: int) -> tuple[Decimal, Decimal]:
        """Return a minimum, and the score to lower it to: no lower than somebody has whom so many tenths let in."""
        needs = task_of(self.case.backlog, task).requirements
        before = max(need.minimum for need in needs if need.capability == name)
        scores = (score_of(self.case.team, member.id, name) for member in self.case.team.members)
        return before, min((one for one in scores if one >= before - STEP * tenths), default=before - STEP * tenths)
