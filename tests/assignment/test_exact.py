"""The exact engine equals brute force, level by level, and the checker objects to broken plans."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal

import pytest

from solver.assignment.checker import level_values, objections
from solver.assignment.exact import solve_exact
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import PRIORITIES, TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.matching.problem import build_problem
from solver.readers.cards import parse_card
from solver.rules.catalogue import RULES

WEIGHTS = Weights()


def world(seed: int) -> tuple[Team, Backlog]:
    """Return a random team of 2 or 3 and a backlog of up to 5 tasks, all rules in play."""
    chance = random.Random(seed)
    members = []
    for name in "XYZ"[: chance.randint(2, 3)]:
        scores = "".join(f"- {c}: 0.{chance.randint(3, 9)}\n" for c in "ab")
        likes = f"1. red work (score: 0.{chance.randint(0, 9)})\n"
        card = parse_card(f"## Core Capabilities\n{scores}## Task Preferences\n{likes}", name)
        members.append(Member(name, card, 60 * chance.randint(2, 6)))
    tasks = []
    for number in range(chance.randint(2, 5)):
        tier = chance.choice(list(TIERS))
        need = Requirement(chance.choice("ab"), tier, Decimal(chance.randint(3, 7)) / 10, TIERS[tier][1])
        owner = chance.choice(["", "", "", "X"])
        before = (f"T{chance.randrange(number)}",) if number and chance.random() < 0.4 else ()
        tasks.append(
            Task(
                f"T{number}",
                "",
                chance.choice(["red work", "red", "blue"]),
                chance.choice(PRIORITIES),
                "IN_PROGRESS" if owner else "TODO",
                owner,
                30 * chance.randint(1, 7),
                chance.choice(["", "E", "F"]),
                (need,) if chance.random() < 0.9 else (),
                before,
                chance.randint(1, 3),
                "b.csv",
                number + 2,
            )
        )
    return Team(tuple(members)), Backlog(tuple(tasks))


def every_plan(team: Team, backlog: Backlog) -> list[Plan]:
    """Return every way to hand out or leave out each task."""
    choices = [None, *(member.id for member in team.members)]
    given = itertools.product(choices, repeat=len(backlog.tasks))
    pairs = (zip(backlog.tasks, names, strict=True) for names in given)
    return [Plan(tuple(Assignment(t.id, name) for t, name in row if name)) for row in pairs]


def vector(team: Team, backlog: Backlog, plan: Plan) -> tuple[int, ...]:
    """Return the level values of a plan, most urgent first."""
    values = level_values(team, backlog, plan, WEIGHTS)
    return tuple(values[name] for name in (*PRIORITIES, "quality"))


@pytest.mark.parametrize("block", range(10))
def test_equals_brute_force(block: int) -> None:
    """Status, plan and every level equal the best of all plans that pass the checker."""
    for seed in range(block * 20, block * 20 + 20):
        team, backlog = world(seed)
        sound = [plan for plan in every_plan(team, backlog) if not objections(team, backlog, plan)]
        result = solve_exact(build_problem(team, backlog, WEIGHTS), time_limit=30)
        if not sound:
            assert (result.status, result.plan) == ("infeasible", None)
            continue
        assert result.status == "optimal"
        assert result.plan is not None
        assert not objections(team, backlog, result.plan)
        best = max(vector(team, backlog, plan) for plan in sound)
        assert vector(team, backlog, result.plan) == best
        stated = {level.name: level.value for level in result.levels}
        assert all(stated.get(n, 0) == v for n, v in zip((*PRIORITIES, "quality"), best, strict=True))


@pytest.mark.parametrize("seed", range(40))
def test_rules_and_checker_agree(seed: int) -> None:
    """On every plan, gates and rules of the Problem object exactly where the checker does."""
    team, backlog = world(seed)
    problem = build_problem(team, backlog, WEIGHTS)
    for plan in every_plan(team, backlog):
        owners = {problem.tasks.index(a.task): problem.members.index(a.member) for a in plan.assignments}
        broken = [text for rule in RULES.values() for text in rule.matches(problem, owners)]
        shut = [task for task, member in owners.items() if not problem.eligible[member, task]]
        assert bool(broken or shut) == bool(objections(team, backlog, plan))


def test_same_plan_twice() -> None:
    """The same input and seed give the same result."""
    problem = build_problem(*world(3), WEIGHTS)
    assert solve_exact(problem) == solve_exact(problem)
