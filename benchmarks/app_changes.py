"""How long the what-if page takes: until it can be opened, until it says something, until the answer is final.

    python -m benchmarks.app_changes [--limit SECONDS]

runs ``teamwright app`` on fifteen people with sixty-three tasks, nine with seventy and forty with three hundred, and
asks it as a page does. Times are those of a clock, which a busy machine lengthens; beside them stand the seconds of the
processor that the page's processes had by then.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import psutil

from benchmarks.workspaces import Recipe, draw, write
from solver.readers.workspace import read_workspace
from tests.nine import nine_people

ROOT = Path(__file__).parents[1]


class Times(NamedTuple):
    """Seconds of a clock and of the processor until the first and the last answer, and what the last one says."""

    first: tuple[float, float]
    last: tuple[float, float]
    status: str


def worlds(folder: Path) -> dict[str, Path]:
    """Return the workspaces by their size."""
    large = folder / "large"
    write(draw(Recipe()), large)
    return {"15 x 63": ROOT / "data" / "studio", "9 x 70": nine_people(folder / "nine"), "40 x 300": large}


@contextmanager
def opened(workspace: Path, limit: float, log: Path) -> Iterator[tuple[int, str, float, psutil.Process]]:
    """Run the page's server; yield its port, its token, how long it took to listen, and its process."""
    words = ["app", str(workspace), "--no-browser", "--time-limit", f"{limit:g}"]
    command = [sys.executable, "-c", "from solver.cli import main; main()", *words]
    begin = time.monotonic()
    with log.open("w") as out:
        env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=ROOT, env=env)
    try:
        while not (found := re.search(r":(\d+)/\?access_token=(\S+)", log.read_text())):
            if process.poll() is not None:
                raise RuntimeError(log.read_text())
            time.sleep(0.02)
        yield int(found[1]), found[2], time.monotonic() - begin, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def spent(server: psutil.Process) -> float:
    """Return the seconds of the processor that a process and all that it started have had."""
    found = 0.0
    for one in (server, *server.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            found += sum(one.cpu_times()[:4])
    return found


def page(port: int, token: str) -> float:
    """Return how long the page takes that says what it does."""
    begin = time.monotonic()
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", f"/?access_token={token}")
    assert b"Planning the workspace" in line.getresponse().read()
    return time.monotonic() - begin


def asked(port: int, token: str, lines: list[str], server: psutil.Process) -> Times:
    """Return how long a change takes, from the click to its first and its last answer."""
    begin, before = time.monotonic(), spent(server)
    line = HTTPConnection("127.0.0.1", port, timeout=600)
    head = {"content-type": "application/json", "cookie": f"teamwright_{port}={token}"}
    line.request("POST", "/plan", json.dumps({"page": "bench", "lines": lines}), head)
    answer, first, last, status = line.getresponse(), None, (0.0, 0.0), ""
    while said := answer.readline():
        message = json.loads(said)
        if "faults" in message or "lost" in message:
            raise RuntimeError(str(message))
        if "parts" in message:
            last = time.monotonic() - begin, spent(server) - before
            first = first or last
            status = re.sub(r"<[^>]+>", "", message["parts"]["status"])
    return Times(first or last, last, status)


def first_member(workspace: Path) -> str:
    """Return a member who can be away."""
    return read_workspace(workspace).team.members[0].id


def measure(size: str, workspace: Path, limit: float, log: Path) -> None:
    """Print the times of one workspace."""
    with opened(workspace, limit, log) as (port, token, listening, server):
        # The processes that will work are loaded beside it.
        own = sum(server.cpu_times()[:2])
        shown = page(port, token)
        print(f"{size}: listens after {listening:.1f} s ({own:.2f} of the processor), says a word {shown:.2f} s later")
        who = first_member(workspace)
        for lines in ([], [f"remove: {who}"], [f"capacity: {who}=+4h"], [f"clone: {who}"]):
            found = asked(port, token, lines, server)
            name = lines[0].partition(":")[0] if lines else "as it is"
            first, last = (f"{wall:6.2f} s ({cpu:5.2f})" for wall, cpu in (found.first, found.last))
            print(f"    {name:<10} first answer {first}, last {last}: {found.status}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=20.0, help="seconds for each plan")
    limit = parser.parse_args().limit
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores with a load of {load:.1f}, at most {limit:g} s for each plan")
    with tempfile.TemporaryDirectory() as kept:
        for size, workspace in worlds(Path(kept)).items():
            measure(size, workspace, limit, Path(kept) / "log")


if __name__ == "__main__":
    main()
