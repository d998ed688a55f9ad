"""One gate for every road: an engine that lies of its plan is refused, whichever engine and whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from solver.assignment import wide
from solver.assignment.result import Level, Result
from solver.assignment.robust import Kept
from solver.assignment.seal import sealed
from solver.assignment.solve import solve
from solver.changes.change import Change
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.matching.build import build_problem
from solver.readers.cards.cards import parse_card
from solver.study.study import Study
from solver.whatif.noise.noise import Noise
from solver.whatif.noise.robust import safety_curve

PLAIN = Weights(balance=Decimal(0), split=Decimal(0))
Lie = Callable[[Result], Result]
DAY = Calendar((Period("P1", date(2027, 2, 1), date(2027, 2, 1)),), 240)


def small_world(*, timed: bool = False) -> World:
    """Return two members with 4 h each, and three tasks of 3 h, so that one stays out."""
    card = parse_card("## Core Capabilities\n- a: 0.9\n", "maker")
    members = tuple(Member(name, card, 240) for name in "XY")
    needs = (Requirement("a", "primary", Decimal("0.5"), Decimal(1)),)
    tasks = tuple(
        Task(f"T{n}", f"task {n}", "make", "HIGH", "TODO", "", 180, "", needs, (), 1, "tasks.csv", n + 2)
        for n in range(3)
    )
    if timed:
        members = tuple(one.present(DAY, Presence()) for one in members)
    return World(Team(members, calendar=DAY if timed else None), Backlog(tasks), PLAIN)


def told(name: str, value: int, bound: int) -> Callable[[Result], Result]:
    """Return a lie about one level: by how much its value and its bound are off."""

    def lie(true: Result) -> Result:
        levels = (replace(one, value=one.value + value, bound=one.value + bound) for one in true.levels)
        said = (new if old.name == name else old for new, old in zip(levels, true.levels, strict=True))
        return replace(true, status="feasible", levels=tuple(said))

    return lie


def crowded(true: Result) -> Result:
    """Return all tasks with one member, at the values that were told."""
    assert true.plan is not None
    first = true.plan.assignments[0]
    return replace(true, plan=Plan(tuple(replace(first, task=f"T{n}") for n in range(3))))


LIES: dict[str, Lie] = {
    "a value that the plan does not have": told("HIGH", 1, 2),
    "a proved value below the plan's": told("HIGH", -1, -1),
    "a bound that the plan beats": told("HIGH", -2, -1),
    "a quality that the plan does not have": told("quality", 1, 2),
    "a quality whose bound the plan beats": told("quality", -2, -1),
    "a proof of a level that is open": lambda true: replace(told("HIGH", 0, 1)(true), status="optimal"),
    "a level that nobody knows": lambda true: replace(true, levels=(*true.levels, Level("haste", 0, 0))),
    "a plan above a load limit": crowded,
}

# What each road asks, and how it is asked.
ROADS: dict[str, tuple[str, Callable[[World], Result]]] = {
    "road": ("solver.assignment.solve.solve_road", lambda one: planned(one, "road")),
    "exact": ("solver.assignment.solve.solve_exact", lambda one: planned(one, "exact")),
    "prices": ("solver.assignment.large.solve.solve_prices", lambda one: planned(one, "prices")),
    "too many pairs for a matrix": ("solver.assignment.solve.solve_wide", lambda one: planned(one, "auto")),
    "periods": ("solver.assignment.sprints.door.solve_slots", lambda one: planned(one, "auto")),
    "another team": ("solver.study.study.solve_like", lambda one: case_of(one).of(one).result),
    "a rule more": ("solver.study.study.solve_exact", lambda one: with_a_rule(one)),
    "a sweep": ("solver.study.study.solve_like", lambda one: swept(one)),
    "a safe plan": ("solver.whatif.noise.robust.solve_on_sample", lambda one: safe(one)),
}


def planned(world: World, engine: str) -> Result:
    """Return the plan that an engine makes."""
    return solve(world.team, world.backlog, world.weights, engine=engine)


def case_of(world: World) -> Study:
    """Return the world as a case to be explained."""
    return Study(world)


def with_a_rule(world: World) -> Result:
    """Return the plan of a case with a rule more."""
    case = case_of(world)
    return case.with_arrays(replace(case.problem(), required=(0,)))


def swept(world: World) -> Result:
    """Return the plan of a changed world."""
    base = Study(world, Result("feasible", Plan((Assignment("T0", "X"),)), (Level("HIGH", 1, 3),)))
    return base.plan((Change("capacity", "X=4", "X=4"),)).result


def safe(world: World) -> Result:
    """Return the plan that keeps the limits in half of all cases, of work that takes what was estimated."""
    return safety_curve(Study(world, planned(world, "exact")), Noise(0.0), [Fraction(1, 2)], cases=4).points[0].result


def lied(lie: Lie, found: Result | Kept) -> Result | Kept:
    """Return what an engine found with a lie in its result."""
    return replace(found, result=lie(found.result)) if isinstance(found, Kept) else lie(found)


@pytest.mark.parametrize("road", ROADS)
def test_every_road_refuses_the_same_lies(monkeypatch: pytest.MonkeyPatch, road: str) -> None:
    """The true result passes; with a lie in a value, a bound, the status or the plan it is refused by each road."""
    engine, ask = ROADS[road]
    module, name = engine.rsplit(".", 1)
    true = getattr(__import__(module, fromlist=[name]), name)
    if road == "too many pairs for a matrix":
        monkeypatch.setattr(wide, "MANY_PAIRS", 1)
    world = small_world(timed=road == "periods")
    honest = ask(world)
    assert (honest.status, [(one.name, one.value) for one in honest.levels][0]) == ("optimal", ("HIGH", 2))
    for lie in LIES.values():
        monkeypatch.setattr(engine, lambda *a, lie=lie, **k: lied(lie, true(*a, **k)))
        with pytest.raises(RuntimeError, match="the plan is refused: "):
            ask(world)


def test_levels_that_were_not_reached_get_a_bound_that_needs_no_search() -> None:
    """What an engine says nothing of is bounded by each task placed with who suits it best, and stays unproved."""
    world = small_world()
    problem = build_problem(world.team, world.backlog, world.weights)
    found = sealed(world, problem, Result("feasible", Plan((Assignment("T0", "X"), Assignment("T1", "Y"))), ()))
    # Three hours that suit their owner wholly are 3000 thousandths at the weight 1; preferences are not stated.
    assert [(one.name, one.value, one.bound) for one in found.levels] == [("HIGH", 2, 3), ("quality", 6000, 9000)]
    assert found.status == "feasible"


def test_other_gains_are_not_held_against_the_quality() -> None:
    """A result that counts quality otherwise keeps its own bound; its classes and its plan are checked all the same."""
    world = small_world()
    problem = build_problem(world.team, world.backlog, world.weights)
    plan = Plan((Assignment("T0", "X"), Assignment("T1", "Y")))
    other = Result("optimal", plan, (Level("HIGH", 2, 2), Level("quality", 77, 77)))
    assert sealed(world, problem, other, has_own_gain=False).levels[-1].bound == 77
    with pytest.raises(RuntimeError, match="quality: the engine says 77, the plan has 6000"):
        sealed(world, problem, other)
    with pytest.raises(RuntimeError, match="HIGH: the engine says that no plan has more than 1, this one has 2"):
        sealed(world, problem, replace(other, levels=(Level("HIGH", 0, 1),)), has_own_gain=False)
