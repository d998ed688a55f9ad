"""Who suits one task now and when, in a plan over periods: everything else stays where it is or makes room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from solver.assignment.sprints.check import Sequences
from solver.assignment.sprints.door import clash_in_words
from solver.assignment.sprints.solve import solve_slots
from solver.domain.plan import Plan
from solver.domain.showing import some
from solver.explanation.diff import diff_plans
from solver.explanation.edits import member_of
from solver.explanation.gates_in_time import columns_of, gates_in_time
from solver.explanation.price import Price, compare
from solver.explanation.suggest.measure import broken
from solver.explanation.suggest.suggestion import Held, Suggestion
from solver.matching.problem import Problem
from solver.matching.time import Time, indexed, plan_of
from solver.stopping import Clock
from solver.study.study import Study

# Seconds of the search for what makes room, for each member.
SECONDS: Final = 2.0


def suggest_in_time(
    case: Study, plan: Plan, task: str, members: tuple[str, ...] | None = None, clock: Clock | None = None
) -> tuple[Suggestion, ...]:
    """Return every member for one task with the period in which it would be done, best price first.

    Parameters
    ----------
    case : Study
        Over periods, or one window in an order or with crews.
    plan : Plan
        Who has what when; what of it is gone since is left out of account.
    task : str
        An open task, placed or not.
    members : tuple of str, optional
        Whom to look at; everybody if not given.
    clock : Clock, optional
        Until when room is looked for; who is left then has the gate ``rule`` and says so.

    Returns
    -------
    tuple of Suggestion
        With everything else in its slot or out of the plan: the order within each period may change, and is worked out.
    """
    desk = _Desk(case, plan, task, clock or Clock())
    names = [one.id for one in case.team.members] if members is None else list(members)
    found = [desk.suggestion(name) for name in names]
    return tuple(sorted(found, key=_rank))


def placed_in_time(
    case: Study, plan: Plan, task: str, member: str, clock: Clock | None = None
) -> tuple[Suggestion, Plan | None]:
    """Return a member for a task with everything else as planned, and the plan that this makes, if there is one."""
    desk = _Desk(case, plan, task, clock or Clock())
    return desk.suggestion(member), desk.made


def _rank(one: Suggestion) -> tuple[bool, list[int], float, str]:
    return one.price is None, [-change for _, change in one.price.changes] if one.price else [], -one.fit, one.member


@dataclass
class _Desk:
    case: Study
    plan: Plan
    task: str
    clock: Clock
    made: Plan | None = None
    # Whether the last search for room that found none looked everywhere.
    is_searched: bool = True

    def __post_init__(self) -> None:
        """Put the plan on the arrays of the case."""
        self.problem: Problem = self.case.problem()
        self.sequences = Sequences(self.problem)
        self.columns = columns_of(self.case, self.task)
        self.placed = {c: row for row, c in indexed(self.time, self.plan) if row >= 0 and c >= 0}
        self.others = {c: row for c, row in self.placed.items() if c not in self.columns}
        self.base = self.case.measured(self._nouns(self.placed))
        self.excused = set(broken(self.problem, self.placed))

    @property
    def time(self) -> Time:
        """Slots and pieces."""
        return self.sequences.time

    def _nouns(self, placed: dict[int, int]) -> Plan:
        return plan_of(self.time, placed.items())

    def suggestion(self, name: str) -> Suggestion:
        """Return what stops a member, or the price of giving the task to the member."""
        who, problem = member_of(self.case.team, name), self.problem
        shut = ((gate, reasons) for gate, reasons in gates_in_time(self.case, problem, who, self.task) if reasons)
        gate, reasons = next(shut, ("", ()))
        rows = [int(row) for row in np.flatnonzero(self.time.member == self.time.names.index(name))]
        column = next((c for c in self.columns if problem.can[rows[0], c]), self.columns[0])
        after: dict[int, int] | None = None
        if not gate and (pinned := self._pinned_away(rows)):
            gate, reasons = "rule", (pinned,)
        elif not gate:
            after = self._as_it_stands(rows) or self._with_room(rows)
            if after is None:
                gate, reasons = "rule", (self._stuck(name, rows),)
        self.made = None if after is None else self._nouns(after)
        used = [c for c in self.columns if after and after.get(c) in rows]
        # One member does all parts of a split task, or one seat of a crew.
        would = used or ([column] if self._is_crew else self.columns)
        free = sum(int(problem.limit[row]) - self._held(row) for row in rows)
        lost = [] if after is None else [c for c in self.others if c not in after]
        return Suggestion(
            self.task,
            name,
            float(problem.fit[rows[0], column]),
            float(problem.preference[rows[0], column]),
            sum(int(problem.load[rows[0], c]) for c in would) / 60,
            free / 60,
            gate,
            reasons,
            tuple(self._gives_up(lost)),
            None if after is None else self._price(after),
            self._periods(after, used),
        )

    def _pinned_away(self, rows: list[int]) -> str:
        """Return that the task, or a part of it, stays with somebody else, if it does; a crew has further seats."""
        agreed = {one.member for one in self.case.team.policies.pins if one.task == self.task}
        for pin in () if self._is_crew else self.time.pins:
            if pin[0][1] in self.columns and not any(row in rows for row, _ in pin):
                names = dict.fromkeys(self.time.names[int(self.time.member[row])] for row, _ in pin)
                how = "is started and stays with" if agreed.isdisjoint(names) else "is pinned to"
                return f"{self.task} {how} {', '.join(names)}"
        return ""

    def _held(self, row: int) -> int:
        """Return the minutes of a slot that other work has, with those that it helps others to grow."""
        own = sum(int(self.problem.load[row, c]) for c, r in self.others.items() if r == row)
        uses = (use for one in self.problem.grown if self.others.get(one.column) == one.row for use in one.uses)
        return own + sum(minutes for _, mentor, minutes in uses if mentor == row)

    def _periods(self, after: dict[int, int] | None, used: list[int]) -> str:
        names = (
            dict.fromkeys(str(self.time.periods[int(self.time.period[after[c]])] or "") for c in used) if after else {}
        )
        return ", ".join(name for name in names if name)

    def _stands(self, placed: dict[int, int]) -> bool:
        if set(broken(self.problem, placed)) - self.excused:
            return False
        return self.sequences.starts(placed) is not None

    def _as_it_stands(self, rows: list[int]) -> dict[int, int] | None:
        """Return the best plan in which the task of one piece is in a slot of these and nothing else changes."""
        if len(self.columns) > 1:
            return None
        (column,), best = self.columns, None
        for row in rows:
            placed = self.others | {column: row}
            if self.problem.eligible[row, column] and self._stands(placed):
                values = [change for _, change in self._price(placed).changes]
                if best is None or values > best[0]:
                    best = values, placed
        return best[1] if best else None

    def _with_room(self, rows: list[int]) -> dict[int, int] | None:
        """Return the best plan in which these slots have the task and other work is in its slot or stays out."""
        if self.clock.is_over:
            return None
        result = solve_slots(self._asked(rows), time_limit=self.clock.left(SECONDS), is_prompt=False)
        if result.plan is None:
            self.is_searched = result.status == "infeasible"
            return None
        return {c: row for row, c in indexed(self.time, result.plan)}

    def _asked(self, rows: list[int]) -> Problem:
        """Return the demands under which these slots have the task and all else is in its slot or stays out."""
        problem, time = self.problem, self.time
        can = np.zeros_like(problem.can)
        for c, row in self.others.items():
            can[row, c] = True
        mine = [*rows] if not self._is_crew else range(len(problem.members))
        for c in self.columns:
            can[mine, c] = problem.can[mine, c]
        held = tuple((row, c) for row in rows for c in self.columns)
        return replace(problem, can=can, time=replace(time, pins=(*time.pins, held)))

    @property
    def _is_crew(self) -> bool:
        return any(self.columns[0] in crew for crew in self.time.crews)

    def _price(self, after: dict[int, int]) -> Price:
        result = self.case.measured(self._nouns(after))
        names = tuple(str(one) for one in self.time.periods if one)
        price = compare(self.base, result)
        return replace(price, moves=diff_plans(self._nouns(self.placed), self._nouns(after), periods=names))

    def _gives_up(self, lost: list[int]) -> list[Held]:
        """Return the tasks that make room, each with its hours and what it is worth as it is planned."""
        backlog, found = {task.id: task for task in self.case.backlog.open_tasks}, list[Held]()
        for name in dict.fromkeys(self.time.tasks[int(self.time.task[c])] for c in lost):
            mine = [c for c in lost if self.time.tasks[int(self.time.task[c])] == name]
            rows = [self.others[c] for c in mine]
            hours = sum(int(self.problem.load[row, c]) for c, row in zip(mine, rows, strict=True)) / 60
            worth = sum(int(self.problem.gain[row, c]) for c, row in zip(mine, rows, strict=True))
            owners = dict.fromkeys(self.time.names[int(self.time.member[row])] for row in rows)
            task = backlog[name]
            found.append(Held(name, ", ".join(owners), hours, task.priority, task.value, worth))
        return found

    def _stuck(self, name: str, rows: list[int]) -> str:
        if self.clock.is_over:
            return "there was no time left to look for room (--time-limit)"
        waits = [one for one in self._needs() if one not in self.plan.owner]
        if waits:
            return f"it waits for {', '.join(waits)}, which the plan leaves out"
        if self._is_crew and not self._others_there(name):
            return f"nobody else who can take a seat of it has the hours in a period in which {name} has them"
        if rest := self._rest_of_batch():
            # Everything else stays in its slot here, and so no batch can come in whole.
            return f"it only goes with the rest of its batch, {rest}, which is handed out whole"
        if not self.is_searched:
            return "no plan with it was found in the time (--time-limit)"
        meet = self._barring(name, rows) or "started work, rules or the order bar it"
        stays = "its member and period" if self.case.team.calendar else "its member"
        return f"no room with {name} while other work keeps {stays} or stays out: {meet}"

    def _barring(self, name: str, rows: list[int]) -> str:
        """Return which demands leave no room, none of which could be spared; empty where there is no time to know."""
        # Loaded where it is asked: few have no room at all.
        from solver.assignment.sprints.conflict import clash

        found = clash(self._asked(rows), Clock(self.clock.left(SECONDS)))
        told = () if found.open else clash_in_words(self.case.world, found.known, (self.task, name))
        wish = f" goes to {name}, as asked"
        return "; ".join(text for text in told if not text.endswith(wish))

    def _others_there(self, name: str) -> bool:
        """Return whether anybody else can take a seat of the crew in a period in which a member can."""
        time, able = self.time, self.problem.eligible[:, self.columns]
        mine = (time.member == time.names.index(name)) & able.any(axis=1)
        others = (time.member != time.names.index(name)) & able.any(axis=1)
        return bool(set(time.period[mine].tolist()) & set(time.period[others].tolist()))

    def _rest_of_batch(self) -> str:
        """Return the other tasks of a batch that one member must take whole, empty for none."""
        whole = next((group for group in self.problem.whole if self.columns[0] in group), ())
        names = dict.fromkeys(self.time.tasks[int(self.time.task[c])] for c in whole)
        return some([name for name in names if name != self.task])

    def _needs(self) -> tuple[str, ...]:
        task = next(one for one in self.case.backlog.open_tasks if one.id == self.task)
        names = {one.id for one in self.case.backlog.open_tasks}
        return tuple(one for one in task.dependencies if one in names)
