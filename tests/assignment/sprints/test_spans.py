"""Windows that know the order of work: the plan that stands is one of theirs, and what they find can be worked."""

from __future__ import annotations

import time

import numpy as np
import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.search import Limits
from solver.assignment.road.highs import branch_and_bound
from solver.assignment.road.program import Part, Program
from solver.assignment.road.solved import Budget
from solver.assignment.sprints.best import Best
from solver.assignment.sprints.lists.listing import first_placed
from solver.assignment.sprints.lists.turns import Turns
from solver.assignment.sprints.windows import spans
from solver.assignment.sprints.windows.spans import Spans
from solver.domain.weights import Weights
from solver.matching.slots import slot_problem


def _best(seed: int) -> Best:
    best = Best(slot_problem(*sprint_world(8, 3, 60, seed), Weights()), Limits(time.monotonic() + 600))
    assert best.consider(best.columns(first_placed(best.problem)))
    return best


def _spans(best: Best) -> Spans:
    gaps = best.gaps()
    assert gaps is not None
    return Spans(best.linear, gaps, Turns(gaps), 0)


def _parts(best: Best, size: int) -> list[tuple[Part, np.ndarray]]:
    """Return windows of so many slots each, and the columns that hold outside of each."""
    assert best.known is not None
    program, pairs = Program(best.linear), best.columns(best.known[0])
    assert pairs is not None
    on, member = best.linear.switched(pairs), best.linear.member[: best.linear.n_pairs]
    slots = np.unique(member)
    found = []
    for start in range(0, len(slots) - size + 1, size):
        free = np.flatnonzero(np.isin(member, slots[start : start + size]))
        owner = on[: best.linear.n_pairs].copy()
        owner[free] = 0
        taken = np.isin(best.linear.task[free], best.linear.task[np.flatnonzero(owner)])
        found.append((program.part(free[~taken], on), np.flatnonzero(owner)))
    return found


@pytest.mark.parametrize("kept", [0.0, 1.0])
@pytest.mark.parametrize("seed", range(3))
def test_the_plan_that_stands_meets_every_row(seed: int, kept: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether or not ties between free pieces keep their moments, rows are added, and what there is now meets them."""
    monkeypatch.setattr(spans, "KEPT", kept)
    best = _best(seed)
    assert best.known is not None
    pairs = best.columns(best.known[0])
    assert pairs is not None
    on, narrow, more = best.linear.switched(pairs), _spans(best), 0
    for part, _ in _parts(best, 4):
        found = narrow.narrowed(part)
        more += len(found.limit) - len(part.limit)
        row = np.repeat(np.arange(len(found.limit)), np.diff(found.starts))
        used = np.bincount(row, found.factor * on[found.column][found.place], len(found.limit))
        assert (used[len(part.limit) :] <= found.limit[len(part.limit) :]).all()
    assert more


def test_slots_planned_anew_can_be_worked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What four slots can hold at best can always be worked where ties keep their moments, and not always otherwise."""
    monkeypatch.setattr(spans, "KEPT", 1.0)
    plain, narrow = [], []
    for seed in range(3):
        best = _best(seed)
        order = _spans(best)
        for part, others in _parts(best, 4):
            plain.append(_can_be_worked(best, part, others))
            narrow.append(_can_be_worked(best, order.narrowed(part), others))
    assert all(narrow)
    assert not all(plain)


def _can_be_worked(best: Best, part: Part, others: np.ndarray) -> bool:
    """Return whether the best that a window can hold can be worked beside what holds outside."""
    linear = best.linear
    worth = np.where(part.column < linear.n_pairs, 1.0, 0.0) * linear.problem.gain.max()
    own = part.column < linear.n_pairs
    worth[own] = linear.problem.gain[linear.member[part.column[own]], linear.task[part.column[own]]]
    found = branch_and_bound(part, linear.task[part.column], worth, [], Budget(time.monotonic() + 60), None)
    assert found.is_done
    assert found.columns is not None
    chosen = part.column[own & (found.columns > 0.5)]
    pairs = np.concatenate([others, chosen])
    placed = dict(zip(linear.task[pairs].tolist(), linear.member[pairs].tolist(), strict=True))
    return best.sequences.starts(placed) is not None
