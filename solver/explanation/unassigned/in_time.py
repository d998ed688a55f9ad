"""Why a task stayed out of a plan over periods: the first gate that nobody passes, else what stops everybody."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.domain.order import needs_first
from solver.domain.plan import Plan
from solver.domain.showing import some
from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Team
from solver.explanation.gates_in_time import window
from solver.explanation.passing import Passing
from solver.explanation.slots import Slots, hours_of
from solver.explanation.stops.alone import lone_stops
from solver.explanation.stops.crew import can_be_filled, crew_stops
from solver.explanation.stops.in_time import SlotStops
from solver.explanation.stops.stops import MOST_NAMED, Stop, Stops, and_more
from solver.explanation.unassigned.task import UNFINISHED, Unassigned, barred, nobody_can
from solver.matching.in_turn import InTurn, in_turn, parts_said
from solver.matching.pieces import in_pieces

Bools = NDArray[np.bool_]
# Up to so many pairs of a slot and a piece a plan is looked at without less urgent work, too.
MOST_PAIRS: Final = 12_000
# What is said of whoever passes a gate for some seat of a crew.
SEATED: Final = {
    "can": "{meet} the minimums of any",
    "allowed": "can and may take any",
    "available": "can and may take any and {have} the hours",
    "when": "can and may take any and {have} the hours in its days",
}


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
    """A plan with what is left of every slot; the gates are those of another plan of the same, where there is one."""

    def __init__(self, team: Team, backlog: Backlog, plan: Plan, like: _Reader | None = None) -> None:
        self.team, self.backlog = team, backlog
        self.slots = Slots(team, backlog, plan)
        self.passing: Passing = like.passing if like else Passing(*in_pieces(team, backlog, self.slots.pieces))
        self.gates: Passing = like.gates if like else Passing(team, backlog)
        self.stops = SlotStops(self.slots, Stops(team, backlog, plan, self.gates))
        self._urgent = dict[int, _Reader | None]()

    def unassigned(self, task: Task) -> Unassigned:
        """Return why a task stayed out."""
        columns = self.slots.columns[task.id]
        gate, reason, stops = self._gates(task) or self._rest(task)
        ranked = self.passing.ranked(self.slots.pieces.tasks[columns[0]])
        closest = tuple(self.team.members[m].id for m in ranked[:3])
        return Unassigned(task.id, gate, reason, closest, tuple(stops), reason.startswith(UNFINISHED))

    def _gates(self, task: Task) -> tuple[str, str, list[Stop]] | None:
        slots, problem, time = self.slots, self.slots.problem, self.slots.time
        columns = slots.columns[task.id]
        for number, c in enumerate(columns, 1):
            seat = f"seat {number}: " if task.crew else ""
            can, allowed = problem.can[:, c], problem.can[:, c] & problem.allowed[:, c]
            if not can.any():
                return "can", seat + nobody_can(self.passing, slots.pieces.tasks[c]), []
            if not allowed.any():
                names = self._closest(c, can)
                return "allowed", seat + "; ".join(barred(self.team, self.backlog, task, names)), []
            fits = allowed & problem.available[:, c]
            if not fits.any():
                return "available", seat + self._too_long(c, allowed), []
            if not (fits & time.when[:, c]).any():
                return "when", seat + self._dates(task, c, fits), []
        return self._seats(columns) if task.crew else self._parts(task, columns)

    def _seats(self, columns: tuple[int, ...]) -> tuple[str, str, list[Stop]] | None:
        """Return the gate at which too few different members are left for the seats of a crew."""
        slots, problem = self.slots, self.slots.problem
        passed, every = np.ones((len(problem.members), 1), np.bool_), range(slots.time.n_periods)
        gates = (("can", problem.can), ("allowed", problem.allowed), ("available", problem.available))
        for gate, array in (*gates, ("when", slots.time.when)):
            passed = passed & array
            left = {c: np.flatnonzero(passed[:, c]).tolist() for c in columns}
            inside = [{c: [r for r in own if slots.time.period[r] == p] for c, own in left.items()} for p in every]
            if not any(can_be_filled(slots, rows) for rows in inside):
                who = list(dict.fromkeys(slots.member(row) for own in left.values() for row in own))
                once = " in one period" if slots.time.periods[0] else ""
                need = f"its {len(columns)} seats need different members{once}"
                alone = len(who) == 1
                said = SEATED[gate].format(meet="meets" if alone else "meet", have="has" if alone else "have")
                few = f", and only {some(who)} {said}"
                many = f", and {some(who)}, who {said}, cannot fill all of them"
                return gate, need + (few if len(who) < len(columns) else many), []
        return None

    def _parts(self, task: Task, columns: tuple[int, ...]) -> tuple[str, str, list[Stop]] | None:
        """Return the gate at which nobody is left for all parts of a task: hours, or days one after the other."""
        if len(columns) == 1:
            return None
        hours = self._hours(task, columns) if self.slots.time.one_member else None
        return hours or self._in_turn(task, columns)

    def _in_turn(self, task: Task, columns: tuple[int, ...]) -> tuple[str, str, list[Stop]] | None:
        """Return the gate at which parts take more days one after the other than anybody has who may do them."""
        calendar, problem = self.team.calendar, self.slots.problem
        rows = np.flatnonzero((problem.can & problem.allowed)[:, columns].any(axis=1)).tolist()
        names = {self.slots.member(row) for row in rows}
        able = [one for one in self.team.members if one.id in names]
        if calendar is None:
            return None
        groups = [(one,) for one in able] if self.slots.time.one_member else [tuple(able)]
        found = list[InTurn]()
        for group in groups:
            found.append(in_turn(calendar, task, group))
            if found[-1].is_done:
                return None
        gate = "when" if any(one.ever for one in found) else "available"
        dates = f"{window(task)}: " if gate == "when" else ""
        texts = [one.text for one in found[:MOST_NAMED]]
        return gate, f"{dates}{parts_said(task)} {and_more(texts, len(found))}", []

    def _hours(self, task: Task, columns: tuple[int, ...]) -> tuple[str, str, list[Stop]] | None:
        """Return the gate at which nobody has the hours for all parts of a task that one member must do."""
        slots, problem = self.slots, self.slots.problem
        own: dict[str, list[int]] = {}
        for row in range(len(problem.members)):
            own.setdefault(slots.member(row), []).append(row)
        able = [name for name, rows in own.items() if (problem.can & problem.allowed)[rows[0], columns[0]]]
        takes = {name: sum(slots.takes(c, own[name][0]) for c in columns) for name in able}
        there = {name: sum(int(problem.limit[r]) for r in own[name]) for name in able}
        if all(there[name] < takes[name] for name in able):
            parts = [
                f"it takes {name} {hours_of(takes[name])}, who has {hours_of(there[name])} in all"
                for name in able[:MOST_NAMED]
            ]
            return "available", and_more(parts, len(able)), []
        fits = {r for c in columns for r in slots.rows(c)}
        inside = {name: sum(int(problem.limit[r]) for r in own[name] if r in fits) for name in able}
        if all(inside[name] < takes[name] or name not in self.stops.passing(task) for name in able):
            parts = [
                f"it takes {name} {hours_of(takes[name])}, who has {hours_of(inside[name])} in the periods of its dates"
                for name in able[:MOST_NAMED]
            ]
            return "when", and_more(parts, len(able)), []
        return None

    def _closest(self, c: int, rows: Bools) -> list[str]:
        names = {self.slots.member(row) for row in np.flatnonzero(rows).tolist()}
        ranked = self.passing.ranked(self.slots.pieces.tasks[c]).tolist()
        return [name for m in ranked if (name := self.team.members[m].id) in names]

    def _too_long(self, c: int, rows: Bools) -> str:
        """Return how many hours whoever can take a piece has at most in one period."""
        best: dict[str, int] = {}
        for row in np.flatnonzero(rows).tolist():
            who, limit = self.slots.member(row), self.slots.problem.limit
            if who not in best or limit[row] > limit[best[who]]:
                best[who] = row
        texts = [
            f"it takes {who} {hours_of(self.slots.takes(c, row))}, "
            f"who has {hours_of(self.slots.problem.limit[row])} in {self.slots.period(row)} at most"
            for who, row in list(best.items())[:MOST_NAMED]
        ]
        return and_more(texts, len(best), mark="; ")

    def _dates(self, task: Task, c: int, rows: Bools) -> str:
        """Return which dates leave nobody enough hours."""
        able = np.flatnonzero(rows).tolist()
        names = list(dict.fromkeys(self.slots.member(row) for row in able))
        if not any(any(self._days(row, c)) for row in able):
            return f"{window(task)}: in those days {some(names, 3)} {'has' if len(names) == 1 else 'have'} no hours"
        takes = hours_of(self.slots.problem.load[rows, c].min())
        return f"{window(task)}: in those days {some(names, 3)} cannot do its {takes}"

    def _days(self, row: int, c: int) -> tuple[int, ...]:
        """Return the minutes of a slot on each day between the dates of a piece."""
        time = self.slots.time
        period = int(time.period[row])
        return time.slots[row].days[time.begin[period, c] : time.end[period, c]]

    def _rest(self, task: Task) -> tuple[str, str, list[Stop]]:
        """Return what stops those who pass the gates: hours only, dates only, or rules.

        Less urgent work stops nothing: where something else does without it, that is what is said.
        """
        found, urgent = self._as_it_is(task), self._without_less_urgent(task)
        there = urgent._as_it_is(task) if urgent else found
        before, after = ({stop.kind for stop in one[2]} for one in (found, there))
        is_other = there[1] != found[1] and (before != after or after == {"grow"})
        if not is_other or after <= {"hours"} or there[1].startswith(UNFINISHED):
            return found
        return there[0], f"even without less urgent work: {there[1]}", there[2]

    def _without_less_urgent(self, task: Task) -> _Reader | None:
        """Return the plan without what is less urgent than a task and need not stay; None where that is all of it."""
        rank, tasks = PRIORITIES.index(task.priority), self.slots.tasks
        if rank not in self._urgent:
            rules = self.team.policies
            firm = {*rules.required, *(pin.task for pin in rules.pins)}
            stay = (
                one.id
                for one in tasks.values()
                if PRIORITIES.index(one.priority) <= rank or one.status == "IN_PROGRESS" or one.id in firm
            )
            kept = set(needs_first(stay, lambda name: (one for one in tasks[name].dependencies if one in tasks)))
            given = tuple(one for one in self.slots.plan.assignments if one.task in kept)
            is_same = len(given) == len(self.slots.plan.assignments) or self.slots.eligible.size > MOST_PAIRS
            self._urgent[rank] = None if is_same else _Reader(self.team, self.backlog, Plan(given), self)
        return self._urgent[rank]

    def _as_it_is(self, task: Task) -> tuple[str, str, list[Stop]]:
        """Return what stops those who pass the gates with everything else as planned."""
        group = self.stops.group(task)
        stops = self.stops.for_everybody(task, group)
        if not stops:
            stops = crew_stops(self.stops, task) if task.crew else lone_stops(self.stops, task, group)
            stopped = {name for stop in stops for name in stop.members}
            free = [name for name in self.stops.passing(task) if name not in stopped]
            if not stops or (free and not task.crew):
                who = f"{free[0]}, who has" if free else "its members, who have"
                return "outbid", f"{UNFINISHED} {who} the hours: the search ended before it was placed", stops
        kinds = {stop.kind for stop in stops}
        gate = "outbid" if kinds == {"hours"} and len(group) == 1 else "when" if kinds == {"when"} else "rule"
        told = "when" in kinds or any(not stop.members for stop in stops)
        waits = "" if told else self.stops.bounded(task)
        return gate, waits + "; ".join(stop.text for stop in stops), stops
