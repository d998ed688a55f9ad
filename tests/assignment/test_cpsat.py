"""Ctrl-C during a search keeps the best plan, whenever it comes and wherever the search runs."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from solver.assignment.exact import solve_exact
from solver.matching.problem import Problem, problem_from_arrays


def hard(n_members: int = 20, n_tasks: int = 300) -> Problem:
    """Return a problem that no search proves within seconds."""
    chance = np.random.default_rng(1)
    load = chance.integers(37, 107, (n_members, n_tasks))
    gain = 1000 + chance.integers(0, 500, (n_members, n_tasks))
    return problem_from_arrays(gain, load, np.full(n_members, load.sum() // (2 * n_members**2)))


@pytest.mark.parametrize("seconds", [0.2, 0.5, 1.0, 1.5])
def test_an_interrupt_keeps_the_best_plan(seconds: float) -> None:
    """The search ends with a plan or none, says that it was interrupted, and Ctrl-C means what it meant before."""
    before = signal.getsignal(signal.SIGINT)
    alarm = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT))
    alarm.start()
    result = solve_exact(hard(), time_limit=60, workers=2)
    # A search that ends early must not let the alarm hit whatever comes next.
    alarm.cancel()
    alarm.join()
    assert result.stopped == "interrupt"
    assert result.status in {"feasible", "unknown"}
    assert signal.getsignal(signal.SIGINT) is before


def test_a_search_off_the_main_thread_leaves_signals_alone() -> None:
    """A notebook or a server may search on any thread."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(solve_exact, problem_from_arrays(*(np.ones((1, 1)),) * 2, np.ones(1))).result().plan
