"""Hours, minutes and quality units: where exact numbers become whole ones."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from solver.domain.team import Member

# Quality is counted in whole thousandths of an hour.
QUALITY_UNITS_PER_HOUR: Final = 1000


def units(hours: Fraction) -> int:
    """Return hours as whole quality units, half to even."""
    return round(hours * QUALITY_UNITS_PER_HOUR)


def minutes(member: Member, estimate_minutes: int) -> int:
    """Return how long the member takes: the estimate times the pace, rounded up to whole minutes."""
    top, bottom = member.pace.as_integer_ratio()
    return -(-estimate_minutes * top // bottom)


def mean_limit_hours(members: tuple[Member, ...]) -> Fraction:
    """Return the mean of limit plus committed work over the members who can take work, in hours."""
    whole = [m.load_limit_minutes + m.committed_minutes for m in members if m.load_limit_minutes]
    return Fraction(sum(whole), 60 * max(len(whole), 1))
