"""The table of commands is what the commands themselves say."""

from __future__ import annotations

from importlib import import_module

import pytest

from solver.cli import COMMANDS
from tests.cli.test_plan import run


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_the_table_is_that_of_the_command(name: str) -> None:
    """The line in the table is the first line of the command's docstring, and its own help opens with it."""
    module, function, text = COMMANDS[name]
    assert (getattr(import_module(module), function).__doc__ or "").splitlines()[0] == text
    assert text in " ".join(run(name, "--help").stdout.split())


def test_a_typing_error_gets_a_suggestion() -> None:
    """A command that is not there is a usage error with the closest name."""
    found = run("pln")
    assert found.exit_code == 2
    assert "Did you mean 'plan'" in found.stderr
