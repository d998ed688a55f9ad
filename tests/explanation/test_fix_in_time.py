"""Fixes over periods: what a lead would change, cheapest first, each verified by planning again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from solver.assignment.checker.plan import objections
from solver.assignment.result import Result
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.calendar import Presence
from solver.domain.plan import Plan
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.deadlines import impossible_deadlines
from solver.explanation.edits import with_policies
from solver.explanation.fix.change import Fix, FixChange, with_changes
from solver.explanation.fix.hitting import Hitting
from solver.explanation.fix.in_time import fixes_in_time
from solver.explanation.fix.known import Known
from solver.explanation.fix.offers import PRICES_IN_TIME, TERMS, Terms, Wish, offers
from solver.explanation.fix.question import can_be_placed, needed, wishing
from solver.explanation.fix.search import Search
from solver.explanation.fix.sprints import sprints_that_do
from solver.report.explanation.words import change_text, fix_text
from solver.stopping import Clock
from solver.study.study import Study
from tests.explanation.test_in_time_answers import CALENDAR, member, needs, task


def case(*tasks: object, rules: Policies | None = None, **presences: Presence) -> Study:
    """Return ANN, who builds and tests, and BOB, who builds, over two sprints of 40 h."""
    ann = member("ANN", presences.get("ANN"), build=0.9, test=0.9)
    bob = member("BOB", presences.get("BOB"), build=0.8)
    team = Team((ann, bob), policies=rules or Policies(), calendar=CALENDAR)
    return Study(World(team, Backlog(tuple(tasks)), Weights()), time_limit=20)  # type: ignore[arg-type]


def kinds(found: tuple[Fix, ...]) -> list[list[str]]:
    """Return the kinds of change of each fix."""
    return [[change.kind for change in fix.changes] for fix in found]


def verified(one: Study, found: tuple[Fix, ...], wanted: str) -> None:
    """Assert that the plan of each fix has the task and passes the checker of the changed case."""
    for fix in found:
        changed = with_changes(one, fix.changes)
        assert fix.result.plan
        assert wanted in fix.result.plan.owner
        assert not objections(changed.team, changed.backlog, fix.result.plan)


def test_a_second_person_comes_before_a_later_date() -> None:
    """24 h by Tuesday are too much for anybody alone and not for two; the date moves by a day where nobody else can."""
    one = case(task("T", 24, "CRITICAL", requirements=needs("build"), deadline="2027-02-02"))
    found = fixes_in_time(one, ("T",))
    assert kinds(found)[:2] == [["second"], ["date"]]
    assert [fix.price for fix in found[:2]] == [3, 4]
    assert str(found[1].changes[0].change) == "deadline: T=2027-02-03"
    verified(one, found, "T")
    alone = case(task("T", 24, "CRITICAL", requirements=needs("test"), deadline="2027-02-02"))
    assert kinds(fixes_in_time(alone, ("T",)))[0] == ["date"]


def test_what_has_no_deadline_waits_for_the_next_sprint() -> None:
    """Where both sprints are full of started work, one more sprint is the cheapest."""
    full = [
        replace(task(name, hours, "LOW", requirements=needs("test")), status="IN_PROGRESS", assigned_to="ANN")
        for name, hours in (("A", 36), ("B", 38))
    ]
    one = case(*full, task("T", 30, "CRITICAL", requirements=needs("test")))
    found = fixes_in_time(one, ("T",))
    assert kinds(found)[0] == ["sprint"]
    verified(one, found, "T")


def test_what_may_not_begin_before_is_reached_by_as_many_sprints_as_it_takes() -> None:
    """The calendar ends on the twelfth of February: ten days later there is a second sprint more; a year is too far."""
    one = case(task("T", 8, requirements=needs("test"), earliest="2027-02-22"))
    found = fixes_in_time(one, ("T",))
    assert [str(change.change) for change in found[0].changes] == ["sprint: 2"]
    assert found[0].too_few == 1
    assert [change_text(change) for change in found[0].changes] == [
        "plan 2 more sprints: S3 to S4, 2027-02-15 to 2027-02-26"
    ]
    assert found[0].price == 2
    verified(one, found, "T")
    far = case(task("T", 8, requirements=needs("test"), earliest="2028-02-22"))
    for fix in fixes_in_time(far, ("T",)):
        assert all(str(change.change) == "sprint: 1" for change in fix.changes if change.kind == "sprint")


@pytest.mark.parametrize(
    ("tasks", "order", "count"),
    [
        ([("T", 30, ()), ("U", 30, ())], "", 2),
        ([("T", 8, ("U",)), ("U", 8, ())], "next", 2),
        ([("T", 30, ("U",)), ("U", 30, ("V",)), ("V", 30, ())], "", 3),
        ([("T", 12, ()), ("U", 12, ())], "", 1),
    ],
)
def test_more_than_one_sprint_is_offered_where_one_is_not_enough(
    tasks: list[tuple[str, float, tuple[str, ...]]], order: str, count: int
) -> None:
    """Hours or order ask for a second sprint, or a third: that is offered, and that fewer do not do is said."""
    full = [
        replace(task(name, hours, "LOW", requirements=needs("test")), status="IN_PROGRESS", assigned_to="ANN")
        for name, hours in (("A", 36), ("B", 38))
    ]
    new = [task(name, hours, requirements=needs("test"), dependencies=waits) for name, hours, waits in tasks]
    one = case(*full, *new, rules=Policies(order=order))
    (first,) = fixes_in_time(one, tuple(name for name, *_ in tasks), 1)
    assert [str(change.change) for change in first.changes] == [f"sprint: {count}"]
    assert (first.is_cheapest, first.too_few) == (True, count - 1)
    said = fix_text(1, first)[1]
    end = {1: "2027-02-19", 2: "2027-02-26 (one more is not enough)", 3: "2027-03-05 (2 more are not enough)"}
    assert said.endswith(end[count])
    verified(one, (first,), "T")
    fewer = (
        with_changes(one, (replace(first.changes[0], change=Change("sprint", str(count - 1))),)) if count > 1 else one
    )
    assert can_be_placed(fewer, tuple(name for name, *_ in tasks)) is False


def test_sprints_that_no_number_of_helps_are_not_offered_in_numbers() -> None:
    """Nobody can do T, however many sprints there are: one is on offer as before."""
    asked = wishing(case(task("T", 8, requirements=needs("paint"))), ("T",))
    assert sprints_that_do(Wish(asked, needed(asked), TERMS, ("T",)), Clock()) == 1
    assert sprints_that_do(Wish(asked, needed(asked), TERMS, ("T",)), Clock(0)) == 1


def test_a_date_outside_the_sprints_is_shifted_by_every_day_between() -> None:
    """From Monday, the fourth of January, to the first of February it is four weeks of five days, and not one day."""
    found = fixes_in_time(case(task("T", 8, requirements=needs("test"), deadline="2027-01-04")), ("T",), 1)
    assert [str(change.change) for change in found[0].changes] == ["deadline: T=2027-02-01"]
    assert found[0].price == 3 + 20


def test_a_task_longer_than_what_is_left_is_split() -> None:
    """Over two sprints there are enough hours, but in none of them all: parts fit, and cost less than anything else."""
    away = Presence(leave=((date(2027, 2, 4), date(2027, 2, 5)), (date(2027, 2, 8), date(2027, 2, 9))))
    one = case(task("T", 40, "CRITICAL", requirements=needs("test"), deadline="S2"), ANN=away)
    found = fixes_in_time(one, ("T",))
    assert kinds(found)[0] == ["split"]
    verified(one, found, "T")


def test_minimums_are_lowered_last_and_never_for_critical_work_unasked() -> None:
    """With nothing else that helps a HIGH task's minimum is lowered; that of a CRITICAL one stays."""
    away = Presence(until=date(2027, 1, 31))
    for priority, expected in (("HIGH", ["minimum"]), ("CRITICAL", [])):
        one = case(task("T", 8, priority, requirements=needs("test")), ANN=away)
        bob = member("BOB", build=0.8, test=0.6)
        one = one.at(team=replace(one.team, members=(one.team.members[0], bob)))
        prices = {kind: price for kind, price in PRICES_IN_TIME.items() if kind != "join"}
        assert (kinds(fixes_in_time(one, ("T",), terms=Terms(prices))) or [[]])[0] == expected


def test_nothing_needs_to_change_where_other_work_makes_room() -> None:
    """What only loses against more urgent work has a place without any change, and the plan says what that moves."""
    one = case(
        task("A", 38, "CRITICAL", deadline="S1"),
        task("B", 38, "CRITICAL", deadline="S1"),
        task("T", 30, "LOW", deadline="S1"),
    )
    base = one.result
    (found,) = fixes_in_time(one, ("T",), compare_with=base)
    assert found.changes == ()
    assert found.gives_up
    assert found.gives_up.moves
    assert [name for name, _ in found.gives_up.moves.lost] in (["A"], ["B"])


def test_a_pin_to_a_sprint_that_is_too_short_is_dropped() -> None:
    """Rules of the team are on offer too."""
    rules = Policies(pins=(Pair("T", "BOB", period="S1"),))
    one = case(
        task("T", 20, "CRITICAL", requirements=needs("build")), rules=rules, BOB=Presence(since=date(2027, 2, 8))
    )
    assert one.result.status == "infeasible"
    prices = {kind: price for kind, price in PRICES_IN_TIME.items() if kind in {"hours", "pin", "date"}}
    found = fixes_in_time(one, terms=Terms(prices))
    assert kinds(found) == [["pin"]]
    verified(one, found, "T")


@pytest.mark.parametrize("seed", range(4))
def test_nothing_cheaper_does(seed: int) -> None:
    """Every combination of changes that costs less than the first fix leaves no plan."""
    hours, days = (30, 44, 26, 38)[seed], ("2027-02-03", "2027-02-04", "2027-02-02", "S1")[seed]
    tasks = (
        task("N", 10, "HIGH", requirements=needs("build")),
        task("T", hours, "HIGH", requirements=needs("test"), dependencies=("N",), deadline=days),
    )
    one = case(*tasks)
    prices = {kind: PRICES_IN_TIME[kind] for kind in ("second", "split", "date", "hours")}
    found = fixes_in_time(one, ("T",), most=1, terms=Terms(prices))
    asked = one.at(team=with_policies(one.team, required=("T",)))
    desk = Search(Known(asked, offers(Wish(asked, needed(asked), Terms(prices), ("T",))), Clock(60)))
    dear = found[0].price if found else 12
    tried = 0
    for amounts in product(*(range(min(offer.most, 6) + 1) for offer in desk.offers)):
        if sum(n > 0 for n in amounts) <= 2 and desk.hitting.price(amounts) < dear:
            tried += 1
            assert can_be_placed(with_changes(asked, desk.known.changes(amounts)), ("T",)) is False
    assert tried


def test_only_what_its_deadline_alone_keeps_out_is_impossible() -> None:
    """Work that loses its hours to more urgent work, or that nobody can do, has no impossible deadline."""
    one = case(
        task("T", 24, "LOW", requirements=needs("test"), deadline="2027-02-02"),
        task("U", 8, "LOW", requirements=needs("fly"), deadline="2027-02-02"),
        task("A", 38, "CRITICAL", requirements=needs("test"), deadline="S1"),
        task("V", 8, "LOW", requirements=needs("test"), deadline="S1"),
    )
    plan = one.result.plan
    assert plan
    assert {"T", "U", "V"}.isdisjoint(plan.owner)
    assert [missed.task for missed in impossible_deadlines(one, plan)[0]] == ["T"]
    assert impossible_deadlines(one, Plan(()))[0][0].reason.startswith("T cannot be done by its deadline 2027-02-02")


def test_deadlines_are_asked_of_while_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the time is over no search is begun, and those that are not known of are named, not called impossible."""
    one = case(
        task("T", 24, requirements=needs("test"), deadline="2027-02-02"),
        task("U", 24, requirements=needs("test"), deadline="2027-02-02"),
    )
    (late, _), unknown = impossible_deadlines(one, Plan(()))
    assert (late.task, unknown) == ("T", "")
    clock, begun = Clock(60), []

    def first_alone(*words: object) -> Result:
        begun.append(words)
        clock.stop()
        return Result("infeasible", None, ())

    monkeypatch.setattr("solver.explanation.fix.question.any_plan", first_alone)
    said = "the time ended before it was known whether the deadlines of T, U can be met at all"
    assert impossible_deadlines(one, Plan(()), clock) == ((), said)
    assert len(begun) == 1


def test_why_a_deadline_is_impossible_is_not_that_there_is_other_work() -> None:
    """T has to wait for N, so that no order has room for it by the deadline, whatever else its member does."""
    one = case(
        task("N", 10, "HIGH", requirements=needs("build")),
        task("T", 30, "HIGH", requirements=needs("test"), dependencies=("N",), deadline="2027-02-04"),
        task("A", 30, "CRITICAL", requirements=needs("test"), deadline="S1"),
    )
    assert one.result.plan
    (missed,), unknown = impossible_deadlines(one, one.result.plan)
    assert unknown == ""
    assert "room for it after N by 2027-02-04" in missed.reason
    assert "beside other work" not in missed.reason


def test_a_deadline_that_is_impossible_is_named_once() -> None:
    """Where it is also said what the task waits for, its deadline has been told before."""
    one = case(
        task("N", 10, "HIGH", requirements=needs("build"), earliest="S2"),
        task("T", 30, "HIGH", requirements=needs("test"), dependencies=("N",), deadline="2027-02-11"),
    )
    one = one.at(team=apply(one.world, (Change("sprint", "1"),)).team)
    assert one.result.plan
    (missed,), _ = impossible_deadlines(one, one.result.plan)
    head = "T cannot be done by its deadline 2027-02-11, whatever else is left out: it waits for N, which ends in S2: "
    assert missed.reason.startswith(head)


def test_why_a_deadline_is_impossible_is_not_where_what_it_waits_for_is_liked_best() -> None:
    """N is done best by ANN in the second sprint, and BOB can do it in the first one: that is not what stops T."""
    one = case(
        task("P", 38, "MEDIUM", requirements=needs("test")),
        task("N", 38, "MEDIUM", requirements=needs("build")),
        task("T", 10, "MEDIUM", requirements=needs("test"), dependencies=("N", "P"), deadline="S1"),
    ).at(weights=Weights(balance=Decimal(0)))
    plan = one.result.plan
    assert plan
    assert (plan.owner["N"], plan.ends["N"]) == ("ANN", 1)
    (missed,), _ = impossible_deadlines(one, plan)
    assert "in S2" not in missed.reason
    assert missed.reason.endswith(
        "no room beside work that it needs or that must be done: ANN in S1 has 2 h free for 10 h"
    )


@pytest.mark.parametrize("seed", range(30))
def test_the_cheapest_amounts_meet_every_demand(seed: int) -> None:
    """What the integer program chooses is as cheap as the best of all amounts that meet the demands and bans."""
    import random

    chance = random.Random(seed)
    most = [chance.randint(1, 3) for _ in range(3)]
    one = Hitting([chance.randint(1, 9) for _ in most], [chance.randint(1, 3) for _ in most], most)
    for _ in range(chance.randint(1, 4)):
        one.demand(tuple(chance.randint(0, many) for many in most))
    if chance.random() < 0.5:
        one.ban(frozenset(chance.sample(range(3), 2)))

    def meets(amounts: tuple[int, ...]) -> bool:
        hit = all(any(a > b for a, b in zip(amounts, clause, strict=True)) for clause in one.clauses)
        return hit and not any(all(amounts[place] for place in used) for used in one.banned)

    options = [one.price(each) for each in product(*(range(many + 1) for many in most)) if meets(each)]
    found = one.cheapest()
    assert (found is None) == (not options)
    assert found is None or found.amounts is None or meets(found.amounts)
    assert found is None or found.bound == one.price(found.amounts or ()) == min(options)


def test_a_crew_that_lacks_a_member_is_told_of_one_more_and_of_its_minimum() -> None:
    """In one window somebody more is a clone; the minimum of the seats, which ask for the same, comes last."""
    people = member("ANN", build=0.9), member("BOB", build=0.6)
    crew = task("T", 4, "HIGH", requirements=needs("build"), crew=(needs("build"), needs("build")))
    hours = tuple(replace(one, load_limit_minutes=60 * 20) for one in people)
    one = Study(World(Team(hours), Backlog((crew,)), Weights()), time_limit=20)
    found = fixes_in_time(one, ("T",))
    assert [[str(change.change) for change in fix.changes] for fix in found] == [["clone: ANN"], ["need: T:build=0.6"]]
    assert change_text(found[0].changes[0]) == "add somebody like ANN"
    verified(one, found, "T")


def test_what_is_written_to_try_a_fix_gives_the_place() -> None:
    """Urgent work would have the hours of two people before what was wished for: the wish stands in the what-if."""
    first = task("U", 40, "HIGH", requirements=needs("test"))
    late = task("T", 24, "LOW", requirements=needs("build"), deadline="2027-02-02")
    one = case(first, late)
    found = fixes_in_time(one, ("T",))
    assert kinds(found)[0] == ["second"]
    (line,) = (line for line in fix_text(1, found[0], wanted=("T",)) if "to try it" in line)
    assert line == "    to try it: whatif --second T --require T"
    alone = with_changes(one, found[0].changes)
    plan = alone.of(alone.world).result.plan
    assert plan
    assert "T" not in plan.owner
    wished = alone.of(apply(alone.world, (Change("require", "T"),))).result.plan
    assert wished
    assert "T" in wished.owner


def test_hours_are_told_without_needless_zeros() -> None:
    """9.0 h of a search in half hours are 9 h; thirds of an hour are told to so many digits."""
    more = FixChange("hours", "ANN", "", "S1", Decimal("51.2"), Decimal("60.2"), 16)
    assert change_text(more) == "9 h more for ANN in S1"
    third = replace(more, about="", before=Decimal(40), after=Decimal(2450) / 60)
    assert change_text(third) == "0.833333 h more for ANN: a load limit of 40.8333 h"
