"""What peers are told of a team and a backlog over periods, and what TaskJuggler makes of it, for `benchmarks.sprints`.

A day on which a member is not there is a leave; on all others the member has the same share of it, as in our periods.
TaskJuggler tries who suits a task best first, then the others in order. It may work on a task across the end of a
period, where pieces of ours may not, and knows no rules about people (separate, together, tasks at once).
"""

from __future__ import annotations

import csv
import math
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np

from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from solver.matching.time import Time

# So far in the future TaskJuggler may end tasks, in weeks.
FAR = 52
# Minutes of a working day.
DAY = 480


class Ended(NamedTuple):
    """The working day on which each task ends, 1 for the first, who has it, CPU seconds and the status of a search."""

    days: dict[str, int]
    owner: dict[str, str]
    seconds: float
    status: str = ""


class Seats(NamedTuple):
    """What the peers are told: arrays over slots and pieces, the pieces of each task, and who can have each of them."""

    problem: Problem
    time: Time
    pieces: dict[str, list[int]]
    able: list[list[int]]

    def share(self, member: int) -> Fraction:
        """Return which part of a day a member who is there has for the work."""
        rows = [self.time.slots[self.time.row(member, p)] for p in range(self.time.n_periods)]
        return Fraction(sum(row.minutes for row in rows), max(sum(row.sums[-1] for row in rows), 1))

    def minutes(self, member: int, piece: int) -> int:
        """Return how many minutes of working days a piece takes a member."""
        load = int(self.problem.load[self.time.row(member, 0), piece])
        return math.ceil(load / self.share(member))

    def taken(self) -> set[str]:
        """Return the tasks that somebody can take."""
        return {name for name, pieces in self.pieces.items() if all(self.able[c] for c in pieces)}

    def away(self, member: int) -> list[int]:
        """Return the working days on which a member is not there, 0 for the first of all."""
        rows = [self.time.slots[self.time.row(member, p)] for p in range(self.time.n_periods)]
        return [n for n, minutes in enumerate(m for row in rows for m in row.days) if not minutes]


def seats_of(team: Team, backlog: Backlog) -> Seats:
    """Return what the peers are told of a team with a calendar, who suits a piece best first."""
    problem = slot_problem(team, backlog)
    if problem.time is None:
        raise ValueError("expected a team with periods")
    found, pieces = problem.time, dict[str, list[int]]()
    for piece, task in enumerate(found.task.tolist()):
        pieces.setdefault(found.tasks[task], []).append(piece)
    gain = np.where(problem.eligible, problem.gain, -1)
    able = []
    for piece in range(len(problem.tasks)):
        rows = sorted(np.flatnonzero(problem.eligible[:, piece]).tolist(), key=lambda row: -gain[row, piece])
        able.append(list(dict.fromkeys(found.member[rows].tolist())))
    for pairs in found.pins:
        able[pairs[0][1]] = [int(found.member[pairs[0][0]])]
    return Seats(problem, found, pieces, able)


def workdays(team: Team) -> list[date]:
    """Return the working days of all periods."""
    calendar = team.calendar
    if calendar is None:
        raise ValueError("expected a team with periods")
    return [day for period in calendar.periods for day in period.days if day.weekday() in calendar.workdays]


def taskjuggler(team: Team, backlog: Backlog, *, daily: bool = True, persistent: bool = True) -> Ended | None:
    """Return what TaskJuggler makes of it, None where it is not installed.

    Parameters
    ----------
    team, backlog : Team, Backlog
        With a calendar whose periods leave out no working day.
    daily : bool
        Whether nobody has more on a day than their share of it; else their hours of a week may lie on its first days.
    persistent : bool
        Whether a task stays with who began it; else another takes over whenever its owner has no hours left on a day.
    """
    if shutil.which("tj3") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.tjp"
        path.write_text("\n".join(_project(team, backlog, daily=daily, persistent=persistent)) + "\n")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(["tj3", "--silent", "-o", folder, str(path)], capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if not (Path(folder) / "r.csv").exists():
            raise RuntimeError(done.stderr[-2000:])
        rows = list(csv.DictReader((Path(folder) / "r.csv").open(), delimiter=";"))
    days = [str(day) for day in workdays(team)]
    there = {row["Name"].strip(): row for row in rows if row["End"] and row["End"] <= days[-1]}
    ends = {name: sum(day <= row["End"] for day in days) for name, row in there.items()}
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ended(ends, {name: row["Resources"].split()[0] for name, row in there.items()}, spent)


def _project(team: Team, backlog: Backlog, *, daily: bool, persistent: bool) -> Iterable[str]:
    """Yield the lines of a TaskJuggler project: who may take a task are alternatives, classes are priorities."""
    seats, days = seats_of(team, backlog), workdays(team)
    yield f'project p "p" {days[0]} +{FAR}w {{ timezone "UTC" timingresolution 5min }}'
    for m, member in enumerate(team.members):
        hours = 8 * float(seats.share(m))
        most = f"dailymax {hours:g}h" if daily else f"weeklymax {5 * hours:g}h"
        away = "".join(f" leaves annual {days[n]} - {days[n] + timedelta(days=1)}" for n in seats.away(m))
        rate = f"efficiency {1 / float(member.pace):.4f}"
        yield f'resource {member.id} "{member.id}" {{ {rate} limits {{ {most} }}{away} }}'
    stays = " persistent" if persistent else ""
    there = seats.taken()
    for task in backlog.open_tasks:
        if task.id not in there:
            continue
        pieces = seats.pieces[task.id]
        chairs = [seats.able[c] for c in pieces] if task.crew else [seats.able[pieces[0]]]
        given = " ".join(_allocate([seats.time.names[m] for m in able], stays, len(chairs)) for able in chairs)
        needs = [f"!{_name(d)}" for d in task.dependencies if d in there]
        depends = f"depends {', '.join(needs)}" if needs else f"start {days[0]}"
        priority = 900 - 200 * PRIORITIES.index(task.priority)
        effort = f"effort {task.estimate_minutes * len(chairs) / 60:g}h {given}"
        yield f'task {_name(task.id)} "{task.id}" {{ {effort} priority {priority} {depends} }}'
    yield 'taskreport r "r" { formats csv columns name, end, resources timeformat "%Y-%m-%d" }'


def _allocate(names: list[str], stays: str, chairs: int) -> str:
    """Return who may have a task or a seat of its crew; the seats of a crew are taken together."""
    others = f" alternative {', '.join(names[1:])} select order{stays}" if names[1:] else ""
    both = " mandatory" if chairs > 1 else ""
    return f"allocate {names[0]} {{{others}{both} }}" if others or both else f"allocate {names[0]}"


def _name(text: str) -> str:
    return "t_" + text.replace("-", "_")
