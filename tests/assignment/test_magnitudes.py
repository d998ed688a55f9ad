"""Numbers that could overflow are refused by name; up to there every answer is exact."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from solver.assignment.checker.plan import level_values, objections
from solver.assignment.solve import solve
from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.errors import InputError
from solver.matching.build import build_problem
from solver.matching.magnitudes import LARGEST, MOST_MINUTES, check_magnitudes
from solver.readers.cards.cards import parse_card
from tests.worlds import every_plan, world

CARD = parse_card("## Core Capabilities\n- a: 0.9\n", "A")
TEAM = Team((Member("A", CARD, 600, file="team.yaml", line=3), Member("B", CARD, 900, file="team.yaml", line=4)))


def task(name: str = "T", minutes: int = 60, value: int = 1) -> Task:
    """Return an open task that anybody can do."""
    return Task(name, "", "", "HIGH", "TODO", "", minutes, "B", (), (), value, "backlog.csv", 7)


def faults(team: Team, backlog: Backlog, weights: Weights | None = None) -> list[str]:
    """Return the faults as they are printed."""
    try:
        check_magnitudes(team, backlog, weights)
    except InputError as error:
        return str(error).splitlines()
    return []


def stated(**weights: str) -> Weights:
    """Return weights that a file states, each on a line of its own."""
    lines = tuple((name, number) for number, name in enumerate(weights, 20))
    return Weights(**{name: Decimal(text) for name, text in weights.items()}, file="team.yaml", lines=lines)


def test_ordinary_worlds_pass() -> None:
    """A million hours of limit, and tasks as long, with the weights that nobody stated."""
    large = replace(TEAM, members=tuple(replace(one, load_limit_minutes=MOST_MINUTES) for one in TEAM.members))
    assert not faults(large, Backlog((task(minutes=MOST_MINUTES),)))
    assert not faults(Team(()), Backlog(()))
    assert not faults(replace(TEAM, members=()), Backlog((task(),)))


@pytest.mark.parametrize(("over", "found"), [(-1, 0), (0, 0), (1, 1)])
def test_a_limit_and_an_estimate_of_a_million_hours_pass_and_a_minute_more_does_not(over: int, found: int) -> None:
    """Below, at and above; each fault stands at its line and names the most there may be."""
    long = Backlog((task(minutes=MOST_MINUTES + over),))
    much = replace(
        TEAM, members=(replace(TEAM.members[1], load_limit_minutes=MOST_MINUTES + over - 5, committed_minutes=5),)
    )
    assert len(faults(TEAM, long)) == len(faults(much, Backlog(()))) == found
    if found:
        assert faults(TEAM, long)[0].startswith("backlog.csv:7: expected an estimate of at most 1,000,000 h, got ")
        assert faults(much, Backlog(()))[0].startswith("team.yaml:4: expected a load limit of at most 1,000,000 h")
        assert len(faults(much, long)) == 2


def test_values_of_a_class_pass_as_long_as_their_sum_is_exact() -> None:
    """The task with the most is named."""
    half = LARGEST // 2
    backlog = Backlog((task("S", value=half - 1), task("T", value=half)))
    assert not faults(TEAM, backlog)
    over = faults(TEAM, Backlog((*backlog.tasks, task("U"))))
    assert over == [
        f"backlog.csv:7: expected values of HIGH tasks of at most {LARGEST - 1:,} in all, "
        f"got {LARGEST:,}, of which {half:,} of 'T'"
    ]
    apart = Backlog((*backlog.tasks, replace(task("U"), priority="LOW")))
    assert not faults(TEAM, apart)


@pytest.mark.parametrize("name", ["fit", "preference", "balance", "split", "handoff"])
def test_the_largest_weight_that_a_fault_names_passes(name: str) -> None:
    """What is named is taken and almost the most there is: nothing that is a hundredth more."""
    backlog = Backlog((task("S"), replace(task("T", 2400), dependencies=("S",))))
    got = faults(TEAM, backlog, stated(**{name: "1e30"}))
    assert len(got) == 1
    fault = re.fullmatch(rf"team\.yaml:20: expected a weight {name} of at most ([0-9.]+) with .*, got 1E\+30", got[0])
    assert fault, got
    most = Decimal(fault[1])
    assert not faults(TEAM, backlog, stated(**{name: str(most)}))
    # Each of eight terms may have an eighth, and what the others leave.
    assert faults(TEAM, backlog, stated(**{name: str(9 * most)}))


def test_all_weights_that_are_too_large_are_named_and_what_is_named_passes_together() -> None:
    """Three at once."""
    backlog = Backlog((task("S"), task("T", 2400)))
    got = faults(TEAM, backlog, stated(fit="1e25", preference="1e26", split="1e27"))
    found = [re.match(r"team\.yaml:(\d+): expected a weight (\w+) of at most ([0-9.]+)", line) for line in got]
    assert [(one[1], one[2]) for one in found if one] == [("20", "fit"), ("21", "preference"), ("22", "split")]
    assert not faults(TEAM, backlog, stated(**{one[2]: one[3] for one in found if one}))


def test_a_weight_that_nobody_stated_is_told_at_what_it_weighs() -> None:
    """With periods a limit may be longer than floats hold; then its line is named, for no weight is written."""
    weights = Weights(balance=Decimal("1e12"))
    assert faults(TEAM, Backlog((task(),)), weights)[0].startswith("team.yaml:4: expected a weight balance of at most ")


def test_every_door_refuses_the_same() -> None:
    """Solving and matching from Python, too; an empty backlog is no reason to call a world infeasible."""
    much = replace(TEAM, members=(replace(TEAM.members[0], load_limit_minutes=10**22),))
    for backlog in (Backlog(()), Backlog((task(),))):
        for door in (solve, build_problem):
            with pytest.raises(InputError, match="at most 1,000,000 h"):
                door(much, backlog)
    assert solve(replace(TEAM, members=TEAM.members[:1]), Backlog(())).status == "optimal"


def enlarged(seed: int) -> tuple[Team, Backlog, Weights]:
    """Return a small random world with hours and weights as large as they may be."""
    team, backlog, _ = world(seed, most_tasks=4)
    scale = MOST_MINUTES // max(1, *(one.load_limit_minutes + one.committed_minutes for one in team.members))
    members = tuple(
        replace(
            one,
            load_limit_minutes=one.load_limit_minutes * scale - seed % 7 * bool(one.load_limit_minutes),
            committed_minutes=one.committed_minutes * scale,
        )
        for one in team.members
    )
    tasks = tuple(
        replace(
            one,
            estimate_minutes=min(one.estimate_minutes * scale - seed % 5, MOST_MINUTES),
            value=LARGEST // 4 // 4 - one.value,
        )
        for one in backlog.tasks
    )
    team, backlog = replace(team, members=members), replace(backlog, tasks=tasks)
    weights = Weights(*(Decimal(10**9) for _ in range(5)))
    found = [re.search(r"a weight (\w+) of at most ([0-9.]+)", line) for line in faults(team, backlog, weights)]
    for _ in range(3):
        for one in found:
            weights = replace(weights, **{one[1]: Decimal(one[2])}) if one else weights
        found = [re.search(r"a weight (\w+) of at most ([0-9.]+)", line) for line in faults(team, backlog, weights)]
    assert not found
    return team, backlog, weights


@pytest.mark.parametrize("seed", range(25))
def test_at_the_border_every_answer_is_the_best_of_all_plans(seed: int) -> None:
    """Hours, values and weights as large as they may be, against every plan there is."""
    team, backlog, weights = enlarged(seed)
    if not any(one.load_limit_minutes for one in team.members):
        return
    from solver.communication.congruence import handoff_distances

    distances = handoff_distances(team)

    def vector(plan: object) -> tuple[int, ...]:
        values = level_values(team, backlog, plan, weights, distances)
        return tuple(values[name] for name in (*PRIORITIES, "quality"))

    allowed = [plan for plan in every_plan(team, backlog) if not objections(team, backlog, plan)]
    result = solve(team, backlog, weights, time_limit=30)
    if not allowed:
        assert result.status == "infeasible"
        return
    assert result.status == "optimal"
    assert result.plan is not None
    assert vector(result.plan) == max(map(vector, allowed)), seed
    assert Fraction(max(abs(level.value) for level in result.levels)) < LARGEST
