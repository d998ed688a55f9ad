"""The loops of the dual: the same numbers compiled or not, and slopes that are those of the values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.large import loops
from solver.assignment.large.dual.core import Core, build_core
from solver.assignment.large.dual.newton import curvature, slope
from solver.assignment.large.dual.smooth import CUT, Curvature, Part, power, spread
from solver.assignment.large.dual.survey import survey
from solver.assignment.large.problem.pairs import Aim, shortlist
from solver.assignment.large.problem.target import Target
from tests.assignment.large.small import portfolio

SEEDS = st.integers(0, 2**32 - 1)


def part(seed: int) -> Part:
    """Return random units, some of which list a member twice."""
    chance = np.random.default_rng(seed)
    shape, n_members = (200, 7), 12
    member, gain = chance.integers(0, n_members, shape), chance.integers(0, 5000, shape)
    load, must = chance.integers(1, 900, shape), chance.random(200) < 0.5
    priority, value = chance.integers(0, 4, 200), chance.integers(1, 4, 200)
    bonus, prices = 100 * chance.random(200), 5 * chance.random(n_members)
    tau = float(chance.choice([1.0, 20.0, 500.0]))
    narrow = member.astype(np.int16), gain.astype(np.int32), load.astype(np.int32)
    return Part(*narrow, must, priority.astype(np.int8), value.astype(np.int32), bonus, prices, 1.0, tau)


def numbers(some: Part) -> list[np.ndarray]:
    """Return all that the loops compute."""
    curve = Curvature.flat(12, 4)
    curve.add(some)
    curve.add(some)
    return [*spread(some, 4), *survey(some), *(getattr(curve, n) for n in ("low", "own", "square", "floor", "most"))]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(SEEDS)
def test_loops_agree_compiled_or_not(seed: int) -> None:
    """Shares, choices and curvature are the same bit for bit."""
    some = part(seed)
    compiled = numbers(some)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loops, "has_numba", lambda: False)
        plain = numbers(some)
    assert all(np.array_equal(one, other) for one, other in zip(compiled, plain, strict=True))


def test_power_is_the_exponential() -> None:
    """Within a millionth of it from 0 down to the cut, and 1 at 0."""
    x = np.linspace(-CUT, 0, 1001)
    assert np.allclose(power(x), np.exp(x), rtol=1e-6, atol=0)
    assert power(0.0) == 1.0


@settings(max_examples=20, deadline=None, derandomize=True)
@given(SEEDS)
def test_slope_and_curvature_are_those_of_the_value(seed: int) -> None:
    """Differences of the value give the slope, and differences of the slope the curvature."""
    given_ = portfolio(seed, 5, 60, rules=False)
    target = Target(1.0, must=(True, False, False, False), floor=(None, 3.0, None, None))
    aim, tau, far = Aim(np.random.default_rng(seed).random(5)), 300.0, 1e-3
    core: Core = build_core(given_, None, shortlist(given_, None, aim, 5), aim, target)
    limit, point = given_.limit.astype(float), np.append(aim.prices + 1, [1.0, 2.0, 3.0, 4.0])
    here, bent = slope(core, target, limit, point, tau), curvature(core, target, 5, point, tau)
    assert not np.triu(bent, 1).any()
    bent += np.tril(bent, -1).T
    for axis in (0, 3, 6):
        ahead, back = point.copy(), point.copy()
        ahead[axis] += far
        back[axis] -= far
        up, down = slope(core, target, limit, ahead, tau), slope(core, target, limit, back, tau)
        assert (up.value - down.value) / (2 * far) == pytest.approx(here.gradient[axis], rel=1e-4, abs=1e-2)
        change = (up.gradient - down.gradient) / (2 * far)
        # Shares below LEAST are left out of the curvature.
        some = [0, 1, 2, 3, 4, 6]
        assert np.allclose(change[some], bent[axis, some], rtol=0.01, atol=0.01 * np.abs(bent).max())
