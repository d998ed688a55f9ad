"""Ejection chains: a task moves, and what it displaces moves on; overloads are priced, not forbidden.

The neighbourhood is that of Yagiura, Ibaraki and Glover (2004): shift, swap and double shift. Costs are taken as
reduced costs, so that a move's price is a sum of parts that are never negative at the best prices, and most second
moves are ruled out by one comparison.
"""

from __future__ import annotations

from solver.assignment.arrays.kernels import QUEUED, Case, State, kernel, move, strain, take, wake

LEAST = -1e-7
# Moves of one descent for each task. Beyond, sums of large penalties round so that moves back and forth both seem to
# gain; what is queued still has its turn in the next descent, at other penalties.
MOVES = 10


@kernel
def descend(case: Case, state: State) -> bool:
    """Improve the plan in work until no queued task has a move; return whether it kept all limits on the way."""
    seen, left = False, MOVES * len(state.chosen)
    while state.numbers[QUEUED] > 0 and left > 0:
        task = take(state)
        here = state.chosen[task]
        to, other, onward = best_move(case, state, task)
        if to >= 0:
            left -= 1
            move(case, state, task, to)
            if other >= 0:
                move(case, state, other, onward)
                wake(state, onward)
            wake(state, here)
            wake(state, to)
            seen = keep(case, state) or seen
    return seen


@kernel
def best_move(case: Case, state: State, task: int) -> tuple[int, int, int]:
    """Return where the task should go, which task should leave there and whereto; -1 for none."""
    here = state.chosen[task]
    rest = state.used[here] - case.load[task, here]
    leave = strain(case, state, here, rest) - strain(case, state, here, state.used[here]) - case.reduced[task, here]
    relief = strain(case, state, here, rest)
    for choice in range(len(state.used)):
        relief = max(relief, strain(case, state, choice, state.used[choice]))
    best, found = LEAST, (-1, -1, -1)
    for rank in range(case.near.shape[1]):
        to = case.near[task, rank]
        if to == here:
            continue
        start = leave + case.reduced[task, to] - strain(case, state, to, state.used[to])
        full = state.used[to] + case.load[task, to]
        alone = start + strain(case, state, to, full)
        if alone < best:
            best, found = alone, (to, -1, -1)
        change, other, onward = best_second(case, state, (here, rest), (to, full), start, relief, best)
        if other >= 0:
            best, found = change, (to, other, onward)
    return found


@kernel
def best_second(
    case: Case,
    state: State,
    leaving: tuple[int, float],
    joining: tuple[int, float],
    start: float,
    relief: float,
    best: float,
) -> tuple[float, int, int]:
    """Return the best change below ``best`` by which a task of who is joined makes room, it, and where it goes.

    ``leaving`` and ``joining`` are choices with their loads after the first move; ``relief`` is the most that any one
    choice can gain by taking load.
    """
    (here, rest), (to, full) = leaving, joining
    other, onward = -1, -1
    for position in range(state.many[to]):
        task = state.held[to, position]
        made = start - case.reduced[task, to] + strain(case, state, to, full - case.load[task, to])
        for rank in range(case.near.shape[1]):
            choice = case.near[task, rank]
            if choice == to:
                continue
            change = made + case.reduced[task, choice]
            if change - relief >= best:
                break
            before = rest if choice == here else state.used[choice]
            change += strain(case, state, choice, before + case.load[task, choice])
            change -= strain(case, state, choice, before)
            if change < best:
                best, other, onward = change, task, choice
    return best, other, onward


@kernel
def keep(case: Case, state: State) -> bool:
    """Return whether all limits are kept, and remember the plan if it is the cheapest of these."""
    for choice in range(len(case.limit)):
        if state.used[choice] > case.limit[choice]:
            return False
    value = 0.0
    for task in range(len(state.chosen)):
        value += case.cost[task, state.chosen[task]]
    if value < state.value[0]:
        state.value[0] = value
        state.best[:] = state.chosen
    return True
