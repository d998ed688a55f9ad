"""Work in processes of their own, which can be ended when nobody wants the answer any more."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import sys
import traceback
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Final

# What a process needs is loaded once, and each job starts from there in a few hundredths of a second.
PRELOAD: Final = ("__main__", "solver.report.app.answer", "solver.report.app.asking")
# A job that dies without an answer is begun once more.
TRIES: Final = 2


def preload() -> None:
    """Begin to load what jobs need, in a process of its own: an answer comes the sooner, and nobody waits for this."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver

        forkserver.set_forkserver_preload(list(PRELOAD))
        forkserver.ensure_running()


class LostError(RuntimeError):
    """A job ended without an answer."""


class Jobs:
    """Starts jobs; at most ``most`` work at once, and a page's new question ends its old one."""

    def __init__(self, most: int = 2) -> None:
        methods = multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        self._room = asyncio.Semaphore(most)
        self._running: dict[str, _Running] = {}

    async def run(self, page: str, work: Callable[..., Iterator[Any]], *words: Any) -> AsyncGenerator[Any, None]:
        """Yield what ``work(*words)`` yields.

        Parameters
        ----------
        page : str
            Who asks; what this page asked before and has no answer yet is ended.
        work : callable
            A function of a module.
        *words
            What it is called with.

        Yields
        ------
        object
            As soon as the other process has it.

        Raises
        ------
        LostError
            If it ended without an answer twice.
        """
        self.end(page)
        running = self._running[page] = _Running()
        try:
            async with self._room:
                for left in reversed(range(TRIES)):
                    some = False
                    try:
                        async for message in running.messages(self._context, work, words):
                            some = True
                            yield message
                        return
                    except LostError:
                        if running.is_ended:
                            return
                        if some or not left:
                            raise
        finally:
            running.end()
            if self._running.get(page) is running:
                del self._running[page]

    def end(self, page: str) -> None:
        """End what a page asked for."""
        if page in self._running:
            self._running[page].end()

    def end_all(self) -> None:
        """End every job."""
        for one in list(self._running.values()):
            one.end()


class _Running:
    """One question of a page, and the process that works on it."""

    def __init__(self) -> None:
        self.process: Any = None
        self.is_ended = False

    async def messages(
        self, context: Any, work: Callable[..., Iterator[Any]], words: tuple[Any, ...]
    ) -> AsyncGenerator[Any, None]:
        if self.is_ended:
            raise LostError
        ours, theirs = context.Pipe(duplex=False)
        self.process = context.Process(target=_work, args=(theirs, work, words), daemon=True)
        await asyncio.to_thread(self.process.start)
        theirs.close()
        try:
            while True:
                if self.is_ended:
                    self.end()
                    raise LostError
                kind, message = await asyncio.to_thread(_received, ours)
                if kind == "end":
                    return
                if kind == "lost":
                    raise LostError(message)
                yield message
        finally:
            # The pipe is closed with its last user: a thread may still wait on it.
            self.end_process()

    def end(self) -> None:
        self.is_ended = True
        self.end_process()

    def end_process(self) -> None:
        if self.process is not None:
            with suppress(AttributeError, ValueError):
                self.process.kill()


def _received(pipe: Connection) -> tuple[str, Any]:
    """Return what the process says next; one that is gone says nothing more."""
    try:
        found: tuple[str, Any] = pipe.recv()
    except (EOFError, OSError):
        return "lost", "the process ended without an answer"
    return found


def _work(pipe: Connection, work: Callable[..., Iterator[Any]], words: tuple[Any, ...]) -> None:
    """Send what the work yields, then its end."""
    # Ctrl-C at the terminal reaches every process; the one that serves the page ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for message in work(*words):
            pipe.send(("message", message))
        pipe.send(("end", None))
    except Exception as error:  # noqa: BLE001 whatever it is, the page says so instead of waiting
        traceback.print_exc(file=sys.stderr)
        with suppress(OSError):
            pipe.send(("lost", f"{type(error).__name__}: {error}"))
