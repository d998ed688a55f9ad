"""Who does what, how full everybody is, in which order, and what stays out."""

from __future__ import annotations

from solver.domain.tasks import PRIORITIES
from solver.report.contents.views import as_plan
from solver.report.document import Block, Cell, Column, Fold, Points, Section, Table, Words
from solver.report.explanation import NOT_PROVED, fix_text, price_text
from solver.report.figures import assignment_board, load_bars, task_order_picture
from solver.report.markup import clip
from solver.whatif.dossier import Dossier, Placing

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


def plan_section(told: Dossier) -> Section:
    """Return the board and the table of assignments."""
    if told.result.plan is None:
        return Section("plan", "Who does what", ())
    data = as_plan(told)
    order = {name: n for n, name in enumerate(told.problem.members)}
    ranked = sorted(data["assignments"], key=lambda row: (order[row["member"]], PRIORITIES.index(row["priority"])))
    rows = tuple(tuple(row[name] for name in NAMES) for row in ranked)
    return Section("plan", "Who does what", (assignment_board(data), Table("The plan", PLAN, rows, "plan")))


NAMES = ("member", "task", "title", "priority", "hours", "fit", "preference")


def loads_section(told: Dossier) -> Section:
    """Return hours against limits."""
    if told.result.plan is None:
        return Section("loads", "How full everybody is", ())
    data = as_plan(told)
    committed = {member.id: member.committed_minutes / 60 for member in told.found.team.members}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            load["member"],
            load["hours"],
            load["limit"],
            load["limit"] - load["hours"],
            load["hours"] / load["limit"] if load["limit"] else None,
            committed[load["member"]],
        )
        for load in data["loads"]
    )
    columns = (
        Column("member"),
        Column("load", "h", "g"),
        Column("load limit", "h", "g"),
        Column("free", "h", "g"),
        Column("used", form=".0%"),
        Column("committed before", "h", "g"),
    )
    table = Table("Load of each member", columns, rows, "load")
    return Section("loads", "How full everybody is", (load_bars(data), table))


def order_section(told: Dossier) -> Section:
    """Return the tasks of each member in an order that can be worked."""
    pictures = tuple(
        Fold(f"{clip(member, 60)}: in which order", (task_order_picture(steps, member),))
        for member, steps in told.orders
        if any(step.needs for step in steps)
    )
    words = Words("Each picture shows what a member's tasks wait for and who waits for them. Open the ones you need.")
    return Section("order", "In which order", (words, *pictures) if pictures else ())


def left_section(told: Dossier) -> Section:
    """Return what nobody has, with the gate and what would place it."""
    tasks = {task.id: task for task in told.found.backlog.tasks}
    answers = {placing.task: _answer(told, placing) for placing in told.placings}
    rows = []
    for one in sorted(told.left, key=lambda one: PRIORITIES.index(tasks[one.task].priority)):
        task = tasks[one.task]
        hours = task.estimate_minutes / 60
        rows.append((task.id, task.title, task.priority, hours, one.gate, one.reason, answers.get(task.id, "")))
    words = Words(
        "A task stays out at the first gate that stops its closest member: can (minimum scores), allowed (permissions "
        "and rules), available (hours). Outbid means that everybody who passes has too few hours left beside other "
        "work, rule that a rule stops somebody who has them. What would place it is the price of the best plan that "
        "has the task, or the cheapest changes after which there is one; hours are offered up to a quarter of a limit, "
        "and what a CRITICAL task needs is not lowered."
    )
    table = Table("What stays out", LEFT, tuple(rows), "unassigned", empty="Everything is placed.")
    blocks = (words, table) if told.result.plan else _fixes(told)
    return Section("left", "What stays out, and why" if told.result.plan else "What would make a plan possible", blocks)


def _fixes(told: Dossier) -> tuple[Block, ...]:
    """Return the cheapest changes after which there is a plan, each as a list of things to do."""
    found: list[Block] = []
    for number, fix in enumerate(told.fixes, 1):
        head, *steps = fix_text(number, fix)
        found += [Words(head.strip()), Points(tuple(step.strip() for step in steps))]
    return tuple(found)


def _answer(told: Dossier, placing: Placing) -> str:
    if placing.price:
        proof = f" ({NOT_PROVED})" if placing.price.is_bound else ""
        return f"in the plan at a price: {price_text(placing.price)}{proof}"
    if placing.fix is None:
        return "no change on offer does" if placing.is_known else "not found in the time there was"
    lines = fix_text(1, placing.fix)[1:]
    return "; ".join(line.strip() for line in lines) or "nothing needs to change"
