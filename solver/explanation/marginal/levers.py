"""What can be changed by an amount in a case: hours, scores, permissions, and each rule that can be relaxed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.tasks import Task
from solver.domain.team import Member, Team
from solver.domain.world import World
from solver.explanation.edits import BEST, STEP, member_of, most_hours_of, most_slot_hours, raised, score_of, unpinned
from solver.explanation.passing import Passing
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.gates import hindrances, missing_permissions
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.pieces import pieces_of
from solver.study.study import Study


@dataclass(frozen=True)
class Lever:
    """A change of a world by an amount, and how far it can be pulled."""

    world: World
    kind: str
    member: str
    about: str
    change: Callable[[int], Change]
    most: int = 1

    def team(self, amount: int) -> Team:
        """Return the team after the change by an amount."""
        return apply(self.world, (self.change(amount),)).team


def levers_of(case: Study, kinds: tuple[str, ...], most_hours: int | None = None) -> Iterator[Lever]:
    """Yield the changes of some kinds, one kind after the other; hours up to a number or a quarter of the limit."""
    for kind in kinds:
        if kind == "hours" and case.team.calendar:
            yield from _hours_in_time(case, most_hours)
        else:
            yield from _hours(case, most_hours) if kind == "hours" else _LEVERS[kind](case)


def promise(case: Study) -> Callable[[Lever], int]:
    """Return how many minutes of work that stayed out a member could do, as a key: most first."""
    owner, passing = case.best.owner, Passing(case.team, case.backlog)
    wanted = np.zeros(len(case.team.members), np.int64)
    for task in case.backlog.open_tasks:
        if task.id not in owner:
            wanted += np.where(passing.can(task) & passing.allowed(task), passing.load(task), 0)
    return lambda lever: -int(wanted[passing.row[lever.member]]) if lever.member in passing.row else 0


def _hours(case: Study, most_hours: int | None) -> Iterator[Lever]:
    passing, wanted = Passing(case.team, case.backlog), np.zeros(len(case.team.members), np.int64)
    for task in case.backlog.open_tasks:
        wanted += np.where(passing.can(task) & passing.allowed(task), passing.load(task), 0)
    for one, asked in zip(case.team.members, wanted.tolist(), strict=True):
        limit = one.load_limit_minutes
        most = min(max(ceil((asked - limit) / 60), 1), most_hours_of(limit, most_hours))
        if most < 1:
            continue
        yield Lever(case.world, "hours", one.id, "", _more(one.id), most)


def _hours_in_time(case: Study, most_hours: int | None) -> Iterator[Lever]:
    """Yield an hour more of each member in each period in which it has hours; ``about`` is the period."""
    calendar, passing = case.team.calendar, Passing(case.team, case.backlog)
    useful = np.zeros(len(case.team.members), np.bool_)
    for piece in pieces_of(case.backlog, split=True).tasks:
        useful |= passing.can(piece)
    for one in case.team.members if calendar else ():
        for period, slot in zip(calendar.periods, one.slots(calendar), strict=True) if calendar else ():
            most = most_slot_hours(slot.minutes, most_hours)
            if most < 1 or not slot.minutes or not useful[passing.row[one.id]]:
                continue
            yield Lever(case.world, "hours", one.id, period.id, _more(f"{one.id}@{period.id}"), most)


def _fits(case: Study, member: Member, task: Task) -> bool:
    """Return whether a member passes all gates but that of hours."""
    short = shortfalls(effective_scores(member.card, case.team.vocabulary), task, case.team.vocabulary)
    return not short and not hindrances(case.team, case.backlog, member, task)


def _scores(case: Study) -> Iterator[Lever]:
    words, owner = case.team.vocabulary, case.best.owner
    left = [task for task in case.backlog.open_tasks if task.id not in owner]
    for one in case.team.members:
        scores = effective_scores(one.card, words)
        lacking = dict.fromkeys(words.name(name) for task in left for name, *_ in shortfalls(scores, task, words))
        for name in lacking:
            best = raised(case.team, one.id, name, 10)
            changed = member_of(best, one.id)
            if any(_fits(case.at(team=best), changed, task) and not _fits(case, one, task) for task in left):
                most = ceil((BEST - score_of(case.team, one.id, name)) * 10)
                yield Lever(case.world, "score", one.id, name, _raiser(case.team, one.id, name), most)


def _raiser(team: Team, member: str, name: str) -> Callable[[int], Change]:
    have = score_of(team, member, name)
    return lambda tenths: Change("train", f"{member}:{name}={min(have + STEP * tenths, BEST).normalize():f}")


def _more(who: str) -> Callable[[int], Change]:
    return lambda hours: Change("capacity", f"{who}=+{hours}h")


def _permissions(case: Study) -> Iterator[Lever]:
    for one in case.team.members:
        wanted = (text for task in case.backlog.open_tasks for text in missing_permissions(one, task))
        for text in dict.fromkeys(wanted):
            yield Lever(case.world, "permission", one.id, text, _fixed("grant", f"{one.id}:{text}"))


def _fixed(kind: str, text: str) -> Callable[[int], Change]:
    return lambda _: Change(kind, text)


def _batches(case: Study) -> Iterator[Lever]:
    owner, batches = case.best.owner, dict[str, list[str]]()
    for task in case.backlog.open_tasks:
        if task.batch:
            batches.setdefault(task.batch, []).append(task.id)
    for name, tasks in batches.items():
        together = case.team.policies.of_batch(name) == "together"
        if len(tasks) > 1 and (together or len({owner.get(task) for task in tasks}) > 1):
            about = f"{name} may be split" if together else f"{name} kept together"
            change = _fixed("batch", f"{name}={'prefer' if together else 'together'}")
            yield Lever(case.world, "batch", "", about, change)


def _forbids(case: Study) -> Iterator[Lever]:
    names = {task.id for task in case.backlog.open_tasks}
    for pair in dict.fromkeys((one.task, one.member) for one in case.team.policies.forbids if one.task in names):
        yield Lever(case.world, "forbid", pair[1], pair[0], _fixed("allow", f"{pair[0]}={pair[1]}"))


def _pins(case: Study) -> Iterator[Lever]:
    names = {task.id for task in case.backlog.open_tasks}
    for pair in dict.fromkeys((one.task, one.member) for one in case.team.policies.pins if one.task in names):
        change = unpinned(case.team, *pair)
        yield Lever(case.world, "pin", pair[1], pair[0], _fixed(change.kind, change.text))


def _wips(case: Study) -> Iterator[Lever]:
    given = case.best.assignments
    for one in case.team.members:
        if one.wip_limit is not None and sum(each.member == one.id for each in given) >= one.wip_limit:
            yield Lever(case.world, "wip", one.id, "", _fixed("wip", f"{one.id}={one.wip_limit + 1}"))


def _groups(kind: str) -> Callable[[Study], Iterator[Lever]]:
    def levers(case: Study) -> Iterator[Lever]:
        groups: tuple[tuple[str, ...], ...] = getattr(case.team.policies, kind)
        for group in groups:
            yield Lever(case.world, kind, "", ", ".join(group), _fixed(kind, f"{', '.join(group)}=none"))

    return levers


_LEVERS: Final[dict[str, Callable[[Study], Iterator[Lever]]]] = {
    "score": _scores,
    "permission": _permissions,
    "batch": _batches,
    "forbid": _forbids,
    "pin": _pins,
    "wip": _wips,
    "separate": _groups("separate"),
    "together": _groups("together"),
}
