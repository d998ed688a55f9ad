"""The checker's own reckoning of work below a minimum: who may take it, for how long, and what the mentors give."""

from __future__ import annotations

from fractions import Fraction

from solver.assignment.checker.lines import Lines
from solver.domain.plan import Assignment


def agreed(read: Lines, one: Assignment) -> dict[str, int]:
    """Return, for each capability that the owner of a line is short of, which agreement lets that pass; -1 for none."""
    member, plain = read.members[one.member], read.abilities.plain
    found: dict[str, int] = {}
    for need in read.piece(one).needs:
        if read.abilities.score(member, need.capability) >= Fraction(need.minimum):
            continue
        found[need.capability] = -1
        for number, growth in enumerate(read.team.policies.grow):
            mentor = read.members.get(growth.mentor)
            if growth.member != member.id or plain(growth.capability) != plain(need.capability) or mentor is None:
                continue
            if read.abilities.score(mentor, need.capability) >= Fraction(need.minimum):
                found[need.capability] = number
    return found


def mentored(read: Lines) -> dict[tuple[str, int], int]:
    """Return the minutes that each mentor gives in each period."""
    given: dict[tuple[str, int], int] = {}
    for one, number in _growing(read):
        growth = read.team.policies.grow[number]
        share = Fraction(growth.mentor_share) * read.minutes(one)
        whole = share.numerator // share.denominator + (share.denominator > 1)
        given[growth.mentor, one.period] = given.get((growth.mentor, one.period), 0) + whole
    return given


def grow_objections(read: Lines) -> list[str]:
    """Return a sentence for each agreement of which a plan takes more than there is."""
    taken: dict[int, int] = {}
    for one, number in _growing(read):
        taken[number] = taken.get(number, 0) + read.minutes(one)
    grow = read.team.policies.grow
    return [
        f"{grow[number].member} grows in {grow[number].capability} for more than {grow[number].minutes / 60:g} h"
        for number, minutes in taken.items()
        if minutes > grow[number].minutes
    ]


def _growing(read: Lines) -> list[tuple[Assignment, int]]:
    """Return each line with each agreement that it draws on, once."""
    lines = read.lines if read.team.policies.grow else []
    return [(one, number) for one in lines for number in sorted(set(agreed(read, one).values()) - {-1})]
