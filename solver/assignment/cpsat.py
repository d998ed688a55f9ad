"""One door to CP-SAT: how a search is limited, and how Ctrl-C ends it with its best plan.

CP-SAT's own handler of Ctrl-C lives on the thread that started the search; a signal that reaches another thread, or
comes between two searches, crashes the process. So it is switched off, the search runs beside the main thread, and
Ctrl-C is noted here and passed on.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Final

from solver.stopping import STOPPING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# How often a running search is told of a wish to stop, in seconds.
TICK: Final = 0.05
# The event that Ctrl-C sets, where it is heeded.
HEEDED: Final = list[threading.Event]()


def new_solver(seconds: float, seed: int = 0, workers: int = 1) -> cp_model.CpSolver:
    """Return a solver with its limits set; a limit below a hundredth of a second counts as one."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, 0.01)
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = workers
    solver.parameters.catch_sigint_signal = False
    return solver


@contextmanager
def heeding_interrupts() -> Iterator[threading.Event]:
    """Yield an event that the first Ctrl-C sets; the second one raises KeyboardInterrupt, as it does elsewhere.

    Within another such block it is the event of that one: what asks many searches ends with the one that is cut short.
    Only the main thread hears signals: on any other the event is never set.
    """
    if threading.current_thread() is not threading.main_thread():
        yield threading.Event()
        return
    if HEEDED:
        yield HEEDED[-1]
        return
    wish = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        if wish.is_set():
            raise KeyboardInterrupt
        STOPPING.ask("interrupt")
        wish.set()

    if STOPPING.is_asked:
        wish.set()

    before = signal.signal(signal.SIGINT, note)
    HEEDED.append(wish)
    try:
        yield wish
    finally:
        HEEDED.pop()
        signal.signal(signal.SIGINT, before)


def run(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    wish: threading.Event,
    callback: cp_model.CpSolverSolutionCallback | None = None,
) -> cp_model.CpSolverStatus:
    """Return the status of a search that ends soon after the wish is set."""
    if threading.current_thread() is not threading.main_thread():
        return solver.solve(model, callback)
    with ThreadPoolExecutor(1) as pool:
        search = pool.submit(solver.solve, model, callback)
        try:
            while wait([search], timeout=TICK).not_done:
                if wish.is_set():
                    solver.stop_search()
        except KeyboardInterrupt:
            while wait([search], timeout=TICK).not_done:
                solver.stop_search()
            raise
        return search.result()
