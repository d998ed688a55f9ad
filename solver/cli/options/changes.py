"""An option for each kind of change, for the commands that plan a changed team."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from solver.changes.catalogue import KINDS
from solver.changes.change import Change


def takes_changes(function: Callable[..., None]) -> Callable[..., None]:
    """Return the command with an option for each kind of change; the function gets them all as ``changes``.

    They come in the order of ``KINDS``: who joins, what changes, who and what goes.
    """
    signature = inspect.signature(function, eval_str=True)
    own = [one for one in signature.parameters.values() if one.name != "changes"]
    options = [_option(kind, one.form) for kind, one in KINDS.items()]

    def command(**words: Any) -> None:
        found = [Change(kind, text, f"--{kind}") for kind in KINDS for text in words.pop(kind) or ()]
        function(changes=tuple(found), **words)

    command.__doc__ = function.__doc__
    parameters = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in [*own, *options]]
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command


def _option(kind: str, form: str) -> inspect.Parameter:
    annotation = Annotated[list[str] | None, typer.Option(f"--{kind}", help=form, metavar="TEXT")]
    return inspect.Parameter(kind, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
