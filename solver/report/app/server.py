"""The server of the what-if page: it hands questions on to other processes, and their answers to the page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from solver.errors import InputError
from solver.report.app.asked import Asked, Message
from solver.report.app.desk import Desk, Lines, lost
from solver.report.app.jobs import LostError
from solver.report.app.lines import MOST_LETTERS, MOST_LINES, as_written, changes_of, with_line
from solver.report.app.saving import inside, save_scenario
from solver.report.app.shell import script, sheet, shell

MOST_BYTES: Final = 256_000


async def _words(request: Request) -> dict[str, Any]:
    """Return what a page sends, empty if that is no object of a sensible size."""
    if int(request.headers.get("content-length") or 0) > MOST_BYTES:
        return {}
    try:
        found = json.loads(await request.body())
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _lines_of(words: dict[str, Any]) -> Lines:
    """Return the lines of a page, with those that it adds."""
    lines: Lines = tuple(str(one)[:MOST_LETTERS] for one in words.get("lines", ()))
    for one in words.get("add", ()):
        lines = with_line(lines, str(one)[:MOST_LETTERS])
    return lines[:MOST_LINES]


def server(asked: Asked, periods: tuple[str, ...] = ()) -> Starlette:
    """Return the server of a workspace's page, without its door.

    Parameters
    ----------
    asked : Asked
        The workspace.
    periods : tuple of str
        The ids of its periods, where it has any.

    Returns
    -------
    Starlette
        An ASGI application.
    """
    desk, names = Desk(asked), tuple(asked.world.names)
    page = shell(asked.folder.resolve().name, names, periods)

    async def plan(request: Request) -> Response:
        words = await _words(request)
        told = _told(desk, str(words.get("page", "")), _lines_of(words))
        return StreamingResponse(told, media_type="application/x-ndjson")

    async def ask(request: Request) -> Response:
        words = await _words(request)
        about = {key: str(words.get(key, "")) for key in ("task", "member")}
        try:
            found = await desk.answer(str(words.get("page", "")), _lines_of(words), str(words.get("what", "")), about)
        except LostError as error:
            found = lost(error)
        return JSONResponse(_sent(found))

    async def save(request: Request) -> Response:
        words = await _words(request)
        lines = _lines_of(words)
        return JSONResponse(await asyncio.to_thread(_saved, asked.folder, names, lines, words))

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(desk.find_base())
        yield
        desk.jobs.end_all()
        task.cancel()

    routes = [
        Route("/", lambda _: Response(page, media_type="text/html")),
        Route("/page.css", lambda _: Response(sheet(), media_type="text/css")),
        Route("/page.js", lambda _: Response(script(), media_type="text/javascript")),
        Route("/plan", plan, methods=["POST"]),
        Route("/ask", ask, methods=["POST"]),
        Route("/save", save, methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=life)


async def _told(desk: Desk, name: str, lines: Lines) -> AsyncGenerator[bytes, None]:
    """Yield what a page is told of its lines: which they are, and each answer as it comes."""
    yield _line({"lines": lines})
    try:
        async with aclosing(desk.answers(name, lines)) as found:
            async for message in found:
                yield _line(_sent(message))
    except LostError as error:
        yield _line(lost(error))


def _sent(message: Message) -> Message:
    """Return what of an answer a page is sent: not its row, which is no text."""
    return {key: value for key, value in message.items() if key != "row"}


def _line(message: Message) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _saved(folder: Path, names: tuple[str, ...], lines: Lines, words: dict[str, Any]) -> Message:
    """Keep lines as a scenario of the workspace and say so, or what is in the way."""
    name, file = str(words.get("name", "")), str(words.get("file", ""))
    try:
        changes = changes_of(lines, folder, names)
        save_scenario(inside(folder, file), name, as_written(changes, lines), add=bool(words.get("more")))
    except InputError as error:
        return {"faults": [str(fault) for fault in error.faults]}
    except OSError as error:
        return {"faults": [error.strerror or "it cannot be written"]}
    return {"said": f"Saved as {name} in {file}."}
