"""Answers about one plan: why, why not, who instead, what binds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from solver.domain.plan import Plan
from solver.domain.tasks import Task
from solver.explanation.alternatives import Alternative
from solver.explanation.case import LEVELS, Case, Price
from solver.explanation.frames import flat
from solver.explanation.left_out import LeftOut
from solver.explanation.marginal import Marginal
from solver.explanation.smallest import SmallestChange
from solver.explanation.suggest import Suggestion
from solver.explanation.terms import totals
from solver.explanation.why import Explanation, Why
from solver.explanation.why_not import WhyNot
from solver.report.answers import Answer
from solver.report.changes import move_rows
from solver.report.explanation import (
    TERMS,
    amount_text,
    diff_text,
    gain_text,
    handoff_text,
    need_text,
    price_text,
    smallest_text,
    suggestion_text,
    why_not_text,
)
from solver.report.rows import rows_table

UNIT = "work counts value placed in its priority class, quality counts hours"


def plan_answer(case: Case, found: Explanation) -> Answer:
    """Return who has what and why, what belongs to no single task, and what they add up to."""
    rows = [_why_row(one) for one in found.assignments]
    lines = [rows_table(rows, list(rows[0]))] if rows else ["Nobody has anything."]
    lines += ["", "For the plan as a whole:"]
    lines += [
        f"    {TERMS[row.name]}: {row.about} {row.member} {row.units / 1000:+.3f} h" for row in found.plan_rows
    ] or ["    nothing"]
    sums = totals(found.rows)
    lines += ["", "All rows together, level by level:"]
    lines += [f"    {amount_text(name, sums.get(name, 0))}" for name in LEVELS]
    lines += ["", f"Stayed out: {len(found.unassigned)} tasks"]
    lines += [f"    {one.task:<9}{one.gate:<10}{one.reason}" for one in found.unassigned]
    data = {"assignments": found.assignments, "terms": found.rows, "totals": sums, "unassigned": found.unassigned}
    return Answer(lines, data, rows)


def _why_row(one: Why) -> dict[str, Any]:
    units = {row.name: row.units / 1000 for row in one.rows if row.level == "quality"}
    return {
        "member": one.member,
        "task": one.task,
        "hours": one.hours,
        "fit": round(one.fit, 2),
        "preference": round(one.preference, 2),
        "load": f"{one.load_before_hours:g} -> {one.load_after_hours:g} of {one.limit_hours:g} h",
        "suits": round(units["fit"], 3),
        "liked": round(units["preference"], 3),
    }


def task_answer(one: Why, task: Task, others: Sequence[WhyNot]) -> Answer:
    """Return why a member has a task, and who else could at what price."""
    liked = f"from the line {one.preferred!r}" if one.preferred else f"no line of the card names {task.kind!r}"
    lines = [
        f"{one.task} {task.title} ({one.hours:g} h, {task.priority}) is with {one.member}",
        f"    fit {one.fit:.2f}" + ("" if one.needs else ": it needs nothing in particular"),
        *(f"        {need_text(need)}" for need in one.needs),
        f"    preference {one.preference:.2f}: {liked}",
        f"    load {one.load_before_hours:g} h before, {one.load_after_hours:g} h with it, of {one.limit_hours:g} h",
        *(f"    handed on: {handoff_text(handoff)}" for handoff in one.handoffs),
        *([f"    batch {one.batch}, with {', '.join(one.batch_members)}"] if one.batch else []),
        *(f"    {TERMS[row.name]}: {amount_text(row.level, row.units)}" for row in one.rows),
        "Instead, with everything else planned anew:",
        *([f"    {_first(other)}" for other in others] or ["    nobody else can take it"]),
    ]
    return Answer(lines, {"why": one, "runners_up": others}, [cells for other in others for cells in flat(other)])


def _first(other: WhyNot) -> str:
    """Return a price on one line, with how many tasks it moves."""
    moves = other.price.moves.moves if other.price and other.price.moves else 0
    moved = f"; {moves} of the tasks move or stay out" if moves else ""
    return f"{other.member}: {price_text(other.price)}{moved}" if other.price else why_not_text(other)


def left_out_answer(found: LeftOut, task: Task) -> Answer:
    """Return why a task stayed out, member by member."""
    lines = [f"{found.task} {task.title} ({task.priority}) stayed out ({found.gate}): {found.reason}", ""]
    return Answer([*lines, *_members(found.members)], found, _suggestion_rows(found.members))


def suggest_answer(rows: Sequence[Suggestion]) -> Answer:
    """Return who suits one task now, and at what price with everything else as planned."""
    return Answer(_members(rows), rows, _suggestion_rows(rows))


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
            "gate": one.gate,
            "reasons": list(one.reasons),
            "instead_of": [held.task for held in one.gives_up],
            **_levels(one.price),
        }
        for one in rows
    ]


def _levels(price: Price | None) -> dict[str, float | None]:
    """Return the change of each level, quality in hours; nothing where there is no price."""
    if price is None or not price.changes:
        return dict.fromkeys(LEVELS)
    *classes, quality = price.vector
    return dict(zip(LEVELS, (*classes, quality / 1000), strict=True))


def member_answer(found: Sequence[Why], name: str, plan: Plan) -> Answer:
    """Return what a member has, and why."""
    rows = [_why_row(one) for one in found]
    hours = sum(one.hours for one in found)
    limit = f" of {found[0].limit_hours:g} h" if found else ""
    lines = [f"{name} has {len(found)} of {len(plan.assignments)} tasks, {hours:g} h{limit}"]
    lines += [rows_table(rows, [key for key in rows[0] if key != "member"])] if rows else []
    for one in found:
        lines += ["", f"{one.task}:", *(f"    {need_text(need)}" for need in one.needs)]
        lines += [f"    {TERMS[row.name]}: {amount_text(row.level, row.units)}" for row in one.rows]
    return Answer(lines, found, rows)


def why_not_answer(answer: WhyNot, smallest: SmallestChange | None) -> Answer:
    """Return what stops a pair or what it costs, and the smallest change after which it stands."""
    lines = why_not_text(answer).splitlines()
    lines += ["", *smallest_text(smallest)] if smallest else []
    row = {"task": answer.task, "member": answer.member, "gate": answer.gate, "reasons": list(answer.reasons)}
    edits = smallest.edits or () if smallest else ()
    moves = answer.price.moves if answer.price else None
    rows = [row | _levels(answer.price) | {"moves": diff_text(moves) if moves else []}]
    rows[0] |= {"change": [f"{edit.kind} {edit.about} {edit.before} -> {edit.after}" for edit in edits]}
    return Answer(lines, {"why_not": answer, "smallest_change": smallest}, rows)


WHAT = {
    "hours": "{member}: {amount} h more",
    "score": "{member}: {about} {tenths} higher",
    "permission": "allow {member} to {about}",
    "batch": "batch {about}",
    "forbid": "let {member} take {about} although it is forbidden",
    "pin": "no longer pin {about} to {member}",
    "wip": "one more task at once for {member}",
    "separate": "let one member do all of {about}",
    "together": "let several members share {about}",
}


def marginal_answer(found: Sequence[Marginal], head: str) -> Answer:
    """Return what each change brings, most first; those that bring nothing are named at the end."""
    lines, nothing, rows = [head], [], []
    for one in found:
        words = [_step_words(one, step.amount) for step in one.steps]
        for step in one.steps:
            cells = {"kind": one.kind, "member": one.member, "about": one.about, "amount": step.amount}
            rows.append(cells | _levels(step.price) | {"tasks": step.price.tasks})
        if one.best.price.is_gain:
            lines += [
                f"    {text:<44} {gain_text(step.price)}"
                for step, text in zip(one.steps, words, strict=True)
                if step.price.is_gain or step.amount == 1
            ]
        else:
            nothing.append(_step_words(one, one.steps[-1].amount))
    lines += ["", f"Bring nothing: {'; '.join(nothing)}"] if nothing else []
    return Answer([*lines, f"({UNIT})"], found, rows)


def _step_words(one: Marginal, amount: int) -> str:
    return WHAT[one.kind].format(member=one.member, about=one.about, amount=amount, tenths=f"{amount / 10:g}")


def alternatives_answer(found: Sequence[Alternative], within: float, differ: int) -> Answer:
    """Return other plans that are nearly as good."""
    if not found:
        differs = f"loses at most {within:g} % of quality and differs in {differ} tasks"
        return Answer([f"No other plan places the same work, {differs}."], found)
    lines, rows = [], []
    for number, one in enumerate(found, 1):
        lines += [f"plan {number}: {one.differences} tasks differ, {price_text(one.price)}"]
        lines += [f"    {line}" for line in (diff_text(one.price.moves) if one.price.moves else ())] + [""]
        rows += [{"plan": number, **cells, **_levels(one.price)} for cells in move_rows(one.price.moves)]
    return Answer(lines[:-1], found, rows)
