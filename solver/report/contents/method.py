"""How the plan was found and proved, beside rules of thumb, and what it was made from."""

from __future__ import annotations

import shlex

from solver.report.figures.kit import counted
from solver.report.forms.document import Block, Cell, Code, Column, Fold, Points, Section, Table, Words
from solver.report.plan.text import unit_of
from solver.report.text.markup import clip
from solver.version import VERSION
from solver.whatif.dossier.asked import QUESTIONS
from solver.whatif.dossier.dossier import Dossier

LEVEL = (
    Column("level"),
    Column("value", form="g"),
    Column("no plan can have more than", form="g"),
    Column("gap", form=".2%"),
    Column("unit"),
)
METHOD = (
    "The objective is solved in levels. First the largest value of CRITICAL tasks that can be placed, then HIGH with "
    "that held, then MEDIUM, then LOW; then the quality: hours times (fit and preference, as weighted), less uneven "
    "load, split batches and hand-offs. No gain below ever drops an urgent task.",
    "For each level the table gives what the plan reaches and a bound that no plan can beat while the levels above "
    "hold. Where the two are equal, that level is proved.",
    "The plan was then computed again from cards and backlog by code that shares nothing with the solver: loads, "
    "gates, rules and the value of every level. A plan that differs anywhere is refused.",
)


IN_TIME = (
    "Over periods an early level follows a class: the value of each task times the whole periods that are left after "
    "the one in which it ends. The quality has what is early, late after a due date, and batches side by side besides."
)


def method_section(told: Dossier) -> Section:
    """Return the levels with their bounds, the method in words, and the greedy rules for comparison."""
    method = METHOD if told.found.team.calendar is None else (METHOD[0], IN_TIME, *METHOD[1:])
    blocks: list[Block] = [_levels(told), Fold("How it was found and checked", tuple(map(Words, method)))]
    if told.result.engine:
        blocks.append(Words(f"Engine: {told.result.engine}, because {told.result.why}."))
    if told.baselines:
        blocks.append(Fold("Beside rules of thumb on the same data", (_baselines(told),)))
    if told.unasked:
        blocks.append(Points(tuple(f"Not computed: {text}." for text in told.unasked)))
    blocks += _offered(told)
    return Section("method", "Method and proof", tuple(blocks))


def _offered(told: Dossier) -> list[Block]:
    """Return how to ask for what costs more than a page should take."""
    rest = [name for name in QUESTIONS if name not in told.asked]
    if told.result.plan is None or not told.problem.tasks or not rest:
        return []
    folder = shlex.quote(told.folder or told.name)
    lines = tuple(f"teamwright report {folder} --with {name} # {QUESTIONS[name]}" for name in rest)
    return [Fold(f"{counted(len(rest), 'further question')} that can be asked by name", (Code(lines),))]


def _levels(told: Dossier) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for level in told.result.levels:
        scale, unit = (1000, "h of quality") if level.name == "quality" else (1, unit_of(level.name))
        rows.append((level.name, level.value / scale, level.bound / scale, level.gap, unit))
    return Table(f"Proof: {told.result.status}", LEVEL, tuple(rows), "proof", empty="There is no plan.")


def _baselines(told: Dossier) -> Table:
    best = {level.name: level.value for level in told.result.levels}
    names = [name for name in best if name != "moves"]
    rows: list[tuple[Cell, ...]] = [("this plan", *(_scaled(name, best[name]) for name in names))]
    for rule, values in told.baselines:
        rows.append((rule, *(_scaled(name, dict(values).get(name, 0)) for name in names)))
    columns = (Column("rule"), *(Column(name, "h" if name == "quality" else "", "g") for name in names))
    return Table("Beside rules of thumb on the same data", columns, tuple(rows), "baselines")


def _scaled(name: str, value: int) -> float:
    return value / 1000 if name == "quality" else value


def inputs_section(told: Dossier) -> Section:
    """Return the files with their hashes, and what was assumed."""
    rows = tuple((name, digest) for name, digest in told.found.inputs)
    blocks: list[Block] = [
        Words(f"Made by teamwright {VERSION} from these files; the report changes if any of them does.")
    ]
    blocks.append(Table("Files", (Column("file"), Column("SHA-256")), rows, "inputs"))
    for title, texts in (("Assumed", told.found.assumptions), ("Warnings", told.found.warnings)):
        if texts:
            blocks += [Words(f"{title}:"), Points(tuple(clip(text, 400) for text in texts))]
    said = f"{counted(len(rows), 'file')}, {counted(len(told.found.assumptions), 'assumption')}"
    return Section("inputs", "What it was made from", (Fold(said, tuple(blocks)),))
