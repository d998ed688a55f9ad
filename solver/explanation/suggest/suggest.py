"""Who suits one task now: everything else stays as planned, nothing is solved, the answer takes milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.domain.plan import Plan
from solver.domain.showing import some
from solver.domain.tasks import PRIORITIES
from solver.explanation.diff import Diff
from solver.explanation.edits import member_of
from solver.explanation.gates import gates
from solver.explanation.held import held_by
from solver.explanation.price import Price
from solver.explanation.suggest.measure import broken, class_values, quality_units
from solver.explanation.suggest.suggestion import Held, Suggestion
from solver.matching.pieces import is_timed
from solver.matching.problem import Problem
from solver.stopping import Clock
from solver.study.study import Study

# Of a member's own tasks, at most so many (those worth least) are looked at as making room.
MOST_DROPPABLE: Final = 12


def suggest(
    case: Study,
    plan: Plan,
    task: str,
    problem: Problem | None = None,
    members: tuple[str, ...] | None = None,
    *,
    clock: Clock | None = None,
) -> tuple[Suggestion, ...]:
    """Return every member for one task, best price first, with everything else as planned.

    Parameters
    ----------
    case : Study
        What was planned; the task may be new since.
    plan : Plan
        Who has what. Tasks and members that are gone since are left out of account.
    task : str
        An open task, placed or not; where it is placed, the prices are those of moving it.
    problem : Problem, optional
        The arrays of the case, if many tasks are asked about; built if not given.
    members : tuple of str, optional
        Whom to look at; everybody if not given.
    clock : Clock, optional
        Over periods: until when room is looked for.

    Returns
    -------
    tuple of Suggestion
        Those with a price first, best first; then the others by fit. A price is an upper bound of what planning
        everything anew would cost (``why_not``).
    """
    if is_timed(case.team, case.backlog):
        from solver.explanation.suggest.in_time import suggest_in_time

        return suggest_in_time(case, plan, task, members, clock)
    problem = problem or case.problem()
    row, column = ({name: i for i, name in enumerate(names)} for names in (problem.members, problem.tasks))
    owners = {column[t]: row[m] for t, m in plan.owner.items() if t in column and m in row}
    desk = _Desk(problem, owners, column[task])
    rows = range(len(problem.members)) if members is None else [row[name] for name in members]
    found = [_suggestion(case, desk, m) for m in rows]
    return tuple(sorted(found, key=_rank))


def _rank(one: Suggestion) -> tuple[bool, list[int], float, str]:
    return one.price is None, [-change for change in one.price.vector] if one.price else [], -one.fit, one.member


def _suggestion(case: Study, desk: _Desk, m: int) -> Suggestion:
    problem, t = desk.problem, desk.task
    name, task = problem.members[m], problem.tasks[t]
    shut = ((gate, reasons) for gate, reasons in gates(case, member_of(case.team, name), task) if reasons)
    gate, reasons = next(shut, ("", ()))
    room = None if gate else desk.room(m)
    if not gate and room is None:
        gate, reasons = "rule", desk.obstacle(m, _staying(case, desk, m))
    return Suggestion(
        task,
        name,
        float(problem.fit[m, t]),
        float(problem.preference[m, t]),
        int(problem.load[m, t]) / 60,
        desk.free(m) / 60,
        gate,
        reasons,
        tuple(map(desk.held, room or ())),
        None if room is None else desk.price(m, room),
    )


def _staying(case: Study, desk: _Desk, m: int) -> str:
    """Return what a member cannot give up, each with why; empty for nothing."""
    names, name = desk.problem.tasks, desk.problem.members[m]
    pins = {(one.task, one.member): one for one in case.team.policies.pins}

    def held(t: int) -> str:
        owner = desk.problem.members[desk.others[t]]
        return held_by(case.world.task(names[t]), owner, pins.get((names[t], owner))) or "must be placed"

    stay = [
        f"{names[t]} ({held(t) if t == with_it else f'{names[with_it]} goes with it: {held(with_it)}'})"
        for t, with_it in desk.staying(m)
    ]
    return f"{some(stay)} {'stays' if len(stay) == 1 else 'stay'} with {name}, whatever else goes" if stay else ""


class _Desk:
    """A plan as columns and rows, and one task to place in it."""

    def __init__(self, problem: Problem, owners: dict[int, int], task: int) -> None:
        self.problem, self.task, self.owners = problem, task, owners
        self.others = {t: m for t, m in owners.items() if t != task}
        self.before = (*class_values(problem, owners), quality_units(problem, owners))
        # With a task goes what waits for it, and the rest of a batch that is handed out whole.
        self.with_it = dict[int, set[int]]()
        self.held_back = 0
        for t, target in problem.dependencies:
            self.with_it.setdefault(target, set()).add(t)
        for batch in problem.whole:
            for t in batch:
                self.with_it.setdefault(t, set()).update(batch)
        self.fixed = {t for _, t in problem.pins} | set(problem.required)
        # What the plan breaks already is no reason against the task: the files may have changed since.
        self.excused = set(broken(problem, owners))

    def free(self, m: int) -> int:
        """Return the minutes that the member has left when the task is not there."""
        return int(self.problem.limit[m]) - sum(int(self.problem.load[m, t]) for t, i in self.others.items() if i == m)

    def held(self, t: int) -> Held:
        """Return what a placed task is worth."""
        problem, m = self.problem, self.owners[t]
        less = {other: owner for other, owner in self.owners.items() if other != t}
        worth = quality_units(problem, self.owners) - quality_units(problem, less)
        name = PRIORITIES[problem.priority[t]]
        return Held(problem.tasks[t], problem.members[m], int(problem.load[m, t]) / 60, name, problem.value[t], worth)

    def after(self, m: int, room: tuple[int, ...]) -> dict[int, int]:
        """Return who has what when the member takes the task and gives up others."""
        return {t: i for t, i in self.others.items() if t not in room} | {self.task: m}

    def stands(self, owners: dict[int, int]) -> bool:
        """Return whether a plan breaks nothing that it did not break before."""
        return not set(broken(self.problem, owners)) - self.excused

    def room(self, m: int) -> tuple[int, ...] | None:
        """Return the tasks that make room at the least loss, none if the member has room; None if nothing helps."""
        best: tuple[tuple[int, ...], tuple[int, ...]] | None = None
        values: tuple[int, ...] | None = None
        for room, left in self._rooms(m):
            if values is not None and left < values:
                break
            owners = self.after(m, room)
            if self.stands(owners):
                values = left
                key = (*left, quality_units(self.problem, owners))
                if best is None or key > best[0]:
                    best = (key, room)
        return best[1] if best else None

    def _rooms(self, m: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Yield sets of tasks that free enough of the member's hours, with what remains placed: least loss first.

        With each task goes what depends on it and the rest of a batch that is handed out whole, whoever has it; tasks
        that need the same member as this one may go too.
        """
        problem = self.problem
        groups = (group for group in (*problem.together, *problem.whole) if self.task in group)
        tied = {t for group in groups for t in group}
        falls = {t: self._falls(t) for t, i in self.others.items() if i == m or t in tied}
        loose = (t for t in falls if not falls[t] & self.fixed)
        own = sorted(loose, key=lambda t: (-problem.priority[t], problem.value[t]))
        self.held_back = len(own) - MOST_DROPPABLE
        own = own[:MOST_DROPPABLE]
        some = sorted({t for one in own for t in falls[one]})
        load, lost = np.zeros(len(some), np.int64), np.zeros((len(some), len(PRIORITIES)), np.int64)
        for place, t in enumerate(some):
            load[place] = problem.load[m, t] if self.others[t] == m else 0
            lost[place, problem.priority[t]] = problem.value[t]
        fall = np.array([[t in falls[one] for t in some] for one in own], dtype=bool)
        bits = ((np.arange(2 ** len(own))[:, None] >> np.arange(len(own))) & 1).astype(bool)
        rooms = bits @ fall.reshape(len(own), len(some))
        rooms = np.unique(rooms[rooms @ load >= int(problem.load[m, self.task]) - self.free(m)], axis=0)
        left = class_values(problem, self.others | {self.task: m}) - rooms @ lost
        for place in np.lexsort(tuple(-left[:, level] for level in reversed(range(left.shape[1])))):
            yield tuple(some[t] for t in rooms[place].nonzero()[0].tolist()), tuple(left[place].tolist())

    def _falls(self, task: int) -> set[int]:
        """Return the placed tasks that cannot stay when one is given up, itself included."""
        found, queue = {task}, [task]
        while queue:
            one = queue.pop()
            fresh = (self.with_it.get(one, set()) & self.others.keys()) - found
            found |= fresh
            queue += fresh
        return found

    def staying(self, m: int) -> list[tuple[int, int]]:
        """Return the tasks that a member cannot give up, each with one that would go with it and has to stay."""
        mine = ((t, self._falls(t) & self.fixed) for t, i in self.others.items() if i == m)
        return [(t, t if t in falls else min(falls)) for t, falls in mine if falls]

    def obstacle(self, m: int, staying: str) -> tuple[str, ...]:
        """Return which rules bar the member, with what it has now; ``staying`` is what it cannot give up."""
        found = broken(self.problem, self.after(m, ()))
        fresh = [text for text in found if text not in self.excused]
        if not set(broken(self.problem, self.after(m, ()), frozenset({"load_limit", "wip_limit"}))) - self.excused:
            least = f"the {MOST_DROPPABLE} tasks that it could give up at the least loss make no room"
            fresh += [least] if self.held_back > 0 else [staying] if staying else []
        whole = next((batch for batch in self.problem.whole if self.task in batch), ())
        if len(whole) > 1:
            # Everything else stays as planned here, and so no batch can come in whole.
            rest = some([self.problem.tasks[t] for t in whole if t != self.task])
            fresh = [f"it only goes with the rest of its batch, {rest}, which is handed out whole", *fresh[1:]]
        return tuple(fresh or found)

    def price(self, m: int, room: tuple[int, ...]) -> Price:
        """Return the change of every level, and what moves."""
        problem, owners = self.problem, self.after(m, room)
        values = (*class_values(problem, owners), quality_units(problem, owners))
        names = (*PRIORITIES, "quality")
        changes = tuple((name, a - b) for name, a, b in zip(names, values, self.before, strict=True))
        task, member, src = problem.tasks[self.task], problem.members[m], self.owners.get(self.task)
        moved = ((task, problem.members[src], member),) if src not in {None, m} else ()
        gained = ((task, member),) if src is None else ()
        lost = tuple((problem.tasks[t], problem.members[self.owners[t]]) for t in room)
        return Price("feasible", changes, Diff(moved, gained, lost))
