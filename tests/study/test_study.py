"""A plan of a variant is what a plan made from nothing is, solved or not."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from solver.assignment.solve import solve
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.communication.congruence import handoff_distances
from solver.domain.world import World
from solver.errors import InputError
from solver.explanation.diff import diff_plans
from solver.matching.build import build_problem
from solver.readers.workspace import read_workspace
from solver.study.bounds import EXTRAS, bounded_by
from solver.study.study import UNCHANGED, Study, solved
from tests.changes.some_changes import some_change
from tests.worlds import WEIGHTS, world


def some_variants(seeds: range) -> Iterator[tuple[Study, Study]]:
    """Yield bases with variants of one to three random changes."""
    for seed in seeds:
        chance = random.Random(seed)
        team, backlog, _ = world(seed, most_tasks=6)
        if not backlog.open_tasks:
            continue
        base = solved(World(team, backlog, WEIGHTS))
        for _ in range(4):
            try:
                changes = tuple(some_change(base.world, chance) for _ in range(chance.randint(1, 3)))
                yield base, base.plan(changes)
            except InputError:
                continue


def assert_as_if_fresh(variants: Iterator[tuple[Study, Study]], least: int) -> None:
    """Solve each variant from nothing and compare; enough of them were not solved."""
    count = Counter[str]()
    for _, variant in variants:
        nouns = (variant.world.team, variant.world.backlog, variant.world.weights)
        fresh = solve(*nouns, distances=handoff_distances(variant.world.team))
        assert variant.result.status == fresh.status
        assert variant.result.levels == fresh.levels
        count[variant.how] += 1
        count[fresh.status] += 1
    assert count[UNCHANGED] >= least
    assert count["optimal"] > 10 * least / 4
    assert count["infeasible"] > 0


def test_variants_are_fresh_plans() -> None:
    """All rules, changes of every kind; a good part needs no solve."""
    assert_as_if_fresh(some_variants(range(16)), 4)


@pytest.mark.slow
def test_many_variants_are_fresh_plans() -> None:
    """The same on ten times as many."""
    assert_as_if_fresh(some_variants(range(1000, 1400)), 150)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("forbid: T5=BAKER", "unchanged"),
        ("grant: CLERK:OPEN shop", "unchanged"),
        ("drop: T6", "unchanged"),
        ("forbid: T1=BAKER", "solved"),
        ("drop: T1", "solved"),
        ("train: CLERK:baking=0.1", "unchanged"),
        ("train: CLERK:baking=0.9", "solved"),
        ("capacity: BAKER=41", "solved"),
        ("weight: fit=2", "solved"),
    ],
)
def test_what_is_not_solved(corner: Study, text: str, how: str) -> None:
    """What takes away nothing that the plan uses, and opens nothing, leaves the plan as it is."""
    kind, _, rest = text.partition(": ")
    variant = corner.plan((Change(kind, rest),))
    assert variant.how == how
    assert (variant.result.plan == corner.result.plan) or how == "solved"
    fresh = solve(*(lambda w: (w.team, w.backlog, w.weights))(apply(corner.world, (Change(kind, rest),))))
    assert variant.result.levels == fresh.levels


@pytest.fixture(scope="module")
def corner() -> Study:
    """Return the small sample workspace with its plan."""
    found = read_workspace(Path(__file__).parents[2] / "data" / "corner")
    return solved(World(found.team, found.backlog, found.weights))


def test_a_demand_that_is_not_compared_bounds_nothing(corner: Study) -> None:
    """A problem with a move budget, or any demand that worlds do not have, is never taken for bounded."""
    world = corner.world
    problem = build_problem(world.team, world.backlog, world.weights)
    assert bounded_by(problem, problem)
    assert not bounded_by(problem, replace(problem, previous=((0, 0),), most_moves=0))
    assert not bounded_by(replace(problem, previous=((0, 0),)), problem)
    assert {extra.name for extra in EXTRAS} >= {"previous", "most_moves"}


def test_of_plans_as_good_the_nearest_is_taken() -> None:
    """A second technical writer takes one task over from the first, where taking two would be worth the same."""
    found = read_workspace(Path(__file__).parents[2] / "data" / "studio")
    base = solved(found.world)
    other = base.plan((Change("clone", "TECHNICAL_WRITER"),))
    assert diff_plans(base.best, other.best).moves == 1
