"""Who may come in at the page's door, and where what is kept may lie."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from solver.errors import InputError
from solver.report.app.door import OwnPageOnly, is_local, is_own
from solver.report.app.parsing import parse_in_turn
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


def test_threads_parse_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many threads make trees at once, from text and from trees, and what is compiled takes over nothing."""
    monkeypatch.setattr("builtins.compile", compile)
    parse_in_turn()
    text, found = Path(__file__).read_text(), []

    def work() -> None:
        for _ in range(5):
            compile(ast.parse(text), "x", "exec", dont_inherit=True)
            found.append(compile("1", "x", "eval").co_flags & 0x1000000)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [0] * 40


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


async def _session(port: int, token: str, number: int) -> str:
    """Return how the first run of a session ends: "completed-run", or what went wrong."""
    address = f"ws://127.0.0.1:{port}/ws?session_id=s_{number:06d}&access_token={token}"
    async with connect(address, max_size=None) as socket:
        while True:
            message = json.loads(await asyncio.wait_for(socket.recv(), 120))
            output = (message["data"].get("output") or {}) if message["op"] == "cell-op" else {}
            if "error" in str(output.get("mimetype")):
                return str(output)
            if message["op"] == "completed-run":
                return str(message["op"])


async def _sessions(port: int, token: str) -> list[str]:
    return await asyncio.gather(*(_session(port, token, number) for number in range(SESSIONS)))


async def _refused(port: int, token: str, origin: str | None) -> int:
    address = f"ws://127.0.0.1:{port}/ws?session_id=s_ffffff&access_token={token}"
    try:
        async with connect(address, origin=origin):  # type: ignore[arg-type]
            return 101
    except InvalidStatus as error:
        return error.response.status_code


@pytest.mark.slow
def test_the_door_of_the_server(tmp_path: Path) -> None:
    """Another token at each start whatever the seed; foreign pages stay outside; thirty sessions come in at once."""
    with served("0", tmp_path) as (port, first):
        assert asyncio.run(_sessions(port, first)) == ["completed-run"] * SESSIONS
    with served("0", tmp_path) as (port, second):
        assert first != second
        tries = [("http://elsewhere.example", second), ("null", second), (None, first), (None, second)]
        assert [asyncio.run(_refused(port, token, origin)) for origin, token in tries] == [403, 403, 403, 101]
