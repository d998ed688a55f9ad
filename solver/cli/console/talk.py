"""How much a command says on stderr: with -q nothing but faults, with -v each step of a search."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Annotated, Any, Final

import typer

from solver.cli.console.terminal import width
from solver.report.text.layout import fitted
from solver.report.text.markup import printable_lines


@dataclass
class Talk:
    """What the user asked for in this call, set anew by each; ``around`` stands around whatever is said."""

    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    around: Callable[[], AbstractContextManager[None]] = nullcontext


TALK: Final = Talk()


def note(text: str) -> None:
    """Say something worth knowing beside the result, unless -q."""
    if not TALK.quiet:
        tell("\n".join(fitted(text.split("\n"), width(sys.stderr))))


def detail(text: str) -> None:
    """Say what only somebody who asked for it wants to know."""
    if TALK.verbose:
        tell(text)


def tell(text: str) -> None:
    """Say something on stderr whatever was asked for; no name in it says anything to the terminal."""
    with TALK.around():
        typer.echo(printable_lines(text), err=True)


def _keep(param: typer.CallbackParam, value: bool) -> None:
    setattr(TALK, str(param.name), value)


def _declared(
    quiet: Annotated[bool, typer.Option("-q", "--quiet", callback=_keep, help="no notes on stderr")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", callback=_keep, help="each step on stderr")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", callback=_keep, help="no colours on a terminal")] = False,
) -> None:
    """Declare the options once, in typer's own way."""


def talk_options() -> list[Any]:
    """Return the options -q, -v and --no-color, which every command has and none is passed."""
    alone = typer.Typer(add_completion=False)
    alone.command()(_declared)
    found = [param for param in typer.main.get_command(alone).params if param.name != "help"]
    for param in found:
        param.expose_value = False
    return found
