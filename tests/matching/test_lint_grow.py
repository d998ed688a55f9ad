"""Growth that opens no task is named with what stands in the way."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from solver.domain.policies import Growth, Policies
from solver.domain.tasks import Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.matching.linting.lint import lint
from solver.readers.cards.cards import parse_card


def need(name: str, minimum: str = "0.8") -> Requirement:
    """Return a primary requirement."""
    return Requirement(name, "primary", Decimal(minimum), Decimal(1))


TASK = Task("T", "", "", "HIGH", "TODO", "", 240, "", (need("web"),), (), 1, "b.csv", 2)
SAID = "growing in web opens no task to BOB: "


@pytest.mark.parametrize(
    ("task", "minutes", "said"),
    [
        (TASK, 240, ""),
        (replace(TASK, crew=((), (need("web"),)), requirements=()), 240, ""),
        (replace(TASK, split_minutes=120), 120, ""),
        (TASK, 239, f"{SAID}it is agreed on for 3.98333 h, and the shortest takes 4 h"),
        (replace(TASK, requirements=(need("web", "0.5"),)), 240, f"{SAID}BOB has 0.5 and meets every minimum of it"),
        (
            replace(TASK, requirements=(need("web", "0.95"),)),
            240,
            f"{SAID}ANN, who would help, has 0.9, and 0.95 is the least that is asked for",
        ),
        (
            replace(TASK, requirements=(need("web"), need("sql"))),
            240,
            f"{SAID}whatever asks for it asks for something else, too, that is missing",
        ),
    ],
)
def test_growth_that_opens_nothing_says_why(task: Task, minutes: int, said: str) -> None:
    """Hours, the own score, that of the mentor, or another minimum; and nothing where a task is open by it."""
    members = (
        Member(name, parse_card(f"## Core Capabilities\n- web: {score}\n", name), 2400)
        for name, score in (("ANN", "0.9"), ("BOB", "0.5"))
    )
    rules = Policies(grow=(Growth("BOB", "web", minutes, "ANN", Decimal("0.25"), "team.yaml", 5),))
    found = [one for one in lint(Team(tuple(members), policies=rules), Backlog((task,))) if one.code == "RULE03"]
    assert [one.text for one in found] == ([said] if said else [])
    assert all((one.file, one.line) == ("team.yaml", 5) for one in found)
