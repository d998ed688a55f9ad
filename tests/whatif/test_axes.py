"""The rows of a sweep: lists, ranges, every combination, and samples that cover each axis evenly."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.changes.change import Change
from solver.errors import InputError
from solver.whatif.sweeps.axes import Axis, axes_of, axis_of, grid, latin_hypercube


@pytest.mark.parametrize(
    ("kind", "text", "name", "labels"),
    [
        ("capacity", "X=20..40:10", "capacity X", ("20", "30", "40")),
        ("capacity", "X=20..21:0.5h", "capacity X", ("20h", "20.5h", "21h")),
        ("capacity", "X=1..3", "capacity X", ("1", "2", "3")),
        ("capacity", "X=10,20..30:5,+4h", "capacity X", ("10", "20", "25", "30", "+4h")),
        ("capacity", "X@S1=+0..+8:4", "capacity X@S1", ("+0", "+4", "+8")),
        ("capacity", "X=+0..8:4h", "capacity X", ("+0h", "+4h", "+8h")),
        ("capacity", "X=5|Y=6,7", "capacity", ("X=5", "Y=6", "Y=7")),
        ("capacity", "X=5|none", "capacity", ("X=5", "none")),
        ("weight", "handoff=0,0.5,1", "weight handoff", ("0", "0.5", "1")),
        ("train", "X:testing=0.6..0.9:0.1", "train X:testing", ("0.6", "0.7", "0.8", "0.9")),
        ("leave", "X=2027-01-18..2027-01-22", "leave X", ("2027-01-18..2027-01-22",)),
        ("leave", "X=2027-01-18..2027-01-22,8", "leave X", ("2027-01-18..2027-01-22", "8")),
        ("deadline", "T=S1,2027-01-22|none", "deadline", ("T=S1", "T=2027-01-22", "none")),
        ("sprint", "0,1", "sprint", ("none", "1")),
        ("sprint", "none,1..3", "sprint", ("none", "1", "2", "3")),
        ("join", "X@S2,cards/Y.md@2027-01-18,none", "join", ("X@S2", "cards/Y.md@2027-01-18", "none")),
        ("second", "T,U,none", "second", ("T", "U", "none")),
        ("remove", "X,Y,none", "remove", ("X", "Y", "none")),
        ("grant", "X:DEPLOY a, b|none", "grant", ("X:DEPLOY a, b", "none")),
        ("group", "g=A,B|g=A", "group", ("g=A,B", "g=A")),
        ("task", "N estimated_hours=2", "task", ("N estimated_hours=2",)),
    ],
)
def test_lists_and_ranges(kind: str, text: str, name: str, labels: tuple[str, ...]) -> None:
    """Each text is an axis with these settings; none changes nothing."""
    axis = axis_of(Change(kind, text))
    assert (axis.name, axis.labels) == (name, labels)
    assert [bool(setting) for setting in axis.settings] == [label != "none" for label in labels]


def test_wrong_ranges_are_faults_all_at_once() -> None:
    """No end, no step, a step that misses the end, and far too many steps."""
    texts = ("X=20..", "X=20..10", "X=20..30:3", "X=0..1:0", "X=0..9999999:1")
    with pytest.raises(InputError) as found:
        axes_of(tuple(Change("capacity", text, "--capacity") for text in texts))
    assert len(found.value.faults) == 5
    assert "--capacity:1: expected a range such as 20..60:5" in str(found.value)


def test_every_combination_once_the_last_axis_fastest() -> None:
    """Two axes of two and three settings are six rows in the order of counting."""
    axes = axes_of((Change("capacity", "X=1,2"), Change("weight", "fit=1..3")))
    assert [point.labels for point in grid(axes)] == [(x, y) for x in "12" for y in "123"]
    assert [str(change) for change in grid(axes)[5].changes] == ["capacity: X=2", "weight: fit=3"]


def test_too_many_rows_are_refused() -> None:
    """A grid of a million rows is a fault that names the way out."""
    axes = axes_of(tuple(Change("capacity", f"{name}=1..100") for name in "XYZ"))
    with pytest.raises(InputError, match=r"at most 100,000 rows, got 1,000,000 .*\nMaybe --samples 1000"):
        grid(axes)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=4), st.integers(1, 60), st.integers(0, 99))
def test_samples_cover_each_axis_evenly(sizes: list[int], samples: int, seed: int) -> None:
    """No setting of an axis comes more than once more often than another, whatever the sizes and the seed."""
    axes = tuple(
        Axis(str(number), tuple(map(str, range(size))), tuple((Change("remove", str(i)),) for i in range(size)))
        for number, size in enumerate(sizes)
    )
    points = latin_hypercube(axes, samples, seed)
    assert len(points) == samples
    for place, size in enumerate(sizes):
        count = Counter(point.labels[place] for point in points)
        times = [count[str(number)] for number in range(size)]
        assert max(times) - min(times) <= 1
    assert points == latin_hypercube(axes, samples, seed)
