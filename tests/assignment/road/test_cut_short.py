"""Whatever cuts a search short, and whenever, the plan is whole and breaks no rule."""

from __future__ import annotations

import os
import random
import signal
import threading
from pathlib import Path

import pytest

from benchmarks.workspaces import Recipe, draw, write
from solver.assignment.checker.maximal import would_still_fit
from solver.assignment.checker.plan import objections
from solver.assignment.solve import solve
from solver.readers.workspace import read_workspace

# More can be asked for by hand.
WORLDS = int(os.environ.get("WORLDS", "150"))
SIZES = ((4, 20), (8, 50), (12, 80), (20, 150), (30, 220))


@pytest.mark.slow
def test_random_limits_and_interrupts_leave_whole_plans(tmp_path: Path) -> None:
    """Of random workspaces with limits of 0.05 to 1 s, a third of them interrupted, each has a whole plan."""
    for seed in range(WORLDS):
        chance = random.Random(seed)
        members, tasks = chance.choice(SIZES)
        recipe = Recipe(chance.choice(("rich", "wide")), members, tasks, chance.choice((0.6, 0.9, 1.2)), seed)
        folder = tmp_path / recipe.name
        write(draw(recipe), folder)
        found = read_workspace(folder)
        limit = chance.uniform(0.05, 1)
        timer = threading.Timer(chance.uniform(0.01, limit), os.kill, (os.getpid(), signal.SIGINT))
        is_interrupted = chance.random() < 1 / 3
        if is_interrupted:
            timer.start()
        try:
            result = solve(found.team, found.backlog, found.weights, time_limit=limit)
        except KeyboardInterrupt:
            # It came before or after the search itself, where Python's own rule holds.
            continue
        finally:
            _ended(timer, is_interrupted)
        assert result.plan is not None, recipe
        assert not objections(found.team, found.backlog, result.plan), recipe
        assert not would_still_fit(found.team, found.backlog, result.plan), recipe
        assert all(level.value <= level.bound for level in result.levels), recipe


def _ended(timer: threading.Timer, is_running: bool) -> None:
    """Wait for a timer that runs, so that its signal reaches no other test."""
    timer.cancel()
    if is_running:
        try:
            timer.join()
        except KeyboardInterrupt:
            timer.join()
