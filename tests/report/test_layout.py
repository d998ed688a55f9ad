"""Text fits a terminal and loses nothing."""

from __future__ import annotations

import random

import pytest

from solver.report.text.layout import MOST_LINES, aligned, breadth, fitted

WORDS = ["BACKEND_ENGINEER", "no", "room", "beside", "other", "work:", "名前", "0", "h", "free", "for", "14", "x" * 90]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("width", [40, 80, 81])
def test_no_line_is_longer_and_no_word_is_lost(seed: int, width: int) -> None:
    """Whatever is told, each line fits, and all of it is there."""
    chance = random.Random(seed)
    lines = [" " * chance.randrange(9) + " ".join(chance.choices(WORDS, k=chance.randrange(40))) for _ in range(9)]
    found = fitted(lines, width)
    assert max(map(breadth, found)) <= width
    assert "".join("".join(found).split()) == "".join("".join(lines).split())
    assert fitted(lines, None) == lines


def test_a_word_without_end_is_cut_with_a_mark() -> None:
    """Ten thousand letters take a few lines, and the mark says that there were more."""
    found = fitted(["x" * 10_000], 80)
    assert len(found) == MOST_LINES
    assert found[-1].endswith("…")


def test_what_goes_on_hangs_below_its_beginning() -> None:
    """A label stands free on the left; without one the rest is indented."""
    line = "    BK-3        14 h  outbid    no room beside other work, not even for an hour of that day or the next"
    first, second = fitted([line], 80)
    assert len(second) - len(second.lstrip()) == first.index("no room")
    assert fitted(["word " * 20], 80)[1].startswith("    word")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_table_fits_and_keeps_every_cell(width: int) -> None:
    """Heads and cells wrap; columns that have no place follow below, each time beside the first one."""
    heads = ["scenario", *(f"placed number {n}" for n in range(12)), "why"]
    rows = [[f"without MEMBER_{n}", *(str(n * 1000 + m) for m in range(12)), "no room " * 9] for n in range(3)]
    found = aligned(heads, rows, [False, *[True] * 12, False], width)
    assert max(map(breadth, found)) <= width
    text = " ".join(found)
    assert all(str(n * 1000 + m) in text.split() for n in range(3) for m in range(12))
    assert text.count("room") == 27


def test_columns_side_by_side_where_there_is_no_width() -> None:
    """In a pipe a row is a line."""
    assert aligned(["who", "left out"], [["A", "12"]], [False, True]) == ["who  left out", "A          12"]
