"""Greedy rules hand out what they say they do, one pair looked at after the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.assignment.baselines import BASELINES, CLAIM_FACTOR, CLAIM_FLOOR, PAST, greedy_plan
from solver.domain.plan import Assignment, Plan
from solver.matching.build import build_problem
from solver.matching.problem import Problem
from solver.rules.catalogue import RULES
from tests.worlds import world


def pair_by_pair(problem: Problem, name: str) -> Plan:
    """Return the plan of a greedy rule, each pair scored and each rule asked on its own."""
    owners: dict[int, int] = {}
    pinned = {t: m for m, t in problem.pins}

    def free(m: int) -> float:
        given = sum(int(problem.load[m, t]) for t, owner in owners.items() if owner == m)
        return 1 - given / max(int(problem.limit[m]), 1)

    def score(m: int, t: int) -> float | None:
        fit = float(problem.fit[m, t])
        if name == "best-fit":
            return fit
        if name == "least-loaded":
            return free(m)
        if name == "round-robin":
            last = list(owners.values())[-1] if owners else -1
            return -float((m - last - 1) % len(problem.members))
        if name == "claims":
            found = fit * free(m) * CLAIM_FACTOR[problem.priority[t]]
        else:
            siblings = {owners.get(i) for batch in problem.batches if t in batch for i in batch}
            found = 0.4 * fit + 0.3 * free(m) + 0.2 * PAST + 0.1 * (1.0 if m in siblings else 0.0)
        return found if found > CLAIM_FLOOR else None

    def fits(m: int, t: int) -> bool:
        late = {"pin", "required", "whole_batch"}
        after = owners | {t: m}
        broken = any(rule.matches(problem, after) for key, rule in RULES.items() if key not in late)
        return bool(problem.eligible[m, t]) and not broken

    whole = {t for batch in problem.whole for t in batch}
    urgent = BASELINES[name].urgent_first
    open_tasks = [t for t in range(len(problem.tasks)) if t not in whole]
    open_tasks.sort(key=lambda t: (t not in pinned, problem.priority[t] if urgent else 0, t))
    moved = True
    while moved:
        moved = False
        for t in [t for t in open_tasks if t not in owners]:
            rows = [pinned[t]] if t in pinned else range(len(problem.members))
            ranked = [(0.0 if t in pinned else score(m, t), -m) for m in rows if fits(m, t)]
            claimed = [(value, m) for value, m in ranked if value is not None]
            if claimed:
                owners[t] = -max(claimed)[1]
                moved = True
    return Plan(tuple(sorted(Assignment(problem.tasks[t], problem.members[m]) for t, m in owners.items())))


@pytest.mark.parametrize("name", list(BASELINES))
def test_each_rule_gives_what_it_gives_pair_by_pair(name: str) -> None:
    """Worlds in which every rule is in play, some with sets that are too much together, or an earlier plan to keep."""
    placed = 0
    for seed in range(250):
        team, backlog, _ = world(seed, most_tasks=9)
        problem = build_problem(team, backlog)
        some = tuple(range(min(3, len(problem.tasks))))
        if seed % 3 == 1:
            problem = replace(problem, overfull=((seed % 2, some, 1),))
        if seed % 5 == 2:
            problem = replace(problem, earlier=tuple((0, t) for t in some), most_moves=len(some))
        if seed % 5 == 3:
            problem = replace(problem, unlike=(tuple((0, t) for t in some),), least_changes=1)
        mine, theirs = greedy_plan(problem, BASELINES[name]), pair_by_pair(problem, name)
        assert mine == theirs, seed
        placed += len(mine.assignments)
    assert placed > 200


def test_a_task_of_the_last_minute_fits_however_large_the_limit() -> None:
    """Hours are counted in whole minutes, not in shares of a limit."""
    team, backlog, _ = world(1)
    problem = build_problem(team, backlog)
    n_members, n_tasks = problem.load.shape
    huge = np.full(n_members, 10**15 + 1)
    load = np.full((n_members, n_tasks), 10**15 + 1)
    open_gates = np.ones(problem.load.shape, np.bool_)
    free = {"dependencies": (), "separate": (), "together": (), "pins": (), "whole": ()}
    wide = replace(problem, load=load, limit=huge, can=open_gates, allowed=open_gates, available=open_gates, **free)
    wide = replace(wide, wip=np.full(n_members, -1))
    assert len(greedy_plan(wide, BASELINES["best-fit"]).assignments) == min(n_members, n_tasks)
