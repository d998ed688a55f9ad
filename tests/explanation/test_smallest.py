"""The smallest change puts the pair into some optimal plan, and no cheaper change does."""

from __future__ import annotations

import random
from datetime import date
from itertools import product
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.checker import plan as checker
from solver.assignment.checker.reckoning import Abilities, minutes_of, rights_of
from solver.assignment.fixes import PRICES
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.edits import raised
from solver.explanation.smallest import smallest_change
from solver.readers.cards.cards import parse_card
from solver.report.explanation.words import smallest_text
from solver.study.study import Study
from tests.explanation.by_hand import with_hours, with_permission
from tests.explanation.cases import best, case_of, sound, values

SEEDS = st.integers(0, 2**32 - 1)


def member(name: str, minutes: int) -> Member:
    """Return a member with a load limit."""
    return Member(name, parse_card("## Core Capabilities\n- a: 1", name), minutes)


def work(name: str, hours: int, dependencies: tuple[str, ...] = (), deadline: str = "") -> Task:
    """Return an urgent task that asks for nothing."""
    plain = name, "", "", "CRITICAL", "TODO", "", 60 * hours, "", (), dependencies, 1, "b.csv", 2
    return Task(*plain, deadline=deadline)


def stands(case: Study, team: Team, task: str, member: str) -> bool:
    """Return whether the pair is in one of the best of all plans of a changed team."""
    plans = sound(case, team)
    top = max((values(case, plan, team) for plan in plans), default=None)
    return any(plan.owner.get(task) == member and values(case, plan, team) == top for plan in plans)


def passes(team: Team, who: Member, task: Task) -> bool:
    """Return whether a member meets the minimums of a task, holds its permissions, and is not forbidden to take it."""
    able = Abilities(team)
    wanted = {(verb.casefold(), what.casefold()) for verb, what in task.permissions}
    banned = any((rule.task, rule.member) == (task.id, who.id) for rule in team.policies.forbids)
    met = all(able.score(who, need.capability) >= need.minimum for need in task.requirements)
    return met and wanted <= rights_of(who) and not banned


def useful_hours(case: Study, team: Team, member: str) -> int:
    """Return the hours more after which all work that a member could take would fit."""
    who, wanted = next(one for one in team.members if one.id == member), 0
    for task in case.backlog.open_tasks:
        alone = Plan((Assignment(task.id, member),))
        barred = [text for text in checker.objections(team, case.backlog, alone) if "share a member" in text]
        if not barred and passes(team, who, task):
            wanted += minutes_of(who, task)
    return max(ceil((wanted - who.load_limit_minutes) / 60), 0)


def cheaper(case: Study, task: str, member: str, price: int) -> list[Team]:
    """Return every team after a change of one member's hours, scores and permissions that costs less than a price."""
    who = next(one for one in case.team.members if one.id == member)
    what = next(one for one in case.backlog.open_tasks if one.id == task)
    names = sorted({case.team.vocabulary.name(need.capability) for need in what.requirements})
    most = [ceil(round((1 - float(Abilities(case.team).score(who, name))) * 10, 6)) for name in names]
    rights = [f"{verb} {what}" for verb, what in what.permissions]
    everything = case.team
    for name in names:
        everything = raised(everything, member, name, 10)
    for text in rights:
        everything = with_permission(everything, member, text)
    teams = []
    for hours in range(min(price, useful_hours(case, everything, member) + 1)):
        for tenths in product(*(range(top + 1) for top in most)):
            for granted in (False, True) if rights else (False,):
                cost = hours * PRICES["hours"] + sum(tenths) * PRICES["score"]
                cost += PRICES["permission"] * len(rights) * granted
                if cost < price:
                    team = with_hours(case.team, member, 60 * hours)
                    for name, amount in zip(names, tenths, strict=True):
                        team = raised(team, member, name, amount)
                    for text in rights if granted else ():
                        team = with_permission(team, member, text)
                    teams.append(team)
    return teams


def assert_smallest(seed: int) -> None:
    """Assert that a change does what it says, and that none that costs less does."""
    case, base = case_of(seed, most_tasks=3)
    chance = random.Random(seed)
    if base.plan is None or not case.backlog.open_tasks:
        return
    task, member = chance.choice(case.backlog.open_tasks).id, chance.choice(case.team.members).id
    found = smallest_change(case, task, member, most_hours=10**6)
    assert found.is_proved
    limit = found.at_least if found.edits is None else found.price
    assert limit is not None
    assert not any(stands(case, team, task, member) for team in cheaper(case, task, member, min(limit, 25)))
    if found.edits is None:
        assert found.reason
        return
    team = case.team
    for edit in found.edits:
        if edit.kind == "hours":
            team = with_hours(team, member, int((edit.after - edit.before) * 60))
        elif edit.kind == "score":
            team = raised(team, member, edit.about, ceil((edit.after - edit.before) * 10))
        else:
            team = with_permission(team, member, edit.about)
    assert stands(case, team, task, member)
    assert best(case, team) is not None


@settings(max_examples=20, deadline=None, derandomize=True)
@given(SEEDS)
def test_equals_brute_force(seed: int) -> None:
    """A change puts the pair into some best plan of all; none that costs less does."""
    assert_smallest(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300))
def test_equals_brute_force_on_300_problems(seed: int) -> None:
    """The same on 300 problems."""
    assert_smallest(seed)


def test_a_pair_that_stands_needs_no_change() -> None:
    """Whoever has a task in an optimal plan needs no change for it."""
    for seed in range(20):
        case, base = case_of(seed)
        for task, member in (base.plan.owner if base.plan else {}).items():
            found = smallest_change(case, task, member)
            assert (found.edits, found.price) == ((), 0)


def test_a_search_that_is_cut_short_says_so() -> None:
    """With few plans allowed, what was tried is a lower bound and the reason says that the search ended."""
    cut = 0
    for seed in range(15):
        case, base = case_of(seed)
        for task in case.backlog.open_tasks if base.plan else ():
            full = smallest_change(case, task.id, "X")
            found = smallest_change(case, task.id, "X", most_plans=1)
            if found.edits is None and full.price is not None:
                cut += 1
                assert found.was_cut
                assert found.at_least <= full.price
    assert cut


def test_hours_that_work_needs_to_end_in_time_are_more_than_the_work_takes() -> None:
    """Six hours a day end no eight hours on one day: ten more in the week do, though the week has hours to spare."""
    days = Calendar((Period("S1", date(2027, 2, 1), date(2027, 2, 5)),))
    people = tuple(member(name, 0).present(days, Presence(limit=60 * 30)) for name in "XY")
    backlog = Backlog((work("A", 8, deadline="2027-02-01"),))
    case = Study(World(Team(people, calendar=days), backlog, Weights()))
    few = smallest_change(case, "A", "X")
    assert (few.edits, few.offered) == (None, 7)
    assert smallest_text(few)[0].startswith("Nothing up to 7 h more of X (--most-hours) would do, whatever")
    enough = smallest_change(case, "A", "X", most_hours=20)
    assert [(edit.kind, edit.about, edit.after - edit.before) for edit in enough.edits or ()] == [
        ("hours", "each period", 10)
    ]


def test_more_hours_than_are_on_offer_make_a_window_longer() -> None:
    """Two tasks in order fill two windows of one member: whoever had twice the hours could do both."""
    people = tuple(member(name, 60 * 40) for name in "XY")
    backlog = Backlog((work("A", 40), work("B", 40, dependencies=("A",))))
    case = Study(World(Team(people, policies=Policies(order="fit")), backlog, Weights()))
    assert smallest_change(case, "B", "X").offered == 10
    assert smallest_change(case, "B", "X", most_hours=40).price == 40 * PRICES["hours"]
