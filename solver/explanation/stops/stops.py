"""What keeps members who pass the gates from a task that stayed out: hours, or a rule by name with its line.

Everything else stays as planned: a stop names a member only where the thing that it names leaves no room there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Plan
from solver.domain.policies import line_of
from solver.domain.showing import some
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.explanation.edits import task_of
from solver.explanation.held import Held, hours, in_brackets, shared
from solver.explanation.passing import Members, Passing, rows_of

# So many members are named one by one.
MOST_NAMED: Final = 3


@dataclass(frozen=True)
class Stop:
    """One thing that stops members, or everybody where ``members`` is empty.

    ``kind`` is hours, started (work in progress and pins), needs, wip, separate, together or batch; ``tasks`` are those
    that stand in the way; ``text`` says so.
    """

    kind: str
    members: tuple[str, ...]
    tasks: tuple[str, ...]
    text: str


class Stops:
    """What stops members, task by task, with everything else as planned."""

    def __init__(self, team: Team, backlog: Backlog, plan: Plan, passing: Passing) -> None:
        self.team, self.passing = team, passing
        self.held = Held(team, backlog, plan, passing)

    def of(self, task: Task) -> tuple[list[Stop], bool]:
        """Return what stops every member who passes the gates, and whether it is nothing but hours.

        Each member is in the first stop that holds for it. One whom nothing stops, in a plan that a search left
        unfinished, is in none.
        """
        group = self.held.whole(task)
        rows = self.passing.all_gates(task)
        waiting = self.waiting(task, group)
        if waiting:
            return waiting, False
        takes = sum((self.passing.load(one) for one in group), np.zeros(len(rows), np.int64))
        found, left = list[Stop](), rows.copy()
        for stop, stopped in self._lasting(task, group, takes, left):
            if (left & stopped).any():
                found.append(stop)
                left &= ~stopped
        short, alone = takes > self.held.free, self.passing.load(task) > self.held.free
        only_hours = bool((left == rows).all() and alone[rows].all())
        if (left & short).any():
            found.append(self._too_few(task, group, takes, left & short))
            left &= ~short
        for stop, stopped in self._passing(task, group, left):
            if (left & stopped).any():
                found.append(stop)
                left &= ~stopped
        return found, only_hours

    def waiting(self, task: Task, group: list[Task]) -> list[Stop]:
        """Return what the task, or the rest of its batch, needs and which stayed out."""
        inside = {one.id for one in group}
        for one in group:
            out = [n for n in one.dependencies if n in self.held.tasks and n not in self.held.owner and n not in inside]
            if not out:
                continue
            where = in_brackets("dependencies", line_of(one.file, one.line))
            knot = [name for name in self.held.knots.get(task.id, ()) if name not in inside]
            if knot:
                text = f"it only goes in together with {some(knot)}, as each waits for the others{where}"
                return [Stop("needs", (), tuple(knot), f"{text}, and {self._knotted((*inside, *knot))}")]
            who = "it" if one is task else f"{self.batch(task)}, and {one.id} of it"
            said = "which stayed out" if len(out) == 1 else "which all stayed out"
            return [Stop("needs", (), tuple(out), f"{who} needs {some(out)}, {said}{where}")]
        return []

    def _knotted(self, names: tuple[str, ...]) -> str:
        """Return what leaves no room for tasks that only go in all at once: nobody for one of them, or the hours."""
        tasks = {name: self.held.tasks[name] for name in names}
        groups = {one.id: self.held.whole(one) for one in tasks.values()}
        fixed = self.passing.limit - self.held.fixed
        for group in {tuple(one.id for one in group): group for group in groups.values()}.values():
            rows = np.all([self.passing.all_gates(one) for one in group], axis=0)
            clash = next(self.clashes(group, rows), None)
            if clash:
                return clash[0].text
            whole = f"all of batch {group[0].batch}" if len(group) > 1 else group[0].id
            if not rows.any():
                return f"nobody can take {whole}"
            takes = np.sum([self.passing.load(one) for one in group], axis=0)
            if (takes[rows] > fixed[rows]).all():
                m = int(np.flatnonzero(rows)[np.argmax((fixed - takes)[rows])])
                who = f"{self.team.members[m].id}, who lacks least, may be given {hours(fixed[m])} h"
                return f"nobody has the hours for {whole}: it takes {hours(takes[m])} h, and {who}"
        able = np.any([self.passing.all_gates(one) for one in tasks.values()], axis=0)
        least = sum(
            max(len(one.crew), 1) * int(self.passing.load(one)[self.passing.all_gates(one)].min())
            for one in tasks.values()
        )
        free = int(self.held.free[able].sum())
        said = f"they take {hours(least)} h, and whoever can take any of them has {hours(free)} h free"
        return said if least > free else f"{said}, but no way to hand them out was found"

    def _lasting(
        self, task: Task, group: list[Task], takes: NDArray[np.int64], rows: Members
    ) -> Iterator[tuple[Stop, Members]]:
        """Yield what would stop members even if they gave up all that may go elsewhere."""
        yield from self.clashes(group, rows)
        yield from self._not_whole(task, group, takes, rows)
        none = self.held.wip == 0
        if (none & rows).any():
            names = self._names(task, none & rows)
            said = [f"{name} may have no task at once{self.roster(name)}" for name in names[:MOST_NAMED]]
            yield Stop("wip", names, (), and_more(said, len(names))), none
        held = (takes > self.passing.limit - self.held.fixed) & (self.held.fixed > 0) & rows
        if held.any():
            names = self._names(task, held)
            parts = []
            for name in names[:MOST_NAMED]:
                m = self.passing.row[name]
                left = hours(self.passing.limit[m] - self.held.fixed[m])
                stays, leaves = ("stays", "leaves") if len(self.held.pins[m]) == 1 else ("stay", "leave")
                parts.append(
                    f"{some(self.held.pins[m])} {stays} with {name} and {leaves} {left} h for {hours(takes[m])} h"
                )
            yield Stop("started", names, (), and_more(parts, len(names))), held
        yield from self._with_needs(task, group, takes, rows)

    def clashes(self, group: list[Task], rows: Members) -> Iterator[tuple[Stop, Members]]:
        """Yield rules that contradict each other or themselves."""
        rules = self.team.policies
        for one in group:
            for apart in self.held.apart.get(one.id, ()):
                where = in_brackets("separate", rules.where("separate", apart))
                if apart.count(one.id) > 1:
                    text = f"a rule names {one.id} twice among tasks that need different members{where}"
                    yield Stop("separate", (), (one.id,), text), rows
                mates = [other.id for other in group if other is not one and other.id in apart]
                if mates:
                    text = f"{one.id} and {mates[0]} need different members{where}, and their batch is handed out whole"
                    yield Stop("separate", (), (one.id, mates[0]), text), rows
                for joined in self.held.joined.get(one.id, ()):
                    both = [n for n in apart if n in joined and n != one.id and n in self.held.owner]
                    if both:
                        same = in_brackets("together", rules.where("together", joined))
                        text = f"{both[0]} and {one.id} need different members{where} and the same member{same}: "
                        yield Stop("separate", (), (both[0],), f"{text}the rules contradict each other"), rows

    def _not_whole(
        self, task: Task, group: list[Task], takes: NDArray[np.int64], rows: Members
    ) -> Iterator[tuple[Stop, Members]]:
        """Yield what keeps members from the rest of a batch that is handed out whole."""
        for other in group:
            shut = rows & ~self.passing.all_gates(other)
            if other is not task and shut.any():
                names = self._names(task, shut)
                text = f"{self.batch(task)}, and {some(names, MOST_NAMED)} cannot take {other.id} of it"
                yield Stop("batch", names, (other.id,), text), shut
        large = rows & (takes > self.passing.limit)
        if len(group) > 1 and large.any():
            names = self._names(task, large)
            parts = [f"{name} may be given {self._limit(name)} h" for name in names[:MOST_NAMED]]
            asked = hours(takes[self.passing.row[names[0]]])
            text = f"{self.batch(task)} and takes {asked} h, and {and_more(parts, len(names))}"
            yield Stop("batch", names, tuple(one.id for one in group if one is not task), text), large

    def _with_needs(
        self, task: Task, group: list[Task], takes: NDArray[np.int64], rows: Members
    ) -> Iterator[tuple[Stop, Members]]:
        """Yield members who would have to do what the task needs as well, as nobody else can, and cannot do all."""
        needs = self._needed(group)
        alone = dict[int, list[str]]()
        for name in needs:
            m = self.held.owner.get(name)
            if m is not None and rows[m] and self.passing.all_gates(self.held.tasks[name]).sum() == 1:
                alone.setdefault(m, []).append(name)
        for m, names in alone.items():
            whole = int(takes[m]) + sum(int(self.passing.load(self.held.tasks[name])[m]) for name in names)
            if whole > self.passing.limit[m]:
                who = self.team.members[m].id
                where = in_brackets("dependencies", line_of(task.file, task.line))
                text = f"with {some(names)}, which it needs{where} and {who} alone can do, it takes {hours(whole)} h"
                stop = Stop("needs", (who,), tuple(names), f"{text}, and {who} may be given {self._limit(who)} h")
                yield stop, rows_of([m], len(rows))

    def _needed(self, group: list[Task]) -> list[str]:
        found, queue = dict[str, None](), [name for one in group for name in one.dependencies]
        inside = {one.id for one in group}
        while queue:
            name = queue.pop()
            if name in self.held.tasks and name not in found and name not in inside:
                found[name] = None
                queue += self.held.tasks[name].dependencies
        return list(found)

    def _too_few(self, task: Task, group: list[Task], takes: NDArray[np.int64], short: Members) -> Stop:
        names = self._names(task, short)
        rows = [self.passing.row[name] for name in names[:MOST_NAMED]]
        parts = [
            (name, f"{hours(self.held.free[m])} h free for {hours(takes[m])} h")
            for name, m in zip(names[:MOST_NAMED], rows, strict=True)
        ]
        whole = self.batch(task) if len(group) > 1 else "no room beside other work"
        return Stop("hours", names, (), f"{whole}: {and_more(shared(parts), len(names), len(parts))}")

    def _passing(self, task: Task, group: list[Task], rows: Members) -> Iterator[tuple[Stop, Members]]:
        """Yield the rules that stop members because of what is placed now."""
        rules, size = self.team.policies, len(rows)
        for one in group:
            for apart in self.held.apart.get(one.id, ()):
                holders = {self.held.owner[name]: name for name in apart if name in self.held.owner}
                stopped = rows & rows_of(holders, size)
                names = self._names(task, stopped)
                has = [f"{name} has {holders[self.passing.row[name]]}" for name in names[:MOST_NAMED]]
                where = in_brackets("separate", rules.where("separate", apart))
                text = f"{and_more(has, len(names))}, and {some(apart)} need different members{where}"
                yield Stop("separate", names, tuple(holders.values()), text), stopped
            for joined in self.held.joined.get(one.id, ()):
                placed = next((name for name in joined if name in self.held.owner), None)
                if placed:
                    m = self.held.owner[placed]
                    stopped = rows & ~rows_of([m], size)
                    where = in_brackets("together", rules.where("together", joined))
                    who = self.team.members[m].id
                    text = f"{placed} is with {who}, and {some(joined)} need the same member{where}"
                    stop = Stop("together", self._names(task, stopped), (placed,), text + self.unfit(m, one))
                    yield stop, stopped
        full = rows & (self.held.wip >= 0) & (self.held.count + len(group) > self.held.wip)
        names = self._names(task, full)
        more = f", and the batch has {len(group)}" if len(group) > 1 else ""
        said = [
            f"{name} may have {self.held.wip[m]} {'task' if self.held.wip[m] == 1 else 'tasks'} at once and has "
            f"{self.held.count[m]}{self.roster(name)}"
            for name in names[:MOST_NAMED]
            for m in [self.passing.row[name]]
        ]
        yield Stop("wip", names, (), and_more(said, len(names)) + more), full

    def unfit(self, m: int, task: Task) -> str:
        """Return what keeps the member who has the rest of a joined group from this task, if a gate does."""
        short, who = self.passing.short_of(m, task), self.team.members[m].id
        if short:
            return f"; {who} is short of " + ", ".join(f"{name} {need} (has {have})" for name, have, need in short)
        return "" if self.passing.allowed(task)[m] else f"; {who} is not allowed to take {task.id}"

    def _names(self, task: Task, rows: Members) -> tuple[str, ...]:
        """Return members by id, closest to the task first."""
        ranked = self.passing.ranked(task)
        return tuple(self.team.members[m].id for m in ranked[rows[ranked]])

    def _limit(self, name: str) -> str:
        return hours(self.passing.limit[self.passing.row[name]])

    def roster(self, name: str) -> str:
        """Return where a member's limit of tasks at once is written."""
        member = self.team.members[self.passing.row[name]]
        return in_brackets("wip", line_of(member.file, member.line))

    def batch(self, task: Task) -> str:
        """Return that the batch of a task is handed out whole, with the line that says so."""
        rules = self.team.policies
        return f"batch {task.batch} is handed out whole" + in_brackets(
            "batch", rules.where("batch", (task.batch,)) or rules.where("batch")
        )


def and_more(parts: list[str], count: int, named: int | None = None, mark: str = ", ") -> str:
    """Return what is said of the first members, with a mark between, and how many more it holds for."""
    text, told = mark.join(parts), len(parts) if named is None else named
    return f"{text}, and {count - told:,} more alike" if count > told else text


def opposed(team: Team, backlog: Backlog, plan: Plan, pair: tuple[str, str]) -> tuple[str, ...]:
    """Return the rules that set a task that stayed out, and a member, against what is planned; hours are no rule."""
    task, member = pair
    if task in plan.owner:
        return ()
    stops, _ = Stops(team, backlog, plan, Passing(team, backlog)).of(task_of(backlog, task))
    return tuple(one.text for one in stops if one.kind != "hours" and member in (one.members or (member,)))
