"""Reader and writer know the same keys: whatever a workspace may say is written and read back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from solver.errors import InputError
from solver.readers.backlog.columns import COLUMNS
from solver.readers.cards.cards import parse_card
from solver.readers.team.schema import TeamFile
from solver.readers.text.strict_yaml import parse_yaml
from solver.readers.text.yaml_text import yaml_text
from solver.readers.workspace import Workspace, read_workspace
from solver.readers.written.cards import card_text, is_file_name
from solver.readers.written.workspace import CELLS, meaning, workspace_texts

BACKLOG = "id,estimated_hours,capabilities,batch\nA,4,web,E\nB,4,web,E\nC,4,web,\n"
PERIODS = "periods: [{id: P1, start: 2027-01-04, end: 2027-01-15}, {id: P2, start: 2027-01-18, end: 2027-01-29}]\n"
# For each key of the schema something that it may say and that makes a difference; {P} stands for two periods.
SAMPLES = {
    "hours_per_day": ["hours_per_day: 6"],
    "limit": ["limit: 37.5", "limit: 30"],
    "calendar.hours_per_day": ["{P}calendar: {hours_per_day: 7}"],
    "calendar.workdays": ["{P}calendar: {workdays: [mon, thu]}"],
    "calendar.holidays": ["{P}calendar: {holidays: [2027-01-06]}", "{P}calendar: {holidays: DE-BY}"],
    "calendar.closed": ["{P}calendar: {closed: [2027-01-07..2027-01-08]}"],
    "periods.id": ["{P}"],
    "periods.start": ["{P}"],
    "periods.end": ["{P}"],
    "periods.every": ["periods: {every: 2w, from: 2027-01-04, count: 3}"],
    "periods.from": ["periods: {every: 5d, from: 2027-01-04, count: 3}"],
    "periods.count": ["periods: {every: 2w, from: 2027-01-04, count: 2}"],
    "unestimated": ["unestimated: 3"],
    "roster.id": ["roster: [{id: 'Ann, the first', card: ANN}]"],
    "roster.card": ["roster: [{id: ANN, card: BOB}, {id: EVA, card: BOB}]"],
    "roster.limit": ["roster: [{id: ANN, limit: 12}]", "{P}roster: [{id: ANN, limit: {P2: 7}}]"],
    "roster.leave": [
        "roster: [{id: ANN, leave: 8}]",
        "{P}roster: [{id: ANN, leave: [2027-01-06, 2027-01-11..2027-01-13]}]",
    ],
    "roster.reserved": ["roster: [{id: ANN, reserved: 0.125}]", "{P}roster: [{id: ANN, reserved: 0.25}]"],
    "roster.reserved_hours": ["roster: [{id: ANN, reserved_hours: 7}]"],
    "roster.committed": ["roster: [{id: ANN, committed: 5.5}]", "{P}roster: [{id: ANN, committed: {P1: 6}}]"],
    "roster.week": ["{P}roster: [{id: ANN, week: {mon: 8, wed: 4}}]"],
    "roster.from": ["{P}roster: [{id: ANN, from: 2027-01-06}]"],
    "roster.until": ["{P}roster: [{id: ANN, until: 2027-01-20}]"],
    "roster.ramp": ["{P}roster: [{id: ANN, ramp: {P1: 0.5}}]", "{P}roster: [{id: ANN, ramp: 0.75}]"],
    "roster.pace": ["roster: [{id: ANN, pace: 1.25}]"],
    "roster.wip": ["roster: [{id: ANN, wip: 2}]"],
    "roster.capabilities": ["roster: [{id: ANN}, {id: EVA, card: ANN, capabilities: {web: 0.5, sql: 0.25}}]"],
    "roster.preferences": ["roster: [{id: ANN}, {id: EVA, card: ANN, preferences: {tests: 0.5}}]"],
    "groups": ["groups: {all: [ANN, BOB]}"],
    "groups.members": ["groups: {all: {members: [ANN]}}"],
    "groups.aliases": ["groups: {all: {members: [ANN], aliases: ['All, really']}}"],
    "externals": ["externals: [humans, 'the board']"],
    "aliases": ["aliases: {Lead: ANN}"],
    "verbs": ["verbs: {PINGS: information}"],
    "terminals": ["terminals: [BOB]"],
    "policies.batch": ["policies: {batch: together}"],
    "policies.batches": ["policies: {batches: {E: together}}"],
    "policies.reports_carry_escalations": ["policies: {reports_carry_escalations: false}"],
    "policies.topic_covers_all": ["policies: {topic_covers_all: false}"],
    "policies.longest_chain": ["policies: {longest_chain: 2}"],
    "policies.order": ["{P}policies: {order: next}"],
    "policies.inherit": ["policies: {inherit: false}"],
    "policies.early_first": ["policies: {early_first: [LOW]}"],
    "policies.split_members": ["policies: {split_members: true}"],
    "policies.communicator_limit": ["policies: {communicator_limit: 1}"],
    "policies.outside": ["policies: {outside: refuse}"],
    "rules.pins.task": ["rules: {pins: [{task: A, member: BOB}]}"],
    "rules.pins.member": ["rules: {pins: [{task: A, member: ANN}]}"],
    "rules.pins.period": ["{P}rules: {pins: [{task: A, member: BOB, period: P2}]}"],
    "rules.forbids.task": ["rules: {forbids: [{task: A, member: BOB}]}"],
    "rules.forbids.member": ["rules: {forbids: [{task: A, member: ANN}]}"],
    "rules.separate": ["rules: {separate: [[A, B], [B, C]]}"],
    "rules.together": ["rules: {together: [[A, C]]}"],
    "rules.required": ["rules: {required: [B]}"],
    "grow.member": ["grow: [{member: ANN, capability: web, hours: 6, mentor: BOB}]"],
    "grow.capability": ["grow: [{member: BOB, capability: web, hours: 6, mentor: ANN}]"],
    "grow.hours": ["grow: [{member: BOB, capability: web, hours: 90min, mentor: ANN}]"],
    "grow.mentor": ["grow: [{member: BOB, capability: web, hours: 8, mentor: ANN}]"],
    "grow.mentor_share": ["grow: [{member: BOB, capability: web, hours: 6, mentor: ANN, mentor_share: 0.5}]"],
    "weights.fit": ["weights: {fit: 0.5}"],
    "weights.preference": ["weights: {preference: 0}"],
    "weights.balance": ["weights: {balance: 0.25}"],
    "weights.split": ["weights: {split: 1}"],
    "weights.handoff": ["weights: {handoff: 0.3}"],
    "weights.early": ["weights: {early: 0.5}"],
    "weights.late": ["weights: {late: 0}"],
    "weights.focus": ["weights: {focus: 0.5}"],
    "prices.channel": ["prices: {channel: 5}"],
    "prices.fill": ["prices: {fill: 2}"],
    "prices.answer": ["prices: {answer: 1.5}"],
    "prices.pairs.from": ["prices: {pairs: [{from: ANN, to: BOB, price: 2}]}"],
    "prices.pairs.to": ["prices: {pairs: [{from: ANN, to: humans, price: 2}]}"],
    "prices.pairs.price": ["prices: {pairs: [{from: ANN, to: BOB, price: 0.5}]}"],
}
CELL = {
    "id": "Step 1",
    "title": '"a ""b"", c\nd"',
    "type": "Bug fixing",
    "priority": "LOW",
    "status": "DONE",
    "assigned_to": "BOB",
    "estimated_hours": "90min",
    "batch": "an epic",
    "capabilities": "web:0.25:secondary:weight=2; sql",
    "dependencies": '"""A; b"""',
    "value": "3",
    "permissions": "DEPLOY production; READ all logs",
    "earliest": "2027-01-06",
    "due": "P2",
    "deadline": "2027-01-28",
    "split": "30min",
    "crew": "web | sql:0.5; web",
    "spent": "1",
    "remaining": "2",
}


def keys(part: type[BaseModel], before: str = "") -> Iterator[str]:
    """Yield each key that a part of the schema knows, with the keys above it."""
    for name, field in part.model_fields.items():
        path = f"{before}{field.alias or name}"
        parts = list(_parts(field.annotation))
        for inner in parts:
            yield from keys(inner, f"{path}.")
        if not parts or path == "groups":
            yield path


def _parts(kind: Any) -> Iterator[type[BaseModel]]:
    """Yield the parts of the schema in a type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    elif get_origin(kind) in (list, dict, Union, UnionType, Annotated) and kind is not NoneType:
        for inner in get_args(kind):
            yield from _parts(inner)


def workspace(folder: Path, team: str, backlog: str = BACKLOG, words: str = "") -> Workspace:
    """Return two cards, a team and a backlog, read."""
    (folder / "cards").mkdir(parents=True)
    for name in ("ANN", "BOB"):
        text = f"# {name}\n## Core Capabilities\n- web: 0.9\n- sql: 0.3\n"
        text += "## Task Preferences\n1. Bug fixing (score: 1)\n"
        (folder / "cards" / f"{name}.md").write_text(text)
    (folder / "team.yaml").write_text(team)
    (folder / "backlog.csv").write_text(backlog)
    if words:
        (folder / "vocabulary.yaml").write_text(words)
    return read_workspace(folder)


def meant(found: Workspace) -> dict[str, Any]:
    """Return what a workspace means."""
    return meaning(found.team, found.backlog, found.weights)


def again(found: Workspace, folder: Path) -> Workspace:
    """Return a workspace after it was written and read."""
    for name, text in workspace_texts(found.team, found.backlog, found.weights).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return read_workspace(folder)


def test_every_key_of_the_schema_has_a_sample() -> None:
    """A new key cannot be forgotten: it needs a line above, and then it must survive."""
    assert set(keys(TeamFile)) == set(SAMPLES)


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in SAMPLES.items() for text in texts])
def test_a_key_of_the_team_survives_writing_and_reading(key: str, text: str, tmp_path: Path) -> None:
    """It makes a difference, and after the files are written and read that difference is still there."""
    plain, said = (PERIODS, text.replace("{P}", PERIODS)) if text != "{P}" and "{P}" in text else ("", text)
    found = workspace(tmp_path / "a", said.replace("{P}", PERIODS))
    assert meant(found) != meant(workspace(tmp_path / "b", plain)), f"{key} makes no difference"
    assert meant(again(found, tmp_path / "c")) == meant(found)


def test_what_is_written_is_what_the_schema_knows(tmp_path: Path) -> None:
    """The written file holds the sample's key itself, not something that happens to mean the same."""
    found = workspace(
        tmp_path / "a", "policies: {communicator_limit: 1}\nroster: [{id: ANN, reserved: 0.1, committed: 3}]\n"
    )
    said = yaml.safe_load(workspace_texts(found.team, found.backlog, found.weights)["team.yaml"])
    assert said["policies"] == {"communicator_limit": 1}
    assert said["roster"] == [{"id": "ANN", "limit": "40h", "reserved": 0.1, "committed": "3h"}]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_of_the_backlog_survives_writing_and_reading(column: str, tmp_path: Path) -> None:
    """Ids with blanks and marks, titles with lines, tiers and weights, days, parts, seats and hours spent."""
    assert set(CELL) == set(COLUMNS) == set(CELLS)
    ids = '"A; b",3\n' if column == "dependencies" else "A,3\n"
    rows = f"id,estimated_hours\n{ids}"
    if column == "id":
        backlog = f"{rows}{CELL['id']},3\n"
    else:
        header = f"id,estimated_hours,{column}" if column != "estimated_hours" else "id,estimated_hours"
        more = f",{CELL[column]}" if column != "estimated_hours" else ""
        hours = CELL["estimated_hours"] if column == "estimated_hours" else "3"
        lines = rows.splitlines()
        backlog = "\n".join([header, lines[1] + ("," if more else ""), f"T,{hours}{more}", ""])
    found = workspace(tmp_path / "a", PERIODS, backlog)
    plain = workspace(tmp_path / "b", PERIODS, rows + "T,3\n")
    assert found.backlog.tasks != plain.backlog.tasks
    assert meant(again(found, tmp_path / "c")) == meant(found)


def test_a_vocabulary_survives_writing_and_reading(tmp_path: Path) -> None:
    """Aliases and relations, whatever is in their names."""
    words = "aliases: {web: [www, 'no: x']}\nrelations: [{have: web, need: sql, factor: 0.125}]\n"
    found = workspace(tmp_path / "a", "limit: 40\n", words=words)
    assert found.team.vocabulary.aliases
    assert meant(again(found, tmp_path / "c")) == meant(found)


def test_a_reserved_third_is_written_in_hours(tmp_path: Path) -> None:
    """A share that no decimal holds is no reason to lose what is kept free."""
    found = workspace(tmp_path / "a", "roster: [{id: ANN, limit: 30, reserved_hours: 10}]\n")
    read = again(found, tmp_path / "c")
    assert meant(read) == meant(found)
    assert read.team.members[0].reserved_minutes == 600


def test_holders_of_one_card_keep_it_and_their_own_scores(tmp_path: Path) -> None:
    """The card is written once, what a member can do otherwise stands in the roster, and its name means all of them."""
    team = "roster: [{id: X, card: ANN}, {id: Y, card: ANN, capabilities: {sql: 1}}, {id: Z, card: ANN}]\n"
    found = workspace(tmp_path / "a", team)
    texts = workspace_texts(found.team, found.backlog, found.weights)
    assert [name for name in texts if name.startswith("cards/")] == ["cards/ANN.md"]
    assert meant(again(found, tmp_path / "c")) == meant(found)


def test_front_matter_stays_in_front() -> None:
    """What a card keeps as text is written where it stood."""
    text = "---\nname: a\n---\n\n# A\n\n## Core Capabilities\n- web: 0.5\n"
    assert card_text(parse_card(text, "A")) == text


@pytest.mark.parametrize(
    ("name", "fits"),
    [("A", True), ("Smith, Jane", True), ("Coder (Python)", True), ("é 1.2", True), ("../A", False), ("a/b", False)]
    + [("", False), (".a", False), ("a\x1b[31m", False), ("a" * 300, False), (" a", False), ("_A", False)],
)
def test_what_a_card_may_be_called(name: str, fits: bool) -> None:
    """Blanks, commas, brackets and any script; nothing that leaves the folder, hides, or is no text."""
    assert is_file_name(name) == fits


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_in_yaml_reads_back(key: str, value: str) -> None:
    """Quotes, line ends of any kind, control characters and letters beyond the first plane are only text."""
    try:
        read = parse_yaml(yaml_text({"a": {f"k{key}": [value]}})).data
    except InputError as error:
        pytest.fail(str(error))
    from solver.domain.naming import composed

    assert read == {"a": {composed(f"k{key}"): [composed(value)]}}


def test_a_written_backlog_reads_like_one_that_somebody_typed(tmp_path: Path) -> None:
    """Hours as hours, requirements without what goes without saying; odd minutes stay exact."""
    rows = "A,16,web; sql:secondary; api:0.9:supportive:weight=2,E\nB,61min,,\nC,999999.5,,\n"
    found = workspace(tmp_path / "a", "", f"id,estimated_hours,capabilities,batch\n{rows}")
    lines = workspace_texts(found.team, found.backlog, found.weights)["backlog.csv"].splitlines()
    assert lines[1] == "A,,,MEDIUM,TODO,,16,E,web; sql:secondary; api:0.9:supportive:weight=2,,1,"
    assert [line.split(",")[6] for line in lines[2:]] == ["61min", "59999970min"]
    assert meant(again(found, tmp_path / "c")) == meant(found)
