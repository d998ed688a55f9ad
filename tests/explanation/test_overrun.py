"""On the last days started work that no longer fits slips, first of all and with why, and the rest is planned."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date

import pytest

from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.replan.least import Replan, replan
from solver.explanation.replan.overrun import overrun, reopened
from solver.readers.cards.cards import parse_card
from solver.report.explanation.changes import replan_lines
from solver.stopping import Clock
from solver.study.study import Study

# Of the last week one day is left, of the first none.
LEFT = Calendar(
    (Period("S1", date(2027, 2, 1), date(2027, 2, 5)), Period("S2", date(2027, 2, 8), date(2027, 2, 12))),
    closed=tuple(date(2027, 2, day) for day in range(1, 12)),
)
NO_HOURS = Presence(leave=((date(2027, 2, 12), date(2027, 2, 12)),))


def task(name: str, hours: float, who: str = "", priority: str = "HIGH", **more: object) -> Task:
    """Return a task that is started where somebody has it."""
    status = "IN_PROGRESS" if who else "TODO"
    plain = Task(name, "", "", priority, status, who, int(60 * hours), "", (), (), 1, "b.csv", 2)
    return replace(plain, **more)  # type: ignore[arg-type]


def case(*tasks: Task, policies: Policies | None = None, **presences: Presence) -> Study:
    """Return X and Y on the last morning."""
    people = {"X": Presence(), "Y": Presence()} | presences
    members = (Member(name, parse_card("", name), 0).present(LEFT, one) for name, one in people.items())
    return Study(World(Team(tuple(members), policies=policies or Policies(), calendar=LEFT), Backlog(tasks), Weights()))


def before(*given: tuple[str, str]) -> Plan:
    """Return a plan of the second week."""
    return Plan(tuple(Assignment(task, who, 1) for task, who in given))


def placed(found: Replan) -> dict[str, str]:
    """Return who has what."""
    assert found.result.plan
    return found.result.plan.owner


def test_what_no_longer_fits_is_said_first_and_the_rest_is_planned() -> None:
    """X has a day for the 20 h of A and nothing new beside it; C waits for A; what was X's goes to Y where it fits."""
    one = case(
        task("A", 20, "X", title="Move the archive"),
        task("B", 5, priority="MEDIUM"),
        task("C", 1, dependencies=("A",)),
        task("D", 4, priority="LOW"),
    )
    found = replan(one, before(("A", "X"), ("B", "X"), ("C", "Y"), ("D", "Y")), were_open=set("ABCD"))
    assert (found.status, found.missed) == ("optimal", ())
    assert placed(found) == {"B": "Y"}
    why = "started: 20 h remain with X, who has 8 h until 2027-02-12, which go to it"
    assert [(slip.task, slip.after, slip.why) for slip in found.slips] == [("A", "", why), ("C", "", ""), ("D", "", "")]
    lines = replan_lines(found, "")
    assert lines[0] == "What slips, most urgent first:"
    assert lines[1].split("  ")[-1] == "Move the archive"
    assert lines[2].strip() == why


def test_as_little_started_work_as_can_be_slips_and_urgent_work_last() -> None:
    """Of three tasks with X the two more urgent ones have the day; what slips has the hour that is left."""
    one = case(task("A", 3, "X", "LOW"), task("B", 4, "X", "CRITICAL"), task("C", 3, "X", "MEDIUM"), task("D", 1))
    found = replan(one, before(("A", "X"), ("B", "X"), ("C", "X")))
    assert placed(found) == {"B": "X", "C": "X", "D": "Y"}
    why = "started: 3 h remain with X, who has 8 h until 2027-02-12, 7 h of them for B, C; the rest of them goes to it"
    assert [(slip.task, slip.why) for slip in found.slips] == [("A", why)]


def test_whoever_has_no_hours_left_is_told_as_that() -> None:
    """Started work that no plan had slips, too, and a crew is told with all who have it."""
    crew = task("B", 12, "X", crew=((), ()), left=(("X", 720), ("Y", 720)))
    one = case(task("A", 2, "Z"), crew, Z=NO_HOURS)
    found = replan(one, before(("B", "X")))
    assert placed(found) == {}
    assert {slip.task: slip.why for slip in found.slips} == {
        "A": "started: 2 h remain with Z, who has no hours left until 2027-02-12",
        "B": "started: 12 h remain with X and 12 h remain with Y, and no plan has a place for that "
        "beside what else must have one",
    }
    assert "started, and stays out" in "\n".join(replan_lines(found, ""))


def test_deadlines_and_hours_that_no_longer_hold_are_both_told() -> None:
    """A no longer fits; B, with Y, does, but not by its deadline: one slips, the other is late and exit 3 as before."""
    one = case(task("A", 20, "X"), task("B", 6, "Y", deadline="S1"))
    found = replan(one, before(("A", "X"), ("B", "Y")))
    assert found.status == "infeasible"
    assert [missed.task for missed in found.missed] == ["B"]
    assert [slip.task for slip in found.slips] == ["A"]
    assert placed(found) == {"B": "Y"}


def test_what_rules_demand_still_has_no_plan() -> None:
    """A pin of the team's rules, and a task that must have a place, are no work that may slip."""
    for policies in (Policies(pins=(Pair("A", "X", "team.yaml", 3),)), Policies(required=("A",))):
        found = replan(case(task("A", 20, "X"), policies=policies), before(("A", "X")))
        assert (found.status, found.result.plan) == ("infeasible", None)
        assert found.result.conflict


def test_a_budget_of_moves_counts_what_no_longer_fits() -> None:
    """Nothing may move, but A must."""
    one = case(task("A", 20, "X"), task("B", 4))
    found = replan(one, before(("A", "X"), ("B", "Y")), most_moves=0)
    assert found.result.conflict == ("at most 0 tasks may move", "1 must: A (its rest no longer fits)")
    assert placed(replan(one, before(("A", "X"), ("B", "Y")), most_moves=1)) == {"B": "Y"}


@pytest.mark.parametrize("seed", range(30))
def test_what_slips_could_not_stay(seed: int) -> None:
    """With any task more that is started there is no plan, by every way of handing out hours; nothing else slips."""
    chance = random.Random(seed)
    tasks = [
        task(name, chance.randint(1, 6), chance.choice("XXY"), chance.choice(["CRITICAL", "LOW"])) for name in "ABCD"
    ]
    one = case(*tasks)
    slipped = set(overrun(one, Clock(60)).why)

    def fits(names: set[str]) -> bool:
        hours = {
            who: sum(each.estimate_minutes for each in tasks if each.id in names and each.assigned_to == who)
            for who in "XY"
        }
        return max(hours.values()) <= 480

    assert fits({"A", "B", "C", "D"} - slipped)
    if not fits({"A", "B", "C", "D"}):
        assert slipped
    for name in slipped:
        assert not fits({"A", "B", "C", "D"} - slipped | {name})
    urgent = {each.id for each in tasks if each.priority == "CRITICAL"}
    most = [set(names) for n in range(5) for names in itertools.combinations(sorted(urgent), n) if fits(set(names))]
    assert any(urgent - slipped == names for names in most if not any(names < other for other in most))


def test_time_that_ends_is_said() -> None:
    """What was not asked of stays out, and is not said to be known."""
    one = case(task("A", 20, "X"))
    assert overrun(one, Clock(0)).why == {}
    assert reopened(one, ["A"]).backlog.tasks[0].holders == ()
