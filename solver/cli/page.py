"""The command ``app``; its file has another name because ``solver.cli.app`` is the whole command line."""

from __future__ import annotations

import runpy
import socket
import sys
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated

import typer

from solver.cli.options import Folder
from solver.errors import Fault, InputError
from solver.importers.doors import read_workspace
from solver.report.app.door import OwnPageOnly, is_local
from solver.report.app.parsing import parse_in_turn

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
    listening = ["--host", host]
    if port:
        _free(host, port)
        listening += ["--port", str(port)]
    window = ["--headless"] if no_browser else []
    # The whole path: of a folder named 2026 marimo would make a number.
    asked = ["--workspace", str(workspace.resolve()), "--time-limit", str(time_limit)]
    # The server's own token is computed from the page's public source: everybody who has it could come in.
    token = ["--token", "--token-password", token_urlsafe(32)]
    fixed = ["--no-check", "--no-sandbox", *token]
    sys.argv = ["marimo", "run", str(PAGE), *listening, *window, *fixed, "--", *asked]
    try:
        _guard(host)
        parse_in_turn()
        runpy.run_module("marimo", run_name="__main__")
    except ImportError as error:
        fault = Fault("app", 1, "the extra 'look'", "no marimo", "pip install 'teamwright[look]'.")
        raise InputError((fault,)) from error


def _guard(host: str) -> None:
    """Have the server refuse what other pages ask for."""
    from marimo._server.registry import MIDDLEWARE_REGISTRY
    from starlette.middleware import Middleware

    MIDDLEWARE_REGISTRY.register("teamwright", Middleware(OwnPageOnly, local=is_local(host)))


def _free(host: str, port: int) -> None:
    """Raise a fault if somebody else listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            fault = Fault("--port", 1, "an address and a port that are free", f"{host} {port}: {error.strerror}")
            raise InputError((fault,)) from error
