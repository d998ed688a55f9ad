"""Mends plans over periods: what cannot be worked goes out, and what still fits comes in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from solver.assignment.model.linear import Linear
from solver.assignment.model.measure import measure
from solver.assignment.sprints.check import Sequences
from solver.assignment.sprints.sequence.sequenced import sequenced
from solver.matching.problem import Problem


def worked(problem: Problem, sequences: Sequences, placed: Mapping[int, int]) -> dict[int, int]:
    """Return placed pieces without those that keep a period from being sequenced, the least urgent tasks first."""
    kept = dict(placed)
    while True:
        bad = next((jobs for jobs in sequences.jobs(kept) if sequenced(jobs, sequences.seconds) is None), None)
        if bad is None:
            return kept
        tied = [c for c in bad.jobs if bad.before[c] or any(c in before for before in bad.before.values())]
        out = max(tied or list(bad.jobs), key=lambda c: (problem.priority[c], len(bad.before[c]), c))
        for piece in _with_followers(problem, out):
            kept.pop(piece, None)


def _with_followers(problem: Problem, piece: int) -> set[int]:
    """Return a piece with those of its task, those that wait for it, and those of its whole batch."""
    time = problem.time
    if time is None:
        return {piece}
    links = [*time.waits, *time.gated, *problem.dependencies]
    same = {c: set(np.flatnonzero(time.task == time.task[c]).tolist()) for c in range(len(problem.tasks))}
    for batch in problem.whole:
        for c in batch:
            same[c] |= set(batch)
    found, open_ = set[int](), [piece]
    while open_:
        one = open_.pop()
        if one not in found:
            found.add(one)
            open_ += [c for c in same[one] if c not in found]
            open_ += [after for after, before in links if before == one and after not in found]
    return found


def filled(problem: Problem, linear: Linear, placed: Mapping[int, int]) -> dict[int, int]:
    """Return placed pieces and each task of one piece more that fits as it stands, urgent ones first."""
    kept = dict(placed)
    time = problem.time
    if time is None:
        return kept
    sequences = Sequences(problem)
    sizes = np.bincount(time.task, minlength=len(time.tasks))
    place = {pair: c for c, pair in enumerate(zip(linear.member.tolist(), linear.task.tolist(), strict=True))}
    grown = True
    while grown:
        grown = False
        out = [c for c in range(len(problem.tasks)) if c not in kept and sizes[time.task[c]] == 1]
        for piece in sorted(out, key=lambda c: problem.priority[c]):
            rows = [int(row) for row in np.flatnonzero(problem.eligible[:, piece])]
            for row in sorted(rows, key=lambda r: (int(time.period[r]), -int(problem.gain[r, piece]))):
                trial = kept | {piece: row}
                columns = np.array(sorted(place[r, c] for c, r in trial.items()), dtype=np.int64)
                if measure(linear, columns) is not None and sequences.starts(trial) is not None:
                    kept, grown = trial, True
                    break
    return kept
