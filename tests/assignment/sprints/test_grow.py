"""Growing on purpose: work below a minimum, within hours agreed on and with a mentor's time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.solve import solve
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Growth, Policies
from solver.domain.tasks import TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.errors import InputError
from solver.explanation.why import explain
from solver.matching.slots import slot_problem
from solver.matching.time import indexed
from solver.readers.cards.cards import parse_card
from solver.readers.workspace import read_workspace
from solver.readers.written.cards import cards_of
from solver.readers.written.team import file_data, team_file
from solver.report.plan.data import plan_data
from solver.rules import grow
from solver.study.study import Study

NEED = Requirement("ledger", "primary", Decimal("0.8"), TIERS["primary"][1])
GROW = Growth("HANA", "ledger", 8 * 60, "EMEKA", Decimal("0.25"))


def _member(name: str, score: str, hours: int) -> Member:
    return Member(name, parse_card(f"## Core Capabilities\n- ledger: {score}\n", name), 60 * hours)


def _task(name: str, hours: int) -> Task:
    return Task(name, "", "", "HIGH", "TODO", "", 60 * hours, "", (NEED,), (), 1, "b.csv", 2)


def _team(growth: Growth = GROW, hana: int = 40, emeka: int = 10) -> Team:
    members = (_member("EMEKA", "0.9", emeka), _member("HANA", "0.5", hana))
    return Team(members, policies=Policies(grow=(growth,)))


def test_a_member_grows_up_to_the_hours_agreed_on() -> None:
    """Of three tasks of four hours two go to who grows in them, and the mentor's share leaves room for one."""
    backlog = Backlog(tuple(_task(name, 4) for name in ("A", "B", "C", "D", "E")))
    result = solve(_team(), backlog, time_limit=10)
    assert result.status == "optimal"
    assert result.plan
    owners = sorted(result.plan.owner.values())
    # 8 h to grow in are two tasks; they take 2 h of the mentor's 10, which leaves two more.
    assert owners == ["EMEKA", "EMEKA", "HANA", "HANA"]
    without = replace(_team(), policies=Policies(order="fit"))
    alone = solve(without, backlog, time_limit=10)
    assert alone.plan
    assert sorted(alone.plan.owner.values()) == ["EMEKA", "EMEKA"]


def test_the_mentor_needs_the_time() -> None:
    """A mentor whose hours are all needed elsewhere helps nobody."""
    backlog = Backlog((_task("A", 4), replace(_task("B", 4), priority="CRITICAL")))
    team = _team(emeka=4)
    pinned = replace(team, policies=replace(team.policies, required=("B",), order="fit"))
    result = solve(pinned, backlog, time_limit=10)
    assert result.plan
    # With HANA on both 2 h of the mentor's 4 are enough.
    assert set(result.plan.owner.values()) == {"HANA"}
    no_time = solve(_team(emeka=1), backlog, time_limit=10)
    assert no_time.plan
    assert no_time.plan.owner == {"B": "HANA"}


def test_a_mentor_must_reach_the_minimum() -> None:
    """Nobody learns from who does not reach the minimum either."""
    weak = Team((_member("EMEKA", "0.7", 40), _member("HANA", "0.5", 40)), policies=Policies(grow=(GROW,)))
    result = solve(weak, Backlog((_task("A", 4),)), time_limit=10)
    assert result.plan == Plan(())


MUTATIONS = {
    "too many hours": (_team(), ("HANA", "HANA", "HANA"), "HANA grows in ledger for more than 8 h"),
    "no time to help": (_team(emeka=1), ("HANA", "HANA"), "EMEKA is above the hours of the window"),
    "time of the mentor's own": (_team(emeka=5), ("EMEKA", "HANA", "HANA"), "EMEKA is above the hours of the window"),
    "nobody agreed": (
        replace(_team(), policies=Policies(order="fit")),
        ("HANA",),
        "HANA lacks ledger for T0",
    ),
    "another capability": (_team(replace(GROW, capability="other")), ("HANA",), "HANA lacks ledger for T0"),
    "a mentor who cannot": (
        Team((_member("EMEKA", "0.7", 40), _member("HANA", "0.5", 40)), policies=Policies(grow=(GROW,))),
        ("HANA",),
        "HANA lacks ledger for T0",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_plan_that_breaks_the_agreement_is_refused_by_name(name: str) -> None:
    """The checker refuses each kind, and the rule counts the same minutes."""
    team, owners, said = MUTATIONS[name]
    backlog = Backlog(tuple(_task(f"T{n}", 4) for n in range(len(owners))))
    plan = Plan(tuple(Assignment(f"T{n}", who) for n, who in enumerate(owners)))
    assert any(said in text for text in time_objections(team, backlog, plan, sequenced=False))
    problem = slot_problem(team, backlog)
    assert problem.time
    broken = grow.matches(problem, {column: row for row, column in indexed(problem.time, plan)})
    assert bool(broken) == (name in {"too many hours", "no time to help", "time of the mentor's own"})


def test_the_mentor_helps_in_the_same_period() -> None:
    """Over periods the mentor's share comes off the period in which the member grows."""
    calendar = Calendar(
        (Period("P1", date(2027, 2, 1), date(2027, 2, 1)), Period("P2", date(2027, 2, 2), date(2027, 2, 2)))
    )
    busy = Presence(limits=(("P1", 0), ("P2", 120)))
    mentor = _member("EMEKA", "0.9", 0).present(calendar, busy)
    team = Team(
        (mentor, _member("HANA", "0.5", 0).present(calendar, Presence())),
        policies=Policies(grow=(GROW,)),
        calendar=calendar,
    )
    backlog = Backlog((_task("A", 4), _task("B", 4)))
    result = solve(team, backlog, time_limit=10)
    assert result.status == "optimal"
    assert result.plan
    assert {(one.member, one.period) for one in result.plan.assignments} == {("HANA", 1)}
    loads = {(one["member"], one["period"]): one["hours"] for one in plan_data(team, backlog, result, ())["loads"]}
    assert loads == {("EMEKA", "P1"): 0, ("EMEKA", "P2"): 2, ("HANA", "P1"): 0, ("HANA", "P2"): 8}
    why = explain(Study(World(team, backlog, Weights())), result.plan).assignments[0]
    assert why.growing == ("grows in ledger, EMEKA helps for 1 h",)


YAML = """roster: [{id: EMEKA, limit: 10}, {id: HANA}]
grow: [{member: HANA, capability: Ledger, hours: 8, mentor: EMEKA}]
"""


def _workspace(path: Path, text: str = YAML) -> Path:
    (path / "cards").mkdir(parents=True)
    for name, score in (("EMEKA", "0.9"), ("HANA", "0.5")):
        (path / "cards" / f"{name}.md").write_text(f"# {name}\n## Core Capabilities\n- ledger: {score}\n")
    (path / "team.yaml").write_text(text)
    (path / "vocabulary.yaml").write_text("aliases: {ledger: [Ledger]}\n")
    (path / "backlog.csv").write_text(
        "id,priority,estimate_hours,capabilities\n" + "".join(f"T{n},HIGH,4,ledger:0.8\n" for n in range(3))
    )
    return path


def test_a_file_says_who_grows(tmp_path: Path) -> None:
    """The reader joins names as elsewhere; a mentor's share left out is a quarter."""
    found = read_workspace(_workspace(tmp_path / "w"))
    assert found.team.policies.grow == (GROW,)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("mentor: EMEKA", "mentor: HANA", "a mentor who is somebody else"),
        ("capability: Ledger", "capability: legder", "a capability that a task of the backlog asks for"),
        ("member: HANA", "member: HANNA", "a member"),
        ("hours: 8", "hours: much", "hours"),
    ],
)
def test_a_fault_names_the_line(tmp_path: Path, before: str, after: str, said: str) -> None:
    """What does not fit is named with file and line."""
    with pytest.raises(InputError, match=said) as raised:
        read_workspace(_workspace(tmp_path / "w", YAML.replace(before, after, 1)))
    assert "team.yaml:2" in str(raised.value)


def test_what_is_read_is_written_again(tmp_path: Path) -> None:
    """A team that grows is the same after it was written and read."""
    found = read_workspace(_workspace(tmp_path / "w"))
    data = file_data(team_file(found.team, found.weights, cards_of(found.team.members)))
    assert data["grow"] == [
        {"member": "HANA", "capability": "ledger", "hours": "8h", "mentor": "EMEKA"},
    ]
