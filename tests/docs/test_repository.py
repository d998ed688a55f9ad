"""The files that a hosting site reads say what the project does."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import yaml

import solver

ROOT = Path(__file__).parents[2]


def read(name: str) -> dict[object, object]:
    """Return a YAML file of the repository."""
    found = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_the_workflow_runs_what_everybody_runs() -> None:
    """Its only command is `make test`: what is green there is green here."""
    jobs = read(".github/workflows/test.yml")["jobs"]
    assert [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step] == ["make test"]


def test_the_citation_is_of_this_version() -> None:
    """Who cites the package names the version that it has, and its licence."""
    found = read("CITATION.cff")
    assert str(found["version"]) == solver.__version__
    assert found["license"] == "MIT"
    assert found["title"] == "teamwright"


def test_hooks_download_nothing() -> None:
    """Every hook is local and runs a tool that `make test` has installed."""
    repositories = read(".pre-commit-config.yaml")["repos"]
    assert {one["repo"] for one in repositories} == {"local"}
    hooks = [hook for one in repositories for hook in one["hooks"]]
    assert all(hook["language"] == "system" and hook["entry"].startswith(".venv/bin/") for hook in hooks)


def test_issue_forms_say_what_they_are_for() -> None:
    """Each begins with its name and what it is about, which the site shows before it is opened."""
    forms = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.md"))
    assert forms
    for form in forms:
        head = yaml.safe_load(form.read_text(encoding="utf-8").split("---\n")[1])
        assert head["name"]
        assert head["about"]


def test_every_room_stands_in_the_reference() -> None:
    """The reference names each room and each lone file of the package but the command line."""
    text = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    rooms = {
        path.stem for path in (ROOT / "solver").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    wanted = {f"   solver.{name}" for name in rooms - {"__init__", "__main__", "cli"}}
    assert wanted <= set(text.splitlines())


def test_the_picture_of_the_rooms_is_of_this_contract() -> None:
    """What is drawn is what the import contract and the rooms themselves say."""
    drawn = runpy.run_path(str(ROOT / "docs" / "rooms.py"))
    assert drawn["PICTURE"].read_text(encoding="utf-8") == drawn["picture"]()
    names = {name for rooms in drawn["layers"]() for name in rooms}
    rooms = (path for path in (ROOT / "solver").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists())
    assert names == {f"solver.{path.stem}" for path in rooms} - {"solver.__init__", "solver.version"}


def test_the_walk_leads_through_what_is_there() -> None:
    """At most eight steps, each one file, and the function that it names stands in it."""
    walk = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## A walk for newcomers")[1]
    steps = re.findall(r"^\d\. \[`(\S+)`\]\((\S+)\): `(\w+)`", walk, re.MULTILINE)
    assert 1 <= len(steps) <= 8
    assert len(steps) == len(re.findall(r"^\d\.", walk, re.MULTILINE))
    for shown, file, function in steps:
        assert shown == file
        assert re.search(rf"^def {function}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), function
