"""Very large plans over periods: a list with gaps, ruin and recreate, and bounds by prices."""

from __future__ import annotations

import math
import time as clock
from dataclasses import replace
from decimal import Decimal

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.checker.values_in_time import time_values
from solver.assignment.model.linear import linear
from solver.assignment.model.search import Limits
from solver.assignment.sprints import solve as roads
from solver.assignment.sprints.bounds.tops import Tops
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.door import solve_in_time
from solver.assignment.sprints.lists.again import list_from
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.gather import Gathering
from solver.assignment.sprints.lists.listing import extend, listed, listings
from solver.assignment.sprints.lists.ousting import Ousting
from solver.assignment.sprints.lists.single import Single
from solver.assignment.sprints.lists.units import units_of
from solver.assignment.sprints.rolling import PROVED_BY_SEQUENCE, solve_rolling, started
from solver.assignment.sprints.ruin.search import Ruin
from solver.assignment.sprints.standing import Standing
from solver.domain.plan import Plan
from solver.domain.policies import Growth
from solver.domain.tasks import Backlog
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation import deadlines
from solver.matching.growing import mentoring
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from solver.matching.time import indexed
from solver.study.study import Study
from tests.assignment.sprints.worlds import WEIGHTS, best_by_force, lagged_world, timed_world


def _problem(members: int, periods: int, tasks: int) -> tuple[Problem, Gaps]:
    problem = slot_problem(*sprint_world(members, periods, tasks))
    assert problem.time
    return problem, listed(problem, problem.time)


def _plan(gaps: Gaps) -> Plan:
    return started(gaps.problem, gaps.time, gaps.placed, gaps.starts, 0.0)[0]


@pytest.mark.parametrize("order", ["fit", "next"])
def test_a_list_with_gaps_can_be_worked(order: str) -> None:
    """What the list places has starts that the checker finds nothing wrong with, before and after it is closed up."""
    team, backlog = sprint_world(9, 3, 120, order=order)
    problem = slot_problem(team, backlog)
    assert problem.time
    gaps = listed(problem, problem.time)
    assert time_objections(team, backlog, _plan(gaps)) == ()
    before = dict(gaps.starts)
    gaps.close_up()
    assert gaps.starts == before
    assert len(gaps.placed) > 80


def test_pieces_taken_and_put_back_leave_the_same_gaps() -> None:
    """Taking a piece gives its minutes back, and putting it back where it was makes the same plan."""
    _, gaps = _problem(6, 2, 40)
    piece = next(iter(gaps.placed))
    row, start, free, work = gaps.placed[piece], gaps.starts[piece], gaps.free.copy(), [*gaps.work[gaps.placed[piece]]]
    gaps.take(piece)
    assert gaps.free[row] == free[row] + gaps.problem.load[row, piece]
    gaps.put(piece, gaps.pair_of(piece, row), start)
    assert gaps.free == free
    assert gaps.work[row] == work


def test_a_round_counts_what_the_model_counts() -> None:
    """After many rounds, losses borne, the plan can be worked, the best is better, and each is worth what it should."""
    team, backlog = sprint_world(12, 3, 150)
    problem = slot_problem(team, backlog, Weights())
    assert problem.time
    gaps = listed(problem, problem.time)
    ruin, demands = Ruin(gaps, units_of(problem, problem.time), seed=3), linear(problem, PROVED_BY_SEQUENCE)
    before = ruin.values
    assert ruin.go_on(300, 2000.0)
    assert ruin.best > before
    for worth, plan in ((ruin.values, ruin.plan), (ruin.best, ruin.kept)):
        gaps.renew(*plan)
        values = Columns(demands).values(gaps.placed)
        assert values is not None
        assert worth[:-1] == list(values[:-1])
        # Load ratios are rounded in the model.
        assert abs(worth[-1] - values[-1]) <= 2
        assert time_objections(team, backlog, _plan(gaps)) == ()


def test_free_minutes_come_together() -> None:
    """Exchanges bring more in, which suits members better then; nothing that was there goes, and all can be worked."""
    team, backlog = sprint_world(30, 3, 500)
    problem = slot_problem(team, backlog, Weights())
    assert problem.time
    gaps, demands = listed(problem, problem.time), linear(problem, PROVED_BY_SEQUENCE)
    before, free = set(gaps.placed), sum(gaps.free)
    gathering, columns, known = Gathering(Single(gaps, units_of(problem, problem.time))), Columns(demands), (0,)
    for step in (gathering.run, gathering.suit):
        step(math.inf)
        values = columns.values(gaps.placed)
        assert values is not None
        assert values > known
        assert time_objections(team, backlog, _plan(gaps)) == ()
        known = values
    assert before < set(gaps.placed)
    assert sum(gaps.free) < 0.8 * free


def test_an_exchange_that_cannot_be_worked_leaves_everything_as_it_was() -> None:
    """What is given back stands where it stood, and what waits for it still can be worked."""
    problem, gaps = _problem(12, 3, 150)
    gathering = Gathering(Single(gaps, units_of(problem, gaps.time)))
    plan, free, work = gaps.plan, gaps.free.copy(), [[*each] for each in gaps.work]
    tried = 0
    for row in range(len(gaps.work)):
        for one in gathering._exchanges(row, gathering._mine(row), -gaps.free[row]):
            changed = gathering.turns.changed([(one.piece, one.pair)])
            if changed:
                tried += 1
                gathering.turns.restore(changed)
            assert (gaps.plan, gaps.free, gaps.work) == (plan, free, work)
    assert tried > 0


def test_an_urgent_piece_comes_where_a_less_urgent_one_was() -> None:
    """What is new and urgent is placed though all hours are given, and what goes for it is less urgent."""
    team, backlog = sprint_world(12, 3, 150)
    late = next(task for task in backlog.tasks if task.priority == "LOW" and not task.crew and not task.split_minutes)
    new = replace(late, id="NEW", priority="CRITICAL", dependencies=(), deadline="")
    problem = slot_problem(team, Backlog((*backlog.tasks, new)), Weights())
    assert problem.time
    plan = _plan(_problem(12, 3, 150)[1])
    before, piece = {c for _, c in indexed(problem.time, plan)}, len(problem.tasks) - 1
    # A budget of moves is for what has lost its place: nothing gives way to what is new.
    held, _ = list_from(replace(problem, most_moves=0), problem.time, plan, Limits(math.inf))
    assert before <= {*held.placed}
    assert piece not in held.placed
    gaps, _ = list_from(problem, problem.time, plan, Limits(math.inf))
    assert piece in gaps.placed
    assert problem.priority[piece] < min(problem.priority[c] for c in before.difference(gaps.placed))
    assert time_objections(team, Backlog((*backlog.tasks, new)), _plan(gaps)) == ()


@pytest.mark.parametrize("seed", range(4))
def test_what_gives_way_is_nothing_that_is_needed(seed: int) -> None:
    """However much gives way to urgent work, what has come still has all that it waits for."""
    team, backlog = sprint_world(12, 3, 150, seed, fill=1.6)
    problem = slot_problem(team, backlog, Weights())
    assert problem.time
    gaps, units = Gaps(problem, problem.time), list(units_of(problem, problem.time))
    # Less urgent work first, so that much has to give way.
    extend(gaps, units[::-1])
    demands = linear(problem, PROVED_BY_SEQUENCE)
    start = Columns(demands).values(gaps.placed)
    Ousting(Single(gaps, units)).oust(math.inf)
    values = Columns(demands).values(gaps.placed)
    assert start
    assert values
    assert values > start
    assert time_objections(team, backlog, _plan(gaps)) == ()


def test_a_large_plan_again_is_the_same_or_better(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing has changed nothing moves, unless for a level above."""
    monkeypatch.setattr(roads, "MOST_PAIRS", 100)
    monkeypatch.setattr(roads, "LISTED_PAIRS", 100)
    team, backlog = sprint_world(20, 3, 300)
    result = solve_in_time(World(team, backlog), time_limit=1)
    plan = result.plan
    assert plan
    problem = slot_problem(team, backlog)
    assert problem.time
    gaps, _ = list_from(problem, problem.time, plan, Limits(math.inf))
    assert _plan(gaps).owner == plan.owner
    again = solve_in_time(World(team, backlog), time_limit=1, previous=plan)
    held = {level.name: level.value for level in again.levels}
    assert list(held.values()) >= [*(level.value for level in result.levels[:-1]), 0]
    assert all(level.value <= level.bound <= 0 for level in again.levels if level.name == "moves")


def test_new_work_moves_few_pieces() -> None:
    """Something urgent is placed, and what gives way to it is less than a tenth of the plan."""
    team, backlog = sprint_world(20, 3, 300)
    plan = _plan(_problem(20, 3, 300)[1])
    late = next(task for task in backlog.tasks if task.priority == "LOW" and not task.crew and not task.split_minutes)
    new = replace(late, id="NEW", priority="CRITICAL", dependencies=(), deadline="")
    problem = slot_problem(team, Backlog((*backlog.tasks, new)), Weights())
    assert problem.time
    kept = tuple((row, c) for row, c in indexed(problem.time, plan) if row >= 0 and c >= 0)
    again = replace(problem, previous=kept)
    demands = linear(again, PROVED_BY_SEQUENCE)
    best = Standing.of(Columns(demands), *list_from(again, problem.time, plan, Limits(math.inf)))
    assert best
    best.gather(Limits(math.inf))
    assert len(problem.tasks) - 1 in best.gaps.placed
    assert -len(plan.assignments) // 10 < best.values[-2] <= 0


def test_whoever_grows_gets_work_up_to_what_was_agreed_on_in_large_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists and what betters them place work below a minimum, within its hours and with the mentor's time."""
    monkeypatch.setattr(roads, "MOST_PAIRS", 100)
    monkeypatch.setattr(roads, "LISTED_PAIRS", 100)
    team, backlog = sprint_world(12, 3, 150)
    names = {member.id: {score.name for score in member.card.capabilities} for member in team.members}
    agreed = tuple(
        Growth(who, min(names[mentor] - own), 60 * 60, mentor, Decimal("0.25"))
        for who, own in names.items()
        for mentor in [next(other for other in names if names[other] - own)]
    )
    growing = replace(team, policies=replace(team.policies, grow=agreed))
    result = solve_in_time(World(growing, backlog), time_limit=1)
    assert result.plan
    assert result.engine == "sprints"
    assert time_objections(growing, backlog, result.plan) == ()
    problem = slot_problem(growing, backlog, Weights())
    assert problem.time
    for gaps, units in listings(problem, problem.time):
        ruin = Ruin(gaps, units)
        ruin.go_on(200, 2000.0)
        gaps.renew(*ruin.plan)
        Gathering(Single(gaps, units)).run(math.inf)
        assert min(*gaps.free, *gaps.to_grow) >= 0
        assert mentoring(growing, backlog, _plan(gaps))
        assert time_objections(growing, backlog, _plan(gaps)) == ()


def test_prices_of_a_plan_bound_another() -> None:
    """Bounds found for a poor plan hold for one that has more of an upper level, and come down where floors go up."""
    problem, gaps = _problem(12, 3, 150)
    demands = linear(problem, PROVED_BY_SEQUENCE)
    values = Columns(demands).values(gaps.placed)
    assert values
    plain = [value - level.constant for value, level in zip(values, demands.levels, strict=True)]
    tops = Tops(problem, demands)
    poor = [9 * value // 10 for value in plain]
    tops.search(poor, Limits(clock.monotonic() + 5))
    loose, tight = tops.of(poor), tops.of(plain)
    assert tight[-1] < loose[-1]
    assert all(top >= value for top, value in zip(tight, plain, strict=True))
    alone = Tops(problem, demands)
    alone.search(plain, Limits(clock.monotonic() + 5))
    for top, own in zip(tight, alone.of(plain), strict=True):
        assert own <= 1.2 * top


def test_rounds_end_with_the_best_plan_in_the_gaps() -> None:
    """What stands in the gaps when time is up is the best plan, not the last one."""
    _, gaps = _problem(9, 3, 100)
    ruin = Ruin(gaps, units_of(gaps.problem, gaps.time))
    before = ruin.best
    ruin.rounds(Limits(clock.monotonic() + 0.5))
    assert ruin.best > before
    assert gaps.plan == ruin.kept


def test_a_large_plan_is_whole_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the pairs that are searched as a whole there is a sequenced plan with a bound of each level."""
    monkeypatch.setattr(roads, "MOST_PAIRS", 100)
    monkeypatch.setattr(roads, "LISTED_PAIRS", 100)
    team, backlog = sprint_world(12, 3, 150)
    result = solve_in_time(World(team, backlog), time_limit=3)
    assert result.plan
    assert time_objections(team, backlog, result.plan) == ()
    values = time_values(team, backlog, result.plan, Weights())
    assert {level.name: level.value for level in result.levels} == values
    assert all(level.value <= level.bound for level in result.levels)
    assert "are too many to search at once: a list" in result.why
    critical = next(level for level in result.levels if level.name == "CRITICAL")
    assert critical.bound == sum(task.priority == "CRITICAL" for task in backlog.open_tasks)


@pytest.mark.parametrize("seed", range(20))
def test_no_bound_is_below_the_best_plan(seed: int) -> None:
    """The first level whose bound is open is never said to end below what brute force finds."""
    team, backlog, distances = (lagged_world if seed % 2 else timed_world)(seed)
    problem = slot_problem(team, backlog, WEIGHTS, distances)
    best = best_by_force(team, backlog, distances)
    result = solve_rolling(problem, Limits(clock.monotonic() + 1.0))
    if best is None or result is None:
        assert best is None or result is None
        return
    for level in result.levels:
        assert best[level.name] <= level.bound, level.name
        if level.value != best[level.name]:
            break


def test_a_list_that_breaks_a_rule_is_no_plan() -> None:
    """Where what must be placed has no room in the list, the road says that it has none."""
    problem, _ = _problem(4, 1, 60)
    every = replace(problem, required=tuple(range(len(problem.tasks))))
    assert solve_rolling(every, Limits(clock.monotonic() + 1.0)) is None


def test_a_start_with_crews_and_parts_is_bettered_by_windows() -> None:
    """Where what a class needs holds with the rest of its crew alone, windows start from the whole plan."""
    team, backlog = sprint_world(15, 3, 180)
    result = solve_in_time(World(team, backlog), time_limit=4)
    assert result.plan
    assert time_objections(team, backlog, result.plan) == ()


def test_deadlines_that_can_be_met_alone_are_told_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is the same whether the plain ones are looked up or each is searched for."""
    team, backlog = sprint_world(9, 3, 60)
    tight = tuple(replace(task, deadline="S1") if n % 3 == 0 else task for n, task in enumerate(backlog.tasks))
    late = (*tight[:-1], replace(tight[-1], deadline="2027-02-01", estimate_minutes=6000, dependencies=()))
    case = Study(World(team, Backlog(late)))
    monkeypatch.setattr(deadlines, "MANY", 0)
    quick = deadlines.impossible_deadlines(case, Plan(()))
    monkeypatch.setattr(deadlines, "MANY", 10**6)
    assert deadlines.impossible_deadlines(case, Plan(())) == quick
