"""A lead's week: the plan of Monday, and on Wednesday two late tickets, somebody ill until Friday and an urgent one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from solver.cli import app
from solver.errors import InputError
from solver.readers.scenarios import read_scenarios

PEOPLE = {
    "ANA": ("api", "web"),
    "BEN": ("api", "data"),
    "CLEO": ("web", "design"),
    "DAN": ("web",),
    "EVA": ("test", "data"),
}
TEAM = """periods: [{id: S1, start: 2027-03-01, end: 2027-03-05}, {id: S2, start: 2027-03-08, end: 2027-03-12}]
roster:
  - {id: ANA}
  - {id: BEN%s}
  - {id: CLEO, week: {mon: 8, tue: 8, wed: 8, thu: 8}}
  - {id: DAN}
  - {id: EVA, committed: {S1: 8}}
"""
HEAD = "id,title,priority,status,assigned_to,estimated_hours,capabilities,dependencies,due,deadline,remaining\n"
MONDAY = """A,Agree the interface,CRITICAL,TODO,,16,api:0.7,,,,
B,Load the archive,HIGH,TODO,,20,data:0.7,,S1,,
C,First page,HIGH,TODO,,24,web:0.7,A,,S2,
D,Draw the icons,MEDIUM,TODO,,12,design:0.7,,,,
E,Test the loading,HIGH,TODO,,12,test:0.7,B,,,
F,Second page,MEDIUM,TODO,,24,web:0.7,C,,,
G,Serve the archive,MEDIUM,TODO,,20,api:0.7,B,,,
H,Third page,LOW,TODO,,30,web:0.7,,,,
I,Tidy the tables,LOW,TODO,,12,data:0.7,,,,
"""
WEDNESDAY = (
    MONDAY.replace("A,Agree the interface,CRITICAL,TODO,,", "A,Agree the interface,CRITICAL,IN_PROGRESS,ANA,")
    .replace("D,Draw the icons,MEDIUM,TODO,,", "D,Draw the icons,MEDIUM,IN_PROGRESS,CLEO,")
    .replace("api:0.7,,,,\n", "api:0.7,,,,8\n", 1)
    .replace("design:0.7,,,,\n", "design:0.7,,,,10\n")
    + "N,Payments fail,CRITICAL,TODO,,8,web:0.7,,,2027-03-05,\n"
)


def write(folder: Path, backlog: str, leave: str = "") -> None:
    """Write team, cards and backlog."""
    (folder / "cards").mkdir(exist_ok=True)
    for name, abilities in PEOPLE.items():
        lines = "".join(f"- {one}: 0.9\n" for one in abilities)
        (folder / "cards" / f"{name}.md").write_text(f"# {name}\n## Core Capabilities\n{lines}")
    (folder / "team.yaml").write_text(TEAM % leave)
    (folder / "backlog.csv").write_text(HEAD + backlog)


def run(*words: str) -> tuple[int, str, str]:
    """Return exit code, stdout and stderr of a command."""
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder as it is on Wednesday, with the plan of Monday beside it."""
    folder = tmp_path_factory.mktemp("week")
    write(folder, MONDAY)
    assert run("plan", str(folder), "-o", str(folder.parent / "monday.json"))[0] == 0
    write(folder, WEDNESDAY, ", leave: [2027-03-03..2027-03-05]")
    return folder


def test_what_slips_is_said_first_and_the_moves_are_proved(week: Path) -> None:
    """The first line is about what slips; the new ticket has a place, started work stays, and less does not do."""
    code, out, err = run("replan", str(week.parent / "monday.json"), "--at", "2027-03-03")
    assert code == 0
    first, *rest = out.splitlines()
    assert first == "What slips, most urgent first:"
    head = next(line for line in rest if " moves" in line or line.startswith("1 move"))
    assert "(proved: no plan with the same urgent work moves less)" in head
    assert out.index("What slips") < out.index(head) < out.index("moves, all of them:")
    assert "a move of what S1, the commitment, holds counts 3 (" in out
    assert "any other 1: forecasts are cheap" in out
    assert "N comes in with" in out
    assert "A moves" not in out
    assert "D moves" not in out
    assert "B is in progress with" in err or "B is done" in err


def test_what_slips_is_said_before_what_that_rests_on(week: Path) -> None:
    """On the screen, where both streams meet, the answer stands above the assumptions."""
    seen = CliRunner().invoke(app, ["replan", str(week.parent / "monday.json"), "--at", "2027-03-03"]).output
    assert seen.startswith("What slips, most urgent first:")
    assert "B is in progress with BEN" in seen[seen.index("moves, all of them:") :]


def test_an_estimate_that_grew_is_planned_on(monday: Path, tmp_path: Path) -> None:
    """D takes twice what the plan knew: its end by the plan is not the end; a plan of that day has no more to grow."""
    later = tmp_path / "thursday.json"
    write(monday.parent / "team", MONDAY.replace("TODO,,12,design", "TODO,,24,design"))
    code, _, err = run("replan", str(monday), "--at", "2027-03-04", "-o", str(later))
    assert code == 0
    assert "D is in progress with CLEO: " in err
    assert "as its estimate has grown since the plan" in err
    assert [one for one in json.loads(later.read_text())["assignments"] if one["task"] == "D"]
    assert "grown" not in run("replan", str(later), "--at", "2027-03-05")[2]


def test_the_plan_of_wednesday_keeps_to_what_is_left(week: Path) -> None:
    """Nothing is planned for who is ill, the urgent ticket ends by its deadline, and the level of moves is closed."""
    out = week.parent / "wednesday.json"
    assert run("replan", str(week.parent / "monday.json"), "--at", "2027-03-03", "-o", str(out))[0] == 0
    data = json.loads(out.read_text())
    assert not [one for one in data["assignments"] if one["member"] == "BEN" and one["period"] == "S1"]
    (new,) = (one for one in data["assignments"] if one["task"] == "N")
    assert new["end_date"] <= "2027-03-05"
    (moves,) = (one for one in data["levels"] if one["name"] == "moves")
    assert moves["gap"] == 0
    assert {one["member"] for one in data["assignments"] if one["task"] in {"A", "D"}} == {"ANA", "CLEO"}


def test_diff_tells_who_and_when(week: Path) -> None:
    """From Monday to Wednesday each task that goes to somebody else in another sprint says both."""
    out = week.parent / "diffed.json"
    assert run("replan", str(week.parent / "monday.json"), "--at", "2027-03-03", "-o", str(out))[0] == 0
    code, text, _ = run("diff", str(week.parent / "monday.json"), str(out))
    assert code == 0
    assert "N comes in with" in text
    assert "period 1" not in text


# What else a Wednesday may bring: started work that is too long for its deadline, or for any sprint, a new ticket that
# is, and started work of who is ill.
LATE = WEDNESDAY.replace("api:0.7,,,,8\n", "api:0.7,,,2027-03-05,30\n")
LONG = WEDNESDAY.replace("api:0.7,,,,8\n", "api:0.7,,,,50\n")
NEW = WEDNESDAY.replace(
    "N,Payments fail,CRITICAL,TODO,,8,web:0.7,,,2027-03-05,", "N,Pay,CRITICAL,TODO,,30,web:0.7,,,2027-03-04,"
)
ILL = WEDNESDAY.replace(
    "B,Load the archive,HIGH,TODO,,20,data:0.7,,S1,,", "B,Load the archive,HIGH,IN_PROGRESS,BEN,20,data:0.7,,,S1,12"
)


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the plan of Monday; its folder is rewritten by each test."""
    folder = tmp_path_factory.mktemp("weeks") / "team"
    folder.mkdir()
    write(folder, MONDAY)
    plan = folder.parent / "monday.json"
    assert run("plan", str(folder), "-o", str(plan))[0] == 0
    return plan


@pytest.mark.parametrize(
    ("backlog", "said", "slips"),
    [
        (LATE, "A cannot be done by its deadline 2027-03-05: it is started and stays with ANA, 30 h remain", "A "),
        (ILL, "B cannot be done by its deadline S1: it is started and stays with BEN, 12 h remain", "B "),
        (NEW, "N cannot be done by its deadline 2027-03-04, whatever else is left out", "N "),
    ],
)
def test_a_deadline_that_can_no_longer_hold_is_said_first(monday: Path, backlog: str, said: str, slips: str) -> None:
    """Exit 3, the rest is planned with the fewest moves all the same, and the command that names fixes is there."""
    write(monday.parent / "team", backlog, ", leave: [2027-03-03..2027-03-05]")
    code, out, err = run("replan", str(monday), "--at", "2027-03-03")
    assert code == 3
    lines = out.splitlines()
    assert lines[0].startswith(said)
    assert lines[1] == "What slips, most urgent first:"
    assert any(line.strip().startswith(slips) for line in lines[2:5])
    assert "(proved: no plan with the same urgent work moves less)" in out
    assert f"teamwright fix --plan {monday} --at 2027-03-03 names the cheapest changes" in err
    assert "B is in progress with BEN: 4 h remain" in err or backlog is ILL


def test_a_budget_of_moves_that_is_too_small_is_no_matter_for_fix(week: Path) -> None:
    """It is named as what is in the way; `fix` knows of no budget and would say that nothing needs to change."""
    code, out, err = run("replan", str(week.parent / "monday.json"), "--at", "2027-03-03", "--max-moves", "0")
    assert code == 3
    assert "at most 0 tasks may move" in out
    assert "teamwright fix" not in err


def test_data_says_what_slips_and_which_deadline_cannot_hold(monday: Path) -> None:
    """As the exit code does: the plan is there, and that a deadline was lifted for it is beside it."""
    write(monday.parent / "team", LATE, ", leave: [2027-03-03..2027-03-05]")
    new = monday.parent / "wednesday.json"
    assert run("replan", str(monday), "--at", "2027-03-03", "-o", str(new))[0] == 3
    data = json.loads(new.read_text())
    (missed,) = data["missed"]
    assert (missed["task"], missed["deadline"]) == ("A", "2027-03-05")
    assert "A" in [one["task"] for one in data["slips"]]


def test_a_new_ticket_without_a_place_is_a_slip(monday: Path) -> None:
    """It was in no plan, and yet it stays out: that is what is said of it, with its deadline."""
    write(monday.parent / "team", NEW, ", leave: [2027-03-03..2027-03-05]")
    _, out, _ = run("replan", str(monday), "--at", "2027-03-03")
    assert "N        CRITICAL new, and stays out (not by its deadline 2027-03-04)  Pay" in out


@pytest.mark.parametrize(
    ("backlog", "first", "then"),
    [
        (LATE, "shift the deadline of A from 2027-03-05", "then A is with ANA in S1, ANA in S2"),
        (LONG, "let A be split into parts of 4 h", "then A is with ANA in S1, ANA in S2"),
        (ILL, "shift the deadline of B from S1 to 2027-03-09", "then B is with BEN in S2"),
        (NEW, "15 h each", "then N is with"),
    ],
)
def test_fixes_in_the_middle_of_a_sprint(monday: Path, backlog: str, first: str, then: str) -> None:
    """With what is left of the sprint, moving little of the plan that is being worked; started work stays."""
    write(monday.parent / "team", backlog, ", leave: [2027-03-03..2027-03-05]")
    code, out, _ = run("fix", "--plan", str(monday), "--at", "2027-03-03")
    assert code == 0
    head = out[out.index("fix 1") : out.index("fix 2")]
    assert first in head
    assert then in head
    assert "not known whether something cheaper does" not in head
    _, _, rest = head.partition("    as lines of a scenario:\n")
    kept = monday.parent / "scenarios.yaml"
    kept.write_text("fix:\n" + "".join(f"{line}\n" for line in rest.splitlines() if line.startswith("      - ")))
    (scenario,) = read_scenarios(kept).values()
    assert scenario
    assert {kind for kind, *_ in scenario} <= {"deadline", "split", "second", "require"}
    assert "is pinned to" not in out
    if backlog is not NEW:
        assert out.startswith("No plan exists as it is:")
        assert "is started and stays with" in out
        assert "against the plan that is being worked:" in head


def test_fixes_are_said_before_what_they_rest_on(monday: Path) -> None:
    """On the screen, where both streams meet, the answer stands above the assumptions, whatever the exit code is."""
    write(monday.parent / "team", LATE, ", leave: [2027-03-03..2027-03-05]")
    for words in (), ("--price", "date=never", "--price", "hours=never", "--price", "started=never"):
        seen = CliRunner().invoke(app, ["fix", "--plan", str(monday), "--at", "2027-03-03", *words])
        assert seen.exit_code == (3 if words else 0)
        assert seen.output.index("No plan exists as it is:") < seen.output.index("is in progress with BEN")


def test_a_fix_on_a_day_without_a_plan_takes_states_from_the_backlog(monday: Path) -> None:
    """Days that have gone by have no hours left; nothing is said to be done that the backlog does not say."""
    write(monday.parent / "team", NEW, ", leave: [2027-03-03..2027-03-05]")
    code, out, err = run("fix", str(monday.parent / "team"), "--at", "2027-03-03")
    assert code == 0
    assert out.startswith("N cannot be done by its deadline 2027-03-04")
    assert "is done" not in err
    assert run("fix", str(monday.parent / "team"), "--at", "Wednesday")[0] == 2


def test_a_folder_that_is_named_is_read_and_other_parts_are_refused(
    monday: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`.` is a folder like any other; a plan remembers its files, so that others beside it would not be read."""
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(app, ["fix", ".", "--plan", str(monday)])
    assert isinstance(found.exception, InputError)
    assert "role card" in str(found.exception)
    for words in (("--backlog", "other.csv"), ("--strict",)):
        code, _, err = run("fix", "--plan", str(monday), *words)
        assert code == 2
        assert f"got {' '.join(words)}" in " ".join(err.split())


def test_fixes_of_a_plan_of_one_window(tmp_path: Path) -> None:
    """What the backlog calls started stays with its owner; there is no sprint that could be running."""
    folder = tmp_path / "team"
    folder.mkdir()
    write(folder, WEDNESDAY.replace("2027-03-05", "").replace(",S1,", ",,").replace(",S2,", ",,"))
    (folder / "team.yaml").write_text("roster: [{id: ANA}, {id: BEN}, {id: CLEO}, {id: DAN}, {id: EVA}]\n")
    plan = tmp_path / "plan.json"
    assert run("plan", str(folder), "-o", str(plan))[0] == 0
    code, out, _ = run("fix", "--plan", str(plan))
    assert code == 0
    assert out.startswith("nothing needs to change")


def test_a_fix_in_one_window_keeps_to_the_plan(tmp_path: Path) -> None:
    """With four hours more everybody keeps what the plan gave, and who left no longer counts in what is compared."""
    folder, plan = tmp_path / "team", tmp_path / "plan.json"
    folder.mkdir()
    hours = {"A": 20, "B": 20, "C": 30}
    old = "".join(f"{name},{name},HIGH,TODO,,{each},web:0.7,,,,\n" for name, each in hours.items())
    write(folder, old)
    (folder / "team.yaml").write_text("limit: 36\nroster: [{id: ANA}, {id: CLEO}, {id: DAN}]\n")
    assert run("plan", str(folder), "-o", str(plan))[0] == 0
    (folder / "backlog.csv").write_text(HEAD + old + "N,New,CRITICAL,TODO,,30,web:0.7,,,,\n")
    code, out, _ = run("fix", "--plan", str(plan), "--place", "all")
    assert code == 0
    first = out[: out.index("fix 2")]
    assert "4 h more for" in first
    assert "against the plan without this wish" in first
    assert "moves" not in first
    (folder / "team.yaml").write_text(
        "roster: [{id: ANA, limit: 50}, {id: CLEO, limit: 40}]\nrules: {required: [A, B, C, N]}\n"
    )
    code, out, _ = run("fix", "--plan", str(plan))
    assert code == 0
    assert "against the plan that is being worked" in out
