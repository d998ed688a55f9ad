"""A report begins with what a lead opens it for: the urgent work that stays out."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from decimal import Decimal

from solver.assignment.solve import solve
from solver.domain.tasks import TIERS, Backlog, Requirement, Task
from solver.report.contents import report_document
from solver.report.forms.document import Document, Fold, Section
from solver.report.forms.markdown import markdown_page
from solver.report.forms.page import page
from solver.report.plan.decisions import decisions
from solver.report.text.markup import clean, markdown
from solver.whatif.dossier.dossier import dossier
from tests.report.hostile import NAMES, Elements
from tests.report.test_report import document, told


def test_the_report_begins_with_the_urgent_work_that_stays_out() -> None:
    """First of all, each urgent task that is out stands with its reason and one thing to do, in page and Markdown."""
    made = told("studio")
    rows = decisions(made.found.team, made.found.backlog, made.result, made.left)
    out = [one.task for one in made.left]
    assert rows
    assert {row["task"] for row in rows} == {
        task.id for task in made.found.backlog.tasks if task.id in out and task.priority in ("CRITICAL", "HIGH")
    }
    first = document("studio").sections[0]
    assert first.title == "Urgent work that is not going to happen"
    source = markdown_page(document("studio"))
    body = page(document("studio")).partition("<main")[2].partition("</section>")[0]
    shown = " ".join(html.unescape(re.sub(r"<[^>]+>", "", body)).split())
    assert source.split("\n## ")[1].startswith(first.title)
    assert first.title in shown
    for row in rows:
        for part in (
            row["task"],
            row["title"],
            row["priority"],
            f"{row['hours']:g} h",
            row["reason"],
            row["do"],
        ):
            assert str(part) in shown
            assert markdown(str(part)) in source.split("\n## ")[1]
        assert str(row["try"]) in shown


def test_a_report_without_urgent_work_left_out_says_nothing_of_it() -> None:
    """No heading, no empty list: the page of a plan that leaves out no urgent task begins with what is at risk."""
    assert {task.priority for task in left_out("corner")} == {"LOW", "MEDIUM"}
    assert document("corner").sections[0].title == "At risk"
    for text in (page(document("corner")), markdown_page(document("corner"))):
        assert "not going to happen" not in text


def left_out(name: str) -> list[Task]:
    """Return the tasks of a sample workspace that nobody has."""
    out = {one.task for one in told(name).left}
    return [task for task in told(name).found.backlog.tasks if task.id in out]


def test_many_urgent_tasks_are_told_and_those_alike_together() -> None:
    """Nine urgent tasks that nobody can do are one decision with nine names; a long title hides no way out."""
    first = without({"flying": 9})
    source = markdown_page(Document("t", "l", (first,)))
    assert [f"U{n}" in source for n in range(9)] == [True] * 9
    assert source.count("Do: bring in somebody who has flying 0.5") == 1
    assert "9 of 9 tasks left out" in source
    assert "18 h" in source


def test_beyond_twelve_decisions_the_others_unfold() -> None:
    """Of fourteen urgent tasks that each lack something else twelve are open and two unfold."""
    first = without({f"art_{n}": 1 for n in range(14)})
    fold = next(block for block in first.blocks if isinstance(block, Fold))
    assert fold.summary == "2 more"
    assert markdown_page(Document("t", "l", (first,))).count("Do: bring in somebody who has art") == 14


def without(lacking: dict[str, int]) -> Section:
    """Return the first section of the report of a team that lacks capabilities, each asked for by so many tasks."""
    tasks = []
    for name, count in lacking.items():
        need = (Requirement(name, "primary", Decimal("0.5"), TIERS["primary"][1]),)
        given = ("t" * 5000, "", "HIGH", "TODO", "", 120, "", need, (), 1, "backlog.csv")
        tasks += [Task(f"U{len(tasks) + n}", *given, n + 2) for n in range(count)]
    base = told("corner").found
    found = replace(base, backlog=Backlog(tuple(tasks)))
    return report_document(dossier("many", found, solve(found.team, found.backlog, found.weights))).sections[0]


def test_a_hostile_name_left_out_is_text_in_the_first_section() -> None:
    """The name of an urgent task that stays out makes no element, in the page as in Markdown."""
    first = document("hostile").sections[0]
    assert first.anchor == "urgent"
    found = Elements(page(Document("t", "l", (first,))))
    assert found.faults() == []
    assert clean(NAMES[-1])[:40] in "".join(found.text)
    assert markdown(clean(NAMES[-1])[:40]) in markdown_page(Document("t", "l", (first,)))
