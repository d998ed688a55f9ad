"""Why a member has a task: what it needs and what the member has, load, hand-offs, batch, and every term by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from solver.domain.plan import Plan
from solver.domain.showing import counted, shown
from solver.domain.tasks import Task
from solver.domain.team import Member, Team
from solver.explanation.held import held_by
from solver.explanation.needs import Need, needs_of
from solver.explanation.terms.in_time import PlanLines
from solver.explanation.terms.term import Term
from solver.explanation.terms.terms import level_rows
from solver.explanation.unassigned.reason import unassigned
from solver.explanation.unassigned.task import Unassigned
from solver.matching.build import minutes
from solver.matching.growing import Mentored, mentoring
from solver.matching.pairs.fit import fit, preference, preferred_line
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.pieces import is_timed
from solver.study.study import Study

# What a line is worth by itself.
TASTES: Final = ("fit", "preference")


@dataclass(frozen=True)
class Handoff:
    """Work that goes from one task's member to the next one's; ``units`` are thousandths of an hour, at most 0."""

    before: str
    giver: str
    after: str
    taker: str
    units: int


@dataclass(frozen=True)
class Why:
    """One assignment. Hours are those of the member (estimate times pace); loads are without and with the task.

    Over periods they are those of the member in ``period``, and a line is a part of a task or a seat of a crew, as
    ``part`` says; what the task is worth stands with who ends it. ``period`` and ``part`` are empty elsewhere.
    ``growing`` says in which capability the member is below the minimum on purpose, and who helps for how long.
    ``held`` says what keeps it there whatever it is worth: started work or a pin, with its line.
    ``preferred`` is the line of the card that names the task's kind, empty where none does (neutral, 0.5);
    ``batch_members`` are all who hold tasks of its batch; ``rows`` are the terms of the task, of every level.
    """

    task: str
    member: str
    hours: float
    fit: float
    needs: tuple[Need, ...]
    preference: float
    preferred: str
    load_before_hours: float
    load_after_hours: float
    limit_hours: float
    handoffs: tuple[Handoff, ...]
    batch: str
    batch_members: tuple[str, ...]
    rows: tuple[Term, ...]
    period: str = ""
    part: str = ""
    growing: tuple[str, ...] = ()
    held: str = ""


@dataclass(frozen=True)
class Explanation:
    """A whole plan: each assignment, the rows that belong to no single task, and the tasks that stayed out.

    The rows of the assignments and ``plan_rows`` (splits, hand-offs, how even the loads are, moves) add up to the
    value of each level.
    """

    assignments: tuple[Why, ...]
    plan_rows: tuple[Term, ...]
    unassigned: tuple[Unassigned, ...]

    @property
    def rows(self) -> tuple[Term, ...]:
        """All rows of all levels."""
        return (*(row for one in self.assignments for row in one.rows), *self.plan_rows)

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        whys, left = self.assignments, counted(len(self.unassigned), "task")
        head = f"Explanation: {counted(len(whys), 'assignment')}, {left} left out"
        lines = [f"{one.task:<9} {one.member:<22} fit {one.fit:.2f}, likes it {one.preference:.2f}" for one in whys]
        return shown(head, [*lines, *(f"{one.task:<9} {one.gate}: {one.reason}" for one in self.unassigned)])


def explain(case: Study, plan: Plan, previous: Plan | None = None) -> Explanation:
    """Return why each member has each task; nothing is solved.

    Parameters
    ----------
    case : Study
        What was planned.
    plan : Plan
        Any plan of the case.
    previous : Plan, optional
        An earlier plan, if moves from it count.

    Returns
    -------
    Explanation
        In the order of the plan.

    Examples
    --------
    >>> from pathlib import Path
    >>> from solver.domain.plan import Assignment
    >>> from solver.explanation.terms.terms import totals
    >>> from solver.readers.workspace import read_workspace
    >>> found = read_workspace(Path("data/corner"))
    >>> case = Study(found.world)
    >>> one = explain(case, Plan((Assignment("T1", "BAKER"),))).assignments[0]
    >>> one.task, one.hours, one.load_before_hours, one.load_after_hours, one.limit_hours
    ('T1', 30.0, 0.0, 30.0, 40.0)
    >>> totals(one.rows)   # value 1 in its class; fit 30 x 1.0 and preference 0.2 x 30 x 1.0
    {'CRITICAL': 1, 'quality': 36000}
    """
    rows = level_rows(case.team, case.backlog, plan, case.weights, case.distances, previous)
    timed = is_timed(case.team, case.backlog)
    own = {"value", "fit", "preference"} | ({"early", "late"} if timed else set())
    by_task: dict[str, list[Term]] = {}
    for row in rows:
        if row.name in own:
            by_task.setdefault(row.about, []).append(row)
    others = tuple(row for row in rows if row.name not in own)
    whys = (_whys_in_time if timed else _whys)(case, plan, by_task, others)
    kept = held_pairs(case)
    whys = (replace(one, held=kept.get((one.task, one.member), "")) for one in whys)
    return Explanation(tuple(whys), others, unassigned(case.team, case.backlog, plan))


def held_pairs(case: Study) -> dict[tuple[str, str], str]:
    """Return what holds each pair of a task and a member that must hold: started work or a pin, with its line."""
    pins = {(pin.task, pin.member): pin for pin in case.team.policies.pins}
    tasks = {task.id: task for task in case.backlog.open_tasks}
    started = {(one.id, one.assigned_to) for one in tasks.values() if one.status == "IN_PROGRESS" and one.assigned_to}
    pairs = [pair for pair in (*started, *pins) if pair[0] in tasks]
    return {pair: held_by(tasks[pair[0]], pair[1], pins.get(pair)) for pair in pairs}


@dataclass(frozen=True)
class _Given:
    """A plan with who holds tasks of each batch, and the rows of it that belong to no single task."""

    team: Team
    plan: Plan
    holders: dict[str, set[str]]
    others: tuple[Term, ...]

    def why(self, member: Member, task: Task, piece: Task, load: int, limit: int, rows: Iterable[Term]) -> Why:
        """Return why a member has a piece of a task; load and limit are the minutes of the slot that it is in."""
        words, taken = self.team.vocabulary, minutes(member, piece.estimate_minutes)
        line = preferred_line(member.card, task, words)
        return Why(
            task.id,
            member.id,
            taken / 60,
            float(fit(effective_scores(member.card, words), piece, words)),
            needs_of(self.team, member, piece),
            float(preference(member.card, task, words)),
            line.name if line else "",
            (load - taken) / 60,
            load / 60,
            limit / 60,
            _handoffs(self.plan, task, self.others),
            task.batch,
            tuple(sorted(self.holders[task.batch])) if task.batch else (),
            tuple(rows),
        )


def _whys(case: Study, plan: Plan, by_task: dict[str, list[Term]], others: tuple[Term, ...]) -> Iterator[Why]:
    members, tasks = {one.id: one for one in case.team.members}, {one.id: one for one in case.backlog.tasks}
    load, holders = dict.fromkeys(members, 0), dict[str, set[str]]()
    for one in plan.assignments:
        load[one.member] += minutes(members[one.member], tasks[one.task].estimate_minutes)
        holders.setdefault(tasks[one.task].batch, set()).add(one.member)
    given = _Given(case.team, plan, holders, others)
    for one in plan.assignments:
        member, task = members[one.member], tasks[one.task]
        yield given.why(member, task, task, load[member.id], member.load_limit_minutes, by_task[task.id])


def _whys_in_time(case: Study, plan: Plan, by_task: dict[str, list[Term]], others: tuple[Term, ...]) -> Iterator[Why]:
    """Yield each piece with the loads of its slot; what a task is worth stands with the piece that ends it."""
    read, team = PlanLines.of(case.team, case.backlog, plan), case.team
    members, calendar, holders = {one.id: one for one in team.members}, team.calendar, dict[str, set[str]]()
    limit = {one.id: [slot.minutes for slot in one.slots(calendar)] for one in team.members} if calendar else {}
    for one in read.lines:
        holders.setdefault(read.tasks[one.task].batch, set()).add(one.member)
    given, grown = _Given(team, plan, holders, others), mentoring(team, case.backlog, plan)
    load, rows = _slot_loads(read, members, grown), _rows_of_lines(read, by_task)
    for one in read.lines:
        member, task, count = members[one.member], read.tasks[one.task], len(read.columns[one.task])
        most = limit[member.id][one.period] if calendar else member.load_limit_minutes
        yield replace(
            given.why(member, task, read.piece(one), load[one.member, one.period], most, next(rows)),
            period=calendar.periods[one.period].id if calendar else "",
            part=f"{'seat' if task.crew else 'part'} {one.piece + 1} of {count}" if count > 1 else "",
            growing=tuple(
                f"grows in {at.growth.capability}, {at.growth.mentor} helps for {at.minutes / 60:g} h"
                for at in grown
                if (at.task, at.member, at.period) == (one.task, one.member, one.period)
            ),
        )


def _slot_loads(read: PlanLines, members: dict[str, Member], grown: Iterable[Mentored]) -> dict[tuple[str, int], int]:
    """Return the minutes in each slot, those in which a mentor helps among them."""
    load: dict[tuple[str, int], int] = {}
    for one in read.lines:
        taken = minutes(members[one.member], read.piece(one).estimate_minutes)
        load[one.member, one.period] = load.get((one.member, one.period), 0) + taken
    for helped in grown:
        slot = helped.growth.mentor, helped.period
        load[slot] = load.get(slot, 0) + helped.minutes
    return load


def _rows_of_lines(read: PlanLines, by_task: dict[str, list[Term]]) -> Iterator[tuple[Term, ...]]:
    """Yield the rows of each line of a plan: its own fit and preference, the rest with the line that ends the task."""
    ends = {name: max(lines, key=lambda one: (one.period, one.piece)) for name, lines in read.by_task.items()}
    # Rows of fit and preference come line by line.
    tastes = {name: iter([row for row in rows if row.name in TASTES]) for name, rows in by_task.items()}
    for one in read.lines:
        ended = by_task[one.task] if ends[one.task] is one else ()
        own = (next(tastes[one.task]) for _ in TASTES)
        yield (*(row for row in ended if row.name not in TASTES), *own)


def _handoffs(plan: Plan, task: Task, others: tuple[Term, ...]) -> tuple[Handoff, ...]:
    """Return the hand-offs into the task and out of it."""
    owner, found = plan.owner, []
    for row in others:
        if row.name == "handoff":
            before, _, after = row.about.partition(" -> ")
            if task.id in {before, after}:
                found.append(Handoff(before, owner[before], after, owner[after], row.units))
    return tuple(found)
