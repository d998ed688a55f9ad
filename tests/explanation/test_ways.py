"""What to do about a task that stays out lets it in, and names whoever it is about."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from solver.assignment.solve import solve
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.world import World
from solver.explanation.unassigned.reason import unassigned
from solver.explanation.unassigned.ways import ANOTHER, Ways
from solver.readers.workspace import Workspace, read_workspace

DATA = Path(__file__).parents[2] / "data"


def shop(folder: Path, team: str, backlog: str, cards: dict[str, str]) -> Workspace:
    """Return a small workspace of cards by name, a roster and a backlog."""
    (folder / "cards").mkdir()
    for name, lines in cards.items():
        (folder / "cards" / f"{name}.md").write_text(f"## Core Capabilities\n- {lines}\n")
    (folder / "team.yaml").write_text(team)
    (folder / "backlog.csv").write_text(backlog)
    return read_workspace(folder)


def ways(found: Workspace) -> dict[str, tuple[str, str]]:
    """Return what to do about each task that the best plan leaves out."""
    plan = solve(found.team, found.backlog, found.weights).plan
    assert plan is not None
    left = unassigned(found.team, found.backlog, plan)
    made = Ways(found.team, found.backlog, plan, left)
    return {one.task: (made.of(one).text, made.of(one).change) for one in left}


def value(found: World | Workspace, name: str) -> int:
    """Return how much of a class the best plan places."""
    levels = solve(found.team, found.backlog, found.weights).levels
    return next((level.value for level in levels if level.name == name), 0)


TEAM = "roster:\n  - {id: ANN, limit: 20}\n  - {id: BEN, limit: 4, wip: 1}\n"
CARDS = {"ANN": "web: 0.9\n- ops: 0.5", "BEN": "web: 0.5"}
BACKLOG = "id,priority,estimated_hours,capabilities,dependencies\n"
CASES = {
    "a few hours": ("A,HIGH,20,web,\nB,HIGH,4,web,\n", "B", "4 h more for ANN"),
    "many hours": ("A,HIGH,20,web,\nB,HIGH,16,web,\n", "B", "a second ANN, or 16 h of other work away from ANN"),
    "longer than a limit": ("A,HIGH,30,web,\n", "A", "10 h more for ANN"),
    "a little training": ("A,HIGH,4,ops:0.8,\n", "A", "train ANN to ops 0.8"),
    "training and hours": (
        "A,CRITICAL,20,web,\nB,HIGH,2,ops:0.8,\n",
        "B",
        "train ANN to ops 0.8, with 2 h more for ANN",
    ),
    "nobody has it": ("A,HIGH,4,cobol,\n", "A", "bring in somebody who has cobol 0.8"),
    "what it needs": ("A,HIGH,4,cobol,\nB,HIGH,4,web,A\n", "B", "place A first, which it needs"),
    "what it needs lacks hours": (
        "A,CRITICAL,20,web,\nB,HIGH,4,web,\nC,HIGH,2,web,B\n",
        "C",
        "place B first, which it needs: 4 h more for ANN",
    ),
    "what that needs lacks hours": (
        "A,CRITICAL,20,web,\nB,HIGH,4,web,\nC,HIGH,2,web,B\nD,HIGH,2,web,C\n",
        "D",
        "place C first, which it needs, and B before that: 4 h more for ANN",
    ),
    "too long with what it needs": ("A,HIGH,16,web,\nB,HIGH,8,web,A\n", "B", "4 h more for ANN"),
    "too many at once": (
        "A,CRITICAL,2,web:0.5,\nB,CRITICAL,20,web,\nC,HIGH,2,web:0.5,\n",
        "C",
        "let BEN have 2 tasks at once",
    ),
}


@pytest.mark.parametrize(("rows", "task", "said"), CASES.values(), ids=CASES)
def test_each_reason_has_its_own_way_out(tmp_path: Path, rows: str, task: str, said: str) -> None:
    """What is to be done follows from what stops the task, and where it is a change, more of its class is placed."""
    found = shop(tmp_path, TEAM, BACKLOG + rows, CARDS)
    text, change = ways(found)[task]
    assert text == said
    _more_is_placed(found, task, change)


def _more_is_placed(found: Workspace, task: str, change: str) -> None:
    words = shlex.split(change)
    changes = tuple(Change(kind[2:], text) for kind, text in zip(words[::2], words[1::2], strict=True))
    if changes:
        name = next(one.priority for one in found.backlog.tasks if one.id == task)
        world = World(found.team, found.backlog, found.weights)
        assert value(apply(world, changes), name) > value(found, name)


def test_what_is_offered_for_the_studio_lets_work_in() -> None:
    """Each change that is offered about urgent work of the realistic workspace places more of its class."""
    found = read_workspace(DATA / "studio")
    offered = ways(found)
    urgent = [one for one in found.backlog.tasks if one.id in offered and one.priority in ("CRITICAL", "HIGH")]
    assert sum(bool(offered[one.id][1]) for one in urgent) >= 2
    for one in urgent:
        _more_is_placed(found, one.id, offered[one.id][1])


DATED = """calendar: {hours_per_day: 8, workdays: [mon, tue, wed, thu, fri]}
periods: [{id: S1, start: 2027-01-04, end: 2027-01-05}, {id: S2, start: 2027-01-06, end: 2027-01-07}]
roster: [{id: ANN}, {id: BEN, limit: 4}]
"""
IN_TIME = {
    "one period": ("A,HIGH,16,web,,,\nB,HIGH,16,web,,,\nC,HIGH,2,web,,,\n", "C", "2 h more for ANN in S1"),
    "a deadline": ("A,HIGH,12,web,,2027-01-04,\n", "A", "a later deadline than 2027-01-04"),
    "of two dates": ("A,HIGH,12,web,,2027-01-06,,2027-01-06\n", "A", "a later deadline than 2027-01-06"),
    "the other date": ("A,HIGH,12,web,,2027-01-07,,2027-01-07\n", "A", "an earlier start than 2027-01-07"),
    "a crew": ("A,HIGH,6,web:0.5,,,2\n", "A", "2 h more for BEN in S1"),
}


@pytest.mark.parametrize(("rows", "task", "said"), IN_TIME.values(), ids=IN_TIME)
def test_ways_out_name_the_period(tmp_path: Path, rows: str, task: str, said: str) -> None:
    """With dates the hours are those of a member in a period, and of each seat of a crew."""
    head = "id,priority,estimated_hours,capabilities,dependencies,deadline,crew,earliest\n"
    found = shop(tmp_path, DATED, head + rows, CARDS)
    text, change = ways(found)[task]
    assert text == said
    _more_is_placed(found, task, change)


LARGER = {
    "in parts over the sprints": ("A,HIGH,24,web:0.5,,,\n", "let A be split into parts of 4 h", "--split A=4h"),
    "in parts beside other work": (
        "A,HIGH,24,web,,,\nC,CRITICAL,12,web,,,\n",
        "let A be split into parts of 4 h, and 4 h of other work away from ANN",
        "--split A=4h",
    ),
    "in halves, as no two sprints are left": (
        "A,HIGH,24,web:0.5,,S1,\n",
        "a second person for A, half of it each",
        "--second A",
    ),
    "more than a split holds": ("A,HIGH,40,web,,,\n", ANOTHER, ""),
    "a few hours too large": ("A,HIGH,18,web,,,\n", "2 h more for ANN in S1", "--capacity ANN@S1=+2h"),
}


@pytest.mark.parametrize(("rows", "said", "change"), LARGER.values(), ids=LARGER)
def test_work_larger_than_any_sprint_is_cut_before_hours_are_asked_for(
    tmp_path: Path, rows: str, said: str, change: str
) -> None:
    """Nobody works half as much again: many hours more are the last thing, after parts and halves."""
    team = DATED.replace("limit: 4", "limit: 12")
    head = "id,priority,estimated_hours,capabilities,dependencies,deadline,earliest\n"
    found = shop(tmp_path, team, head + rows, CARDS)
    assert ways(found)["A"] == (said, change)
    if "other work" not in said:
        _more_is_placed(found, "A", change)


def test_large_work_is_split_into_few_parts(tmp_path: Path) -> None:
    """A year of work in parts of four hours would be hundreds of them."""
    team = "periods: {every: 13w, from: 2027-01-04, count: 4}\nroster: [{id: ANN}]\n"
    found = shop(tmp_path, team, "id,priority,estimated_hours,capabilities\nA,HIGH,1160,web\n", CARDS)
    assert ways(found)["A"] == ("let A be split into parts of 32 h", "--split A=32h")


SPLIT = {
    "a little more": ("A,HIGH,36,web,,,,4h\n", "4 h more for ANN in S1", "--capacity ANN@S1=+4h"),
    "one more sprint": ("A,HIGH,40,web,,,,4h\n", "one more sprint", "--sprint 1"),
    "beside other work": ("A,HIGH,24,web,,,,4h\nC,CRITICAL,14,web,,,,\n", "one more sprint", "--sprint 1"),
    "smaller parts": ("A,HIGH,32,web,,,,18h\n", "let A be split into parts of 4 h", "--split A=4h"),
    "more than ever": ("A,HIGH,90,web,,,,4h\n", ANOTHER, ""),
    "of days that no period has": ("A,HIGH,20,web,,,2027-02-01,\n", "somebody else who can", ""),
}


@pytest.mark.parametrize(("rows", "said", "change"), SPLIT.values(), ids=SPLIT)
def test_parts_lack_what_all_periods_together_do(tmp_path: Path, rows: str, said: str, change: str) -> None:
    """What has room in other sprints is not asked for again, and nobody is asked to double a sprint."""
    head = "id,priority,estimated_hours,capabilities,dependencies,deadline,earliest,split\n"
    found = shop(tmp_path, DATED, head + rows, CARDS)
    assert ways(found)["A"] == (said, change)
    _more_is_placed(found, "A", change)


def test_the_hours_of_a_crew_are_those_of_its_dates(tmp_path: Path) -> None:
    """Both are nearly free in the second sprint, which is too late."""
    head = "id,priority,estimated_hours,capabilities,dependencies,deadline,crew\n"
    rows = "C,CRITICAL,16,web,,S1,\nE,CRITICAL,15,web,,,\nA,HIGH,3,web:0.5,,S1,2\n"
    text, change = ways(found := shop(tmp_path, DATED, head + rows, CARDS))["A"]
    assert (text, change) == ("3 h more for ANN in S1", "--capacity ANN@S1=+3h")
    _more_is_placed(found, "A", change)


def test_a_sprint_more_is_no_way_for_who_has_left(tmp_path: Path) -> None:
    """ANN has left when it would begin: what is split, and what waits, is not helped by it."""
    head = "id,priority,estimated_hours,capabilities,dependencies,split\n"
    team = DATED.replace("{id: ANN}", "{id: ANN, until: 2027-01-05}")
    rows = "A,HIGH,24,web,,4h\nN,HIGH,12,ops:0.6,,\nB,HIGH,4,web,N,\n"
    cards = {"ANN": "web: 0.9", "BEN": "ops: 0.9"}
    found = ways(shop(tmp_path, team.replace("limit: 4", "limit: 12"), head + rows, cards))
    assert found["A"] == (ANOTHER, "")
    late = team.replace("{id: BEN, limit: 4}", "{id: BEN, limit: {S1: 4, S2: 16}}")
    (tmp_path / "late").mkdir()
    assert ways(shop(tmp_path / "late", late, head + rows, cards))["B"] == ("what it waits for earlier", "")


def test_of_two_sprints_the_one_that_can_hold_it_is_named(tmp_path: Path) -> None:
    """The second sprint lacks fewer hours, and has too few whatever goes."""
    team = DATED.replace("{id: ANN}", "{id: ANN, limit: {S1: 16, S2: 8}}")
    head = "id,priority,estimated_hours,capabilities,dependencies,deadline\n"
    found = ways(shop(tmp_path, team, f"{head}C,CRITICAL,16,web,,\nA,HIGH,12,web,,\n", CARDS))
    assert found["A"][0] == "a second ANN, or 12 h of other work away from ANN in S1"


def test_hours_are_told_beside_somebody_who_is_gone(tmp_path: Path) -> None:
    """BEN has left when it can begin, and ANN has no hours then: they are what helps, and no rule is to be lifted."""
    team = DATED.replace("{id: BEN, limit: 4}", "{id: BEN, until: 2027-01-05}")
    head = "id,priority,estimated_hours,capabilities,dependencies,earliest\n"
    found = shop(tmp_path, team, head + "A,CRITICAL,16,web,,S2\nB,HIGH,2,web:0.5,A,\n", CARDS)
    text, change = ways(found)["B"]
    assert text == "2 h more for ANN in S2"
    _more_is_placed(found, "B", change)


@pytest.mark.parametrize("team", [TEAM, DATED.replace("{id: ANN}", "{id: ANN, limit: {S1: 10, S2: 10}}")])
def test_a_batch_that_waits_for_itself_may_be_split(tmp_path: Path, team: str) -> None:
    """A and C have one member, and B comes between: all of it is too long, and without the rule A and B are not."""
    head = "id,priority,estimated_hours,capabilities,dependencies,batch\n"
    rows = "A,HIGH,8,web,,K\nB,HIGH,8,web,A,\nC,HIGH,8,web,B,K\n"
    found = shop(tmp_path, f"{team}policies: {{batch: together}}\n", head + rows, CARDS)
    told = ways(found)
    assert told["A"] == ("let batch K be split", "--batch K=prefer")
    assert told["B"] == ("place A first, which it needs: let batch K be split", "")
    _more_is_placed(found, "A", told["A"][1])


CREWS = {
    "too few people": ("A,HIGH,2,web:0.5,,,3\n", "A", "bring in somebody who has web 0.5"),
    "too few people who need nothing": ("A,HIGH,2,,,,3\n", "A", "bring in somebody more"),
    "a seat that nobody has": ("A,HIGH,2,web:0.5,,,web:0.5 | cobol:0.7\n", "A", "bring in somebody who has cobol 0.7"),
    "one who can be trained": ("A,HIGH,2,web:0.8,,,2\n", "A", "train BEN to web 0.8"),
    "the other seat": ("A,HIGH,2,web:0.5,,,web:0.5 | ops:0.6\n", "A", "train ANN to ops 0.6"),
}


@pytest.mark.parametrize(("rows", "task", "said"), CREWS.values(), ids=CREWS)
def test_what_a_crew_lacks_is_a_person_or_the_training_of_one(tmp_path: Path, rows: str, task: str, said: str) -> None:
    """Named is not the first seat, which has somebody, but the one that is empty and whoever is nearest to it."""
    head = "id,priority,estimated_hours,capabilities,dependencies,deadline,crew\n"
    assert ways(shop(tmp_path, DATED, head + rows, CARDS))[task][0] == said


def test_a_date_that_opens_nothing_is_not_offered(tmp_path: Path) -> None:
    """Who could do it has left before it may begin: no later deadline helps."""
    team = DATED.replace("{id: ANN}", "{id: ANN, until: 2027-01-06}")
    head = "id,priority,estimated_hours,capabilities,dependencies,deadline,earliest\n"
    rows = "A,CRITICAL,2,web:0.5,,,S2\nB,HIGH,10,web,,S2,2027-01-07\nC,HIGH,10,web,A,S2,2027-01-07\n"
    found = ways(shop(tmp_path, team, head + rows, CARDS))
    assert found["B"] == ("an earlier start than 2027-01-07", "--earliest B=none")
    assert found["C"] == ("somebody who can and is there in its days", "")


def test_one_change_after_which_nothing_has_a_place_is_not_offered(tmp_path: Path) -> None:
    """More hours in a period do not make its first day long enough: that the nearest change does not do is said."""
    head = "id,priority,estimated_hours,capabilities,dependencies,deadline\n"
    found = ways(shop(tmp_path, DATED, f"{head}A,HIGH,18,web,,2027-01-04\nB,HIGH,18,web,,\n", CARDS))
    assert found["A"] == (ANOTHER, "")
    assert found["B"] == ("2 h more for ANN in S1", "--capacity ANN@S1=+2h")


ORDERED = "id,priority,estimated_hours,capabilities,dependencies,deadline,earliest,crew,split\n"
D = "D,CRITICAL,4,ops,,S1,,\n"
IN_ORDER = {
    "what ends too late and cannot be earlier": (
        f"{D}T,HIGH,16,web,D,S1,,\n",
        "a later deadline than S1",
        "--deadline T=none",
    ),
    "one period too late, one full": (
        f"{D}E,CRITICAL,16,web,,,S2,\nT,HIGH,4,web,D,,,\n",
        "4 h more for ANN in S2, or D earlier",
        "--capacity ANN@S2=+4h",
    ),
    "nothing that it waits for": (
        "Y,CRITICAL,4,web,,2027-01-04,,\nT,HIGH,6,web,,2027-01-04,,\n",
        "less other work with ANN in its days",
        "",
    ),
    "a crew": (
        "D,CRITICAL,2,ops,,S1,2027-01-05,\nE,CRITICAL,16,web,,,S2,\nT,HIGH,2,,D,,,web | ops\n",
        "2 h more for ANN in S2, or D earlier",
        "--capacity ANN@S2=+2h",
    ),
    "parts that go together": (
        f"{D}E,CRITICAL,16,web,,,S2,\nT,HIGH,4,web,D,,,,2h\n",
        "D earlier",
        "",
    ),
}


@pytest.mark.parametrize(("rows", "said", "change"), IN_ORDER.values(), ids=IN_ORDER)
def test_where_there_is_no_order_of_work_each_is_told_of_what_is_so(
    tmp_path: Path, rows: str, said: str, change: str
) -> None:
    """BEN does D until S1 ends: ANN's hours there are of no use behind it, and in S2 she has too few."""
    cards = {"ANN": "web: 0.9", "BEN": "ops: 0.9"}
    found = shop(tmp_path, DATED, f"{ORDERED}{rows}", cards)
    assert ways(found)["T"] == (said, change)
    _more_is_placed(found, "T", change)


ONE = "calendar: {hours_per_day: 8}\nperiods: [{id: S1, start: 2027-03-01, end: 2027-03-05}]\n"
TWO = ONE.replace("]\n", ", {id: S2, start: 2027-03-08, end: 2027-03-12}]\n")
TOO_LONG = {
    "no order has room": (ONE, "A,HIGH,30,web,,\nB,HIGH,38,web,A,\n", "B", "one more sprint", "--sprint 1"),
    "a rule that is not alone in the way": (
        TWO + "rules: {separate: [[A, C]]}\n",
        "A,HIGH,30,web,,\nC,CRITICAL,20,web,A,S1\n",
        "C",
        "a later deadline than S1",
        "--deadline C=none",
    ),
    "a mentor who is away": (
        TWO
        + "roster: [{id: ANN}, {id: BEN, leave: [2027-03-01..2027-03-05]}]\n"
        + "grow: [{member: ANN, capability: ops, hours: 24, mentor: BEN, mentor_share: 0.25}]\n",
        "A,CRITICAL,10,ops,,S1\nB,HIGH,20,ops,,\n",
        "A",
        "a later deadline than S1",
        "--deadline A=none",
    ),
    "a rule that is": (
        ONE + "roster: [{id: ANN}, {id: BEN, limit: 4}]\nrules: {separate: [[A, C], [A, D]]}\n",
        "A,CRITICAL,30,web,,\nC,HIGH,8,web,,\n",
        "C",
        "lift the rule that gives it and others different members",
        "--separate A, C=none",
    ),
}


@pytest.mark.parametrize(("team", "rows", "task", "said", "change"), TOO_LONG.values(), ids=TOO_LONG)
def test_what_does_nothing_is_not_offered_before_what_does(
    tmp_path: Path, team: str, rows: str, task: str, said: str, change: str
) -> None:
    """Nothing that comes earlier, and no rule that is lifted, makes 50 h of a week: a date or a sprint does."""
    head = "id,priority,estimated_hours,capabilities,dependencies,deadline\n"
    cards = {"ANN": "web: 0.9\n- ops: 0.5", "BEN": "web: 0.8\n- ops: 0.9"}
    found = shop(tmp_path, team, f"{head}{rows}D,LOW,1,web,,\n", cards)
    text, made = ways(found)[task]
    assert (text, made.replace("'", "")) == (said, change)
    _more_is_placed(found, task, made)


def test_one_window_has_no_other_period(tmp_path: Path) -> None:
    """What cannot be worked in order within the window is told of a longer one: there is no period to move it to."""
    team = "roster:\n  - {id: ANN, limit: 40}\n  - {id: BEN, limit: 40}\npolicies: {order: fit}\n"
    found = shop(tmp_path, team, f"{BACKLOG}A,HIGH,40,web,\nB,HIGH,40,web,A\n", {"ANN": "web: 0.9", "BEN": "web: 0.9"})
    assert ways(found) == {"B": ("A in less time, or a longer window", "")}
    (tmp_path / "team.yaml").write_text(team.replace("order: fit", "order: next"))
    assert ways(read_workspace(tmp_path)) == {"B": ("a later window, or order: fit in the place of next", "")}
