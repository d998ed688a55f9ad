"""A plan remembers what it was made from: it can be asked and made anew with the same parts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from unicodedata import normalize

import pytest

from solver.errors import InputError
from tests.cli.test_plan import DATA, run

TEAM = "roster:\n  - {id: BAKER, limit: 50}\n  - {id: CLERK}\n  - {id: DRIVER}\nweights: {balance: 0}\n"
VOCABULARY = "aliases: {baking: [bread_making]}\n"


@pytest.fixture(params=["inside", "outside"])
def parts(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, Path]]:
    """Return a workspace with a team, a backlog and a vocabulary of other names, in its folder or beside it."""
    folder = Path(shutil.copytree(DATA / "corner", tmp_path / "corner"))
    place = folder / "other" if request.param == "inside" else tmp_path / "other"
    place.mkdir()
    found = {name: place / f"my-{name}" for name in ("team.yaml", "backlog.csv", "vocabulary.yaml")}
    found["team.yaml"].write_text(TEAM)
    found["vocabulary.yaml"].write_text(VOCABULARY)
    # The folder's own backlog must not be taken instead.
    text = (folder / "backlog.csv").read_text()
    found["backlog.csv"].write_text(text.replace("T4,", "T9,"))
    return folder, {f"--{path.name[3:].partition('.')[0]}": path for path in found.values()}


def planned(folder: Path, parts: dict[str, Path]) -> Path:
    """Return a plan that was made with all three parts."""
    plan = folder.parent / "plan.json"
    found = run("plan", folder, *(str(word) for pair in parts.items() for word in pair), "-o", plan)
    assert found.exit_code == 0, found.output
    return plan


def test_a_plan_with_other_parts_can_be_asked(
    parts: tuple[Path, dict[str, Path]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each command that takes a plan reads what it was made from, from whatever folder it is called."""
    folder, files = parts
    plan = planned(folder, files)
    monkeypatch.chdir(tmp_path)
    for words in (
        ("explain", plan),
        ("explain", plan, "T9"),
        ("why-not", plan, "T9", "BAKER", "--quick"),
        ("suggest", "T9", "--plan", plan),
        ("alternatives", plan, "--most", "1"),
        ("graph", folder, "--plan", plan),
        ("report", folder, "--plan", plan, "--quick", "-o", tmp_path / "r.md"),
    ):
        found = run(*words)
        assert found.exit_code == 0, (words, found.exception)
    assert "changes" not in run("suggest", "T9", "--plan", plan).stderr


def test_replan_makes_the_plan_anew_with_the_same_parts(parts: tuple[Path, dict[str, Path]]) -> None:
    """What nothing has happened to does not move, and the new plan remembers the parts as well."""
    folder, files = parts
    plan = planned(folder, files)
    again = run("replan", plan, "--json")
    one, two = json.loads(plan.read_text()), json.loads(again.stdout)
    assert [two[key] for key in ("assignments", "loads")] == [one[key] for key in ("assignments", "loads")]
    assert two["meta"]["files"] == one["meta"]["files"]
    assert two["meta"]["inputs"] == one["meta"]["inputs"]
    assert (two["meta"]["engine"], bool(two["meta"]["engine_why"])) == ("road", True)


def test_a_change_in_another_part_is_seen(parts: tuple[Path, dict[str, Path]]) -> None:
    """The part that was read counts, not the folder's own; a newer backlog is no reason not to suggest."""
    folder, files = parts
    plan = planned(folder, files)
    (folder / "backlog.csv").write_text("id\n")
    assert run("explain", plan).exit_code == 0
    files["--backlog"].write_text(files["--backlog"].read_text() + "T10,,,,,,1,,,,\n")
    assert isinstance(run("explain", plan).exception, InputError)
    assert run("suggest", "T9", "--plan", plan).exit_code == 0
    files["--team"].write_text(TEAM.replace("50", "51"))
    found = run("suggest", "T9", "--plan", plan)
    assert "the files that the plan was made from" in str(found.exception)


def test_a_moved_workspace_takes_its_parts_along(tmp_path: Path) -> None:
    """A part that lies in the folder is looked for in the folder where it is now."""
    folder = Path(shutil.copytree(DATA / "corner", tmp_path / "corner"))
    (folder / "other.yaml").write_text(TEAM)
    plan = planned(folder, {"--team": folder / "other.yaml"})
    folder.rename(tmp_path / "moved")
    assert run("explain", plan, "--workspace", tmp_path / "moved").exit_code == 0


def test_nobody_may_move_but_somebody_must(tmp_path: Path) -> None:
    """A budget of moves below what a leaver makes necessary is told in the user's numbers, with the names."""
    folder = Path(shutil.copytree(DATA / "corner", tmp_path / "corner"))
    run("plan", folder, "-o", tmp_path / "plan.json")
    (folder / "cards" / "CLERK.md").unlink()
    for words in ((), ("--move-price", "1")):
        found = run("replan", tmp_path / "plan.json", "--max-moves", "1", *words)
        assert found.exit_code == 3
        said = "2 must: T2 (CLERK is no longer there), T4 (CLERK is no longer there)"
        assert found.stdout.splitlines()[1:] == ["    at most 1 task may move", f"    {said}"]


def test_files_are_found_again_by_names_as_they_are_on_the_disk(tmp_path: Path) -> None:
    """Folder, card and backlog with decomposed names, as macOS writes them, are the very files of the plan."""
    folder = Path(shutil.copytree(DATA / "corner", tmp_path / normalize("NFD", "Büro")))
    (folder / "cards" / "BAKER.md").rename(folder / "cards" / f"{normalize('NFD', 'BÄCKER')}.md")
    backlog, plan = folder / normalize("NFD", "Aufträge.csv"), tmp_path / "plan.json"
    shutil.move(folder / "backlog.csv", backlog)
    assert run("plan", folder, "--backlog", backlog, "-o", plan).exit_code == 0
    for words in (("explain", plan), ("why-not", plan, "T1", normalize("NFD", "BÄCKER"))):
        found = run(*words)
        assert found.exit_code == 0, (words, found.exception)
    assert "T1" in found.stdout


def test_names_in_a_plan_are_composed(tmp_path: Path) -> None:
    """Whoever wrote the file: a member is the same in either form."""
    folder = Path(shutil.copytree(DATA / "corner", tmp_path / "corner"))
    (folder / "cards" / "BAKER.md").rename(folder / "cards" / "BÄCKER.md")
    plan = tmp_path / "plan.json"
    assert run("plan", folder, "-o", plan).exit_code == 0
    plan.write_text(normalize("NFD", plan.read_text(encoding="utf-8").replace("cards/BÄCKER.md", "CARD")))
    text = plan.read_text(encoding="utf-8").replace("CARD", "cards/BÄCKER.md")
    plan.write_text(text, encoding="utf-8")
    found = run("explain", plan, "BÄCKER")
    assert found.exit_code == 0, found.exception
