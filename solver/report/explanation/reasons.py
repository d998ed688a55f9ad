"""Answers about one plan: why, why not, who instead, what binds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from solver.domain.plan import Assignment, Plan
from solver.domain.showing import counted
from solver.domain.tasks import Task
from solver.explanation.alternatives import Alternative
from solver.explanation.frames import flat
from solver.explanation.price import LEVELS, Price
from solver.explanation.smallest import SmallestChange
from solver.explanation.suggest.suggestion import Suggestion
from solver.explanation.terms.terms import totals
from solver.explanation.unassigned.left_out import LeftOut
from solver.explanation.why import Explanation, Why
from solver.explanation.why_not import WhyNot
from solver.report.explanation.changes import GAINS, move_rows
from solver.report.explanation.words import (
    NOT_PROVED,
    TERMS,
    amount_text,
    diff_text,
    handoff_text,
    need_text,
    price_text,
    smallest_text,
    suggestion_text,
    why_not_text,
)
from solver.report.forms.answers import Answer, told
from solver.report.forms.document import Code, Table, Words
from solver.report.forms.table import column, table_of

UNIT = "work counts value placed in its priority class, quality counts hours"


def plan_answer(found: Explanation) -> Answer:
    """Return who has what and why, what belongs to no single task, and what they add up to."""
    rows = _why_table(found.assignments)
    lines = ["For the plan as a whole:"]
    lines += [
        f"    {TERMS[row.name]}: {row.about} {row.member} {row.units / 1000:+.3f} h" for row in found.plan_rows
    ] or ["    nothing"]
    sums = totals(found.rows)
    lines += ["", "All rows together, level by level:"]
    lines += [f"    {amount_text(name, sums.get(name, 0))}" for name in _levels_of(sums)]
    lines += ["", f"Stayed out: {counted(len(found.unassigned), 'task')}"]
    lines += [f"    {one.task:<9}{one.gate:<10}{one.reason}" for one in found.unassigned]
    data = {"assignments": found.assignments, "terms": found.rows, "totals": sums, "unassigned": found.unassigned}
    return Answer(rows, (rows if rows.rows else Words("Nobody has anything."), Code(tuple(lines))), data)


FORMS = {"fit": ".2f", "preference": ".2f", "fit_hours": ".3f", "preference_hours": ".3f"}


def _why_table(found: Sequence[Why], *, named: bool = True) -> Table:
    """Return one row for each assignment; ``named`` says whether the member stands in it."""
    rows = [_why_row(one) for one in found]
    names = dict.fromkeys(key for one in sorted(rows, key=len, reverse=True) for key in one if named or key != "member")
    return table_of(rows, (column(name, FORMS.get(name, "")) for name in names), sheet="assignments")


def _levels_of(sums: dict[str, int]) -> list[str]:
    """Return the names of all levels in their order: how early a class is done comes right behind it."""
    return [level for name in LEVELS for level in (name, f"{name} early") if level == name or level in sums]


def _why_row(one: Why) -> dict[str, Any]:
    units = {row.name: row.units / 1000 for row in one.rows if row.level == "quality"}
    return {
        "member": one.member,
        "task": one.task,
        **({"part": one.part} if one.part else {}),
        **({"period": one.period} if one.period else {}),
        "hours": round(one.hours, 2),
        "fit": round(one.fit, 4),
        "preference": round(one.preference, 4),
        "load_before_hours": round(one.load_before_hours, 2),
        "load_after_hours": round(one.load_after_hours, 2),
        "limit_hours": round(one.limit_hours, 2),
        "fit_hours": round(units["fit"], 3),
        "preference_hours": round(units["preference"], 3),
    }


def task_answer(one: Why, task: Task, others: Sequence[WhyNot], rest: Sequence[Why] = ()) -> Answer:
    """Return why a member has a task, and who else could at what price; ``rest`` are its other parts or seats."""
    unnamed = f"no line of the card names {task.kind!r}" if task.kind else "the task names no kind of work"
    liked = f"from the line {one.preferred!r}" if one.preferred else unnamed
    lines = [
        f"{one.task} {task.title} ({_hours_of(one)}, {task.priority}) is with {one.member}{_when(one)}",
        f"    fit {one.fit:.2f}" + ("" if one.needs else ": it needs nothing in particular"),
        *(f"        {need_text(need)}" for need in one.needs),
        *(f"        {text}" for text in one.growing),
        f"    preference {one.preference:.2f}: {liked}",
        f"    load {one.load_before_hours:g} h before, {one.load_after_hours:g} h with it, of {one.limit_hours:g} h",
        *([f"    stays there whatever else is worth more: {one.held}"] if one.held else []),
        *(f"    {text}" for text in _others(rest)),
        *(f"    handed on: {handoff_text(handoff)}" for handoff in one.handoffs),
        *([f"    batch {one.batch}, with {', '.join(one.batch_members)}"] if one.batch else []),
        *(f"    {TERMS[name]}: {amount_text(level, units)}" for (name, level), units in _summed((one, *rest)).items()),
        "Instead, with everything else planned anew:",
        *([f"    {_first(other)}" for other in others] or [f"    nobody else {'may' if one.held else 'can'} take it"]),
    ]
    data = {"why": one, "runners_up": others} | ({"rest": rest} if rest else {})
    return told(lines, data, [cells for other in others for cells in flat(other)])


def _summed(whys: Sequence[Why]) -> dict[tuple[str, str], int]:
    """Return each term of a task with its level, all parts and seats together."""
    found: dict[tuple[str, str], int] = {}
    for row in (row for why in whys for row in why.rows):
        found[row.name, row.level] = found.get((row.name, row.level), 0) + row.units
    return found


def _hours_of(one: Why) -> str:
    return f"{one.hours:g} h" + (f", {one.part}" if one.part else "")


def _others(rest: Sequence[Why]) -> Iterator[str]:
    """Yield who has the other pieces of a task, with parts that follow each other told as one where all is the same."""

    def alike(at: tuple[int, Why]) -> tuple[float, str, str, int]:
        return at[1].hours, at[1].member, _when(at[1]), int(at[1].part.split()[1]) - at[0]

    for (hours, member, when, _), run in groupby(enumerate(rest), key=alike):
        pieces = [one.part for _, one in run]
        first, last = pieces[0], pieces[-1]
        if len(pieces) == 1:
            yield f"{first}: {hours:g} h with {member}{when}"
        else:
            kind, number = first.split()[:2]
            yield f"{kind}s {number} to {last.partition(' ')[2]}: {hours:g} h each with {member}{when}"


def _when(one: Why) -> str:
    return f" in {one.period}" if one.period else ""


def _first(other: WhyNot) -> str:
    """Return a price on one line, with how many tasks it moves."""
    moves = other.price.moves.moves if other.price and other.price.moves else 0
    moved = f"; {counted(moves, 'task', 'moves or stays out', 'move or stay out')}" if moves else ""
    moved += f" ({NOT_PROVED})" if other.price and other.price.changes and other.price.is_bound else ""
    return f"{other.member}: {price_text(other.price)}{moved}" if other.price else why_not_text(other)


def instead_answer(found: Sequence[tuple[Assignment, WhyNot | None]]) -> Answer:
    """Return of each task who has it, who is next, and what that one costs with everything else planned anew."""
    rows = [
        {
            "task": one.task,
            "member": one.member,
            "instead": other.member if other else None,
            "price": price_text(other.price) if other and other.price else "nobody else can take it",
        }
        for one, other in found
    ]
    data = [{"task": one.task, "member": one.member, "runner_up": other} for one, other in found]
    return Answer(table_of(rows, map(column, ("task", "member", "instead", "price"))), data=data)


def left_out_answer(found: LeftOut, task: Task) -> Answer:
    """Return why a task stayed out, member by member."""
    lines = [f"{found.task} {task.title} ({task.priority}) stayed out ({found.gate}): {found.reason}", ""]
    return told([*lines, *_members(found.members)], found, _suggestion_rows(found.members))


def suggest_answer(rows: Sequence[Suggestion]) -> Answer:
    """Return who suits one task now, and at what price with everything else as planned."""
    return told(_members(rows), rows, _suggestion_rows(rows))


def _members(rows: Sequence[Suggestion]) -> list[str]:
    width, lines = max((len(one.member) for one in rows), default=0), []
    for one in rows:
        first, *more = suggestion_text(one)
        lines.append(f"{one.member:<{width}}  fit {one.fit:.2f}  {one.free_hours:>5g} h free  {first}")
        lines += [f"{'':<{width}}      {line}" for line in more]
    return [*lines, f"({UNIT})"]


def _suggestion_rows(rows: Sequence[Suggestion]) -> list[dict[str, Any]]:
    return [
        {
            "member": one.member,
            "fit": round(one.fit, 4),
            "preference": round(one.preference, 4),
            "hours": one.hours,
            "free_hours": one.free_hours,
            **({"period": one.period} if one.period else {}),
            "gate": one.gate,
            "reasons": list(one.reasons),
            "instead_of": [held.task for held in one.gives_up],
            **price_levels(one.price),
            "as": str(one.change) if one.price else "",
        }
        for one in rows
    ]


def price_levels(price: Price | None) -> dict[str, float | None]:
    """Return the change of each level, quality in hours; nothing where there is no price."""
    if price is None or not price.changes:
        return dict.fromkeys(GAINS)
    found = dict(price.changes)
    names = _levels_of(found)
    return {**{name: found.get(name, 0) for name in names[:-1]}, GAINS[-1]: found.get(names[-1], 0) / 1000}


def member_answer(found: Sequence[Why], name: str, plan: Plan) -> Answer:
    """Return what a member has, and why."""
    hours = sum(one.hours for one in found)
    limit = f" of {found[0].limit_hours:g} h" if found and not found[0].period else ""
    tasks, of = len({one.task for one in found}), len(plan.owner)
    dated = (one for one in found if one.period)
    slots = {one.period: f"{one.period} {one.load_after_hours:g} of {one.limit_hours:g} h" for one in dated}
    when = f": {', '.join(slots.values())}" if slots else ""
    head = Words(f"{name} has {tasks} of {of} tasks, {hours:g} h{limit}{when}")
    lines = list[str]()
    for one in found:
        lines += [
            "",
            f"{one.task}{f', {one.part}' if one.part else ''}:",
            *(f"    {need_text(need)}" for need in one.needs),
            *(f"    {text}" for text in one.growing),
        ]
        lines += [f"    {TERMS[row.name]}: {amount_text(row.level, row.units)}" for row in one.rows]
    shown = (_why_table(found, named=False), Code(tuple(lines[1:]))) if found else ()
    return Answer(_why_table(found), (head, *shown), found)


def why_not_answer(answer: WhyNot, smallest: SmallestChange | None) -> Answer:
    """Return what stops a pair or what it costs, and the smallest change after which it stands."""
    lines = why_not_text(answer).splitlines()
    lines += ["", *smallest_text(smallest)] if smallest else []
    row = {"task": answer.task, "member": answer.member, "gate": answer.gate, "reasons": list(answer.reasons)}
    edits = smallest.edits or () if smallest else ()
    moves = answer.price.moves if answer.price else None
    rows = [row | price_levels(answer.price) | {"moves": diff_text(moves) if moves else []}]
    rows[0] |= {"change": [f"{edit.kind} {edit.about} {edit.before} -> {edit.after}" for edit in edits]}
    rows[0] |= {"as": [str(edit.change) for edit in edits]}
    return told(lines, {"why_not": answer, "smallest_change": smallest}, rows)


def alternatives_answer(found: Sequence[Alternative], within: float, differ: int) -> Answer:
    """Return other plans that are nearly as good."""
    if not found:
        differs = f"loses at most {within:g} % of quality and differs in {counted(differ, 'task')}"
        return told([f"No other plan places the same work, {differs}."], found)
    lines, rows = [], []
    for number, one in enumerate(found, 1):
        lines += [f"plan {number}: {counted(one.differences, 'task', 'differs', 'differ')}, {price_text(one.price)}"]
        lines += [f"    {line}" for line in (diff_text(one.price.moves) if one.price.moves else ())] + [""]
        rows += [{"plan": number, **cells, **price_levels(one.price)} for cells in move_rows(one.price.moves)]
    return told(lines[:-1], found, rows)
