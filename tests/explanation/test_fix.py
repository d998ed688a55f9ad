"""Fixes are the cheapest there are, each helps, and none contains another or anything that can be spared."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.checker.plan import level_values, objections
from solver.assignment.checker.reckoning import Abilities, minutes_of
from solver.assignment.exact import is_feasible
from solver.assignment.fixes import PRICES
from solver.changes.change import Change
from solver.domain.plan import Plan
from solver.domain.policies import Policies
from solver.domain.tasks import PRIORITIES, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.edits import with_policies
from solver.explanation.fix.change import UNSAID, Fix, FixChange, with_changes
from solver.explanation.fix.cheapest import fixes
from solver.readers.cards.cards import parse_card
from solver.report.explanation.changes import fix_answer
from solver.study.study import Study
from tests.often import often
from tests.worlds import WEIGHTS, every_plan, world

SEEDS = st.integers(0, 2**32 - 1)


def gate_price(case: Study, member: Member, task: Task, bought: set[tuple[str, str]]) -> int:
    """Return what it costs to let a member take a task; what is bought once serves other tasks too."""
    price = 0
    for name in {need.capability for need in task.requirements}:
        minimum = max(need.minimum for need in task.requirements if need.capability == name)
        have = Abilities(case.team).score(member, name)
        price += PRICES["minimum"] * max(ceil((Decimal(minimum) - Decimal(str(float(have)))) * 10), 0)
    held = {f"{own.verb} {own.object}".lower() for own in member.card.permissions}
    wanted = {(member.id, f"{verb} {what}") for verb, what in task.permissions if f"{verb} {what}".lower() not in held}
    price += PRICES["permission"] * len(wanted - bought)
    bought |= wanted
    if any((rule.task, rule.member) == (task.id, member.id) for rule in case.team.policies.forbids):
        price += PRICES["forbid"]
    done = {other.id for other in case.backlog.tasks if other.status == "DONE" and other.assigned_to == member.id}
    groups = {("", ", ".join(group)) for group in case.team.policies.separate if task.id in group and done & set(group)}
    price += PRICES["separate"] * len(groups - bought)
    bought |= groups
    names = {one.id for one in case.team.members}
    by = {one.id: one.assigned_to for one in case.backlog.tasks if one.status == "DONE" and one.assigned_to in names}
    for group in case.team.policies.together:
        doers, key = {by[name] for name in group if name in by}, ("together", ", ".join(group))
        if task.id in group and doers and member.id not in doers and key not in bought:
            price += PRICES["together"]
            bought |= {key}
    return price


def openable(case: Study) -> set[str]:
    """Return the tasks that must be placed, with what they need and the rest of their batch."""
    tasks = {task.id: task for task in case.backlog.open_tasks}
    found = {name for name in case.team.policies.required if name in tasks}
    while True:
        more = {name for one in found for name in tasks[one].dependencies if name in tasks}
        batches = {tasks[one].batch for one in found if tasks[one].batch}
        whole = {batch for batch in batches if case.team.policies.of_batch(batch) == "together"}
        more |= {name for name, task in tasks.items() if task.batch in whole}
        if more <= found:
            return found
        found |= more


def price_of(case: Study, plan: Plan) -> int | None:
    """Return what a plan would cost in changes, None if nothing on offer makes it possible."""
    tasks, members = ({one.id: one for one in ones} for ones in (case.backlog.open_tasks, case.team.members))
    owner, rules, bought, price = plan.owner, case.team.policies, set[tuple[str, str]](), 0
    pins = {(pin.task, pin.member): "pin" for pin in rules.pins if pin.task in tasks}
    pins |= {(t.id, t.assigned_to): "started" for t in tasks.values() if t.status == "IN_PROGRESS" and t.assigned_to}
    price += sum(PRICES[kind] for (task, member), kind in pins.items() if owner.get(task) != member)
    price += sum(PRICES["required"] for name in set(rules.required) if name in tasks and name not in owner)
    free = openable(case)
    for name, who in owner.items():
        cost = gate_price(case, members[who], tasks[name], bought)
        if cost and name not in free and (name, who) not in pins:
            return None
        price += cost
        if any(target in tasks and target not in owner for target in tasks[name].dependencies):
            return None
    for member in members.values():
        own = [tasks[name] for name, who in owner.items() if who == member.id]
        over = sum(minutes_of(member, task) for task in own) - member.load_limit_minutes
        price += PRICES["hours"] * max(ceil(over / 60), 0)
        price += PRICES["wip"] * (0 if member.wip_limit is None else max(len(own) - member.wip_limit, 0))
    for group in rules.separate:
        now = [owner[name] for name in group if name in owner]
        if len(set(now)) < len(now) and ("", ", ".join(group)) not in bought:
            price += PRICES["separate"]
    for group in rules.together:
        if len({owner[name] for name in group if name in owner}) > 1 and ("together", ", ".join(group)) not in bought:
            price += PRICES["together"]
    for batch in {task.batch for task in tasks.values() if task.batch}:
        owners = {owner.get(task.id) for task in tasks.values() if task.batch == batch}
        price += PRICES["batch"] * (rules.of_batch(batch) == "together" and len(owners) > 1)
    return price


def demanding(seed: int) -> Study:
    """Return a random case in which every task must be placed."""
    team, backlog, distances = world(seed, most_tasks=4)
    names = tuple(task.id for task in backlog.open_tasks)
    return Study(World(with_policies(team, required=names), backlog, WEIGHTS, distances))


def smaller(change: FixChange) -> FixChange | None:
    """Return the same change with an hour, a tenth of a score or a task less."""
    step = {"hours": Decimal(1), "wip": Decimal(1), "minimum": Decimal("0.1")}.get(change.kind)
    amount = abs(change.after - change.before)
    if step is None or amount <= step:
        return None
    return replace(change, after=change.after - step * (1 if change.after > change.before else -1), change=UNSAID)


def contained(one: Fix, other: Fix) -> bool:
    """Return whether each change of one is among those of the other, with at least as much of it."""
    more = {unmade(each): abs(each.after - each.before) for each in other.changes}
    return all(more.get(unmade(each), -1) >= abs(each.after - each.before) for each in one.changes)


def unmade(change: FixChange) -> FixChange:
    """Return what a change is about, whatever its amount."""
    return replace(change, after=change.before, price=0, change=Change("", "none"))


def assert_exact(seed: int) -> None:
    """Assert that the first fix has the least price of all; each makes the solve succeed, and nothing smaller does."""
    case = demanding(seed)
    prices = [price for plan in every_plan(case.team, case.backlog) if (price := price_of(case, plan)) is not None]
    found = fixes(case, most_hours=10**6, lower_critical=True)
    assert (found[0].price if found else None) == min(prices, default=None)
    assert [fix.price for fix in found] == sorted(fix.price for fix in found)
    for fix in found:
        assert fix.result.status == "optimal"
        for change in fix.changes:
            rest = tuple(other for other in fix.changes if other is not change)
            assert not is_feasible(with_changes(case, rest).problem())
            less = smaller(change)
            assert less is None or not is_feasible(with_changes(case, (*rest, less)).problem())
    assert not any(contained(one, other) for one in found for other in found if one is not other)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(SEEDS)
def test_fixes_equal_brute_force(seed: int) -> None:
    """The first fix has the least price of all; each makes the solve succeed, and nothing smaller does."""
    assert_exact(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300))
def test_fixes_equal_brute_force_on_300_problems(seed: int) -> None:
    """The same on 300 problems."""
    assert_exact(seed)


@often(15, 40, SEEDS)
def test_wanted_tasks_have_a_place_after_a_fix(seed: int) -> None:
    """A fix for certain tasks never does without them, and one of a case that has such a plan changes nothing."""
    team, backlog, distances = world(seed, most_tasks=4)
    case = Study(World(team, backlog, WEIGHTS, distances))
    name = backlog.open_tasks[0].id if backlog.open_tasks else None
    for fix in fixes(case, (name,), most_hours=10**6, lower_critical=True) if name else ():
        assert fix.result.plan
        assert name in fix.result.plan.owner
        alone = case.at(team=with_policies(team, required=(*team.policies.required, name)))
        assert bool(fix.changes) == (alone.result.plan is None)


def test_a_kind_without_a_price_is_not_offered() -> None:
    """Whoever cannot add hours leaves them out of the prices."""
    for seed in range(60):
        for fix in fixes(demanding(seed), prices={"minimum": 2, "required": 6}):
            assert {change.kind for change in fix.changes} <= {"minimum", "required"}


def small(rules: Policies, *tasks: Task, hours: int = 40) -> Study:
    """Return a case of two members who can do the same, with some rules."""
    card = parse_card("## Core Capabilities\n- web: 0.9\n", "ANN")
    members = tuple(Member(name, replace(card, id=name), 60 * hours) for name in ("ANN", "BOB"))
    return Study(World(Team(members, policies=rules), Backlog(tasks), Weights()))


def work(name: str, hours: int = 4, priority: str = "HIGH", minimum: str = "0.8", capability: str = "web") -> Task:
    """Return a task that needs one capability."""
    need = Requirement(capability, "primary", Decimal(minimum), Decimal(1))
    return Task(name, "", "", priority, "TODO", "", 60 * hours, "", (need,), (), 1, "b.csv", 2)


@pytest.mark.parametrize("kind", ["separate", "together"])
def test_a_rule_over_tasks_can_be_dropped(kind: str) -> None:
    """What keeps tasks apart or together is offered at its price, whatever else is never offered."""
    group = ("A", "B", "C") if kind == "separate" else ("A", "B")
    tasks = [work("A", 30), work("B", 30), *([work("C")] if kind == "separate" else [])]
    case = small(Policies(**{kind: (group,)}), *tasks)
    names = tuple(task.id for task in tasks)
    found = fixes(case, names, prices={key: price for key, price in PRICES.items() if key != "minimum"})
    assert [(change.kind, change.about, change.price) for change in found[0].changes] == [(kind, ", ".join(group), 4)]
    assert found[0].result.plan
    assert len(found[0].result.plan.assignments) == len(tasks)


def test_a_fix_says_what_its_plan_gives_up() -> None:
    """Where a plan with the wished task exists already, it is compared with the one without the wish."""
    case = small(Policies(), work("A", 40), work("B", 40), work("C", 40, "LOW"))
    found = fixes(case, ("C",), compare_with=case.result)[0]
    assert found.changes == ()
    assert found.gives_up
    assert dict(found.gives_up.changes)["HIGH"] == -1
    assert len(found.gives_up.moves.lost if found.gives_up.moves else ()) == 1
    text = "\n".join(fix_answer([found], PRICES, 1).lines())
    assert "against the plan without this wish: HIGH work -1, LOW work +1" in text


def test_hours_are_offered_up_to_a_quarter_of_the_limit() -> None:
    """Nobody is offered more than a quarter of the load limit, unless it is asked for."""
    case = small(Policies(), work("A", 60))
    assert fixes(case, ("A",)) == ()
    assert fixes(case, ("A",), most_hours=20)[0].price == 20


def test_what_critical_tasks_need_is_not_lowered() -> None:
    """A minimum of a CRITICAL task is lowered only where that is asked for."""
    case = small(Policies(), work("A", priority="CRITICAL", capability="print"))
    assert fixes(case, ("A",)) == ()
    assert fixes(case, ("A",), lower_critical=True)[0].changes[0].kind == "minimum"
    assert "No change on offer helps" in fix_answer((), PRICES, 0).lines()[0]


@pytest.mark.parametrize("seed", range(12))
def test_a_fix_moves_as_little_of_a_plan_as_can_be(seed: int) -> None:
    """No plan of the changed case that places as much in each class has fewer tasks elsewhere, counted one by one."""
    team, backlog, distances = world(seed, 4)
    before = Study(World(team, backlog, WEIGHTS, distances=distances)).result.plan or Plan(())
    case = demanding(seed)
    known = {task.id for task in case.backlog.open_tasks}
    previous = Plan(tuple(one for one in before.assignments if one.task in known))
    for fix in fixes(case, most_hours=10**6, lower_critical=True, previous=previous):
        changed = with_changes(case, fix.changes)
        possible = [
            (tuple(-level_values(changed.team, changed.backlog, plan, WEIGHTS)[name] for name in PRIORITIES), moves)
            for plan in every_plan(changed.team, changed.backlog)
            if not objections(changed.team, changed.backlog, plan)
            for moves in [sum(plan.owner.get(task) != member for task, member in previous.owner.items())]
        ]
        plan = fix.result.plan
        assert plan
        got = tuple(-level_values(changed.team, changed.backlog, plan, WEIGHTS)[name] for name in PRIORITIES)
        assert (got, sum(plan.owner.get(task) != member for task, member in previous.owner.items())) == min(possible)
