"""Growth that opens nothing: agreed on, and of no use to any plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from solver.domain.policies import Growth
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.errors import Finding
from solver.matching.growing import growths_of
from solver.matching.pairs.vocabulary import Scores, effective_scores
from solver.matching.pieces import part_minutes


def lint_grow(team: Team, backlog: Backlog) -> Iterator[Finding]:
    """Yield RULE03 for each growth that lets its member take no open task, with what stands in the way."""
    seats = [replace(task, requirements=seat) for task in backlog.open_tasks for seat in task.seats]
    members = {one.id: one for one in team.members}
    used: dict[int, list[Task]] = {}
    for (_, column), numbers in growths_of(team, seats).items():
        for number in numbers:
            used.setdefault(number, []).append(seats[column])
    for number, one in enumerate(team.policies.grow):
        if one.member not in members or one.mentor not in members:
            continue
        why = _too_short(one, members[one.member], used[number]) if number in used else _why(team, one, seats)
        if why:
            text = f"growing in {one.capability} opens no task to {one.member}: {why}"
            yield Finding("warning", "RULE03", one.file, one.line, text)


def _too_short(growth: Growth, member: Member, tasks: list[Task]) -> str:
    """Return that the hours are fewer than the shortest task, or part of one, takes; empty if they are not."""
    least = min(member.pace * min(part_minutes(task)) for task in tasks)
    hours = f"{growth.minutes / 60:g} h, and the shortest takes {float(least) / 60:g} h"
    return f"it is agreed on for {hours}" if growth.minutes < least else ""


def _why(team: Team, growth: Growth, seats: list[Task]) -> str:
    words = team.vocabulary
    name = words.name(growth.capability)
    least = [n.minimum for task in seats for n in task.requirements if words.name(n.capability) == name]
    own, mentor = (_scores(team, who).get(name, Decimal(0)) for who in (growth.member, growth.mentor))
    missed = [minimum for minimum in least if own < minimum]
    if not missed:
        return f"{growth.member} has {own} and meets every minimum of it"
    if mentor < min(missed):
        return f"{growth.mentor}, who would help, has {mentor}, and {min(missed)} is the least that is asked for"
    return "whatever asks for it asks for something else, too, that is missing"


def _scores(team: Team, name: str) -> Scores:
    return effective_scores(next(one.card for one in team.members if one.id == name), team.vocabulary)
