"""What is at risk in a plan: late work, what one person alone can do, who is full; nothing where there is nothing."""

from __future__ import annotations

from pathlib import Path

from solver.assignment.solve import solve
from solver.explanation.risks import risks
from solver.report.contents.views import as_plan
from solver.whatif.dossier.dossier import dossier
from tests.explanation.test_ways import CARDS, DATED, shop


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


def test_a_deadline_that_nothing_can_meet_is_told_once_and_first(tmp_path: Path) -> None:
    """Of 12 h by the first day of 8 h the reason is told; that it is not planned goes without saying."""
    head = "id,priority,estimated_hours,capabilities,deadline\n"
    found = shop(tmp_path, DATED, f"{head}A,HIGH,12,web:0.5,2027-01-04\nB,HIGH,2,web:0.5,S1\n", CARDS)
    result = solve(found.team, found.backlog, found.weights)
    report = dossier("shop", found, result)
    assert [task for task, _ in report.missed] == ["A"]
    (why,) = (text for _, text in report.missed)
    assert why.startswith("A cannot be done by its deadline 2027-01-04, whatever else is left out: ")
    late = [one["text"] for one in as_plan(report)["risks"] if one["kind"] == "late"]
    assert late == [why]
    assert not any(one["kind"] == "order" for one in as_plan(report)["risks"])
