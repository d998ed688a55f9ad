"""Absences: what is lost is what the best plan of the rest leaves out, and no plan that places as much moves less."""

from __future__ import annotations

import json
import shlex
from itertools import combinations

import pytest

from solver.assignment.checker.plan import level_values, objections
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.communication.escalation.routes import lost_without
from solver.communication.layers import escalation_layer
from solver.communication.lines.channels import read_lines
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES
from solver.domain.team import Team
from solver.domain.world import World
from solver.readers.workspace import read_workspace
from solver.study.study import solved
from solver.whatif.gain import values_of
from solver.whatif.resilience import Absence, absent, resilience
from tests.cli.test_plan import DATA, run
from tests.explanation.test_in_time_answers import week
from tests.worlds import WEIGHTS, every_plan, world


def classes(rest: World, plan: Plan) -> tuple[int, ...]:
    """Return the value placed by class."""
    values = level_values(rest.team, rest.backlog, plan, WEIGHTS)
    return tuple(values[name] for name in PRIORITIES)


def best_of(rest: World, before: Plan) -> tuple[tuple[int, ...], int] | None:
    """Return the most value by class of all plans of a world, and the fewest moves of a plan that has it."""
    plans = [plan for plan in every_plan(rest.team, rest.backlog) if not objections(rest.team, rest.backlog, plan)]
    rated = [
        (classes(rest, plan), -sum(plan.owner.get(task) != who for task, who in before.owner.items())) for plan in plans
    ]
    value, moves = max(rated, default=((), 0))
    return (value, -moves) if rated else None


def meets(team: Team, name: str, least: object) -> bool:
    """Return whether anybody's own or related score meets a minimum."""
    words = team.vocabulary
    for member in team.members:
        for line in member.card.capabilities:
            factors = [
                r.factor
                for r in words.relations
                if (words.name(r.have), words.name(r.need)) == (words.name(line.name), words.name(name))
            ]
            factors += [1] if words.name(line.name) == words.name(name) else []
            if any(factor * line.score >= least for factor in factors):  # type: ignore[operator]
                return True
    return False


def check(base_world: World, before: Plan, value: tuple[int, ...], row: Absence) -> None:
    """Compare one row with every plan of the rest of the team."""
    rest = apply(base_world, tuple(Change("remove", name) for name in row.away))
    best = best_of(rest, before)
    if best is None:
        assert row.result.plan is None
        return
    assert row.change == tuple(a - b for a, b in zip(best[0], value, strict=True))
    assert len(row.taken) + len(row.dropped) + row.moved == best[1]
    needs = [need for task in base_world.backlog.open_tasks for need in task.requirements]
    lost = {
        base_world.team.vocabulary.name(need.capability)
        for need in needs
        if meets(base_world.team, need.capability, need.minimum) and not meets(rest.team, need.capability, need.minimum)
    }
    assert set(row.vanished) == lost


@pytest.mark.parametrize("seeds", [range(25), pytest.param(range(25, 150), marks=pytest.mark.slow)])
def test_every_absence_against_every_plan(seeds: range) -> None:
    """On small worlds with every rule: value, moves and vanished capabilities are those of enumeration."""
    for seed in seeds:
        team, backlog, _ = world(seed)
        base = solved(World(team, backlog, WEIGHTS))
        if base.result.plan is None:
            continue
        found = resilience(base)
        assert len(found.rows) == len(team.members) + (3 if len(team.members) == 3 else 0)
        for row in found.rows:
            check(base.world, base.result.plan, values_of(base.result)[:-1], row)
        ranks = [(row.result.plan is not None, *row.change, row.minutes) for row in found.rows]
        assert ranks == sorted(ranks), seed


def test_the_studio_without_each_member() -> None:
    """Each single row has the classes of whatif --remove; the pairs are those of the rule; the worst stands first."""
    data = json.loads(run("resilience", DATA / "studio", "--format", "json").stdout)
    assert (data["singles"], data["possible_pairs"]) == (15, 105)
    for row in [one for one in data["rows"] if len(one["away"]) == 1][:3]:
        _, *command = shlex.split(row["command"])
        before, after = json.loads(run(*command, "--format", "json").stdout)[:2]
        after = {one["name"]: one["value"] for one in after["levels"]}
        assert [after.get(one["name"], 0) - one["value"] for one in before["levels"][:-1]] == [
            row[name] for name in PRIORITIES
        ]
    alone = {row["away"][0]: row for row in data["rows"] if len(row["away"]) == 1}
    covering = {frozenset((name, one["member"])) for name, row in alone.items() for one in row["picked_up"]}
    found = read_workspace(DATA / "studio")
    world_ = World(found.team, found.backlog, found.weights)
    needs = {(n.capability, n.minimum) for task in found.backlog.open_tasks for n in task.requirements}
    lone = {pair for pair in combinations(world_.names, 2) for need in needs if only_these_two(world_, pair, need)}
    pairs = {frozenset(row["away"]) for row in data["rows"] if len(row["away"]) == 2}
    worst = [row["away"][0] for row in data["rows"] if len(row["away"]) == 1][:5]
    heavy = {frozenset(pair) for pair in combinations(worst, 2)}
    assert pairs == covering | {frozenset(pair) for pair in lone} | heavy
    assert "MOBILE_ENGINEER" in alone
    assert alone["MOBILE_ENGINEER"]["vanished"] == ["mobile"]
    # Dominators of the escalation layer say the same as reading the lines of each smaller team.
    cut = lost_without(escalation_layer(found.team, read_lines(found.team)))
    assert {name: tuple(row["cut_off"]) for name, row in alone.items() if row["cut_off"]} == cut


@pytest.mark.slow
def test_the_worst_of_all_pairs_is_among_those_that_matter() -> None:
    """In the studio the rule misses neither the worst pair nor what it loses."""
    found = read_workspace(DATA / "studio")
    base = solved(World(found.team, found.backlog, found.weights))
    some, every = resilience(base), resilience(base, "all")
    assert len(every.rows) == 15 + 105
    assert some.rows[0].away == every.rows[0].away
    assert {row.away: row.change for row in some.rows}.items() <= {row.away: row.change for row in every.rows}.items()


def only_these_two(world_: World, pair: tuple[str, str], need: tuple[str, object]) -> bool:
    """Return whether each of two members meets a minimum and nobody else does."""
    others = apply(world_, tuple(Change("remove", name) for name in pair)).team
    each = [Team((world_.member(name),), vocabulary=world_.team.vocabulary) for name in pair]
    return all(meets(one, *need) for one in each) and not meets(others, *need)


def test_all_none_and_the_last_member() -> None:
    """All pairs, no pairs; whoever is alone in a team cannot be away."""
    found = read_workspace(DATA / "corner")
    base = solved(World(found.team, found.backlog, found.weights))
    assert [len(resilience(base, pairs).rows) for pairs in ("all", "none")] == [6, 3]
    one = apply(base.world, (Change("remove", "BAKER"), Change("remove", "CLERK")))
    assert resilience(solved(one)).rows == ()
    assert "in demand and nobody meets it any more: driving" in run("resilience", DATA / "corner").stdout
    assert run("resilience", DATA / "corner", "--rows", "1", "--format", "csv").stdout.count("\n") == 2
    assert "| BAKER, CLERK | -1 | -1 | -1 | +0 | -70 |" in run("resilience", DATA / "corner", "--format", "md").stdout
    assert "expected --pairs some|all|none" in run("resilience", DATA / "corner", "--pairs", "few").output


def test_somebody_away_in_one_sprint_has_the_other_ones_left() -> None:
    """Work of the sprint goes to somebody else or a later one, which is said; nobody is cut off from anything."""
    one = week()
    base = solved(World(one.team, one.backlog, one.weights))
    found = resilience(base, "none", period="S1")
    rows = {row.away[0]: row for row in found.rows}
    assert found.period == "S1"
    assert set(rows) == {"ANN", "BOB"}
    ends = {given.task: given.period for given in base.best.assignments}
    for name, row in rows.items():
        assert row.result.plan
        assert not [given for given in row.result.plan.assignments if (given.member, given.period) == (name, 0)]
        after = {given.task: given.period for given in row.result.plan.assignments}
        assert {task for task, _, _ in row.later} == {task for task in ends if after.get(task, -1) > ends[task]}
        assert not row.vanished
    assert absent(base.world, ("ANN",), "S1")[0].text == "ANN=2027-02-01..2027-02-05"
    assert absent(base.world, ("ANN",))[0].kind == "remove"
