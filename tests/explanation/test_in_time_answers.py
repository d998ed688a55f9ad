"""Answers about plans over periods: who and when, what stops somebody in time, and loads that are those of a slot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from solver.assignment.checker.plan import objections
from solver.assignment.sprints import conflict
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.alternatives import alternatives, differences
from solver.explanation.marginal.marginal import marginal_values
from solver.explanation.price import Price
from solver.explanation.replan.least import replan
from solver.explanation.suggest import in_time
from solver.explanation.suggest.suggest import suggest
from solver.explanation.terms.terms import level_rows, totals
from solver.explanation.why import explain
from solver.explanation.why_not import next_in_time, runners_up, why_not
from solver.readers.cards.cards import parse_card
from solver.report.explanation.changes import replan_lines
from solver.report.explanation.reasons import member_answer, suggest_answer, task_answer
from solver.report.explanation.worth import marginal_answer
from solver.stopping import Clock
from solver.study.study import Study

CALENDAR = Calendar(
    (Period("S1", date(2027, 2, 1), date(2027, 2, 5)), Period("S2", date(2027, 2, 8), date(2027, 2, 12)))
)


def member(name: str, presence: Presence | None = None, **abilities: float) -> Member:
    """Return a member with scores of some abilities."""
    text = "## Core Capabilities\n" + "".join(f"- {ability}: {score}\n" for ability, score in abilities.items())
    return Member(name, parse_card(text, name), 0).present(CALENDAR, presence or Presence())


def task(name: str, hours: float, priority: str = "HIGH", **more: Any) -> Task:
    """Return an open task of some hours that asks for nothing, unless more is said."""
    return replace(Task(name, "", "", priority, "TODO", "", int(60 * hours), "", (), (), 1, "b.csv", 2), **more)


def needs(name: str) -> tuple[Requirement, ...]:
    """Return what asks for 0.8 of one ability."""
    return (Requirement(name, "primary", Decimal("0.8"), Decimal(1)),)


def week() -> Study:
    """Return two people over two sprints: one away for most of the first, a split task, a crew, a deadline."""
    away = Presence(leave=((date(2027, 2, 2), date(2027, 2, 5)),))
    tasks = (
        task("A", 20, "CRITICAL", requirements=needs("build")),
        task("B", 16, requirements=needs("build"), dependencies=("A",)),
        task("C", 24, "MEDIUM", requirements=needs("build"), split_minutes=480),
        task("D", 6, crew=(needs("build"), needs("test"))),
        task("E", 12, "LOW", requirements=needs("test"), deadline="2027-02-03"),
    )
    team = Team((member("ANN", build=0.9), member("BOB", away, test=0.9, build=0.8)), calendar=CALENDAR)
    return Study(World(team, Backlog(tasks), Weights()))


def planned(case: Study) -> Plan:
    """Return the best plan of a case."""
    plan = case.result.plan
    assert plan
    return plan


def test_rows_of_a_plan_over_periods_add_up_to_every_level() -> None:
    """Parts and seats count with their own hours and needs, and how early a class ends has rows too."""
    case = week()
    plan = planned(case)
    sums = totals(level_rows(case.team, case.backlog, plan, case.weights))
    assert {name: value for name, value in case.values(plan).items() if value} == {n: v for n, v in sums.items() if v}


def test_a_load_is_that_of_the_slot() -> None:
    """No line says that somebody has more than the slot holds, and each part has its own hours."""
    case = week()
    found = explain(case, planned(case))
    assert {one.period for one in found.assignments} == {"S1", "S2"}
    assert all(one.load_after_hours <= one.limit_hours for one in found.assignments)
    parts = [one for one in found.assignments if one.task == "C"]
    assert [(one.hours, one.part) for one in parts] == [(8.0, f"part {n} of 3") for n in (1, 2, 3)]


@pytest.mark.parametrize("name", ["A", "B", "C", "D"])
def test_a_suggestion_says_when_and_stands(name: str) -> None:
    """Whoever is suggested has a period, and what the price counts is a plan that the checker passes."""
    case = week()
    plan = planned(case)
    found = suggest(case, plan, name)
    assert {one.member for one in found} == {"ANN", "BOB"}
    for one in found:
        assert bool(one.period) == (one.price is not None)
        assert one.price is not None or one.reasons


def test_free_hours_in_a_later_sprint_cost_only_what_is_late() -> None:
    """A task that stayed out goes to who has the hours, in the first sprint that has them, and nobody gives up work."""
    one = task("A", 38, "LOW"), task("B", 10, "LOW")
    case = Study(World(Team((member("ANN"),), calendar=CALENDAR), Backlog(one), Weights()))
    plan = Plan(tuple(given for given in planned(case).assignments if given.task == "A"))
    (found,) = suggest(case, plan, "B")
    assert found.is_open
    assert found.period == ("S2" if plan.assignments[0].period == 0 else "S1")
    assert dict(found.price.changes)["LOW"] == 1  # type: ignore[union-attr]


def test_who_is_away_until_the_deadline_is_told_so() -> None:
    """The gate when names the hours that are there between the dates, and what takes the others."""
    case = week()
    answer = why_not(case, "E", "BOB")
    assert answer.gate == "when"
    assert "done by 2027-02-03; BOB has 8 h of 8 h of S1 then (leave -32 h)" in answer.reasons[0]
    other = why_not(case, "E", "ANN")
    assert other.gate == "can"


def test_too_few_hours_in_every_sprint_are_named_one_by_one() -> None:
    """A task that is longer than any sprint is not available to anybody, with the hours of each sprint."""
    away = Presence(since=date(2027, 2, 10))
    case = Study(World(Team((member("ANN", away),), calendar=CALENDAR), Backlog((task("A", 30),)), Weights()))
    answer = why_not(case, "A", "ANN")
    assert answer.gate == "available"
    assert "ANN has 0 h in S1 (not in the team -40 h), 24 h in S2 (not in the team -16 h)" in answer.reasons[0]


def test_the_price_of_another_member_is_that_of_a_plan_that_stands() -> None:
    """Planned anew, nobody else is better than the proved plan, and the moves name member and sprint."""
    case = week()
    answer = why_not(case, "A", "BOB")
    assert answer.price
    assert not answer.price.is_gain
    assert answer.price.moves


def test_other_plans_differ_in_as_many_tasks_as_asked() -> None:
    """A task in another sprint differs, parts of one task count once, and each plan passes the checker."""
    case = week()
    base = case.result
    assert base.plan
    found = alternatives(case, within_percent=100, at_least=2, most=2)
    plans = [base.plan, *(one.result.plan for one in found if one.result.plan)]
    assert len(plans) > 1
    for number, one in enumerate(plans):
        assert not objections(case.team, case.backlog, one)
        assert all(differences(one, other) >= 2 for other in plans[:number])


def test_an_hour_more_counts_in_the_period_that_lacks_it() -> None:
    """42 h by the end of the first sprint take two hours more in it; hours in the second one bring nothing."""
    case = Study(World(Team((member("ANN"),), calendar=CALENDAR), Backlog((task("A", 42, deadline="S1"),)), Weights()))
    found = marginal_values(case, ("hours",))
    first, second = sorted(found, key=lambda one: one.about)
    assert [(step.amount, step.price.is_gain) for step in first.steps] == [(1, False), (2, True)]
    assert second.about == "S2"
    assert not second.best.price.is_gain


def test_hours_that_bring_nothing_together_are_not_asked_for_one_by_one() -> None:
    """Where everything is placed in the first sprint each hour more is known to place no more, and nothing earlier."""
    case = Study(World(Team((member("ANN"), member("BOB"))), Backlog((task("A", 8), task("B", 8))), Weights()))
    case = case.at(team=replace(case.team, members=(member("ANN"), member("BOB")), calendar=CALENDAR))
    found = marginal_values(case, ("hours",))
    assert len(found) == 4
    assert all("quality" not in dict(step.price.changes) for one in found for step in one.steps)


def test_hours_are_asked_one_by_one_only_of_those_whose_hours_a_better_plan_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of four people over two sprints one lacks two hours: two plans clear the seven other slots of bringing more."""
    team = Team(tuple(member(name, build=0.9 if name == "ANN" else 0.1) for name in ("ANN", "BOB", "CYD", "DAN")))
    tasks = task("A", 42, deadline="S1", requirements=needs("build")), *(task(f"B{n}", 8) for n in range(3))
    world = World(replace(team, calendar=CALENDAR), Backlog(tasks), Weights())
    case, asked, solve = Study(world), list[Team](), Study.of
    case.result  # noqa: B018

    def counted(self: Study, world: World, **options: Any) -> Study:
        asked.append(world.team)
        return solve(self, world, **options)

    monkeypatch.setattr(Study, "of", counted)
    found = {(one.member, one.about): one for one in marginal_values(case, ("hours",))}
    assert found["ANN", "S1"].first_gain.amount == 2
    idle = [one for slot, one in found.items() if slot != ("ANN", "S1")]
    assert len(idle) == 7
    assert not any("quality" in dict(step.price.changes) for one in idle for step in one.steps)
    changed = [{m.id for m in team.members if m.presence != Presence()} for team in asked]
    assert len([names for names in changed if len(names) > 1]) == 2
    assert {name for names in changed if len(names) == 1 for name in names} == {"ANN"}


def test_who_is_next_is_not_said_to_be_nobody_for_want_of_time() -> None:
    """Whoever could take a task is found with everything else in place; without time nothing is claimed."""
    case = week()
    plan = planned(case)
    found = next_in_time(case, plan, "A", Clock())
    assert found
    assert (found.member, found.task) == ("BOB", "A")
    with pytest.raises(TimeoutError):
        next_in_time(case, plan, "A", Clock(0.0))


def test_a_task_in_parts_is_told_whole() -> None:
    """Parts that are alike share a line, each stands in a member's list; the worth is counted over all of them."""
    case = week()
    plan = planned(case)
    one, *rest = (why for why in explain(case, plan).assignments if why.task == "C")
    text = "\n".join(task_answer(one, next(t for t in case.world.backlog.tasks if t.id == "C"), (), rest).lines())
    slots = [f"{why.member} in {why.period}" for why in (one, *rest)]
    apart = [f"part 2 of 3: 8 h with {slots[1]}", f"part 3 of 3: 8 h with {slots[2]}"]
    told = [f"parts 2 to 3 of 3: 8 h each with {slots[1]}"] if slots[1] == slots[2] else apart
    assert [line.strip() for line in text.splitlines() if line.strip().startswith("part")] == told
    assert text.count("suits the member") == 1
    assert "work placed: MEDIUM work +1" in text
    # What does not follow is told apart, whatever the order of a file: the second part is the one that is asked about.
    others = [replace(rest[0], part=f"part {n} of 4", member="ZOE", period="S9") for n in (1, 3, 4)]
    text = "\n".join(task_answer(one, next(t for t in case.world.backlog.tasks if t.id == "C"), (), others).lines())
    assert "    part 1 of 4: 8 h with ZOE in S9\n    parts 3 to 4 of 4: 8 h each with ZOE in S9\n" in text
    moved = [replace(rest[0], member="ZOE", period="S9"), rest[1]]
    text = "\n".join(task_answer(one, next(t for t in case.world.backlog.tasks if t.id == "C"), (), moved).lines())
    assert f"part 2 of 3: 8 h with ZOE in S9\n    part 3 of 3: 8 h with {slots[2]}\n" in text
    headed = "\n".join(member_answer((one, *rest), "ANN", plan).lines())
    assert [f"C, part {n} of 3:" in headed for n in (1, 2, 3)] == [True] * 3


def test_hours_that_end_urgent_work_earlier_come_before_those_that_place_more_of_less_urgent_work() -> None:
    """Two hours more bring HIGH work of 42 h into the first sprint, or LOW work of 42 h into the plan: HIGH first."""
    team = Team((member("ANN", build=0.9), member("BOB", sell=0.9)))
    tasks = (
        task("A", 24, requirements=needs("build")),
        task("B", 18, requirements=needs("build")),
        task("C", 42, "LOW", requirements=needs("sell"), deadline="S1"),
    )
    case = Study(World(replace(team, calendar=CALENDAR), Backlog(tasks), Weights(balance=Decimal("0.1"))))
    found = marginal_values(case, ("hours",))
    first, second, *rest = found
    assert [(one.member, one.about, one.best.amount) for one in (first, second)] == [("ANN", "S1", 2), ("BOB", "S1", 2)]
    assert dict(first.best.price.changes)["HIGH early"] == 1
    assert dict(first.best.price.changes)["HIGH"] == 0
    assert dict(second.best.price.changes)["LOW"] == 1
    assert not any(one.best.price.is_work for one in rest)
    lines = marginal_answer(found, "head").lines()
    assert "HIGH early +1" in lines[2]
    assert "ANN: 2 h more in S1" in lines[2]


def test_tables_of_answers_name_how_early_work_is_done() -> None:
    """Whoever takes urgent work a sprint later costs it: the row of data says so as the words do."""
    away = Presence(leave=((date(2027, 2, 1), date(2027, 2, 5)),))
    team = Team((member("ANN", build=0.9), member("BOB", away, build=0.9)), calendar=CALENDAR)
    case = Study(World(team, Backlog((task("A", 24, requirements=needs("build")),)), Weights()))
    answer = suggest_answer(suggest(case, case.result.plan or Plan(()), "A"))
    rows = {row["member"]: row for row in answer.frame.to_dict("records")}
    assert "HIGH early -1" in "\n".join(answer.lines())
    assert (rows["BOB"]["HIGH"], rows["BOB"]["HIGH early"]) == (0, -1)


def test_a_split_task_takes_its_hours_of_whoever_cannot_have_it_too() -> None:
    """Three parts of 8 h are 24 h of ANN, who can, and of BOB, who cannot; a seat of a crew is one seat."""
    team = Team((member("ANN", build=0.9), member("BOB", sell=0.9), member("CYD", build=0.8)), calendar=CALENDAR)
    seats = (needs("build"), needs("build"))
    tasks = (
        task("A", 24, requirements=needs("build"), split_minutes=480),
        task("B", 6, requirements=needs("build"), crew=seats),
    )
    case = Study(World(team, Backlog(tasks), Weights()))
    plan = case.result.plan or Plan(())
    assert {one.member: one.hours for one in suggest(case, plan, "A")} == {"ANN": 24, "BOB": 24, "CYD": 24}
    assert {one.member: one.hours for one in suggest(case, plan, "B")} == {"ANN": 6, "BOB": 6, "CYD": 6}


def test_a_replan_says_what_ends_earlier_for_its_moves() -> None:
    """The earlier plan had urgent work in the second sprint for no reason: the one move is said to bring it forward."""
    team = Team((member("ANN", build=0.9),), calendar=CALENDAR)
    case = Study(World(team, Backlog((task("A", 24, requirements=needs("build")),)), Weights()))
    found = replan(case, Plan((Assignment("A", "ANN", 1),)))
    lines = replan_lines(found, "")
    assert "    against the earlier plan: HIGH early 0 -> 1 (value times periods)" in lines
    assert "    A moves from S2 to S1" in lines


def test_what_there_was_no_time_to_ask_is_not_said_to_bring_nothing() -> None:
    """Nothing is nothing only where everything was asked."""
    team = Team((member("ANN", build=0.9),), calendar=CALENDAR)
    case = Study(World(team, Backlog((task("A", 8, requirements=needs("build")),)), Weights()))
    skipped = list[tuple[str, str, str]]()
    clock = Clock(1e-9)
    none = marginal_values(case, ("hours",), clock=clock, skipped=lambda *one: skipped.append(one))
    assert marginal_answer(none, "head", None, skipped).lines()[1] == "    not known: there was no time to ask"
    every = marginal_values(case, ("hours",))
    some = marginal_answer(every[:1], "head", None, skipped[:1]).lines()
    assert some[1] == "    nothing of what there was time to ask"
    assert marginal_answer(every, "head").lines()[1] == "    nothing"


def test_pinned_work_goes_to_nobody_else() -> None:
    """As in one window: the pin is what clashes, and work that would cost nothing elsewhere does not go there."""
    people = (member("ANN", build=0.9), member("BOB", build=0.9), member("ZOE", test=0.9))
    work = (task("A", 8, requirements=needs("build")), task("S", 8, status="IN_PROGRESS", assigned_to="ANN"))
    pins = Policies(pins=(Pair("A", "ANN", "team.yaml", 9, "S2"),))
    case = Study(World(Team(people, calendar=CALENDAR, policies=pins), Backlog(work), Weights()), time_limit=20)
    assert why_not(case, "A", "BOB").price == Price(
        "infeasible", (), None, ("A (8 h) is pinned to ANN in S2", "A (8 h) goes to BOB, as asked")
    )
    started = why_not(case, "S", "BOB").price
    assert started
    assert started.conflict == ("S (8 h) is started and stays with ANN", "S (8 h) goes to BOB, as asked")
    found = {one.member: (one.gate, one.reasons) for one in suggest(case, planned(case), "A")}
    assert (found["ANN"][0], found["BOB"]) == ("", ("rule", ("A is pinned to ANN",)))
    begun = {one.member: one.reasons for one in suggest(case, planned(case), "S")}
    assert (begun["ANN"], begun["BOB"]) == ((), ("S is started and stays with ANN",))
    assert runners_up(case, "A") == ()
    for one in (why for why in explain(case, planned(case)).assignments if why.task == "S"):
        assert task_answer(one, work[1], ()).lines()[-1] == "    nobody else may take it"
        assert task_answer(replace(one, held=""), work[1], ()).lines()[-1] == "    nobody else can take it"


def test_a_crew_with_too_few_members_for_its_seats_says_so() -> None:
    """One who can take a seat of two is told that nobody has the other one."""
    people = (member("ANN", build=0.9), member("BOB", test=0.9))
    crew = task("C", 4, crew=(needs("build"), needs("build")))
    case = Study(World(Team(people, calendar=CALENDAR), Backlog((crew,)), Weights()), time_limit=20)
    price = why_not(case, "C", "ANN").price
    assert price
    seats = "its 2 seats need different members, of whom 1 can and may take any"
    assert price.conflict == (f"C (4 h) goes to ANN, as asked, and {seats}",)


def test_a_task_of_a_whole_batch_goes_only_with_the_rest_of_it() -> None:
    """Over periods as in one window: everything else stays where it is, and so the batch cannot change hands."""
    people = (member("ANN", build=0.9), member("BOB", build=0.8))
    work = tuple(task(name, 8, requirements=needs("build"), batch="kit") for name in "ABC")
    whole = Team(people, calendar=CALENDAR, policies=Policies(batch="together"))
    case = Study(World(whole, Backlog(work), Weights()), time_limit=20)
    found = {one.member: one.reasons for one in suggest(case, planned(case), "A")}
    assert found["BOB"] == ("it only goes with the rest of its batch, B, C, which is handed out whole",)


ROOMLESS = "no room with ANN while other work keeps its member and period or stays out: "
MEETING = {
    "something else in each sprint": (
        (task("S", 36, status="IN_PROGRESS", assigned_to="ANN"), task("P", 40), task("T", 8)),
        Policies(pins=(Pair("S", "ANN", "team.yaml", 8, "S1"), Pair("P", "ANN", "team.yaml", 9, "S2"))),
        "ANN in S1 has 40 h; ANN in S2 has 40 h; S (36 h) is pinned to ANN in S1; P (40 h) is pinned to ANN in S2",
    ),
    "an order and a pin": (
        (task("X", 40), task("T", 8, dependencies=("X",)), task("Y", 10)),
        Policies(pins=(Pair("X", "BOB", "team.yaml", 9, "S2"),)),
        "T waits for X; BOB in S2 has 40 h",
    ),
    "a date and started work": (
        (task("S", 36, status="IN_PROGRESS", assigned_to="ANN"), task("T", 8, deadline="S1")),
        Policies(pins=(Pair("S", "ANN", "team.yaml", 8, "S1"),)),
        "T must be done by S1; ANN in S1 has 40 h; S (36 h) is pinned to ANN in S1",
    ),
}


@pytest.mark.parametrize(("work", "policies", "said"), MEETING.values(), ids=MEETING)
def test_the_rules_that_meet_are_named(work: tuple[Task, ...], policies: Policies, said: str) -> None:
    """Of all that bars a member who passes each gate those are told that leave no room together, none to be spared."""
    team = Team((member("ANN"), member("BOB")), calendar=CALENDAR, policies=policies)
    case = Study(World(team, Backlog(work), Weights()), time_limit=20)
    plan = planned(case)
    found = {one.member: (one.gate, one.reasons) for one in suggest(case, plan, "T")}
    assert found["ANN"] == ("rule", (f"{ROOMLESS}{said}",))


def test_without_time_to_know_no_rule_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the time is over before it is known which demands meet, none is blamed."""
    work, policies, _ = MEETING["an order and a pin"]
    team = Team((member("ANN"), member("BOB")), calendar=CALENDAR, policies=policies)
    case = Study(World(team, Backlog(work), Weights()), time_limit=20)
    plan = planned(case)
    monkeypatch.setattr(conflict, "has_plan", lambda *_, **__: None)
    monkeypatch.setattr(in_time, "Clock", lambda *_: Clock(0.0))
    (ann,) = suggest(case, plan, "T", members=("ANN",), clock=Clock())
    assert ann.reasons == (f"{ROOMLESS}started work, rules or the order bar it",)
