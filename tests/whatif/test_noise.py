"""Noise: chances are those of a simulation that shares nothing with ours, and no plan that is as safe is better."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from solver.assignment.checker.plan import level_values, objections
from solver.assignment.exact import solve_exact
from solver.communication.congruence import handoff_distances
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES
from solver.domain.world import World
from solver.errors import InputError
from solver.matching.build import build_problem
from solver.readers.history import has_spreads, read_history, read_spreads
from solver.readers.workspace import read_workspace
from solver.rules import overfull
from solver.study.study import solved
from solver.whatif.noise.noise import Noise, noise_of, risk_of, sample
from solver.whatif.noise.robust import Curve, safety_curve
from tests.cli.test_plan import DATA, copy_of, run
from tests.worlds import WEIGHTS, every_plan, world

SPREAD = 0.4
TENTHS = [Fraction(part, 10) for part in (5, 7, 9)]


def studio() -> World:
    """Return the realistic workspace."""
    found = read_workspace(DATA / "studio")
    return World(found.team, found.backlog, found.weights)


def simulate(world_: World, plan: Plan, noise: Noise, runs: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return each member's chance to be over and the mean value finished by class, with loops and another generator."""
    chance, own = random.Random(20), dict(noise.spreads)
    over, done = dict.fromkeys(world_.names, 0), dict.fromkeys(PRIORITIES, 0)
    order = sorted(world_.backlog.open_tasks, key=lambda task: PRIORITIES.index(task.priority))
    for _ in range(runs):
        left = {one.id: float(one.load_limit_minutes) for one in world_.team.members}
        finished = set()
        for task in order:
            if task.id in plan.owner:
                spread = own.get(task.id, noise.spread)
                pace = float(world_.member(plan.owner[task.id]).pace)
                left[plan.owner[task.id]] -= task.estimate_minutes * pace * chance.lognormvariate(noise.shift, spread)
                if left[plan.owner[task.id]] >= 0:
                    finished.add(task.id)
        for name, minutes in left.items():
            over[name] += minutes < 0
        names = {task.id for task in order}
        while late := {t.id for t in order if t.id in finished for d in t.dependencies if d in names - finished}:
            finished -= late
        for task in order:
            done[task.priority] += task.value * (task.id in finished)
    return {name: count / runs for name, count in over.items()}, {name: sum_ / runs for name, sum_ in done.items()}


@pytest.fixture(scope="module")
def curve() -> Curve:
    """Return the curve of the studio, with a few tasks less certain than the rest."""
    noise = Noise(SPREAD, 0.05, (("PAY-2", 0.9), ("BK-4", 0.0)))
    return safety_curve(solved(studio(), seed=3), noise, TENTHS, cases=2000)


@pytest.mark.slow
def test_chances_agree_with_an_independent_simulation(curve: Curve) -> None:
    """Chances and finished value are within four standard errors of plain loops, for the nominal and a safe plan."""
    runs = 2000
    for point in (curve.nominal, curve.points[-1]):
        assert point.result.plan is not None
        assert point.fresh is not None
        chances, done = simulate(curve.base.world, point.result.plan, curve.noise, runs)
        for one in point.fresh.members:
            p = chances[one.member]
            spread = math.sqrt(max(p * (1 - p), 0.25 / runs) * (1 / runs + 1 / curve.cases))
            assert abs(one.chance - p) <= 4 * spread + 1e-9, one.member
        for cls in point.fresh.classes:
            # What lies between 0 and the value placed has a standard deviation of at most half of that.
            error = cls.placed / 2 * math.sqrt(1 / runs + 1 / curve.cases)
            assert cls.mean == pytest.approx(done[cls.name], abs=4 * error)


@pytest.mark.slow
def test_a_safe_plan_is_over_less_and_costs_what_the_curve_says(curve: Curve) -> None:
    """Each level holds on its sample and, within sampling error, on fresh cases; each figure is the checker's."""
    world_ = curve.base.world
    before = curve.nominal
    assert before.risk is not None
    for point in curve.points:
        assert point.level is not None
        assert point.risk is not None
        assert point.fresh is not None
        assert point.result.plan is not None
        assert point.result.status == "optimal"
        free = [one for one in point.risk.members if one.member not in point.forced]
        assert max(one.chance for one in free) <= 1 - point.level
        assert point.risk.worst < before.risk.worst
        slack = 4 * math.sqrt(float(point.level * (1 - point.level)) * 2 / curve.cases)
        assert all(
            one.chance <= float(1 - point.level) + slack
            for one in point.fresh.members
            if one.member not in point.forced
        )
        assert point.risk.over_mean < before.risk.over_mean
        assert objections(world_.team, world_.backlog, point.result.plan) == ()
        values = level_values(world_.team, world_.backlog, point.result.plan, world_.weights)
        assert tuple(values.values()) == point.values
        assert point.values < before.values
        before = point


@pytest.mark.slow
def test_rows_of_lower_levels_change_nothing(curve: Curve) -> None:
    """A level planned on its own is worth what it is worth on the curve."""
    alone = safety_curve(curve.base, curve.noise, [TENTHS[-1]], cases=curve.cases)
    assert alone.points[0].values == curve.points[-1].values
    assert alone.points[0].rows < curve.points[-1].rows


def allowed(world_: World, plan: Plan, factors: list[list[float]], most_over: int) -> bool:
    """Return whether each member keeps the limit in all but so many cases, or has nothing but pinned work."""
    ids = [task.id for task in world_.backlog.open_tasks]
    pinned = {(pin.task, pin.member) for pin in world_.team.policies.pins}
    pinned |= {(t.id, t.assigned_to) for t in world_.backlog.open_tasks if t.status == "IN_PROGRESS"}

    def too_often(name: str, tasks: list[str]) -> bool:
        member, count = world_.member(name), 0
        for case in factors:
            minutes = 0.0
            for task in world_.backlog.open_tasks:
                if task.id in tasks:
                    minutes += math.ceil(task.estimate_minutes * member.pace) * case[ids.index(task.id)]
            count += minutes > member.load_limit_minutes
        return count > most_over

    for name in world_.names:
        mine = [task for task, who in plan.owner.items() if who == name]
        fixed = [task for task in ids if (task, name) in pinned]
        if too_often(name, fixed):
            if set(mine) - set(fixed):
                return False
        elif too_often(name, mine):
            return False
    return True


@pytest.mark.parametrize("seeds", [range(10), pytest.param(range(10, 60), marks=pytest.mark.slow)])
def test_no_plan_that_is_as_safe_is_better(seeds: range) -> None:
    """On small worlds with every rule, each level's plan is the best of all that keep it, by plain loops."""
    for seed in seeds:
        team, backlog, _ = world(seed, 4)
        base = solved(World(team, backlog, WEIGHTS))
        if base.result.plan is None:
            continue
        found = safety_curve(replace(base, seed=seed), Noise(SPREAD), TENTHS, cases=20)
        factors = sample(Noise(SPREAD), [task.id for task in backlog.open_tasks], 20, seed).tolist()
        sound = [plan for plan in every_plan(team, backlog) if not objections(team, backlog, plan)]
        distances = handoff_distances(team)
        rated = [(tuple(level_values(team, backlog, plan, WEIGHTS, distances).values()), plan) for plan in sound]
        rated.sort(key=lambda pair: pair[0], reverse=True)
        for point in found.points:
            assert point.level is not None
            most_over = int((1 - point.level) * 20)
            best = next((values for values, plan in rated if allowed(base.world, plan, factors, most_over)), None)
            if best is None:
                assert point.result.status == "infeasible", seed
            else:
                assert (point.result.status, point.values) == ("optimal", best), (seed, point.level)


def test_the_rule_of_too_much_has_two_halves() -> None:
    """What the model is told and what the rule says of a plan agree."""
    world_ = studio()
    problem = build_problem(world_.team, world_.backlog, world_.weights)
    member = problem.members.index("BACKEND_ENGINEER")
    tasks = tuple(t for t, can in enumerate(problem.eligible[member]) if can)
    tight = replace(problem, overfull=((member, tasks, 1),))
    found = solve_exact(tight)
    assert found.plan is not None
    owners = {problem.tasks.index(t): problem.members.index(m) for t, m in found.plan.owner.items()}
    assert overfull.matches(tight, owners) == ()
    assert sum(who == member for who in owners.values()) == 1
    more = owners | {tasks[0]: member, tasks[1]: member}
    assert overfull.matches(tight, more)[0].startswith("BACKEND_ENGINEER has ")


def test_figures_by_hand() -> None:
    """One member, one task of 30 of 40 hours: over whenever the factor is above 4/3; past work fits its own noise."""
    assert noise_of([math.e, 1 / math.e]) == Noise(pytest.approx(math.sqrt(2)), pytest.approx(0))  # type: ignore[arg-type]
    found = read_workspace(DATA / "corner")
    base = solved(World(found.team, found.backlog, found.weights))
    factors = sample(Noise(0.0), [task.id for task in found.backlog.open_tasks], 4, 0)
    column = [task.id for task in found.backlog.open_tasks].index("T1")
    factors[:, column] = [1.0, 1.3, 1.4, 2.0]
    assert base.result.plan is not None
    risk = risk_of(base.world, base.result.plan, factors, 0.75)
    baker = next(one for one in risk.members if one.member == "BAKER")
    assert (baker.chance, baker.at_level, risk.error(baker.chance)) == (0.5, 42 * 60, 0.25)
    assert (risk.over_mean, risk.over_at_level, risk.over_beyond) == (5.5 * 60, 2 * 60, 11 * 60)
    assert (risk.classes[0].placed, risk.classes[0].mean, risk.classes[0].at_least) == (1, 0.5, 0)


def test_files(tmp_path: Path) -> None:
    """History and spreads are read with every fault at once."""
    path = tmp_path / "past.csv"
    path.write_text("id,estimate,actual\nA,10,15\nB,4,2\nC,,\n")
    assert read_history(path) == (1.5, 0.5)
    path.write_text("estimate,actual\n10,0\nx,1\n")
    with pytest.raises(InputError) as caught:
        read_history(path)
    assert [fault.line for fault in caught.value.faults] == [2, 3]
    path.write_text("estimate,actual\n10,11\n")
    with pytest.raises(InputError, match="at least two finished tasks, got 1"):
        read_history(path)
    path.write_text("id,sigma\nA,0.5\nB,\nC,-1\nD,nan\n")
    with pytest.raises(InputError) as caught:
        read_spreads(path, ("A", "B"))
    assert [fault.line for fault in caught.value.faults] == [4, 5]
    path.write_text("id,sigma\nA,0.5\nZ,1\nB,\n")
    assert (read_spreads(path, ("A", "B")), has_spreads(path)) == ((("A", 0.5),), True)


def test_the_command(tmp_path: Path) -> None:
    """The same seed prints the same; a column of the backlog counts; what is out of range is a fault."""
    folder = copy_of("corner", tmp_path)
    backlog = folder / "backlog.csv"
    lines = backlog.read_text().splitlines()
    backlog.write_text("\n".join([f"{lines[0]},sigma", *(f"{line},0" for line in lines[1:])]) + "\n")
    words = ("noise", folder, "--curve", "0.8", "--cases", "200", "--format")
    data = json.loads(run(*words, "json").stdout)
    assert data == json.loads(run(*words, "json").stdout)
    assert {row["chance"] for row in data["members"]} == {0.0}
    assert [row["quality_hours"] for row in data["curve"]] == [106.6] * 3
    assert run(*words, "csv").stdout.splitlines()[0].startswith("level,status,CRITICAL")
    assert "| trusting | optimal |" in run(*words, "md").stdout
    past = tmp_path / "past.csv"
    past.write_text("estimate,actual\n10,20\n10,20\n")
    data = json.loads(run("noise", DATA / "corner", "--history", past, "--cases", "50", "--format", "json").stdout)
    assert data["noise"]["shift"] == pytest.approx(math.log(2))
    assert [row["chance"] for row in data["members"]] == [1.0, 1.0, 1.0]
    (folder / "team.yaml").write_text("rules: {required: [T2]}\n")
    found = run("noise", folder, "--sigma", "1", "--level", "0.99", "--curve", "0.5", "--sigmas", DATA / "corner")
    assert "expected a CSV file, got a folder" in str(found.exception)
    backlog.write_text(backlog.read_text().replace(",0\n", ",2\n"))
    found = run("noise", folder, "--level", "0.99", "--curve", "0.1")
    assert (found.exit_code, "infeasible" in found.stdout) == (3, True)
    for option, text in (("--level", "0"), ("--level", "1"), ("--curve", "0.5,x"), ("--level", "nan")):
        found = run("noise", DATA / "corner", option, text)
        assert isinstance(found.exception, InputError)
    assert (
        "expected one of --sigma and --history"
        in run("noise", DATA / "corner", "--sigma", "1", "--history", past).output
    )


def test_the_safe_plan_can_be_kept(tmp_path: Path) -> None:
    """The plan at a level is a plan.json that other commands read, with the values of the curve."""
    path = tmp_path / "safe.json"
    words = ("noise", DATA / "corner", "--level", "0.95", "--curve", "", "--save", path, "--format", "json")
    *_, row = json.loads(run(*words).stdout)["curve"]
    data = json.loads(path.read_text())
    schema = json.loads((DATA.parent / "solver" / "report" / "plan" / "plan.schema.json").read_text())
    jsonschema.validate(data, schema)
    assert {one["name"]: one["value"] for one in data["levels"]}["quality"] == 1000 * row["quality_hours"]
    assert all("kept free at level 0.95" in one["reason"] for one in data["unassigned"] if one["gate"] == "outbid")
    plain = tmp_path / "plain.json"
    run("plan", DATA / "corner", "-o", plain)
    assert "stays out (BAKER had it)" in run("diff", plain, path).stdout
    assert "a file that ends in .json" in str(run(*words[:-3], tmp_path / "safe.txt").exception)
