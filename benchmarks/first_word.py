"""When a command on a terminal says its first word, and when it is done, in seconds of the processor.

    python -m benchmarks.first_word

runs ``plan`` and ``report`` in a terminal of its own on fifteen people with sixty-three tasks, nine with seventy and
forty with three hundred. What a clock says is printed beside it: on an idle machine it is much the same.
"""

from __future__ import annotations

import os
import pty
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.app_changes import worlds

MAIN = "from solver.cli import main; main()"
TICKS = os.sysconf("SC_CLK_TCK")


class Told(NamedTuple):
    """Seconds of the processor and of a clock until the first word and until the end."""

    first: float
    first_wall: float
    last: float
    last_wall: float


def told(words: list[str]) -> Told:
    """Return how long a command takes to say something on a terminal, and to end."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    child, door = pty.fork()
    if not child:
        os.environ |= {"TERM": "xterm", "COLUMNS": "80"}
        os.execv(sys.executable, [sys.executable, "-c", MAIN, *words])
    os.read(door, 1)
    first, first_wall = _spent(child), time.monotonic() - begin
    while _read(door):
        pass
    os.waitpid(child, 0)
    os.close(door)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    last = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Told(first, first_wall, last, time.monotonic() - begin)


def _spent(process: int) -> float:
    """Return the seconds of the processor that a process has had so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _read(door: int) -> bytes:
    try:
        return os.read(door, 65536)
    except OSError:
        # The other end of a terminal is gone.
        return b""


def main() -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} cores with a load of {os.getloadavg()[0]:.1f}; seconds of the processor (of a clock)")
    with tempfile.TemporaryDirectory() as kept:
        for size, workspace in worlds(Path(kept)).items():
            for name, more in (("plan", ["-o", f"{kept}/plan.json"]), ("report", ["-o", f"{kept}/report.html"])):
                found = told([name, str(workspace), *more])
                first, last = (f"{cpu:5.2f} ({wall:5.1f})" for cpu, wall in (found[:2], found[2:]))
                print(f"{size:<9}{name:<7} first word {first}, done {last}", flush=True)


if __name__ == "__main__":
    main()
