"""What is at risk in a plan: late work, what one person alone can do, who is full; nothing where there is nothing."""

from __future__ import annotations

from pathlib import Path

from solver.assignment.solve import solve
from solver.explanation.risks import risks
from tests.explanation.test_ways import DATED, shop


def told(found_at: Path, team: str, backlog: str, cards: dict[str, str], used: float = 0.5) -> dict[str, str]:
    """Return the risks of the best plan by kind."""
    found = shop(found_at, team, backlog, cards)
    plan = solve(found.team, found.backlog, found.weights).plan
    assert plan is not None
    shares = [(member.id, None, used) for member in found.team.members]
    return {one.kind: one.text for one in risks(found.team, found.backlog, plan, shares)}


TWO = {"ANN": "web: 0.9\n- ops: 0.9", "BEN": "web: 0.9"}


def test_urgent_work_of_one_person_only_is_named(tmp_path: Path) -> None:
    """Of urgent tasks that are planned, those that nobody else can do are named with who can; others are not."""
    backlog = "id,priority,estimated_hours,capabilities\nA,HIGH,4,web\nB,HIGH,4,ops\nC,LOW,4,ops\n"
    assert told(tmp_path, "limit: 40\n", backlog, TWO) == {"alone": "only one person can: ANN for B"}


def test_nothing_is_said_where_nothing_is_at_risk(tmp_path: Path) -> None:
    """A plan in which everybody can do everything and has hours left has no risks."""
    backlog = "id,priority,estimated_hours,capabilities\nA,HIGH,4,web\n"
    assert told(tmp_path, "limit: 40\n", backlog, TWO) == {}


def test_full_is_more_than_nineteen_twentieths(tmp_path: Path) -> None:
    """At 95 % of the load limit nobody is called full, above it everybody is counted."""
    backlog = "id,priority,estimated_hours,capabilities\nA,HIGH,4,web\n"
    for share, said in ((0.95, {}), (0.96, {"full": "full above 95%: ANN, BEN (2 of 2)"})):
        (tmp_path / str(share)).mkdir()
        assert told(tmp_path / str(share), "limit: 40\n", backlog, TWO, share) == said


def test_work_that_ends_after_its_due_date_is_late(tmp_path: Path) -> None:
    """With dates, what ends on its due date is in time, a day later it is not, and what is left out is not planned."""
    head = "id,priority,estimated_hours,capabilities,due,earliest\n"
    rows = "A,HIGH,8,web,2027-01-04,\nB,HIGH,8,web,2027-01-06,2027-01-07\nC,LOW,90,web,2027-01-06,\n"
    said = told(tmp_path, DATED, head + rows, {"ANN": "web: 0.9", "BEN": "ops: 0.9"})
    assert said["late"] == "B ends 2027-01-07, due 2027-01-06; C (due 2027-01-06) is not planned"
