"""Answers stay within what a lead could do and within their time, and say what they leave out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.domain.plan import Plan
from solver.domain.policies import Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.marginal.marginal import marginal_values
from solver.explanation.smallest import smallest_change
from solver.explanation.suggest.suggest import suggest
from solver.explanation.why_not import runners_up, why_not
from solver.matching.linting.lint import lint
from solver.readers.cards.cards import parse_card
from solver.report.explanation.words import smallest_text, why_not_text
from solver.report.explanation.worth import marginal_answer
from solver.stopping import Clock
from solver.study.study import Study

# A time that is over at once: what is left is what needs no plan.
OVER = 0.0


def shop(*hours: int, rules: Policies | None = None, limit: int = 40) -> Study:
    """Return a case of two members who can do the same and tasks of some hours, the first the most urgent."""
    card = parse_card("## Core Capabilities\n- web: 0.9\n", "ANN")
    members = tuple(Member(name, card, 60 * limit) for name in ("ANN", "BOB"))
    ranks = ("CRITICAL", "HIGH", "MEDIUM", "LOW")
    tasks = (
        Task(f"T{n}", "", "", ranks[min(n, 3)], "TODO", "", 60 * h, "", (), (), 1, "b.csv", n + 2)
        for n, h in enumerate(hours)
    )
    return Study(World(Team(members, policies=rules or Policies()), Backlog(tuple(tasks)), Weights()))


def test_more_hours_are_looked_at_up_to_a_quarter_of_the_limit() -> None:
    """Nobody is told what 100 h more would bring, unless it is asked for."""
    case = shop(40, 40, 100)
    assert {step.amount for one in marginal_values(case, ("hours",)) for step in one.steps} == {1}
    far = marginal_values(case, ("hours",), most_hours=100)
    assert {step.amount for one in far for step in one.steps} == {1, 100}


def test_a_smallest_change_of_hours_stays_within_a_quarter_of_the_limit() -> None:
    """What needs more hours than a lead could find is not offered, and the reason says how many were looked at."""
    case = shop(40, 40, 30)
    found = smallest_change(case, "T2", "ANN")
    assert found.edits is None
    assert smallest_text(found)[0].startswith("Nothing up to 10 h more of ANN (--most-hours) would do")
    assert smallest_change(case, "T2", "ANN", most_hours=40).price == 30


def test_a_task_that_is_too_long_for_the_hours_on_offer_says_so() -> None:
    """A task longer than the limit and the hours on offer has no smallest change."""
    found = smallest_change(shop(60), "T0", "ANN")
    assert found.reason == "it takes 20 h more than there are, and 10 h are on offer (--most-hours)"


def test_nobody_pinned_what_the_question_asks_for() -> None:
    """A pair that cannot hold is asked for, not pinned; a rule's pins keep their name."""
    case = shop(30, 20, rules=Policies(required=("T0",)))
    alone = Study(World(replace(case.team, members=case.team.members[:1]), case.backlog, case.weights))
    answer = why_not(alone, "T1", "ANN")
    assert answer.price
    clash = ("ANN has a load limit of 40 h", "T0 must be placed", "T1 (20 h) goes to ANN, as asked")
    assert answer.price.conflict == clash
    assert "pinned" not in why_not_text(answer)


def test_an_answer_without_time_is_that_of_everything_else_as_planned() -> None:
    """With no time for a new plan a price is the one with everything else as planned, and said not to be proved."""
    case = shop(40, 40, 30)
    base = case.result
    found = why_not(case, "T2", "ANN", clock=Clock(OVER))
    near = suggest(case, base.plan or Plan(()), "T2", members=("ANN",))[0]
    assert found.price == near.price
    assert found.price
    assert found.price.is_bound
    assert "not proved" in why_not_text(found)
    assert all(one.price and one.price.is_bound for one in runners_up(case, "T0", clock=Clock(OVER)))


def test_what_there_is_no_time_for_is_named() -> None:
    """Changes that were not tried are handed back, and the answer names them."""
    case, skipped = shop(40, 40, 8), list[tuple[str, str, str]]()
    found = marginal_values(case, ("hours",), clock=Clock(OVER), skipped=lambda *one: skipped.append(one))
    assert found == ()
    assert skipped == [("hours", "ANN", ""), ("hours", "BOB", "")]
    lines = marginal_answer(found, "head", None, skipped).lines()
    assert any(line.startswith("Left out, as the time was over") and "ANN" in line for line in lines)


def test_a_search_that_was_cut_does_not_say_that_nothing_helps() -> None:
    """A search for the smallest change that had no time says so instead of denying that there is one."""
    case = shop(40, 40, 8)
    found = smallest_change(case, "T2", "ANN", clock=Clock(OVER))
    assert found.was_cut
    assert smallest_text(found)[0].startswith("The search for the smallest change ended before it found one")


@pytest.mark.parametrize("seconds", [None, 10.0**6])
def test_time_enough_changes_no_answer(seconds: float | None) -> None:
    """With time enough the figures are those without a limit."""
    case = shop(40, 40, 8)
    clock = Clock(seconds)
    prices = [why_not(case, "T2", "ANN", clock=one).price for one in (clock, None)]
    assert len({price.vector for price in prices if price}) == 1
    found = [marginal_values(case, clock=one) for one in (clock, None)]
    steps = [
        {(one.kind, one.member, one.about): [(s.amount, s.price.vector) for s in one.steps] for one in rows}
        for rows in found
    ]
    assert steps[0] == steps[1]


def test_a_rule_that_sets_a_pair_against_the_plan_is_named() -> None:
    """Where no hours help because of a rule, the answer names the rule."""
    case = shop(4, 4, rules=Policies(separate=(("T0", "T1"),)))
    alone = Study(World(replace(case.team, members=case.team.members[:1]), case.backlog, case.weights))
    found = smallest_change(alone, "T1", "ANN")
    assert found.edits is None
    assert found.reason.endswith("as it is planned, ANN has T0, and T0, T1 need different members (separate)")


def test_started_work_is_not_called_pinned() -> None:
    """A clash with started work says that it is started; only a rule of the team pins."""
    case = shop(20, 30)
    tasks = (case.backlog.tasks[0], replace(case.backlog.tasks[1], status="IN_PROGRESS", assigned_to="ANN"))
    alone = Study(World(replace(case.team, members=case.team.members[:1]), Backlog(tasks), case.weights))
    answer = why_not(alone, "T0", "ANN")
    assert answer.price
    assert "T1 (30 h) is started and stays with ANN" in answer.price.conflict
    assert "pinned" not in why_not_text(answer)


def test_one_task_of_a_whole_batch_is_said_to_go_with_the_rest() -> None:
    """A suggestion for one task of a batch handed out whole says that it cannot go alone."""
    case = shop(8, 8, 8, rules=Policies(batch="together"), limit=10)
    tasks = (case.backlog.tasks[0], *(replace(one, batch="kit") for one in case.backlog.tasks[1:]))
    whole = Study(World(case.team, Backlog(tasks), case.weights))
    plan = whole.result.plan
    assert plan
    (row,) = suggest(whole, plan, "T1", members=("BOB",))
    assert row.reasons[0] == "it only goes with the rest of its batch, T2, which is handed out whole"


def test_rules_that_contradict_each_other_are_a_finding() -> None:
    """Tasks that need the same member and different ones are named before anything is planned."""
    case = shop(4, 4, rules=Policies(separate=(("T0", "T1"),), together=(("T1", "T0"),)))
    found = [one for one in lint(case.team, case.backlog) if one.code == "RULE01"]
    assert [one.text for one in found] == [
        "T0 and T1 need different members, and the same member: only one can be placed"
    ]
