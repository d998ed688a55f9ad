"""What a script can trust: the exit code of each status, and that of findings which were asked to fail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final

import typer

EXIT: Final = {"optimal": 0, "feasible": 0, "infeasible": 3, "unknown": 4}
FINDING: Final = 5
# How bad a finding is, the worst last.
SEVERITIES: Final = ("info", "warning", "error")

FailOn = Annotated[str, typer.Option(help=f"exit {FINDING} on a finding of at least: {', '.join(SEVERITIES)}")]


def refuse_unknown_severity(fail_on: str) -> None:
    """Raise where ``--fail-on`` names no severity.

    Raises
    ------
    BadParameter
        If it is neither one, nor ``never``.
    """
    if fail_on not in {"never", *SEVERITIES}:
        raise typer.BadParameter(f"expected --fail-on {'|'.join(SEVERITIES)}")


def fail_if_reached(severities: Iterable[str], fail_on: str) -> None:
    """End the command with the code of a finding if any severity is at least the one that should fail.

    Raises
    ------
    Exit
        If one is.
    """
    failing = () if fail_on == "never" else SEVERITIES[SEVERITIES.index(fail_on) :]
    if any(severity in failing for severity in severities):
        raise typer.Exit(FINDING)
