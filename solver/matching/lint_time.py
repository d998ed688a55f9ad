"""What is odd about a team and a backlog in time: members without hours, and chains longer than there is time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.errors import Finding


def lint_time(team: Team, backlog: Backlog) -> Iterator[Finding]:
    """Yield TIME01 for members without hours in a period, TIME02 for chains that one window is too short for."""
    if team.calendar:
        yield from _without_hours(team)
    else:
        yield from _long_chains(team, backlog)


def window_minutes(team: Team) -> int:
    """Return the length of the one window without dates: the longest limit before reserved share and committed work."""
    whole = (one.load_limit_minutes + one.committed_minutes + one.reserved_minutes for one in team.members)
    return max(whole, default=0)


def _without_hours(team: Team) -> Iterator[Finding]:
    calendar = team.calendar
    for member in team.members if calendar else ():
        slots = member.slots(calendar) if calendar else ()
        none = [
            period.id
            for period, slot in zip(calendar.periods if calendar else (), slots, strict=True)
            if not slot.minutes
        ]
        if none and len(none) == len(slots):
            yield Finding("warning", "TIME01", member.file, member.line, f"{member.id} has no hours in any period")
        elif none:
            text = f"{member.id} has no hours in {', '.join(none)}"
            yield Finding("info", "TIME01", member.file, member.line, text)


def _long_chains(team: Team, backlog: Backlog) -> Iterator[Finding]:
    """Name each task that ends a chain of waiting tasks which takes more hours than the window has."""
    window = window_minutes(team)
    if not window:
        return
    fastest = min((Fraction(one.pace) for one in team.members), default=Fraction(1))
    tasks = {task.id: task for task in backlog.open_tasks}
    best: dict[str, tuple[Fraction, tuple[str, ...]]] = {}
    for name in tasks:
        for one in _in_order(tasks, name, best):
            needs = [best[target] for target in tasks[one].dependencies if target in best]
            before, chain = max(needs, default=(Fraction(0), ()))
            best[one] = (before + fastest * tasks[one].estimate_minutes, (*chain, one))
            if best[one][0] > window >= before:
                text = f"{' -> '.join(best[one][1])} takes {float(best[one][0]) / 60:g} h one after the other, "
                text += f"and the window has {window / 60:g} h: not all of it can be worked in its order"
                yield Finding("warning", "TIME02", tasks[one].file, tasks[one].line, text)


def _in_order(tasks: dict[str, Task], name: str, known: dict[str, tuple[Fraction, tuple[str, ...]]]) -> Iterator[str]:
    """Yield the tasks that a task waits for and then itself, those that are known left out."""
    stack = [name]
    while stack:
        one = stack[-1]
        missing = [target for target in tasks[one].dependencies if target in tasks and target not in known]
        missing = [target for target in missing if target not in stack]
        if one not in known and missing:
            stack.append(missing[0])
            continue
        stack.pop()
        if one not in known:
            yield one
