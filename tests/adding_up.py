"""The assertion that every plan of every test goes through: the rows that explain it add up to each level's value."""

from __future__ import annotations

from typing import Any

from solver.assignment.checker import plan as checker
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.explanation.terms.terms import level_rows, totals


def level_values_explained(
    team: Team, backlog: Backlog, plan: Plan, weights: Weights, distances: Any = None
) -> dict[str, int]:
    """Return what the checker returns, once the rows of the explanation were found to add up to it."""
    values = checker.level_values(team, backlog, plan, weights, distances)
    sums = totals(level_rows(team, backlog, plan, weights, distances))
    assert {name: value for name, value in values.items() if value} == {n: v for n, v in sums.items() if v}
    return values
