"""The nouns answer "what is this?" in ten lines, and in a notebook as a table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from solver.assignment.result import Level, Result
from solver.assignment.solve import solve
from solver.changes.change import Change, Scenario
from solver.communication.audit.report import communication_report
from solver.domain.plan import Assignment, Plan
from solver.domain.world import World
from solver.explanation.why import explain
from solver.matching.build import build_problem
from solver.readers.workspace import Workspace, read_workspace
from solver.report.reprs import SHOWN, plan_html, register
from solver.study.study import Study
from solver.whatif.scenarios.compare import compare_scenarios
from tests.report.hostile import NAMES, Elements, hostile_backlog, hostile_plan, hostile_team

ROOT = Path(__file__).parents[2]


def nouns(found: Workspace) -> dict[str, Any]:
    """Return one of each noun."""
    team, backlog = found.team, found.backlog
    result = solve(team, backlog, found.weights)
    assert result.plan
    return {
        "Team": team,
        "Backlog": backlog,
        "Plan": result.plan,
        "Problem": build_problem(team, backlog),
        "Result": result,
        "CommunicationReport": communication_report(team, backlog, result.plan),
        "Explanation": explain(Study(World(team, backlog, found.weights)), result.plan),
        "Row": compare_scenarios(World(team, backlog), (Scenario("less", (Change("remove", "BAKER"),)),))[1],
        "Workspace": found,
    }


@pytest.fixture(scope="module")
def small() -> dict[str, Any]:
    """Return the nouns of the small workspace."""
    return nouns(read_workspace(ROOT / "data" / "corner"))


@pytest.fixture(scope="module")
def hostile() -> dict[str, Any]:
    """Return nouns whose names try to be more than text."""
    team, backlog, plan = hostile_team(), hostile_backlog(), hostile_plan()
    return {
        "Team": team,
        "Backlog": backlog,
        "Plan": plan,
        "Problem": build_problem(team, backlog),
        "CommunicationReport": communication_report(team, backlog, plan),
        "Explanation": explain(Study(World(team, backlog, read_workspace(ROOT / "data" / "corner").weights)), plan),
        "Workspace": Workspace(team, backlog, NAMES, NAMES, ()),
    }


def test_text_of_the_small_workspace(small: dict[str, Any]) -> None:
    """The whole text of each noun that the README's tables can be held against."""
    assert repr(small["Team"]) == TEAM
    assert repr(small["Backlog"]) == BACKLOG
    assert repr(small["Plan"]) == PLAN
    assert repr(small["Result"]) == RESULT
    assert repr(small["Problem"]) == PROBLEM


TEAM = """\
Team: 3 members, 120 h, 0 groups
    BAKER                     40 h  baking 1.0, selling 0.6
    CLERK                     40 h  selling 0.9, bookkeeping 0.8
    DRIVER                    40 h  driving 0.9, selling 0.7"""
BACKLOG = """\
Backlog: 6 open of 6 tasks, 124 h, 0 batches
    T1        CRITICAL    30 h  baking 0.8
    T2        HIGH        20 h  selling 0.6
    T3        HIGH        30 h  driving 0.8
    T4        MEDIUM      20 h  bookkeeping 0.8
    T5        LOW         20 h  baking 0.8
    T6        MEDIUM       4 h  oven_repair 0.8"""
PLAN = """\
Plan: 4 tasks with 3 members
    BAKER                  T1
    CLERK                  T2, T4
    DRIVER                 T3"""
RESULT = """\
Result: optimal, 4 tasks placed
    CRITICAL         1 of at most 1, gap 0.00%
    HIGH             2 of at most 2, gap 0.00%
    MEDIUM           1 of at most 1, gap 0.00%
    LOW              0 of at most 0, gap 0.00%
    quality     106600 of at most 106600, gap 0.00%"""
PROBLEM = """\
Problem: 3 members, 6 tasks, 7 eligible pairs
    1 task that nobody can take, 4 that one member alone can
    1 dependency"""


def test_every_noun_takes_ten_lines(small: dict[str, Any], hostile: dict[str, Any]) -> None:
    """However large or odd the data, a noun takes ten printable lines of at most 115 letters."""
    for found in (*small.values(), *hostile.values()):
        lines = repr(found).split("\n")
        assert len(lines) <= 10
        assert all(line.isprintable() and len(line) <= 115 for line in lines)


def test_the_middle_is_left_out() -> None:
    """Of fifteen members the first four and the last four are shown, and the number of the others."""
    lines = repr(read_workspace(ROOT / "data" / "studio").team).splitlines()
    assert lines[0] == "Team: 15 members, 542 h, 1 group"
    assert lines[5] == "    ... 7 more"
    assert lines[1].split()[0] == "API_ENGINEER"
    assert lines[-1].split()[0] == "TEST_ENGINEER"


@pytest.mark.parametrize("name", [name for _, name in SHOWN])
def test_a_notebook_shows_a_table(name: str, small: dict[str, Any], hostile: dict[str, Any]) -> None:
    """Each noun has an HTML form without scripts, whatever the names, that begins as its text does."""
    register()
    for found in filter(None, (small[name], hostile.get(name))):
        html = found._repr_html_()
        elements = Elements(html)
        assert elements.faults() == []
        assert set(elements.tags) <= {"div", "style", "table", "caption", "thead", "tbody", "tr", "th", "td"} | {
            "p",
            "ul",
            "li",
            "bdi",
            "span",
        }
        assert len(html) < 30_000
        if name != "Workspace":
            assert repr(found).split("\n")[0] in "".join(elements.text)


def test_the_front_door_registers_in_a_notebook() -> None:
    """In a notebook the first noun taken through the front door brings its HTML form; elsewhere nothing is loaded."""
    code = """
import sys
import solver
solver.Team
assert "solver.report.reprs" not in sys.modules and not hasattr(solver.Team, "_repr_html_")
sys.modules["marimo"] = sys
assert hasattr(solver.Team, "_repr_html_")
assert "ortools" not in sys.modules and "networkx" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_task_of_several_pieces_is_one_task() -> None:
    """Three parts and two seats are two tasks, and each stands once with each member who has any of it."""
    lines = (
        *(Assignment("A", "ANN", period, piece) for period, piece in ((0, 0), (0, 1), (1, 2))),
        *(Assignment("B", name, 0, piece) for piece, name in enumerate(("ANN", "BOB"))),
    )
    levels = (Level("HIGH", 2, 2), Level("HIGH early", 3, 3))
    assert repr(Plan(lines)).splitlines() == [
        "Plan: 2 tasks with 2 members",
        "    ANN                    A, B",
        "    BOB                    B",
    ]
    assert repr(Result("optimal", Plan(lines), levels)).splitlines() == [
        "Result: optimal, 2 tasks placed",
        "    HIGH               2 of at most 2, gap 0.00%",
        "    HIGH early         3 of at most 3, gap 0.00%",
    ]
    html = plan_html(Plan(lines))
    assert ">2</td><td>A, B</td>" in html
    assert ">1</td><td>B</td>" in html
