"""Each kind of change does what an edit of the files would do, and says what it cannot do."""

from __future__ import annotations

import textwrap
from ast import literal_eval
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from solver.changes.catalogue import KINDS, apply, apply_all
from solver.changes.change import Change, Scenario
from solver.changes.scenarios import scenarios_of
from solver.domain.world import World
from solver.errors import InputError
from solver.readers.scenarios import read_scenarios
from solver.readers.workspace import read_workspace

TEAM = """
hours_per_day: 8
roster:
  - {id: ANN, reserved: 0.25, committed: 6}
  - {id: BOB, leave: 1d, wip: 3}
groups: {shop: [ANN, BOB]}
terminals: [ANN]
rules:
  pins: [{task: T2, member: BOB}]
  required: [T1]
policies: {batches: {B: prefer}}
"""
ANN = """
# ANN
## Core Capabilities
- baking: 0.9
## Special Permissions
- OPEN shop
## Communication Priority
- COLLABORATES: BOB
- PROVIDES: BOB, shop (recipes)
"""
BACKLOG = """
id,estimated_hours,priority,status,assigned_to,batch,capabilities,dependencies
T1,6,HIGH,TODO,,B,baking:0.5,
T2,4,LOW,IN_PROGRESS,BOB,,,T1
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a team of two with a rule of each kind."""
    (tmp_path / "cards").mkdir()
    for name, text in (("team.yaml", TEAM), ("cards/ANN.md", ANN), ("backlog.csv", BACKLOG)):
        (tmp_path / name).write_text(textwrap.dedent(text).lstrip())
    (tmp_path / "cards" / "BOB.md").write_text("# BOB\n## Core Capabilities\n- selling: 0.8\n")
    (tmp_path / "NEW.md").write_text("# NEW\n## Core Capabilities\n- baking: 0.7\n")
    found = read_workspace(tmp_path)
    return World(found.team, found.backlog, found.weights)


def changed(world: World, kind: str, text: str) -> World:
    """Return the world after one change."""
    return apply(world, (Change(kind, text),))


@pytest.mark.parametrize(
    ("kind", "text", "hours"),
    [
        ("capacity", "ANN=30h", 30),
        ("capacity", "ANN=+90min", 25.5),
        ("capacity", "ANN=-4", 20),
        ("capacity", "ANN=*0.5", 12),
        ("reserve", "ANN=0.5", 14),
        ("reserve", "ANN=0", 34),
        ("leave", "ANN=8", 18),
        ("commit", "ANN=10", 20),
        ("commit", "ANN=+1", 23),
    ],
)
def test_hours(world: World, kind: str, text: str, hours: float) -> None:
    """(40 - leave) * (1 - reserved) - committed: ANN starts with 40 * 0.75 - 6 = 24 h."""
    assert world.member("ANN").load_limit_minutes == 24 * 60
    assert changed(world, kind, text).member("ANN").load_limit_minutes == hours * 60
    assert changed(world, kind, text).member("BOB") == world.member("BOB")


def test_all_members_and_all_tasks(world: World) -> None:
    """The name all stands for everybody and for every open task."""
    assert {one.load_limit_minutes for one in changed(world, "capacity", "all=10").team.members} == {600}
    assert [one.estimate_minutes for one in changed(world, "estimate", "all=*1.5").backlog.tasks] == [540, 360]


def test_members_come_and_go(world: World, tmp_path: Path) -> None:
    """A clone and a new card are members; whoever leaves leaves no trace in rules, groups and work in progress."""
    assert changed(world, "clone", "ANN").names == ["ANN", "ANN_2", "BOB"]
    assert changed(world, "clone", "ANN=EVE").member("EVE").card == world.member("ANN").card
    new = changed(world, "add", f"{tmp_path / 'NEW.md'}=20h").member("NEW")
    assert (new.load_limit_minutes, new.card.capabilities[0].score) == (1200, Decimal("0.7"))
    assert changed(world, "add", str(tmp_path / "NEW.md")).member("NEW").load_limit_minutes == 2400
    left = changed(world, "remove", "BOB")
    assert (left.team.policies.pins, left.team.groups[0].members) == ((), ("ANN",))
    assert left.backlog.tasks[1].status == "TODO"
    assert changed(world, "remove", "ANN").team.communication.terminals == ()


def test_cards(world: World) -> None:
    """Scores are set, permissions come and go, channels open and close."""
    assert [one.score for one in changed(world, "train", "BOB:baking=0.6").member("BOB").card.capabilities] == [
        Decimal("0.8"),
        Decimal("0.6"),
    ]
    assert changed(world, "train", "ANN:baking=0.2").member("ANN").card.capabilities[0].score == Decimal("0.2")
    assert changed(world, "like", "BOB:cakes=1").member("BOB").card.preferences[0].name == "cakes"
    assert changed(world, "grant", "BOB:OPEN shop").member("BOB").card.permissions[0].object == "shop"
    assert changed(world, "revoke", "ANN:open shop").member("ANN").card.permissions == ()
    line = changed(world, "channel", "BOB->ANN:ESCALATES").member("BOB").card.communication[0]
    assert (line.verb, line.text) == ("ESCALATES", "ANN")
    assert changed(world, "channel", "BOB->humans").member("BOB").card.communication[0].verb == "PROVIDES"
    cut = changed(world, "cut", "ANN->BOB").member("ANN").card
    assert [one.text for one in cut.communication] == ["shop (recipes)"]
    assert changed(world, "wip", "BOB=none").member("BOB").wip_limit is None
    assert changed(world, "pace", "BOB=1.5").member("BOB").pace == Decimal("1.5")
    assert changed(world, "group", "shop=-BOB").team.groups[0].members == ("ANN",)
    assert changed(world, "group", "yard=BOB").team.groups[1].name == "yard"


def test_tasks(world: World) -> None:
    """A task comes with its columns, goes without a trace, and changes what it asks for."""
    text = "N-1 estimated_hours=2 priority=HIGH 'capabilities=baking; selling:0.3:secondary' dependencies=T2"
    new = changed(world, "task", text).backlog.tasks[-1]
    assert (new.id, new.estimate_minutes, new.priority, new.dependencies) == ("N-1", 120, "HIGH", ("T2",))
    assert [need.minimum for need in new.requirements] == [Decimal("0.8"), Decimal("0.3")]
    left = changed(world, "drop", "T1")
    assert [task.dependencies for task in left.backlog.tasks] == [()]
    assert (left.team.policies.required, left.team.policies.batches) == ((), ())
    assert changed(world, "priority", "T2=critical").backlog.tasks[1].priority == "CRITICAL"
    assert changed(world, "value", "T2=5").backlog.tasks[1].value == 5
    assert changed(world, "need", "T1:baking=none").backlog.tasks[0].requirements == ()
    assert changed(world, "need", "T1:selling=0.4").backlog.tasks[0].requirements[1].minimum == Decimal("0.4")


def test_rules_and_weights(world: World) -> None:
    """Pins, bans, demands, batches and weights."""
    assert changed(world, "pin", "T1=ANN").team.policies.pins[1].member == "ANN"
    assert changed(world, "pin", "T2=none").team.policies.pins == ()
    assert changed(world, "forbid", "T1=ANN").team.policies.forbids[0].task == "T1"
    banned = changed(world, "forbid", "T1=ANN")
    assert changed(banned, "allow", "T1=ANN") == world
    assert changed(world, "require", "T2").team.policies.required == ("T1", "T2")
    assert changed(world, "require", "T1=none").team.policies.required == ()
    apart = changed(world, "separate", "T1, T2")
    assert apart.team.policies.separate == (("T1", "T2"),)
    assert changed(apart, "separate", "T1, T2=none") == world
    assert changed(world, "together", "T2,T1").team.policies.together == (("T2", "T1"),)
    let_go = changed(world, "reopen", "T2")
    assert (let_go.task("T2").status, let_go.task("T2").assigned_to, let_go.team.policies.pins) == ("TODO", "", ())
    assert changed(world, "batch", "B=together").team.policies.of_batch("B") == "together"
    assert changed(world, "weight", "handoff=2").weights.handoff == 2


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("remove", "BOBB", "expected a member that is there, got 'remove: BOBB'\nMaybe 'BOB'."),
        ("clone", "ANN=BOB", "an id of its own for the new member"),
        ("add", "nobody.md", "nobody.md:1: expected a role card, got no such file or directory"),
        ("capacity", "ANN", "MEMBER=hours"),
        ("capacity", "ANN=nan", "hours such as 7.5"),
        ("capacity", "ANN=-99", "hours from 0 in whole minutes"),
        ("capacity", "ANN=*0.3333", "hours from 0 in whole minutes"),
        ("reserve", "ANN=0.9", "a load limit of ANN of at least 0 in whole minutes, not -2 h"),
        ("reserve", "ANN=2", "a share from 0 to 1"),
        ("pace", "ANN=0", "a factor above 0"),
        ("wip", "ANN=1.5", "whole tasks from 0"),
        ("train", "ANN:bakin=0.8", "a capability that is there, got 'train: ANN:bakin=0.8'\nMaybe 'baking'."),
        ("train", "ANN:baking=2", "a score from 0 to 1"),
        ("revoke", "ANN:OPEN shoop", "Maybe 'OPEN shop'."),
        ("grant", "ANN:OPEN", "MEMBER:VERB object"),
        ("channel", "ANN->NOBODY", "a member or external that is there"),
        ("cut", "BOB->BOB", "a line from BOB to BOB"),
        ("group", "shop=ANN,+BOB", "GROUP=A,B or GROUP=+A,-B"),
        ("task", "N-1 hours=2", "a column of a backlog that is there"),
        ("task", "N-1 'x", "TASK column=value"),
        ("task", "T1 estimated_hours=2", "command line:1: expected an id of its own, got 'T1'"),
        ("task", "N-1 estimated_hours=2 dependencies=T9", "dependencies on tasks of this backlog, got 'T9'"),
        ("task", "N-1 estimated_hours=2 status=IN_PROGRESS assigned_to=EVE", "a member that is there"),
        ("estimate", "T1=0", "hours above 0"),
        ("priority", "T1=SOON", "a priority out of CRITICAL, HIGH"),
        ("value", "T1=0", "a value from 1 to 999999"),
        ("need", "T1:selling=none", "a requirement of T1 that is there"),
        ("pin", "T1=none", "a pin of T1"),
        ("allow", "T1=ANN", "a ban that keeps T1 away from ANN"),
        ("require", "T2=none", "a required task that is there"),
        ("separate", "T1", "two tasks or more: TASK, TASK"),
        ("together", "T1, T9", "a task that is there"),
        ("together", "T1, T2=none", "a rule together that is there"),
        ("reopen", "T1", "a task in progress that is there"),
        ("batch", "B=maybe", "BATCH=prefer or BATCH=together"),
        ("weight", "luck=1", "a weight that is there"),
        ("weight", "fit=-1", "a weight from 0"),
        ("fly", "ANN", "a kind of change that is there"),
        *((kind, "T1=S2", "periods in team.yaml, which this is about") for kind in ("earliest", "due", "deadline")),
        ("join", "ANN@S2", "periods in team.yaml, which this is about"),
        ("sprint", "0", "a number of sprints from 1 to 50"),
        ("split", "T1", "TASK=hours of the smallest part, or no"),
        ("second", "T0", "a task that is there"),
        ("lag", "T1->T2", "TASK->TASK=days that the second waits"),
        ("lag", "T2->T1=1d", "a task ahead of T1 that is there"),
        ("lag", "T1->T2=1d", "an order of work that counts"),
    ],
)
def test_faults_say_what_was_expected(world: World, kind: str, text: str, expected: str) -> None:
    """Each wrong change is a fault in the words in which it was written."""
    with pytest.raises(InputError) as found:
        changed(world, kind, text)
    assert expected in str(found.value)


@pytest.mark.parametrize(
    ("status", "way_back"), [("DONE", "IN_PROGRESS as its status"), ("CANCELLED", "TODO as its status")]
)
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *((kind, "T2") for kind in ("drop", "second", "require", "reopen")),
        *(("estimate", "T2=5"), ("priority", "T2=HIGH"), ("value", "T2=3"), ("need", "T2:baking=0.5")),
        *(("pin", "T2=ANN"), ("pin", "T2=none"), ("forbid", "T2=ANN"), ("allow", "T2=ANN"), ("lag", "T1->T2=1d")),
    ],
)
def test_a_change_of_what_is_over_says_so(world: World, kind: str, text: str, status: str, way_back: str) -> None:
    """A task that is done or cancelled is there: the fault says how it stands, and what has it planned again."""
    over = world.with_task(replace(world.task("T2"), status=status))
    with pytest.raises(InputError) as found:
        changed(over, kind, text)
    assert f"expected an open task (T2 is {status.lower()}), got '{kind}: {text}'" in str(found.value)
    assert f"\nMaybe 'task: T2-2 estimated_hours=4' for work that is left, or {way_back} (" in str(found.value)
    assert "backlog.csv:3) if it is " in str(found.value)
    # What is said instead can be done.
    assert changed(over, "task", "T2-2 estimated_hours=4").task("T2-2").estimate_minutes == 240


@pytest.mark.parametrize(("name", "rest"), [("T2", "T2-4"), ("the oven", "the oven-2")])
def test_what_is_proposed_for_work_that_is_left_is_free(world: World, name: str, rest: str) -> None:
    """Another task may have that name already, open or over, and a name with a blank is quoted as it must be typed."""
    over, taken = replace(world.task("T2"), id=name, status="DONE"), replace(world.task("T2"), id="T2-3", status="DONE")
    seen = world.with_tasks([*world.backlog.tasks[:-1], over, replace(world.task("T2"), id="T2-2"), taken])
    with pytest.raises(ValueError, match="an open task") as found:
        seen.task(name)
    quoted, _, _ = str(found.value).splitlines()[1].partition(" for work that is left")
    kind, _, text = literal_eval(quoted).partition(": ")
    assert changed(seen, kind, text).task(rest).estimate_minutes == 240


def test_a_lag_behind_what_is_done(world: World) -> None:
    """What is done ends no more, so nothing waits so many days after its end that it did not wait for before."""
    over = world.with_task(replace(world.task("T1"), status="DONE"))
    with pytest.raises(InputError, match=r"expected an open task ahead of T2 \(T1 is done\), got 'lag: T1->T2=1d'"):
        changed(over, "lag", "T1->T2=1d")


def test_every_kind_is_tested() -> None:
    """No kind of change goes without a fault that names its form."""
    text = Path(__file__).read_text()
    assert all(f'"{kind}"' in text for kind in KINDS)


def test_faults_of_combined_changes(world: World) -> None:
    """What is right alone and wrong after another change is a fault; all of them at once, over all scenarios."""
    scenarios = (
        Scenario("one", (Change("remove", "BOB", "s.yaml", 2), Change("capacity", "BOB=3", "s.yaml", 3))),
        Scenario("two", (Change("drop", "T1", "s.yaml", 5), Change("estimate", "T1=3", "s.yaml", 6))),
    )
    with pytest.raises(InputError) as found:
        apply_all(world, scenarios)
    assert [(fault.file, fault.line) for fault in found.value.faults] == [("s.yaml", 3), ("s.yaml", 6)]


def test_scenarios_include_others(world: World, tmp_path: Path) -> None:
    """Included changes stand where they are included; lists, numbers and tasks as mappings are texts too."""
    file = tmp_path / "scenarios.yaml"
    file.write_text(
        "fewer:\n  - drop: [T1, T2]\n  - weight: handoff=1\nboth:\n  - include: fewer\n  - add: NEW.md=8\n"
        "more:\n  - task: {id: N-1, estimated_hours: 2, capabilities: baking; selling}\n  - remove: 7\n"
    )
    found = {one.name: one.changes for one in scenarios_of(read_scenarios(file), file)}
    assert [str(change) for change in found["both"]] == [
        *("drop: T1", "drop: T2", "weight: handoff=1", f"add: {tmp_path / 'NEW.md'}=8")
    ]
    assert [change.line for change in found["both"]] == [2, 2, 3, 6]
    assert [str(change) for change in found["more"]] == [
        "task: N-1 estimated_hours=2 'capabilities=baking; selling'",
        "remove: 7",
    ]
    assert apply(world, found["both"]).names == ["ANN", "BOB", "NEW"]
    assert apply(world, found["more"][:1]).backlog.tasks[-1].estimate_minutes == 120


def test_circles_and_unknown_names(tmp_path: Path) -> None:
    """A scenario that includes itself by others, or one that is not there, is a fault with its line."""
    file = tmp_path / "scenarios.yaml"
    file.write_text("a:\n  - include: b\nb:\n  - include: a\nc:\n  - include: bb\n")
    with pytest.raises(InputError) as found:
        scenarios_of(read_scenarios(file), file)
    text = str(found.value)
    assert "scenarios.yaml:4: expected scenarios that do not include themselves, got a includes b includes a" in text
    assert "scenarios.yaml:6: expected one of the scenarios a, b, c, got 'bb'\nMaybe 'b'." in text


FORMLESS = ["a:\n", "a: []\n", "a:\n  - x\n", "a:\n  - drop: [1, []]\n", "a:\n  - task: {x: 1}\n"]


@pytest.mark.parametrize("text", FORMLESS)
def test_form_of_the_file(tmp_path: Path, text: str) -> None:
    """A scenario without changes, or with something that is no change, is a fault."""
    file = tmp_path / "scenarios.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match=r"scenarios.yaml:\d: expected (changes in|a change as kind: text)"):
        read_scenarios(file)


@pytest.mark.parametrize("name", ["baking", "bread"])
def test_a_name_and_its_alias_are_one_thing_to_change(name: str, world: World) -> None:
    """A requirement, a score and a preference change under any of their names, and never stand twice."""
    words = replace(world.team.vocabulary, aliases=(("bread", "baking"),))
    known = replace(world, team=replace(world.team, vocabulary=words))
    (need,) = changed(known, "need", f"T1:{name}=0.7").backlog.tasks[0].requirements
    assert need.minimum == Decimal("0.7")
    assert changed(known, "need", f"T1:{name}=none").backlog.tasks[0].requirements == ()
    liked = changed(changed(known, "like", "ANN:baking=0.1"), "like", f"ANN:{name}=0.9")
    assert [line.score for line in liked.member("ANN").card.preferences] == [Decimal("0.9")]
    (score,) = changed(known, "train", f"ANN:{name}=0.2").member("ANN").card.capabilities
    assert score.score == Decimal("0.2")
