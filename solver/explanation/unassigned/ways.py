"""The nearest thing to do about each task that a plan leaves out, after which there may be a plan with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.plan import Plan
from solver.domain.showing import counted, some
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.unassigned.dates import shifted
from solver.explanation.unassigned.lacking import Lacking
from solver.explanation.unassigned.somebody import more_hours, permitted, trained
from solver.explanation.unassigned.task import Unassigned
from solver.explanation.unassigned.way import Way

# So many changes are looked at in a world of so many pairs of a slot and a task, for so many seconds each.
LOOKS: Final = 5
MOST_PAIRS: Final = 5000
SECONDS: Final = 1.0
# The rules about several tasks that a change lifts.
LIFTED: Final = {
    "separate": "lift the rule that gives it and others different members",
    "together": "lift the rule that gives it and others the same member",
}
ANOTHER: Final = "ask fix --place: none of the nearest changes does it alone"


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
        return next((way for way in self._ways(left) if self._may_do(way, left.task)), Way(ANOTHER))

    def _ways(self, left: Unassigned) -> Iterator[Way]:
        """Yield the nearest thing to do about a task, then dates and sprints, in case that it does not do."""
        nearest, task = self._nearest(left), self.open[left.task]
        if nearest.text:
            yield nearest
        if self.team.calendar and left.gate in ("rule", "outbid", "available"):
            dates = shifted(self.lacking, task)
            if dates.changes:
                yield dates
            # What is larger than any sprint is so in the next one.
            if self.lacking.is_staffed(task):
                yield Way("one more sprint", (Change("sprint", "1"),))

    def _may_do(self, way: Way, task: str) -> bool:
        """Return whether a plan may have a place for a task that way, or whether that is not looked at.

        Another order of the work is a plan of what there is; of other ways without changes nothing is known.
        """
        changes = way.changes
        asked = (task, changes)
        if asked not in self._looked:
            if not (changes or way.is_order) or not self.lacking.is_timed or self._looks <= 0:
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
            return trained(self.lacking, task)
        if left.gate == "allowed":
            return permitted(self.lacking, task)
        if left.gate in ("outbid", "available"):
            return more_hours(self.lacking, task)
        return shifted(self.lacking, task) if left.gate == "when" else self._rules(task, left)

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
        other = Way(text, is_order=self.team.calendar is not None)
        short = next((one for one in left.stops if one.kind == "hours"), None)
        hours = more_hours(self.lacking, task, short.members) if short else Way("")
        if not hours.changes or not self._may_do(hours, task.id):
            return other
        return Way(f"{hours.text}, or {text}", hours.changes) if self._may_do(other, task.id) else hours

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
        for kind, said in LIFTED.items():
            if kind in kinds:
                return Way(said, tuple(self._lifted(kind, {task.id, *kinds[kind].tasks})))
        if "started" in kinds:
            return Way("hand on started or pinned work of whoever could do it")
        if "grow" in kinds:
            return Way("give it to somebody who need not grow for it", is_order=True)
        if "order" in kinds:
            return self._order(task, left)
        knot = [self.open[name].batch for name in (task.id, *kinds["needs"].tasks)] if "needs" in kinds else []
        whole = [name for name in knot if name and self.team.policies.of_batch(name) == "together"]
        if whole and not kinds["needs"].members:
            return Way(f"let batch {whole[0]} be split", (Change("batch", f"{whole[0]}=prefer"),))
        return more_hours(self.lacking, task)

    def _lifted(self, kind: str, about: set[str]) -> Iterator[Change]:
        """Yield what lifts the rules of a kind that hold between a task and those that stand in its way."""
        for group in dict.fromkeys(getattr(self.team.policies, kind)):
            if len(about.intersection(group)) > 1:
                yield Change(kind, f"{', '.join(group)}=none")
