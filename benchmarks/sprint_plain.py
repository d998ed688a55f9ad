"""A plain CP-SAT model with an optional interval for each member and piece, beside ours in `benchmarks.sprints`.

It may work on a task across the end of a period unless it is told not to, and knows no rules about people (separate,
together, tasks at once). Nobody works on through days of leave: what is begun before them ends before them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.sprint_peers import DAY, Ended, Seats, seats_of
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team


def plain(team: Team, backlog: Backlog, seconds: float, *, is_walled: bool = False) -> Ended:
    """Return what the plain model makes of it, level by level, as ours with all classes early.

    Parameters
    ----------
    team, backlog : Team, Backlog
        With a calendar.
    seconds : float
        For all levels: each has its part of those that are left.
    is_walled : bool
        Whether nobody works on through the end of a period.
    """
    start, until = time.process_time(), time.monotonic() + seconds
    model = _Plain(seats_of(team, backlog), backlog)
    if is_walled:
        model.wall()
    status, values = model.search(until)
    days, owner = dict[str, int](), dict[str, str]()
    for name, pieces in model.seats.pieces.items() if values else ():
        who = [next((m for m, on in model.has[c].items() if values[on.index]), -1) for c in pieces]
        if min(who) >= 0:
            days[name] = max(-(-values[model.end[c].index] // DAY) for c in pieces)
            owner[name] = model.seats.time.names[who[0]]
    return Ended(days, owner, time.process_time() - start, status)


class _Plain:
    """Begin and end of each piece in minutes of working days, and a switch for each who can have it."""

    def __init__(self, seats: Seats, backlog: Backlog) -> None:
        self.seats, self.cp = seats, cp_model.CpModel()
        self.lasts = [int(last) * DAY for last in np.cumsum(seats.time.days)]
        horizon, pieces = self.lasts[-1], range(len(seats.able))
        self.begin = [self.cp.new_int_var(0, horizon, "") for _ in pieces]
        self.end = [self.cp.new_int_var(0, horizon, "") for _ in pieces]
        self.has = [{m: self.cp.new_bool_var("") for m in able} for able in seats.able]
        self.placed = [sum(each.values()) for each in self.has]
        self._post_members()
        self._post_tasks()
        self._post_order(backlog)

    def _post_members(self) -> None:
        """Let each member do one piece at a time, and none while away."""
        for m in range(len(self.seats.time.names)):
            away = self.seats.away(m)
            rows = [self.cp.new_fixed_size_interval_var(n * DAY, DAY, "") for n in away]
            for c, each in enumerate(self.has):
                minutes = self.seats.minutes(m, c)
                if m not in each:
                    continue
                if minutes > self.lasts[-1]:
                    self.cp.add(each[m] == 0)
                    continue
                rows.append(self.cp.new_optional_fixed_size_interval_var(self.begin[c], minutes, each[m], ""))
                self.cp.add(self.end[c] == self.begin[c] + minutes).only_enforce_if(each[m])
            self.cp.add_no_overlap(rows)

    def _post_tasks(self) -> None:
        """Place all pieces of a task or none, the seats of a crew with different members, parts with one."""
        time = self.seats.time
        for one in self.placed:
            self.cp.add(one <= 1)
        for pieces in self.seats.pieces.values():
            for one, other in zip(pieces, pieces[1:], strict=False):
                self.cp.add(self.placed[one] == self.placed[other])
        for crew in time.crews:
            for m in range(len(time.names)):
                self.cp.add(sum(self.has[c][m] for c in crew if m in self.has[c]) <= 1)
        for parts in time.parts if time.one_member else ():
            for one, other in zip(parts, parts[1:], strict=False):
                for m in {*self.has[one], *self.has[other]}:
                    self.cp.add(self.has[one].get(m, 0) == self.has[other].get(m, 0))
        for pairs in time.pins:
            self.cp.add(self.placed[pairs[0][1]] == 1)

    def _post_order(self, backlog: Backlog) -> None:
        """Start what waits after what it waits for, and end by the deadline."""
        time, horizon = self.seats.time, self.lasts[-1]
        for after, before in time.waits:
            self.cp.add(self.placed[after] <= self.placed[before])
            self.cp.add(self.begin[after] + horizon * (1 - self.placed[after]) >= self.end[before])
        for task in backlog.open_tasks:
            for c in self.seats.pieces[task.id] if task.deadline else ():
                last = self.lasts[time.periods.index(task.deadline)]
                self.cp.add(self.end[c] <= last + horizon * (1 - self.placed[c]))

    def wall(self) -> None:
        """Let no piece be worked across the end of a period, and the seats of a crew in one period."""
        for last in self.lasts[:-1]:
            is_after = [self.cp.new_bool_var("") for _ in self.begin]
            for c, on in enumerate(is_after):
                self.cp.add(self.begin[c] >= last).only_enforce_if(on)
                self.cp.add(self.end[c] <= last).only_enforce_if(~on)
            for crew in self.seats.time.crews:
                for one, other in zip(crew, crew[1:], strict=False):
                    self.cp.add(is_after[one] == is_after[other])

    def _levels(self) -> Iterable[Any]:
        """Yield for each class the value that is placed, then with how many periods left it ends."""
        problem, time = self.seats.problem, self.seats.time
        for rank in range(len(PRIORITIES)):
            mine = [c for c, value in enumerate(problem.value) if value and problem.priority[c] == rank]
            if mine:
                yield sum(problem.value[c] * self.placed[c] for c in mine)
            early = []
            for c in mine:
                for last in self.lasts[:-1]:
                    early.append(problem.value[c] * (on := self.cp.new_bool_var("")))
                    self.cp.add(on <= self.placed[c])
                    for one in self.seats.pieces[time.tasks[int(time.task[c])]]:
                        self.cp.add(self.end[one] <= last).only_enforce_if(on)
            if early:
                yield sum(early)

    def search(self, until: float) -> tuple[str, list[int]]:
        """Return whether each level was proved, and the value of each column; none if nothing was found."""
        solver, values, status = cp_model.CpSolver(), list[int](), "optimal"
        solver.parameters.num_workers = 1
        levels = list(self._levels())
        for number, level in enumerate(levels):
            left = (until - time.monotonic()) / (len(levels) - number)
            solver.parameters.max_time_in_seconds = max(left, 0.1)
            self.cp.maximize(level)
            found = solver.solve(self.cp)
            if found not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return ("feasible" if values else "nothing found"), values
            status = status if found == cp_model.OPTIMAL else "feasible"
            values = list(solver.response_proto.solution)
            self.cp.add(level >= round(solver.objective_value))
            self.cp.clear_hints()
            for column, value in enumerate(values):
                self.cp.add_hint(self.cp.get_int_var_from_proto_index(column), value)
        return status, values
