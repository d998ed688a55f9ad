"""The table of commands is what the commands themselves say."""

from __future__ import annotations

import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from solver.cli import COMMANDS
from solver.version import VERSION
from tests.cli.test_plan import DATA, run


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_there_and_says_what_it_answers(name: str) -> None:
    """The table's line fits a terminal, and the command's own help opens with the first line of its docstring."""
    module, function, text = COMMANDS[name]
    assert len(text) <= 76
    assert text.endswith(".")
    first = (getattr(import_module(module), function).__doc__ or "").splitlines()[0]
    assert first in " ".join(run(name, "--help").stdout.split())


def test_a_typing_error_gets_a_suggestion() -> None:
    """A command that is not there is a usage error with the closest name."""
    found = run("pln")
    assert found.exit_code == 2
    assert "Did you mean 'plan'" in found.stderr


def test_quiet_and_verbose() -> None:
    """Notes stand on stderr, -q leaves them out, -v adds each step; stdout is the same in all three."""
    plain, quiet, verbose = (run("plan", DATA / "corner", *words) for words in ((), ("-q",), ("-v",)))
    assert "every card is one member with 40 h" in plain.stderr
    assert quiet.stderr == ""
    assert "quality: 106600, at most" in verbose.stderr
    assert plain.stdout == quiet.stdout == verbose.stdout


@pytest.mark.parametrize("ending", ["json", "csv", "md", "txt"])
def test_check_writes_every_format(ending: str, tmp_path: Path) -> None:
    """Each format holds every finding."""
    run("check", DATA / "corner", "-o", tmp_path / f"found.{ending}")
    text = (tmp_path / f"found.{ending}").read_text()
    assert "CAP001" in text
    assert "oven" in text


def test_the_version() -> None:
    """The command says which version it is, and nothing else."""
    found = run("--version")
    assert (found.stdout, found.exit_code) == (f"teamwright {VERSION}\n", 0)


@pytest.mark.parametrize("words", [["check"], ["plan", "--format", "json"], ["graph", "--format", "dot"]])
def test_a_stdout_that_takes_nothing_is_a_fault(words: list[str]) -> None:
    """Closed or full: the user did not get what was asked for, exits 2 and reads why."""
    for how, why in ((">&-", "closed"), (">/dev/full", "no space left on device")):
        line = shlex.join([sys.executable, "-c", "from solver.cli import main; main()", *words, str(DATA / "corner")])
        done = subprocess.run(f"{line} {how}", shell=True, capture_output=True, text=True)
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1] == f"stdout:1: expected to write to it, got {why}"


def test_where_nothing_can_be_written_is_said_first(tmp_path: Path) -> None:
    """A format that the command does not write lists those that it does; a folder that is not there is named."""
    found = run("plan", DATA / "corner", "-o", tmp_path / "plan.dot")
    assert "ends in one of .json, .csv, .md, .html, .xlsx, .txt, .htm, got" in " ".join(
        found.stderr.replace("\u2502", " ").split()
    )
    assert "no folder" in str(run("graph", DATA / "corner", "-o", tmp_path / "no" / "x.dot").exception)
    assert not list(tmp_path.iterdir())


def test_a_workbook_without_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line that installs it, before anything is planned."""
    monkeypatch.setattr("solver.cli.console.output.find_spec", lambda _: None)
    found = run("report", DATA / "corner", "-o", tmp_path / "r.xlsx")
    assert "Maybe pip install '.[look]' in the folder of its sources." in str(found.exception)
