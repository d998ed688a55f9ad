"""What a class needs is closed: nothing in it waits for, or is a part or a seat of, what is left out."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.linear import linear
from solver.assignment.model.measure import columns_of
from solver.assignment.road.needed import needed
from solver.assignment.sprints.lists.listing import first_placed
from solver.matching.slots import slot_problem


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_plan_cut_down_to_what_a_class_needs_is_a_plan(seed: int) -> None:
    """Over periods, with crews and split tasks: a class was searched over parts that no plan can place alone."""
    problem = slot_problem(*sprint_world(9, 3, 90, seed=seed))
    assert problem.time
    assert problem.time.parts
    demands = linear(problem)
    pairs = {pair: c for c, pair in enumerate(zip(demands.member.tolist(), demands.task.tolist(), strict=True))}
    plan = np.array(sorted(pairs[row, piece] for piece, row in first_placed(problem).items()))
    for level in range(len(demands.levels) - 1):
        inside = needed(demands, level)
        assert columns_of(demands, np.intersect1d(plan, inside)) is not None
        tasks = set(demands.task[inside].tolist())
        for tied in (*problem.time.parts, *problem.time.crews):
            assert len(tasks & set(tied)) in {0, len(tied)}
