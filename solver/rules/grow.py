"""Work below a minimum stays within the hours agreed on, and its mentors have the time for it in the same period."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each growth beyond its hours, and for each mentor without the time."""
    taken, given = dict[int, int](), dict[int, int]()
    for one in problem.grown:
        if owners.get(one.column) == one.row:
            for number, mentor, minutes in one.uses:
                taken[number] = taken.get(number, 0) + int(problem.load[one.row, one.column])
                given[mentor] = given.get(mentor, 0) + minutes
    found = [
        f"{minutes / 60:g} h of growing where {problem.most_grown[number] / 60:g} h are agreed on"
        for number, minutes in taken.items()
        if minutes > problem.most_grown[number]
    ]
    for mentor, minutes in given.items():
        whole = minutes + sum(int(problem.load[row, c]) for c, row in owners.items() if row == mentor)
        if whole > problem.limit[mentor]:
            found.append(f"{problem.members[mentor]} has no time to help: {whole / 60:g} h with it")
    return tuple(found)


def post(problem: Problem, poster: Poster) -> None:
    """Sum the minutes of each growth, and those of each mentor with what is given to others."""
    uses = [(one, use) for one in problem.grown for use in one.uses]
    for number, most in enumerate(problem.most_grown):
        mine = (one for one, use in uses if use[0] == number)
        terms = [(one.row, one.column, int(problem.load[one.row, one.column])) for one in mine]
        if terms:
            poster.at_most(terms, most)
    for mentor in sorted({use[1] for _, use in uses}):
        terms = [(mentor, c, minutes) for c, minutes in enumerate(problem.load[mentor].tolist())]
        terms += [(one.row, one.column, use[2]) for one, use in uses if use[1] == mentor]
        poster.at_most(terms, int(problem.limit[mentor]))
