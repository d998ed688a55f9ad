"""What keeps members who pass the gates from a task over periods: hours, a date, an order of work, or a rule by name.

Everything else stays as planned: a stop names a member only where the thing that it names leaves no room there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solver.domain.showing import counted, in_days, some
from solver.domain.tasks import Task
from solver.explanation.gates_in_time import window
from solver.explanation.held import in_brackets
from solver.explanation.slots import Slots, hours_of
from solver.explanation.stops.stops import Stop, Stops


@dataclass(frozen=True)
class Barred:
    """One member, or one slot of it, that something stops: its kind, what is said of it, and the tasks in the way.

    Where it is hours, ``free`` are the minutes that are left, in the period ``where`` if it is one slot. With
    a ``tail`` the members for whom the same is said stand between it and the text.
    """

    kind: str
    member: str
    text: str
    tasks: tuple[str, ...] = ()
    free: int = 0
    where: str = ""
    tail: str = ""


class SlotStops:
    """What stops members of a plan over periods, task by task.

    Parameters
    ----------
    slots : Slots
        The plan.
    plain : Stops
        The same plan without its periods.
    """

    def __init__(self, slots: Slots, plain: Stops) -> None:
        self.slots, self.plain = slots, plain

    def group(self, task: Task) -> list[Task]:
        """Return the tasks that only go with this one to the same member, what is needed before what needs it."""
        left = {one.id: one for one in self.plain.held.whole(task)}
        found = list[Task]()
        while left:
            ready = [one for one in left.values() if not left.keys() & set(one.dependencies)] or list(left.values())
            found += ready
            left = {name: one for name, one in left.items() if one not in ready}
        return found

    def for_everybody(self, task: Task, group: list[Task]) -> list[Stop]:
        """Return what stops everybody: what it needs stayed out, or rules that contradict each other."""
        waiting = self.plain.waiting(task, group)
        clashes = (stop for stop, _ in self.plain.clashes(group, self.plain.passing.limit >= 0))
        return waiting or list(clashes)[:1] or self._crowds(task, group)

    def passing(self, task: Task) -> list[str]:
        """Return who passes every gate for a task of one member, closest first."""
        columns = self.slots.columns[task.id]
        names = {self.slots.member(row) for row in self.slots.rows(columns[0])}
        for column in columns[1:]:
            names &= {self.slots.member(row) for row in self.slots.rows(column)}
        ranked = self.plain.passing.ranked(self.slots.pieces.tasks[columns[0]])
        return [name for m in ranked.tolist() if (name := self.slots.team.members[m].id) in names]

    def _crowds(self, task: Task, group: list[Task]) -> list[Stop]:
        """Return rules that want one member where a task needs several."""
        for one in group:
            seats = len(one.crew)
            if seats > 1 and one.batch in self.plain.held.batches:
                text = f"{self.plain.batch(task)}, and {one.id} of it needs {seats} different members"
                return [Stop("batch", (), (one.id,), text)]
            for joined in self.plain.held.joined.get(one.id, ()) if seats > 1 else ():
                where = in_brackets("together", self.slots.team.policies.where("together", joined))
                text = f"{one.id} needs {seats} different members, and {some(joined)} need the same member{where}"
                return [Stop("together", (), tuple(n for n in joined if n != one.id), text)]
        return []

    def person(self, name: str, group: list[Task]) -> list[Barred]:
        """Return what keeps a member from tasks whatever its hours: the rest of the batch, rules about people."""
        slots, rules = self.slots, self.slots.team.policies
        for one in group if len(group) > 1 else ():
            if not all(any(slots.member(r) == name for r in slots.rows(c)) for c in slots.columns[one.id]):
                tail = f" cannot take {one.id} of it{self._why(name, one)}"
                return [Barred("batch", name, f"{self.plain.batch(one)}, and ", (one.id,), tail=tail)]
        for one in group:
            for apart in self.plain.held.apart.get(one.id, ()):
                has = next((n for n in apart if n != one.id and name in slots.owners.get(n, ())), "")
                if has:
                    where = in_brackets("separate", rules.where("separate", apart))
                    text = f"{name} has {has}, and {some(apart)} need different members{where}"
                    return [Barred("separate", name, text, (has,))]
            for joined in self.plain.held.joined.get(one.id, ()):
                other = next((n for n in joined if n in slots.owners and name not in slots.owners[n]), "")
                if other:
                    where = in_brackets("together", rules.where("together", joined))
                    who = slots.owners[other][0]
                    unfit = self.plain.unfit(self.plain.passing.row[who], one)
                    text = f"{other} is with {who}, and {some(joined)} need the same member{where}{unfit}"
                    return [Barred("together", name, text, (other,))]
        if self.slots.team.members[self.plain.passing.row[name]].wip_limit == 0:
            return [Barred("wip", name, f"{name} may have no task at once{self.plain.roster(name)}")]
        return []

    def _why(self, name: str, task: Task) -> str:
        """Return whether it is hours or dates that keep a member from a task that it can and may do."""
        slots, problem = self.slots, self.slots.problem
        own = [row for row in range(len(problem.members)) if slots.member(row) == name]
        for column in slots.columns[task.id]:
            able = [row for row in own if problem.can[row, column] and problem.allowed[row, column]]
            fits = [row for row in able if problem.available[row, column]]
            if able and not fits:
                return " for want of hours"
            if fits and not any(slots.time.when[row, column] for row in fits):
                return " in its days"
        return ""

    def rows(self, name: str, column: int, first: int) -> list[int]:
        """Return the slots of a member that pass the gates for a piece, from a period on."""
        slots = self.slots
        return [r for r in slots.rows(column) if slots.member(r) == name and slots.time.period[r] >= first]

    def late(self, name: str, task: Task) -> Barred:
        """Return that a member has no slot left after what a task waits for."""
        last, ends = self._last(task)
        text = f"it waits for {task.wait(last)}, which ends in {ends}, and "
        if task.deadline:
            return Barred("when", name, f"{text}it must be done by {task.deadline}", (last,))
        return Barred("when", name, text, (last,), tail=" cannot do it from then on")

    def _last(self, task: Task) -> tuple[str, str]:
        """Return what ends last of what a task waits for, and in which period."""
        slots = self.slots
        names = [name for name in task.dependencies if name in slots.owners]
        rows = {name: max((slots.placed[c] for c in slots.columns[name]), key=self._when) for name in names}
        last = max(names, key=lambda name: (slots.first(slots.columns[task.id], name), self._when(rows[name])))
        return last, slots.period(rows[last])

    def _when(self, row: int) -> int:
        return int(self.slots.time.period[row])

    def bounded(self, task: Task) -> str:
        """Return the dates, and what it waits for, that keep a task from slots of whoever could take it."""
        slots, columns, names = self.slots, self.slots.columns[task.id], set(self.passing(task))
        first, time, problem = slots.first(columns), slots.time, slots.problem
        able = problem.can & problem.allowed & problem.available
        early = (row for row in slots.rows(columns[0]) if self._when(row) < first)
        parts = list[str]()
        if any((able[:, c] & ~time.when[:, c]).any() for c in columns):
            parts.append(window(task))
        if any(slots.member(row) in names for row in early):
            last, ends = self._last(task)
            parts.append(f"it waits for {task.wait(last)}, which ends in {ends}")
        return f"{', '.join(parts)}: " if parts else ""

    def stays(self, rows: Sequence[int], takes: int) -> str:
        """Return which work that cannot go elsewhere leaves too few hours."""
        slots = self.slots
        stays = [text for row in rows for text in slots.stays.get(row, ())]
        left = sum(int(slots.loose[row]) for row in rows)
        verb, leaves = ("stays", "leaves") if len(stays) == 1 else ("stay", "leave")
        who, where = slots.member(rows[0]), ", ".join(dict.fromkeys(map(slots.period, rows)))
        return f"{some(stays)} {verb} with {who} in {where} and {leaves} {hours_of(left)} for {hours_of(takes)}"

    def full(self, name: str, rows: Sequence[int], more: int) -> list[Barred]:
        """Return that a member has as many tasks at once as it may, in each of some slots."""
        slots, most = self.slots, int(self.slots.problem.wip[rows[0]])
        if most < 0 or any(slots.count(row) + more <= most for row in rows):
            return []
        has = ", ".join(f"{slots.count(row)} in {slots.period(row)}" for row in rows)
        text = f"{name} may have {counted(most, 'task')} at once and has {has}{self.plain.roster(name)}"
        return [Barred("wip", name, text)]

    def before(self, group: Sequence[Task], rows: Sequence[int]) -> tuple[str, ...]:
        """Return what tasks wait for that ends, or whose lag does, within a period of some slots and not before it."""
        slots, periods = self.slots, set(map(self._when, rows))
        names = dict.fromkeys((one.id, name) for one in group for name in one.dependencies if name in slots.owners)
        return tuple(dict.fromkeys(n for one, n in names if slots.first(slots.columns[one], n) in periods))

    def dated(self, task: Task) -> str:
        """Return after what and by when a task must be worked."""
        waits = some([task.wait(d) for d in task.dependencies if d in self.slots.owners], 3)
        parts = [f" after {waits}" if waits else "", f" from {task.earliest}" if task.earliest else ""]
        parts += [f" once {in_days(task.held_days)} have gone by"] if task.held_days else []
        return "".join(parts) + (f" by {task.deadline}" if task.deadline else "")
