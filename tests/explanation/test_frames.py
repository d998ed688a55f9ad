"""Every answer is a table for those who want one, with the figures of the data."""

from __future__ import annotations

from pathlib import Path

import pytest

import solver
from solver.domain.world import World
from solver.explanation.alternatives import alternatives
from solver.explanation.fix.cheapest import fixes
from solver.explanation.frames import to_frame
from solver.explanation.marginal.marginal import marginal_values
from solver.explanation.price import LEVELS
from solver.explanation.replan.table import moves_table
from solver.explanation.suggest.suggest import suggest
from solver.explanation.unassigned.left_out import left_out
from solver.explanation.why_not import why_not
from solver.study.study import Study
from tests.explanation.cases import case_of
from tests.worlds import WEIGHTS

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def shop() -> Study:
    """Return the hand-checkable case."""
    found = solver.read_workspace(DATA / "corner")
    return solver.Study(found.world)


def test_rows_become_lines(shop: Study) -> None:
    """Assignments, suggestions and reasons are one line each, a price is a column for each level."""
    base = shop.result
    assert base.plan
    whys = to_frame(solver.explain(shop, base.plan).assignments)
    assert whys.set_index("task").loc["T1", ["member", "hours", "load_after_hours"]].tolist() == ["BAKER", 30, 30]
    offers = to_frame(suggest(shop, base.plan, "T5")).set_index("member")
    assert offers.loc["BAKER", [*LEVELS[:-1], "quality_hours"]].tolist() == [-1, 0, 0, 1, -13]
    assert offers.loc["CLERK", "reasons"] == "baking: has 0, needs 0.8"
    one = to_frame([why_not(shop, "T5", "BAKER")])
    assert one.loc[0, ["CRITICAL", "LOW", "tasks"]].tolist() == [-1, 1, 0]
    assert to_frame(left_out(shop, base.plan)).loc[0, ["task", "gate", "members"]].tolist() == ["T5", "outbid", 3]


def test_steps_become_lines(shop: Study) -> None:
    """A walk is one line for each step."""
    frame = to_frame(marginal_values(shop, ("hours",)))
    assert frame[frame["member"] == "BAKER"]["amount"].tolist()[:2] == [1, 10]
    assert frame[frame["member"] == "BAKER"]["LOW"].tolist()[:2] == [0, 1]


def test_any_answer_is_a_table() -> None:
    """Whatever comes out of the random cases can be shown."""
    for seed in range(12):
        case, base = case_of(seed)
        if base.plan:
            for rows in (
                moves_table(case, base.plan),
                alternatives(case, 50, 1),
                fixes(case),
                marginal_values(case),
            ):
                assert len(to_frame(rows)) >= len(rows)


def test_distances_are_the_team_s_own_where_they_count(shop: Study) -> None:
    """A case that weighs hand-offs and is told no distances measures a plan as the solver does."""
    case = Study(World(shop.team, shop.backlog, WEIGHTS))
    base = case.result
    assert base.plan
    assert case.distances is not None
    assert shop.distances is None
    assert case.measured(base.plan).levels[-1].value == base.levels[-1].value
