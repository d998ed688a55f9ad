"""The order of work as CP-SAT intervals beside the rows: durations are the shortest, so that no plan is lost."""

from __future__ import annotations

from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from solver.assignment.model.linear import Linear
from solver.matching.time import TICKS

# Up to this many pairs every piece has its interval; beyond, what cannot be sequenced comes back as cuts alone.
MOST_PAIRS: Final = 6000


def add_intervals(cp: cp_model.CpModel, linear: Linear) -> None:
    """Let each piece have a place in time, members do one at a time, and what waits start after what it waits for.

    Time runs in ticks through all periods. A piece takes at least the shortest time that it takes in a slot: where
    hours differ from day to day that is less than it takes, and the exact sequence is checked afterwards.
    """
    time = linear.problem.time
    pairs = linear.n_pairs
    if time is None or not time.waits or pairs > MOST_PAIRS:
        return
    starts = np.concatenate([[0], np.cumsum(np.array(time.days, dtype=np.int64) * TICKS)])
    row, piece = linear.member[:pairs].tolist(), linear.task[:pairs].tolist()
    begin = {c: cp.new_int_var(0, int(starts[-1]), f"b{c}") for c in set(piece)}
    end = {c: cp.new_int_var(0, int(starts[-1]), f"e{c}") for c in set(piece)}
    machines: dict[int, list[cp_model.IntervalVar]] = {}
    for column, (r, c) in enumerate(zip(row, piece, strict=True)):
        on, p = cp.get_bool_var_from_proto_index(column), int(time.period[r])
        ticks, offset = int(time.ticks[r, c]), int(starts[p])
        size = cp.new_int_var(ticks, int(time.days[p]) * TICKS, "")
        machines.setdefault(int(time.member[r]), []).append(
            cp.new_optional_interval_var(begin[c], size, end[c], on, "")
        )
        cp.add(begin[c] >= offset + TICKS * int(time.begin[p, c])).only_enforce_if(on)
        cp.add(end[c] <= offset + TICKS * int(time.end[p, c])).only_enforce_if(on)
    for intervals in machines.values():
        cp.add_no_overlap(intervals)
    placed: dict[int, list[cp_model.IntVar]] = {}
    for column, c in enumerate(piece):
        placed.setdefault(c, []).append(cp.get_int_var_from_proto_index(column))
    for after, before in time.waits:
        if after in begin and before in end:
            # What waits is placed only with what it waits for; a piece that stays out may stand anywhere.
            cp.add(begin[after] + int(starts[-1]) * (1 - sum(placed[after])) >= end[before])
