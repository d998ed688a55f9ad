"""The search for fixes over periods: what is offered works, in worlds with crews, parts, chains and deadlines."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.checker.plan import objections
from solver.assignment.sprints.feasible import any_plan_of
from solver.assignment.sprints.solve import solve_slots
from solver.domain.tasks import Backlog
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.edits import with_policies
from solver.explanation.fix import in_time as fix_in_time
from solver.explanation.fix.apart import apart
from solver.explanation.fix.change import Fix, with_changes
from solver.explanation.fix.hitting import Cheapest, Hitting
from solver.explanation.fix.in_time import fixes_in_time, fixes_or_less, without_place
from solver.explanation.fix.known import Known
from solver.explanation.fix.loose import loosest
from solver.explanation.fix.offers import PRICES_IN_TIME, Terms, Wish, offers
from solver.explanation.fix.question import bare_problem, hours_suffice, needed
from solver.explanation.fix.relaxed import relaxed
from solver.explanation.fix.search import Search
from solver.report.explanation.fix_in_time import Wanted, fix_in_time_answer
from solver.stopping import Clock
from solver.study.study import Study
from tests.explanation.test_fix_in_time import case as pair
from tests.explanation.test_in_time_answers import needs, task


def world(seed: int, members: int = 4, tasks: int = 12) -> Study:
    """Return a small world over two sprints with more work than fits: a crew, a task in parts, deadlines."""
    team, backlog = sprint_world(members, 2, tasks, seed)
    need = backlog.tasks[0].requirements
    odd = [
        replace(backlog.tasks[0], crew=(need, need), estimate_minutes=480, dependencies=()),
        replace(backlog.tasks[1], split_minutes=240, crew=()),
        replace(backlog.tasks[2], deadline="S1", crew=(), split_minutes=0),
    ]
    return Study(World(team, Backlog((*odd, *backlog.tasks[3:])), Weights()), time_limit=4)


def wishing(one: Study) -> tuple[Study, tuple[str, ...]]:
    """Return the case in which every task must have a place, and their names."""
    names = tuple(each.id for each in one.backlog.open_tasks)
    return one.at(team=with_policies(one.team, required=names)), names


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_each_fix_that_is_offered_works_when_it_is_made(seed: int) -> None:
    """The changed world's own plan has all that was asked for, and its checker has nothing against it."""
    one = world(seed)
    _, names = wishing(one)
    try:
        found, hopeless, parted = fixes_or_less(one, names, clock=Clock(20))
    except TimeoutError:
        pytest.skip("nothing is known in time")
    for fix in found:
        changed = with_changes(one, fix.changes)
        plan = fix.result.plan
        assert plan is not None
        assert not objections(changed.team, changed.backlog, plan)
        assert set(names) - {*hopeless, *parted} <= set(plan.owner)
        assert fix.price == sum(change.price for change in fix.changes)
    prices = [fix.price for fix in found if fix.is_cheapest]
    assert prices == sorted(prices)
    for number, fix in enumerate(found):
        own = {(change.kind, change.member, change.task, change.about) for change in fix.changes}
        for other in found[:number]:
            made = {(change.kind, change.member, change.task, change.about) for change in other.changes}
            assert not made <= own


@pytest.mark.parametrize("seed", range(12))
def test_what_the_hours_refute_has_no_plan(seed: int) -> None:
    """Where fractions of tasks do not fit, or the rules are refuted, a whole search finds no plan either."""
    asked, names = wishing(world(seed, 3, 6 + seed % 4))
    few = replace(asked, world=replace(asked.world, team=with_policies(asked.team, required=names[: 2 + seed % 5])))
    problem = bare_problem(few)
    known = solve_slots(problem, time_limit=5).status
    found = any_plan_of(problem, 5)
    assert found.status == {"optimal": "feasible"}.get(known, known)
    assert hours_suffice(problem) or known == "infeasible"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_no_amounts_that_do_are_below_the_bound(seed: int) -> None:
    """What is relaxed never costs more than amounts for which there is a plan."""
    asked, names = wishing(world(seed, 3, 8))
    wish = Wish(asked, needed(asked), Terms(), names)
    search = Search(Known(asked, offers(wish), Clock(6)))
    list(search.run(1))
    fresh = Search(Known(asked, offers(wish), Clock(6)))
    least = fresh.hitting.cheapest()
    costs = [search.hitting.price(amounts) for amounts in search.known.good]
    assert not costs or (least is not None and least.bound <= min(costs))


def test_a_core_is_some_tasks_that_have_no_plan_without_each_other() -> None:
    """A and B need ANN before Wednesday, the third task has all the time."""
    one = pair(
        task("A", 12, "HIGH", requirements=needs("test"), deadline="2027-02-02"),
        task("B", 12, "HIGH", requirements=needs("test"), deadline="2027-02-02"),
        task("C", 12, "HIGH", requirements=needs("build")),
    )
    asked, names = wishing(one)
    known = Known(asked, offers(Wish(asked, needed(asked), Terms(), names)), Clock(20))
    assert sorted(known.core_of(known.nothing)) == ["A", "B"]


def test_a_date_may_be_shifted_into_a_sprint_more() -> None:
    """ANN has no hours left in both sprints, and the deadline is on the last day: a sprint more needs a later date."""
    full = [
        replace(
            task(name, hours, "LOW", requirements=needs("test"), deadline=last), status="IN_PROGRESS", assigned_to="ANN"
        )
        for name, hours, last in (("A", 36, "S1"), ("B", 38, "S2"))
    ]
    one = pair(*full, task("T", 30, "CRITICAL", requirements=needs("test"), deadline="S2"))
    (found,) = fixes_in_time(one, ("T",), most=1)
    assert [change.kind for change in found.changes] == ["sprint", "date"]
    assert found.is_cheapest


def test_with_a_sprint_more_only_what_is_placed_is_compared() -> None:
    """Each task has a sprint more behind it then: that nothing ends earlier for it is not told as a gain."""
    one = pair(*(task(name, 36, "HIGH", requirements=needs("test")) for name in "ABC"))
    (found,) = fixes_in_time(one, ("A", "B", "C"), most=1, compare_with=one.result)
    assert [change.kind for change in found.changes] == ["sprint"]
    assert found.gives_up
    assert found.gives_up.changes == (("HIGH", 1),)


def test_what_nothing_helps_is_named_and_the_rest_is_fixed() -> None:
    """Nobody can fly, and no minimum is so low; T only needs a later date."""
    one = pair(
        task("T", 24, "CRITICAL", requirements=needs("test"), deadline="2027-02-02"),
        task("U", 8, "LOW", requirements=needs("fly")),
    )
    assert without_place(one, ("T", "U")) == ("U",)
    found, hopeless, _ = fixes_or_less(one, ("T", "U"), most=1)
    assert hopeless == ("U",)
    assert [change.kind for change in found[0].changes] == ["date"]


def by_ann(*tasks: tuple[str, float, str, str]) -> Study:
    """Return tasks for ANN alone, each with its hours, its class and the sprint by which it must be done."""
    return pair(*(task(name, h, rank, requirements=needs("test"), deadline=by) for name, h, rank, by in tasks))


# Nothing that helps is on offer.
NOTHING = Terms({"wip": (8, 2)})


def test_tasks_that_have_no_place_together_are_told_with_what_is_against_them() -> None:
    """ANN has 40 h in S1, too few for T and V; the less urgent of them is left out, and U, which has room, is not."""
    one = by_ann(("V", 24, "LOW", "S1"), ("U", 30, "LOW", ""), ("T", 24, "HIGH", "S1"))
    found, hopeless, parted = fixes_or_less(one, ("V", "U", "T"), 1, NOTHING)
    assert (hopeless, dict(parted)) == ((), {"V": ("T",)})
    (fix,) = found
    assert fix.result.plan
    assert {"T", "U"} <= set(fix.result.plan.owner)
    asked = Wanted(("V", "U", "T"), (), {}, one.result, apart=parted)
    lines = fix_in_time_answer(one, found, asked, NOTHING.prices).lines()
    assert lines[:3] == [
        "No change on offer gives a place to V and to T together.",
        "The fixes leave out V.",
        "nothing needs to change: there is a plan that has a place for U, T",
    ]
    assert not any("all a place together" in line for line in lines)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_told_to_stand_against_a_task_does(seed: int) -> None:
    """By adding hours up: what is kept has room, nothing that is left out has beside what is named, and all of that."""
    chance = random.Random(seed)
    names = "ABCDEF"[: chance.randint(3, 6)]
    hours = {name: chance.randint(5, 30) for name in names}
    one = by_ann(*((name, hours[name], chance.choice(["CRITICAL", "LOW"]), "S1") for name in names))
    parted = apart(one, names, NOTHING, Clock(60))

    def room(some: set[str]) -> bool:
        return sum(hours[name] for name in some) <= 40

    assert room(set(names) - set(parted))
    assert bool(parted) != room(set(names))
    for name, others in parted.items():
        assert not room({name, *others})
        assert all(room({name, *others} - {one}) for one in others)
    urgent = {each.id for each in one.backlog.open_tasks if each.priority == "CRITICAL"}
    assert room(urgent) <= (not urgent & set(parted))


def test_where_the_time_ends_no_task_is_asked_of_beside_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """That nothing gives them all a place is known by then, and more is not said."""
    one, clock = by_ann(("T", 24, "HIGH", "S1"), ("V", 24, "LOW", "S1")), Clock(20)
    search = fix_in_time.fixes_in_time

    def slow(*given: Any, **asked: Any) -> tuple[Fix, ...]:
        found = search(*given, **asked)
        clock.stop()
        return found

    monkeypatch.setattr(fix_in_time, "fixes_in_time", slow)
    assert fixes_or_less(one, ("T", "V"), 1, NOTHING, clock=clock) == ((), (), {})


def test_without_time_nothing_is_said_to_stand_against_anything() -> None:
    """What was not asked of is told as that."""
    one = by_ann(("T", 24, "HIGH", "S1"), ("V", 24, "LOW", "S1"))
    parted = apart(one, ("T", "V"), NOTHING, Clock(0))
    assert parted == {"T": (), "V": ()}
    asked = Wanted(("T", "V"), (), {}, one.result, apart=parted)
    text = fix_in_time_answer(one, (), asked, NOTHING.prices).lines()
    assert text[0] == "There was no time to know whether T, V can have a place beside the others."


def test_what_is_known_is_told_where_the_time_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second search ends before anything is known of T: that nothing helps U stays; without time nothing is."""
    one = pair(
        task("T", 24, "CRITICAL", requirements=needs("test"), deadline="2027-02-02"),
        task("U", 8, "LOW", requirements=needs("fly")),
    )
    assert without_place(one, ("T", "U"), clock=Clock(0.0)) == ()
    search = fix_in_time.fixes_in_time

    def late(case: Study, place: tuple[str, ...], *rest: Any, **asked: Any) -> tuple[Fix, ...]:
        if place == ("T",):
            raise TimeoutError
        return search(case, place, *rest, **asked)

    monkeypatch.setattr(fix_in_time, "fixes_in_time", late)
    found, hopeless, _ = fixes_or_less(one, ("T", "U"), most=1)
    assert (found, hopeless) == ((), ("U",))
    asked = Wanted(("T", "U"), (), dict.fromkeys(hopeless, ""), one.result)
    text = fix_in_time_answer(one, found, asked, PRICES_IN_TIME).lines()
    assert "No change on offer gives a place to U; for the others no fix was found." in text


def test_what_a_cut_breaks_is_not_held_against_the_whole_task() -> None:
    """ANN has one task at once, so that halves have no room however many hours she has; the whole one has."""
    one = pair(task("T", 42, "HIGH", requirements=needs("test"), deadline="S1"))
    ann, bob = one.team.members
    one = one.at(team=replace(one.team, members=(replace(ann, wip_limit=1), bob)))
    terms = Terms({kind: PRICES_IN_TIME[kind] for kind in ("second", "hours")})
    asked = one.at(team=with_policies(one.team, required=("T",)))
    known = Known(asked, offers(Wish(asked, needed(asked), terms, ("T",))), Clock(20))
    assert known.plan(known.most) is None
    assert known.is_bad(known.most)
    assert not known.is_hopeless
    whole = tuple(0 if offer.kind == "second" else offer.most for offer in known.offers)
    assert known.plan(whole) is not None
    (found,) = fixes_in_time(one, ("T",), most=1, terms=terms)
    assert [change.kind for change in found.changes] == ["hours"]
    assert found.is_cheapest


def test_what_two_people_cannot_do_is_not_held_against_parts() -> None:
    """50 h for each of two are in no sprint, parts of 100 h are over three: both are on offer, one of them does."""
    one = pair(task("T", 100, "HIGH", requirements=needs("test")))
    terms = Terms({kind: PRICES_IN_TIME[kind] for kind in ("sprint", "split", "second")})
    asked = one.at(team=with_policies(one.team, required=("T",)))
    known = Known(asked, offers(Wish(asked, needed(asked), terms, ("T",))), Clock(20))
    assert known.plan(known.most) is None
    assert not known.is_hopeless
    (found,) = fixes_in_time(one, ("T",), most=1, terms=terms)
    assert [change.kind for change in found.changes] == ["sprint", "split"]
    assert found.is_cheapest


def test_the_loosest_case_allows_what_two_people_do_at_once() -> None:
    """24 h by Tuesday are two people's, each in half of the time, and nobody's alone; so they have a place in it."""
    one = pair(task("T", 24, "HIGH", requirements=needs("build"), deadline="2027-02-02"))
    asked = one.at(team=with_policies(one.team, required=("T",)))
    terms = Terms({kind: PRICES_IN_TIME[kind] for kind in ("split", "second")})
    made = offers(Wish(asked, needed(asked), terms, ("T",)))
    assert any_plan_of(bare_problem(loosest(asked, made)), 5).plan
    assert any_plan_of(bare_problem(loosest(asked, made[:1])), 5).status == "infeasible"


def test_less_of_what_may_hurt_meets_a_demand() -> None:
    """Amounts without the first offer that do not do say nothing of those with it, nor the other way round."""
    two = Hitting((1, 5), (1, 1), (1, 2), hurting=frozenset({0}))
    two.demand((0, 2))
    assert two.cheapest() == Cheapest((1, 0), 1)
    two.demand((1, 2))
    assert two.cheapest() is None
    third = Hitting((5, 1), (5, 1), (1, 2), hurting=frozenset({0}))
    third.demand((1, 2))
    third.demand((0, 0))
    assert third.cheapest() == Cheapest((0, 1), 1)


def test_nothing_is_demanded_where_nothing_is_on_offer() -> None:
    """Without offers there is nothing to relax."""
    one = pair(task("T", 8, "LOW", requirements=needs("test")))
    assert relaxed(one, ()).size == 0
