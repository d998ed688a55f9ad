"""Rounds over few pairs, where nothing is compiled for one plan."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.listing import listed
from solver.assignment.sprints.lists.units import units_of
from solver.assignment.sprints.ruin import search
from solver.assignment.sprints.ruin.search import Ruin
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.matching.slots import slot_problem
from tests.assignment.sprints.worlds import timed_world


def gaps_of(team: Team, backlog: Backlog, distances: NDArray[np.int64]) -> Gaps:
    """Return a first list of a world."""
    problem = slot_problem(team, backlog, None, distances)
    assert problem.time
    return listed(problem, problem.time)


@pytest.mark.parametrize("seed", range(6))
def test_few_pairs_are_searched_alike_without_compiling(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is kept the rounds run as they are, over lists of numbers, and find what compiled ones find."""
    pytest.importorskip("numba")
    given = timed_world(seed, is_wide=True)
    ruins = list[Ruin]()
    for kept in (True, False):
        monkeypatch.setattr(search, "is_kept", lambda _, kept=kept: kept)
        gaps = gaps_of(*given)
        ruins.append(Ruin(gaps, units_of(gaps.problem, gaps.time), seed))
    compiled, as_it_is = ruins
    assert isinstance(as_it_is.case, list)
    assert not isinstance(compiled.case, list)
    for one in ruins:
        one.go_on(200, one.largest)
    assert (compiled.plan, compiled.kept, compiled.values) == (as_it_is.plan, as_it_is.kept, as_it_is.values)
    monkeypatch.setattr(search, "FEW_PAIRS", 0)
    gaps = gaps_of(*given)
    assert not isinstance(Ruin(gaps, units_of(gaps.problem, gaps.time), seed).case, list)


@pytest.mark.parametrize(
    ("pairs", "is_kept", "is_ready"), [(500, False, False), (500, True, True), (501, False, True), (501, True, True)]
)
def test_what_will_be_run_is_ready_before_time_counts(
    pairs: int, is_kept: bool, is_ready: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what is kept is read at once: where that is of no use, it is compiled then and in nobody's time."""
    called = list[int]()
    monkeypatch.setattr(search, "is_kept", lambda _: is_kept)
    monkeypatch.setattr(search, "rounds", lambda *given: called.append(given[3]))
    search.prepare(pairs)
    assert called == ([0] if is_ready else [])
