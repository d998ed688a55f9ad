"""One call from people and tasks to a plan, and one call for each question about it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import solver
from solver.errors import InputError

ROOT = Path(__file__).parents[2]
PEOPLE = pd.DataFrame({"name": ["Ann", "Bob"], "hours": [30, 40], "sql": [4, 2], "python": [3, 5]})
TASKS = pd.DataFrame(
    {
        "key": ["T1", "T2", "T3"],
        "hours": [10, 20, 50],
        "skills": ["sql", "python", "sql"],
        "priority": ["high", "low", "critical"],
    }
)


@pytest.fixture(scope="module")
def found() -> Any:
    """Return a small plan: T1 is Ann's, T2 is Bob's, T3 is larger than anybody's hours."""
    return solver.plan(PEOPLE, TASKS)


def test_two_frames_to_a_plan(found: Any) -> None:
    """Who has what, what stays out, the loads and the levels are frames with the columns of the command line."""
    assert found.status == "optimal"
    assert found.assignments.set_index("task")["member"].to_dict() == {"T1": "Ann", "T2": "Bob"}
    assert found.left_out[["task", "hours", "gate"]].to_numpy().tolist() == [["T3", 50.0, "available"]]
    assert list(found.left_out.columns) == ["task", "title", "priority", "hours", "gate", "reason"]
    assert found.left_out["priority"].notna().all()
    assert found.loads[["member", "hours", "limit_hours"]].to_numpy().tolist() == [
        ["Ann", 10.0, 30.0],
        ["Bob", 20.0, 40.0],
    ]
    quality = found.levels.set_index("level").loc["quality"]
    # Fit 0.8 x 10 + 1.0 x 20, preference 0.5 x 0.2 x 30, less the balance.
    assert quality["gap"] == 0
    assert 30 < quality["value"] < 31


def test_over_periods_each_row_has_its_days(found: Any) -> None:
    """A notebook asks when: the first and the last day stand beside the sprint; one window has none."""
    rows = solver.plan(ROOT / "data" / "studio-sprints").assignments.set_index("task")
    assert rows.loc["OPS-1", ["period", "start_date", "end_date"]].tolist() == ["S1", "2027-01-04", "2027-01-05"]
    assert len(rows.loc["DAT-6"]) == 6
    assert rows[["start_date", "end_date"]].notna().all(axis=None)
    assert "start_date" not in found.assignments


def test_the_same_plan_as_the_command_line() -> None:
    """A workspace planned here has the values and the owners that `teamwright plan` prints."""
    words = [sys.executable, "-c", "from solver.cli import main; main()", "plan", "data/corner", "--format", "json"]
    printed = json.loads(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    plan = solver.plan(ROOT / "data" / "corner")
    assert {name: plan.data[name] for name in ("levels", "unassigned", "assignments")} == {
        name: printed[name] for name in ("levels", "unassigned", "assignments")
    }


def test_questions_are_answered_in_words_and_rows(found: Any) -> None:
    """Why, why not and who else: words to read, rows to work on, and a name that is not there gets the closest."""
    assert repr(found.why("T1")).startswith("T1")
    assert "is with Ann" in repr(found.why("T1"))
    assert set(found.why("T3").frame["gate"]) == {"available"}
    assert "T1" in repr(found.why("Ann"))
    assert "quality" in repr(found.why_not("T1", "Bob"))
    assert repr(found.why_not("T1", "Ann")) == "Ann has T1 in this plan."
    assert list(found.suggest("T3").frame["member"]) == ["Ann", "Bob"]
    with pytest.raises(InputError, match="Maybe .*Bob"):
        found.why_not("T1", "Bop")


def test_a_what_if_is_a_plan_beside_its_base(found: Any) -> None:
    """Changes are keywords; the answer is a plan that knows what moves, and the base stays as it was."""
    other = found.whatif(remove="Ann", capacity={"Bob": 60})
    assert other.moves.moved == (("T1", "Ann", "Bob"),)
    assert [str(one) for one in other.changes] == ["capacity: Bob=60", "remove: Ann"]
    assert repr(other).splitlines()[:2] == ["What if capacity: Bob=60", "What if remove: Ann"]
    assert found.moves is None
    assert found.assignments.set_index("task")["member"]["T1"] == "Ann"
    with pytest.raises(TypeError, match="no kind of change is called 'fire'"):
        found.whatif(fire="Ann")
    with pytest.raises(InputError, match="Ann"):
        found.whatif(remove="Anne")


def test_a_what_if_moves_no_more_than_it_must() -> None:
    """A task less moves nothing else where the rest is worth the same as it stands, as the command has it."""
    people = [solver.member(f"M{n}", hours=20, capabilities={"sql": 0.9}) for n in range(4)]
    tasks = [solver.task(f"T{n}", estimated_hours=5 + n % 3 * 5, capabilities={"sql": 0.5}) for n in range(6)]
    plan = solver.plan(people, tasks)
    other = plan.whatif(drop="T0")
    assert (other.moves.moved, [task for task, _ in other.moves.lost]) == ((), ["T0"])
    assert other.levels["value"].tolist() == solver.plan(people, tasks[1:]).levels["value"].tolist()
    assert plan.compare({"without": {"drop": "T0"}})["moves"]["without"] == other.moves.moves == 1


def test_scenarios_and_sweeps_are_frames(found: Any) -> None:
    """A line for each scenario, the base first; a line for each setting of an axis, and numbers stay numbers."""
    table = found.compare({"alone": {"remove": "Ann"}, "longer": {"capacity": {"Bob": 60}}})
    assert list(table.index) == ["base", "alone", "longer"]
    assert list(table["left_out"]) == [1, 1, 0]
    swept = found.sweep(capacity="Bob=20..60:20")
    assert list(swept["capacity_Bob"]) == [20, 40, 60]
    assert list(swept["left_out"]) == [1, 1, 0]


def test_a_notebook_shows_it(found: Any) -> None:
    """The HTML names the urgent task that stays out and draws the board, with nothing to load."""
    html = found._repr_html_()
    assert "T3 (CRITICAL) stays out" in html
    assert "<svg" in html
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", html)


def test_members_and_tasks_are_said_in_a_line_each() -> None:
    """What keywords say is what the files would; what the files would be refused for is refused, all at once."""
    people = [
        solver.member("BOB", capabilities={"sql": 0.6}),
        solver.member("ANN", hours=30, capabilities={"sql": 0.9}, permissions=["APPROVE releases"]),
    ]
    tasks = [solver.task("T1", estimated_hours=10, capabilities={"sql": 0.5}, permissions=["APPROVE releases"])]
    assert solver.plan(people, tasks).plan.owner == {"T1": "ANN"}
    with pytest.raises(InputError) as caught:
        solver.task("T", estimated_hours=-1, priority="URGENT")
    assert len(caught.value.faults) == 2
    with pytest.raises(InputError, match="a score from 0 to 1"):
        solver.member("ANN", capabilities={"sql": 4})
    with pytest.raises(InputError, match="hours from 0"):
        solver.member("ANN", hours=float("nan"))
    with pytest.raises(TypeError, match="knows no 'prio'"):
        solver.task("T", estimated_hours=1, prio="HIGH")
    with pytest.raises(TypeError, match="people: expected a data frame"):
        solver.plan(3)


@pytest.mark.parametrize(
    ("heading", "most"), [("Two tables to a plan", 12), ("Two compositions compared", 8), ("A sweep and its plot", 6)]
)
def test_an_analysts_job_is_short(heading: str, most: int) -> None:
    """The three jobs in the documents, which run there, take no more lines than promised."""
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    block = re.search(rf"## {heading}\n.*?```python\n(.*?)```", text, re.DOTALL)
    assert block
    assert 0 < len([line for line in block[1].splitlines() if line.strip()]) <= most


def test_a_plan_over_periods_is_seen_in_time() -> None:
    """Board, heat, Gantt and burn-up are of periods where there are some, and say in words what they show."""
    plan = solver.plan(ROOT / "data" / "studio-sprints", time_limit=20)
    assert all("S2" in one.text for one in (plan.board(), plan.heat(), plan.burn_up()))
    assert "2027-01" in plan.gantt().text
    small = solver.plan(ROOT / "data" / "corner")
    assert "BAKER" in small.heat().text
    assert "T1" in small.gantt().text
    assert small.burn_up().text
