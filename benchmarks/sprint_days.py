"""Whether the studio's plans could end work on earlier days, and what it would cost to end it as early as TaskJuggler.

Run as ``python -m benchmarks.sprint_days``. Within a period early ends come after all levels: they decide between
orders of the work that is given, not between plans. For one, two and three weeks this asks by CP-SAT

- whether any plan with the values of ours on all levels ends a class earlier in the mean by value, class above class
  (the ends as moments, rounded down to a thousandth of a day);
- among plans with the values of ours, all classes early, and in which the mean working day on which a class ends is no
  later than with TaskJuggler (hours even, each task with who began it): the most quality, beside ours.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

from ortools.sat.python import cp_model

from benchmarks.sprint_peers import taskjuggler
from benchmarks.sprints import studio_over
from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.sat import expression, model_of
from solver.assignment.solve import solve
from solver.assignment.sprints.exact.intervals import add_intervals
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.matching.slots import slot_problem
from solver.matching.time import TICKS, indexed


class Ends:
    """The plans over periods that have the values of a known one on some levels, with the end of each task."""

    def __init__(self, team: Team, backlog: Backlog, seconds: float) -> None:
        result = solve(team, backlog, time_limit=seconds)
        if result.plan is None:
            raise ValueError("expected a plan")
        self.plan: Plan = result.plan
        self.values = [level.value for level in result.levels]
        self.problem = slot_problem(team, backlog)
        if self.problem.time is None:
            raise ValueError("expected a team with periods")
        self.time = self.problem.time
        self.linear: Linear = linear(self.problem)
        self.cp = model_of(self.linear)
        add_intervals(self.cp, self.linear)
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers, self.solver.parameters.max_time_in_seconds = 1, seconds
        column = {one.name: number for number, one in enumerate(self.cp.proto.variables)}
        some = {int(c) for c in self.linear.task[: self.linear.n_pairs]}
        self.end = {c: self.cp.get_int_var_from_proto_index(column[f"e{c}"]) for c in some}
        on: dict[int, list[cp_model.IntVar]] = {c: [] for c in some}
        for number, c in enumerate(self.linear.task[: self.linear.n_pairs].tolist()):
            on[c].append(self.cp.get_int_var_from_proto_index(number))
        self.placed = {c: sum(each) for c, each in on.items()}

    def hold(self, levels: int) -> None:
        """Keep the values of the first levels."""
        for level, value in zip(self.linear.levels[:levels], self.values, strict=False):
            self.cp.add(expression(self.cp, level) >= value - level.constant)

    def of_class(self, rank: int) -> list[int]:
        """Return the pieces of a class that somebody can take."""
        return [c for c in self.end if self.problem.priority[c] == rank]

    def ends_of(self, pieces: list[int], unit: int) -> dict[int, cp_model.IntVar]:
        """Return the end of each piece that is placed, in so many ticks, rounded up; 0 for the others."""
        horizon, found = sum(self.time.days) * TICKS, dict[int, cp_model.IntVar]()
        for c in pieces:
            found[c] = self.cp.new_int_var(0, horizon // unit, "")
            self.cp.add(unit * found[c] >= self.end[c] - horizon * (1 - self.placed[c]))
        return found

    def own(self, pieces: list[int]) -> float:
        """Return the sum of the ends in our plan, in days, each times the value of its task."""
        places = zip(indexed(self.time, self.plan), self.plan.assignments, strict=True)
        days = {c: sum(self.time.days[: one.period]) + float(one.end or 0) for (_, c), one in places}
        return sum(self.problem.value[c] * days.get(c, 0.0) for c in pieces)

    def best(self, objective: cp_model.LinearExprT, *, is_least: bool) -> tuple[str, int, int]:
        """Return the status of a search, its value and bound; the next begins with what was found."""
        (self.cp.minimize if is_least else self.cp.maximize)(objective)
        status = self.solver.solve(self.cp)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.cp.clear_hints()
            for number, value in enumerate(self.solver.response_proto.solution):
                self.cp.add_hint(self.cp.get_int_var_from_proto_index(number), value)
            value, bound = round(self.solver.objective_value), round(self.solver.best_objective_bound)
            return self.solver.status_name(status), value, bound
        return self.solver.status_name(status), 0, 0


def among_equals(team: Team, backlog: Backlog, seconds: float) -> str:
    """Return the mean moment at which each class ends in our plan, and the earliest among plans with equal levels."""
    ends, found = Ends(team, backlog, seconds), list[str]()
    ends.hold(len(ends.linear.levels))
    for rank, name in enumerate(PRIORITIES):
        pieces = ends.of_class(rank)
        total = sum(ends.problem.value[c] * end for c, end in ends.ends_of(pieces, 1).items())
        status, value, bound = ends.best(total, is_least=True)
        ends.cp.add(total <= value)
        count = max(sum(ends.problem.value[c] * ends.solver.value(ends.placed[c]) for c in pieces), 1)
        # Moments of ours are exact, those of the search end at most a tick too early for each piece of a chain.
        least = "" if status == "OPTIMAL" else f", at least {bound / TICKS / count:.2f}"
        found.append(f"{name} {ends.own(pieces) / count:.2f}, earliest {value / TICKS / count:.2f}{least}")
    return "; ".join(found)


def as_early(team: Team, backlog: Backlog, seconds: float) -> str:
    """Return the most quality among plans that end no class later than TaskJuggler, beside that of ours."""
    peer = taskjuggler(team, backlog)
    if peer is None:
        return "TaskJuggler is not installed"
    team = replace(team, policies=replace(team.policies, early_first=tuple(PRIORITIES)))
    ends = Ends(team, backlog, seconds)
    ends.hold(len(ends.linear.levels) - 1)
    for rank, name in enumerate(PRIORITIES):
        pieces = ends.of_class(rank)
        days = [peer.days[task.id] for task in backlog.open_tasks if task.priority == name and task.id in peer.days]
        count = sum(ends.placed[c] for c in pieces)
        ends.cp.add(len(days) * sum(ends.ends_of(pieces, TICKS).values()) <= sum(days) * count)
    status, value, bound = ends.best(expression(ends.cp, ends.linear.levels[-1]), is_least=False)
    if status == "INFEASIBLE":
        return "no plan does"
    constant = ends.linear.levels[-1].constant
    own, most = ends.values[-1] / 1000, (value + constant) / 1000
    return f"{most:.1f} h ({status.lower()}, at most {(bound + constant) / 1000:.1f} h), ours {own:.1f} h"


def main() -> None:
    """Print both for one, two and three weeks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="for each search")
    asked = parser.parse_args()
    for weeks in (1, 2, 3):
        team, backlog = studio_over(weeks)
        print(f"{weeks} x 1 week, among equals: {among_equals(team, backlog, asked.seconds)}", flush=True)
        print(f"{weeks} x 1 week, as early as TaskJuggler: {as_early(team, backlog, asked.seconds)}", flush=True)


if __name__ == "__main__":
    main()
