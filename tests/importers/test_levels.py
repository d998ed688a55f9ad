"""Levels of skill on one scale for a file: words, letters, numbers, percent, stars, marks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from solver.importers.people.levels import scale_of


@pytest.mark.parametrize(
    ("cells", "header", "kind", "scores"),
    [
        (["Beginner", "expert", ""], "", "words", {"Beginner": "0.4", "Expert": "1"}),
        (["3 - Advanced", "2 - Basic"], "", "words", {"3 - Advanced": "0.8", "2 - Basic": "0.4"}),
        (["0", "5", "3"], "", "0 to 5", {"0": "0", "3": "0.6"}),
        (["0", "9", "3"], "", "0 to 10", {"9": "0.9", "3": "0.3"}),
        (["1", "3", "2"], "Go (0-4)", "0 to 4", {"3": "0.75"}),
        (["1", "3"] * 10, "", "0 to 3", {"3": "1", "1": "0.33"}),
        (["76.65", "50"], "", "percent", {"76.65": "0.7665"}),
        (["80 %", "7%"], "", "percent", {"80 %": "0.8", "7%": "0.07"}),
        (["0,85", "0,5"], "", "0 to 1", {"0,85": "0.85"}),
        (["D1", "D2", "D3"], "", "D1 to D3", {"D2": "0.67", "d3": "1"}),
        (["L1", "L5"], "", "L1 to L5", {"L1": "0.2"}),
        (["★★☆☆☆", "★★★★★"], "", "stars out of 5", {"★★☆☆☆": "0.4"}),
        (["3/4", "1/4"], "", "parts of a whole", {"3/4": "0.75"}),
        (["Experte", "Anfänger"], "", "words", {"Experte": "1", "Anfänger": "0.4"}),
    ],
)
def test_each_way_of_writing_levels_has_its_scale(
    cells: list[str], header: str, kind: str, scores: dict[str, str]
) -> None:
    """The scale is found from the cells, a range in the header goes before what the numbers suggest."""
    scale = scale_of(cells, header)
    assert scale is not None
    assert (scale.kind, scale.is_stated) == (kind, True)
    assert {text: scale.score(text) for text in scores} == {text: Decimal(score) for text, score in scores.items()}


def test_marks_say_that_somebody_can_and_not_how_well() -> None:
    """Crosses, ticks and ones are no levels: the default stands in; blank and 0 say no."""
    scale = scale_of(["x", "", "yes", "0", "1", "no"])
    assert scale is not None
    assert not scale.is_stated
    assert (scale.score("X"), scale.score("0"), scale.score("no")) == (Decimal("0.8"), None, None)


@pytest.mark.parametrize("cells", [["Berlin", "Paris"], ["2026-01-02"], ["140", "3"], ["", "-"], ["Hall 3", "5"]])
def test_what_is_no_level_has_no_scale(cells: list[str]) -> None:
    """Places, days and hours are not on any scale; one cell in ten may be off it."""
    assert scale_of(cells) is None


def test_a_tenth_of_the_cells_may_be_something_else() -> None:
    """What is off the scale is told."""
    scale = scale_of([*(["3", "4", "5"] * 4), "ask Jo"])
    assert scale is not None
    assert scale.unknown == ("ask jo",)
