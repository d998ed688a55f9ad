"""When everything is worked: taken from a plan with dates, worked out for one window, never more than one at once."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from solver.assignment.solve import solve
from solver.domain.plan import Assignment, Plan
from solver.explanation.progress import progress
from solver.explanation.timetable import Stint, Timetable, timetable
from solver.readers.workspace import Workspace, read_workspace
from solver.report.figures import gantt, timeline
from tests.explanation.test_ways import BACKLOG, CARDS, DATED, shop

DATA = Path(__file__).parents[2] / "data"


def made(found: Workspace) -> Timetable:
    """Return the timetable of the best plan."""
    plan = solve(found.team, found.backlog, found.weights).plan
    assert plan is not None
    table = timetable(found.team, found.backlog, plan)
    assert table is not None
    return table


def _is_an_order(table: Timetable) -> None:
    """Check that nobody does two things at once and that nothing starts before what it waits for has ended."""
    ends: dict[str, float] = {}
    for one in table.stints:
        ends[one.task] = max(ends.get(one.task, 0), one.end)
    for one in table.stints:
        assert all(one.start >= ends[need] - 1e-6 for need in one.needs if need in ends)
    for member in {one.member for one in table.stints}:
        mine = sorted((one.start, one.end) for one in table.stints if one.member == member)
        assert all(before[1] <= after[0] + 1e-6 for before, after in zip(mine, mine[1:], strict=False))


def test_both_sample_workspaces_have_an_order() -> None:
    """One with dates and one without: each placed task stands in it, one at a time, after what it waits for."""
    for name in ("studio", "studio-sprints"):
        found = read_workspace(DATA / name)
        table = made(found)
        _is_an_order(table)
        assert bool(table.days) == (name == "studio-sprints")
        assert len({one.task for one in table.stints}) == (42 if name == "studio" else 62)


def test_what_cannot_be_worked_in_the_window_ends_after_it(tmp_path: Path) -> None:
    """Two members with 20 h of work each, of which one waits for the other: the second ends after the window."""
    team = "roster:\n  - {id: ANN, limit: 20}\n  - {id: BEN, limit: 20}\n"
    found = shop(tmp_path, team, BACKLOG + "A,HIGH,20,web,\nB,HIGH,20,ops,A\n", {"ANN": "web: 0.9", "BEN": "ops: 0.9"})
    table = made(found)
    assert {one.task: (one.start, one.end, one.is_over) for one in table.stints} == {
        "A": (0, 20, False),
        "B": (20, 40, True),
    }
    assert not table.is_workable


def test_days_without_hours_are_known(tmp_path: Path) -> None:
    """With dates the axis has the days on which anybody works, and who has none on which."""
    rows = "id,priority,estimated_hours,capabilities\nA,HIGH,16,web\nB,HIGH,16,web\n"
    roster = DATED.replace("{id: ANN}", "{id: ANN, leave: [2027-01-05]}")
    table = made(shop(tmp_path, roster, rows, CARDS))
    assert table.days == ("2027-01-04", "2027-01-05", "2027-01-06", "2027-01-07")
    assert ("ANN", 1.0, 2.0) in table.away
    assert [span[0] for span in table.spans] == ["S1", "S2"]


def test_value_counts_when_a_task_ends(tmp_path: Path) -> None:
    """What ends in the second period is not done by the end of the first; classes without tasks are left out."""
    rows = "id,priority,estimated_hours,capabilities,value\nA,HIGH,16,web,2\nB,HIGH,16,web,1\nC,LOW,90,web,1\n"
    found = shop(tmp_path, DATED, rows, CARDS)
    plan = solve(found.team, found.backlog, found.weights).plan
    assert plan is not None
    rows_of = {one.priority: (one.open_value, one.placed) for one in progress(found.team, found.backlog, plan)}
    assert rows_of == {"HIGH": (3, (2, 3)), "LOW": (1, (0, 0))}


def test_parts_are_named_and_a_task_counts_once(tmp_path: Path) -> None:
    """Three parts of one task are three stints of it, and so few tasks have a picture however many parts they have."""
    rows = "id,priority,estimated_hours,capabilities,split\n"
    rows += "".join(f"T{n},LOW,30min,web,\n" for n in range(8)) + "A,HIGH,24,web,8h\n"
    found = shop(tmp_path, DATED, rows, CARDS)
    plan = solve(found.team, found.backlog, found.weights).plan
    assert plan is not None
    table = timetable(found.team, found.backlog, plan)
    assert table is not None
    assert [one.part for one in table.stints if one.task == "A"] == [f"part {n} of 3" for n in (1, 2, 3)]
    assert "A (part 1 of 3, 8 h, HIGH)" in gantt(table).text
    assert all(not one.part for one in table.stints if one.task != "A")


def test_arrows_that_are_left_out_are_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for work of somebody else has an arrow, and a picture with too many says that it has none."""
    first, second = (Stint(name, "", "HIGH", who, 1, at, at + 1) for name, who, at in (("A", "X", 0), ("B", "Y", 1)))
    table = Timetable((first, replace(second, needs=("A",))), ())
    assert "Arrows lead from what comes first to what waits for it" in gantt(table).text
    monkeypatch.setattr(timeline, "MOST_ARROWS", 0)
    assert "Arrows are left out where more than 0 lead" in gantt(table).text
    assert "Arrows" not in gantt(Timetable((first,), ())).text


def test_a_lag_is_said_where_it_counts(tmp_path: Path) -> None:
    """Who points at a block reads how many days it waits; where the order does not count neither does the lag."""
    rows = "id,priority,estimated_hours,capabilities,dependencies\nA,LOW,4,web,\nB,CRITICAL,2,web,A+1d\n"
    found = shop(tmp_path, DATED, rows, CARDS)
    plan = solve(found.team, found.backlog, found.weights).plan
    assert plan is not None
    table = timetable(found.team, found.backlog, plan)
    assert table is not None
    assert "B (2 h, CRITICAL, after A and 1 working day more)" in gantt(table).text
    loose = replace(found.team, policies=replace(found.team.policies, order="ignore"))
    table = timetable(loose, found.backlog, plan)
    assert table is not None
    assert "B (2 h, CRITICAL, after A)" in gantt(table).text


def test_work_before_what_it_needs_is_said_to_be(tmp_path: Path) -> None:
    """Where the order is ignored nothing comes after what ends later, and no arrow leads back."""
    rows = "id,priority,estimated_hours,capabilities,dependencies\nA,LOW,15,web,\nB,CRITICAL,2,web,A\n"
    found = shop(tmp_path, DATED + "policies: {order: ignore}\n", rows, CARDS)
    late = Assignment("A", "ANN", 1, 0, Fraction(0), Fraction(2))
    plan = Plan((late, Assignment("B", "ANN", 0, 0, Fraction(0), Fraction(1))))
    table = timetable(found.team, found.backlog, plan)
    assert table is not None
    assert {one.task: (one.needs, one.early) for one in table.stints} == {"A": ((), ()), "B": ((), ("A",))}
    assert "B (2 h, CRITICAL, before A, which it needs)" in gantt(table).text
    assert "1 task before what it needs." in gantt(table).text
