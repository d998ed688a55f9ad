"""Who does what, how full everybody is, in which order, and what stays out."""

from __future__ import annotations

import shlex
from datetime import date

from solver.domain.tasks import PRIORITIES
from solver.explanation.progress import progress
from solver.explanation.timetable import MOST_TASKS, timetable
from solver.report.contents.views import as_plan
from solver.report.explanation.words import CHEAPER, NOT_PROVED, change_text, fix_text, price_text
from solver.report.figures import Figure, assignment_board, burn_up, gantt, load_bars, load_heatmap, period_board
from solver.report.figures.kit import counted
from solver.report.forms.document import Block, Cell, Choice, Choices, Column, Fold, Section, Table, Words
from solver.report.text.markup import clip
from solver.whatif.dossier.dossier import Dossier, Placing

PLAN = (
    Column("member"),
    Column("task"),
    Column("title"),
    Column("priority"),
    Column("load", "h", "g"),
    Column("fit", form=".2f"),
    Column("preference", form=".2f"),
)
LEFT = (
    Column("task"),
    Column("title"),
    Column("priority"),
    Column("estimate", "h", "g"),
    Column("gate"),
    Column("why it stays out"),
    Column("what would place it"),
)


WHEN = (Column("period"), Column("from"), Column("to"))


def plan_section(told: Dossier) -> Section:
    """Return the board and the table of assignments."""
    if not told.plan.assignments:
        return Section("plan", "Who does what", ())
    data = as_plan(told)
    order = {name: n for n, name in enumerate(member.id for member in told.found.team.members)}
    ranked = sorted(data["assignments"], key=lambda row: (order[row["member"]], PRIORITIES.index(row["priority"])))
    if "periods" not in data:
        rows = tuple(tuple(row[name] for name in NAMES) for row in ranked)
        found = Table("The plan", PLAN, rows, "plan", paper=45)
        return Section("plan", "Who does what", (assignment_board(data), found))
    ranked.sort(key=lambda row: (order[row["member"]], row["start_date"] or "", row["start"] or 0))
    timed = tuple((*(row[name] for name in NAMES), *(row[name] for name in TIMED)) for row in ranked)
    found = Table("The plan", (*PLAN, *WHEN), timed, "plan", paper=45)
    return Section("plan", "Who does what, and when", (period_board(data), found))


NAMES = ("member", "task", "title", "priority", "hours", "fit", "preference")
TIMED = ("period", "start_date", "end_date")


def loads_section(told: Dossier) -> Section:
    """Return hours against limits."""
    if told.result.plan is None:
        return Section("loads", "How full everybody is", ())
    data = as_plan(told)
    committed = {} if "periods" in data else {m.id: m.committed_minutes / 60 for m in told.found.team.members}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            load["member"],
            load["period"],
            load["hours"],
            load["limit"],
            load["limit"] - load["hours"],
            load["hours"] / load["limit"] if load["limit"] else None,
            committed.get(load["member"]) or None,
        )
        for load in data["loads"]
    )
    dated = [Column("period")] if "periods" in data else []
    columns = (
        Column("member"),
        *dated,
        Column("load", "h", "g"),
        Column("load limit", "h", "g"),
        Column("free", "h", "g"),
        Column("used", form=".0%"),
        Column("committed before", "h", "g"),
    )
    kept = rows if dated else tuple((row[0], *row[2:]) for row in rows)
    table = Table("Load of each member", columns, kept, "load")
    if dated:
        return Section("loads", "How full everybody is", (load_heatmap(data), _burn_up(told), table))
    # The board above shows the same hours: these are for whoever wants the figures.
    said = f"{counted(len(rows), 'member')} with hours and limits"
    return Section("loads", "How full everybody is", (Fold(said, (load_bars(data), table)),))


def _burn_up(told: Dossier) -> Figure:
    team = told.found.team
    names = [one.id for one in team.calendar.periods] if team.calendar else []
    return burn_up(progress(team, told.found.backlog, told.plan), names)


def order_section(told: Dossier, today: date | None = None) -> Section:
    """Return when everything is worked, in one picture; without anything that waits there is nothing to say."""
    team, backlog = told.found.team, told.found.backlog
    waits = any(task.dependencies for task in backlog.open_tasks if task.id in told.plan.owner)
    table = timetable(team, backlog, told.plan) if waits or team.calendar else None
    if table and table.stints:
        return Section("order", "In which order", (gantt(table, today),))
    if not team.calendar or not told.plan.assignments:
        return Section("order", "In which order", ())
    many = f"No picture shows the order of more than {MOST_TASKS} tasks; "
    text = (many if table is None else "No order was worked out; ") + "the plan above has the days of what has some."
    return Section("order", "In which order", (Words(text),))


def left_section(told: Dossier) -> Section:
    """Return what nobody has, with the gate and what would place it."""
    tasks = {task.id: task for task in told.found.backlog.tasks}
    answers = {placing.task: _answer(placing) for placing in told.placings}
    unknown = "not asked in the time there was" if answers else ""
    rows = []
    for one in sorted(told.left, key=lambda one: PRIORITIES.index(tasks[one.task].priority)):
        task = tasks[one.task]
        hours = task.estimate_minutes / 60
        rows.append((task.id, task.title, task.priority, hours, one.gate, one.reason, answers.get(task.id, unknown)))
    dates = ", when (dates)" if told.found.team.calendar else ""
    words = (
        "A task stays out at the first gate that stops its closest member: can (minimum scores), allowed (permissions "
        f"and rules), available (hours){dates}. Outbid means that everybody who passes has too few hours left beside "
        "other work, rule that a rule stops somebody who has them.",
        "What would place it is the price of the best plan that has the task, or the cheapest changes after which "
        "there is one; hours are offered up to a quarter of a limit, and what a CRITICAL task needs is not lowered.",
    )
    table = Table("What stays out", LEFT, tuple(rows), "unassigned", paper=24)
    blocks: tuple[Block, ...] = (table, Fold("How to read this", tuple(map(Words, words)))) if rows else ()
    blocks = blocks if told.result.plan else _fixes(told)
    return Section("left", "What stays out, and why" if told.result.plan else "What would make a plan possible", blocks)


def _fixes(told: Dossier) -> tuple[Block, ...]:
    """Return the cheapest changes after which there is a plan, each as a list of things to do."""
    folder = shlex.quote(told.folder or told.name)
    found = []
    for number, fix in enumerate(told.fixes, 1):
        what = "; ".join(change_text(change) for change in fix.changes)
        tried = " ".join(change.change.option for change in fix.changes)
        line = clip(f"teamwright whatif {folder} {tried}", 390)
        found.append(Choice(f"Way {number}", f"price {fix.price}", "", "", clip(what, 390), line))
    return (Choices(tuple(found)),) if found else ()


def _answer(placing: Placing) -> str:
    if placing.price:
        proof = f" ({NOT_PROVED})" if placing.price.is_bound else ""
        return f"in the plan at a price: {price_text(placing.price)}{proof}"
    if placing.fix is None:
        return "no change on offer does" if placing.is_known else "not found in the time there was"
    lines = fix_text(1, placing.fix, wanted=(placing.task,))[1:]
    proof = "" if placing.fix.is_cheapest or not lines else f" ({CHEAPER})"
    return "; ".join(line.strip() for line in lines) + proof or "nothing needs to change"
