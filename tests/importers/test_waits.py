"""Predecessors of a project plan become dependencies with lags; links of another kind are told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from solver.importers.bring_in import bring_in
from solver.readers.workspace import read_workspace

PLAN = """ID,Task Name,Duration,Predecessors,Resource Names
1,Design,3 days,,Ann
2,Build,5 days,1FS+2 days,Bob
3,Test,2 days,2EA+1 Woche,Ann
4,Ship,1 day,"3,2SS+1 day",Bob
5,Docs,1 day,"3FS,1FS+3 hrs,2-1d",Bob
6,Sell,1 day,"4;7FS+1d",Bob
"""
LEFT = [
    "4 and 2 are linked as 2SS+1 day, not from end to start: nothing waits",
    "5 waits for 1 without +3 hrs: a lag is in working days or weeks",
    "5 waits for 2 without -1d: a lag is in working days or weeks",
    "6 waits for 7FS+1d, which is in no file: dropped",
]


def test_predecessors_of_a_project_plan_are_dependencies_with_lags(tmp_path: Path) -> None:
    """The workspace waits as the plan says, a second import changes nothing, and what is not taken is told."""
    (tmp_path / "plan.csv").write_text(PLAN)
    for _ in range(2):
        bring_in([tmp_path / "plan.csv"], tmp_path / "ws")
        tasks = {task.id: task for task in read_workspace(tmp_path / "ws").backlog.tasks}
        assert {name: task.dependencies for name, task in tasks.items()} == {
            **{"1": (), "2": ("1",), "3": ("2",), "4": ("3",)},
            **{"5": ("3", "1", "2"), "6": ("4",)},
        }
        lags = {name: dict(task.lags) for name, task in tasks.items() if task.lags}
        assert lags == {"2": {"1": Decimal(2)}, "3": {"2": Decimal(5)}}
    report = (tmp_path / "ws" / "import-report.md").read_text()
    assert [text in report.replace("-", " ") for text in (one.replace("-", " ") for one in LEFT)] == [True] * len(LEFT)
