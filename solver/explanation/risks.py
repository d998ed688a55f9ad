"""What may still go wrong with a plan: its order, due dates, what one person alone can do, who has no hours left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from solver.domain.plan import Plan
from solver.domain.showing import some
from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Team
from solver.explanation.unassigned.lacking import Lacking
from solver.matching.working_days import working_days

URGENT: Final = ("CRITICAL", "HIGH")
# Of a load limit: beyond it nothing can be added and no estimate may be wrong.
FULL: Final = 0.95
# Beyond so many pairs of an urgent task and a member nobody reads who is alone; the audit of gaps says it.
MOST_PAIRS: Final = 2_000_000
NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Risk:
    """One kind of risk: order, late, alone or full; ``text`` names what and whom."""

    kind: str
    text: str


Used = tuple[str, str | None, float]


def risks(
    team: Team,
    backlog: Backlog,
    plan: Plan,
    used: Iterable[Used],
    notes: tuple[str, ...] = (),
    missed: Mapping[str, str] = NONE,
) -> tuple[Risk, ...]:
    """Return what is at risk, worst first; a kind of which there is nothing is left out.

    Parameters
    ----------
    team, backlog : Team, Backlog
        What was planned.
    plan : Plan
        A plan that the checker passed.
    used : iterable of (str, str or None, float)
        Member, period, None without dates, and which part of the load limit is given; limits of 0 left out.
    notes : tuple of str
        Sentences about an order that cannot be worked, or is not known to be, as they were found with the plan.
    missed : mapping of str to str
        The tasks of which nothing can meet the deadline, each with a sentence that says so.
    """
    found = [Risk("order", text) for text in notes if "order" in text or "sequenc" in text]
    found += [Risk("late", text) for text in missed.values()]
    for kind, lines in (("late", _late(team, backlog, plan, missed)), ("alone", _alone(team, backlog, plan))):
        found += [Risk(kind, text) for text in lines]
    return (*found, *(Risk("full", text) for text in _full(list(used))))


def _late(team: Team, backlog: Backlog, plan: Plan, missed: Mapping[str, str]) -> Iterator[str]:
    """Yield which tasks end after their due date, or have none of the hours before it; only dates can be late."""
    calendar = team.calendar
    if calendar is None:
        return
    days, ends = working_days(team), dict[str, tuple[int, str]]()
    for one in plan.assignments:
        axis = days[one.period]
        # What ends with a day ends on that day; without a sequence nothing but the period is known.
        at = len(axis) - 1 if one.end is None else max(int(one.end) - (one.end == int(one.end)), 0)
        day = str(axis[min(at, len(axis) - 1)]) if axis else str(calendar.periods[one.period].end)
        ends[one.task] = max(ends.get(one.task, (-1, "")), (one.period, day))
    late = []
    for task in sorted(backlog.open_tasks, key=_rank):
        for name, stated in (("due", task.due), ("deadline", task.deadline)):
            if not stated or (task.id in missed and task.id not in ends):
                continue
            last = str(calendar.last_day(stated))
            if task.id not in ends:
                late.append(f"{task.id} ({name} {stated}) is not planned")
            elif ends[task.id][1] > last:
                late.append(f"{task.id} ends {ends[task.id][1]}, {name} {stated}")
    if late:
        yield "; ".join(_most(late, 4))


def _alone(team: Team, backlog: Backlog, plan: Plan) -> Iterator[str]:
    """Yield who alone can do urgent work that is planned."""
    owner = plan.owner
    urgent = [task for task in backlog.open_tasks if task.id in owner and _urgent(task)]
    if len(team.members) < 2 or len(urgent) * len(team.members) > MOST_PAIRS:
        return
    lacking, found = Lacking(team, backlog, plan), dict[str, list[str]]()
    for task in sorted(urgent, key=_rank):
        rows = [lacking.passing.can(piece) & lacking.passing.allowed(task) for piece in lacking.seats(task)]
        # Who has it may grow in it, with the help of the one who can; or have another seat.
        alone = {team.members[int(row.argmax())].id if row.any() else owner[task.id] for row in rows if row.sum() <= 1}
        for name in sorted(alone):
            found.setdefault(name, []).append(task.id)
    if found:
        ranked = sorted(found.items(), key=lambda one: -len(one[1]))
        parts = [f"{member} for {some(tasks, 4)}" for member, tasks in ranked]
        yield f"only one person can: {'; '.join(_most(parts, 4))}"


def _full(used: list[Used]) -> Iterator[str]:
    """Yield who has next to no hours left."""
    names = [f"{name} in {period}" if period else name for name, period, share in used if share > FULL]
    if names:
        yield f"full above {FULL:.0%}: {', '.join(_most(names, 6))} ({len(names):,} of {len(used):,})"


def _urgent(task: Task) -> bool:
    return task.priority in URGENT


def _rank(task: Task) -> int:
    return PRIORITIES.index(task.priority)


def _most(parts: list[str], most: int) -> list[str]:
    return [*parts[:most], f"and {len(parts) - most:,} more"] if len(parts) > most else parts
