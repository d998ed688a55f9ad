"""The studio over one, two and three weeks beside TaskJuggler and a plain CP-SAT interval model, and larger worlds.

Run as ``python -m benchmarks.sprints``; TaskJuggler (Debian package ``tj3``) is left out where it is not installed.
For the end of each week, or sprint, stands the value of the tasks that one and the same plan has ended by then,
CRITICAL/HIGH/MEDIUM/LOW; then how well the work suits who has it (hours times fit and preference of what ends within
the plan, crews left out), CPU seconds, and the mean working day on which the tasks of each class end. What ends after
its deadline does not count.

Ours stands twice: as it is, early periods counting before quality for CRITICAL and HIGH, and with all classes in
`early_first`. TaskJuggler keeps a task with who began it, or hands it on whenever somebody else has hours left on a
day; its members have their hours evenly, as ours do, or those of a week on its first days. The plain model may work on
a task across the end of a period, as TaskJuggler does and ours may not, or keeps to periods, too.
"""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.sprint_peers import Ended, seats_of, taskjuggler
from benchmarks.sprint_plain import plain
from benchmarks.sprint_worlds import sprint_world
from solver.assignment.solve import solve
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.matching.build import build_problem
from solver.matching.pieces import in_pieces, pieces_of
from solver.readers.workspace import read_workspace

STUDIO = Path(__file__).parents[1] / "data" / "studio"
MONDAY = date(2027, 1, 4)


def studio_over(weeks: int) -> tuple[Team, Backlog]:
    """Return the studio with one sprint for each week, at the hours that each member has in one."""
    found = read_workspace(STUDIO)
    spans = (MONDAY + timedelta(days=7 * n) for n in range(weeks))
    calendar = Calendar(tuple(Period(f"W{n}", day, day + timedelta(days=4)) for n, day in enumerate(spans, 1)))
    members = tuple(m.present(calendar, Presence(limit=m.load_limit_minutes)) for m in found.team.members)
    return replace(found.team, members=members, calendar=calendar), found.backlog


def counted(backlog: Backlog, ended: set[str]) -> str:
    """Return the value of the tasks of each class that have ended."""
    tasks = [task for task in backlog.open_tasks if task.id in ended]
    return "/".join(str(sum(task.value for task in tasks if task.priority == name)) for name in PRIORITIES)


def days_of(backlog: Backlog, ends: dict[str, int]) -> str:
    """Return the mean working day on which the tasks of each class end, 1 for the first of all."""
    found = []
    for name in PRIORITIES:
        mine = [ends[task.id] for task in backlog.open_tasks if task.priority == name and task.id in ends]
        found.append(f"{sum(mine) / len(mine):.1f}" if mine else "-")
    return "/".join(found)


def suits(team: Team, backlog: Backlog, found: Ended) -> float:
    """Return the hours, times fit and preference, of the tasks that end, with who has them; crews are left out."""
    pieces = pieces_of(backlog, split=True)
    problem = build_problem(*in_pieces(team, backlog, pieces))
    row = {name: m for m, name in enumerate(problem.members)}
    total = 0
    for task, columns in zip(backlog.open_tasks, pieces.columns, strict=True):
        if task.id in found.days and not task.crew:
            total += int(problem.gain[row[found.owner[task.id]], list(columns)].sum())
    return total / 1000


def line(team: Team, backlog: Backlog, found: Ended) -> str:
    """Return what is printed of a plan."""
    lasts = np.cumsum(seats_of(team, backlog).time.days).tolist()
    place = {period.id: n for n, period in enumerate(team.calendar.periods if team.calendar else ())}
    due = {task.id: lasts[place[task.deadline]] for task in backlog.open_tasks if task.deadline}
    ends = {name: day for name, day in found.days.items() if day <= due.get(name, lasts[-1])}
    kept = found._replace(days=ends)
    by_period = "  ".join(f"{counted(backlog, {n for n, day in ends.items() if day <= last}):<12}" for last in lasts)
    suit = f"{suits(team, backlog, kept):>8.1f} h{found.seconds:>7.2f} s"
    return f"{by_period} {suit}  {days_of(backlog, ends):<20} {found.status}".rstrip()


def ours(team: Team, backlog: Backlog, seconds: float, early: tuple[str, ...] = ()) -> Ended:
    """Return our plan, with some classes early, those of the team if none are given."""
    team = replace(team, policies=replace(team.policies, early_first=early or team.policies.early_first))
    days = seats_of(team, backlog).time.days
    start = time.process_time()
    result = solve(team, backlog, time_limit=seconds)
    spent = time.process_time() - start
    if result.plan is None:
        return Ended({}, {}, spent, result.status)
    ends = dict[str, int]()
    for one in result.plan.assignments:
        within = days[one.period] if one.end is None else math.ceil(one.end)
        ends[one.task] = max(ends.get(one.task, 0), sum(days[: one.period]) + within)
    return Ended(ends, result.plan.owner, spent, result.status)


def compare(team: Team, backlog: Backlog, seconds: float) -> None:
    """Print a line for each planner."""
    for name, found in (
        ("ours", ours(team, backlog, seconds)),
        ("ours, all classes early", ours(team, backlog, seconds, tuple(PRIORITIES))),
        ("TaskJuggler", taskjuggler(team, backlog)),
        ("TaskJuggler, first days", taskjuggler(team, backlog, daily=False)),
        ("TaskJuggler, handing on", taskjuggler(team, backlog, persistent=False)),
        ("TaskJuggler, both", taskjuggler(team, backlog, daily=False, persistent=False)),
        ("plain CP-SAT", plain(team, backlog, seconds)),
        ("plain CP-SAT in periods", plain(team, backlog, seconds, is_walled=True)),
    ):
        print(f"    {name:<24} {line(team, backlog, found) if found else 'not installed'}", flush=True)


def large(members: int, periods: int, tasks: int, seconds: float) -> str:
    """Return in a line how a larger world is planned."""
    team, backlog = sprint_world(members, periods, tasks)
    start = time.process_time()
    result = solve(team, backlog, time_limit=seconds)
    spent = time.process_time() - start
    levels = ", ".join(f"{level.name} {level.value} of {level.bound}" for level in result.levels)
    return f"{members} x {periods} x {tasks}: {result.status} in {spent:.1f} s; {levels}"


def main() -> None:
    """Print the comparisons and the larger worlds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each plan")
    parser.add_argument("--studio", action="store_true", help="the studio alone")
    parser.add_argument("--smoke", action="store_true", help="one week alone")
    parser.add_argument("--seeds", type=int, default=2, help="of each of the smaller drawn worlds")
    asked = parser.parse_args()
    for weeks in (1,) if asked.smoke else (1, 2, 3):
        team, backlog = studio_over(weeks)
        seats = seats_of(team, backlog)
        print(f"the studio, {weeks} x 1 week; somebody can take {counted(backlog, seats.taken())}")
        compare(team, backlog, asked.seconds)
    if asked.smoke or asked.studio:
        return
    for size, seeds in (((8, 2, 30), asked.seeds), ((12, 3, 60), asked.seeds), ((15, 3, 180), 1)):
        for seed in range(seeds):
            team, backlog = sprint_world(*size, seed)
            able = counted(backlog, seats_of(team, backlog).taken())
            print("{} members x {} sprints x {} tasks, seed {}; somebody can take {}".format(*size, seed, able))
            compare(team, backlog, asked.seconds)
    for size in ((15, 3, 180), (40, 6, 900), (200, 6, 10_000)):
        print(large(*size, asked.seconds))


if __name__ == "__main__":
    main()
