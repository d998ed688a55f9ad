"""The command ``app``; its file has another name because ``solver.cli.app`` is the whole command line."""

from __future__ import annotations

import socket
import webbrowser
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated

import typer

from solver.cli.options.shared import Folder
from solver.errors import Fault, InputError, not_installed
from solver.importers.doors import read_workspace
from solver.report.app.asked import Asked
from solver.report.app.door import OwnPageOnly, is_local
from solver.report.app.jobs import preload
from solver.report.app.key import TOKEN, TokenOnly


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
    preload()
    found = read_workspace(workspace)
    try:
        import uvicorn

        from solver.report.app.server import server
    except ImportError as error:
        raise not_installed("app", "look", f"no {error.name}") from error
    door = _listening(host, port)
    # Drawn anew at each start: whoever does not see this terminal does not come in.
    token = token_urlsafe(32)
    asked = Asked(workspace.resolve(), found.world, time_limit=time_limit)
    page = server(asked, found.team.periods)
    guarded = OwnPageOnly(TokenOnly(page, token), local=is_local(host))
    address = f"http://{_named(host)}:{door.getsockname()[1]}/?{TOKEN}={token}"
    typer.echo(f"What if? {address}\nCtrl-C ends it.")
    if not no_browser:
        webbrowser.open(address)
    settings = uvicorn.Config(guarded, log_level="error", access_log=False, ws="none", timeout_graceful_shutdown=2)
    try:
        uvicorn.Server(settings).run(sockets=[door])
    except KeyboardInterrupt:
        return
    finally:
        door.close()


def _named(host: str) -> str:
    """Return an address as it stands in another one."""
    return f"[{host}]" if ":" in host else host


def _listening(host: str, port: int | None) -> socket.socket:
    """Return a door that is open; raise a fault if somebody else listens there."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port or 0))
        door.listen()
    except OSError as error:
        door.close()
        fault = Fault("--port", 1, "an address and a port that are free", f"{host} {port}: {error.strerror}")
        raise InputError((fault,)) from error
    return door
