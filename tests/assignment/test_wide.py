"""Numbers that capability vectors do not hold are planned from the matrix of pairs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from solver.assignment import wide
from solver.assignment.checker.plan import level_values
from solver.assignment.solve import solve
from solver.assignment.wide import TooFine, solve_wide
from solver.domain.tasks import Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.readers.cards.cards import parse_card

EVEN = Weights(balance=Decimal(0), split=Decimal(0))


def world(score: str = "0.8", hours: int = 8, value: int = 1) -> tuple[Team, Backlog]:
    """Return two members, of whom one can do both tasks, and hours for one of them."""
    cards = [parse_card(f"## Core Capabilities\n- a: {text}\n", text) for text in (score, "0.2")]
    members = tuple(Member(name, card, 60 * hours + 60) for name, card in zip("AB", cards, strict=True))
    need = (Requirement("a", "primary", Decimal("0.5"), Decimal(1)),)
    tasks = (Task(f"T{t}", "", "", "HIGH", "TODO", "", 60 * hours, "", need, (), value, "b", t) for t in range(2))
    return Team(members), Backlog(tuple(tasks))


@pytest.mark.parametrize(
    ("case", "weights", "fine"),
    [
        (world(), EVEN, False),
        (world("0.83333"), EVEN, True),
        (world(hours=16_000), EVEN, False),
        (world(hours=17_000), EVEN, True),
        (world(value=10**6 + 1), EVEN, True),
        (world(hours=1000), Weights(Decimal(100_000), balance=Decimal(0), split=Decimal(0)), True),
    ],
)
def test_long_numbers_are_no_traceback(
    case: tuple[Team, Backlog], weights: Weights, fine: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decimals, hours, values and weights beyond what vectors hold: the plan is the same, from the matrix."""
    monkeypatch.setattr(wide, "MANY_PAIRS", 0)
    team, backlog = case
    if fine:
        with pytest.raises(TooFine):
            solve_wide(team, backlog, weights)
    result = solve(team, backlog, weights, time_limit=2)
    assert (result.engine == "prices") is not fine
    assert result.plan is not None
    assert [given.member for given in result.plan.assignments] == ["A"]
    assert level_values(team, backlog, result.plan, weights)["HIGH"] == backlog.tasks[0].value
