"""A search that is cut short states all levels of a plan that a list could not better at once."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.model.search import Limits
from solver.assignment.result import Level, Result
from solver.assignment.sprints.best import UNKNOWN
from solver.assignment.sprints.bounds.linear import Relaxed
from solver.assignment.sprints.bounds.noted import NONE
from solver.assignment.sprints.climb import Climb
from solver.assignment.sprints.door import solve_in_time
from solver.assignment.sprints.lists.listing import first_placed
from solver.assignment.sprints.solve import solve_slots
from solver.domain.tasks import Backlog
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.matching.slots import slot_problem
from tests.assignment.sprints.worlds import plain_values


@pytest.mark.parametrize("seconds", [0.3, 2.0])
def test_a_cut_search_states_all_levels_and_loses_none(seconds: float) -> None:
    """However short the time: every level has a value and a bound, and none is lost that the first list had."""
    problem = slot_problem(*sprint_world(9, 2, 40), Weights())
    climb = Climb(problem, Limits(time.monotonic() + 60))
    climb.consider(climb.columns(first_placed(problem)))
    assert climb.known is not None
    found = solve_slots(problem, time_limit=seconds)
    values = tuple(level.value for level in found.levels)
    assert [level.name for level in found.levels] == [level.name for level in climb.linear.levels]
    assert values >= climb.known[1]
    assert all(level.value <= level.bound for level in found.levels)


def test_a_list_betters_all_levels_at_once() -> None:
    """What a first list leaves out of lower classes comes in, and no class above loses anything."""
    problem = slot_problem(*sprint_world(9, 2, 40), Weights())
    climb = Climb(problem, Limits(time.monotonic() + 60))
    climb.consider(climb.columns(first_placed(problem)))
    assert climb.known is not None
    before = climb.known[1]
    climb.relist_briefly()
    assert climb.known[1] > before


def test_what_is_not_proved_soon_is_planned_another_way_and_loses_nothing() -> None:
    """Without time nothing is proved, what is known stays, and bounds that were found hold for the plan in the end."""
    problem = slot_problem(*sprint_world(8, 3, 60, 1), Weights())
    climb = Climb(problem, Limits(time.monotonic() + 6))
    climb.consider(climb.columns(first_placed(problem)))
    assert climb.known is not None
    before = climb.known[1]
    assert not climb.proves(0.2)
    assert climb.tops != climb.plain
    assert climb.stopped == ""
    assert climb.known[1] >= before
    climb.bound()
    found = climb.run()
    assert [level.name for level in found.levels] == [level.name for level in climb.linear.levels]
    assert all(level.value <= level.bound for level in found.levels)
    for held, top in climb.noted.found.items():
        if climb.plain[: len(held)] == [*held]:
            assert climb.plain[len(held)] <= top


def test_what_is_proved_soon_is_the_result() -> None:
    """A small plan is proved at once, and its result is that of the search itself."""
    problem = slot_problem(*sprint_world(4, 2, 10), Weights())
    climb = Climb(problem, Limits(time.monotonic() + 60))
    climb.consider(climb.columns(first_placed(problem)))
    assert climb.proves(50)
    found = climb.result()
    assert found.status == "optimal"
    again = solve_slots(problem, time_limit=50)
    assert found.levels == again.levels


def test_the_same_plan_twice_where_it_is_proved() -> None:
    """A first list is bettered by so much work, not for so many seconds: what follows is the same each time."""
    problem = slot_problem(*sprint_world(8, 2, 30, 1), Weights())
    known = []
    for _ in range(2):
        climb = Climb(problem, Limits(time.monotonic() + 600))
        climb.consider(climb.columns(first_placed(problem)))
        climb.relist_briefly()
        known.append(climb.known)
    assert known[0] == known[1]


def test_an_earlier_plan_is_the_start_where_it_counts() -> None:
    """One urgent task more, in a world too large to be searched as a whole: hardly anything else loses its place."""
    team, backlog = sprint_world(9, 3, 110, fill=0.9)
    before = solve_in_time(World(team, backlog), time_limit=3)
    assert before.plan
    other = next(task for task in backlog.tasks if task.priority == "MEDIUM" and not task.crew)
    new = replace(other, id="NEW", priority="CRITICAL", dependencies=(), due="", deadline="")
    world = World(team, Backlog((*backlog.tasks, new)))
    after = solve_in_time(world, time_limit=6, previous=before.plan)
    assert after.plan
    assert any(one.task == "NEW" for one in after.plan.assignments)
    assert len(after.plan.assignments) >= len(before.plan.assignments) - 2
    assert time_objections(team, world.backlog, after.plan) == ()
    moves = next(level for level in after.levels if level.name == "moves")
    # A move in the first sprint counts three: planned anew, half of all pieces moved and more.
    assert -moves.value < len(before.plan.assignments)


def test_a_bound_that_was_proved_under_more_does_not_hold_for_a_plan_with_less() -> None:
    """A better plan may have less of a level in between: what another road proved below that is no bound of it."""
    problem = slot_problem(*sprint_world(8, 3, 60, 1), Weights())
    climb = Climb(problem, Limits(time.monotonic() + 30))
    climb.consider(climb.columns(first_placed(problem)))
    plain, levels = climb.plain, climb.linear.levels
    other = [plain[0] - 1, plain[1] + 1, *plain[2:]]
    bounds = [other[0] + 5, other[1], plain[2] - 1, *plain[3:]]
    told = zip(levels, other, bounds, strict=True)
    found = climb.or_else(
        Result("feasible", None, tuple(Level(one.name, v + one.constant, b + one.constant) for one, v, b in told))
    )
    assert plain_values(found, climb.linear) == plain
    assert found.levels[0].bound - levels[0].constant <= bounds[0]
    assert found.levels[2].bound > bounds[2] + levels[2].constant


def test_classes_are_bounded_first_until_a_program_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs of urgent classes are small and say much; after one that says nothing those below have no turn."""
    problem = slot_problem(*sprint_world(8, 3, 60, 1), Weights())
    climb = Climb(problem, Limits(time.monotonic() + 60))
    climb.consider(climb.columns(first_placed(problem)))
    open_ = [level for level, (value, top) in enumerate(zip(climb.plain, climb.tops, strict=True)) if value != top]
    assert len(open_) > 3
    asked = list[int]()

    def relaxation(level: int, *_: object) -> Relaxed:
        asked.append(level)
        return climb_relaxation(level, climb.plain[:level], 10.0) if level == open_[0] else UNKNOWN

    climb_relaxation = climb.relaxation
    monkeypatch.setattr(climb, "relaxation", relaxation)
    climb._by_programs(climb.plain)
    assert asked == open_[:2]
    assert climb.noted.top(climb.plain[: open_[0]]) < NONE
