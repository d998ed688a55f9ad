"""Which k cards of a catalogue to take in: the model chooses, a plan of the enlarged team confirms.

The model holds every candidate with a switch, so it weighs all choices at once. It is exact where hand-offs are free.
Where they cost, distances depend on who is hired: then the model promises at least what each choice can bring, each
promise is checked by planning that team, and the search ends when no promise is better than the two best plans.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from solver.assignment.hire import Pool, best_choice
from solver.assignment.result import Result
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.communication.distances import team_distances
from solver.domain.team import Team
from solver.domain.world import World
from solver.errors import Fault, InputError
from solver.explanation.price import values_of as ranked_values
from solver.matching.build import mean_limit_hours, units
from solver.matching.of_world import problem_of
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.pieces import is_timed, pieces_of
from solver.matching.problem import Problem
from solver.readers.cards.catalogue import Candidate
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.gain import Values, changed

# Of the time that is left one plan over periods takes this part at most.
ONE_PLAN = 0.4
# Beyond so many choices the distances of hand-offs are bounded by 1 instead of looked up for each choice.
MOST_CHOICES = 2000


@dataclass(frozen=True)
class Hire:
    """One choice of cards: what it costs, the plan with them, the gain over the base by level."""

    cards: tuple[str, ...]
    changes: tuple[Change, ...]
    cost: Decimal
    result: Result
    gain: Values

    @property
    def rank(self) -> Values:
        """Better is larger: level by level, then cheaper, in hundredths."""
        return (*ranked_values(self.result), -int(self.cost * 100))


@dataclass(frozen=True)
class HireAdvice:
    """The base, the best choice and the runner-up; ``status`` is optimal, feasible or infeasible.

    ``choices`` is how many there are, ``planned`` how many of them had to be planned to know the best two. Over periods
    choices are planned ``one_by_one``, as many as there was time for.
    """

    status: str
    base: Study
    hires: tuple[Hire, ...]
    choices: int
    planned: int
    one_by_one: bool = False


def advise_hire(
    base: Study,
    catalogue: tuple[Candidate, ...],
    k: int,
    budget: Decimal | None = None,
    workers: int = 1,
    clock: Clock | None = None,
) -> HireAdvice:
    """Return the k cards of a catalogue that bring the most, level by level, the cheapest of equals.

    Parameters
    ----------
    base : Study
        The team as it is, with its best plan.
    catalogue : tuple of Candidate
        Who could join; each would have the default load limit.
    k : int
        How many to take, from 1 to the size of the catalogue.
    budget : Decimal, optional
        The most that they may cost together.
    workers : int
        Threads of the choosing search.
    clock : Clock, optional
        Until when; the best choice found by then is returned, and is not said to be the best of all.

    Returns
    -------
    HireAdvice
        Up to two hires, the best first; none if no choice is within the budget or none has a plan.

    Raises
    ------
    InputError
        If the catalogue does not have k cards.
    """
    if not 1 <= k <= len(catalogue):
        raise InputError((Fault("-k", 1, f"a number of cards from 1 to {len(catalogue)}", str(k)),))
    clock = clock or Clock()
    if is_timed(base.world.team, base.world.backlog):
        return _in_time(base, catalogue, k, budget, clock)
    problem = _promising(base, _world_with(base.world, catalogue), catalogue, k)
    row = {name: number for number, name in enumerate(problem.members)}
    offered = {row[one.card.id]: one for one in catalogue}
    costs = tuple(int(one.cost * 100) for one in offered.values())
    pool = Pool(tuple(offered), k, costs, None if budget is None else int(budget * 100))
    tried, found, proved = list[tuple[int, ...]](), list[Hire](), True
    while not (found and clock.is_over):
        seconds = clock.left(base.time_limit)
        promise = best_choice(problem, pool, tried, time_limit=seconds, seed=base.seed, workers=workers)
        if promise is None:
            break
        tried.append(promise.rows)
        hurry = replace(base, time_limit=clock.left(base.time_limit))
        found.append(_hire(hurry, tuple(offered[m] for m in promise.rows)))
        found.sort(key=lambda one: one.rank, reverse=True)
        proved &= promise.proved and found[0].result.status == "optimal"
        # No choice left is promised more than this one was.
        if len(found) > 1 and (not promise.proved or found[1].rank >= promise.values):
            break
    else:
        proved = False
    status = "infeasible" if not found else "optimal" if proved else "feasible"
    return HireAdvice(status, base, tuple(found[:2]), comb(len(catalogue), k), len(found))


def _in_time(base: Study, catalogue: tuple[Candidate, ...], k: int, budget: Decimal | None, clock: Clock) -> HireAdvice:
    """Return the best choice over periods: each is planned, those who could do most of what is out or late first."""
    choices = [one for one in combinations(catalogue, k) if budget is None or sum(c.cost for c in one) <= budget]
    choices.sort(key=lambda cards: (-_useful_minutes(base, cards), sum(one.cost for one in cards)))
    found = list[Hire]()
    for cards in choices:
        if found and clock.is_over:
            break
        share = clock.left(base.time_limit) if len(choices) == 1 else clock.left(base.time_limit) * ONE_PLAN
        found.append(_hire(replace(base, time_limit=share), cards))
    whole = len(found) == len(choices) and all(one.result.status == "optimal" for one in found)
    ranked = sorted((one for one in found if one.result.plan), key=lambda one: one.rank, reverse=True)
    status = "infeasible" if not ranked else "optimal" if whole else "feasible"
    return HireAdvice(status, base, tuple(ranked[:2]), len(choices), len(found), one_by_one=True)


def _useful_minutes(base: Study, cards: tuple[Candidate, ...]) -> int:
    """Return how many minutes of what the plan leaves out, or ends after its first period, some of them could do."""
    words = base.world.team.vocabulary
    early = {one.task for one in base.best.assignments if one.period == 0}
    scores = [effective_scores(one.card, words) for one in cards]
    pieces = pieces_of(base.world.backlog, split=base.world.team.calendar is not None).tasks
    late = (piece for piece in pieces if piece.id.partition("/")[0] not in early)
    return sum(piece.estimate_minutes for piece in late if any(not shortfalls(one, piece, words) for one in scores))


def _world_with(world: World, cards: tuple[Candidate, ...]) -> World:
    return apply(world, _changes(cards))


def _changes(cards: tuple[Candidate, ...]) -> tuple[Change, ...]:
    return tuple(Change("add", one.card.file, one.card.file) for one in cards)


def _hire(base: Study, cards: tuple[Candidate, ...]) -> Hire:
    """Return one choice with the plan of the team that it makes."""
    cost = sum((one.cost for one in cards), Decimal(0))
    return Hire(tuple(one.card.id for one in cards), _changes(cards), cost, *changed(base, _changes(cards)))


def _promising(base: Study, everybody: World, catalogue: tuple[Candidate, ...], k: int) -> Problem:
    """Return the Problem of everybody, in which each choice is worth at least what it is worth on its own."""
    weights = everybody.weights
    if weights.handoff:
        everybody = replace(everybody, distances=_least_distances(base.world, everybody.team, catalogue, k))
    problem = problem_of(everybody)
    # All who join have one limit, so every choice has the same mean.
    mean = mean_limit_hours(_world_with(base.world, catalogue[:k]).team.members)
    return replace(problem, balance_units=units(Fraction(weights.balance) * mean))


def _least_distances(world: World, everybody: Team, catalogue: tuple[Candidate, ...], k: int) -> NDArray[np.int64]:
    """Return the shortest hand-off distance of each pair over all choices."""
    n_members = len(everybody.members)
    if comb(len(catalogue), k) > MOST_CHOICES:
        return np.ones((n_members, n_members), np.int64) - np.eye(n_members, dtype=np.int64)
    row = {member.id: number for number, member in enumerate(everybody.members)}
    least = np.full((n_members, n_members), n_members, np.int64)
    for cards in combinations(catalogue, k):
        part = _world_with(world, cards).team
        at = np.ix_(*[[row[member.id] for member in part.members]] * 2)
        least[at] = np.minimum(least[at], team_distances(part))
    return least
