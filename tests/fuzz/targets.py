"""What reads strangers' bytes: each target with seeds of our own, and what must hold of every input."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from solver.changes.catalogue import KINDS, apply, apply_all
from solver.changes.change import Change
from solver.changes.scenarios import scenarios_of
from solver.domain.world import World
from solver.errors import InputError
from solver.matching.build import build_problem
from solver.matching.linting.lint import lint
from solver.matching.magnitudes import check_magnitudes
from solver.readers.backlog.backlog import read_backlog
from solver.readers.cards.cards import read_card
from solver.readers.cards.catalogue import read_catalogue
from solver.readers.history import has_spreads, read_history, read_spreads
from solver.readers.plans.plan_file import read_plan_file
from solver.readers.scenarios import read_scenarios
from solver.readers.vocabulary import read_vocabulary
from solver.readers.workspace import Workspace, read_workspace
from solver.readers.written.template import FILES
from solver.readers.written.workspace import meaning, workspace_texts

DATA = Path(__file__).parents[2] / "data"
TIMED = """periods: [{id: P1, start: 2027-01-04, end: 2027-01-15}, {id: P2, start: 2027-01-18, end: 2027-01-29}]
calendar: {hours_per_day: 8, workdays: [mon, wed], holidays: [2027-01-06], closed: [2027-01-07..2027-01-08]}
roster:
  - {id: ADA, card: DEVELOPER, week: {mon: 8, wed: 4}, leave: [2027-01-06], from: 2027-01-04, ramp: {P1: 0.5}}
  - {id: BEN, card: DEVELOPER, limit: {P2: 20}, committed: {P1: 6}, reserved: 0.1, capabilities: {testing: 0.5}}
  - {id: CLARA, card: WRITER, pace: 1.5, wip: 2}
rules: {pins: [{task: A-1, member: ADA, period: P1}], separate: [[A-1, A-2]], together: [[G-1, G-2]], required: [A-1]}
policies: {batch: together, batches: {guide: prefer}, longest_chain: 2, outside: refuse, order: next}
"""
TASKS = [
    {"id": "A 1", "estimated_hours": 4, "capabilities": {"web": {"minimum": 0.5, "tier": "primary", "weight": 2}}},
    {"id": "B", "hours": "1d", "dependencies": ["A 1"], "status": "DONE", "owner": "ann", "split": "yes"},
    {
        "id": "C",
        "estimate": 2,
        "depends_on": "B",
        "permissions": ["READ logs"],
        "crew": [{"capabilities": ["web"]}, "sql"],
    },
]
SCENARIOS = b"""more: [{capacity: CLARA=30}, {clone: ADA=ADA 2}]
less: [{include: more}, {remove: BEN}, {task: {id: N, estimated_hours: 2, capabilities: web}}]
all: [{weight: [fit=2, balance=0]}, {need: "A-1:testing=0.5"}, {channel: ADA->BEN}, {batch: guide=together}]
"""
PLAN = {
    "status": "optimal",
    "levels": [{"name": "quality", "value": 1, "bound": 1, "gap": 0.0}],
    "assignments": [{"task": "A", "member": "ANN", "period": None, "hours": 1.0, "fit": 1.0, "preference": 0.5}],
    "unassigned": [{"task": "B", "gate": "can", "reason": "x", "closest": ["ANN"], "hours": 2}],
    "loads": [{"member": "ANN", "period": None, "hours": 1, "limit": 40}],
    "assumptions": [],
    "warnings": [],
    "meta": {
        "version": "0",
        "seed": 0,
        "seconds": 0.1,
        "engine": "exact",
        "workspace": "/w",
        "inputs": {"a": "0" * 64},
    },
}
CHANGES = (
    "capacity ADA=+4h|clone BEN=X|task N-1 estimated_hours=8 'capabilities=backend; sql:secondary' dependencies=A-1"
)
CHANGES += (
    "|leave ADA=1|reserve BEN=0.5|commit CLARA=2|pace ADA=1.5|wip BEN=none|train ADA:testing=0.9|grant ADA:READ x"
)
CHANGES += (
    "|like ADA:guides=0.1|channel ADA->BEN:NOTIFIES|cut ADA->BEN|group crew=+ADA,-BEN|estimate A-1=*1.5|pin A-1=BEN"
)
CHANGES += (
    "|value A-1=3|need A-1:x=none|forbid all=ADA|require A-1|batch guide=together|weight fit=2|drop A-1|remove BEN"
)


@dataclass(frozen=True)
class Target:
    """A reader: where its bytes are put, the seeds that are mutated, and what is done with the file."""

    file: str
    seeds: tuple[bytes, ...]
    read: Callable[[Path], object]


def world_holds(folder: Path) -> None:
    """Read a workspace; what is read without a fault is linted and becomes a Problem without one."""
    found = read_workspace(folder)
    lint(found.team, found.backlog)
    try:
        check_magnitudes(found.team, found.backlog, found.weights)
    except InputError as error:
        _placed(error)
        return
    try:
        build_problem(found.team, found.backlog, found.weights)
    except InputError as error:
        raise AssertionError(f"found by planning and not by reading: {error}") from error


def world_survives(folder: Path) -> None:
    """Read a workspace, write it, and read it again: it means the same, or is refused before it is written."""
    found = read_workspace(folder)
    again = folder / "again"
    shutil.rmtree(again, ignore_errors=True)
    for name, text in workspace_texts(found.team, found.backlog, found.weights).items():
        (again / name).parent.mkdir(parents=True, exist_ok=True)
        (again / name).write_text(text, encoding="utf-8", newline="")
    try:
        read = read_workspace(again)
    except InputError as error:
        raise AssertionError(f"what was written is refused: {error}") from error
    if meaning(found.team, found.backlog, found.weights) != meaning(read.team, read.backlog, read.weights):
        raise AssertionError("what was written reads back otherwise")


def _placed(error: InputError) -> None:
    if not error.faults or not all(one.file and one.line >= 0 and one.expected for one in error.faults):
        raise AssertionError(f"a fault without a place: {error!r}") from error


def refused_or_read(target: Target, file: Path) -> None:
    """Do what the target does with a file; raise if it ends in anything but an answer or faults with places."""
    try:
        target.read(file)
    except InputError as error:
        _placed(error)
        if len(str(error)) > 200_000:
            raise AssertionError(f"faults of {len(str(error)):,} letters") from error


@lru_cache(maxsize=1)
def _template() -> Workspace:
    return read_workspace(FILES)


def _changes(file: Path) -> None:
    """Apply each line of a file as a change on the command line: a kind and its text."""
    found = _template()
    world = World(found.team, found.backlog, found.weights)
    for line in file.read_bytes().decode("utf-8", errors="surrogateescape").split("|")[:40]:
        kind, _, text = line.partition(" ")
        try:
            world = apply(world, (Change(kind if kind in KINDS else "task", text, "--x", 1),))
        except InputError as error:
            _placed(error)
    check_magnitudes(world.team, world.backlog, world.weights)


def _scenarios(file: Path) -> None:
    texts = read_scenarios(file)
    found = _template()
    apply_all(World(found.team, found.backlog, found.weights), scenarios_of(texts, file))


def _spreads(file: Path) -> None:
    if has_spreads(file):
        read_spreads(file, ("A", "B"))


def _front(task: dict[str, object]) -> bytes:
    lines = "\n".join(f"{key}: {json.dumps(value)}" for key, value in task.items())
    return f"---\n{lines}\n---\n# Title\ntext\n".encode()


def _seeds(*paths: Path) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in paths)


CSV = _seeds(FILES / "backlog.csv", DATA / "corner" / "backlog.csv") + (
    b'id;title;hours;depends_on\nStep 1;"a;b";1,5;\nB;x;2d;"Step 1" C\nC;;3h 30min;B\n',
    b"id,estimated_hours,due,deadline,split,crew,spent,remaining\n"
    b"A-1,8,P1,2027-01-28,2h,web | sql:0.5,1,2\nG-1,4,,,yes,2,,\n",
)
TARGETS = {
    "card": Target(
        "cards/ADA.md", _seeds(*sorted((FILES / "cards").iterdir()), DATA / "corner/cards/BAKER.md"), read_card
    ),
    "csv": Target("backlog.csv", CSV, lambda file: world_holds(file.parent)),
    "json": Target(
        "backlog.json", (json.dumps(TASKS, indent=1).encode(), json.dumps({"tasks": TASKS}).encode()), read_backlog
    ),
    "task": Target("backlog/T1.md", tuple(_front(one) for one in TASKS), lambda file: read_backlog(file.parent)),
    "team": Target("team.yaml", (*_seeds(FILES / "team.yaml"), TIMED.encode()), lambda file: world_holds(file.parent)),
    "written": Target(
        "team.yaml", (*_seeds(FILES / "team.yaml"), TIMED.encode()), lambda file: world_survives(file.parent)
    ),
    "written rows": Target("backlog.csv", CSV, lambda file: world_survives(file.parent)),
    "vocabulary": Target("vocabulary.yaml", _seeds(FILES / "vocabulary.yaml"), read_vocabulary),
    "words": Target("vocabulary.yaml", _seeds(FILES / "vocabulary.yaml"), lambda file: world_holds(file.parent)),
    "scenarios": Target("scenarios.yaml", (SCENARIOS,), _scenarios),
    "plan": Target("plan.json", (json.dumps(PLAN, indent=1).encode(), json.dumps(PLAN).encode()), read_plan_file),
    "history": Target("history.csv", (b"estimate,actual\n1,2\n4,3.5\n,\n",), read_history),
    "spreads": Target("sigma.csv", (b"id,sigma\nA,0.5\nB,\n",), _spreads),
    "costs": Target("catalogue/costs.csv", (b"card,cost\nANN,12.5\n",), lambda file: read_catalogue(file.parent)),
    "changes": Target("changes.txt", (CHANGES.encode(), shlex.quote(CHANGES).encode()), _changes),
}
