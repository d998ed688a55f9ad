"""A report of 5,000 tasks and 200 members is a page that a browser opens: aggregated, and it says so."""

from __future__ import annotations

import io
import random
import re
from decimal import Decimal

import openpyxl
import pytest

from solver.assignment.checker.plan import level_values
from solver.assignment.result import Level, Result
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import PRIORITIES, TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.readers.cards.cards import parse_card
from solver.readers.workspace import Workspace
from solver.report.contents import report_document
from solver.report.forms.page import page
from solver.report.forms.workbook import workbook
from solver.whatif.dossier.dossier import dossier
from solver.whatif.dossier.questions import ask
from tests.report.hostile import Elements

TASKS, MEMBERS, SKILLS = 5000, 200, 40


def large() -> tuple[Team, Backlog, Plan]:
    """Return a team, a backlog that does not fit, and a plan that takes the first able member with hours left."""
    chance = random.Random(0)
    names = [f"skill_{n}" for n in range(SKILLS)]
    able: dict[str, list[str]] = {name: [] for name in names}
    members = []
    for m in range(MEMBERS):
        member = f"M{m:03}"
        have = chance.sample(names, 5)
        for name in have:
            able[name].append(member)
        scores = "".join(f"- {name}: 0.{chance.randint(6, 9)}\n" for name in have)
        lines = f"- PROVIDES: M{chance.randrange(MEMBERS):03}\n- ESCALATES: M{m // 10:03}\n"
        card = parse_card(f"## Core Capabilities\n{scores}## Communication Priority\n{lines}", member)
        members.append(Member(member, card, 40 * 60))
    free = {member.id: member.load_limit_minutes for member in members}
    tasks, given = [], []
    for n in range(TASKS):
        skill, minutes = chance.choice(names), 60 * chance.randint(1, 4)
        need = (Requirement(skill, "primary", Decimal("0.6"), TIERS["primary"][1]),)
        words = (
            f"T{n:04}",
            f"Number {n} of a long backlog",
            "work",
            chance.choice(PRIORITIES),
            "TODO",
            "",
            minutes,
            "",
        )
        tasks.append(Task(*words, need, (), 1, "backlog.csv", n + 2))
        taker = next((member for member in able[skill] if free[member] >= minutes), None)
        if taker:
            free[taker] -= minutes
            given.append(Assignment(f"T{n:04}", taker))
    return Team(tuple(members)), Backlog(tuple(tasks)), Plan(tuple(given))


@pytest.mark.slow
def test_a_large_plan_makes_a_page_that_opens() -> None:
    """The page stays below 2 MB and 40,000 elements, says what it leaves out, and the workbook has every row."""
    team, backlog, plan = large()
    values = level_values(team, backlog, plan, Weights())
    levels = tuple(Level(name, value, value + 1) for name, value in values.items())
    found = Workspace(team, backlog, (), (), ())
    told = ask(dossier("large", found, Result("feasible", plan, levels)), patience=10.0)
    document = report_document(told)
    text = page(document)
    elements = Elements(text)
    assert len(text.encode()) < 2_000_000
    assert len(elements.tags) < 40_000
    assert elements.faults() == []
    assert f"400 of {len(plan.assignments):,} rows" in text
    assert "40 of 200 members" in text
    assert "This page shows a part: pictures a sample, long tables their first rows." in text
    words = " ".join(re.sub(r"<[^>]+>", "", text).split())
    assert "with 5,000 tasks and 200 members what needs further plans is left out" in words
    book = openpyxl.load_workbook(io.BytesIO(workbook(document)), read_only=True)
    assert sum(1 for _ in book["plan"].iter_rows()) == len(plan.assignments) + 1
