"""Options that mean the same everywhere are the same everywhere."""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module
from inspect import signature

import pytest

from solver.cli import COMMANDS
from solver.cli.options.groups import Form, Now, Search, Source

SHARED = {field.name: field for group in (Source, Now, Form, Search) for field in fields(group)}
# A plan remembers its workspace, and a report its own three formats; a world that is large has less time for each plan.
OWN = {
    ("report", "output"),
    ("report", "format"),
    ("graph", "format"),
    ("export", "output"),
    ("import", "workspace"),
    ("init", "workspace"),
    ("app", "time_limit"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_shared_options_have_one_meaning(name: str) -> None:
    """An option with the name of a shared one has its spelling and, but for the time, its default."""
    module, function, _ = COMMANDS[name]
    for option in signature(getattr(import_module(module), function)).parameters.values():
        shared = SHARED.get(option.name)
        if shared is None or (name, option.name) in OWN:
            continue
        if option.name not in {"time_limit", "workspace"}:
            assert option.default == shared.default, option.name


@pytest.mark.parametrize("name", ["plan", "whatif", "sweep", "advise", "noise", "resilience", "fix", "check", "graph"])
def test_whatever_reads_a_workspace_takes_its_parts_from_elsewhere(name: str) -> None:
    """Team, backlog and vocabulary of every command can be other files."""
    module, function, _ = COMMANDS[name]
    assert {field.name for field in fields(Source)} <= set(
        signature(getattr(import_module(module), function)).parameters
    )
