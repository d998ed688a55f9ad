"""The table of commands is what the commands themselves say."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from solver.cli import COMMANDS
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
