"""The portfolio: a team and a backlog too large for a matrix, as capability vectors in memory or in a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.portfolio.block import Block, Side, block_shortlist
from solver.assignment.large.problem.limits import common_part, whole_parts
from solver.assignment.large.problem.pairs import Aim, Floats, Ints, Shortlist, join_counts

# Tasks of one job.
BLOCK = 16384
MEMBER_FILES = ("scores", "pace", "limit", "preference", "rights")
TASK_FILES = ("minutes", "priority", "value", "kind", "right", "starts", "capability", "weight", "minimum")
PAIR_FILES = ("pins", "forbidden")


def _no_pairs() -> Ints:
    return np.zeros((0, 2), np.int64)


@dataclass(frozen=True, eq=False)
class Portfolio:
    """Members and tasks as arrays of whole numbers; every array may be mapped from a file.

    Members: ``scores`` (n_members, n_dims) effective scores, ``preference`` (n_members, n_kinds), both 0 to ``scale``;
    ``pace`` thousandths (1000 as estimated); ``limit`` minutes; ``rights`` boolean (n_rights, n_members), who holds
    what a task may demand. Tasks: ``minutes``, ``priority`` (0 the most urgent, at most 3), ``value``, ``kind`` (column
    of ``preference``), ``right`` (row of ``rights``, -1 for none). What task t requires stands from ``starts[t]`` to
    ``starts[t + 1]``: ``capability`` (column of ``scores``), ``weight`` above 0, ``minimum`` 0 to ``scale``.
    ``pins`` and ``forbidden`` are pairs (member, task), ``whole`` are batches with one member or none.
    ``fit_weight`` and ``preference_weight`` are thousandths.
    """

    scores: NDArray[np.float32]
    pace: Ints
    limit: Ints
    preference: NDArray[np.float32]
    rights: NDArray[np.bool_]
    minutes: Ints
    priority: Ints
    value: Ints
    kind: Ints
    right: Ints
    starts: Ints
    capability: Ints
    weight: Ints
    minimum: Ints
    pins: Ints = field(default_factory=_no_pairs)
    forbidden: Ints = field(default_factory=_no_pairs)
    whole: tuple[tuple[int, ...], ...] = ()
    scale: int = 1000
    fit_weight: int = 1000
    preference_weight: int = 200
    folder: str = ""

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit together."""
        n_members, n_tasks = len(self.limit), len(self.minutes)
        shapes = {
            "scores": (self.scores.shape[:1], (n_members,)),
            "preference": (self.preference.shape[:1], (n_members,)),
            "pace": (self.pace.shape, (n_members,)),
            "rights": (self.rights.shape[1:], (n_members,)),
            "starts": (self.starts.shape, (n_tasks + 1,)),
            "weight": (self.weight.shape, self.capability.shape),
            "minimum": (self.minimum.shape, self.capability.shape),
        } | {name: (getattr(self, name).shape, (n_tasks,)) for name in TASK_FILES[1:5]}
        wrong = [f"expected {name} of shape {want}, got {got}" for name, (got, want) in shapes.items() if got != want]
        mixed = [batch for batch in self.whole if len({int(self.priority[t]) for t in batch}) > 1]
        wrong += [f"expected one priority class in a batch, got several in that of task {batch[0]}" for batch in mixed]
        if wrong:
            raise ValueError("; ".join(wrong))

    def __repr__(self) -> str:
        """Answer "what is this?" in one line."""
        return f"Portfolio({len(self.limit)} members, {len(self.minutes)} tasks, {self.scores.shape[1]} capabilities)"

    @property
    def unit_priority(self) -> Ints:
        """The class of each task; a batch has one."""
        return self.priority

    @property
    def unit_value(self) -> Ints:
        """The value of each task; that of a batch at its first task."""
        return join_counts(self.whole, self.value)

    @property
    def most_load(self) -> Ints:
        """The largest load of each task for anybody; of a batch at its first task."""
        slowest = int(self.pace.max(initial=0))
        return join_counts(self.whole, -(-self.minutes.astype(np.int64) * slowest // 1000))

    def pool(self) -> tuple[Ints, float, Floats]:
        """Return estimated minutes, and how many estimated minutes all members can take together, in whole parts."""
        part = int(common_part(self.minutes, np.array([1000]))[0])
        most = whole_parts(self.limit * 1000, self.pace * part) // np.maximum(self.pace, 1)
        return join_counts(self.whole, self.minutes), float(most.sum()), 1000.0 / self.pace

    def tightened(self) -> Portfolio:
        """Return the same portfolio, its limits rounded down to what loads can add up to."""
        paces, place = np.unique(self.pace, return_inverse=True)
        return replace(self, limit=whole_parts(self.limit, common_part(self.minutes, paces)[place]))

    @property
    def held(self) -> Ints:
        """The pinned tasks, a batch at its first one."""
        first = {t: batch[0] for batch in self.whole for t in batch}
        return np.unique(np.array([first.get(int(t), int(t)) for t in self.pins[:, 1]], np.int64))

    def side(self) -> Side:
        """Return what every job needs."""
        whole = tuple(tuple(int(t) for t in batch) for batch in self.whole)
        members = (np.ascontiguousarray(self.scores.T), self.pace, self.preference, self.rights)
        return Side(*members, self.pins, self.forbidden, whole, self.scale, self.fit_weight, self.preference_weight)

    def block(self, rows: Ints) -> Block:
        """Return the tasks of the rows, in memory; consecutive rows are cut, others are gathered."""
        if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
            cut = slice(int(rows[0]), int(rows[-1]) + 1)
            starts = self.starts[cut.start : cut.stop + 1]
            need: Any = slice(int(starts[0]), int(starts[-1]))
            starts = starts - starts[0]
            tasks: Any = cut
        else:
            length = self.starts[rows + 1] - self.starts[rows]
            starts = np.concatenate([[0], np.cumsum(length)])
            need = np.repeat(self.starts[rows] - starts[:-1], length) + np.arange(starts[-1])
            tasks = rows
        asked = (self.capability[need], self.weight[need], self.minimum[need])
        return Block(rows, self.minutes[tasks], self.kind[tasks], self.right[tasks], starts, *asked)

    def jobs(self, rows: Ints | None, aim: Aim, keep: int) -> tuple[Callable[[Any], Shortlist], Iterator[Any]]:
        """Return one job for every 16,384 tasks; a portfolio in a folder sends places, not arrays."""
        chosen = np.arange(len(self.minutes)) if rows is None else rows
        cuts = (chosen[start : start + BLOCK] for start in range(0, max(len(chosen), 1), BLOCK))
        source = self.folder or None
        blocks: Iterator[Any] = cuts if source else (self.block(cut) for cut in cuts)
        extra = np.unique(np.concatenate([self.pins[:, 1], self.forbidden[:, 1], [t for b in self.whole for t in b]]))
        rest = self.block(extra.astype(np.int64)) if len(extra) else None
        return partial(_job, self.side(), aim, min(keep, len(self.limit)), rest, source), blocks

    def save(self, folder: Path) -> None:
        """Write the arrays as ``NAME.npy`` and the rest as ``portfolio.json``, for ``open_portfolio``."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in (*MEMBER_FILES, *TASK_FILES, *PAIR_FILES):
            np.save(folder / f"{name}.npy", getattr(self, name))
        rest = {name: getattr(self, name) for name in ("whole", "scale", "fit_weight", "preference_weight")}
        (folder / "portfolio.json").write_text(json.dumps(rest))


def open_portfolio(folder: Path) -> Portfolio:
    """Return the portfolio that was saved in a folder; tasks are mapped and read when they are needed."""
    rest = json.loads((folder / "portfolio.json").read_text())
    found = {name: np.load(folder / f"{name}.npy") for name in (*MEMBER_FILES, *PAIR_FILES)}
    found |= {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in TASK_FILES}
    rest["whole"] = tuple(tuple(batch) for batch in rest["whole"])
    return Portfolio(**found, **rest, folder=str(folder))


def _job(side: Side, aim: Aim, keep: int, rest: Block | None, source: str | None, item: Any) -> Shortlist:
    block = open_portfolio(Path(source)).block(item) if source else item
    return block_shortlist(side, block, rest, aim, keep)
