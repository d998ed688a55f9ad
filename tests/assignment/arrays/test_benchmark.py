"""The benchmark runs, its families follow their recipes, and no general solver beats a proof."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.gap_families import FAMILIES, generate

ROOT = Path(__file__).parents[3]


def test_the_smoke_run_gives_one_row_for_each_answer() -> None:
    """Ours proves tiny problems of all families, and no plan of a peer costs less."""
    pytest.importorskip("highspy")
    pytest.importorskip("pulp")
    words = [sys.executable, "-m", "benchmarks.gap", "--smoke", "--engines", "ours,CP-SAT,HiGHS,CBC,greedy"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=True, timeout=300)
    rows = [line.split() for line in done.stdout.splitlines() if line[1:5] == "4x16"]
    assert len(rows) == 5 * len(FAMILIES)
    for family in FAMILIES:
        values = {row[1]: float(row[2]) for row in rows if row[0][0] == family and row[2] != "-"}
        assert values["ours"] == min(values.values())


@pytest.mark.parametrize("family", FAMILIES)
def test_families_follow_their_recipes(family: str) -> None:
    """Whole numbers in the published ranges, the same for the same seed."""
    one, two, other = (generate(family, 10, 100, seed) for seed in (1, 1, 2))
    assert np.array_equal(one.cost, two.cost)
    assert not np.array_equal(one.cost, other.cost)
    low, high = {"d": (1, 100), "e": (1, 200)}.get(family, (5, 25))
    assert low <= one.load.min() <= one.load.max() <= high
    if family in "cde":
        assert np.array_equal(one.limit, np.floor(0.8 * one.load.sum(axis=1) / 10))
    if family == "d":
        assert np.abs(one.cost + one.load - 111).max() <= 10


def test_an_unknown_family_is_refused() -> None:
    """Only a to e have a recipe."""
    with pytest.raises(ValueError, match="expected a family of abcde"):
        generate("f", 2, 2, 0)
