"""Changes where there are periods: hours and days of slots, who joins when, dates of tasks; written and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from solver.changes.catalogue import apply
from solver.changes.change import Change, Scenario
from solver.domain.calendar import Presence
from solver.domain.policies import Policies
from solver.domain.tasks import Backlog
from solver.domain.world import World
from solver.errors import InputError
from solver.explanation.price import level_names
from solver.readers.workspace import read_workspace
from solver.report.whatif.advice import advice_answer, advice_data
from solver.report.whatif.resilience import resilience_answer, resilience_data
from solver.report.whatif.scenarios import whatif_answer
from solver.study.study import solved
from solver.whatif.advice.advice import advise
from solver.whatif.advice.lines import Prices, load_lines
from solver.whatif.resilience import resilience
from solver.whatif.scenarios.compare import compare_scenarios
from solver.whatif.scenarios.written import write_world

TEAM = """periods: [{id: S1, start: 2027-02-01, end: 2027-02-05}, {id: S2, start: 2027-02-08, end: 2027-02-12}]
roster:
  - {id: ANN, week: {mon: 8, tue: 8}, leave: [2027-02-08], ramp: {S1: 0.5}, reserved: 0.25, committed: {S2: 1}}
  - {id: BOB, limit: {S2: 20}, from: 2027-02-02}
rules: {pins: [{task: A, member: BOB, period: S2}]}
policies: {order: next}
"""
BACKLOG = """id,estimated_hours,earliest,due,deadline,split,crew,spent,dependencies
A,6,,S1,S2,,,2,
B,6,S2,,,3h,,,A
C,2,,,,,api:0.5 | api:0.4,,
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return two members over two sprints."""
    (tmp_path / "cards").mkdir()
    for name in ("ANN", "BOB", "NEW"):
        (tmp_path / "cards" / f"{name}.md").write_text(f"# {name}\n## Core Capabilities\n- api: 0.9\n")
    (tmp_path / "team.yaml").write_text(TEAM)
    (tmp_path / "backlog.csv").write_text(BACKLOG)
    found = read_workspace(tmp_path)
    return World(found.team, found.backlog, found.weights)


def changed(world: World, kind: str, text: str) -> World:
    """Return the world after one change."""
    return apply(world, (Change(kind, text),))


def hours(world: World, name: str) -> list[float]:
    """Return the hours of a member's slots."""
    assert world.team.calendar
    return [slot.minutes / 60 for slot in world.member(name).slots(world.team.calendar)]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("capacity", "BOB=+4", [36, 24]),
        ("capacity", "BOB@S2=+4", [32, 24]),
        ("capacity", "BOB@S1=10", [10, 20]),
        ("leave", "BOB=2027-02-03..2027-02-04", [16, 20]),
        ("leave", "BOB=2027-02-08", [32, 16]),
        ("leave", "BOB=3", [29, 17]),
        ("reserve", "BOB=0.5", [16, 10]),
        ("commit", "BOB@S1=2", [30, 20]),
        ("commit", "BOB=2", [30, 18]),
    ],
)
def test_hours_of_slots(world: World, kind: str, text: str, expected: list[float]) -> None:
    """BOB starts with 32 h and 20 h: a change is for every sprint, or for the one that it names."""
    assert hours(world, "BOB") == [32, 20]
    assert hours(changed(world, kind, text), "BOB") == expected
    total = changed(world, kind, text).member("BOB").load_limit_minutes
    assert total == 60 * sum(expected)


def test_who_joins_and_when(world: World, tmp_path: Path) -> None:
    """A card or the like of a member is there from a sprint or a day on."""
    assert hours(changed(world, "join", f"{tmp_path}/cards/NEW.md@S2"), "NEW") == [0, 40]
    assert hours(changed(world, "join", "BOB@2027-02-04"), "BOB_2") == [16, 20]
    # Mon and Tue of 8 h, of which a quarter is kept free, and 1 h is committed in the second: the day off is ANN's own.
    assert hours(changed(world, "join", "ANN@S1"), "ANN_2") == [6, 11]
    gone = changed(world, "leave", "BOB=2027-02-08..2027-02-12")
    assert hours(changed(gone, "join", "BOB@S2"), "BOB_2") == [0, 20]


def test_dates_of_tasks(world: World) -> None:
    """Dates are set to a day, a sprint or none."""
    assert changed(world, "deadline", "A=2027-02-09").backlog.tasks[0].deadline == "2027-02-09"
    assert changed(world, "earliest", "B=none").backlog.tasks[1].earliest == ""
    assert changed(world, "due", "A=S2").backlog.tasks[0].due == "S2"


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("deadline", "A=S9", "a day such as 2027-01-22, the id of a period, or none"),
        ("deadline", "B=S1", "a deadline of B that is not before its earliest start"),
        ("capacity", "BOB@S3=4", "a period that is there"),
        ("capacity", "CID@S1=4", "somebody who has a day in S1, got 'capacity: CID@S1=4'\nMaybe 'CID@S2'."),
        ("commit", "CID@S1=4", "somebody who has a day in S1, got 'commit: CID@S1=4'\nMaybe 'CID@S2'."),
        ("capacity", "DAN=4", "somebody who has a day in any period, got 'capacity: DAN=4'"),
        ("capacity", "all@S3=4", "a period that is there"),
        ("leave", "BOB=2027-02-04..2027-02-03", "days in their order"),
        ("join", "BOB@S7", "CARD.md@PERIOD"),
        ("join", "{folder}/cards/BOB.md@S2", "or BOB@S2 for somebody like BOB"),
    ],
)
def test_faults_in_time(world: World, tmp_path: Path, kind: str, text: str, said: str) -> None:
    """Each wrong change is a fault in its words, also one that no hour could come of: nobody is there then."""
    joined = changed(changed(world, "clone", "BOB=CID"), "clone", "BOB=DAN")
    calendar = joined.team.calendar
    assert calendar is not None
    for name, day in (("CID", date(2027, 2, 8)), ("DAN", date(2027, 3, 1))):
        joined = joined.with_member(joined.member(name).present(calendar, Presence(since=day)))
    with pytest.raises(InputError, match="expected") as found:
        changed(joined, kind, text.format(folder=tmp_path))
    assert said in str(found.value)
    # Where somebody of all is there, they have the hours, and the others none.
    assert hours(changed(joined, "capacity", "all@S1=4"), "BOB") == [4, 20]
    assert hours(changed(joined, "capacity", "all@S1=4"), "CID") == [0, 40]


def test_a_world_with_periods_is_written_and_read_back(world: World, tmp_path: Path) -> None:
    """Nothing of calendar, presence, parts, crews, dates and policies is lost on the way through files."""
    later = apply(world, (Change("leave", "BOB=2027-02-03"), Change("deadline", "B=S2")))
    write_world(later, tmp_path / "out")
    found = read_workspace(tmp_path / "out")
    assert found.team.calendar == later.team.calendar
    read = World(found.team, found.backlog, found.weights)
    assert [hours(read, name) for name in read.names] == [hours(later, name) for name in later.names]
    tasks = [(t.estimate_minutes, t.spent_minutes, t.deadline, t.split_minutes, t.crew) for t in found.backlog.tasks]
    assert tasks == [
        (t.estimate_minutes, t.spent_minutes, t.deadline, t.split_minutes, t.crew) for t in later.backlog.tasks
    ]


@pytest.mark.parametrize(
    "changes",
    [
        (Change("capacity", "BOB@S2=+4"),),
        (Change("capacity", "ANN=-1"), Change("capacity", "all=*0.5")),
        (Change("leave", "ANN=30min"), Change("leave", "BOB=2027-02-10"), Change("leave", "BOB=90min")),
    ],
)
def test_hours_of_a_period_are_written_as_they_are(world: World, changes: tuple[Change, ...], tmp_path: Path) -> None:
    """More hours in one period, and hours of leave beside days of it, read back to the minute and plan the same."""
    later = apply(world, changes)
    write_world(later, tmp_path / "out")
    found = read_workspace(tmp_path / "out")
    read = World(found.team, found.backlog, found.weights)
    assert [hours(read, name) for name in read.names] == [hours(later, name) for name in later.names]
    assert [hours(read, name) for name in read.names] != [hours(world, name) for name in world.names]
    assert solved(read).result.levels == solved(later).result.levels


def test_a_world_with_a_second_half_is_written_and_read_back(world: World, tmp_path: Path) -> None:
    """Two seats of half the hours, spent ones besides: it reads back as it is, and plans the same."""
    halved = changed(world, "second", "A")
    write_world(halved, tmp_path / "out")
    found = read_workspace(tmp_path / "out")
    (task, *_), (base, *_) = found.backlog.tasks, world.backlog.tasks
    assert (len(task.crew), task.estimate_minutes, task.spent_minutes) == (2, base.estimate_minutes // 2, 120)
    read = solved(World(found.team, found.backlog, found.weights)).result
    assert read.levels == solved(halved).result.levels


def test_a_what_if_plans_in_time(world: World) -> None:
    """With BOB away in the second sprint the task that is pinned to him there cannot be done."""
    away = Scenario("away", (Change("leave", "BOB=2027-02-08..2027-02-12"),))
    base, row = compare_scenarios(world, (away,))
    assert base.result.status == "optimal"
    assert row.result.status == "infeasible"
    assert any("A (4 h) is pinned to BOB" in text for text in row.result.conflict)


def test_advice_on_hours_is_of_the_period_that_lacks_them_and_counts_what_comes_earlier(world: World) -> None:
    """ANN has 7 h of HIGH work and 6 h in the first sprint: one hour more there brings all of it a sprint earlier."""
    team = replace(world.team, policies=Policies())
    tasks = [replace(world.backlog.tasks[2], id=name, crew=(), priority="HIGH") for name in ("A", "B")]
    tasks = [replace(one, estimate_minutes=minutes) for one, minutes in zip(tasks, (300, 120), strict=True)]
    backlog = Backlog(tuple(replace(one, assigned_to="ANN", status="IN_PROGRESS") for one in tasks))
    base = solved(World(team, backlog, world.weights))
    table = advise(base, load_lines(base.world, Prices(), 4))
    assert [(row.member, row.words, row.cost) for row in table.rows] == [("ANN", "1 h more in S1", 1)]
    assert dict(zip(level_names(base.result), table.rows[0].gain, strict=True))["HIGH early"] == 1
    assert (table.lines, table.screened, table.skipped) == (4, 3, 0)
    data = advice_data(table, Path("here"))
    assert "+1 HIGH early" in " ".join(advice_answer(data).lines())
    assert data["rows"][0]["command"] == "teamwright whatif here --capacity ANN@S1=+1h"


def test_both_seats_of_a_crew_are_counted_as_load(world: World) -> None:
    """C takes two hours of ANN and two of BOB; a third person who joins is named by the sprint that work moves to."""
    crew = World(replace(world.team, policies=Policies()), Backlog((world.backlog.tasks[2],)), world.weights)
    row = compare_scenarios(crew, ())[0]
    assert [(name, given) for name, given, _ in row.loads] == [("ANN", 120), ("BOB", 120)]


def test_moves_are_told_by_the_ids_of_sprints_and_one_more_sprint_makes_nothing_earlier(world: World) -> None:
    """With another sprint behind it work counts as earlier, but ends when it did: nothing is said of that."""
    tasks = (replace(world.backlog.tasks[0], priority="HIGH", deadline="", due=""),)
    free = World(replace(world.team, policies=Policies()), Backlog(tasks), world.weights)
    scenarios = (
        Scenario("longer", (Change("sprint", "1"),)),
        Scenario("later", (Change("earliest", "A=S2"),)),
    )
    text = "\n".join(whatif_answer(compare_scenarios(free, scenarios)).lines())
    assert "ends earlier" not in text
    assert "from S1 to " in text
    assert "HIGH work ends later, as a whole: -1" in text


def test_each_member_of_a_crew_is_named_by_itself_when_its_work_stays_out(world: World) -> None:
    """Without BOB neither 20 h of work nor the crew of ANN and BOB can be: the two are named once, not BOB twice."""
    (crew,) = (one for one in world.backlog.tasks if one.id == "C")
    alone = replace(crew, id="D", crew=(), estimate_minutes=1200)
    team = replace(world.team, policies=Policies(), members=tuple(one for one in world.team.members if one.id != "NEW"))
    found = resilience(solved(World(team, Backlog((crew, alone)), world.weights)), "none")
    text = "\n".join(resilience_answer(resilience_data(found, Path("here"))).lines())
    assert "stay out: C, D (of ANN, BOB)" in text
