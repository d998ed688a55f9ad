"""Settles members one after the other on the sets that a mixture takes most of, and prices the rest anew each time."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from solver.assignment.columns.lagrangian import Bools, Floats, Ints, Node
from solver.assignment.columns.master import GAIN, Master, Relaxed

# A set of which the mixture has this share is settled at once; of others, one for so many open members.
CLEAR: Final = 0.75
STEP: Final = 10


def dive(master: Master, node: Node, relaxed: Relaxed, rest: int) -> list[Ints]:
    """Return sets for some members, in the order in which they were settled.

    Parameters
    ----------
    master : Master
        The sets made so far; more join on the way.
    node : Node
        Of which the mixture is.
    relaxed : Relaxed
        The best mixture of the node.
    rest : int
        How many members stay open at least.

    Returns
    -------
    list of ndarray of int
        The folded pairs of each set. Members who are alike are not settled. It ends early where what is left could no
        longer meet every demand, and then leaves out the last step; and where time is up.
    """
    folded, settled = master.dual.folded, dict[int, Ints]()
    while relaxed.share is not None and len(settled) < len(folded.pairs) - rest:
        new = _step(master, relaxed.share, settled, rest)
        if not new:
            break
        opened = node.opened.copy()
        for group, mine in new.items():
            opened[folded.pairs[group]] = False
            opened[np.isin(folded.task, folded.task[mine])] = False
        for mine in new.values():
            opened[mine] = True
        node = replace(node, opened=opened)
        try:
            relaxed = master.solve(node, -math.inf)
        except ArithmeticError:
            break
        if relaxed.share is None or master.missing > GAIN:
            break
        settled |= new
    return list(settled.values())


def _step(master: Master, share: Floats, settled: dict[int, Ints], rest: int) -> dict[int, Ints]:
    """Return the sets to settle next, by class: those that are clear, and at least some."""
    folded, found = master.dual.folded, dict[int, Ints]()
    most = len(folded.pairs) - rest - len(settled)
    least = max(1, (len(folded.pairs) - len(settled)) // STEP)
    used: Bools = np.zeros(len(folded.once), dtype=bool)
    for mine in settled.values():
        used[folded.task[mine]] = True
    for i in np.argsort(-share, kind="stable").tolist():
        if share[i] < GAIN or len(found) >= most or (share[i] < CLEAR and len(found) >= least):
            break
        group, mine = int(master.group[i]), np.flatnonzero(master.have[i])
        if group in settled or group in found or len(folded.members[group]) > 1 or used[folded.task[mine]].any():
            continue
        found[group] = mine
        used[folded.task[mine]] = True
    return found
