"""Advice on training over periods: what opens work that stayed out first, better fits by the plan as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from solver.domain.tasks import Backlog
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.report.whatif.advice import advice_answer, advice_data
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.advice.advice import _near, advise
from solver.whatif.advice.lines import Prices
from solver.whatif.advice.promising import promising
from solver.whatif.advice.training import train_lines
from tests.explanation.test_fix_in_time import case
from tests.explanation.test_in_time_answers import needs, task


def base() -> Study:
    """Return a plan in which the flight stays out, as nobody can, and tests are built by who likes it little."""
    one = case(
        task("A", 20, "HIGH", requirements=needs("build")),
        task("B", 20, "HIGH", requirements=needs("test")),
        task("F", 10, "HIGH", requirements=needs("fly")),
    )
    return Study(World(one.team, Backlog(one.backlog.tasks), Weights()), time_limit=20)


def test_training_that_opens_what_stayed_out_comes_first_and_is_planned() -> None:
    """Both could learn to fly: those directions are the first, and their rows place the flight, proved."""
    one = base()
    lines = list(train_lines(one.world, Prices()))
    first = promising(one, lines)[:2]
    assert {line.member for line in first} == {"ANN", "BOB"}
    assert all("fly" in line.steps[0].words for line in first)
    table = advise(one, lines)
    best = table.rows[:2]
    assert all(row.words.startswith("fly from 0") and not row.is_near for row in best)
    assert all("F" in (row.result.plan.owner if row.result.plan else {}) for row in best)
    assert table.skipped == 0
    # Every row is planned; one direction more brings nothing in the plan as it is, and may bring more.
    assert (len(table.rows), table.near) == (4, 1)


def test_training_for_a_seat_of_a_crew_opens_it() -> None:
    """The pair asks for nothing as a task: one of its seats needs somebody who can fly."""
    one = base()
    pair = replace(task("P", 10, "HIGH"), crew=(needs("build"), needs("fly")))
    crew = Study(replace(one.world, backlog=Backlog((*one.backlog.tasks[:2], pair))), time_limit=20)
    first = promising(crew, list(train_lines(crew.world, Prices())))[:2]
    assert {line.member for line in first} == {"ANN", "BOB"}
    assert all("fly" in line.steps[0].words for line in first)


def test_a_better_fit_is_at_least_what_the_plan_as_it_is_gains() -> None:
    """The row of a small step has the plan of the base, worth more by the better score, and planning brings no less."""
    one = base()
    line = next(line for line in train_lines(one.world, Prices()) if line.most)
    near = _near(one, line, line.small, one.best)
    assert near.is_near
    assert near.result.plan == one.best
    assert one.plan(line.small.changes).result.levels[-1].value >= near.result.levels[-1].value


def test_what_was_not_looked_at_is_said() -> None:
    """Without any time nothing is looked at, and the answer does not say that it was."""
    one = base()
    one.result  # noqa: B018 - solved before the time runs
    lines = train_lines(one.world, Prices())
    table = advise(one, lines, clock=Clock(0.0))
    text = " ".join(advice_answer(advice_data(table, Path("here"))).lines())
    assert f"Directions looked at: 0 of {len(lines)}, with 0 plans." in text
    assert f"{len(lines)} were left out, or not settled, as the time was over" in text
