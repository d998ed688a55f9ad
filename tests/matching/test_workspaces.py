"""The workspaces that benchmarks are made of say in files what they say in arrays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.workspaces import CLASSES, Recipe, arrays, draw, write
from solver.domain.tasks import PRIORITIES
from solver.matching.build import build_problem
from solver.matching.problem import Problem
from solver.readers.workspace import read_workspace

OTHER = Path(__file__).parents[3] / "shared" / "bench" / "make_workspace.py"
RECIPES = [Recipe("rich", 12, 80, 0.9, 1), Recipe("wide", 20, 150, 0.7, 2), Recipe("rich", 40, 300, 1.2, 3)]


def same_as_arrays(problem: Problem, truth: dict[str, np.ndarray]) -> None:
    """Compare a Problem with the arrays that were reckoned elsewhere."""
    m, t = truth["pairs"].T
    eligible = np.zeros_like(problem.can)
    eligible[m, t] = True
    assert np.array_equal(problem.eligible, eligible)
    assert np.array_equal(problem.load[m, t], truth["minutes"])
    assert np.array_equal(problem.gain[m, t], truth["gain"])
    assert np.array_equal(problem.limit, truth["limit"])
    assert list(problem.priority) == truth["priority"].tolist()
    assert list(problem.value) == truth["value"].tolist()
    assert sorted(problem.dependencies) == sorted(map(tuple, truth["dependencies"].tolist()))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_workspace_read_from_its_files_is_the_problem_of_its_arrays(recipe: Recipe, tmp_path: Path) -> None:
    """Gates, minutes and gains of every pair, classes, values and dependencies."""
    drawn = draw(recipe)
    write(drawn, tmp_path)
    found = read_workspace(tmp_path)
    problem = build_problem(found.team, found.backlog, found.weights)
    assert CLASSES == PRIORITIES
    same_as_arrays(problem, arrays(drawn))
    same_as_arrays(problem, dict(np.load(tmp_path / "truth.npz")))


@pytest.mark.skipif(not OTHER.exists(), reason="the other generator is not here")
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_gives_the_arrays_of_the_generator_it_is_shared_with(recipe: Recipe, tmp_path: Path) -> None:
    """Words differ, numbers do not; where the other one rounds a half in floats it may be one off."""
    words = [sys.executable, str(OTHER), str(tmp_path / "w"), "--kind", recipe.kind, "--seed", str(recipe.seed)]
    words += ["--members", str(recipe.members), "--tasks", str(recipe.tasks), "--fill", str(recipe.fill)]
    subprocess.run(words, check=True, capture_output=True)
    mine, truth = arrays(draw(recipe)), np.load(tmp_path / "w" / "truth.npz")
    for name in ("pairs", "minutes", "limit", "priority", "value", "batch", "gain", "dependencies"):
        one, other = mine[name], truth[name]
        if name == "pairs":
            assert sorted(map(tuple, one.tolist())) == sorted(map(tuple, other.tolist()))
        elif name in {"minutes", "gain"}:
            order = np.lexsort((truth["pairs"][:, 0], truth["pairs"][:, 1]))
            assert np.abs(one - other[order]).max() <= (name == "gain"), name
            assert (one != other[order]).mean() < 0.01
        else:
            assert np.array_equal(one, other), name


def test_stages_are_measured_from_files_to_file() -> None:
    """The benchmark of stages runs, and names every stage."""
    script = Path(__file__).parents[2] / "benchmarks" / "stages.py"
    words = [sys.executable, str(script), "--size", "4", "30", "--seconds", "1"]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    assert all(name in done.stdout for name in ("read", "match", "solve", "check", "explain", "write", "rich-4x30"))
