"""One row of what the value of a plan is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One row: level, name of the term, what it is about (a task, a batch, a hand-off, a load), member, amount.

    ``units`` are values in a priority class, tasks in the level ``moves``, thousandths of an hour in ``quality``.
    """

    level: str
    name: str
    about: str
    member: str
    units: int
