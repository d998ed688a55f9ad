"""Hiring is decided inside the model; every choice planned on its own says the same."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import combinations
from math import comb
from pathlib import Path

import pytest

from solver.assignment.solve import solve
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.world import World
from solver.errors import InputError
from solver.explanation.price import values_of as ranked
from solver.readers.cards.catalogue import COST, Candidate, read_catalogue
from solver.readers.workspace import read_workspace
from solver.stopping import Clock
from solver.study.study import Study, solved
from solver.whatif.advice.hire import advise_hire
from solver.whatif.gain import values_of
from tests.worlds import WEIGHTS, world

DATA = Path(__file__).parents[2] / "data"


def cards(folder: Path, seed: int) -> tuple[Candidate, ...]:
    """Write and read a catalogue of four cards, some of whom bring two members closer together."""
    chance = random.Random(seed)
    for name in "PQRS":
        scores = "".join(f"- {c}: 0.{chance.randint(2, 9)}\n" for c in chance.choice(["ab", "a", "b"]))
        lines = "- COLLABORATES: X\n- PROVIDES: Y\n" if chance.random() < 0.5 else "- BROADCASTS: to everybody\n"
        text = f"## Core Capabilities\n{scores}## Communication Priority\n{lines}"
        (folder / f"{name}.md").write_text(text + "## Special Permissions\n- OPEN door\n")
    (folder / "costs.csv").write_text("card,cost\nP,3\nQ,2.5\nR,3\n")
    return read_catalogue(folder)


def all_choices(base: Study, catalogue: tuple[Candidate, ...], k: int, budget: Decimal | None) -> list[tuple[int, ...]]:
    """Return levels and minus the cost of each choice that has a plan and is within the budget, the best first."""
    found = []
    for chosen in combinations(catalogue, k):
        cost = sum(one.cost for one in chosen)
        changed = apply(base.world, tuple(Change("add", one.card.file) for one in chosen))
        result = solve(changed.team, changed.backlog, changed.weights)
        if result.plan and (budget is None or cost <= budget):
            found.append((*values_of(result), -int(100 * cost)))
    return sorted(found, reverse=True)


@pytest.mark.parametrize("seeds", [range(15), pytest.param(range(15, 100), marks=pytest.mark.slow)])
def test_best_and_runner_up_on_small_worlds(seeds: range, tmp_path: Path) -> None:
    """Every rule in play, hand-offs that depend on who joins: the two choices are the best two of all."""
    for seed in seeds:
        team, backlog, _ = world(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        base, catalogue = solved(World(team, backlog, WEIGHTS)), cards(folder, seed)
        k, budget = 1 + seed % 2, Decimal("5.5") if seed % 3 == 0 else None
        advice = advise_hire(base, catalogue, k, budget)
        wanted = all_choices(base, catalogue, k, budget)
        assert [one.rank for one in advice.hires] == wanted[:2], seed
        assert advice.status == ("optimal" if wanted else "infeasible")


@pytest.mark.slow
def test_two_of_twelve_for_the_studio() -> None:
    """The pair that the model chooses is the best of all 66, and so is the runner-up among the rest."""
    found = read_workspace(DATA / "studio")
    base = solved(World(found.team, found.backlog, found.weights))
    catalogue = read_catalogue(DATA / "catalogue")
    advice = advise_hire(base, catalogue, 2)
    wanted = all_choices(base, catalogue, 2, None)
    assert len(wanted) == comb(12, 2) == advice.choices
    assert [one.rank for one in advice.hires] == wanted[:2]
    assert advice.planned < 10


def test_the_only_useful_card(tmp_path: Path) -> None:
    """In the corner shop whoever holds what nobody has is hired: task T6 comes in."""
    (tmp_path / "GLAZIER.md").write_text("## Core Capabilities\n- glazing: 1.0\n")
    (tmp_path / "CLERK_TOO.md").write_text("## Core Capabilities\n- selling: 0.1\n")
    found = read_workspace(DATA / "corner")
    lacking = next(task for task in found.backlog.open_tasks if task.id == "T6").requirements[0].capability
    (tmp_path / "GLAZIER.md").write_text(f"## Core Capabilities\n- {lacking}: 1.0\n")
    advice = advise_hire(solved(World(found.team, found.backlog, found.weights)), read_catalogue(tmp_path), 1)
    best, other = advice.hires
    assert (best.cards, best.cost, other.cards) == (("GLAZIER",), COST, ("CLERK_TOO",))
    assert best.result.plan is not None
    assert best.result.plan.owner["T6"] == "GLAZIER"


def test_faults_of_a_catalogue(tmp_path: Path) -> None:
    """A folder without cards, a cost of nobody, a cost that is none, more cards than there are: all are named."""
    with pytest.raises(InputError, match="a folder with role cards, got none"):
        read_catalogue(tmp_path)
    (tmp_path / "A.md").write_text("## Core Capabilities\n- a: 0.5\n")
    (tmp_path / "costs.csv").write_text("card,cost\nB,1\nA,dear\nA,2\n")
    with pytest.raises(InputError) as caught:
        read_catalogue(tmp_path)
    assert [fault.line for fault in caught.value.faults] == [2, 3, 4]
    (tmp_path / "costs.csv").write_text("name\nA\n")
    with pytest.raises(InputError, match="the columns card and cost"):
        read_catalogue(tmp_path)
    (tmp_path / "costs.csv").unlink()
    team, backlog, _ = world(1)
    with pytest.raises(InputError, match="from 1 to 1, got 2"):
        advise_hire(solved(World(team, backlog)), read_catalogue(tmp_path), 2)
    (tmp_path / "A.md").rename(tmp_path / "X.md")
    with pytest.raises(InputError, match=r"X\.md:1: expected an id of its own"):
        advise_hire(solved(World(team, backlog)), read_catalogue(tmp_path), 1)


def dated(folder: Path) -> Study:
    """Return one member over two sprints who cannot do everything, with its plan."""
    (folder / "cards").mkdir()
    (folder / "cards" / "ANN.md").write_text("# ANN\n## Core Capabilities\n- a: 0.9\n")
    (folder / "team.yaml").write_text(
        "periods: [{id: S1, start: 2027-02-01, end: 2027-02-05}, {id: S2, start: 2027-02-08, end: 2027-02-12}]\n"
    )
    rows = ["A,HIGH,38,a:0.7", "B,HIGH,30,a:0.7", "C,MEDIUM,30,a:0.7", "D,LOW,20,b:0.5"]
    (folder / "backlog.csv").write_text("\n".join(["id,priority,estimated_hours,capabilities", *rows]) + "\n")
    found = read_workspace(folder)
    return solved(World(found.team, found.backlog, found.weights))


@pytest.mark.parametrize("seed", range(4))
def test_hires_over_periods_are_the_best_of_all(seed: int, tmp_path: Path) -> None:
    """Each choice is planned in time, and the first two are those with the best plans, how early included."""
    base = dated(tmp_path)
    (tmp_path / "more").mkdir()
    catalogue = cards(tmp_path / "more", seed)
    advice = advise_hire(base, catalogue, 1)
    assert (advice.planned, advice.choices, advice.one_by_one) == (4, 4, True)
    ranks = []
    for one in catalogue:
        changed = apply(base.world, (Change("add", one.card.file),))
        found = solve(changed.team, changed.backlog, changed.weights)
        ranks.append((*ranked(found), -int(100 * one.cost)))
    best = [(*ranked(hire.result), -int(100 * hire.cost)) for hire in advice.hires]
    assert best == sorted(ranks, reverse=True)[:2]


def test_hiring_ends_with_its_time(tmp_path: Path) -> None:
    """Without time one choice is planned, and nothing is said to be proved."""
    base = dated(tmp_path)
    (tmp_path / "more").mkdir()
    advice = advise_hire(base, cards(tmp_path / "more", 0), 1, clock=Clock(0.0))
    assert (advice.status, advice.planned, len(advice.hires)) == ("feasible", 1, 1)
