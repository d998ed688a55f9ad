"""One file that holds everything about a plan: page, workbook and Markdown, whatever the names are."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner, Result

from solver.assignment.result import Level
from solver.assignment.result import Result as Solved
from solver.assignment.solve import solve
from solver.cli import app
from solver.domain.weights import Weights
from solver.readers.workspace import Workspace, read_workspace
from solver.report.contents import report_document
from solver.report.forms.document import Column, Document, Section, Table
from solver.report.forms.markdown import markdown_page
from solver.report.forms.page import page
from solver.report.forms.table import csv_text
from solver.report.forms.workbook import workbook
from solver.report.plan.data import plan_data
from solver.report.plan.text import plan_answer
from solver.report.text.markup import clean, markdown
from solver.report.workspace.communication import communication_answer
from solver.whatif.dossier.asked import QUESTIONS
from solver.whatif.dossier.dossier import Dossier, dossier
from solver.whatif.dossier.questions import ask
from tests.report.hostile import NAMES, Elements, hostile_backlog, hostile_plan, hostile_team

DATA = Path(__file__).parents[2] / "data"


def run(*words: str | Path) -> Result:
    """Return what the command line prints and its exit code."""
    return CliRunner().invoke(app, [str(word) for word in words])


@cache
def told(name: str) -> Dossier:
    """Return the dossier of a sample workspace, or of the team with hostile names."""
    if name == "hostile":
        found = Workspace(hostile_team(), hostile_backlog(), NAMES, NAMES, tuple((text, "0" * 64) for text in NAMES))
        result = Solved("feasible", hostile_plan(), (Level("HIGH", 11, 12), Level("quality", 1, 2)), "", ())
        return dossier(NAMES[0], found, result)
    found = read_workspace(DATA / name)
    return dossier(name, found, solve(found.team, found.backlog, found.weights))


@cache
def document(name: str) -> Document:
    """Return the report of a workspace, with the answers that need further plans for the small one."""
    return report_document(ask(told(name)) if name == "corner" else told(name))


def test_the_page_is_one_file_that_loads_and_runs_nothing() -> None:
    """No element asks for anything, and the page itself forbids it."""
    found = Elements(page(document("corner")))
    assert found.faults() == []
    policy = [value for tag, name, value in found.attributes if tag == "meta" and name == "content"]
    assert any(value.startswith("default-src 'none'") for value in policy)
    assert "http" not in page(document("corner")).replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


def test_the_page_can_be_read_without_eyes_or_mouse() -> None:
    """A language, one first heading, sections with headings, every anchor has its place, every picture its words."""
    text = page(document("corner"))
    found = Elements(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert found.tags.count("h1") == 1
    assert found.tags.count("h2") == found.tags.count("section") == len(document("corner").sections)
    places = [value for _, name, value in found.attributes if name == "id"]
    assert len(places) == len(set(places))
    assert {value[1:] for tag, name, value in found.attributes if (tag, name) == ("a", "href")} <= set(places)
    assert {value for _, name, value in found.attributes if name == "aria-labelledby"} <= set(places)
    assert found.tags.count("figure") == found.tags.count("svg") >= 6
    assert text.count("The same in words") == found.tags.count("figure")
    boxes = [value for _, name, value in found.attributes if name == "class" and value in {"scroll", "drawing"}]
    assert sum(name == "role" and value == "region" for _, name, value in found.attributes) == len(boxes)
    assert boxes.count("scroll") == found.tags.count("table")
    assert found.tags.count("caption") == found.tags.count("table")


def test_the_report_says_what_the_plan_says() -> None:
    """The small workspace's plan, loads, gates and proof stand in the page as its README computes them."""
    tables = {table.sheet: table for table in document("corner").tables()}
    assert {row[1]: row[0] for row in tables["plan"].rows} == {
        "T1": "BAKER",
        "T2": "CLERK",
        "T3": "DRIVER",
        "T4": "CLERK",
    }
    assert {row[0]: row[4] for row in tables["unassigned"].rows} == {"T5": "outbid", "T6": "can"}
    assert all(row[3] == 0 for row in tables["proof"].rows)
    data = json.loads(run("plan", DATA / "corner", "--format", "json").stdout)
    assert [list(row[:3]) for row in tables["load"].rows] == [
        [load["member"], load["hours"], load["limit"]] for load in data["loads"]
    ]
    terms = dict(row for row in tables["terms"].rows)
    assert terms["together"] == pytest.approx(data["levels"][-1]["value"] / 1000)


def test_what_stays_out_is_answered() -> None:
    """An outbid task has a price, one that nobody can do has the changes after which somebody can."""
    rows = {row[0]: row for row in next(t for t in document("corner").tables() if t.sheet == "unassigned").rows}
    assert str(rows["T5"][6]).startswith("in the plan at a price: ")
    assert str(rows["T6"][6]).startswith("lower what T6 needs")


def test_a_further_plan_is_asked_only_where_there_is_one() -> None:
    """Without a plan nothing is asked, and the report says what clashes."""
    base = told("corner")
    none = replace(base, result=Solved("unknown", None, (), "", ("<b>pin</b> of T1",)), left=(), reasons=())
    assert ask(none) == none
    text = page(report_document(none))
    assert "These cannot hold at once" in text
    assert "&lt;b&gt;pin&lt;/b&gt; of T1" in text
    assert "There is no plan: none was found in the time there was." in text


def test_hostile_names_in_the_page() -> None:
    """Every name stands in the page as text: no element, attribute or rule comes of it."""
    text = page(document("hostile"))
    found = Elements(text)
    assert found.faults() == []
    assert text.count("<style>") == 1 + len(re.findall(r":has\(\.n0:is", text))
    said = " ".join("".join(found.text).split())
    for name in NAMES:
        shown = clean(name)
        assert (shown if len(shown) < 300 else "… (10,000 characters)") in said
    assert len(text) < 900_000
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ufffe]", text)
    assert "<bdi>עובד ראשון</bdi>" in text


def test_hostile_names_change_no_shape_of_the_page() -> None:
    """A team of the same shape with plain names has the same elements, but for the marks of right-to-left text."""
    plain = dict(zip(NAMES, (f"plain {n}" for n in range(len(NAMES))), strict=True))
    hostile = Elements(page(Document(NAMES[0], NAMES[0], (_section(list(NAMES)),))))
    harmless = Elements(page(Document("t", "l", (_section(list(plain.values())),))))
    assert [tag for tag in hostile.tags if tag != "bdi"] == harmless.tags


def _section(names: list[str]) -> Section:
    columns = (Column("task"), Column("title"))
    return Section("one", "One", (Table("Rows", columns, tuple((name, name) for name in names), "rows"),))


def test_hostile_names_in_the_workbook() -> None:
    """Every cell with a name is a text cell with that text; there is no formula and no link in any sheet."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(document("hostile"))))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert {clean(name) for name in NAMES} <= texts
    assert {"plan", "load", "unassigned", "graph", "why"} <= set(book.sheetnames)


def test_the_workbook_holds_numbers_as_numbers() -> None:
    """Hours can be added up in the sheet: they are those of the plan."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(document("corner"))))
    sheet = book["load"]
    assert [cell.value for cell in sheet[1]] == [
        "member",
        "load, h",
        "load limit, h",
        "free, h",
        "used",
        "committed before, h",
    ]
    total = sum(row[1] for row in sheet.iter_rows(min_row=2, values_only=True))
    assert total == sum(row[4] for row in book["plan"].iter_rows(min_row=2, values_only=True))


def test_hostile_names_in_markdown() -> None:
    """A reader of the rendered Markdown sees the names: no link, picture, code, element or extra cell."""
    source = markdown_page(document("hostile"))
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(source)
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in tokens} | {child.type for child in inline}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence"}
    said = "".join(child.content for child in inline if child.type == "text")
    for name in NAMES:
        if len(name) < 300:
            assert clean(name) in said
    rows = [token for token in tokens if token.type == "tr_open"]
    assert len(rows) > 30


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_markdown_shows_a_name_as_it_is(name: str) -> None:
    """Rendered alone or in the middle of a line it is the same text."""
    for around in ("{}", "a {} b", "- {}"):
        html = MarkdownIt("commonmark").render(around.format(markdown(name)))
        found = Elements(html)
        assert set(found.tags) <= {"p", "ul", "li"}
        assert clean(name) in "".join(found.text).replace("\n", " ")


def test_hostile_names_in_the_plan_and_the_audit_as_text() -> None:
    """What is printed cannot steer a terminal, the CSV has no formula, the Markdown no more cells than columns."""
    made = told("hostile")
    data = plan_data(made.found.team, made.found.backlog, made.result, made.left)
    data |= {"assumptions": [], "warnings": []}
    printed = "\n".join(plan_answer(data).lines()) + "\n".join(communication_answer(made.communication).lines())
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", printed)
    cells = [cell for row in csv.reader(io.StringIO(csv_text(plan_answer(data).table))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"} and len(cell) > 1]
    assert NAMES[2] in cells
    audit = communication_answer(made.communication)
    for source, columns in ((plan_answer(data).markdown(), 5), (audit.markdown(), 0)):
        tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(source)
        kinds = {child.type for token in tokens for child in token.children or ()}
        assert kinds <= {"text", "text_special", "strong_open", "strong_close", "softbreak"}
        rows = source.split("|---|---|---|---:|---:|\n")[-1].split("\n\n")[0].splitlines() if columns else []
        assert all(len(re.findall(r"(?<!\\)\|", row)) == columns + 1 for row in rows)


def test_the_same_report_twice() -> None:
    """Nothing in a report depends on when it is made."""
    found = read_workspace(DATA / "corner")
    again = dossier("corner", found, solve(found.team, found.backlog, found.weights))
    assert page(report_document(again)) == page(report_document(told("corner")))


def test_the_command_writes_each_format(tmp_path: Path) -> None:
    """The extension names the format; the file is where it was asked for, and nothing is on stdout."""
    for name, start in (("r.html", b"<!DOCTYPE html>"), ("r.xlsx", b"PK"), ("r.md", b"# Plan of corner")):
        done = run("report", DATA / "corner", "-o", tmp_path / name, "--quick")
        assert done.exit_code == 0, done.stderr
        assert done.stdout == ""
        assert f"{name} (" in done.stderr
        assert (tmp_path / name).read_bytes().startswith(start)
    assert run("report", DATA / "corner", "-o", "-", "--format", "md", "--quick").stdout.startswith("# Plan of corner")
    assert run("report", DATA / "corner", "-o", tmp_path / "r.pdf").exit_code == 2


def test_a_stored_plan_is_computed_again(tmp_path: Path) -> None:
    """A plan.json gives the same report as planning; one that states other values than its plan has is refused."""
    folder = Path(shutil.copytree(DATA / "corner", tmp_path / "corner"))
    stored = tmp_path / "plan.json"
    assert run("plan", folder, "-o", stored).exit_code == 0
    words = ("report", folder, "-o", "-", "--format", "md", "--quick")
    assert run(*words, "--plan", stored).stdout == run(*words).stdout
    data = json.loads(stored.read_text())
    for key in ("value", "bound"):
        data["levels"][-1][key] -= 1
    stored.write_text(json.dumps(data))
    error = run(*words, "--plan", stored).exception
    assert "as the plan has it" in str(error)
    for key in ("value", "bound"):
        data["levels"][-1][key] += 1
    data["assignments"][0]["member"] = "DRIVER"
    stored.write_text(json.dumps(data))
    assert "a plan that keeps the rules" in str(run(*words, "--plan", stored).exception)


def test_hand_offs_are_counted_with_their_weight() -> None:
    """With a weight on hand-offs the terms still add up to the quality."""
    found = replace(read_workspace(DATA / "corner"), weights=Weights(handoff=Decimal(1)))
    result = solve(found.team, found.backlog, found.weights)
    made = dossier("corner", found, result)
    assert sum(term.units for term in made.terms) == result.levels[-1].value


def test_without_a_plan_the_report_says_what_would_make_one(tmp_path: Path) -> None:
    """An impossible pin is exit code 3 and a page with the clash and the cheapest changes."""
    folder = Path(shutil.copytree(DATA / "corner", tmp_path / "corner"))
    (folder / "team.yaml").write_text("rules:\n  pins: [{task: T1, member: CLERK}]\n")
    done = run("report", folder, "-o", tmp_path / "r.html")
    assert done.exit_code == 3
    text = re.sub("<[^>]+>", "", (tmp_path / "r.html").read_text(encoding="utf-8"))
    assert "T1 (30 h) is pinned to CLERK, who does not meet its minimums" in text
    assert "What would make a plan possible" in text
    assert "no longer pin T1 to CLERK" in text
    assert f"teamwright whatif {folder} --pin T1=none" in text
    # Nothing is counted of a plan that is not there.
    assert "of load limits used" not in text


def test_what_costs_more_is_asked_by_name() -> None:
    """A report has what is lost without members and what places what is out; the rest is offered, and asked by name."""
    words = ("report", DATA / "corner", "-o", "-", "--format", "md")
    plain, named = run(*words).stdout, run(*words, "--with", "hours", "--with", "rules").stdout
    assert "## Who can be away" in plain
    assert "in the plan at a price" in plain
    assert "What an hour" not in plain
    assert "2 further questions that can be asked by name" in plain
    assert f"--with hours # {QUESTIONS['hours']}" in plain
    assert "## What an hour, a score or a rule is worth" in named
    assert "further question" not in named
    assert run(*words, "--with", "all").stdout == named
    done = run(*words, "--with", "hour")
    assert done.exit_code == 2
    assert "expected one of away, placing, hours, rules, all, got 'hour'" in done.stderr


def test_the_time_for_questions_is_shared() -> None:
    """With no time the remarks name each question and how to have it answered; with as much as it takes there are none.

    The most urgent task that stays out is asked about first.
    """
    base = told("corner")
    asked = ask(base, ("placing", "hours"), patience=0.0)
    assert asked.asked == ("placing", "hours")
    assert [text.partition(":")[0] for text in asked.unasked] == [
        "what would place T6, T5",
        "what more hours bring of BAKER, CLERK, DRIVER",
    ]
    assert all(f"--with {name} takes" in text for name, text in zip(asked.asked, asked.unasked, strict=True))
    assert ask(base, ("placing",)).unasked == ()


@pytest.mark.slow
def test_the_report_of_the_realistic_workspace_is_small(tmp_path: Path) -> None:
    """Everything about studio, scenarios and answers included, stays below 2 MB."""
    done = run("report", DATA / "studio", "-o", tmp_path / "r.html", "--with", "hours")
    assert done.exit_code == 0, done.stderr
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert len(text.encode()) < 2_000_000
    assert Elements(text).faults() == []
    assert {"What if", "What an hour, a score or a rule is worth", "Who can be away"} <= set(
        re.findall(r"<h2[^>]*>([^<]+)", text)
    )
