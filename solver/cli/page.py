"""The command ``app``; its file has another name because ``solver.cli.app`` is the whole command line."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.options import Folder
from solver.errors import Fault, InputError
from solver.readers.workspace import read_workspace

PAGE = Path(__file__).parents[1] / "report" / "app" / "page.py"


def app(
    workspace: Folder = Path(),
    host: Annotated[str, typer.Option(help="the address to listen on; others than this machine only if you say so")] = (
        "127.0.0.1"
    ),
    port: Annotated[int | None, typer.Option(help="a free one is found if not given", min=1, max=65535)] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="print the address, open nothing")] = False,
    time_limit: Annotated[float, typer.Option(help="seconds for each plan", min=0.1)] = 60.0,
) -> None:
    """Open a page on which the team can be changed, and see what that does to the plan."""
    read_workspace(workspace)
    words = [
        "run",
        str(PAGE),
        "--host",
        host,
        "--no-check",
        "--no-sandbox",
        "--token",
        *(["--headless"] if no_browser else []),
    ]
    words += ["--port", str(port)] if port else []
    sys.argv = ["marimo", *words, "--", "--workspace", str(workspace), "--time-limit", str(time_limit)]
    try:
        runpy.run_module("marimo", run_name="__main__")
    except ImportError as error:
        fault = Fault("app", 1, "the extra 'look'", "no marimo", "pip install 'teamwright[look]'.")
        raise InputError((fault,)) from error
