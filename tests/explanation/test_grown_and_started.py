"""What stops a member leaves out what growing on purpose opens, and calls started only what somebody has begun."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from solver.assignment.clash import in_plain_words
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.policies import Growth, Pair, Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.domain.world import World
from solver.explanation.risks import risks
from solver.explanation.suggest.suggest import suggest
from solver.explanation.why import explain
from solver.explanation.why_not import why_not
from solver.study.study import Study
from tests.explanation.test_unassigned import member, task

TWICE = Calendar(periods=tuple(Period(f"S{n}", date(2027, 1, 7 * n - 3), date(2027, 1, 7 * n + 1)) for n in (1, 2)))


def weeks_of(tasks: tuple[Task, ...], policies: Policies) -> Study:
    """Return a solved world of ANN, who has every ability, and BOB, who has little of any, over two weeks."""
    both = tuple(
        member(name, score=score).present(TWICE, Presence()) for name, score in (("ANN", "0.9"), ("BOB", "0.5"))
    )
    return Study(World(Team(both, policies=policies, calendar=TWICE), Backlog(tasks)))


def test_who_may_grow_in_a_task_does_not_fail_its_minimum() -> None:
    """What a member may take on purpose has a price like any other, and the next one may not be able to at all."""
    case = weeks_of((task("A", 8),), Policies(grow=(Growth("BOB", "web", 480, "ANN", Decimal("0.25")),)))
    grown = why_not(case, "A", "BOB")
    assert (grown.gate, grown.price is not None and grown.price.changes != ()) == ("", True)
    alone = why_not(weeks_of((task("A", 8),), Policies()), "A", "BOB")
    assert (alone.gate, alone.reasons) == ("can", ("web: has 0.5, needs 0.8",))


def test_only_started_work_is_said_to_stay_with_whoever_has_it() -> None:
    """Whom a question asks for is called asked, beside the one who has begun it."""
    case = weeks_of((task("A", 8, status="IN_PROGRESS", assigned_to="ANN"),), Policies())
    clashes = ("A (8 h) is pinned to ANN", "A (8 h) is pinned to BOB")
    assert in_plain_words(case.world, clashes, ("A", "BOB")) == (
        "A (8 h) is started and stays with ANN",
        "A (8 h) goes to BOB, as asked",
    )
    assert in_plain_words(case.world, clashes[:1], ("A", "ANN")) == ("A (8 h) is started and stays with ANN",)


def test_who_alone_can_is_named_and_not_who_grows_in_it() -> None:
    """BOB has the task with the help of ANN, who alone meets its minimum: without her nobody can do it."""
    rules = Policies(grow=(Growth("BOB", "web", 480, "ANN", Decimal("0.25")),), pins=(Pair("A", "BOB"),))
    case = weeks_of((task("A", 8),), rules)
    assert case.best.owner == {"A": "BOB"}
    (alone,) = [one.text for one in risks(case.team, case.backlog, case.best, []) if one.kind == "alone"]
    assert alone == "only one person can: ANN for A"


def test_what_is_held_by_a_pin_says_so() -> None:
    """A better place elsewhere is no riddle: the pin is named with its line, and nothing is where nothing holds."""
    rules = Policies(pins=(Pair("A", "ANN", "w/team.yaml", 7),))
    case = weeks_of((task("A", 8), task("B", 8), task("C", 4, status="IN_PROGRESS", assigned_to="ANN")), rules)
    held = {one.task: one.held for one in explain(case, case.best).assignments}
    assert held == {"A": "pinned, team.yaml:7", "B": "", "C": "started, backlog.csv:7"}


def test_the_hours_that_a_mentor_has_free_are_those_beside_the_help() -> None:
    """ANN helps BOB for 2 of her 80 h, whichever other task is asked about, and for none of them without that one."""
    rules = Policies(grow=(Growth("BOB", "web", 480, "ANN", Decimal("0.25")),), pins=(Pair("A", "BOB"),))
    case = weeks_of((task("A", 8), task("B", 8, requirements=())), rules)
    free = {
        name: next(one.free_hours for one in suggest(case, case.best, name) if one.member == "ANN") for name in "AB"
    }
    assert free == {"A": 80 - 8 * (case.best.owner["B"] == "ANN"), "B": 78}
