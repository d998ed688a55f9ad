"""Reasons of tasks that stayed out of a plan over periods name what really stops them, with its line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from solver.assignment.checker.days import pieces
from solver.assignment.checker.plan import objections
from solver.assignment.solve import solve
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Growth, Pair, Policies, Stated
from solver.domain.tasks import Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.explanation.unassigned.reason import unassigned
from solver.explanation.unassigned.task import Unassigned
from solver.matching.linting.lint import lint
from tests.assignment.sprints.worlds import lagged_world, sequenced_by_force, timed_world
from tests.explanation.test_unassigned import member, task

WEEK = Calendar(periods=(Period("S1", date(2027, 1, 4), date(2027, 1, 8)),))


def reason(members: list[Member], tasks: list[Task], given: dict[str, str], rules: Policies) -> tuple[str, str]:
    """Return gate and reason of the last task, with the others as given, in one period."""
    team = Team(tuple(members), policies=rules, calendar=WEEK)
    plan = Plan(tuple(Assignment(name, who) for name, who in given.items()))
    found = {one.task: one for one in unassigned(team, Backlog(tuple(tasks)), plan)}[tasks[-1].id]
    return found.gate, found.reason


def test_rules_are_named_only_where_they_bind() -> None:
    """Separation stops who has the other task, one member who has not, each with its line."""
    both, tasks = [member("ANN"), member("BOB", wip_limit=1)], [task("A"), task("C"), task("B", 4, "LOW")]
    apart = Policies(separate=(("A", "B"),), stated=(Stated("separate", ("A", "B"), "w/team.yaml", 9),))
    gate, text = reason(both, tasks, {"A": "ANN", "C": "BOB"}, apart)
    assert gate == "rule"
    assert "ANN has A, and A, B need different members (separate, team.yaml:9)" in text
    assert "BOB may have 1 task at once and has 1 in S1 (wip, team.yaml:3)" in text
    gate, text = reason(both, tasks, {"A": "BOB"}, Policies(together=(("A", "B"),)))
    assert "A is with BOB, and A, B need the same member (together)" in text


def test_too_few_hours_say_how_many() -> None:
    """Where nobody has the hours left the reason says how many there are, and calls nothing worth more."""
    gate, text = reason([member("ANN")], [task("A", 38), task("B", 4)], {"A": "ANN"}, Policies())
    assert (gate, text) == ("outbid", "no room beside other work: ANN in S1 has 2 h free for 4 h")


def test_work_that_cannot_go_elsewhere_is_named() -> None:
    """Started and pinned work that holds the hours is the reason, not a better use of them."""
    rules = Policies(pins=(Pair("A", "ANN"),))
    gate, text = reason([member("ANN")], [task("A", 38), task("B", 4)], {"A": "ANN"}, rules)
    assert (gate, text) == ("rule", "A (38 h, pinned) stays with ANN in S1 and leaves 2 h for 4 h")


def test_a_whole_batch_is_compared_with_what_is_left() -> None:
    """A batch handed out whole is compared with the hours of each member, not said to be too much for everybody."""
    tasks = [task("A", 38), task("B1", 4, batch="kit"), task("B2", 4, batch="kit")]
    gate, text = reason([member("ANN")], tasks, {"A": "ANN"}, Policies(batch="together"))
    assert (gate, text) == ("rule", "batch kit is handed out whole (batch): ANN has 2 h free for 8 h")


def test_a_plan_over_periods_that_is_not_finished_is_not_explained_away() -> None:
    """Where a task would still fit, nothing is called its reason but the search that ended."""
    gate, text = reason([member("ANN")], [task("A"), task("B")], {"A": "ANN"}, Policies())
    assert text == "nothing stops ANN, who has the hours: the search ended before it was placed"


def test_a_crew_that_a_rule_lets_one_member_have_is_named() -> None:
    """A task for two members in a batch handed out whole, or among those with one member, can go to nobody."""
    both = [member("ANN"), member("BOB")]
    two = task("B", 4, batch="kit", crew=(task("B").requirements, ()))
    gate, text = reason(both, [two], {}, Policies(batch="together"))
    assert (gate, text) == ("rule", "batch kit is handed out whole (batch), and B of it needs 2 different members")
    rules = Policies(together=(("A", "B"),), stated=(Stated("together", ("A", "B"), "w/team.yaml", 9),))
    gate, text = reason(both, [task("A"), two], {}, rules)
    assert text == "B needs 2 different members, and A, B need the same member (together, team.yaml:9)"
    found = [one.text for one in lint(Team(tuple(both), policies=rules), Backlog((task("A"), two)))]
    assert f"{text.replace('together, ', '')}: it cannot be placed" in found


def test_seats_need_members_of_their_own() -> None:
    """Two seats that only one member can take are a matter of abilities, not of hours."""
    crew = (task("B").requirements, task("B").requirements)
    gate, text = reason([member("ANN"), member("BOB", score="0.1")], [task("B", 4, crew=crew)], {}, Policies())
    assert gate == "can"
    assert text == "its 2 seats need different members in one period, and only ANN meets the minimums of any"
    # In one window there is no other period.
    crews = Backlog((task("B", 4, crew=crew),))
    (alone,) = unassigned(Team((member("ANN"), member("BOB", score="0.1"))), crews, Plan(()))
    assert alone.reason == text.replace(" in one period", "")


def test_a_crew_that_a_rule_stops_is_not_outbid() -> None:
    """Where enough members have the hours, the rule that keeps one of them away is the reason."""
    crew = (task("B").requirements, ())
    tasks = [task("A"), task("B", 4, crew=crew)]
    gate, text = reason([member("ANN"), member("BOB", wip_limit=1)], tasks, {"A": "BOB"}, Policies())
    assert gate == "rule"
    said = "BOB may have 1 task at once and has 1 in S1 (wip, team.yaml:3)"
    assert text == f"in S1 enough members have the hours, but {said}"


def test_parts_are_laid_into_what_is_left_of_each_period() -> None:
    """Parts of a split task need gaps of their size: hours in all that are enough do not do."""
    weeks = Calendar(periods=(*WEEK.periods, Period("S2", date(2027, 1, 11), date(2027, 1, 15))))
    team = Team((member("ANN").present(weeks, Presence()),), calendar=weeks)
    tasks = (task("A", 37), task("C", 37), task("B", 6, split_minutes=120))
    plan = Plan((Assignment("A", "ANN"), Assignment("C", "ANN", 1)))
    text = unassigned(team, Backlog(tasks), plan)[0].reason
    left = "3 h free in S1, 3 h free in S2"
    assert text == f"no room beside other work: ANN has {left}, where 3 parts of 2 h do not all fit"


@pytest.mark.parametrize("seed", range(60))
def test_no_task_that_is_explained_has_a_place(seed: int) -> None:
    """On random worlds no member, and no crew, could take what stayed out: every way is sequenced by brute force."""
    check_world(seed)


@pytest.mark.parametrize("seed", range(40))
def test_no_task_that_lags_and_is_explained_has_a_place(seed: int) -> None:
    """Nor where days must go by between tasks, within a period and from one to the next."""
    check_world(seed, is_lagged=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60, 400))
def test_no_task_that_is_explained_has_a_place_on_more_worlds(seed: int) -> None:
    """The same on more worlds."""
    check_world(seed)


def check_world(seed: int, *, is_lagged: bool = False) -> None:
    """Assert that each stop of a best plan stops whom it names, and that everybody else is stopped by a gate."""
    team, backlog, distances = lagged_world(seed) if is_lagged else timed_world(seed)
    plan = solve(team, backlog, distances=distances).plan
    for one in unassigned(team, backlog, plan) if plan else ():
        assert not one.is_unfinished, one
        ways = list(more_ways(team, backlog, plan, one))
        for _, way in ways:
            assert objections(team, backlog, way) or not sequenced_by_force(team, backlog, way), one
        for stop in one.stops:
            for name in stop.members:
                # Brute force has no words: that the checker objects to the kind of thing in some way is enough.
                said = [text for who, way in ways if name in who for text in objections(team, backlog, way)]
                assert stop.kind in {"order", "when"} or any(re.search(WORDS[stop.kind], text) for text in said), stop


# What the checker says where a stop of a kind holds.
WORDS = {
    "hours": "above the hours",
    "started": "above the hours",
    "wip": "has more than",
    "separate": "share a member",
    "together": "have more than one member",
    "grow": "grow|help|above the hours",
    "batch": "lacks|forbidden|above|share|not whole",
}


def more_ways(team: Team, backlog: Backlog, plan: Plan, one: Unassigned) -> Iterator[tuple[set[str], Plan]]:
    """Yield a plan with a task that stayed out, and the rest of its batch, in every way, with whom it goes to."""
    task = next(each for each in backlog.open_tasks if each.id == one.task)
    whole = task.batch and team.policies.of_batch(task.batch) == "together"
    group = [each for each in backlog.open_tasks if each.batch == task.batch] if whole else [task]
    count = {each.id: len(pieces(each, in_parts=True)) for each in group}
    keys = [(name, n) for name, most in count.items() for n in range(most)]
    slots = [(who.id, p) for who in team.members for p in range(len(team.calendar.periods if team.calendar else (0,)))]
    for way in itertools.product(slots, repeat=len(keys)):
        given = (Assignment(name, who, p, n) for (name, n), (who, p) in zip(keys, way, strict=True))
        yield {who for who, _ in way}, Plan((*plan.assignments, *given))


WEEKS = Calendar(
    periods=(*WEEK.periods, *(Period(f"S{n}", date(2027, 1, 7 * n - 3), date(2027, 1, 7 * n + 1)) for n in (2, 3)))
)


def crew_reason(plan: tuple[Assignment, ...], tasks: list[Task]) -> tuple[str, str]:
    """Return gate and reason of the last task over three weeks of two members."""
    both = tuple(member(name).present(WEEKS, Presence()) for name in ("ANN", "BOB"))
    found = unassigned(Team(both, calendar=WEEKS), Backlog(tuple(tasks)), Plan(plan))
    return found[-1].gate, found[-1].reason


def test_periods_in_which_a_crew_may_not_work_are_not_said_to_lack_hours() -> None:
    """Before what it waits for, and outside its dates, everybody has all hours: that is not told as too few."""
    crew = (task("B").requirements, ())
    long, last = [task(f"A{n}", 40) for n in range(3)], task("B", 8, crew=crew, dependencies=("A0",), deadline="S2")
    busy = (Assignment("A0", "ANN", 1), Assignment("A1", "BOB", 1), Assignment("A2", "ANN", 2))
    gate, text = crew_reason(busy, [*long, last])
    need = "it needs 2 members in one period; of those who can, this many have the hours"
    assert (gate, text) == ("outbid", f"done by S2, it waits for A0, which ends in S2: {need}: 0 in S2")
    gate, text = crew_reason(busy, [*long, task("B", 8, crew=crew, earliest="S3")])
    assert (gate, text) == ("outbid", f"not before S3: {need}: 1 in S3")
    gate, text = crew_reason(
        (Assignment("A0", "ANN", 2),), [long[0], task("B", 8, crew=crew, dependencies=("A0",), deadline="S2")]
    )
    assert (gate, text) == ("when", "it waits for A0, which ends in S3, and it must be done by S2")


def test_a_crew_in_which_somebody_would_grow_is_no_search_that_ended() -> None:
    """BOB may grow beside CID, who has too few hours to help, alone or beside the other seat."""

    def told(busy: int, first: tuple[Requirement, ...], *more: Member) -> tuple[str, str]:
        crew = (first, task("B").requirements)
        members = [*more, member("BOB", score="0.5"), member("CID")]
        growth = Growth("BOB", "web", 6000, "CID", Decimal(1), "w/team.yaml", 9)
        return reason(members, [task("A", busy), task("B", 8, crew=crew)], {"A": "CID"}, Policies(grow=(growth,)))

    gate, text = told(35, (), member("ANN", score="0.1"))
    assert gate == "rule"
    assert "BOB would grow in web (grow, team.yaml:9), and CID, who would help, has 5 h free in S1 for 8 h" in text
    gate, text = told(30, task("B").requirements)
    assert gate == "rule"
    said = "BOB would grow in web (grow, team.yaml:9), and CID, who would help, has 2 h free in S1 for 8 h"
    assert text == f"in S1 enough members have the hours, but {said}"


def test_parts_that_grow_count_together() -> None:
    """Each part of 2 h is within the 5 h that are agreed on, and the three of them are not."""
    growth = Growth("BOB", "web", 300, "CID", Decimal(0), "w/team.yaml", 9)
    members = [member("BOB", score="0.5"), member("CID", hours=1)]
    team = Team(tuple(one.present(WEEK, Presence(limit=one.load_limit_minutes)) for one in members), calendar=WEEK)
    team = replace(team, policies=Policies(grow=(growth,)))
    (found,) = unassigned(team, Backlog((task("B", 6, split_minutes=120),)), Plan(()))
    assert "BOB would grow in web (grow, team.yaml:9), with 5 h left for that and 6 h to do" in found.reason
    assert "search ended" not in found.reason


def test_parts_that_come_too_late_for_all_stop_everybody() -> None:
    """Of parts that must wait for the next sprint everybody is stopped by the date, and nobody is said to be free."""
    weeks = Calendar(periods=(*WEEK.periods, Period("S2", date(2027, 1, 11), date(2027, 1, 15))))
    people = tuple(member(name).present(weeks, Presence()) for name in ("ANN", "BOB"))
    late = task("B", 8, dependencies=("A",), deadline="2027-01-08", split_minutes=240)
    team = Team(people, policies=Policies(order="next", split_members=True), calendar=weeks)
    plan = Plan((Assignment("A", "ANN", 0),))
    (found,) = unassigned(team, Backlog((task("A", 8), late)), plan)
    assert (found.gate, found.reason) == ("when", "it waits for A, which ends in S1, and it must be done by 2027-01-08")


def test_days_without_any_hours_are_not_said_to_be_too_few() -> None:
    """On a weekend nobody has hours, whatever it takes; on the last day of a week there are 8 of them."""
    for days, said in (("2027-01-09", "have no hours"), ("2027-01-08", "cannot do its 9 h")):
        work = task("B", 9, earliest=days, deadline=days)
        gate, text = reason([member("ANN"), member("BOB")], [work], {}, Policies())
        assert (gate, text) == ("when", f"not before {days} and done by {days}: in those days ANN, BOB {said}")
    weekend = task("B", 9, earliest="2027-01-09", deadline="2027-01-09")
    _, text = reason([member("ANN")], [weekend], {}, Policies())
    assert text.endswith("in those days ANN has no hours")


def test_less_urgent_work_is_no_reason() -> None:
    """A lower class gives way: what stops the task without it is said, hours where these are lacking all the same."""
    people = [member("ANN"), member("BOB")]
    tasks = [task("A", 40, "MEDIUM"), task("L", 10, "LOW"), replace(task("B", 40), dependencies=("A",))]
    gate, text = reason(people, tasks, {"A": "ANN", "L": "BOB"}, Policies())
    assert gate == "rule"
    assert text == (
        "even without less urgent work: BOB in S1 has 40 h left, but no order of the work there has room for it after "
        "A; no room beside other work: ANN in S1 has 0 h free for 40 h"
    )
    tasks[1] = replace(tasks[1], priority="HIGH")
    assert reason(people, tasks, {"A": "ANN", "L": "BOB"}, Policies())[0] == "outbid"
    tasks[1] = replace(tasks[1], priority="LOW", status="IN_PROGRESS", assigned_to="BOB")
    assert reason(people, tasks, {"A": "ANN", "L": "BOB"}, Policies())[1].startswith("L (10 h, started")
    # What a search left unfinished is said as the plan stands.
    free = [task("L", 40, "LOW"), task("B", 8)]
    gate, text = reason(people[:1], free, {"L": "ANN"}, Policies())
    assert (gate, text) == ("outbid", "no room beside other work: ANN in S1 has 0 h free for 8 h")
