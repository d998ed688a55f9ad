"""Names that try to be more than text are text in every command and every format."""

from __future__ import annotations

import csv
import io
import json
import pickle
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from solver.cli import COMMANDS
from solver.study import study
from tests.cli.test_plan import run
from tests.hostile import WORST, obeyed_workspace
from tests.report.hostile import Elements

# What a terminal would obey: controls but the line break, halves of letters, and what turns round the text after it.
OBEYS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
TABLES = ("table", "json", "csv", "md", "html", "xlsx")
NAME, OTHER, MEMBER = WORST[0], WORST[3], WORST[4]
# Each command with its words, and the formats that it has; W is the workspace, P a plan of it, Q the plan again.
WALK: dict[str, list[tuple[list[str], tuple[str, ...]]]] = {
    "check": [(["W"], TABLES)],
    "plan": [(["W", "--compare"], TABLES)],
    "explain": [
        (["P"], TABLES),
        (["P", NAME], TABLES),
        (["P", MEMBER], TABLES),
        (["P", MEMBER, "--hours"], TABLES),
        (["P", MEMBER, "--binds"], TABLES),
    ],
    "why-not": [(["P", NAME, MEMBER, "--quick"], TABLES), (["P", WORST[4], OTHER], TABLES)],
    "suggest": [([NAME, "--plan", "P"], TABLES)],
    "alternatives": [(["P", "--most", "1", "--time-limit", "1"], TABLES)],
    "replan": [(["P"], TABLES), (["P", "--max-moves", "0"], TABLES)],
    "diff": [(["P", "Q"], TABLES)],
    "fix": [(["W", "--place", WORST[4]], TABLES)],
    "graph": [(["W", "--plan", "P"], (*TABLES, "dot", "graphml", "gexf"))],
    "whatif": [(["W"], TABLES), (["W", "--remove", MEMBER, "--drop", WORST[3]], TABLES)],
    "sweep": [(["W", "--capacity", f"{MEMBER}=5,6", "--scenario", f"{WORST[3]},none", "--workers", "1"], TABLES)],
    "advise": [(["load", "W", "--hours", "1"], TABLES)],
    "resilience": [(["W", "--pairs", "none"], TABLES)],
    "noise": [(["W", "--cases", "10", "--curve", "0.9", "--time-limit", "5"], TABLES)],
    "export": [(["P", "--to"], ("jira", "github", "gitlab", "linear", "crewai", "csv"))],
    "report": [(["W", "--quick", "-o", "-"], ("html", "md", "xlsx"))],
}
# These write what nobody has given them a name for, or open a page: tests of their own stand in tests/browser.
ELSEWHERE = {"init", "app", "import"}


def remembering(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that makes a plan of the same world, with the same start, once."""
    known: dict[bytes, Any] = {}

    def call(*words: Any, **more: Any) -> Any:
        key = pickle.dumps((words, {name: word for name, word in more.items() if name != "time_limit"}))
        if key not in known:
            known[key] = function(*words, **more)
        return known[key]

    return call


@pytest.fixture(autouse=True, scope="module")
def _formats_share_plans() -> Iterator[None]:
    """Have every plan of what is asked made once for all formats: only what is printed is in question here."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("solve_world", "solve_like"):
            patch.setattr(study, name, remembering(getattr(study, name)))
        yield


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the workspace, a plan of it, and one in which somebody else has the work."""
    folder = tmp_path_factory.mktemp("walk")
    workspace = obeyed_workspace(folder / "red\x1b[31m\u202e=1+1")
    for name, words in {"P": (), "Q": ("--engine", "exact", "--seed", "1")}.items():
        found = run("plan", workspace, "-o", folder / f"{name}.json", *words)
        assert found.exit_code == 0, found.exception
    data = json.loads((folder / "Q.json").read_text())
    rows = data["assignments"]
    rows[0]["member"], rows[1]["member"] = rows[1]["member"], rows[0]["member"]
    (folder / "Q.json").write_text(json.dumps(data))
    return {"W": str(workspace), "P": str(folder / "P.json"), "Q": str(folder / "Q.json")}


def test_the_walk_goes_through_every_command() -> None:
    """A new command has its line in the walk."""
    assert set(WALK) | ELSEWHERE >= set(COMMANDS)


CASES = [(name, words, form) for name, ways in WALK.items() for words, forms in ways for form in forms]


@pytest.mark.parametrize(("name", "words", "form"), CASES, ids=[f"{n}-{i}-{f}" for i, (n, _, f) in enumerate(CASES)])
def test_names_are_text(name: str, words: list[str], form: str, places: dict[str, str]) -> None:
    """Nothing that is printed says anything to a terminal, a spreadsheet, a browser or a parser."""
    ask = (form,) if name == "export" else ("--format", form)
    found = run(name, *(places.get(word, word) for word in words), *ask)
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    assert found.exit_code in {0, 3}, found.stderr
    assert not OBEYS.search(found.stderr)
    if form == "xlsx":
        _workbook(found.stdout_bytes)
        return
    text = found.stdout_bytes.decode()
    # A table without a row has no head in CSV.
    assert text.strip() or form == "csv"
    # A calendar has the line ends that its readers want.
    assert not OBEYS.search(text.replace("\r\n", "\n"))
    _READ.get(form, _table)(text)


def _table(text: str) -> None:
    assert "Plan: forged" not in text.split("\n")


def _json(text: str) -> None:
    """Read the data: they are exact, so the names come back as they are."""
    said = json.dumps(json.loads(text))
    assert "\ufffd" not in said


def _csv(text: str) -> None:
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            start = cell.lstrip()[:1]
            assert start not in set("=+-@|%") or re.fullmatch(r"[+-]?[\d.e+-]+%?", cell.strip()), cell[:80]


def _markdown(text: str) -> None:
    page = Elements(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
    assert not [fault for fault in page.faults() if not fault.startswith("a href=#")]


def _html(text: str) -> None:
    assert not Elements(text).faults()


def _dot(text: str) -> None:
    """Outside of quotes stand only the words of the language."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "Q", text)
    assert set(re.findall(r"\w+", bare)) <= {
        *("digraph", "team", "Q", "label", "style", "shape", "color", "node", "edge", "status", "tooltip")
    }


def _xml(text: str) -> None:
    assert not [one.tag for one in ET.fromstring(text).iter() if "script" in one.tag]


def _workbook(data: bytes) -> None:
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
        assert not [text[:80] for text in texts if OBEYS.search(text)]


_READ = {
    **{"table": _table, "json": _json, "csv": _csv, "md": _markdown, "html": _html},
    **{"dot": _dot, "graphml": _xml, "gexf": _xml},
}


def test_faults_are_text(places: dict[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What is refused is named, and the name is text, too."""
    from solver.cli import main

    folder = Path(places["W"])
    (tmp_path / "bad.yaml").write_text((folder / "team.yaml").read_text() + '"bad\\e[31m\\u202e": 1\n')
    for words in (
        ["check", str(folder), "--team", str(tmp_path / "bad.yaml")],
        ["explain", places["P"], "\x1b[31m\u202e"],
        ["whatif", str(folder), "--remove", "\x1b[31m\u202e"],
        ["plan", str(folder), "--backlog", "no\x1b[31m\u202e.csv"],
        ["plan", str(folder), "-o", "no\x1b[31m\u202e/x.json"],
        ["plan", str(folder), "--format", "\x1b[31m\u202e"],
    ):
        with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as end:
            patch.setattr("sys.argv", ["teamwright", *words])
            main()
        assert end.value.code == 2
        out, err = capfd.readouterr()
        assert not OBEYS.search(out + err), err
