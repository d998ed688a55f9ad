"""Why a task stayed out of a plan over periods: the first gate that nobody passes, else what stops everybody."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.assignment.sprints.check import Sequences
from solver.assignment.sprints.gaps import Gaps, Ties
from solver.domain.plan import Plan
from solver.domain.policies import line_of
from solver.domain.showing import counted, some
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.explanation.held import in_brackets, shared
from solver.explanation.passing import Passing
from solver.explanation.unassigned import Unassigned
from solver.matching.gates import hindrances
from solver.matching.pieces import pieces_of
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from solver.matching.time import Time, indexed

Bools = NDArray[np.bool_]
# So many members or slots are named one by one.
MOST_NAMED = 3
# Up to so many pieces a period is sequenced anew for each question; beyond, its gaps as they are decide.
MOST_SEQUENCED = 120


def unassigned_in_time(team: Team, backlog: Backlog, plan: Plan) -> tuple[Unassigned, ...]:
    """Return a reason for each open task that a plan over periods leaves out.

    Parameters
    ----------
    team, backlog : Team, Backlog
        What was planned.
    plan : Plan
        A plan that the checker passed.

    Returns
    -------
    tuple of Unassigned
        In the order of the backlog; the gate is can, allowed, available, when, rule or outbid.
    """
    owner = plan.owner
    left = [task for task in backlog.open_tasks if task.id not in owner]
    if not left:
        return ()
    reader = _Reader(team, backlog, plan)
    return tuple(reader.unassigned(task) for task in left)


class _Reader:
    """A plan with what is left of every slot."""

    def __init__(self, team: Team, backlog: Backlog, plan: Plan) -> None:
        self.team, self.backlog, self.plan = team, backlog, plan
        self.problem: Problem = slot_problem(team, backlog)
        self.pieces = pieces_of(backlog, split=team.calendar is not None)
        self.passing = Passing(team, backlog)
        self.sequences = Sequences(self.problem)
        self.placed = {column: row for row, column in indexed(self.time, plan) if row >= 0 and column >= 0}
        self.eligible, self.owner = self.problem.eligible, plan.owner
        self.on: dict[int, list[int]] = {}
        self.free = self.problem.limit.copy()
        for column, row in self.placed.items():
            self.free[row] -= self.problem.load[row, column]
            self.on.setdefault(row, []).append(column)
        self.waits = Ties.of(self.problem).waits
        self.batch = {task.id: task.batch for task in backlog.open_tasks}
        self.pins = {task.id for task in backlog.open_tasks if task.status == "IN_PROGRESS" and task.assigned_to}
        self.pins |= {pin.task for pin in team.policies.pins}
        self.columns = {task.id: columns for task, columns in zip(backlog.open_tasks, self.pieces.columns, strict=True)}

    @property
    def time(self) -> Time:
        """Slots and pieces."""
        return self.sequences.time

    def unassigned(self, task: Task) -> Unassigned:
        """Return why a task stayed out."""
        gate, reason = self._gates(task) or self._rest(task)
        ranked = self.passing.ranked(self.pieces.tasks[self.columns[task.id][0]])
        return Unassigned(task.id, gate, reason, tuple(self.team.members[m].id for m in ranked[:3]))

    def _gates(self, task: Task) -> tuple[str, str] | None:
        problem, time = self.problem, self.time
        for number, c in enumerate(self.columns[task.id], 1):
            seat = f"seat {number}: " if task.crew else ""
            can, allowed = problem.can[:, c], problem.can[:, c] & problem.allowed[:, c]
            if not can.any():
                first = int(self.passing.ranked(self.pieces.tasks[c])[0])
                needs = self.passing.short_of(first, self.pieces.tasks[c])
                short = ", ".join(f"{name} {need} (has {have})" for name, have, need in needs)
                closest = self.team.members[first].id
                return "can", f"{seat}nobody meets every minimum; {closest} is closest, short of {short}"
            if not allowed.any():
                members = [self.team.members[m] for m in dict.fromkeys(time.member[can].tolist())]
                texts = [
                    text for one in members[:MOST_NAMED] for text in hindrances(self.team, self.backlog, one, task)
                ]
                return "allowed", seat + "; ".join(texts)
            fits = allowed & problem.available[:, c]
            if not fits.any():
                return "available", seat + self._too_long(c, allowed)
            if not (fits & time.when[:, c]).any():
                return "when", seat + self._dates(task, c, fits)
        return None

    def _too_long(self, c: int, rows: Bools) -> str:
        """Return how many hours whoever can take a piece has at most in one period."""
        best: dict[int, int] = {}
        for row in np.flatnonzero(rows).tolist():
            who = int(self.time.member[row])
            if who not in best or self.problem.limit[row] > self.problem.limit[best[who]]:
                best[who] = row
        texts = [
            f"it takes {self.time.names[who]} {self._hours(self.problem.load[row, c])}, "
            f"who has {self._hours(self.problem.limit[row])} in {self._period(row)} at most"
            for who, row in list(best.items())[:MOST_NAMED]
        ]
        return "; ".join(texts)

    def _dates(self, task: Task, c: int, rows: Bools) -> str:
        """Return which dates leave nobody enough hours."""
        said = [f"not before {task.earliest}"] if task.earliest else []
        said += [f"done by {task.deadline}"] if task.deadline else []
        names = some(
            list(dict.fromkeys(self.time.names[int(self.time.member[row])] for row in np.flatnonzero(rows))), 3
        )
        return (
            f"{' and '.join(said)}: in those days {names} cannot do its {self._hours(self.problem.load[rows, c].min())}"
        )

    def _rest(self, task: Task) -> tuple[str, str]:
        out = [d for d in task.dependencies if d in self.columns and d not in self.owner]
        if out:
            return "rule", f"it waits for {some(out, 3)}, which stayed out"
        late = self._waits_too_long(task)
        if late:
            return late
        if task.batch and self.team.policies.of_batch(task.batch) == "together":
            return self._batch(task)
        if task.crew:
            return self._crew(task)
        return self._member(task)

    def _rows(self, task: Task, c: int) -> list[int]:
        """Return the rows that pass the gates in the periods that what the task waits for allows."""
        first = self._first_period(task)
        return [int(row) for row in np.flatnonzero(self.eligible[:, c]) if self.time.period[row] >= first]

    def _first_period(self, task: Task) -> int:
        first = 0
        for after in self.columns[task.id]:
            for before, lag in self.waits.get(after, ()):
                if before in self.placed:
                    first = max(first, int(self.time.period[self.placed[before]]) + lag)
        return first

    def _waits_too_long(self, task: Task) -> tuple[str, str] | None:
        if all(self._rows(task, c) for c in self.columns[task.id]):
            return None
        ends = {d: self.plan_period(d) for d in task.dependencies if d in self.owner}
        last = max(ends, key=lambda d: ends[d], default="")
        by = f", and it must be done by {task.deadline}" if task.deadline else ", and there is no later period"
        return (
            "when",
            f"it waits for {last}, which ends in {self.time.periods[ends[last]]}{by}" if last else "its dates",
        )

    def plan_period(self, task: str) -> int:
        """Return the period in which a task ends."""
        return max(int(self.time.period[self.placed[c]]) for c in self.columns[task])

    def _crew(self, task: Task) -> tuple[str, str]:
        seats = self.columns[task.id]
        parts = []
        for p, name in enumerate(self.time.periods):
            having = {
                int(self.time.member[row])
                for c in seats
                for row in self._rows(task, c)
                if self.time.period[row] == p and self.free[row] >= self.problem.load[row, c]
            }
            parts.append(f"{len(having)} in {name or 'the window'}")
        return (
            "outbid",
            f"it needs {len(seats)} members in one period; of those who can, have the hours: {', '.join(parts)}",
        )

    def _member(self, task: Task) -> tuple[str, str]:
        columns = self.columns[task.id]
        whole = {row: sum(int(self.problem.load[row, c]) for c in columns) for row in self._rows(task, columns[0])}
        free = [row for row, load in whole.items() if self.free[row] >= load]
        if not free:
            return self._no_room(whole)
        # Everybody who has the hours, with the rule that stops them.
        texts = dict[str, None]()
        for row in free:
            if len(texts) < MOST_NAMED:
                texts[self._stopped(task, row, columns)] = None
        return "rule", "; ".join(texts)

    def _no_room(self, whole: dict[int, int]) -> tuple[str, str]:
        """Return how few hours are left of each slot, or which work holds them that cannot go elsewhere."""
        best = sorted(whole, key=lambda row: -int(self.free[row]))[:MOST_NAMED]
        held = {row: [c for c in self.on.get(row, ()) if self._name_of(c) in self.pins] for row in whole}
        fixed = {row: sum(int(self.problem.load[row, c]) for c in columns) for row, columns in held.items()}
        if all(held.values()) and all(self.problem.limit[row] - fixed[row] < load for row, load in whole.items()):
            parts = [
                f"{some(sorted({self._name_of(c) for c in held[row]}), 3)} stays with {self._name(row)} and leaves "
                f"{self._hours(self.problem.limit[row] - fixed[row])} for {self._hours(whole[row])}"
                for row in best
            ]
            return "rule", ", ".join(parts)
        said = [(self._name(row), f"{self._hours(self.free[row])} free for {self._hours(whole[row])}") for row in best]
        return "outbid", f"no room beside other work: {', '.join(shared(said))}"

    def _name_of(self, column: int) -> str:
        return self.time.tasks[int(self.time.task[column])]

    def _stopped(self, task: Task, row: int, columns: tuple[int, ...]) -> str:
        """Return what keeps a task from a slot that has the hours."""
        rule = self._rule(task, row)
        if rule:
            return rule
        if not self._could_be_worked(row, columns):
            waits = some([d for d in task.dependencies if d in self.owner], 3)
            after = f" after {waits}" if waits else ""
            return f"{self._name(row)} has {self._hours(self.free[row])} left, but too late in the period{after}"
        return f"nothing stops {self._name(row)}: the search ended before it was placed"

    def _could_be_worked(self, row: int, columns: tuple[int, ...]) -> bool:
        """Return whether a period has a sequence with more work, in its gaps alone where it has very many pieces."""
        period = self.time.period[row]
        mine = {c: r for r, held in self.on.items() if self.time.period[r] == period for c in held}
        if len(mine) <= MOST_SEQUENCED:
            return self.sequences.starts(mine | dict.fromkeys(columns, row)) is not None
        return len(columns) == 1 and self.gaps.begins(columns[0], row) is not None

    @cached_property
    def gaps(self) -> Gaps:
        """The plan as it was sequenced."""
        gaps, lines = (
            Gaps(self.problem, self.time),
            zip(indexed(self.time, self.plan), self.plan.assignments, strict=True),
        )
        for (row, column), one in lines:
            if row >= 0 and column >= 0 and one.start is not None:
                gaps.put(column, row, int(self.time.slots[row].done_by(one.start)))
        return gaps

    def _rule(self, task: Task, row: int) -> str:
        """Return which rule about people keeps a task from a slot that has the hours, if one does."""
        policies, owner, who = self.team.policies, self.owner, self.time.names[int(self.time.member[row])]
        for group in policies.separate:
            has = next((name for name in group if name != task.id and owner.get(name) == who), "")
            if task.id in group and has:
                where = in_brackets("separate", policies.where("separate", group))
                return f"{who} has {has}, and {some(group, 6)} need different members{where}"
        for group in policies.together:
            other = next((name for name in group if name != task.id and owner.get(name, who) != who), "")
            if task.id in group and other:
                where = in_brackets("together", policies.where("together", group))
                return f"{other} is with {owner[other]}, and {some(group, 6)} need the same member{where}"
        most, held = int(self.problem.wip[row]), len(self.on.get(row, ()))
        if most >= 0 and held + len(self.columns[task.id]) > most:
            member = self.team.members[int(self.time.member[row])]
            where = in_brackets("wip", line_of(member.file, member.line))
            return f"{self._name(row)} may have {counted(most, 'task')} at once and has {held}{where}"
        return ""

    def _batch(self, task: Task) -> tuple[str, str]:
        """Return what keeps members from a batch that one of them must take whole."""
        group = [one for one in self.columns if self.batch[one] == task.batch]
        parts, rules = [], self.team.policies
        for m, name in enumerate(self.time.names):
            rows = np.flatnonzero(self.time.member == m)
            shut = [one for one in group if not all(self.eligible[rows, c].any() for c in self.columns[one])]
            if task.id in shut:
                continue
            takes = sum(int(self.problem.load[rows[0], c]) for one in group for c in self.columns[one])
            free = int(self.free[rows].sum())
            if shut:
                parts.append(f"{name} cannot take {shut[0]} of it")
            elif free < takes:
                parts.append(f"{name} has {self._hours(free)} free for {self._hours(takes)}")
            else:
                parts.append(f"for {name}, who has {self._hours(free)} free for {self._hours(takes)}, no way was found")
        where = in_brackets("batch", rules.where("batch", (task.batch,)) or rules.where("batch"))
        more = f", and {len(parts) - MOST_NAMED:,} more alike" if len(parts) > MOST_NAMED else ""
        return "rule", f"batch {task.batch} is handed out whole{where}: {', '.join(parts[:MOST_NAMED])}{more}"

    def _name(self, row: int) -> str:
        return f"{self.time.names[int(self.time.member[row])]} in {self._period(row)}"

    def _period(self, row: int) -> str:
        return str(self.time.periods[int(self.time.period[row])] or "the window")

    @staticmethod
    def _hours(minutes: int | np.int64) -> str:
        return f"{int(minutes) / 60:.4g} h"
