"""Very large plans: honest bounds, plans that stand, and the same answers from every kernel and worker."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.checker.plan import level_values
from solver.assignment.exact import solve_exact
from solver.assignment.large import loops
from solver.assignment.large.effort import Effort
from solver.assignment.large.engine import LargePlan, plan_pairs
from solver.assignment.large.portfolio.block import table
from solver.assignment.large.portfolio.nouns import portfolio_of
from solver.assignment.large.portfolio.portfolio import Portfolio, open_portfolio
from solver.assignment.large.problem.kept import unsupported
from solver.assignment.large.problem.pairs import Aim, shortlist
from solver.assignment.large.rounding import rounding
from solver.assignment.large.solve import plan_portfolio, solve_prices
from solver.assignment.large.verify import verify
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import PRIORITIES
from solver.domain.weights import Weights
from solver.matching.build import build_problem
from solver.matching.problem import problem_from_arrays
from solver.readers.workspace import read_workspace
from tests.assignment.large.small import as_problem, as_table, portfolio
from tests.often import often

ROOT = Path(__file__).parents[3]
SEEDS = st.integers(0, 2**32 - 1)
NAMES = (*PRIORITIES, "quality")


@often(80, 300, SEEDS)
def test_bounds_hold_and_values_are_reached(seed: int) -> None:
    """On small problems no value beats the optimum and no bound passes it, level by level."""
    problem = as_problem(portfolio(seed))
    exact, found = solve_exact(problem), solve_prices(problem)
    if exact.status == "infeasible":
        assert found.status in {"infeasible", "unknown"}
        return
    best = {level.name: level.value for level in exact.levels}
    assert found.plan is not None
    for level in found.levels:
        most = best.get(level.name, 0)
        assert level.bound >= level.value
        if level.value != most:
            # Below a level that is not reached, values and bounds are those of other plans.
            assert level.value < most <= level.bound
            break
        assert level.bound >= most
    else:
        assert found.status == "optimal" or any(level.gap for level in found.levels)
    assert found.status != "optimal" or [level.value for level in found.levels] == [
        best[level.name] for level in found.levels
    ]


@often(10, 40, SEEDS)
def test_vectors_and_table_agree(seed: int) -> None:
    """A portfolio gives the plan that the table of all its pairs gives, and the plan stands."""
    small = portfolio(seed)
    by_vector, by_table = plan_portfolio(small), plan_pairs(as_table(small))
    assert by_vector.status == by_table.status
    assert [level.name for level in by_vector.levels] == [level.name for level in by_table.levels]
    if by_table.levels:
        verify(small, by_table)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(SEEDS)
def test_compiled_and_plain_kernel_agree(seed: int) -> None:
    """Shortlist, gains and what was left off are the same bit for bit."""
    big = portfolio(seed, 40, 300)
    aim = Aim(np.random.default_rng(seed).random(40) * 10)
    one = shortlist(big, None, aim, 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loops, "has_numba", lambda: False)
        other = shortlist(big, None, aim, 7)
    for name in ("member", "gain", "load", "beyond"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def same(one: LargePlan, other: LargePlan) -> bool:
    """Return whether two plans are equal in every figure."""
    return np.array_equal(one.owner, other.owner) and one.levels == other.levels


def in_memory(portfolio: Portfolio) -> Portfolio:
    """Return the same portfolio with nothing mapped."""
    names = [each.name for each in fields(portfolio) if isinstance(getattr(portfolio, each.name), np.ndarray)]
    arrays: dict[str, Any] = {name: np.array(getattr(portfolio, name)) for name in names}
    return replace(portfolio, folder="", **arrays)


def test_same_plan_from_any_worker_door_folder_and_kernel(tmp_path: Path) -> None:
    """Threads, another door, a folder, uncompiled loops: one and the same plan, twice."""
    big = portfolio(5, 12, 1500)
    big.save(tmp_path / "saved")
    mapped = open_portfolio(tmp_path / "saved")
    first = plan_portfolio(big)
    assert same(first, plan_portfolio(big))
    assert same(first, plan_portfolio(big, Effort(workers=2)))
    assert same(first, plan_portfolio(mapped, Effort(run=lambda function, items: [function(item) for item in items])))
    assert same(first, plan_portfolio(in_memory(mapped)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loops, "has_numba", lambda: False)
        patch.setattr(rounding, "compiled_loop", lambda function: function)
        assert same(first, plan_portfolio(big))


def test_many_blocks_are_put_together_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shortlist in blocks of 100 is that of one block."""
    big = portfolio(2, 20, 950)
    aim = Aim(np.random.default_rng(0).random(20))
    whole = shortlist(big, None, aim, 5)
    monkeypatch.setattr("solver.assignment.large.portfolio.portfolio.BLOCK", 100)
    parts = shortlist(big, None, aim, 5)
    assert all(np.array_equal(getattr(whole, n), getattr(parts, n)) for n in ("member", "gain", "load", "beyond"))


@pytest.mark.parametrize("name", ["corner", "studio"])
def test_nouns_become_the_same_numbers(name: str) -> None:
    """Gains, loads and gates of a workspace are those of its Problem, and so are the values of the plan."""
    found = read_workspace(ROOT / "data" / name)
    given = portfolio_of(found.team, found.backlog)
    gain, load, opened = table(given.side(), given.block(np.arange(len(given.minutes))))
    problem = build_problem(found.team, found.backlog)
    assert np.array_equal(gain.T, problem.gain)
    assert np.array_equal(load.T, problem.load)
    free = [t for t in range(len(problem.tasks)) if t not in {pinned for _, pinned in problem.pins}]
    assert np.array_equal(opened.T[:, free], (problem.can & problem.allowed)[:, free])
    plan = plan_portfolio(given)
    owners = zip(problem.tasks, plan.owner, strict=True)
    nouns = Plan(tuple(Assignment(t, problem.members[m]) for t, m in owners if m >= 0))
    values = level_values(found.team, found.backlog, nouns, Weights(balance=Decimal(0), split=Decimal(0)))
    assert all(values[level.name] == level.value for level in plan.levels)


def test_what_it_cannot_do_is_named() -> None:
    """Each rule that the engine leaves to the exact one is said by name, and such a Problem is refused."""
    one = problem_from_arrays(np.array([[5, 4]]), np.array([[1, 1]]), np.array([3]))
    assert unsupported(one) == ()
    asked = {
        "dependencies": {"dependencies": ((1, 0),)},
        "different members": {"separate": ((0, 1),)},
        "same member": {"together": ((0, 1),)},
        "required": {"required": (0,)},
        "work in progress": {"wip": np.array([1])},
        "split": {"batches": ((0, 1),), "split_units": 5},
        "balance": {"balance_units": 5},
        "earlier plan": {"previous": ((0, 0),)},
        "differ from others": {"unlike": (((0, 0),),), "least_changes": 1},
        "too much together": {"overfull": ((0, (0, 1), 1),)},
        "budget of moves": {"most_moves": 0},
        "several priority classes": {"whole": ((0, 1),), "priority": (0, 1)},
    }
    for word, changes in asked.items():
        (named,) = unsupported(replace(one, **changes))  # type: ignore[arg-type]
        assert word in named
        with pytest.raises(ValueError, match=word):
            solve_prices(replace(one, **changes))  # type: ignore[arg-type]
    moves = unsupported(replace(one, earlier=((0, 0),), most_moves=0))
    assert moves == ("a budget of moves (most moves)", "the pairs of an earlier plan")


def test_pins_that_cannot_hold() -> None:
    """Two pins above one member's limit make a problem infeasible; one alone is kept before urgent work."""
    two = problem_from_arrays(np.array([[5, 4, 9]]), np.array([[2, 2, 2]]), np.array([3]))
    assert solve_prices(replace(two, pins=((0, 0), (0, 1)))).status == "infeasible"
    kept = solve_prices(replace(two, pins=((0, 0),), priority=(3, 0, 0)))
    assert kept.plan is not None
    assert kept.plan.owner == {"t0": "m0"}


def test_wrong_plans_are_refused() -> None:
    """The recomputation objects to a swapped owner, to an overload and to a level that is not reached."""
    small = portfolio(7, 4, 30, rules=False)
    plan = plan_portfolio(small)
    everything_to_one = replace(plan, owner=np.zeros_like(plan.owner))
    with pytest.raises(RuntimeError, match="above the load limit"):
        verify(small, everything_to_one)
    better = replace(plan, levels=tuple(replace(level, value=level.value + 1) for level in plan.levels))
    with pytest.raises(RuntimeError, match="stated is"):
        verify(small, better)


def test_arrays_that_do_not_fit_together() -> None:
    """All faults of the shapes at once."""
    with pytest.raises(ValueError, match="pace of shape.*minimum of shape"):
        replace(portfolio(1), pace=np.ones(2), minimum=np.ones(1))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("scores", np.nan),
        ("scores", 0.5),
        ("minutes", -1),
        ("priority", 4),
        ("capability", 99),
        ("kind", 99),
        ("right", 9),
        ("weight", 0),
        ("minimum", 2000),
        ("pace", 0),
        ("starts", 1),
    ],
)
def test_numbers_that_mean_nothing(name: str, wrong: float) -> None:
    """An array with one senseless number is refused by name."""
    given = portfolio(1)
    bad = np.array(getattr(given, name), np.float64 if isinstance(wrong, float) else np.int64)
    bad.flat[0] = wrong
    with pytest.raises(ValueError, match=name):
        plan_portfolio(replace(given, **{name: bad}))


def test_nothing_to_do() -> None:
    """No task at all is a proved plan."""
    nothing = problem_from_arrays(np.zeros((1, 0), np.int64), np.zeros((1, 0), np.int64), np.array([3]))
    assert solve_prices(nothing).status == "optimal"


def test_smoke_of_the_benchmark() -> None:
    """The smallest sizes run, every peer reaches no more than the bound, and the growth is printed for a sweep."""
    words = [sys.executable, str(ROOT / "benchmarks" / "teams.py"), "--family", "roomy", "--size", "200x20"]
    done = subprocess.run([*words, "--engines", "best fit,HiGHS MIP"], capture_output=True, text=True, check=True)
    rows = [line for line in done.stdout.splitlines() if line.startswith("       200")]
    assert len(rows) == 3
    assert all(float(re.findall(r"-?\d+\.\d{4}", row)[0]) >= 0 for row in rows)


def test_growth_is_fitted() -> None:
    """Seconds that are 0.1 and 100 for each million tasks are found again."""
    rows = "[(1000 * n, 10, 0.1 + 0.1 * n, 0.1 + 0.1 * n) for n in (1, 2, 3)]"
    words = [sys.executable, "-c", f"from growth import growth; print(growth({rows})[1])"]
    done = subprocess.run(words, cwd=ROOT / "benchmarks", capture_output=True, text=True, check=True)
    part = "0.10 + 100.00 per million tasks"
    assert done.stdout == f"growth with 10 members: {part} s (within 0 %), {part} GiB (within 0 %)\n"
