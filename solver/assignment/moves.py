"""An earlier plan beside a Problem: which of it may stay, what must move whatever is done, and a budget of moves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from solver.domain.plan import Assignment, Plan
from solver.domain.showing import counted, some
from solver.matching.problem import Problem
from solver.matching.time import indexed

Pairs = tuple[tuple[int, int], ...]


def kept_pairs(problem: Problem, previous: Plan) -> tuple[Pairs, tuple[str, ...]]:
    """Return the pairs of an earlier plan that may stay, pieces one by one, and what must move, in words.

    Parameters
    ----------
    problem : Problem
        As it is now.
    previous : Plan
        What of it is not to be planned any more is no move.
    """
    if problem.time is None:
        row, column = ({name: i for i, name in enumerate(names)} for names in (problem.members, problem.tasks))
        given = tuple(Assignment(task, member) for task, member in previous.owner.items() if task in column)
        kept = tuple((row[one.member], column[one.task]) for one in given if one.member in row)
        return kept, forced(problem.members, 1, Plan(given))
    places = list(zip(previous.assignments, indexed(problem.time, previous), strict=True))
    here = tuple(one for one, (_, column) in places if column >= 0)
    kept = tuple((row, column) for _, (row, column) in places if row >= 0 and column >= 0)
    return kept, forced(problem.time.names, problem.time.n_periods, Plan(here))


def with_previous(problem: Problem, previous: Plan, most_moves: int | None) -> Problem:
    """Return a Problem beside an earlier plan; its budget is what is left after what must move, and may be below 0.

    Parameters
    ----------
    problem : Problem
        As it is now.
    previous : Plan
        What of it may stay is what moves are counted from.
    most_moves : int or None
        How many tasks may move, as it was asked for; None for any number.
    """
    kept, gone = kept_pairs(problem, previous)
    problem = replace(problem, previous=kept)
    return problem if most_moves is None else replace(problem, forced=gone, most_moves=most_moves - len(gone))


def forced(members: Collection[str], n_periods: int, previous: Plan) -> tuple[str, ...]:
    """Return what of an earlier plan must move as its member or its period is gone, each with why.

    Examples
    --------
    >>> forced(["ANN"], 1, Plan((Assignment("T1", "ANN"), Assignment("T2", "BOB"))))
    ('T2 (BOB is no longer there)',)
    """
    here = set(members)
    gone = [one for one in previous.assignments if one.member not in here or one.period >= n_periods]
    who = ((one.task, "its sprint" if one.member in here else one.member) for one in gone)
    return tuple(f"{task} ({name} is no longer there)" for task, name in who)


def budget_in_words(most_moves: int, gone: Collection[str] = ()) -> tuple[str, ...]:
    """Return what a budget of moves demands, and, where that is more than it allows, what nothing can keep in place.

    Parameters
    ----------
    most_moves : int
        As it was asked for.
    gone : collection of str
        From ``forced``.

    Examples
    --------
    >>> budget_in_words(2, ["T2 (BOB is no longer there)"])
    ('at most 2 tasks may move, and 1 must: T2 (BOB is no longer there)',)
    >>> budget_in_words(0, ["T2 (BOB is no longer there)"])
    ('at most 0 tasks may move', '1 must: T2 (BOB is no longer there)')
    """
    allowed = f"at most {counted(most_moves, 'task')} may move"
    must = f"{len(gone)} must: {some(list(gone))}"
    if not gone:
        return (allowed,)
    return (allowed, must) if len(gone) > most_moves else (f"{allowed}, and {must}",)


def budget_of(problem: Problem) -> tuple[str, ...]:
    """Return the budget of moves of a Problem in words, as it was asked for; none where there is none."""
    left, gone = problem.most_moves, problem.forced
    return () if left is None else budget_in_words(left + len(gone), gone)
