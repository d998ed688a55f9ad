"""What one more hour, a tenth of a score, a permission or a relaxed rule is worth: each figure is a new plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from math import ceil
from typing import Final

from solver.assignment.result import Result
from solver.domain.tasks import Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.explanation.case import Case, Price, compare, values_of
from solver.explanation.diff import Diff
from solver.explanation.edits import (
    BEST,
    member_of,
    raised,
    score_of,
    with_batch_policy,
    with_hours,
    with_member,
    with_permission,
    with_policies,
    without_forbid,
    without_pin,
)
from solver.matching.build import minutes
from solver.matching.fit import fit, shortfalls
from solver.matching.gates import hindrances, missing_permissions
from solver.matching.vocabulary import effective_scores

KINDS: Final = ("hours", "score", "permission", "batch", "forbid", "pin", "wip", "separate", "together")
NOTHING: Final = Weights(*[Decimal(0)] * 5)


@dataclass(frozen=True)
class Step:
    """So much more (hours, tenths of a score, or 1), and what it brings over the plan as it is."""

    amount: int
    price: Price


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
        """The smallest step that brings anything, or the last one."""
        return next((step for step in self.steps if step.price.is_gain), self.steps[-1])


@dataclass(frozen=True)
class _Lever:
    """A change of the team by an amount, and how far it can be pulled."""

    kind: str
    member: str
    about: str
    team: Callable[[int], Team]
    most: int = 1


def marginal_values(
    case: Case,
    base: Result,
    kinds: tuple[str, ...] = KINDS,
    *,
    fine: bool = False,
    member: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Marginal, ...]:
    """Return what more hours, scores, permissions and relaxed rules bring, most first.

    Parameters
    ----------
    case : Case
        What was planned.
    base : Result
        Its best plan.
    kinds : tuple of str
        Which of ``KINDS``.
    fine : bool
        Whether hours and scores also stop where work is only placed with somebody who suits it better. Steps at which
        more work is placed are always there.
    member : str, optional
        Only what is about this member.
    progress : callable, optional
        Called with how many of how many changes are done.

    Returns
    -------
    tuple of Marginal
        Hours: for each member, 1 and then each number at which anything more is gained, past those that gain nothing,
        up to the point where all work that the member can take would fit. Scores: for each member and capability that
        alone keeps it from a task that stayed out, by tenths up to 1. How even the loads are counts in each price but
        makes no step of its own.
    """
    levers = [lever for kind in kinds for lever in _LEVERS[kind](case, base)]
    levers = [lever for lever in levers if member in {None, lever.member}]
    probe = replace(case, weights=replace(case.weights, balance=Decimal(0)) if fine else NOTHING)
    found = []
    for number, one in enumerate(levers):
        if progress:
            progress(number, len(levers))
        found.append(Marginal(one.kind, one.member, one.about, _steps(case, probe, base, one)))
    return tuple(sorted(found, key=lambda one: ([-change for change in one.best.price.vector], one.best.amount)))


def what_binds(case: Case, base: Result, kinds: tuple[str, ...] = KINDS) -> tuple[Marginal, ...]:
    """Return the limits, gates and rules that cost something, dearest first; parameters as in ``marginal_values``."""
    return tuple(one for one in marginal_values(case, base, kinds) if one.best.price.is_gain)


def _steps(case: Case, probe: Case, base: Result, lever: _Lever) -> tuple[Step, ...]:
    """Return the first step and each at which more is gained: more never hurts, so halving finds them."""

    @cache
    def reached(amount: int) -> tuple[int, ...]:
        return values_of(probe.solve(lever.team(amount)))

    def rises(low: int, high: int) -> Iterator[int]:
        if reached(low) != reached(high):
            if high - low == 1:
                yield high
            else:
                middle = (low + high) // 2
                yield from rises(low, middle)
                yield from rises(middle, high)

    amounts = sorted({1, *(rises(0, lever.most) if lever.most > 1 else ())})
    return tuple(Step(amount, _price(case, base, lever, amount)) for amount in amounts)


def _price(case: Case, base: Result, lever: _Lever, amount: int) -> Price:
    team = lever.team(amount)
    if lever.kind == "score" and _same_row(case, team, lever.member):
        return Price(base.status, tuple((level.name, 0) for level in base.levels), Diff((), (), ()))
    return compare(base, case.solve(team))


def _same_row(case: Case, team: Team, member: str) -> bool:
    """Return whether a change of scores opens no gate for the member and leaves its fit to what it can do."""
    words = team.vocabulary
    before, after = (effective_scores(member_of(each, member).card, words) for each in (case.team, team))
    for task in case.backlog.open_tasks:
        shut, still = shortfalls(before, task, words), shortfalls(after, task, words)
        if bool(shut) != bool(still) or (not still and fit(before, task, words) != fit(after, task, words)):
            return False
    return True


def _hours(case: Case, _: Result) -> Iterator[_Lever]:
    for one in case.team.members:
        wanted = sum(minutes(one, task.estimate_minutes) for task in case.backlog.open_tasks if _fits(case, one, task))
        most = max(ceil((wanted - one.load_limit_minutes) / 60), 1)
        yield _Lever("hours", one.id, "", lambda k, name=one.id: with_hours(case.team, name, 60 * k), most)  # type: ignore[misc]


def _fits(case: Case, member: Member, task: Task) -> bool:
    """Return whether a member passes all gates but that of hours."""
    short = shortfalls(effective_scores(member.card, case.team.vocabulary), task, case.team.vocabulary)
    return not short and not hindrances(case.team, case.backlog, member, task)


def _scores(case: Case, base: Result) -> Iterator[_Lever]:
    words, owner = case.team.vocabulary, base.plan.owner if base.plan else {}
    left = [task for task in case.backlog.open_tasks if task.id not in owner]
    for one in case.team.members:
        scores = effective_scores(one.card, words)
        lacking = dict.fromkeys(words.name(name) for task in left for name, *_ in shortfalls(scores, task, words))
        for name in lacking:
            best = raised(case.team, one.id, name, 10)
            changed = member_of(best, one.id)
            if any(_fits(replace(case, team=best), changed, task) and not _fits(case, one, task) for task in left):
                most = ceil((BEST - score_of(case.team, one.id, name)) * 10)
                yield _Lever("score", one.id, name, _raiser(case.team, one.id, name), most)


def _raiser(team: Team, member: str, name: str) -> Callable[[int], Team]:
    return lambda tenths: raised(team, member, name, tenths)


def _permissions(case: Case, _: Result) -> Iterator[_Lever]:
    for one in case.team.members:
        wanted = (text for task in case.backlog.open_tasks for text in missing_permissions(one, task))
        for text in dict.fromkeys(wanted):
            team = with_permission(case.team, one.id, text)
            yield _Lever("permission", one.id, text, _fixed(team))


def _fixed(team: Team) -> Callable[[int], Team]:
    return lambda _: team


def _batches(case: Case, base: Result) -> Iterator[_Lever]:
    owner, batches = base.plan.owner if base.plan else {}, dict[str, list[str]]()
    for task in case.backlog.open_tasks:
        if task.batch:
            batches.setdefault(task.batch, []).append(task.id)
    for name, tasks in batches.items():
        together = case.team.policies.of_batch(name) == "together"
        if len(tasks) > 1 and (together or len({owner.get(task) for task in tasks}) > 1):
            team = with_batch_policy(case.team, name, "prefer" if together else "together")
            yield _Lever("batch", "", f"{name} may be split" if together else f"{name} kept together", _fixed(team))


def _forbids(case: Case, _: Result) -> Iterator[_Lever]:
    names = {task.id for task in case.backlog.open_tasks}
    for pair in dict.fromkeys((one.task, one.member) for one in case.team.policies.forbids if one.task in names):
        yield _Lever("forbid", pair[1], pair[0], _fixed(without_forbid(case.team, *pair)))


def _pins(case: Case, _: Result) -> Iterator[_Lever]:
    names = {task.id for task in case.backlog.open_tasks}
    for pair in dict.fromkeys((one.task, one.member) for one in case.team.policies.pins if one.task in names):
        yield _Lever("pin", pair[1], pair[0], _fixed(without_pin(case.team, *pair)))


def _wips(case: Case, base: Result) -> Iterator[_Lever]:
    given = base.plan.assignments if base.plan else ()
    for one in case.team.members:
        if one.wip_limit is not None and sum(each.member == one.id for each in given) >= one.wip_limit:
            team = with_member(case.team, replace(one, wip_limit=one.wip_limit + 1))
            yield _Lever("wip", one.id, "", _fixed(team))


def _groups(kind: str) -> Callable[[Case, Result], Iterator[_Lever]]:
    def levers(case: Case, _: Result) -> Iterator[_Lever]:
        groups: tuple[tuple[str, ...], ...] = getattr(case.team.policies, kind)
        for group in groups:
            kept = tuple(other for other in groups if other != group)
            yield _Lever(kind, "", ", ".join(group), _fixed(with_policies(case.team, **{kind: kept})))

    return levers


_LEVERS: Final[dict[str, Callable[[Case, Result], Iterator[_Lever]]]] = {
    "hours": _hours,
    "score": _scores,
    "permission": _permissions,
    "batch": _batches,
    "forbid": _forbids,
    "pin": _pins,
    "wip": _wips,
    "separate": _groups("separate"),
    "together": _groups("together"),
}
