"""The studio over one, two and three weeks beside TaskJuggler and a plain CP-SAT interval model, and larger worlds.

Run as ``python -m benchmarks.sprints``; TaskJuggler (Debian package ``tj3``) is left out where it is not installed.
Values are of tasks that end within the weeks, CRITICAL/HIGH/MEDIUM/LOW; seconds are CPU time. The order of work
holds for all of them; nothing else has dates. TaskJuggler and the plain model may work on a task across the end of a
week, the sprints may not, and both know no rules about people (separate, together, tasks at once), which the sprints
keep. Behind the values stand how well the work suits who has it (hours times fit and preference, of what ends) and,
behind the seconds, the mean working day on which the tasks of each class end. Ours stands twice: as it is, early weeks
counting before quality for CRITICAL and HIGH, and with `early_first` for all classes. TaskJuggler stands twice: its
members may have their hours of a week on its first days, or at most a fifth of them on each, as ours do.
"""

from __future__ import annotations

import argparse
import csv
import math
import resource
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.solve import solve
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.matching.build import build_problem
from solver.readers.workspace import read_workspace

STUDIO = Path(__file__).parents[1] / "data" / "studio"
MONDAY = date(2027, 1, 4)
WEEK = 5 * 8 * 60


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


def days(backlog: Backlog, ends: dict[str, int]) -> str:
    """Return the mean working day on which the tasks of each class end, 1 for the first Monday."""
    found = []
    for name in PRIORITIES:
        mine = [ends[task.id] for task in backlog.open_tasks if task.priority == name and task.id in ends]
        found.append(f"{sum(mine) / len(mine):.1f}" if mine else "-")
    return "/".join(found)


class Row(NamedTuple):
    """What a planner makes of the studio: value and hours of fit that end in time, CPU seconds, mean days, status."""

    counts: str
    suits: float
    seconds: float
    days: str
    status: str = ""


def row_of(ends: dict[str, int], owner: dict[str, str], seconds: float, status: str = "") -> Row:
    """Return a row from the working day on which each task ends, and who has it."""
    found = read_workspace(STUDIO)
    problem = build_problem(found.team, found.backlog)
    place = {name: m for m, name in enumerate(problem.members)}
    gains = [problem.gain[place[owner[name]], t] for t, name in enumerate(problem.tasks) if name in ends]
    return Row(counted(found.backlog, set(ends)), sum(gains) / 1000, seconds, days(found.backlog, ends), status)


def ours(weeks: int, seconds: float, early: tuple[str, ...] = ()) -> Row:
    """Return the row of our plan, with some classes early, those of the studio if none are given."""
    team, backlog = studio_over(weeks)
    team = replace(team, policies=replace(team.policies, early_first=early or team.policies.early_first))
    start = time.process_time()
    result = solve(team, backlog, time_limit=seconds)
    spent = time.process_time() - start
    plan = result.plan or Plan(())
    ends = dict[str, int]()
    for one in plan.assignments:
        ends[one.task] = max(ends.get(one.task, 0), 5 * one.period + math.ceil(one.end or 5))
    return row_of(ends, plan.owner, spent, result.status)


def taskjuggler(weeks: int, *, daily: bool = False) -> Row | None:
    """Return the row of TaskJuggler, None where it is not installed."""
    if shutil.which("tj3") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "studio.tjp"
        path.write_text("\n".join(_project(weeks, daily=daily)) + "\n")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(["tj3", "--silent", "-o", folder, str(path)], capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if not (Path(folder) / "r.csv").exists():
            raise RuntimeError(done.stderr[-2000:])
        rows = list(csv.DictReader((Path(folder) / "r.csv").open(), delimiter=";"))
    last = str(MONDAY + timedelta(days=7 * weeks - 2))
    there = [row for row in rows if row["End"] and row["End"] <= last]
    ends = {
        row["Name"].strip(): sum(_workday(n) <= date.fromisoformat(row["End"]) for n in range(5 * weeks))
        for row in there
    }
    return row_of(ends, {row["Name"].strip(): row["Resources"].split()[0] for row in there}, _cpu(after) - _cpu(before))


def _project(weeks: int, *, daily: bool) -> list[str]:
    """Return the lines of a TaskJuggler project: who may take a task are alternatives, who suits it best first."""
    _, backlog = studio_over(weeks)
    found = read_workspace(STUDIO)
    problem = build_problem(found.team, found.backlog)
    lines = [f'project p "studio" {MONDAY} +16w {{ timezone "UTC" timingresolution 5min }}', "flags none"]
    for member in found.team.members:
        rate = f"efficiency {1 / float(member.pace):.4f}"
        hours = member.load_limit_minutes / 60
        most = f"dailymax {hours / 5:g}h" if daily else f"weeklymax {hours:g}h"
        lines.append(f'resource {member.id} "{member.id}" {{ {rate} limits {{ {most} }} }}')
    open_ids = {task.id: number for number, task in enumerate(backlog.open_tasks)}
    pins = {problem.tasks[t]: problem.members[m] for m, t in problem.pins}
    for number, task in enumerate(backlog.open_tasks):
        rows = [m for m in range(len(problem.members)) if problem.eligible[m, number]]
        rows.sort(key=lambda m: -problem.gain[m, number])
        names = [problem.members[m] for m in rows]
        if task.id in pins:
            names = [pins[task.id]]
        if not names:
            continue
        others = f" {{ alternative {', '.join(names[1:])} select order }}" if names[1:] else ""
        needs = [f"!{_name(d)}" for d in task.dependencies if d in open_ids]
        depends = f"depends {', '.join(needs)}" if needs else f"start {MONDAY}"
        priority = 900 - 200 * PRIORITIES.index(task.priority)
        effort = f"effort {task.estimate_minutes / 60:g}h allocate {names[0]}{others}"
        lines.append(f'task {_name(task.id)} "{task.id}" {{ {effort} priority {priority} {depends} }}')
    return [*lines, 'taskreport r "r" { formats csv columns name, end, resources timeformat "%Y-%m-%d" }']


def _workday(number: int) -> date:
    return MONDAY + timedelta(days=7 * (number // 5) + number % 5)


def _cpu(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def _name(text: str) -> str:
    return "t_" + text.replace("-", "_")


def plain(weeks: int, seconds: float) -> Row:
    """Return the row of one CP-SAT model with an optional interval for each pair."""
    from ortools.sat.python import cp_model

    found = read_workspace(STUDIO)
    problem = build_problem(found.team, found.backlog)
    start, horizon = time.process_time(), weeks * WEEK
    cp = cp_model.CpModel()
    rows: dict[int, list[cp_model.IntervalVar]] = {}
    placed, begin, end, owner = {}, {}, {}, {}
    pins = {t: m for m, t in problem.pins}
    for t in range(len(problem.tasks)):
        members = [m for m in range(len(problem.members)) if problem.eligible[m, t] and pins.get(t, m) == m]
        begin[t], end[t] = cp.new_int_var(0, horizon, ""), cp.new_int_var(0, horizon, "")
        has = [cp.new_bool_var("") for _ in members]
        for m, on in zip(members, has, strict=True):
            minutes = -(-int(problem.load[m, t]) * WEEK // int(problem.limit[m]))
            rows.setdefault(m, []).append(cp.new_optional_fixed_size_interval_var(begin[t], minutes, on, ""))
            cp.add(end[t] == begin[t] + minutes).only_enforce_if(on)
        placed[t], owner[t] = sum(has), list(zip(members, has, strict=True))
        cp.add(placed[t] <= 1)
    for t in pins:
        cp.add(placed[t] == 1)
    for intervals in rows.values():
        cp.add_no_overlap(intervals)
    for t, d in problem.dependencies:
        cp.add(placed[t] <= placed[d])
        cp.add(begin[t] + horizon * (1 - placed[t]) >= end[d])
    cp.maximize(sum(100 ** (3 - problem.priority[t]) * problem.value[t] * one for t, one in placed.items()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 1
    status = solver.solve(cp)
    spent = time.process_time() - start
    ends = {problem.tasks[t]: -(-5 * solver.value(end[t]) // WEEK) for t, one in placed.items() if solver.value(one)}
    given = {problem.tasks[t]: problem.members[m] for t, each in owner.items() for m, on in each if solver.value(on)}
    return row_of(ends, given, spent, solver.status_name(status).lower())


def large(members: int, periods: int, tasks: int, seconds: float) -> str:
    """Return in a line how a larger world is planned."""
    team, backlog = sprint_world(members, periods, tasks)
    start = time.process_time()
    result = solve(team, backlog, time_limit=seconds)
    spent = time.process_time() - start
    levels = ", ".join(f"{level.name} {level.value} of {level.bound}" for level in result.levels)
    return f"{members} x {periods} x {tasks}: {result.status} in {spent:.1f} s; {levels}"


def main() -> None:
    """Print the comparison and the larger worlds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each plan")
    parser.add_argument("--studio", action="store_true", help="the studio alone")
    parser.add_argument("--smoke", action="store_true", help="one week alone")
    asked = parser.parse_args()
    found = read_workspace(STUDIO)
    problem = build_problem(found.team, found.backlog)
    able = {problem.tasks[t] for t in range(len(problem.tasks)) if problem.eligible[:, t].any()}
    print(f"somebody can take {counted(found.backlog, able)}")
    for weeks in (1,) if asked.smoke else (1, 2, 3):
        print(f"week {weeks}")
        for name, row in (
            ("ours", ours(weeks, asked.seconds)),
            ("ours, all classes early", ours(weeks, asked.seconds, tuple(PRIORITIES))),
            ("TaskJuggler", taskjuggler(weeks)),
            ("TaskJuggler, even days", taskjuggler(weeks, daily=True)),
            ("plain CP-SAT", plain(weeks, asked.seconds)),
        ):
            text = "{:<14}{:>8.1f} h{:>8.2f} s  {:<18} {}".format(*row) if row else "not installed"
            print(f"    {name:<24} {text}")
    if not (asked.smoke or asked.studio):
        for size in ((15, 3, 180), (40, 6, 900), (200, 6, 10_000)):
            print(large(*size, asked.seconds))


if __name__ == "__main__":
    main()
