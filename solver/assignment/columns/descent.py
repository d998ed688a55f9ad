"""Good prices before the first linear program over sets: those of pairs alone, and steps down from there.

Each step prices all sets once: the bound falls, and the sets that are met are the ones that matter. That takes few
linear programs afterwards, which cost most where there are many tasks.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from solver.assignment.columns.lagrangian import Floats, Ints, Lagrangian, Node, Priced
from solver.assignment.model.highs import quiet_highs
from solver.assignment.model.search import Limits

# Steps that do not lower the bound before they are halved; how much of a direction is kept; the share of the bound
# that a step aims to win.
PATIENCE: Final = 5
KEPT: Final = 0.7
AIM: Final = 0.005
# A direction this short leads nowhere.
SHORT: Final = 1e-9


def pair_prices(dual: Lagrangian) -> Floats:
    """Return the prices of the demands in the relaxation over pairs; 0 where it has no plan."""
    from scipy.sparse import csc_matrix, csr_matrix, hstack, vstack

    folded = dual.folded
    limits = [sack.room * size for sack, size in zip(folded.sacks, dual.size, strict=True)]
    load = np.concatenate([np.zeros(0, np.int64), *(sack.load for sack in folded.sacks)])
    shape = (len(limits), folded.n_pairs + len(folded.low))
    used = csc_matrix((load, (folded.group, np.arange(folded.n_pairs))), shape)
    # Column by column, as its transpose is row by row.
    rows = csr_matrix(vstack([hstack([dual.pair_rows, dual.other_rows]), used]).T)
    rows.eliminate_zeros()
    limit, none = np.concatenate([dual.limit, limits]), np.zeros(0, dtype=np.int32)
    program = quiet_highs()
    program.addRows(len(limit), np.full(len(limit), -np.inf), limit, 0, none, none, np.zeros(0))
    low = np.concatenate([np.zeros(folded.n_pairs), folded.low])
    high = np.concatenate([dual.size[folded.group], folded.high])
    costs = -np.concatenate([dual.worth, dual.other_worth])
    starts, index = rows.indptr[:-1].astype(np.int32), rows.indices.astype(np.int32)
    program.addCols(len(costs), costs, low, high, rows.nnz, starts, index, rows.data)
    program.run()
    if program.getModelStatus() != type(program.getModelStatus()).kOptimal:
        return np.zeros(len(dual.limit))
    duals = -np.array(program.getSolution().row_dual)
    prices: Floats = np.maximum(duals[: len(dual.limit)], 0)
    return prices


def descend(
    dual: Lagrangian, node: Node, prices: Floats, steps: int, limits: Limits
) -> tuple[Priced, list[tuple[int, Ints]]]:
    """Return the best bound of so many steps from some prices, and the different sets met on the way.

    Deflected subgradient steps (Camerini, Fratta and Maffioli 1975), halved where they do not lower the bound.
    """
    best, sets = dual.price(prices, node)
    met, place, direction = dict[tuple[int, bytes], tuple[int, Ints]](), best.prices, np.zeros(len(prices))
    size, idle, last = 1.0, 0, best
    for _ in range(steps):
        met |= {(c, one.tobytes()): (c, one) for c, one in enumerate(sets)}
        direction = dual.slack(last, sets, node) + KEPT * direction
        direction[(place <= 0) & (direction > 0) & ~dual.free(node)] = 0
        length = float(direction @ direction)
        if length < SHORT or limits.are_up:
            break
        gap = max(last.bound - best.bound + AIM * abs(best.bound), 1.0)
        place = place - size * gap / length * direction
        last, sets = dual.price(place, node)
        place, idle = last.prices, idle + 1
        if last.bound < best.bound:
            best, idle = last, 0
        elif idle > PATIENCE:
            size, idle, place, direction = size / 2, 0, best.prices, np.zeros(len(prices))
    return best, list(met.values())
