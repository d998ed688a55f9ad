"""Who may come in at the page's door, and where what is kept may lie."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from solver.errors import InputError
from solver.report.app.door import OwnPageOnly, is_local, is_own
from solver.report.app.key import TokenOnly
from solver.report.app.saving import inside
from tests.browser.chromium import free_port
from tests.cli.test_plan import DATA

SESSIONS = 30


OUTSIDE = ["../x.yaml", "/tmp/x.yaml", "a/../../x.yaml", "link/x.yaml", "~/../../x.yaml", "x\0.yaml"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_kept_stays_in_the_workspace(name: str, tmp_path: Path) -> None:
    """Dots, roots and links lead nowhere else."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    with pytest.raises(InputError, match="in the workspace"):
        inside(folder, name)


def test_what_is_kept_lies_from_the_workspace_on(tmp_path: Path) -> None:
    """A plain name and one in a folder are places of the workspace, whatever the current folder."""
    assert inside(tmp_path, "x.yaml") == tmp_path.resolve() / "x.yaml"
    assert inside(tmp_path, "a/../b/x.yaml") == tmp_path.resolve() / "b" / "x.yaml"
    assert inside(tmp_path, str(tmp_path / "x.yaml")) == tmp_path.resolve() / "x.yaml"


@pytest.mark.parametrize(
    ("host", "origin", "local", "expected"),
    [
        ("127.0.0.1:80", None, True, True),
        ("localhost:80", "http://localhost:80", True, True),
        ("[::1]:80", "http://[::1]:80", True, True),
        ("localhost:80", "http://LOCALHOST:80", True, True),
        ("localhost:80", "http://localhost:81", True, False),
        ("localhost:80", "http://127.0.0.1:80", True, False),
        ("localhost:80", "null", True, False),
        ("localhost:80", "", True, False),
        ("localhost:80", "file://localhost:80", True, False),
        ("here.example:80", "http://here.example:80", True, False),
        ("here.example:80", "http://here.example:80", False, True),
        ("here.example:80", "http://there.example:80", False, False),
        ("", None, True, False),
        ("[", None, True, False),
    ],
)
def test_only_the_page_itself(host: str, origin: str | None, local: bool, expected: bool) -> None:
    """The same name and port, or no page at all; where only this machine is heard, by its fixed names."""
    assert is_own(host, origin, local=local) is expected


@pytest.mark.parametrize(("host", "local"), [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False)])
def test_what_is_heard_by_this_machine_alone(host: str, local: bool) -> None:
    """Loopback addresses and the machine's own name."""
    assert is_local(host) is local


@pytest.mark.parametrize(("kind", "said"), [("websocket", "websocket.close"), ("http", "http.response.start")])
def test_a_foreign_page_is_answered_and_handed_nothing(kind: str, said: str) -> None:
    """The page's own application never hears of it."""
    told: list[dict[str, object]] = []

    async def app(*_: object) -> None:
        raise AssertionError

    async def send(message: dict[str, object]) -> None:
        told.append(message)

    headers = [(b"host", b"localhost:1"), (b"origin", b"http://elsewhere.example")]
    asyncio.run(OwnPageOnly(app)({"type": kind, "headers": headers}, app, send))  # type: ignore[arg-type]
    assert told[0]["type"] == said


def call(
    app: TokenOnly | OwnPageOnly, query: str = "", cookie: str = "", kind: str = "http"
) -> list[dict[str, object]]:
    """Return what an application says to one request."""
    told: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        told.append(message)

    headers = [(b"host", b"localhost:7"), *([(b"cookie", cookie.encode())] if cookie else [])]
    scope = {"type": kind, "headers": headers, "query_string": query.encode(), "server": ("127.0.0.1", 7)}
    asyncio.run(app(scope, send, send))  # type: ignore[arg-type]
    return told


async def open_room(scope: object, receive: object, send: Callable[[dict[str, object]], Awaitable[None]]) -> None:
    """Answer whoever comes in."""
    await send({"type": "http.response.start", "status": 200, "headers": []})


@pytest.mark.parametrize(
    ("query", "cookie", "status"),
    [
        ("access_token=right", "", 200),
        ("", "teamwright_7=right", 200),
        ("", "other=1; teamwright_7=right", 200),
        ("access_token=wrong", "", 401),
        ("access_token=", "", 401),
        ("", "teamwright_7=wrong", 401),
        ("", "teamwright_8=right", 401),
        ("", "", 401),
        ("access_token=wr%C3%B6ng", "", 401),
    ],
)
def test_the_token_opens_the_page_and_its_cookie_keeps_it_open(query: str, cookie: str, status: int) -> None:
    """With the right token in the address or in the cookie of this port one comes in, otherwise not."""
    assert call(TokenOnly(open_room, "right"), query, cookie)[0]["status"] == status


def test_the_cookie_is_for_this_page_alone() -> None:
    """No script reads it and no other page sends it; nothing that is sent is kept or loads anything from elsewhere."""
    headers = dict(call(TokenOnly(open_room, "right"), "access_token=right")[0]["headers"])  # type: ignore[call-overload]
    assert headers[b"set-cookie"] == b"teamwright_7=right; HttpOnly; SameSite=Strict; Path=/"
    assert headers[b"cache-control"] == b"no-store"
    assert b"default-src 'none'" in headers[b"content-security-policy"]
    assert call(TokenOnly(open_room, "right"), "access_token=right", kind="websocket")[0]["type"] == "websocket.close"


@contextmanager
def served(seed: str, folder: Path) -> Iterator[tuple[int, str]]:
    """Run the page's server and yield its port and token."""
    port = free_port()
    words = [sys.executable, "-c", "from solver.cli import main; main()", "app", str(DATA / "corner")]
    with (folder / "log").open("w+") as log:
        words += ["--no-browser", "--port", str(port)]
        process = subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, "PYTHONHASHSEED": seed})
        try:
            for _ in range(600):
                if token := re.search(r"access_token=(\S+)", (folder / "log").read_text()):
                    break
                assert process.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
            assert token
            yield port, token[1]
        finally:
            process.terminate()
            process.wait()


def post(port: int, path: str, words: object, cookie: str = "", **headers: str) -> tuple[int, bytes]:
    """Return status and body of what the page's server answers."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as line:
        sent = {"content-type": "application/json", **({"cookie": cookie} if cookie else {}), **headers}
        line.request("POST", path, json.dumps(words), sent)
        answer = line.getresponse()
        return answer.status, answer.read()


def plan_of(port: int, cookie: str, number: int) -> bool:
    """Return whether a page that opens gets its plan."""
    status, body = post(port, "/plan", {"page": str(number), "lines": ["remove: CLERK"] if number % 2 else []}, cookie)
    messages = [json.loads(line) for line in body.splitlines()]
    return status == 200 and messages[-1]["final"] and "board" in messages[-1]["parts"]


@pytest.mark.slow
def test_the_door_of_the_server(tmp_path: Path) -> None:
    """Another token at each start whatever the seed; foreign pages stay outside; thirty pages are answered at once."""
    with served("0", tmp_path) as (port, first):
        cookie = f"teamwright_{port}={first}"
        with ThreadPoolExecutor(SESSIONS) as pool:
            assert all(pool.map(lambda number: plan_of(port, cookie, number), range(SESSIONS)))
    with served("0", tmp_path) as (port, second):
        assert first != second
        cookie, old = f"teamwright_{port}={second}", f"teamwright_{port}={first}"
        words = {"page": "1", "lines": []}
        assert post(port, "/plan", words, cookie, origin="http://elsewhere.example")[0] == 403
        assert post(port, "/plan", words, cookie, origin="null")[0] == 403
        assert post(port, "/plan", words, old)[0] == 401
        assert post(port, "/plan", words)[0] == 401
        assert post(port, "/plan", words, cookie, origin=f"http://127.0.0.1:{port}")[0] == 200
        assert post(port, "/save", {"lines": ["remove: CLERK"], "name": "a", "file": "../a.yaml"}, cookie)[1].count(
            b"workspace"
        )
        assert not (DATA / "a.yaml").exists()
