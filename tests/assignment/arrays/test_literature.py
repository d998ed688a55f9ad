"""Files of the literature: every number finds its place, or the file is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.gap_families import generate
from solver.assignment.arrays.literature import read_published
from solver.errors import InputError

ONE = "2 3\n1 2 3 4\n5 6\n 7 8 9 10 11 12\n13 14\n"


def written(folder: Path, text: str) -> Path:
    """Return a file with this text."""
    path = folder / "problem.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_problem_is_read_across_lines(tmp_path: Path) -> None:
    """Line breaks mean nothing: costs, loads and limits follow each other row by row."""
    (problem,) = read_published(written(tmp_path, ONE))
    assert problem.cost.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert problem.load.tolist() == [[7, 8, 9], [10, 11, 12]]
    assert problem.limit.tolist() == [13, 14]


def test_several_problems_are_read_in_order(tmp_path: Path) -> None:
    """A count in front announces that many problems."""
    first, second = read_published(written(tmp_path, f"2\n{ONE}1 1\n5\n6\n7\n"))
    assert first.cost.shape == (2, 3)
    assert (second.cost.item(), second.load.item(), second.limit.item()) == (5, 6, 7)


@pytest.mark.parametrize("text", ["", "2", ONE + "1", ONE[:-4], "0 3\n", f"3\n{ONE}{ONE}", f"1\n{ONE}{ONE}", "1.5 2 3"])
def test_missing_or_left_over_numbers_are_refused(tmp_path: Path, text: str) -> None:
    """A file that does not come out even is never read in part."""
    with pytest.raises(InputError, match="expected"):
        read_published(written(tmp_path, text))


def test_every_word_that_is_no_number_is_named(tmp_path: Path) -> None:
    """All faults of a file are named at once, each with its line."""
    with pytest.raises(InputError) as refused:
        read_published(written(tmp_path, ONE.replace("8", "eight").replace("14", "nan")))
    assert [(fault.line, fault.got) for fault in refused.value.faults] == [(4, "'eight'"), (5, "'nan'")]


def test_what_is_written_in_their_form_is_read_back(tmp_path: Path) -> None:
    """Five problems of 5 x 15 in one file come back number for number, in order."""
    made = [generate("c", 5, 15, seed) for seed in range(5)]
    rows = ((one.cost.shape, *one.cost.astype(int), *one.load.astype(int), one.limit.astype(int)) for one in made)
    lines = [" ".join(map(str, row)) for one in rows for row in one]
    found = read_published(written(tmp_path, "\n".join(["5", *lines])))
    for mine, read in zip(made, found, strict=True):
        assert (read.cost == mine.cost).all() and (read.load == mine.load).all() and (read.limit == mine.limit).all()


def test_published_files_are_read_whole() -> None:
    """The file of the OR-Library holds five problems of 5 x 15, d20200 one of 20 x 200."""
    folder = Path(__file__).parents[4] / "shared" / "data" / "instances" / "gap"
    if not folder.is_dir():
        pytest.skip("the published files are not here")
    assert [problem.cost.shape for problem in read_published(folder / "gap1.txt")] == [(5, 15)] * 5
    (problem,) = read_published(folder / "d20200")
    assert problem.load.shape == (20, 200)
    assert np.all(problem.limit > 0)
