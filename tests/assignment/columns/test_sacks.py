"""Tables of many members made side by side say what each member's own table says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.assignment.patterns import sacks as room
from solver.assignment.patterns.sack import Sack
from solver.assignment.patterns.sacks import Sacks


@pytest.mark.parametrize("together", [1, 300, 2_000_000])
@pytest.mark.parametrize("seed", range(8))
def test_side_by_side_as_one_by_one(seed: int, together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values and sets are the same, with limits of tasks, lists, loads of 0, closed pairs, and without a task."""
    monkeypatch.setattr(room, "TOGETHER", together)
    chance = np.random.default_rng(seed)
    sizes = chance.integers(0, 12, 9)
    pairs = [np.arange(end - size, end) for size, end in zip(sizes, np.cumsum(sizes), strict=True)]
    each = [
        Sack(chance.integers(0, 9, size), int(chance.integers(0, 30)), int(chance.choice([-1, -1, -1, 0, 2])))
        for size in sizes
    ]
    # Of one member all sets are listed.
    each[4] = replace(each[4], sets=(chance.random((6, sizes[4])) < 0.4).astype(float))
    gain = chance.integers(-3, 9, int(sizes.sum())).astype(float)
    gain[chance.random(len(gain)) < 0.2] = -np.inf
    value, sets = Sacks(each, pairs).best(gain)
    for sack, mine, one, chosen in zip(each, pairs, value, sets, strict=True):
        best, place = sack.best(gain[mine])
        assert one == best
        assert chosen.tolist() == mine[place].tolist()
