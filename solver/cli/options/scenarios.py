"""Which scenarios a command was asked for: changes on the command line, and names in scenarios.yaml."""

from __future__ import annotations

from pathlib import Path

from solver.changes.change import Change, Scenario
from solver.changes.scenarios import INCLUDE, scenarios_of, with_included
from solver.errors import Fault, InputError
from solver.readers.scenarios import Texts, read_scenarios


def chosen_scenarios(
    file: Path, inline: tuple[Change, ...], names: tuple[str, ...], *, wanted: bool
) -> tuple[Scenario, ...]:
    """Return the scenario of the inline changes if there are any, then those of the file that are named, or all."""
    texts = stored(file) if wanted or any(change.kind == INCLUDE for change in inline) else {}
    changed = (Scenario("changed", with_included(inline, texts, file)),) if inline else ()
    return changed + (scenarios_of(texts, file, names) if wanted else ())


def stored(file: Path) -> Texts:
    """Return what scenarios.yaml holds."""
    if not file.exists():
        raise InputError((Fault(str(file), 1, "scenarios, or changes on the command line", "no such file"),))
    return read_scenarios(file)
