"""A sweep gives what fresh plans give, whatever ran it, and never computes a stored row again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import solver.whatif.sweeps.sweep as module
from solver.assignment.solve import solve
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.world import World
from solver.errors import InputError
from solver.readers.workspace import read_workspace
from solver.report.whatif.frames import sweep_frame
from solver.report.whatif.sweep import sweep_answer
from solver.study.study import NEAR, Study
from solver.whatif import sweep
from solver.whatif.sweeps.axes import Axis, Point, axes_of, grid, latin_hypercube
from solver.whatif.sweeps.rows import SweepRow, plan_row
from solver.whatif.sweeps.store import Store, key_of
from solver.whatif.sweeps.sweep import Sweep
from tests.explanation.test_in_time_answers import CALENDAR, member, needs, task

DATA = Path(__file__).parents[2] / "data"


def world_of(name: str) -> World:
    """Return a sample workspace as a world."""
    found = read_workspace(DATA / name)
    return World(found.team, found.backlog, found.weights)


def points_of(*texts: str) -> tuple[tuple[Axis, ...], tuple[Point, ...]]:
    """Return axes and grid of some changes."""
    pairs = (text.split(": ", 1) for text in texts)
    axes = axes_of(tuple(Change(kind, text) for kind, text in pairs))
    return axes, grid(axes)


CORNER = ("capacity: BAKER=30..50:10", "remove: CLERK,none", "weight: handoff=0,1")


def assert_fresh(world: World, found: Sweep, points: tuple[Point, ...]) -> None:
    """Plan every row from nothing and compare."""
    for row, point in zip(found.rows, points, strict=True):
        changed = apply(world, point.changes)
        fresh = solve(changed.team, changed.backlog, changed.weights)
        assert row.status == fresh.status
        assert row.levels == tuple((level.name, level.value, level.bound) for level in fresh.levels)


def test_rows_are_fresh_plans_on_each_engine() -> None:
    """Here and in two processes: same rows, same order, and the values of plans made from nothing."""
    world, (axes, points) = world_of("corner"), points_of(*CORNER)
    found = sweep(world, axes, points, workers=1)
    assert_fresh(world, found, points)
    assert [row.labels for row in found.rows] == [point.labels for point in points]
    assert sweep(world, axes, points, workers=2).rows == found.rows
    assert {row.how for row in found.rows} == {"solved", "unchanged"}


@pytest.mark.slow
def test_two_hundred_rows_of_the_studio_are_fresh_plans() -> None:
    """200 rows over hours, members, training, estimates and weights."""
    world = world_of("studio")
    axes, _ = points_of(
        *("capacity: DESIGNER=16..48:4", "capacity: BACKEND_ENGINEER=30..50:5", "remove: ARCHITECT,TEST_ENGINEER,none"),
        *("train: TECHNICAL_WRITER:finnish=0.5..0.9:0.1", "estimate: PAY-2=*1.5|PAY-3=8|none", "drop: BK-7,PRT-5,none"),
        *("weight: handoff=0,0.5,1", "pin: TT-1=DATA_ENGINEER|none", "forbid: BK-3=BACKEND_ENGINEER|none"),
    )
    points = latin_hypercube(axes, 200, seed=7)
    found = sweep(world, axes, points)
    assert len({row.key for row in found.rows}) > 190
    assert_fresh(world, found, points)
    assert {row.status for row in found.rows} == {"optimal"}


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the rows that are planned, in this process."""
    seen: list[str] = []

    def counted(base: Study, item: tuple[str, Point]) -> SweepRow:
        seen.append(item[0])
        return plan_row(base, item)

    monkeypatch.setattr(module, "plan_row", counted)
    return seen


def test_nothing_is_planned_twice(tmp_path: Path, planned: list[str]) -> None:
    """A second sweep plans nothing, a wider one only what is new; a row that comes twice is planned once."""
    world, (axes, points) = world_of("corner"), points_of(*CORNER)
    stored = [Store(tmp_path / "rows.jsonl") for _ in range(3)]
    first = sweep(world, axes, (*points, points[0]), store=stored[0], workers=1)
    assert len(planned) == len(points)
    stored[1].read()
    assert sweep(world, axes, (*points, points[0]), store=stored[1], workers=1) == first
    assert len(planned) == len(points)
    wider, more = points_of("capacity: BAKER=30..60:10", *CORNER[1:])
    stored[2].read()
    assert sweep(world, wider, more, store=stored[2], workers=1).rows[: len(points)] == first.rows[: len(points)]
    assert len(planned) == len(more)


@pytest.mark.parametrize("options", [{"seed": 1}, {"time_limit": 30.0}, {"inputs": (("backlog.csv", "0"),)}])
def test_rows_of_other_files_or_options_do_not_count(
    tmp_path: Path, planned: list[str], options: dict[str, Any]
) -> None:
    """What could change a row changes its key."""
    world, (axes, points) = world_of("corner"), points_of("weight: handoff=0,1")
    store = Store(tmp_path / "rows.jsonl")
    sweep(world, axes, points, store=store, workers=1)
    sweep(world, axes, points, store=store, workers=1, **options)
    assert len(planned) == 4


def test_a_card_counts_with_its_content(tmp_path: Path) -> None:
    """The same path with another text is another row."""
    card = tmp_path / "NEW.md"
    keys = []
    for text in ("# NEW\n", "# NEW\n## Core Capabilities\n- baking: 0.9\n"):
        card.write_text(text)
        keys.append(key_of((), {}, (Change("add", f"{card}=20h"),)))
    assert keys[0] != keys[1]


def test_a_torn_last_line_is_cut_off(tmp_path: Path, planned: list[str]) -> None:
    """Wherever its writer died within the last line, the file is read, and only that row is planned again."""
    world, (axes, points) = world_of("corner"), points_of(*CORNER)
    path = tmp_path / "rows.jsonl"
    whole = sweep(world, axes, points, store=Store(path), workers=1)
    content = path.read_bytes()
    last = len(content.splitlines(keepends=True)[-1])
    for left in (1, 2, last // 2, last - 1):
        planned.clear()
        path.write_bytes(content[: len(content) - last + left])
        store = Store(path)
        store.read()
        assert sweep(world, axes, points, store=store, workers=1) == whole
        assert len(planned) == 1
        assert path.read_bytes() == content


def test_a_line_that_is_no_row_is_a_fault(tmp_path: Path) -> None:
    """Another file given by mistake is refused, with every such line, and left as it was."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"key": "a"}\nnot json\n[1]\ntorn')
    with pytest.raises(InputError) as found:
        Store(path).read()
    assert [fault.line for fault in found.value.faults] == [1, 2, 3]
    assert path.read_text().endswith("torn")


def test_faults_of_all_rows_at_once_before_anything_is_planned(planned: list[str]) -> None:
    """What is wrong alone, and what is wrong only in some combination, once each."""
    world, (axes, points) = world_of("corner"), points_of("capacity: BAKR=1..9", "wip: BAKR=1,2", "drop: T1,none")
    with pytest.raises(InputError) as found:
        sweep(world, axes, points, workers=1)
    assert [fault.got for fault in found.value.faults] == ["'capacity: BAKR=1'", "'wip: BAKR=1'"]
    axes, points = points_of("drop: T1,none", "estimate: T1=5")
    with pytest.raises(InputError, match=r"expected a task that is there, got 'estimate: T1=5'"):
        sweep(world, axes, points, workers=1)
    assert not planned


def stopping_after(rows: int) -> Callable[[Study, tuple[str, Point]], SweepRow]:
    """Return a row planner that Ctrl-C stops."""
    left = [rows]

    def stopped(base: Study, item: tuple[str, Point]) -> SweepRow:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return plan_row(base, item)

    return stopped


def test_ctrl_c_keeps_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows so far are returned and stored; the next sweep goes on."""
    world, (axes, points) = world_of("corner"), points_of(*CORNER)
    monkeypatch.setattr(module, "plan_row", stopping_after(5))
    found = sweep(world, axes, points, store=Store(tmp_path / "rows.jsonl"), workers=1)
    assert (len(found.rows), found.missing) == (5, len(points) - 5)
    monkeypatch.undo()
    store = Store(tmp_path / "rows.jsonl")
    store.read()
    assert len(store.rows) == 5
    assert sweep(world, axes, points, store=store, workers=1).rows[:5] == found.rows


def test_progress_counts_stored_rows(tmp_path: Path) -> None:
    """The bar starts at what is stored and ends at all."""
    world, (axes, points) = world_of("corner"), points_of("weight: handoff=0,1")
    store = Store()
    sweep(world, axes, points, store=store, workers=1)
    seen: list[tuple[int, int]] = []
    axes, points = points_of("weight: handoff=0..3")
    sweep(world, axes, points, store=store, workers=1, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2, 4), (3, 4), (4, 4)]


def test_a_row_survives_the_file(tmp_path: Path) -> None:
    """What is written is read back, gaps without a measure too."""
    row = SweepRow("k", ("1", "none"), ("fit: 1",), "feasible", "solved", (("LOW", 0, 0), ("quality", 5, 0)), moves=3)
    assert SweepRow.from_data(json.loads(json.dumps(row.to_data()))) == row
    assert row.gap is None
    assert replace(row, levels=(("quality", 3, 4), ("LOW", 1, 1))).gap == 0.25


def sprints() -> World:
    """Return two people over two sprints: a crew, and more urgent work than fits into the first one."""
    needed = needs("build")
    more = (task(name, 30, of, requirements=needed) for name, of in (("B", "HIGH"), ("C", "HIGH"), ("D", "MEDIUM")))
    tasks = (task("A", 10, "CRITICAL", crew=(needed, needed)), *more)
    return World(Team((member("ANN", build=0.9), member("BOB", build=0.9)), calendar=CALENDAR), Backlog(tasks))


def test_how_early_urgent_classes_end_is_read_where_there_are_periods() -> None:
    """With less of BOB in the first sprint as many tasks are placed, but later: columns say so, and the base too."""
    axes, points = points_of("capacity: BOB@S1=20,40")
    found = sweep(sprints(), axes, points, workers=1)
    lines = sweep_answer(found).lines()
    head, less, same = (line.split() for line in (lines[0], *lines[1:3]))
    assert " ".join(head).startswith("capacity BOB@S1 status placed CRITICAL early HIGH early fit hours")
    assert less[:5] == ["20", "optimal", "4", "1", "1"]
    assert same[:5] == ["40", "optimal", "4", "1", "2"]
    assert any(line.startswith("base: optimal, placed 4, CRITICAL early 1, HIGH early 2,") for line in lines)
    corner = sweep(world_of("corner"), *points_of(*CORNER), workers=1)
    assert "early" not in sweep_answer(corner).lines()[0]


def test_a_stored_base_over_periods_is_what_it_was(tmp_path: Path) -> None:
    """Its plan keeps periods and seats: moves that are counted against it are the same when rows come later."""
    axes, points = points_of("leave: BOB=2027-02-01..2027-02-05|ANN=2027-02-01..2027-02-02")
    whole = sweep(sprints(), axes, points, workers=1)
    path = tmp_path / "rows.jsonl"
    sweep(sprints(), axes, points[:1], workers=1, store=Store(path))
    store = Store(path)
    store.read()
    found = sweep(sprints(), axes, points, workers=1, store=store)
    assert [row.moves for row in found.rows] == [row.moves for row in whole.rows]
    (base,) = store.bases.values()
    assert base.plan
    assert sorted({one.period for one in base.plan.assignments}) == [0, 1]
    assert {one.piece for one in base.plan.assignments} == {0, 1}


def test_rows_beside_a_base_that_is_not_proved_are_counted() -> None:
    """Such a row says less than a best plan would, and the table says of how many rows that is so."""
    found = sweep(world_of("corner"), *points_of("capacity: BAKER=30..50:10"))
    kept = "beside the base plan, which is not proved: only what places more or ends urgent work earlier moves"
    assert not any("beside" in line for line in sweep_answer(found).lines())
    first, *rest = found.rows
    assert f"1 of 3 rows {kept}" in sweep_answer(replace(found, rows=(replace(first, how=NEAR), *rest))).lines()


def test_a_frame_for_notebooks() -> None:
    """Axes are columns, numbers where they can be; an impossible row has only its status."""
    world, (axes, points) = world_of("corner"), points_of("capacity: BAKER=30,40", "require: T6|none")
    frame = sweep_frame(sweep(world, axes, points, workers=1))
    assert frame["capacity_BAKER"].tolist() == [30, 30, 40, 40]
    assert frame["status"].tolist() == ["infeasible", "optimal"] * 2
    assert frame["quality_hours"].isna().tolist() == [True, False] * 2
    assert frame.loc[3, "quality_hours"] == pytest.approx(106.6)
