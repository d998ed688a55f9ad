"""What is said of a change anywhere is a line of a scenario: it is printed, written and read back as the same."""

from __future__ import annotations

import random
import shlex
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from solver.assignment.fixes import PRICES
from solver.changes.catalogue import KINDS, apply
from solver.changes.change import Change
from solver.changes.scenarios import scenario_text, scenarios_of
from solver.domain.policies import Pair
from solver.domain.world import World
from solver.explanation.fix.change import with_changes
from solver.explanation.fix.cheapest import fixes
from solver.explanation.marginal.marginal import marginal_values
from solver.explanation.smallest import smallest_change
from solver.explanation.unassigned.left_out import left_out
from solver.explanation.unassigned.reason import unassigned
from solver.explanation.unassigned.ways import Ways
from solver.readers.scenarios import read_scenarios
from solver.readers.workspace import read_workspace
from solver.study.study import Study
from tests.worlds import WEIGHTS, world

DATA = Path(__file__).parents[2] / "data"
# One change of every kind for the studio, with names that are hard to read.
SAMPLES = {
    "add": "NEW.md=20",
    "clone": "DESIGNER=X: Y",
    "task": "N-1 estimated_hours=8 'capabilities=backend; sql:secondary'",
    "join": "DESIGNER@S2",
    "capacity": "all=*0.75",
    "leave": "DESIGNER=2027-01-18..2027-01-22",
    "reserve": "DESIGNER=0.1",
    "commit": "DESIGNER=90min",
    "pace": "DESIGNER=1.50",
    "wip": "DESIGNER=none",
    "train": "X: Y:c++=0.90",
    "like": "DESIGNER:user interface=1",
    "grant": "DESIGNER:DEPLOY production, at night",
    "revoke": "DESIGNER:DEPLOY production",
    "channel": "A->B:PROVIDES",
    "cut": "A->B",
    "group": "crew=+A,-B",
    "estimate": "BK-7=010",
    "priority": "BK-7=HIGH",
    "earliest": "BK-7=2027-01-18",
    "due": "BK-7=S2",
    "deadline": "BK-7=none",
    "split": "BK-7=4h",
    "lag": "BK-7->BK-8=0.5w",
    "value": "BK-7=3",
    "need": "BK-7:c#=0.8",
    "reopen": "yes",
    "pin": "a=b=X: Y",
    "forbid": "BK-7=#3",
    "allow": "BK-7=&x",
    "require": "BK-7=none",
    "separate": "BK-7, BK-8=none",
    "together": "BK-7, BK-8",
    "batch": "no=prefer",
    "weight": "handoff=0.30",
    "sprint": "1",
    "second": "BK-7",
    "drop": "- BK-7",
    "remove": "null",
}


def read_back(changes: tuple[Change, ...], folder: Path) -> tuple[Change, ...]:
    """Return the changes of a scenario after they were written to a file and read."""
    file = folder / "scenarios.yaml"
    file.write_text(scenario_text("one", changes), encoding="utf-8")
    found = scenarios_of(read_scenarios(file), file)[0].changes
    return tuple(Change(one.kind, one.text) for one in found)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_back(kind: str, tmp_path: Path) -> None:
    """A change of each kind is the same after it was a line, an option, and a scenario in a file."""
    one = Change(kind, SAMPLES[kind])
    assert Change.read(str(one)) == one
    assert shlex.split(one.option) == [f"--{kind}", one.text]
    wanted = replace(one, text=str(tmp_path / one.text)) if kind == "add" else one
    assert read_back((one,), tmp_path) == (wanted,)


def hard_world(seed: int) -> World:
    """Return a world of random rules in which every open task must be placed, and names hold what separates names."""
    team, backlog, _ = world(seed, most_tasks=4)
    chance = random.Random(seed)
    found = World(team, backlog, WEIGHTS)
    names = tuple(task.id for task in backlog.open_tasks)
    if names and chance.random() < 0.3:
        pins = (*team.policies.pins, Pair(names[0], chance.choice(found.names)))
        found = found.with_policies(pins=pins, forbids=(*team.policies.forbids, Pair(names[-1], found.names[0])))
    return found.with_policies(required=names)


def test_every_fix_reads_back(tmp_path: Path) -> None:
    """After a fix was written as a scenario and read, the changed world is the one whose plan verified it."""
    kinds = Counter[str]()
    for seed in range(120):
        found = hard_world(seed)
        case = Study(found)
        for fix in fixes(case, most_hours=10**6, lower_critical=True):
            said = tuple(change.change for change in fix.changes)
            kinds.update(change.kind for change in fix.changes)
            if not said:
                continue
            after, verified = apply(found, read_back(said, tmp_path)), with_changes(case, fix.changes)
            assert (after.team, after.backlog) == (verified.team, verified.backlog)
            assert after != found
    assert set(kinds) >= set(PRICES) - {"score", "forbid", "started"}


def test_what_more_would_bring_reads_back(tmp_path: Path) -> None:
    """Each marginal value, smallest change, suggestion and way out of a plan is a change that can be made."""
    made = Counter[str]()
    for seed in range(60):
        team, backlog, _ = world(seed, most_tasks=5)
        case, found = Study(World(team, backlog, WEIGHTS)), World(team, backlog, WEIGHTS)
        base = case.result
        if base.plan is None:
            continue
        for one in marginal_values(case):
            for step in one.steps:
                made[f"marginal {one.kind}"] += apply(found, read_back((step.change,), tmp_path)) != found
        for left in left_out(case, base.plan):
            for one in left.members:
                if one.price is not None:
                    made["suggestion"] += apply(found, read_back((one.change,), tmp_path)) != found
            smallest = smallest_change(case, left.task, found.names[0])
            if smallest.edits:
                changes = tuple(edit.change for edit in smallest.edits)
                made["smallest"] += apply(found, read_back(changes, tmp_path)) != found
        for out in unassigned(team, backlog, base.plan):
            way = Ways(team, backlog, base.plan).of(out)
            made["way"] += bool(way.changes) and apply(found, read_back(way.changes, tmp_path)) != found
    assert {"suggestion", "way", "smallest", "marginal hours", "marginal score", "marginal permission"} <= set(+made)


def test_names_that_hold_marks_are_read_whole() -> None:
    """A member or a task whose name holds what separates names is meant by all of its name."""
    found = read_workspace(DATA / "corner").world
    first = found.team.members[0]
    task = found.backlog.open_tasks[0]
    members = (replace(first, id="A:B=c, d"), *found.team.members[1:])
    tasks = (replace(task, id="t,1=x"), *(replace(one, dependencies=()) for one in found.backlog.tasks[1:]))
    odd = found.with_members(members).with_tasks(tasks)
    other = tasks[1].id
    after = apply(
        odd,
        (
            Change("train", f"A:B=c, d:{first.card.capabilities[0].name}=0.1"),
            Change("grant", "A:B=c, d:OPEN door"),
            Change("pin", "t,1=x=A:B=c, d"),
            Change("separate", f"t,1=x, {other}"),
        ),
    )
    assert after.team.policies.pins[-1] == Pair("t,1=x", "A:B=c, d")
    assert after.team.policies.separate[-1] == ("t,1=x", other)
    dropped = apply(after, (Change("separate", f"t,1=x, {other}=none"),))
    assert dropped.team.policies.separate == found.team.policies.separate
