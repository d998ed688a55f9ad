"""What any plan needs of hours and gates, linear in what is bought: each piece may be cut into fractions for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np

from solver.explanation.fix.change import FixChange, with_changes
from solver.explanation.fix.hitting import Cells, Demand, Relaxed
from solver.explanation.fix.loose import loosest, of_half
from solver.explanation.fix.offers import CUTS, Offer
from solver.explanation.fix.question import ROUNDING, bare_problem
from solver.matching.problem import Problem
from solver.study.study import Study

MINUTES: Final = 60
# Kinds of change that open no gate of those who are there.
NO_GATES: Final = frozenset({"sprint", "join", "wip"})
Slot = tuple[str, str]


def relaxed(case: Study, offers: Sequence[Offer], margin: float = 0.0) -> Relaxed:
    """Return what the hours and gates demand of any amounts that do.

    Parameters
    ----------
    case : Study
        What must have a place in it is required.
    offers : sequence of Offer
        What can be bought.
    margin : float
        The share of each limit that is kept free, 0 to 1: above 0 the demands are more than what any plan needs.
    """
    if not offers:
        return Relaxed()
    return _Relaxing(case, offers, margin).demands()


class _Relaxing:
    """The case before and after everything, and what opens each pair that is shut before."""

    def __init__(self, case: Study, offers: Sequence[Offer], margin: float) -> None:
        self.case, self.offers, self.margin = case, offers, margin
        self.bought = [(place, one.change(one.most)) for place, one in enumerate(offers)]
        whole = with_changes(case, tuple(one for _, one in self.bought if one.kind not in CUTS))
        self.after = bare_problem(whole)
        self.slots, self.pieces = _slots(self.after, whole.periods), _pieces(self.after)
        self.new = set(whole.world.names) - set(case.world.names)
        self.later = set(whole.periods) - set(case.periods)
        self.is_open = _open(case)
        self.is_whole = _open(whole)
        self.days = self._days(whole)
        self.is_cut = _open(loosest(case, offers))

    def demands(self) -> Relaxed:
        """Return that each piece has a place, that the hours suffice, and that what is shut is opened."""
        found, count = list[Demand](), 0
        of_piece: list[list[tuple[int, float]]] = [[] for _ in self.pieces]
        of_slot: list[list[tuple[int, float]]] = [[] for _ in self.slots]
        gates = self.after.can & self.after.allowed
        for row, column in zip(*(each.tolist() for each in np.nonzero(gates)), strict=True):
            slot, task = self.slots[row], self.pieces[column]
            if (slot, task) not in self.is_cut:
                continue
            of_piece[column].append((count, 1.0))
            of_slot[row].append((count, float(self.after.load[row, column])))
            found += self._keys(count, slot, task)
            count += 1
        found += [Demand(cells, (), 1.0, 1.0) for cells in of_piece]
        for row, cells in enumerate(of_slot):
            found += self._limits(row, cells) if cells else []
        return Relaxed(count, tuple(found))

    def _keys(self, number: int, slot: Slot, task: str) -> list[Demand]:
        """Return that a fraction needs something of what opens its pair."""
        wanted = list[list[tuple[int, float]]]()
        if (slot, task) not in self.is_whole:
            wanted.append([(place, -1.0) for place, one in self.bought if one.kind in CUTS and one.task == task])
        elif (slot, task) not in self.is_open and slot[0] not in self.new and slot[1] not in self.later:
            wanted.append([(place, -1.0) for place, one in self.bought if _opens(one, slot, task)])
        found = [Demand(((number, 1.0),), keys, -np.inf, 0.0) for keys in wanted if keys]
        days = self.days.get(task, {}).get(slot[1])
        return [*found, Demand(((number, 1.0),), (), -np.inf, 0.0, (days,))] if days else found

    def _days(self, whole: Study) -> dict[str, dict[str, tuple[int, int, float]]]:
        """Return by task and period how far its deadline has to be shifted for any of it to be worked there."""
        calendar, found = whole.team.calendar, dict[str, dict[str, tuple[int, int, float]]]()
        deadlines = {task.id: task.deadline for task in self.case.backlog.open_tasks if task.deadline}
        for place, one in enumerate(self.offers):
            if one.kind != "date" or calendar is None or one.change(1).change.kind != "deadline":
                continue
            task = one.change(1).task
            dates = [date.fromisoformat(one.change(n).change.text.rpartition("=")[2]) for n in range(1, one.most + 1)]
            for period in calendar.periods:
                if period.start > calendar.last_day(deadlines[task]) and dates[-1] >= period.start:
                    amount = next(n for n, day in enumerate(dates, 1) if day >= period.start)
                    found.setdefault(task, {})[period.id] = (place, amount, -1.0)
        return found

    def _limits(self, row: int, cells: Cells) -> list[Demand]:
        """Return that a slot's load is within its limit: with the hours that are bought, or if there is the slot."""
        slot, limit = self.slots[row], float(self.after.limit[row]) * (1 - self.margin) + ROUNDING
        hours = [place for place, one in self.bought if one.kind == "hours" and (one.member, one.about) == slot]
        # The most of what is bought is in the limit already.
        more = [(place, -float(MINUTES)) for place in hours]
        found = [Demand(cells, more, -np.inf, limit - sum(MINUTES * self.offers[place].most for place in hours))]
        for kind, is_new in (("sprint", slot[1] in self.later), ("join", slot[0] in self.new)):
            if is_new:
                keys = [(place, -limit) for place, one in self.bought if one.kind == kind and _is_of(one, slot[0])]
                found.append(Demand(cells, keys, -np.inf, 0.0))
        return found


def _slots(problem: Problem, periods: tuple[str, ...]) -> list[Slot]:
    """Return member and period of each row; periods without a name are one window."""
    time = problem.time
    if time is None:
        return [(name, "") for name in problem.members]
    pairs = zip(time.member.tolist(), time.period.tolist(), strict=True)
    return [(time.names[member], periods[period] if periods else "") for member, period in pairs]


def _pieces(problem: Problem) -> list[str]:
    """Return the task of each column."""
    time = problem.time
    return list(problem.tasks) if time is None else [time.tasks[task] for task in time.task.tolist()]


def _open(case: Study) -> set[tuple[Slot, str]]:
    """Return which slots may have a part of which tasks; half a task counts as the task."""
    problem = bare_problem(case)
    slots, pieces = _slots(problem, case.periods), [of_half(name) for name in _pieces(problem)]
    pairs = zip(*(each.tolist() for each in np.nonzero(problem.eligible)), strict=True)
    return {(slots[row], pieces[column]) for row, column in pairs}


def _opens(change: FixChange, slot: Slot, task: str) -> bool:
    """Return whether a change may let a slot have a task."""
    if change.kind == "hours":
        return (change.member, change.about) == slot
    if change.task:
        return change.task == task
    return change.kind not in NO_GATES and change.member in {"", slot[0]}


def _is_of(change: FixChange, name: str) -> bool:
    """Return whether a new slot comes with a change: who joins is called like whom they are like."""
    return not change.member or name.startswith(f"{change.member}_")
