"""Two data frames become a workspace: they are written as the files they would be, and read as those are."""

from __future__ import annotations

import csv
import json
import shutil
from bisect import bisect
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pandas as pd

from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.errors import Fault, InputError
from solver.importers.doors import read_workspace
from solver.importers.families import family_of
from solver.importers.settings import FILE, read_settings
from solver.importers.source import Source
from solver.readers.backlog.columns import are_ours
from solver.readers.backlog.frames import frame_items, plain_value
from solver.readers.workspace import Workspace
from solver.readers.written.workspace import backlog_text, workspace_texts

KINDS: Final = {"people", "tasks", "leave"}


def workspace_from(people: Any, tasks: Any = None, *, leave: Any = None, strict: bool = False) -> Workspace:
    """Return the workspace that people and tasks make, whatever they come as.

    Parameters
    ----------
    people : pandas.DataFrame, Path, str, Team or Workspace
        A skills table, long or wide, with hours where it has them; a file of any family that ``import`` reads; or a
        folder of cards. A folder with a backlog needs no ``tasks``.
    tasks : pandas.DataFrame, Path, str or Backlog, optional
        A row for each task, with our own columns or those of a tracker, known by their names.
    leave : pandas.DataFrame, Path or str, optional
        A row for each absence: a person, a first and a last day.
    strict : bool
        Whether every warning refuses.

    Returns
    -------
    Workspace
        What was taken for what is among its assumptions. Lines of frames are row numbers from 1.

    Raises
    ------
    InputError
        With every fault at once; the file of a fault in a frame is ``people``, ``tasks`` or ``leave``.

    Examples
    --------
    >>> people = pd.DataFrame({"name": ["Ann", "Bob"], "hours": [30, 40], "sql": [4, 2], "python": [3, 5]})
    >>> tasks = pd.DataFrame({"id": ["T1", "T2"], "hours": [10, 20], "skills": ["sql", "python"]})
    >>> found = workspace_from(people, tasks)
    >>> [(one.id, one.load_limit_minutes // 60) for one in found.team.members]
    [('Ann', 30), ('Bob', 40)]
    >>> [(one.id, one.requirements[0].capability, one.line) for one in found.backlog.tasks]
    [('T1', 'sql', 1), ('T2', 'python', 2)]
    """
    if isinstance(people, Workspace) and tasks is None:
        return people
    with TemporaryDirectory() as place:
        desk = _Desk(Path(place).resolve())
        try:
            return desk.read(people, tasks, leave, strict)
        except InputError as error:
            raise InputError(tuple(map(desk.fault, error.faults))) from error


@dataclass(frozen=True)
class _Desk:
    """A folder for a while, in which everything lies as a file; ``starts`` are the lines on which rows begin."""

    place: Path
    starts: dict[Path, list[int]] = field(default_factory=dict)
    names: dict[Path, str] = field(default_factory=dict)

    def read(self, people: Any, tasks: Any, leave: Any, strict: bool) -> Workspace:
        """Return the workspace; people who are a folder already get another backlog."""
        folder = self._folder(people)
        backlog = None if tasks is None else self._laid("tasks", tasks)
        if folder is None:
            folder = self.place
            table = self._laid("people", people)
            if leave is not None:
                self._laid("leave", leave)
            said = (f"{path.name}: {{kind: {kind}}}" for path, kind in self.names.items() if kind in KINDS)
            (folder / FILE).write_text(f"files: {{{', '.join(said)}}}\n", encoding="utf-8")
            self._refuse_strangers(table)
        elif leave is not None:
            raise InputError((Fault("leave", 1, "no leave beside people who have a team.yaml", "some"),))
        return self._named(read_workspace(folder, backlog=backlog, strict=strict))

    def _refuse_strangers(self, table: Path) -> None:
        """Refuse a table of people that is none; the import would put one member in their place."""
        source = Source(table, table.name, read_settings(self.place / FILE))
        if family_of(source)[0] is None:
            expected = "names, and columns of skills or a row for each skill"
            raise InputError((Fault(str(table), 1, expected, ", ".join(source.header) or "no columns"),))

    def _folder(self, people: Any) -> Path | None:
        """Return the folder that people are, or are written to; None for a table of them."""
        if isinstance(people, str | Path) and Path(people).is_dir():
            return Path(people)
        if isinstance(people, Workspace):
            team, weights = people.team, people.weights
        elif isinstance(people, Team):
            team, weights = people, Weights()
        else:
            return None
        for name, text in workspace_texts(team, Backlog(()), weights).items():
            if name != "backlog.csv":
                (self.place / "team" / name).parent.mkdir(parents=True, exist_ok=True)
                (self.place / "team" / name).write_text(text, encoding="utf-8")
        return self.place / "team"

    def _laid(self, kind: str, given: Any) -> Path:
        """Return the file that a table is; one from elsewhere is copied, so that all lie beside each other."""
        if isinstance(given, str | Path):
            return self._copied(kind, Path(given))
        path = self.place / f"{kind}.csv"
        self.names[path] = kind
        if isinstance(given, Backlog):
            path = self.place / "backlog.csv"
            path.write_text(backlog_text(given), encoding="utf-8")
        elif not isinstance(given, pd.DataFrame):
            expected = "a data frame, a path" + {"tasks": " or a Backlog", "people": " or a Team"}.get(kind, "")
            raise TypeError(f"{kind}: expected {expected}, got {type(given).__name__}")
        elif kind == "tasks" and are_ours(map(str, given.columns)):
            # A task on each line: what it rests on is said, and read as the team states it, as it is of a file.
            path = self.place / "backlog.json"
            rows = (json.dumps(item, default=str) for item in frame_items(given))
            path.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")
        else:
            self._written(path, given)
        return path

    def _copied(self, kind: str, path: Path) -> Path:
        """Return the copy of a file; of a folder, the folder itself."""
        if kind == "tasks" or not path.is_file():
            return path
        there = self.place / path.name
        shutil.copyfile(path, there)
        self.names[there] = str(path)
        return there

    def _written(self, path: Path, frame: pd.DataFrame) -> None:
        """Write a frame as CSV, its index too where that has a name, and keep on which lines its rows begin."""
        whole = frame.reset_index() if frame.index.name is not None else frame
        rows = [
            [str(name) for name in whole.columns],
            *([_cell(c) for c in row] for row in whole.itertuples(index=False)),
        ]
        starts, line = list[int](), 1
        for row in rows:
            starts.append(line)
            line += 1 + sum(cell.count("\n") for cell in row)
        self.starts[path] = starts
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)

    def fault(self, fault: Fault) -> Fault:
        """Return a fault with the place in the frame that it is about."""
        file, line = self._place(fault.file, fault.line)
        return replace(fault, file=file, line=line, got=self._plain(fault.got), maybe=self._plain(fault.maybe))

    def _place(self, file: str, line: int) -> tuple[str, int]:
        """Return where something stands: rows of a frame count from 1, a file's own place stays."""
        path = Path(file)
        if file == "data frame":
            return "tasks", line
        if path in {self.place / "backlog.csv", self.place / "backlog.json"}:
            return "tasks", max(line - 1, 1)
        if path in self.starts:
            return self.names[path], max(bisect(self.starts[path], line) - 1, 1)
        return self._plain(file), line

    def _plain(self, text: str) -> str:
        """Return a text without a word of where things lay for a while."""
        for path, name in self.names.items():
            text = text.replace(str(path), name)
        return text.replace(f"{self.place}/team/", "").replace(f"{self.place}/", "")

    def _named(self, found: Workspace) -> Workspace:
        """Return what was read as if it had come from where it came from."""
        tasks = []
        for task in found.backlog.tasks:
            file, line = self._place(task.file, task.line)
            tasks.append(replace(task, file=file, line=line))
        said = [self._sentence(text) for text in found.assumptions]
        return replace(
            found,
            backlog=replace(found.backlog, tasks=tuple(tasks)),
            assumptions=tuple(said),
            warnings=tuple(map(self._sentence, found.warnings)),
            findings=tuple(
                replace(one, text=self._plain(one.text), file=self._place(one.file, one.line)[0])
                for one in found.findings
            ),
            inputs=tuple((self._plain(name), digest) for name, digest in found.inputs),
            files=(),
        )

    def _sentence(self, text: str) -> str:
        """Return a sentence; where it begins with a place in a frame, with that place."""
        file, _, rest = text.partition(":")
        line, _, said = rest.partition(": ")
        if Path(file) in self.starts and line.isdigit():
            place = ":".join(map(str, self._place(file, int(line))))
            return f"{place}: {said}"
        return self._plain(text)


def _cell(cell: Any) -> str:
    """Return a cell as it would stand in a table; several values are parted by semicolons."""
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat() if cell == cell.normalize() else cell.isoformat()
    value = plain_value(cell)
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
