"""Work that must be done in a part of a period, by hand."""

from __future__ import annotations

import pytest

from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.world import World
from solver.rules import windows
from solver.study.study import Study
from tests.explanation.test_in_time_answers import CALENDAR, member, task

# Three days of eight hours each until Wednesday, two from Thursday on.
TASKS = (
    task("A", 20, deadline="2027-02-03"),
    task("B", 8, deadline="2027-02-03"),
    task("C", 12, earliest="2027-02-04"),
    task("D", 8, earliest="2027-02-04"),
    task("E", 4, earliest="2027-02-11"),
)
ANN, BOB = 0, 2
EARLY, LATE = "{} in S1 has 28 h in days that have 24 h", "{} in S1 has 20 h in days that have 16 h"


@pytest.mark.parametrize(
    ("owners", "said"),
    [
        ({0: ANN, 1: ANN}, (EARLY.format("ANN"),)),
        ({2: ANN, 3: ANN}, (LATE.format("ANN"),)),
        ({0: ANN, 1: BOB, 2: ANN, 3: BOB}, ()),
        ({2: ANN, 3: ANN + 1, 4: ANN + 1}, ()),
        ({0: BOB, 1: BOB, 2: BOB, 3: BOB}, (EARLY.format("BOB"), LATE.format("BOB"))),
    ],
)
def test_a_part_of_a_period_holds_the_hours_of_its_days(owners: dict[int, int], said: tuple[str, ...]) -> None:
    """Rows are ANN's first and second sprint, then BOB's; only what one of them has in one part counts there."""
    team = Team((member("ANN"), member("BOB")), calendar=CALENDAR)
    assert windows.matches(Study(World(team, Backlog(TASKS))).problem(), owners) == said
