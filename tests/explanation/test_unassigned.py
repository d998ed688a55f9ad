"""Reasons of tasks that stayed out: whoever a reason names has no room by the thing that it names."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from solver.assignment.checker.plan import objections
from solver.assignment.solve import solve
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Pair, Policies, Stated
from solver.domain.tasks import Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.errors import InputError
from solver.explanation.unassigned.reason import unassigned
from solver.explanation.unassigned.task import Unassigned
from solver.readers.cards.cards import parse_card
from solver.readers.workspace import read_workspace
from tests.worlds import world

SEEDS = range(260)


def member(name: str, hours: int = 40, score: str = "0.9", **more: object) -> Member:
    """Return a member with one capability, in line 3 of a team file."""
    card = parse_card(f"## Core Capabilities\n- web: {score}\n", name)
    return Member(name, card, 60 * hours, file="w/team.yaml", line=3, **more)  # type: ignore[arg-type]


def task(name: str, hours: int = 4, priority: str = "HIGH", **more: object) -> Task:
    """Return a task that needs the one capability, in line 7 of a backlog."""
    need = Requirement("web", "primary", Decimal("0.8"), Decimal(1))
    one = Task(name, "", "", priority, "TODO", "", 60 * hours, "", (need,), (), 1, "w/backlog.csv", 7)
    return replace(one, **more)  # type: ignore[arg-type]


def reason(members: list[Member], tasks: list[Task], left: str, rules: Policies | None = None) -> tuple[str, str]:
    """Return gate and reason of a task that the best plan leaves out."""
    team, backlog = Team(tuple(members), policies=rules or Policies()), Backlog(tuple(tasks))
    result = solve(team, backlog)
    assert result.plan
    one = next(one for one in unassigned(team, backlog, result.plan) if one.task == left)
    return one.gate, one.reason


def test_a_member_with_too_few_hours_left_is_outbid() -> None:
    """Where everybody who passes the gates lacks hours, the reason says how many there are."""
    gate, text = reason([member("ANN", 10)], [task("A", 8), task("B", 4, "LOW")], "B")
    assert (gate, text) == ("outbid", "no room beside other work: ANN has 2 h free for 4 h")


def test_separation_is_named_with_its_line() -> None:
    """Nobody is outbid who has the hours: the rule that stops them is the reason."""
    rules = Policies(separate=(("A", "B"),), stated=(Stated("separate", ("A", "B"), "w/team.yaml", 9),))
    gate, text = reason([member("ANN")], [task("A"), task("B", 4, "LOW")], "B", rules)
    assert gate == "rule"
    assert text == "ANN has A, and A, B need different members (separate, team.yaml:9)"


@pytest.mark.parametrize("most", [0, 1])
def test_a_limit_of_tasks_at_once_is_named(most: int) -> None:
    """A limit on work in progress stops whoever has reached it, 0 everybody."""
    gate, text = reason([member("ANN", wip_limit=most)], [task("A"), task("B", 4, "LOW")], "B")
    assert gate == "rule"
    said = {0: "ANN may have no task at once", 1: "ANN may have 1 task at once and has 1"}
    assert text == f"{said[most]} (wip, team.yaml:3)"


def test_a_group_with_one_member_is_named() -> None:
    """A task that must go where another one is stays out where that member cannot take it."""
    needs = (Requirement("print", "primary", Decimal("0.8"), Decimal(1)),)
    other = replace(member("BOB"), card=parse_card("## Core Capabilities\n- print: 0.9\n", "BOB"))
    tasks = [task("A"), task("B", 4, "LOW", requirements=needs)]
    gate, text = reason([member("ANN"), other], tasks, "B", Policies(together=(("A", "B"),)))
    assert gate == "rule"
    assert text == "A is with ANN, and A, B need the same member (together); ANN is short of print 0.8 (has 0)"


def test_rules_that_contradict_each_other_are_both_named() -> None:
    """Two tasks that need the same member and different ones cannot both be placed, and the reason says so."""
    rules = Policies(separate=(("A", "B"),), together=(("B", "A"),))
    gate, text = reason([member("ANN"), member("BOB")], [task("A"), task("B", 4, "LOW")], "B", rules)
    assert gate == "rule"
    assert "need different members (separate) and the same member (together)" in text
    assert text.endswith("the rules contradict each other")


def test_a_task_that_is_kept_apart_from_itself_is_said_to_be() -> None:
    """A rule that names a task twice stops everybody."""
    gate, text = reason([member("ANN")], [task("A")], "A", Policies(separate=(("A", "A"),)))
    assert (gate, text) == ("rule", "a rule names A twice among tasks that need different members (separate)")


def test_a_batch_that_somebody_could_take_was_outbid() -> None:
    """A batch handed out whole is compared with the hours left, not said to be too much for everybody."""
    tasks = [task("U", 8, "CRITICAL"), task("B1", 8, "LOW", batch="kit"), task("B2", 8, "LOW", batch="kit")]
    gate, text = reason([member("ANN", 20)], tasks, "B1", Policies(batch="together"))
    assert (gate, text) == ("rule", "batch kit is handed out whole (batch): ANN has 12 h free for 16 h")


def test_a_batch_that_is_more_than_a_limit_says_so() -> None:
    """A batch handed out whole that nobody could take even without other work names the limit."""
    tasks = [task("B1", 8, batch="kit"), task("B2", 8, batch="kit")]
    gate, text = reason([member("ANN", 15)], tasks, "B1", Policies(batch="together"))
    assert gate == "rule"
    assert text == "batch kit is handed out whole (batch) and takes 16 h, and ANN may be given 15 h"


def test_started_work_that_holds_the_hours_is_named() -> None:
    """Urgent work that stays out for started work is not outbid: the started work cannot go."""
    old = task("OLD", 30, "LOW", status="IN_PROGRESS", assigned_to="ANN")
    gate, text = reason([member("ANN")], [old, task("HOT", 20, "CRITICAL")], "HOT")
    assert gate == "rule"
    assert text == "OLD (30 h, started, backlog.csv:7) stays with ANN and leaves 10 h for 20 h"


def test_a_pin_that_holds_the_hours_is_named_with_its_line() -> None:
    """A pin of the team's rules is called pinned, not started."""
    rules = Policies(pins=(Pair("OLD", "ANN", "w/team.yaml", 12),))
    gate, text = reason([member("ANN")], [task("OLD", 30, "LOW"), task("HOT", 20, "CRITICAL")], "HOT", rules)
    assert (gate, text) == ("rule", "OLD (30 h, pinned, team.yaml:12) stays with ANN and leaves 10 h for 20 h")


def test_a_task_that_takes_too_long_with_what_it_needs_says_both() -> None:
    """What a task needs and only the same member can do counts with it."""
    tasks = [task("A", 30, "LOW"), task("B", 20, "CRITICAL", dependencies=("A",))]
    gate, text = reason([member("ANN")], tasks, "B")
    assert gate == "rule"
    assert text.startswith("with A, which it needs (dependencies, backlog.csv:7) and ANN alone can do, it takes 50 h")
    assert text.endswith("and ANN may be given 40 h")


def test_a_task_waits_for_one_that_stayed_out() -> None:
    """A dependency that stayed out is the reason, with the line that demands it."""
    tasks = [task("A", 50), task("B", 4, dependencies=("A",))]
    assert reason([member("ANN")], tasks, "B") == (
        "rule",
        "it needs A, which stayed out (dependencies, backlog.csv:7)",
    )


def test_the_pace_that_makes_a_task_too_long_is_said() -> None:
    """A task within the limit that its member takes longer for names hours, pace and limit."""
    gate, text = reason([member("ANN", 10, pace=Decimal("1.5"))], [task("A", 8)], "A")
    assert (gate, text) == ("available", "it takes ANN 12 h (8 h at a pace of 1.5), who may be given 10 h")


def test_who_is_forbidden_is_named_beside_who_has_too_few_hours() -> None:
    """The member who has the hours but may not is named too, so that no limit is called the largest that is not."""
    rules = Policies(forbids=(Pair("A", "ANN", "w/team.yaml", 5),))
    gate, text = reason([member("ANN", 10), member("BOB", 5)], [task("A", 8)], "A", rules)
    assert gate == "available"
    assert text == "it takes BOB 8 h, who may be given 5 h; A is forbidden to ANN (team.yaml:5)"


def test_a_batch_that_waits_for_itself_is_one_knot() -> None:
    """A batch handed out whole and a task between two of its tasks only go in together: no reason runs in a circle."""
    tasks = [
        task("B1", 20, batch="kit"),
        task("X", 20, dependencies=("B1",)),
        task("B2", 20, batch="kit", dependencies=("X",)),
    ]
    gate, text = reason([member("ANN", 45)], tasks, "X", Policies(batch="together"))
    assert gate == "rule"
    assert text.startswith("it only goes in together with B1, B2, as each waits for the others")
    assert text.endswith("and they take 60 h, and whoever can take any of them has 45 h free")
    gate, text = reason([member("ANN", 30), member("BOB", 35)], tasks, "X", Policies(batch="together"))
    least = "it takes 40 h, and BOB, who lacks least, may be given 35 h"
    assert text.endswith(f"and nobody has the hours for all of batch kit: {least}")
    apart = Policies(batch="together", separate=(("B1", "B2"),))
    gate, text = reason([member("ANN", 90)], tasks, "X", apart)
    assert "B1 and B2 need different members (separate), and their batch is handed out whole" in text


def test_a_plan_that_is_not_finished_is_not_explained_away() -> None:
    """Where a task would still fit, nothing is called its reason but the search that ended."""
    team, backlog = Team((member("ANN"),)), Backlog((task("A"),))
    assert unassigned(team, backlog, Plan(()))[0].reason.startswith("nothing stops ANN, who has the hours")


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_a_reason_names_has_no_room_by_what_it_names(seed: int) -> None:
    """On random worlds the checker objects to each pair that a stop names, and for just that reason."""
    team, backlog, plan = _planned(seed)
    for one in unassigned(team, backlog, plan):
        passing = _who_passes(team, backlog, one.task)
        assert (one.gate in {"can", "allowed", "available"}) == (not passing)
        named = {name for stop in one.stops for name in stop.members}
        if passing and not any(not stop.members for stop in one.stops):
            assert passing <= named, one
        for stop in one.stops:
            for name in stop.members or passing:
                assert _stopped_by(stop.kind, team, backlog, plan, one.task, name), (stop, name)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_with_the_hours_is_outbid(seed: int) -> None:
    """On random worlds outbid means too few hours for everybody who passes the gates; with hours it is a rule."""
    team, backlog, plan = _planned(seed)
    tasks = {task.id: task for task in backlog.open_tasks}
    for one in unassigned(team, backlog, plan):
        rooms = [_free(team, backlog, plan, m) >= _takes(m, tasks[one.task]) for m in _passing(team, backlog, one)]
        if one.gate == "outbid":
            assert not any(rooms), one
        if rooms and all(rooms):
            assert one.gate == "rule", one
        assert "worth more" not in one.reason


def _planned(seed: int) -> tuple[Team, Backlog, Plan]:
    """Return a random world in which rules bind often, and a best plan of it."""
    chance, (team, backlog, _) = random.Random(seed), world(seed, most_tasks=7)
    members = [replace(m, wip_limit=chance.choice([m.wip_limit, 0, 1])) for m in team.members]
    tasks = [replace(t, requirements=t.requirements if chance.random() < 0.5 else ()) for t in backlog.tasks]
    team, backlog = replace(team, members=tuple(members)), Backlog(tuple(tasks))
    result = solve(team, backlog, time_limit=5)
    if result.plan is None:
        pytest.skip("no plan exists")
    return team, backlog, result.plan


def _whole(team: Team, backlog: Backlog, name: str) -> list[str]:
    """Return a task with the rest of its batch, where that is handed out whole."""
    batch = next(task.batch for task in backlog.tasks if task.id == name)
    if not batch or dict(team.policies.batches).get(batch, team.policies.batch) != "together":
        return [name]
    return [task.id for task in backlog.open_tasks if task.batch == batch]


def _objections(team: Team, backlog: Backlog, plan: Plan, tasks: list[str], name: str) -> str:
    """Return what the checker says when a member is given tasks in addition."""
    more = (Assignment(task, name) for task in tasks)
    return "\n".join(objections(team, backlog, Plan((*plan.assignments, *more))))


def _who_passes(team: Team, backlog: Backlog, name: str) -> set[str]:
    """Return who passes the gates for a task, by a plan that has nothing else."""
    rules = team.policies
    kept = Policies(forbids=rules.forbids, separate=rules.separate, together=rules.together)
    loose = replace(team, policies=kept)
    loose = replace(loose, members=tuple(replace(one, wip_limit=None) for one in team.members))
    tasks = [
        replace(task, status="TODO", dependencies=(), batch="") if task.id == name else task
        for task in backlog.tasks
        if task.id == name or task.status == "DONE"
    ]
    alone = Backlog(tuple(tasks))
    # Whether a rule keeps a task apart from itself is no gate.
    groups = tuple(tuple(dict.fromkeys(group)) for group in loose.policies.separate)
    loose = replace(loose, policies=replace(loose.policies, separate=groups))
    return {m.id for m in team.members if not _objections(loose, alone, Plan(()), [name], m.id)}


def _passing(team: Team, backlog: Backlog, one: Unassigned) -> list[Member]:
    names = _who_passes(team, backlog, one.task)
    return [member for member in team.members if member.id in names]


def _takes(who: Member, what: Task) -> int:
    exact = Fraction(who.pace) * what.estimate_minutes
    return -(-exact.numerator // exact.denominator)


def _free(team: Team, backlog: Backlog, plan: Plan, who: Member) -> int:
    tasks = {task.id: task for task in backlog.open_tasks}
    return who.load_limit_minutes - sum(_takes(who, tasks[t]) for t, m in plan.owner.items() if m == who.id)


def _stopped_by(kind: str, team: Team, backlog: Backlog, plan: Plan, name: str, who: str) -> bool:
    """Return whether the checker objects to a pair for the thing that a stop names."""
    said = _objections(team, backlog, plan, _whole(team, backlog, name), who)
    words = {
        "hours": f"{who} is above the load limit",
        "wip": f"{who} has more than",
        "separate": "share a member|have more than one member",
        "together": "have more than one member",
        "needs": f"waits for a task|{who} is above the load limit",
        "batch": f"{who} lacks|{who} may not|forbidden to {who}|{who} is above|share a member",
    }
    if kind != "started":
        return bool(re.search(words[kind], said))
    stays = {task.id for task in backlog.open_tasks if task.status == "IN_PROGRESS" and task.assigned_to == who}
    stays |= {pair.task for pair in team.policies.pins if pair.member == who}
    member = next(one for one in team.members if one.id == who)
    tasks = {task.id: task for task in backlog.open_tasks}
    load = [_takes(member, tasks[t]) for t in (stays & plan.owner.keys()) | set(_whole(team, backlog, name))]
    return sum(load) > member.load_limit_minutes


def test_the_lines_of_rules_come_from_the_team_file(tmp_path: Path) -> None:
    """A reason names the line of team.yaml that it comes from; a group that names a task twice is a fault there."""
    for name in ("ANN", "BOB"):
        (tmp_path / "cards").mkdir(exist_ok=True)
        (tmp_path / "cards" / f"{name}.md").write_text("## Core Capabilities\n- web: 0.9\n")
    (tmp_path / "backlog.csv").write_text("id,priority,estimated_hours\nA,HIGH,4\nB,LOW,4\n")
    rules = "rules:\n  required: [A]\n  separate:\n    - [A, B]\n"
    (tmp_path / "team.yaml").write_text(f"roster: [{{id: ANN}}, {{id: BOB, wip: 0}}]\n{rules}")
    found = read_workspace(tmp_path)
    plan = Plan((Assignment("A", "ANN"),))
    text = unassigned(found.team, found.backlog, plan)[0].reason
    assert text == (
        "BOB may have no task at once (wip, team.yaml:1); "
        "ANN has A, and A, B need different members (separate, team.yaml:5)"
    )
    (tmp_path / "team.yaml").write_text(rules.replace("[A, B]", "[A, A]"))
    with pytest.raises(InputError, match=r"team.yaml:4: expected each task once in a group, got 'A'"):
        read_workspace(tmp_path)
