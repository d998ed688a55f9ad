"""What the what-if page says of a plan and of a change: text stays text, gains are gains, marks are of what moved."""

from __future__ import annotations

import html
import json
import pickle
import re
import shutil
from pathlib import Path
from typing import Any

from solver.changes.change import Change, Scenario
from solver.domain.world import World
from solver.readers.workspace import read_workspace
from solver.report.app.answer import answers, changed_world, shown_again
from solver.report.app.asked import Asked
from solver.report.app.asking import asked_for
from solver.report.app.blocks import comparison
from solver.report.app.board import board, marks, moved_text
from solver.report.app.shell import sheet, shell
from solver.report.app.told import status_text
from solver.report.figures.palette import DARK, LIGHT
from solver.report.forms.style import page_style
from solver.whatif.scenarios.compare import Row, against, measured
from tests.cli.test_plan import DATA
from tests.hostile import NAMES, hostile_workspace
from tests.nine import nine_people


def asked(folder: Path, *lines: str, base: bytes = b"", time_limit: float = 20.0) -> Asked:
    """Return what a page asks about a workspace."""
    found = read_workspace(folder)
    return Asked(folder, World(found.team, found.backlog, found.weights), lines, base, time_limit)


def last(question: Asked) -> dict[str, Any]:
    """Return the last answer."""
    *_, message = answers(question)
    return message


def row(task: str, member: str, period: str | None = None, piece: int = 0) -> dict[str, Any]:
    """Return a row of a plan."""
    said = {"task": task, "title": f"Title of {task}", "priority": "HIGH", "hours": 8, "fit": 1.0}
    return {**said, "member": member, "period": period, "piece": piece}


def plan(rows: list[dict[str, Any]], *slots: tuple[str, str | None]) -> dict[str, Any]:
    """Return what a board is drawn from."""
    loads = [{"member": member, "period": period, "hours": 8, "limit": 40} for member, period in slots]
    return {"assignments": rows, "loads": loads}


def test_marks_tell_what_came_moved_and_went() -> None:
    """A task that is elsewhere is marked in both places, one that is where it was in none."""
    before = [row("T1", "A"), row("T2", "A"), row("T3", "B")]
    after = [row("T1", "A"), row("T2", "B"), row("T4", "B")]
    found = {
        (place, one.row["task"]): (one.mark, one.note) for place, all_ in marks(before, after).items() for one in all_
    }
    assert found == {
        (("A", ""), "T1"): ("", ""),
        (("B", ""), "T2"): ("moved", "from A"),
        (("A", ""), "T2"): ("away", "to B"),
        (("B", ""), "T3"): ("out", ""),
        (("B", ""), "T4"): ("in", ""),
    }


def test_marks_of_periods_say_the_period_alone_where_the_member_stays() -> None:
    """A part that is done later by the same member moved to a period; another part of it did not."""
    before = [row("T1", "A", "S1"), row("T1", "A", "S1", 1)]
    after = [row("T1", "A", "S1"), row("T1", "A", "S2", 1)]
    found = {place: [(one.mark, one.note) for one in all_] for place, all_ in marks(before, after).items()}
    assert found == {("A", "S1"): [("", ""), ("away", "to S2")], ("A", "S2"): [("moved", "from S1")]}


def test_the_board_has_a_sign_for_each_mark_and_changed_rows_first() -> None:
    """In, moved and out have signs of their own, so that no colour has to be told from another."""
    before = plan([row("T1", "Z"), row("T2", "Y")], ("A", None), ("Y", None), ("Z", None))
    after = plan([row("T1", "Y"), row("T3", "Z")], ("A", None), ("Y", None), ("Z", None))
    shown = board(before, after)
    assert [shown.index(f"<strong>{name}</strong>") for name in "YZA"] == sorted(
        shown.index(f"<strong>{name}</strong>") for name in "YZA"
    )
    for mark, sign in (("comes in", "+"), ("moved here", "→"), ("goes out", "×"), ("moved away", "↷")):
        assert f'aria-label="{mark}">{sign}</span>' in shown
    text = re.sub(r"<[^>]+>", " ", moved_text(before, after))
    assert text.split() == ["+", "1", "in", "T3", "→", "1", "moved", "T1", "×", "1", "out", "T2"]


def test_a_member_who_left_keeps_a_row_without_buttons() -> None:
    """What was with somebody who is away can still be seen, and nothing can be changed there."""
    shown = board(plan([row("T1", "A")], ("A", None), ("B", None)), plan([], ("B", None)))
    mine, rest = shown.split("<strong>B</strong>")
    assert "not in the team" in mine
    assert "goes out" in mine
    assert "clone A" not in mine
    assert "clone B" in rest


def test_a_change_is_answered_with_its_line_its_marks_and_its_gains() -> None:
    """Two more hours than are missing let the urgent task in: the page shows the line, the sign and the class."""
    base = last(asked(DATA / "studio"))
    assert base["final"]
    assert "BRD-2" in base["parts"]["decisions"]
    assert "capacity:\\u0020MOBILE_ENGINEER=+6" in base["parts"]["decisions"]
    found = last(asked(DATA / "studio", "capacity: MOBILE_ENGINEER=+6", base=base["row"]))
    parts = found["parts"]
    assert "capacity: MOBILE_ENGINEER=+6" in parts["changes"]
    assert "take back capacity: MOBILE_ENGINEER=+6" in parts["changes"]
    assert "Why: " in parts["decisions"]
    assert "BRD-2" not in parts["decisions"].partition("At risk")[0]
    assert re.search(r'class="block high in"[^>]*>\s*<span[^>]*aria-label="comes in">\+</span><b>BRD-2', parts["board"])
    assert '<span class="up">HIGH +2</span>' in parts["moved"]
    assert "proved: no plan is better" in parts["status"]


def test_an_answer_that_is_not_proved_says_that_it_is_provisional() -> None:
    """With levels open the first answer is told as one that may change, the last as one that was not proved."""
    found = asked(DATA / "studio-sprints", time_limit=60)
    mine = measured((Scenario("changed", ()), found.world), 0.3)
    assert mine.result.status == "feasible"
    first = status_text(mine, is_final=False, seconds=60)
    assert first.startswith("Provisional: ")
    assert "of its bound" in first
    assert "not proved within 60 s" in status_text(mine, is_final=True, seconds=60)


def test_a_change_without_a_plan_says_what_clashes() -> None:
    """Where no plan exists the page says which demands cannot hold at once, and draws no board."""
    found = last(asked(DATA / "studio", "capacity: BACKEND_ENGINEER=10", base=last(asked(DATA / "studio"))["row"]))
    assert found["final"]
    assert "There is no plan with this" in found["parts"]["status"]
    assert "BK-2 (16 h) is started and stays with BACKEND_ENGINEER" in found["parts"]["status"]
    assert "block" not in found["parts"]["board"]


def test_a_team_without_a_plan_is_shown_the_ways_out(tmp_path: Path) -> None:
    """Where demands clash each way out has a button, and the line that it adds leads to a plan."""
    folder = Path(shutil.copytree(DATA / "corner", tmp_path / "corner"))
    (folder / "team.yaml").write_text("rules:\n  pins: [{task: T1, member: CLERK}]\n")
    ways = last(asked(folder))["parts"]["decisions"]
    assert "What would make a plan possible" in ways
    assert "Try: no longer pin T1 to CLERK" in ways
    line = json.loads(html.unescape(re.findall(r"data-lines=['\"]([^'\"]*)", ways)[0]))
    assert "proved: no plan is better" in last(asked(folder, *line))["parts"]["status"]


def test_a_workspace_without_open_work_has_nothing_to_plan(tmp_path: Path) -> None:
    """Nothing is said to be proved of no tasks."""
    folder = Path(shutil.copytree(DATA / "corner", tmp_path / "corner"))
    (folder / "backlog.csv").write_text("id,title,priority,estimated_hours\n")
    assert last(asked(folder))["parts"]["status"] == "Nothing to plan: there is no open task."


def test_faults_of_lines_are_told_and_nothing_else() -> None:
    """A line about somebody who is not there is a fault with the closest name."""
    (found,) = answers(asked(DATA / "studio", "remove: DESIGNERS"))
    assert "expected a member that is there" in found["faults"]
    assert "DESIGNER" in found["faults"]
    assert "parts" not in found


def compared(folder: Path, *changes: Change) -> tuple[Row, Row]:
    """Return the base and a changed row."""
    question = asked(folder, *map(str, changes))
    world, scenario = changed_world(question)
    base = measured((Scenario("base", ()), question.world), 10)
    return base, against(base, measured((scenario, world), 10))


def difference_of(shown: str, name: str) -> str:
    """Return the last cell of a row of the comparison."""
    line = next(part for part in shown.split("<tr") if name in part)
    return re.findall(r"<td[^>]*>(.*?)</td>", line)[-1]


def test_what_is_no_longer_to_be_planned_is_no_gain(tmp_path: Path) -> None:
    """A task that stayed out and is dropped leaves fewer outside, and that is told as no difference."""
    base, row_ = compared(nine_people(tmp_path / "nine"), Change("drop", "T70"))
    assert len(row_.left) == len(base.left) - 1
    assert difference_of(comparison(base, row_), "tasks that stayed out") == ""


def test_urgent_work_has_a_button_each_with_lines_that_can_be_made(tmp_path: Path) -> None:
    """Of nine people, each urgent task that is out has its reason and something to try that the changes know."""
    folder = nine_people(tmp_path / "nine")
    base = last(asked(folder))
    items = base["parts"]["decisions"].split("<li>")[1:]
    assert "T70" in items[0]
    assert "short of compliance 0.7" in items[0]
    for item in items:
        if "Why: " not in item:
            continue
        (lines,) = re.findall(r'class="try"[^>]*data-lines="([^"]+)"', item)
        found = last(asked(folder, *json.loads(lines.replace("&quot;", '"')), base=base["row"]))
        assert "faults" not in found
    assert "train" in items[0]


def test_many_urgent_tasks_with_one_reason_are_one_item(tmp_path: Path) -> None:
    """Twelve tasks that nobody can do for the same reason take the room of one, and each can be asked about."""
    folder = tmp_path / "many"
    (folder / "cards").mkdir(parents=True)
    (folder / "cards" / "ANN.md").write_text("# ANN\n\n## Core Capabilities\n- web: 0.9\n", encoding="utf-8")
    rows = "".join(f"U{n},Title,HIGH,4,flying:0.5\n" for n in range(12))
    (folder / "backlog.csv").write_text(f"id,title,priority,estimated_hours,capabilities\n{rows}", encoding="utf-8")
    shown = last(asked(folder))["parts"]["decisions"]
    assert shown.count("Why: ") == 1
    assert shown.count("data-task=") == 12
    assert "HIGH, 48 h" in shown


def test_every_name_stays_text(tmp_path: Path) -> None:
    """No name of a hostile workspace becomes an element: in the frame of the page, in answers, in questions."""
    folder = hostile_workspace(tmp_path / "hostile")
    base = last(asked(folder))
    question = asked(folder, f"remove: {NAMES[0]}", base=base["row"])
    found = last(question)
    shown = shell(NAMES[0], tuple(question.world.names), NAMES) + "".join(found["parts"].values())
    shown += "".join(base["parts"].values())
    for what in ("task", "order", "plan", "lines"):
        for task in question.world.backlog.open_tasks[:3]:
            (told,) = asked_for(question, found["row"], what, {"task": task.id, "member": ""})
            shown += told["parts"]["answer"]
    assert "<script>window" not in shown
    assert "<img" not in shown


def test_a_task_is_told_with_everybody_who_could_take_it() -> None:
    """Asked about a task the page lists each member with what it would take or what stops it."""
    base = last(asked(DATA / "studio"))
    (found,) = asked_for(asked(DATA / "studio", base=base["row"]), base["row"], "task", {"task": "BRD-2"})
    shown = found["parts"]["answer"]
    assert "It stays out: no room beside other work: MOBILE_ENGINEER has 8 h free for 14 h" in shown
    assert shown.count("<li>") == 15
    assert "pin:\\u0020BRD-2=MOBILE_ENGINEER" in shown


def test_the_order_of_work_is_drawn_and_over_periods_how_full_they_are() -> None:
    """Without dates one picture, with dates three; a task of the plan stands in it by name."""
    for name, count in (("studio", 1), ("studio-sprints", 3)):
        question = asked(DATA / name, time_limit=2)
        base = last(question)
        (found,) = asked_for(question, base["row"], "order", {})
        assert found["parts"]["answer"].count("<svg") == count
        assert "BK-2" in found["parts"]["answer"]


def test_a_pair_has_its_gate_or_its_price() -> None:
    """Why a task does not go to a member is the gate that stops it, as the command says."""
    base = last(asked(DATA / "studio"))
    words = {"task": "BK-5", "member": "DESIGNER"}
    (found,) = asked_for(asked(DATA / "studio", base=base["row"]), base["row"], "why-not", words)
    assert "DESIGNER does not meet the minimums" in found["parts"]["answer"]


def test_a_better_base_is_compared_without_planning_again() -> None:
    """When the workspace's own plan is found after the changed one, the same plan is shown beside it."""
    base = last(asked(DATA / "studio"))
    found = last(asked(DATA / "studio", "remove: DESIGNER", base=base["row"]))
    (again,) = shown_again(asked(DATA / "studio", "remove: DESIGNER", base=base["row"]), found["row"])
    assert again["parts"] == found["parts"]
    assert pickle.loads(again["row"]).result.plan == pickle.loads(found["row"]).result.plan


def test_the_page_has_the_rules_of_the_report() -> None:
    """Type, colours and tables are those of the report, and blocks have a ground in both schemes."""
    rules = sheet()
    assert rules.startswith(page_style())
    grounds = re.findall(r"\.block\.critical\{background:(#\w+)", rules)
    assert grounds == [LIGHT["warn"], DARK["warn"]]
