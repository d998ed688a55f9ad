"""Where the value of a plan over periods comes from: rows for each task, part and seat that add up to every level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.explanation.terms.term import Term
from solver.matching.build import minutes
from solver.matching.pairs.fit import fit, preference
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.pieces import Pieces, pieces_of
from solver.matching.units import units


def rows_in_time(
    team: Team, backlog: Backlog, plan: Plan, weights: Weights, distances: NDArray[np.int64] | None = None
) -> Iterator[Term]:
    """Yield the rows of every level of a plan over periods, or of one window in an order or with crews.

    Parameters
    ----------
    team, backlog, plan : Team, Backlog, Plan
        What was planned, and a plan of it.
    weights : Weights
        Of the quality.
    distances : ndarray of int, shape (n_members, n_members), optional
        Hand-off distances between members.

    Yields
    ------
    Term
        A task's value and how early it ends are with whoever ends it; fit and preference with who has the piece.
    """
    read = PlanLines.of(team, backlog, plan)
    early = team.policies.early_first if read.count > 1 else ()
    for name, lines in read.by_task.items():
        task, last = read.tasks[name], max(lines, key=lambda one: (one.period, one.piece))
        left = read.count - 1 - last.period
        yield Term(task.priority, "value", name, last.member, task.value)
        if task.priority in early:
            yield Term(f"{task.priority} early", "early", name, last.member, task.value * left)
        else:
            worth = units(Fraction(task.estimate_minutes, 60) * Fraction(weights.early) * left)
            yield from _unless_nothing("early", name, last.member, worth)
        late = units(Fraction(weights.late) * task.value * read.periods_late(task, last.period))
        yield from _unless_nothing("late", name, last.member, -late)
    yield from _tastes(read, weights)
    yield from _handed_on(read, weights, distances)
    yield from _split(read, weights)
    yield from _focus(read, weights)
    yield from _uneven(read, weights)


def ranked_levels(early: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return the names of all levels of a plan over so many periods, most urgent first.

    Examples
    --------
    >>> ranked_levels(("CRITICAL",), 2)
    ('CRITICAL', 'CRITICAL early', 'HIGH', 'MEDIUM', 'LOW', 'quality')
    """
    found = list[str]()
    for name in PRIORITIES:
        found += [name, f"{name} early"] if name in early and count > 1 else [name]
    return (*found, "quality")


@dataclass(frozen=True)
class PlanLines:
    """A plan by task, with what each line of it is about."""

    team: Team
    tasks: dict[str, Task]
    pieces: Pieces
    columns: dict[str, tuple[int, ...]]
    lines: tuple[Assignment, ...]
    by_task: dict[str, list[Assignment]]

    @classmethod
    def of(cls, team: Team, backlog: Backlog, plan: Plan) -> PlanLines:
        """Return the lines of a plan that are about open tasks and members who are there."""
        pieces = pieces_of(backlog, split=team.calendar is not None)
        tasks = {task.id: task for task in backlog.open_tasks}
        here = {member.id for member in team.members}
        lines = tuple(one for one in plan.assignments if one.task in tasks and one.member in here)
        by_task: dict[str, list[Assignment]] = {}
        for one in lines:
            by_task.setdefault(one.task, []).append(one)
        return cls(team, tasks, pieces, dict(zip(tasks, pieces.columns, strict=True)), lines, by_task)

    @property
    def count(self) -> int:
        """How many periods there are."""
        return len(self.team.periods) or 1

    def piece(self, one: Assignment) -> Task:
        """Return the piece that a line is about, as a task of its own."""
        return self.pieces.tasks[self.columns[one.task][one.piece]]

    def periods_late(self, task: Task, period: int) -> int:
        """Return how many periods up to one begin after the day by which a task is due."""
        calendar = self.team.calendar
        if calendar is None or not task.due:
            return 0
        due = calendar.last_day(task.due)
        return sum(one.start > due for one in calendar.periods[: period + 1])


def _unless_nothing(name: str, about: str, member: str, amount: int) -> Iterator[Term]:
    if amount:
        yield Term("quality", name, about, member, amount)


def _tastes(read: PlanLines, weights: Weights) -> Iterator[Term]:
    members = {one.id: one for one in read.team.members}
    scores = {name: effective_scores(one.card, read.team.vocabulary) for name, one in members.items()}
    for one in read.lines:
        piece, member = read.piece(one), members[one.member]
        hours = Fraction(piece.estimate_minutes, 60)
        suits = hours * Fraction(weights.fit) * fit(scores[member.id], piece, read.team.vocabulary)
        likes = hours * Fraction(weights.preference) * preference(member.card, piece, read.team.vocabulary)
        yield Term("quality", "fit", one.task, one.member, units(suits))
        yield Term("quality", "preference", one.task, one.member, units(likes))


def _handed_on(read: PlanLines, weights: Weights, distances: NDArray[np.int64] | None) -> Iterator[Term]:
    if distances is None or not weights.handoff:
        return
    row = {member.id: number for number, member in enumerate(read.team.members)}
    first = {one.task: one.member for one in read.lines if one.piece == 0}
    last = {
        one.task: one.member
        for one in read.lines
        if one.piece == (0 if read.tasks[one.task].crew else len(read.columns[one.task]) - 1)
    }
    for task in read.tasks.values():
        for before in task.dependencies:
            giver, taker = last.get(before), first.get(task.id)
            if giver and taker and giver != taker:
                cost = units(Fraction(weights.handoff) * int(distances[row[giver], row[taker]]))
                yield Term("quality", "handoff", f"{before} -> {task.id}", taker, -cost)


def _split(read: PlanLines, weights: Weights) -> Iterator[Term]:
    owners: dict[str, set[str]] = {}
    for one in read.lines:
        batch = read.tasks[one.task].batch
        if batch and read.team.policies.of_batch(batch) == "prefer":
            owners.setdefault(batch, set()).add(one.member)
    cost = units(Fraction(weights.split))
    for batch, names in owners.items():
        if len(names) > 1:
            yield Term("quality", "split", batch, ", ".join(sorted(names)), -cost * (len(names) - 1))


def _focus(read: PlanLines, weights: Weights) -> Iterator[Term]:
    cost = units(Fraction(weights.focus)) if read.team.calendar else 0
    size: dict[str, int] = {}
    for task in read.tasks.values():
        size[task.batch] = size.get(task.batch, 0) + len(read.columns[task.id])
    slots: dict[tuple[str, int], set[str]] = {}
    for one in read.lines if cost else ():
        batch = read.tasks[one.task].batch
        if batch and size[batch] > 1:
            slots.setdefault((one.member, one.period), set()).add(batch)
    for (member, _), batches in slots.items():
        if len(batches) > 1:
            yield Term("quality", "focus", ", ".join(sorted(batches)), member, -cost * (len(batches) - 1))


def _uneven(read: PlanLines, weights: Weights) -> Iterator[Term]:
    """Yield the highest and the lowest load ratio over all periods together, each rounded away from the other."""
    whole, load = dict[str, int](), dict[str, int]()
    members = {one.id: one for one in read.team.members}
    for one in read.team.members:
        slots = one.slots(read.team.calendar) if read.team.calendar else ()
        given = sum(slot.minutes for slot in slots) if read.team.calendar else one.load_limit_minutes
        taken = sum(slot.committed for slot in slots) if read.team.calendar else one.committed_minutes
        if given:
            whole[one.id], load[one.id] = given + taken, taken
    for line in read.lines:
        if line.member in load:
            load[line.member] += minutes(members[line.member], read.piece(line).estimate_minutes)
    if not whole:
        return
    scale = units(Fraction(weights.balance) * Fraction(sum(whole.values()), 60 * len(whole)))
    high = max((-(-scale * load[name] // whole[name]), name) for name in whole)
    low = min((scale * load[name] // whole[name], name) for name in whole)
    yield Term("quality", "balance", "highest load", high[1], -high[0])
    yield Term("quality", "balance", "lowest load", low[1], low[0])
