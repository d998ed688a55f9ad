"""The first twenty lines of a plan name every urgent task that is out, its reason and one thing to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from solver.report.plan.beginning import SEEN, WIDE, opening_lines
from tests.nine import nine_people
from tests.report.test_report import DATA, run


def urgent(count: int, *, alike: bool) -> dict[str, Any]:
    """Return a plan of which so many urgent tasks stay out, each for the same or for its own reason."""
    rows = [
        {
            "task": f"T{n}",
            "title": "t" * 300,
            "priority": "HIGH",
            "hours": 4.0,
            "reason": "no room beside other work: " + ("ANN" if alike else f"M{n}") + " has 0 h free for 4 h",
            "do": "a second " + ("ANN" if alike else f"M{n}"),
            "try": "--clone X",
        }
        for n in range(count)
    ]
    return {"decisions": rows, "unassigned": rows, "risks": [], "status": "optimal", "levels": []}


@pytest.mark.parametrize("count", [1, 3, 4, 7, 8, 15])
def test_what_is_out_is_seen_at_once(count: int) -> None:
    """However many there are, up to what lines there are, each stands in the first lines of a terminal."""
    lines = opening_lines(urgent(count, alike=False))
    seen = "\n".join(lines[: SEEN - 2])
    for n in range(count):
        assert f"T{n} " in seen
        assert f"a second M{n}" in seen
    assert all(len(line) <= WIDE for line in lines)


def test_the_same_reason_is_told_once_for_many() -> None:
    """Forty tasks that the same person has no hours for are one entry with all their names."""
    seen = "\n".join(opening_lines(urgent(40, alike=True))[: SEEN - 2])
    assert seen.count("ANN has 0 h free") == 1
    assert all(f"T{n}" in seen for n in range(40))


def test_nothing_is_said_where_nothing_is_out_or_at_risk() -> None:
    """No heading stands over nothing."""
    assert opening_lines(urgent(0, alike=False)) == []


def test_the_plan_of_nine_people_begins_with_what_is_out(tmp_path: Path) -> None:
    """The task that nobody can do is in the first lines with its reason and a way, then the risks, then the proof."""
    lines = run("plan", nine_people(tmp_path / "nine")).stdout.splitlines()[:SEEN]
    seen = " ".join(" ".join(lines).split())
    assert "T70" in seen
    assert "short of compliance 0.7" in seen
    assert "bring in somebody who has compliance 0.7" in seen
    assert seen.index("T70") < seen.index("At risk") < seen.index("Proof:")


def test_the_realistic_plan_begins_with_what_is_out() -> None:
    """Its three urgent tasks stand in the first lines, each with what to do."""
    seen = " ".join(" ".join(run("plan", DATA / "studio").stdout.splitlines()[:SEEN]).split())
    for task, way in (("BK-3", "whatif --clone"), ("BRD-2", "--capacity MOBILE_ENGINEER=+6"), ("BRD-5", "place BRD-2")):
        assert task in seen
        assert way in seen
