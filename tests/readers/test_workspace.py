"""A workspace of several files: strict YAML, all faults at once, nothing overwritten."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.errors import InputError
from solver.readers.backlog.backlog import read_backlog
from solver.readers.team.schema import TeamFile
from solver.readers.text.hours import parse_minutes
from solver.readers.text.strict_yaml import parse_yaml
from solver.readers.vocabulary import read_vocabulary
from solver.readers.workspace import Workspace, read_workspace
from solver.readers.written.template import FILES, SCHEMA, write_template


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a fresh copy of the starting workspace."""
    write_template(tmp_path / "w")
    return tmp_path / "w"


def faults_of(folder: Path, **changes: str) -> str:
    """Return the faults after replacing ``old -> new`` texts in files, named with _ for the dot."""
    for name, change in changes.items():
        path = folder / name.replace("_", ".")
        old, new = change.split(" -> ")
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
    with pytest.raises(InputError) as caught:
        read_workspace(folder)
    return str(caught.value).replace(f"{folder}/", "")


def test_the_template_reads_without_a_fault(folder: Path) -> None:
    """Roster, limits, overrides, groups, rules and weights arrive where they belong."""
    found = read_workspace(folder)
    ada, ben, clara = found.team.members
    assert (ada.load_limit_minutes, ben.load_limit_minutes, clara.load_limit_minutes) == (1728, 1200, 2160)
    assert {score.name: score.score for score in ben.card.capabilities}["testing"] == Decimal("0.9")
    assert (ben.pace, ben.wip_limit, clara.committed_minutes) == (Decimal("1.2"), 3, 240)
    assert found.team.groups[0].aliases == ("All developers",)
    assert found.backlog.tasks[2].permissions == (("DEPLOY", "production"),)
    assert found.backlog.tasks[5].estimate_minutes == 150
    assert found.team.vocabulary.name("tests") == "testing"
    assert found.warnings == ()


def test_init_overwrites_nothing(folder: Path) -> None:
    """A folder that holds something is refused."""
    with pytest.raises(InputError, match="a new or empty folder"):
        write_template(folder)


def test_the_published_schema_is_that_of_the_reader() -> None:
    """The schema file equals what the classes generate; regenerate it when they change."""
    assert json.loads(SCHEMA.read_text()) == TeamFile.model_json_schema()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "card: WRITER",
            "card: WRITTER",
            "team.yaml:19: expected the id of a role card, got 'WRITTER'\nMaybe 'WRITER'.",
        ),
        (
            "reserved: 0.1",
            "reserved: 1.5",
            "team.yaml:11: expected roster.0.reserved to be less than or equal to 1, got 1.5",
        ),
        ("leave: 8 ", "leave: 80 ", "team.yaml:8: expected a load limit of at least 0 in whole minutes"),
        ("leave: 8 ", "laeve: 8 ", "team.yaml:10: expected one of the keys id, card, limit"),
        ("pace: 1.2", "pace: yes", "team.yaml:15: expected roster.1.pace to be decimal, got 'yes'"),
        ("pace: 1.2", "pace: ١", "team.yaml:15: expected roster.1.pace to be decimal, got '١'"),
        ("testing: 0.9", "testing: 1e-1", "expected roster.1.capabilities.testing to be decimal, got '1e-1'"),
        ("pace: 1.2", f"pace: '1.{'1' * 60}'", "team.yaml:15: expected roster.1.pace to be decimal, got '1.1"),
        ("wip: 3", "wip: 03", "team.yaml:16: expected a number without a leading zero, or text in quotes, got '03'"),
        ("id: CLARA", "id: BEN", "team.yaml:18: expected an id of its own, got 'BEN'"),
        ("members: [ADA, BEN]", "members: [ADA, BNE]", "team.yaml:23: expected a member, got 'BNE'\nMaybe 'BEN'."),
        (
            "limit: 20",
            "limit: 20\n    limit: 30",
            "team.yaml:15: expected each key once, got 'limit' again, first in line 14",
        ),
        (
            "hours_per_day: 8",
            "hours_per_day: &x 8\nlimit: *x",
            "team.yaml:3: expected values written out, got an anchor",
        ),
    ],
)
def test_faults_of_a_team_file(folder: Path, old: str, new: str, expected: str) -> None:
    """Each fault names file and line, what was expected and what stands there."""
    assert expected in faults_of(folder, team_yaml=f"{old} -> {new}")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "[tests, quality_assurance]",
            "[tests, testing]",
            "vocabulary.yaml:2: expected a name that stands for one thing",
        ),
        ("factor: 0.8", "factor: 8", "vocabulary.yaml:4: expected a factor from 0 to 1, got '8'"),
        ("relations:", "relation:", "vocabulary.yaml:3: expected aliases or relations, got 'relation'"),
    ],
)
def test_faults_of_a_vocabulary(folder: Path, old: str, new: str, expected: str) -> None:
    """A vocabulary that could mean two things is refused."""
    assert expected in faults_of(folder, vocabulary_yaml=f"{old} -> {new}")


def test_rules_name_tasks_that_exist(folder: Path) -> None:
    """A rule about an unknown task is a fault with a suggestion."""
    rule = "weights: -> rules: {required: [A-11]}\nweights:"
    assert "expected a task of the backlog, got 'A-11'\nMaybe 'A-" in faults_of(folder, team_yaml=rule)


def test_a_bad_card_that_nobody_holds_is_a_warning(folder: Path) -> None:
    """It does not sink the load, unless the load is strict."""
    (folder / "cards" / "GHOST.md").write_text("## Core Capabilities\n- haunting: 7\n")
    assert any("GHOST.md:2" in text for text in read_workspace(folder).warnings)
    with pytest.raises(InputError, match=r"GHOST\.md:2"):
        read_workspace(folder, strict=True)


def test_a_bad_card_in_the_roster_is_a_fault(folder: Path) -> None:
    """All faults come at once: the card's and the backlog's."""
    (folder / "cards" / "WRITER.md").write_text("## Core Capabilities\n- documentation: 7\n")
    text = faults_of(folder, backlog_csv="LOW,TODO,,5 -> LOW,TODO,,five")
    assert "WRITER.md:2: expected a score" in text
    assert "backlog.csv:5: expected hours such as 7.5, 30min, 3h, 2d as estimated_hours, got 'five'" in text


def test_the_same_backlog_in_three_forms(folder: Path, tmp_path: Path) -> None:
    """CSV, JSON and Markdown with front matter give the same tasks but for file and line."""
    tasks = read_backlog(folder / "backlog.csv").tasks
    rows = [
        {
            "id": task.id,
            "title": task.title,
            "type": task.kind,
            "priority": task.priority,
            "status": task.status,
            "assigned_to": task.assigned_to,
            "estimated_hours": task.estimate_minutes / 60,
            "batch": task.batch,
            "capabilities_required": {
                need.capability: {"minimum": str(need.minimum), "tier": need.tier} for need in task.requirements
            },
            "dependencies": list(task.dependencies),
            "value": task.value,
            "permissions": [f"{verb} {what}" for verb, what in task.permissions],
        }
        for task in tasks
    ]
    (tmp_path / "b.json").write_text(json.dumps({"tasks": rows}, indent=2))
    (tmp_path / "b").mkdir()
    for row in rows:
        front = "\n".join(f"{key}: {json.dumps(value)}" for key, value in row.items())
        (tmp_path / "b" / f"{row['id']}.md").write_text(f"---\n{front}\n---\nText\n")
    for path in (tmp_path / "b.json", tmp_path / "b"):
        again = read_backlog(path).tasks
        assert [vars(task) | {"file": "", "line": 0} for task in again] == [
            vars(task) | {"file": "", "line": 0} for task in tasks
        ]


def test_a_requirement_may_be_an_object_that_has_its_name(tmp_path: Path) -> None:
    """Lists of tasks and of seats hold such objects, with what is not stated left to the tier."""
    needs = [{"name": "api", "minimum": 0.7, "tier": "secondary"}, {"name": "sql"}, {"ops": 0.5}]
    rows = [
        {"id": "A", "estimated_hours": 1, "capabilities": needs},
        {"id": "B", "estimated_hours": 1, "crew": [needs[0], {"capabilities": needs[1:]}]},
    ]
    (tmp_path / "b.json").write_text(json.dumps(rows))
    one, two = read_backlog(tmp_path / "b.json").tasks
    said = [(need.capability, str(need.minimum), need.tier) for need in one.requirements]
    assert said == [("api", "0.7", "secondary"), ("sql", "0.8", "primary"), ("ops", "0.5", "primary")]
    assert two.crew == (one.requirements[:1], one.requirements[1:])


def test_json_faults_have_the_line_of_their_task(tmp_path: Path) -> None:
    """The line is that on which the task's object starts."""
    (tmp_path / "b.json").write_text('[\n{"id": "A", "estimated_hours": 1},\n{"id": "B",\n "estimated_hours": -1}\n]')
    with pytest.raises(InputError, match=r"b\.json:3: expected hours such as"):
        read_backlog(tmp_path / "b.json")


def test_two_backlogs_are_a_fault(folder: Path) -> None:
    """Which one counts is never guessed."""
    (folder / "backlog.json").write_text("[]")
    with pytest.raises(InputError, match=r"one backlog out of .* got backlog\.csv and backlog\.json"):
        read_workspace(folder)


@pytest.mark.parametrize("text", ["", "-1", "3x", "1e3", "nan", "1d", "0.001", "1 2", "h"])
def test_hours_that_are_none(text: str) -> None:
    """A text that is no duration in whole minutes is refused; days need a length."""
    with pytest.raises(ValueError, match="hours|unit"):
        parse_minutes(text)


def test_yaml_without_surprises() -> None:
    """Only true and false are booleans, numbers are exact, quoted text stays text."""
    data = parse_yaml("a: yes\nb: true\nc: 0.1\nd: '7'\ne: 1:30\nf:").data
    assert data == {"a": "yes", "b": True, "c": Decimal("0.1"), "d": "7", "e": "1:30", "f": None}


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(["team.yaml", "vocabulary.yaml", "backlog.csv", "cards/WRITER.md"]), data=st.data())
def test_a_mangled_file_is_read_or_refused(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever one byte is changed to, there is a workspace or an InputError, never another exception."""
    folder = tmp_path_factory.mktemp("m") / "w"
    shutil.copytree(FILES, folder)
    raw = bytearray((folder / name).read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    (folder / name).write_bytes(raw)
    try:
        assert isinstance(read_workspace(folder), Workspace)
    except InputError as error:
        assert error.faults
    shutil.rmtree(folder.parent)


def test_an_empty_vocabulary_is_none(tmp_path: Path) -> None:
    """An empty file has no aliases and no relations."""
    (tmp_path / "v.yaml").write_text("# nothing\n")
    assert read_vocabulary(tmp_path / "v.yaml").aliases == ()
