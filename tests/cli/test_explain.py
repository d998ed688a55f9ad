"""The commands that answer questions about a plan, as a user types them."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path

import pytest

from solver.errors import InputError
from tests.cli.test_plan import DATA, copy_of, run

# What a delivery lead should not have to know.
JARGON = re.compile(
    r"infeasib|optimi|objective|constraint|slack|dual|marginal|bound|gap|incumbent|lexicogr|solver|heuristic", re.I
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a plan of the hand-checkable workspace."""
    path = tmp_path / "plan.json"
    run("plan", DATA / "corner", "-o", path)
    return path


def test_explain_adds_up(plan: Path) -> None:
    """The rows of the whole plan add up to the levels, and to the quality that its README computes by hand."""
    text = run("explain", plan).stdout
    assert "    quality +106.60 h" in text
    assert "    CRITICAL work +1\n    HIGH work +2\n    MEDIUM work +1\n    LOW work +0" in text
    assert "    uneven loads: highest load CLERK -4.000 h" in text
    data = json.loads(run("explain", plan, "--json").stdout)
    sums: dict[str, int] = {}
    for row in data["terms"]:
        sums[row["level"]] = sums.get(row["level"], 0) + row["units"]
    assert sums == data["totals"] == {"CRITICAL": 1, "HIGH": 2, "MEDIUM": 1, "quality": 106600}


def test_explain_a_task(plan: Path) -> None:
    """A task that is placed shows what its member has; one that stayed out shows each member."""
    text = run("explain", plan, "T1").stdout
    assert "baking (primary): has 1, needs 0.8, weight 1" in text
    assert "load 0 h before, 30 h with it, of 40 h" in text
    assert text.endswith("Instead, with everything else planned anew:\n    nobody else can take it\n")
    why = json.loads(run("explain", plan, "T1", "--format", "json").stdout)["why"]
    units = [(row["level"], row["name"], row["units"]) for row in why["rows"]]
    assert units == [("CRITICAL", "value", 1), ("quality", "fit", 30000), ("quality", "preference", 6000)]
    lines = run("explain", plan, "T5").stdout.splitlines()
    assert "stayed out (outbid)" in lines[0]
    assert " ".join(lines[2].split()) == "BAKER fit 1.00 10 h free CRITICAL work -1, LOW work +1, quality -13.00 h"
    assert lines[3].strip() == "instead of T1 (BAKER, 30 h, CRITICAL work 1, quality +39.00 h)"
    assert "can: oven_repair: has 0, needs 0.8" in run("explain", plan, "T6").stdout


def test_explain_a_member(plan: Path) -> None:
    """A member shows its load and each task with its needs."""
    text = run("explain", plan, "CLERK").stdout
    assert text.startswith("CLERK has 2 of 4 tasks, 40 h of 40 h\n")
    assert "bookkeeping (primary): has 0.8, needs 0.8, weight 1" in text


def test_more_hours_for_the_baker_bring_the_recipe(plan: Path) -> None:
    """T5 needs ten more hours of BAKER: nine bring nothing, and the walk goes on past them."""
    lines = run("explain", plan, "--hours").stdout.splitlines()
    assert lines[1].split()[:5] == ["BAKER:", "1", "h", "more", "brings"]
    assert lines[2].split()[:7] == ["BAKER:", "10", "h", "more", "LOW", "work", "+1,"]
    assert lines[2].endswith("(+1 task)")
    rows = list(csv.DictReader(io.StringIO(run("explain", plan, "--hours", "--format", "csv").stdout)))
    assert [(row["amount"], row["LOW"]) for row in rows if row["member"] == "BAKER"][:2] == [("1", "0"), ("10", "1")]


def test_what_binds(plan: Path) -> None:
    """Limits and gates that cost something come first; a capability that nobody has is one of them."""
    text = run("explain", plan, "--binds").stdout
    assert "BAKER: oven_repair 0.8 higher" in text
    assert "BAKER: 10 h more" in text
    text = run("explain", plan, "BAKER", "--binds").stdout
    assert "CLERK" not in text
    assert "DRIVER" not in text


def test_who_instead(plan: Path, tmp_path: Path) -> None:
    """Each task has a row with the next best member and the price, or that nobody else can take it."""
    lines = run("explain", plan, "--instead").stdout.splitlines()
    assert lines[1].split(maxsplit=3) == ["T1", "BAKER", "-", "nobody else can take it"]
    folder = copy_of("corner", tmp_path)
    card = folder / "cards" / "DRIVER.md"
    card.write_text(card.read_text().replace("driving: 0.9", "driving: 0.9\n- bookkeeping: 0.9"))
    run("plan", folder, "-o", tmp_path / "two.json")
    rows = json.loads(run("explain", tmp_path / "two.json", "--instead", "--json").stdout)
    (other,) = (row["runner_up"] for row in rows if row["task"] == "T4")
    assert (other["member"], other["price"]["changes"]["HIGH"]) == ("DRIVER", -1)
    assert isinstance(run("explain", plan, "T1", "--hours").exception, InputError)
    # Named, a task has one row, and a member those of what it has; what stayed out is explained.
    assert run("explain", plan, "T1", "--instead").stdout.splitlines()[1].split() == lines[1].split()
    assert len(run("explain", plan, "T1", "--instead").stdout.splitlines()) == 2
    asked = run("explain", plan, "CLERK", "--instead", "--json")
    assert {row["member"] for row in json.loads(asked.stdout)} == {"CLERK"}
    assert run("explain", plan, "T5", "--instead").stdout == run("explain", plan, "T5").stdout


def test_why_not(plan: Path) -> None:
    """A gate names the numbers; a price names the work that would be lost; both say the smallest change."""
    text = run("why-not", plan, "T1", "CLERK").stdout
    assert text.startswith("CLERK does not meet the minimums:\n    baking: has 0, needs 0.8\n")
    assert "    baking of CLERK from 0 to 0.8" in text
    text = run("why-not", plan, "T5", "BAKER").stdout
    assert "T5 with BAKER: CRITICAL work -1, LOW work +1" in text
    assert "    T1 stays out (BAKER had it)" in text
    assert text.endswith("(price 10):\n    10 h more for BAKER: a load limit of 50 h\n")
    assert "smallest" not in run("why-not", plan, "T5", "BAKER", "--quick").stdout
    assert run("why-not", plan, "T1", "BAKER").stdout == "BAKER has T1 in this plan.\n"
    data = json.loads(run("why-not", plan, "T5", "BAKER", "--json").stdout)
    assert data["why_not"]["price"]["changes"]["CRITICAL"] == -1
    edit = data["smallest_change"]["edits"][0]
    assert (edit["kind"], edit["before"], edit["after"], edit["price"]) == ("hours", 40, 50, 10)


def test_suggest(plan: Path) -> None:
    """Everybody is listed with fit, free hours and the price, or with what stops them."""
    lines = run("suggest", "T5", "--plan", plan).stdout.splitlines()
    assert lines[0].split()[:5] == ["BAKER", "fit", "1.00", "10", "h"]
    assert lines[2].endswith("free  can: baking: has 0, needs 0.8")


def test_suggest_knows_a_task_that_is_newer_than_the_plan(tmp_path: Path) -> None:
    """Who could take a new task is asked with the old plan; a changed card is refused unless told."""
    folder = copy_of("corner", tmp_path)
    run("plan", folder, "-o", tmp_path / "plan.json")
    backlog = folder / "backlog.csv"
    first, *rest = backlog.read_text().splitlines()
    new = rest[0].replace("T1,", "T9,").replace(",30,", ",5,")
    backlog.write_text("\n".join([first, *rest, new]) + "\n")
    found = run("suggest", "T9", "--plan", tmp_path / "plan.json")
    assert found.stdout.splitlines()[0].split()[:6] == ["BAKER", "fit", "1.00", "10", "h", "free"]
    assert "changes in backlog.csv since; everything else is taken as planned" in found.stderr
    card = folder / "cards" / "BAKER.md"
    card.write_text(card.read_text() + "\n")
    assert isinstance(run("suggest", "T9", "--plan", tmp_path / "plan.json").exception, InputError)
    assert run("suggest", "T9", "--plan", tmp_path / "plan.json", "--changed").exit_code == 0


def test_alternatives(plan: Path) -> None:
    """In the shop nobody else can do anything, so there is no other plan."""
    text = run("alternatives", plan, "--differ", "1").stdout
    assert text == "No other plan places the same work, loses at most 5 % of quality and differs in 1 task.\n"
    assert json.loads(run("alternatives", plan, "--format", "json").stdout) == []


def test_unknown_names_are_faults(plan: Path) -> None:
    """A task that is not there is a fault with a suggestion."""
    found = run("why-not", plan, "T11", "BAKER")
    assert isinstance(found.exception, InputError)
    assert "expected an open task, got 'T11'\nMaybe 'T1'." in str(found.exception)


def test_replan_and_diff(tmp_path: Path) -> None:
    """When a member leaves, its tasks move or stay out, and nothing else does."""
    folder = copy_of("corner", tmp_path)
    run("plan", folder, "-o", tmp_path / "before.json")
    (folder / "cards" / "DRIVER.md").unlink()
    text = run("replan", tmp_path / "before.json", "--table").stdout
    assert text.splitlines()[:3] == [
        "1 move (proved: no plan with the same urgent work moves fewer)",
        "    against the earlier plan: HIGH work 2 -> 1",
        "    T3 stays out (DRIVER had it)",
    ]
    assert text.splitlines()[-1].split()[:6] == ["1", "1", "1", "1", "1", "0"]
    run("replan", tmp_path / "before.json", "-o", tmp_path / "after.json")
    lines = run("diff", tmp_path / "before.json", tmp_path / "after.json").stdout.splitlines()
    assert lines[:2] == ["T3 stays out (DRIVER had it)", "1 move"]
    assert not any(line.startswith("moves") for line in lines)
    assert "HIGH        2 -> 1 (-1)" in lines
    assert "    suits the member        91 -> 64 (-27)" in lines
    assert run("explain", tmp_path / "after.json").exit_code == 0
    found = run("explain", tmp_path / "before.json")
    assert "expected the files that the plan was made from, got changes in cards/DRIVER.md" in str(found.exception)
    assert "\nMaybe --changed, which takes them as they are now, or teamwright replan" in str(found.exception)
    assert "no longer holds" in run("explain", tmp_path / "before.json", "--changed").stderr
    assert run("replan", tmp_path / "before.json", "--max-moves", "0").exit_code == 3


def test_what_is_done_or_gone_does_not_stay_out(tmp_path: Path) -> None:
    """A task that is done or has left the backlog since is no move, and is not said to stay out."""
    folder = copy_of("corner", tmp_path)
    run("plan", folder, "-o", tmp_path / "before.json")
    text = (folder / "backlog.csv").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("T3,")]
    (folder / "backlog.csv").write_text("\n".join(lines) + "\n")
    run("plan", folder, "-o", tmp_path / "after.json")
    lines = run("diff", tmp_path / "before.json", tmp_path / "after.json").stdout.splitlines()
    assert lines[0] == "T3 is no longer to be planned (DRIVER had it)"
    assert not any("stays out" in line for line in lines)


def test_started_work_that_no_longer_fits_is_not_called_pinned(tmp_path: Path) -> None:
    """Started work without an owner in the backlog stays with whoever had it, and a clash says just that."""
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "ANN.md").write_text("## Core Capabilities\n- web: 0.9\n")
    (tmp_path / "backlog.csv").write_text("id,status,priority,estimated_hours\nA,IN_PROGRESS,HIGH,10\n")
    (tmp_path / "team.yaml").write_text("roster: [{id: ANN, limit: 40}]\n")
    run("plan", tmp_path, "-o", tmp_path / "plan.json")
    (tmp_path / "team.yaml").write_text("roster: [{id: ANN, limit: 5}]\n")
    found = run("replan", tmp_path / "plan.json")
    assert found.exit_code == 3
    assert "A (10 h) is started and stays with ANN" in found.stdout
    assert "pinned" not in found.stdout


def test_started_work_of_who_left_is_open_again(tmp_path: Path) -> None:
    """Started work stays where it is; where its member left, it is open, and that is said."""
    folder = copy_of("studio", tmp_path)
    run("plan", folder, "-o", tmp_path / "plan.json")
    team = (folder / "team.yaml").read_text()
    assert "  - {id: MOBILE_ENGINEER, leave: 1d}\n" in team
    gone = team.replace("  - {id: MOBILE_ENGINEER, leave: 1d}\n", "").replace("MOBILE_ENGINEER, PLATFORM", "PLATFORM")
    (folder / "team.yaml").write_text(gone)
    found = run("replan", tmp_path / "plan.json")
    assert "open again: BRD-1" in found.stderr
    assert "proved: no plan with the same urgent work moves fewer" in found.stdout
    assert "BRD-1 stays out (MOBILE_ENGINEER had it)" in found.stdout


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"meta": {"inputs": {}}, "levels": [], "assignments": [1]}',
        '{"meta": {"inputs": {}}, "levels": [1], "assignments": []}',
    ],
)
def test_what_is_no_plan_is_refused(text: str, tmp_path: Path) -> None:
    """A file that holds no plan is a fault, never a crash."""
    path = tmp_path / "plan.json"
    path.write_text(text)
    for words in (("explain", path, "--workspace", DATA / "corner"), ("diff", path, path)):
        assert isinstance(run(*words).exception, InputError)


def test_a_plan_that_was_written_by_hand_is_checked(plan: Path) -> None:
    """Files that did not change do not make a plan right: it must keep the rules."""
    data = json.loads(plan.read_text())
    data["assignments"][0]["member"] = "CLERK"
    plan.write_text(json.dumps(data))
    found = run("explain", plan)
    assert isinstance(found.exception, InputError)
    assert "expected a plan that keeps the rules, got CLERK lacks baking for T1" in str(found.exception)


def test_each_wish_for_a_place_counts() -> None:
    """Two wishes are both wished for, whether they stand in one text or in two."""
    corner = DATA / "corner"
    both = run("fix", corner, "--place", "T5", "--place", "T6").stdout
    assert both == run("fix", corner, "--place", "T5,T6").stdout
    assert both != run("fix", corner, "--place", "T6").stdout


def test_what_tries_a_fix_has_the_place_that_was_asked_for(tmp_path: Path) -> None:
    """The printed what-if gives each wish its place, also where urgent work would have the hours again."""
    folder = copy_of("corner", tmp_path)
    backlog = folder / "backlog.csv"
    # T5 is the least urgent: ten hours more go to T7 unless T5 must have a place.
    backlog.write_text(backlog.read_text() + "T7,Bake for the fair,Baking,CRITICAL,TODO,,20,,baking,,\n")
    found = run("fix", folder, "--place", "T1,T5").stdout
    words = [line.partition("whatif ")[2] for line in found.splitlines() if "to try it" in line]
    assert words
    for line in words:
        (_, row) = json.loads(run("whatif", folder, *shlex.split(line), "--format", "json").stdout)
        assert not {"T1", "T5"} & {one["task"] for one in row["unassigned"]}, line
    # What a rule requires is there without a word.
    (folder / "team.yaml").write_text("rules: {required: [T1]}\n")
    found = run("fix", folder, "--place", "T1,T5").stdout
    assert "--require T5" in found
    assert "--require T1" not in found


def test_fixes_in_words() -> None:
    """Three different ways to place a task that does not fit, each a list of things to do."""
    text = run("fix", DATA / "corner", "--place", "T1,T5").stdout
    tried = "whatif --capacity BAKER=+10h --require T1 --require T5"
    more = f"10 h more for BAKER: a load limit of 50 h\n    to try it: {tried}"
    assert text.startswith(f"fix 1, price 10:\n    {more}\n    against the plan with")
    assert "\nfix 2, price 16:\n    low" in text
    assert "lower what T1 needs" not in text
    text = run("fix", DATA / "corner", "--place", "T1,T5", "--price", "minimum=2").stdout
    assert "fix 3, price 16" in text
    assert "lower what T1 needs of baking" in text
    text = run("fix", DATA / "corner").stdout
    assert text.startswith("nothing needs to change: a plan exists\n2 tasks stay out of it; --place names")
    assert "lower what T6 needs of oven_repair from 0.8 to 0" in run("fix", DATA / "corner", "--place", "T6").stdout
    text = run("fix", DATA / "corner", "--place", "all", "--format", "md").stdout
    assert "\n| 1 | 26 | lower what T6 needs of " in text
    found = run("fix", DATA / "corner", "--place", "T1,T5", "--price", "hours=never", "--price", "minimum=1").stdout
    assert "h more" not in found
    assert found.startswith("fix 1, price 8:")
    assert isinstance(run("fix", DATA / "corner", "--price", "hour=2").exception, InputError)
    assert "Maybe 'T1'" in str(run("fix", DATA / "corner", "--place", "t1").exception)


def test_three_fixes_for_an_overfull_workspace(tmp_path: Path) -> None:
    """Where started work no longer fits, three different lists of things to do, and no plan until one is done."""
    folder = copy_of("studio", tmp_path)
    team = (folder / "team.yaml").read_text()
    (folder / "team.yaml").write_text(team.replace("limit: 40", "limit: 12"))
    assert run("plan", folder).exit_code == 3
    text = run("fix", folder, "--most-hours", "8").stdout
    assert [line.split(",")[0] for line in text.splitlines() if line.startswith("fix")] == ["fix 1", "fix 2", "fix 3"]
    assert "take BRD-1 from MOBILE_ENGINEER, who has started it" in text
    assert "more for BACKEND_ENGINEER: a load limit of 16 h" in text
    assert not JARGON.search(text)


@pytest.mark.slow
def test_no_answer_needs_training(tmp_path: Path) -> None:
    """On the realistic workspace no command says a word that only a specialist knows."""
    path = tmp_path / "plan.json"
    run("plan", DATA / "studio", "-o", path)
    for words in (
        ("explain", path),
        ("explain", path, "PAY-2"),
        ("explain", path, "OPS-6"),
        ("explain", path, "API_ENGINEER"),
        ("explain", path, "--hours"),
        ("why-not", path, "BK-7", "API_ENGINEER"),
        ("why-not", path, "BK-7", "DESIGNER"),
        ("suggest", "BK-7", "--plan", path),
        ("alternatives", path),
        ("fix", DATA / "studio", "--place", "HIGH"),
        ("replan", path, "--table"),
    ):
        found = run(*words)
        assert found.exit_code == 0, found.output
        assert not JARGON.search(found.stdout), (words, JARGON.search(found.stdout))


OF_A_PLAN = [("explain",), ("why-not", "T1", "CLERK"), ("export", "--to", "csv"), ("alternatives",)]


@pytest.mark.parametrize("asked", OF_A_PLAN, ids=lambda words: words[0])
def test_a_file_without_a_plan_says_why_there_is_none(tmp_path: Path, asked: tuple[str, ...]) -> None:
    """Started work of somebody who cannot do it leaves no plan: what clashes is told, and no rule that it breaks."""
    folder, path = copy_of("corner", tmp_path), tmp_path / "plan.json"
    backlog = folder / "backlog.csv"
    backlog.write_text(backlog.read_text().replace("CRITICAL,TODO,,30", "CRITICAL,IN_PROGRESS,CLERK,30"))
    run("plan", folder, "-o", path)
    clash = "T1 (30 h) is started and stays with CLERK, who does not meet its minimums"
    said = f"{path}:1: expected a file that holds a plan, got none in it: {clash}"
    assert str(run(asked[0], path, *asked[1:]).exception) == said
    assert str(run("diff", path, path).exception) == said
    # One that was not found in time, and one of which several demands clash.
    data = json.loads(path.read_text())
    for status, conflict, why in (("unknown", [], "none was found in time"), ("infeasible", ["A", "B"], "A; B")):
        path.write_text(json.dumps(data | {"status": status, "conflict": conflict}))
        clash = "these cannot hold at once: " if conflict else ""
        assert str(run("diff", path, path).exception).endswith(f", got none in it: {clash}{why}")


def test_a_question_about_what_is_over_says_so(tmp_path: Path) -> None:
    """A task that is done is there: the fault says so, and what has it planned again; a member is never over."""
    folder, path = copy_of("corner", tmp_path), tmp_path / "plan.json"
    backlog = folder / "backlog.csv"
    backlog.write_text(backlog.read_text().replace("T3,Deliver the bread,Delivery,HIGH,TODO", "T3,,,HIGH,DONE"))
    run("plan", folder, "-o", path)
    way_back = f"Maybe IN_PROGRESS as its status ({backlog}:4) if it is not done."
    said = f"expected an open task (T3 is done), got 'T3'\n{way_back}"
    assert str(run("why-not", path, "T3", "BAKER").exception) == f"{path}:1: {said}"
    assert str(run("suggest", "T3", "--plan", path).exception) == f"{path}:1: {said}"
    found = str(run("explain", path, "T3").exception)
    assert found == f"{path}:1: {said.replace('task (', 'task or a member (')}"
    assert str(run("why-not", path, "T1", "T3").exception).startswith(f"{path}:1: expected a member, got 'T3'")
    wished = str(run("fix", folder, "--place", "T3").exception)
    assert wished.endswith(f"open tasks, batches, classes or all (T3 is done), got 'T3'\n{way_back}")
    # A plan that has work on it is none of these files.
    data = json.loads(path.read_text())
    path.write_text(json.dumps(data | {"assignments": [*data["assignments"], data["assignments"][0] | {"task": "T3"}]}))
    said = "expected a plan that keeps the rules, got work on tasks that are over"
    assert str(run("explain", path).exception) == f"{path}:1: {said}"


def test_a_workspace_that_is_no_folder_is_told_so(plan: Path) -> None:
    """A plan is no workspace, nor is what is not there: neither is searched for cards."""
    for path, got in ((plan, "a file"), (plan.parent / "nowhere", "no such folder")):
        assert str(run("check", path).exception) == f"{path}:1: expected a workspace, which is a folder, got {got}"
    inside = copy_of("corner", plan.parent) / "backlog.csv"
    assert str(run("plan", inside).exception).endswith(f"got a file\nMaybe {str(inside.parent)!r}, in which it is.")
