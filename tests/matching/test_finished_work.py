"""Rules about people bind open work to who did what is finished: in the gate, the arrays, the checker and the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.assignment.checker.board import Board
from solver.assignment.checker.plan import objections
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.world import World
from solver.matching.build import build_problem
from solver.matching.pairs.gates import hindrances
from solver.matching.rebuild import rebuild_problem
from solver.readers.cards.cards import parse_card

CARD = "## Core Capabilities\n- web: 0.9\n"


def world(done: dict[str, str], rule: str) -> tuple[Team, Backlog]:
    """Return ANN, BOB and EVA, finished tasks with their owners, and one open task that a rule ties to all of them."""
    members = tuple(Member(name, parse_card(CARD, name), 600) for name in ("ANN", "BOB", "EVA"))
    tasks = [Task(name, "", "", "LOW", "DONE", who, 60, "", (), (), 1, "b", 1) for name, who in done.items()]
    tasks.append(Task("OPEN", "", "", "LOW", "TODO", "", 60, "", (), (), 1, "b", 2))
    policies = replace(Policies(), **{rule: ((*done, "OPEN"),)})
    return Team(members, policies=policies), Backlog(tuple(tasks))


@pytest.mark.parametrize(
    ("done", "rule", "takers"),
    [
        ({"D": "BOB"}, "separate", "ANN EVA"),
        ({"D": "BOB"}, "together", "BOB"),
        ({"D": "BOB", "E": "EVA"}, "separate", "ANN"),
        ({"D": "BOB", "E": "EVA"}, "together", "BOB EVA"),
        ({"D": "GONE"}, "separate", "ANN BOB EVA"),
        ({"D": "GONE"}, "together", "ANN BOB EVA"),
        ({"D": "GONE", "E": "EVA"}, "together", "EVA"),
        ({"D": ""}, "together", "ANN BOB EVA"),
    ],
)
def test_open_work_goes_to_whom_the_rule_leaves(done: dict[str, str], rule: str, takers: str) -> None:
    """Apart: anybody who did none of it. Together: one of those who did it, if they are still in the team."""
    team, backlog = world(done, rule)
    open_task, problem = backlog.open_tasks[0], build_problem(team, backlog)
    for row, member in enumerate(team.members):
        may = member.id in takers.split()
        plan = Plan((Assignment("OPEN", member.id),))
        assert (not hindrances(team, backlog, member, open_task)) == may
        assert bool(problem.allowed[row, 0]) == may
        assert (not objections(team, backlog, plan)) == may
        assert bool(Board(team, backlog, Plan(())).takers(0)[row]) == may


def test_a_team_without_the_doer_is_built_anew() -> None:
    """Who may take a task then is no matter of the pair alone."""
    team, backlog = world({"D": "BOB"}, "together")
    base = World(team, backlog)
    left = replace(team, members=tuple(one for one in team.members if one.id != "BOB"))
    assert rebuild_problem(base, build_problem(team, backlog), World(left, backlog)).allowed.all()
