"""What the seats of a crew ask for is asked for: by lint, coverage, resilience and whoever changes a minimum."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from solver.assignment.solve import solve
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.tasks import Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.world import World
from solver.matching.linting.lint import lint
from solver.matching.pairs.coverage import coverage
from solver.readers.cards.cards import parse_card
from solver.whatif.resilience import needs_met


def need(name: str, minimum: str = "0.8") -> Requirement:
    """Return a primary requirement."""
    return Requirement(name, "primary", Decimal(minimum), Decimal(1))


def world(*crew: tuple[Requirement, ...], all_need: tuple[Requirement, ...] = ()) -> World:
    """Return ANN, who builds, BOB, who tests, and one task of 4 h for a crew."""
    team = Team(
        tuple(
            Member(name, parse_card(f"## Core Capabilities\n- {what}: 0.9\n", name), 2400)
            for name, what in (("ANN", "build"), ("BOB", "test"))
        )
    )
    task = Task("T", "", "", "HIGH", "TODO", "", 240, "", all_need, (), 1, "b.csv", 2, crew=crew)
    return World(team, Backlog((task,)))


def test_each_seat_asks_for_its_hours() -> None:
    """Two seats that need building ask for 8 h of it, one that needs testing for 4 h; what nobody has is a gap."""
    found = coverage(*_nouns(world((need("build"),), (need("build"),), (need("test"), need("fly")))))
    assert {one.capability: (one.tasks, one.minutes) for one in found.demands} == {
        "build": (("T",), 480),
        "test": (("T",), 240),
        "fly": (("T",), 240),
    }
    assert [one.capability for one in found.gaps] == ["fly"]


def _nouns(one: World) -> tuple[Team, Backlog]:
    return one.team, one.backlog


def test_a_seat_that_nobody_can_take_is_named() -> None:
    """The gate of the seat that fewest pass counts, and a capability that only a seat asks for is looked up."""
    texts = [one.text for one in lint(*_nouns(world((need("build"),), (need("tests"),))))]
    assert "task 'T' needs 'tests', which no card has" in texts
    assert "task 'T': no member meets every minimum of a seat" in texts
    texts = [one.text for one in lint(*_nouns(world((need("build"),), (need("test"),))))]
    assert not any("minimum" in text or "no card" in text for text in texts)


def test_more_seats_than_members_are_named() -> None:
    """Whoever can take a seat can take one alone, and a plan that must have the task says so."""
    one = world((need("build"),), (), ())
    said = "its 3 seats need different members, and 2 can take any of them"
    assert f"task 'T': {said}" in [found.text for found in lint(*_nouns(one))]
    must = replace(one.team, policies=replace(one.team.policies, required=("T",)))
    (clash,) = solve(must, one.backlog).conflict
    assert clash == "T must be placed, and its 3 seats need different members, of whom 2 can and may take any"


def test_who_meets_what_a_seat_asks_for_is_known() -> None:
    """Without BOB nobody tests any more."""
    one = world((need("build"),), (need("test"),))
    assert needs_met(one, one.team)["test", Decimal("0.8")] == {"BOB"}


@pytest.mark.parametrize(
    ("text", "crew"),
    [
        ("T:test=0.5", ((need("build"),), (need("test", "0.5"),))),
        ("T:test=none", ((need("build"),), ())),
        ("T:fly=0.5", ((need("build"), need("fly", "0.5")), (need("test"), need("fly", "0.5")))),
    ],
)
def test_a_minimum_is_changed_in_the_seats_that_ask_for_it(text: str, crew: tuple[object, ...]) -> None:
    """What no seat asks for is asked of all of them."""
    found = apply(world((need("build"),), (need("test"),)), (Change("need", text),))
    assert found.task("T").crew == crew


def test_a_crew_by_number_stays_one() -> None:
    """All seats ask for what the task asks for, before and after."""
    seat = (need("build"),)
    found = apply(world(seat, seat, all_need=seat), (Change("need", "T:build=0.6"),)).task("T")
    assert found == replace(found, requirements=(need("build", "0.6"),), crew=((need("build", "0.6"),),) * 2)
