"""One thing to do about a task that stays out: in words, and as options of ``whatif`` that try it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final

import numpy as np

from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.plan import Plan
from solver.domain.showing import counted, some
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.passing import Members
from solver.explanation.unassigned.lacking import Lack, Lacking
from solver.explanation.unassigned.task import Unassigned
from solver.matching.gates import hindrances
from solver.matching.slots import slot_problem

# Of a load limit, what a lead may add to it; more is another member's work.
QUARTER: Final = 0.25
# So many changes are looked at in a world of so many pairs of a slot and a task, for so many seconds each.
LOOKS: Final = 5
MOST_PAIRS: Final = 5000
# Of each seat of a crew so many members are looked at, who are short of least.
NEAREST: Final = 20
SECONDS: Final = 1.0
ANOTHER: Final = "another change than the nearest one, or several: `fix --place` names the cheapest"
# What to do about a stop of a kind where no single change of a scenario does it.
SAID: Final = {
    "separate": "lift the rule that gives it and others different members",
    "together": "lift the rule that gives it and others the same member",
    "started": "hand on started or pinned work of whoever could do it",
    "grow": "give it to somebody who need not grow for it",
}


@dataclass(frozen=True)
class Way:
    """One thing to do; ``changes`` say it as a scenario does, none where nothing of one does it."""

    text: str
    changes: tuple[Change, ...] = ()

    @property
    def change(self) -> str:
        """The changes as options of ``teamwright whatif``."""
        return " ".join(one.option for one in self.changes)


class Ways:
    """What to do about each task that a plan leaves out; everything else stays as planned.

    Parameters
    ----------
    team, backlog : Team, Backlog
        What was planned.
    plan : Plan
        A plan that the checker passed.
    left : sequence of Unassigned
        What it leaves out: what keeps out a task that others wait for is said of these, too.
    """

    def __init__(self, team: Team, backlog: Backlog, plan: Plan, left: Sequence[Unassigned] = ()) -> None:
        self.team, self.backlog, self.plan = team, backlog, plan
        self._left = {one.task: one for one in left}
        self._known = dict[str, Way]()
        self._looked = dict[tuple[str, tuple[Change, ...]], bool]()
        self.open = {task.id: task for task in backlog.open_tasks}
        periods = len(team.periods) or 1
        # How many changes are still looked at.
        self._looks = LOOKS if len(team.members) * periods * len(self.open) <= MOST_PAIRS else 0

    @cached_property
    def lacking(self) -> Lacking:
        """How many hours members lack for a task."""
        return Lacking(self.team, self.backlog, self.plan)

    def of(self, left: Unassigned) -> Way:
        """Return the nearest thing to do about a task; over periods none after which no plan at all has a place for it.

        That is looked at for the first few tasks of a world that is not large.
        """
        if left.task not in self._known:
            self._known[left.task] = self._looked_at(left)
        return self._known[left.task]

    def _looked_at(self, left: Unassigned) -> Way:
        way = self._nearest(left)
        return way if self._may_do(way.changes, left.task) else Way(ANOTHER)

    def _may_do(self, changes: tuple[Change, ...], task: str) -> bool:
        """Return whether a plan may have a place for a task after changes, or whether that is not looked at."""
        asked = (task, changes)
        if asked not in self._looked:
            if not changes or not self.lacking.is_timed or self._looks <= 0:
                return True
            self._looks -= 1
            self._looked[asked] = self._has_place(changes, task)
        return self._looked[asked]

    def _has_place(self, changes: tuple[Change, ...], task: str) -> bool:
        """Return whether some plan has a place for a task after changes, whatever else it leaves out."""
        # Loaded where it is asked: it takes a solver of equations along.
        from solver.explanation.fix.question import any_plan, wishing
        from solver.study.study import Study

        case = Study(apply(World(self.team, self.backlog, Weights()), changes))
        return any_plan(wishing(case, (task,)), SECONDS).status != "infeasible"

    def _nearest(self, left: Unassigned) -> Way:
        """Return the nearest thing to do about a task."""
        task = self.open[left.task]
        if left.is_unfinished:
            return Way("plan again with more time: it fits as it is")
        if left.gate == "rule" and (out := self._out(task)):
            return self._first(out)
        if left.gate == "can":
            return self._able(task)
        if left.gate == "allowed":
            return self._permitted(task)
        if left.gate in ("outbid", "available"):
            return self._hours(task)
        return self._dates(task) if left.gate == "when" else self._rules(task, left)

    def _out(self, task: Task) -> list[str]:
        """Return what a task needs and which stays out itself."""
        return [name for name in task.dependencies if name in self.open and name not in self.plan.owner]

    def _first(self, out: list[str]) -> Way:
        """Return that what a task needs is to be placed first, and how where a change does that."""
        roots, queue, seen = list[str](), list(out), set(out)
        while queue:
            name = queue.pop(0)
            before = self._out(self.open[name])
            roots += [] if before else [name]
            queue += [one for one in before if one not in seen]
            seen.update(before)
        text = f"place {some(out, 3)} first, which it needs"
        root = self._left.get(roots[0]) if len(roots) == 1 else None
        way = self.of(root) if root else Way("")
        if not way.changes:
            return Way(text)
        return Way(f"{text}: {way.text}" if roots == out else f"{text}, and {roots[0]} before that: {way.text}")

    def _able(self, task: Task) -> Way:
        """Return the training that is short of least, or what somebody new must have."""
        passing = self.lacking.passing
        piece, first = self._unfilled(self.lacking.seats(task))
        short = () if first is None else passing.short_of(first, piece)
        needs = short or tuple((one.capability, Decimal(0), one.minimum) for one in piece.requirements)
        asked = some([f"{name} {need}" for name, _, need in needs], 3)
        if first is None or any(not have for _, have, _ in short):
            return Way(f"bring in somebody {f'who has {asked}' if asked else 'more'}")
        name = self.team.members[first].id
        changes = tuple(Change("train", f"{name}:{what}={need}") for what, _, need in short)
        return self._with_hours(Way(f"train {name} to {asked}", changes), task, name)

    def _unfilled(self, seats: tuple[Task, ...]) -> tuple[Task, int | None]:
        """Return a seat that nobody is there for, with the row of the closest member who could learn to take it."""
        passing = self.lacking.passing
        able = np.array([passing.can(seat) for seat in seats])
        # A seat that nobody can take comes before those for which a crew is one member short.
        order = sorted(range(len(seats)), key=lambda n: bool(able[n].any()))
        for n in order:
            for m in passing.ranked(seats[n])[:NEAREST]:
                if not able[n, m] and _has_crew(able, n, int(m)):
                    return seats[n], int(m)
        closest = int(passing.ranked(seats[order[0]])[0])
        return seats[order[0]], None if able[order[0], closest] else closest

    def _permitted(self, task: Task) -> Way:
        passing = self.lacking.passing
        piece = self.lacking.seats(task)[0]
        ranked = passing.ranked(piece)
        first = next((int(m) for m in ranked if passing.can(piece)[m]), int(ranked[0]))
        member = self.team.members[first]
        held = {(one.verb.casefold(), one.object.casefold()) for one in member.card.permissions}
        asked = [one for one in task.permissions if (one[0].casefold(), one[1].casefold()) not in held]
        why = hindrances(self.team, self.backlog, member, task)
        if not asked or len(why) > len(asked):
            return Way(f"let {member.id} do it")
        said = " and ".join(" ".join(one) for one in asked)
        changes = tuple(Change("grant", f"{member.id}:{verb} {what}") for verb, what in asked)
        return self._with_hours(Way(f"let {member.id} {said}", changes), task, member.id)

    def _with_hours(self, way: Way, task: Task, name: str) -> Way:
        """Return the way with the hours that the member needs besides, where that is known."""
        lack = self.lacking.of_member(task, name)
        if lack is None or lack.minutes <= 0:
            return way if lack else Way(way.text)
        return Way(f"{way.text}, with {_hours(lack)}", (*way.changes, _capacity(lack)))

    def _order(self, task: Task, left: Unassigned) -> Way:
        """Return what makes room in the order of work, behind the hours of those who lack these instead."""
        stops = [one for one in left.stops if one.kind == "order"]
        before = [*dict.fromkeys(name for one in stops for name in one.tasks)]
        if before:
            longer = "" if self.team.calendar else ", or a longer window"
            text = f"{some(before, 3)} {'earlier' if self.team.calendar else 'in less time'}{longer}"
        else:
            who = dict.fromkeys(name for one in stops for name in one.members)
            text = f"less other work with {some([*who], 3)}{' in its days' if task.earliest or task.deadline else ''}"
        short = next((one for one in left.stops if one.kind == "hours"), None)
        hours = self._hours(task, short.members) if short else Way("")
        helps = hours.changes and self._may_do(hours.changes, task.id)
        return Way(f"{hours.text}, or {text}", hours.changes) if helps else Way(text)

    def _hours(self, task: Task, among: Collection[str] | None = None) -> Way:
        """Return the fewest hours with which somebody has the task, or one of some members who lack any."""
        lacks = self.lacking.least(task, among)
        if not lacks:
            return Way(f"{'another period' if self.team.calendar else 'a longer window'}, or somebody else who can")
        one = lacks[0]
        if len(lacks) > 1:
            return Way(" and ".join(map(_hours, lacks)), tuple(map(_capacity, lacks)))
        if one.minutes <= QUARTER * one.limit or one.limit < one.takes:
            return Way(_hours(one), (_capacity(one),))
        where = f" in {one.period}" if one.period else ""
        much = f"{one.minutes / 60:.4g} h"
        return Way(
            f"a second {one.member}, or {much} of other work away from {one.member}{where}",
            (Change("clone", one.member),),
        )

    def _dates(self, task: Task) -> Way:
        """Return the date to shift; of two the one that does it alone, where one does."""
        late = (f"a later deadline than {task.deadline}", "deadline") if task.deadline else None
        early = (f"an earlier start than {task.earliest}", "earliest") if task.earliest else None
        stated = [date for date in (late, early) if date]
        for dates in (*([date] for date in stated), stated):
            free = {name for _, name in dates}
            kept = replace(
                task,
                deadline="" if "deadline" in free else task.deadline,
                earliest="" if "earliest" in free else task.earliest,
            )
            if dates and self._opens(kept):
                changes = tuple(Change(name, f"{task.id}=none") for _, name in dates)
                return Way(" and ".join(text for text, _ in dates), changes)
        if stated:
            return Way("somebody who can and is there in its days")
        if self.team.calendar is None:
            is_next = self.team.order == "next"
            return Way(f"a later window, or {'order: fit in the place of next' if is_next else 'a shorter lag'}")
        shorter = " a shorter lag," if task.lags else ""
        return Way(f"one more period,{shorter} or what it waits for earlier")

    def _opens(self, task: Task) -> bool:
        """Return whether there is somebody for a task with other dates, after what it waits for and beside no work."""
        if self.team.calendar is None:
            return True
        problem, needed = slot_problem(self.team, Backlog((task,))), set(task.dependencies)
        time = problem.time
        if time is None:
            return False
        ends = self.plan.ends
        counts = self.team.order != "ignore"
        behind = ((ends[name], Fraction(task.lag(name) if counts else 0)) for name in needed.intersection(ends))
        first = max((time.after_lag(period, lag) for period, lag in behind), default=0)
        return bool((problem.eligible & (time.period >= first)[:, None]).any(axis=0).all())

    def _rules(self, task: Task, left: Unassigned) -> Way:
        """Return the rule to lift: of those that stop somebody, the one whose change is smallest."""
        kinds = {stop.kind: stop for stop in left.stops}
        if "batch" in kinds or (task.batch and f"batch {task.batch} is handed out whole" in left.reason):
            return Way(f"let batch {task.batch} be split", (Change("batch", f"{task.batch}=prefer"),))
        if "wip" in kinds:
            limited = {one.id: one for one in self.team.members if one.wip_limit is not None}
            member = next((limited[name] for name in kinds["wip"].members if name in limited), None)
            if member and member.wip_limit is not None:
                most = member.wip_limit + 1
                change = (Change("wip", f"{member.id}={most}"),)
                return Way(f"let {member.id} have {counted(most, 'task')} at once", change)
        for kind, said in SAID.items():
            if kind in kinds:
                return Way(said)
        if "order" in kinds:
            return self._order(task, left)
        knot = [self.open[name].batch for name in (task.id, *kinds["needs"].tasks)] if "needs" in kinds else []
        whole = [name for name in knot if name and self.team.policies.of_batch(name) == "together"]
        if whole and not kinds["needs"].members:
            return Way(f"let batch {whole[0]} be split", (Change("batch", f"{whole[0]}=prefer"),))
        return self._hours(task)


def _has_crew(able: Members, seat: int, member: int) -> bool:
    """Return whether each other seat has a member of its own when one member takes this seat."""
    # Loaded where it is used: a short plan would lose a third of its time to it.
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    others = csr_array(np.delete(np.delete(able, seat, axis=0), member, axis=1).astype(np.int8))
    return bool((maximum_bipartite_matching(others, perm_type="column") >= 0).all())


def _hours(lack: Lack) -> str:
    where = f" in {lack.period}" if lack.period else ""
    return f"{lack.minutes / 60:.4g} h more for {lack.member}{where}"


def _capacity(lack: Lack) -> Change:
    place = f"{lack.member}@{lack.period}" if lack.period else lack.member
    whole = lack.minutes % 15 == 0
    return Change("capacity", f"{place}=+{lack.minutes / 60:g}h" if whole else f"{place}=+{lack.minutes}min")
