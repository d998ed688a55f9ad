"""Runs a command in a process of its own that dies: at a moment by the clock, or at its n-th change of the disk."""

from __future__ import annotations

import os
import signal
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}
# The server loads everything once; each command is a fork of it.
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.cli.killing", "solver.cli.plan", "solver.cli.report", "solver.cli.sweep"])


def died(words: list[str], *, seconds: float | None = None, change: int | None = None) -> tuple[bool, float]:
    """Return whether the command was killed before its end, and how many seconds it lived."""
    process = FORKS.Process(target=_command, args=(words, change))
    start = time.perf_counter()
    process.start()
    process.join(seconds)
    if process.is_alive():
        process.kill()
        process.join()
    return process.exitcode == -signal.SIGKILL, time.perf_counter() - start


def _command(words: list[str], change: int | None) -> None:
    """Run a command as the user would; its words go nowhere."""
    from solver.cli import main

    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    if change is not None:
        _die_at(change)
    sys.argv = ["teamwright", *words]
    main()


def _die_at(change: int) -> None:
    """Kill this process just before its n-th change of the disk, wherever that is."""
    left = change

    def hook(event: str, words: tuple[Any, ...]) -> None:
        nonlocal left
        if event in CHANGES or (event == "open" and _is_writing(words)):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _is_writing(words: tuple[Any, ...]) -> bool:
    """Return whether a file is opened to be changed; devices and caches of byte code do not count."""
    path, _, flags = words
    text = os.fsdecode(path) if isinstance(path, str | bytes | Path) else ""
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_APPEND)) and not text.startswith(("/dev", "/proc"))
