"""Answers about changes: from plan to plan, and what would have to change for a plan to exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from solver.assignment.sprints.door import COMMITTED
from solver.explanation.diff import Change, Diff, PlanDiff
from solver.explanation.fix.change import Fix, FixChange
from solver.explanation.price import LEVELS, Price
from solver.explanation.replan.least import Replan
from solver.explanation.replan.table import MoveRow
from solver.report.explanation.words import TERMS, change_text, diff_text, fix_text, price_text
from solver.report.forms.answers import Answer, told
from solver.report.forms.document import Code
from solver.report.forms.table import table_of
from solver.report.text.markup import clean

# The levels in data: a change of quality is in hours.
GAINS = (*LEVELS[:-1], "quality_hours")
SAID = {
    "optimal": "proved: no plan with the same urgent work moves fewer",
    "feasible": "not proved to be the fewest",
}

# How moves are counted where tasks have several pieces.
BY_PIECE: Final = "each part of a split task and each seat of a crew counts for itself in that"


def diff_answer(found: PlanDiff) -> Answer:
    """Return what changes from one plan to another, by task, by level and by term."""
    lines = [*diff_text(found.moves), _moves(found.moves)]
    width = max(12, *(len(one.name) + 2 for one in found.levels)) if found.levels else 12
    lines += ["", *(f"{one.name:<{width}}{_change(one)}" for one in found.levels)]
    lines += ["", "quality by term:"]
    lines += [f"    {TERMS.get(one.name, one.name):<24}{_change(one)}" for one in found.terms]
    return told(lines, found, move_rows(found.moves))


def _change(one: Change) -> str:
    scale = 1 if one.name in LEVELS[:-1] or one.name == "moves" or one.name.endswith(" early") else 1000
    return f"{one.before / scale:g} -> {one.after / scale:g} ({one.change / scale:+g})"


def move_rows(diff: Diff | None) -> list[dict[str, Any]]:
    """Return one row for each task that moves, comes in or stays out."""
    if diff is None:
        return []
    when = {task: f" in {dst}" for task, _, dst in diff.when}
    moved = [{"task": task, "from": src, "to": dst + when.get(task, "")} for task, src, dst in diff.moved]
    moved += [{"task": task, "from": src, "to": dst} for task, src, dst in diff.shifted]
    moved += [{"task": task, "from": "", "to": member} for task, member in diff.gained]
    return moved + [{"task": task, "from": member, "to": ""} for task, member in (*diff.lost, *diff.gone)]


def replan_lines(found: Replan, priced: str) -> list[str]:
    """Return how the new plan differs from the earlier one."""
    if found.result.plan is None or found.diff is None:
        why = found.result.conflict
        if not why:
            return ["No plan was found in the time (--time-limit)."]
        pieces = [f"    ({BY_PIECE})"] if found.in_pieces and any("may move" in text for text in why) else []
        return ["No plan exists:", *(f"    {text}" for text in why), *pieces]
    weighed = bool(found.committed) and not priced
    said = f"each move counted as {priced} h of quality" if priced else SAID[found.result.status]
    said = said.replace("fewer", "less").replace("the fewest", "the least") if weighed else said
    head = f"{_moves(found.diff)} ({said})"
    missed = [*(one.reason for one in found.missed), *([found.unasked] if found.unasked else [])]
    if not found.committed:
        lines = (*([BY_PIECE] if found.in_pieces and not priced else []), *_placed(found.placed))
        return [*missed, head, *(f"    {line}" for line in (*lines, *diff_text(found.diff)))]
    counted = [*([_weighed(found)] if weighed else []), *([BY_PIECE] if found.in_pieces and not priced else [])]
    moved = [f"    {line}" for line in diff_text(found.diff)]
    others = ["moves, all of them:", *moved] if moved else []
    return [*missed, *_slipped(found), head, *(f"    {line}" for line in (*counted, *_placed(found.placed))), *others]


def _slipped(found: Replan) -> list[str]:
    """Return first of all what ends later than planned or not at all."""
    if not found.slips:
        return ["Nothing slips: whatever was planned ends in its sprint or sooner."]
    lines = []
    for one in found.slips:
        then = f"from {one.before} to {one.after}" if one.after else f"stays out, was planned for {one.before}"
        then = then if one.before else f"{'started' if one.why else 'new'}, and stays out"
        missed = f" ({'no longer' if one.before else 'not by its'} {one.missed})" if one.missed else ""
        lines.append(f"    {one.task:<9}{one.priority:<9}{then}{missed}  {clean(one.title)}".rstrip())
        lines += [f"{'':<22}{clean(one.why)}"] if one.why else []
    return ["What slips, most urgent first:", *lines]


def _weighed(found: Replan) -> str:
    """Return how many moves are within the commitment, and that those count more."""
    inside, name = found.inside, clean(found.committed)
    count = f"{inside} of them" if inside else "none of them"
    weighs = f"holds counts {COMMITTED} ({count}), any other 1: forecasts are cheap"
    return f"a move of what {name}, the commitment, {weighs}"


def _moves(diff: Diff) -> str:
    """Return how many tasks move, of what kind, and how many come in."""
    parts = [f"{len(diff.moved)} to somebody else"] if diff.moved else []
    parts += [f"{len(diff.lost)} out of the plan"] if diff.lost else []
    kinds = f": {', '.join(parts)}" if len(parts) > 1 else ""
    more = f"; {len(diff.gained)} {'task comes' if len(diff.gained) == 1 else 'tasks come'} in" if diff.gained else ""
    return f"{diff.moves} {'move' if diff.moves == 1 else 'moves'}{kinds}{more}"


def _placed(changes: Sequence[Change]) -> list[str]:
    """Return what is gained and lost by class against the earlier plan's part that is still to be planned."""
    texts = []
    for one in changes:
        said = f"{one.before} -> {one.after}"
        if one.change:
            is_early = one.name.endswith(" early")
            texts.append(f"{one.name} {said} (value times periods)" if is_early else f"{one.name} work {said}")
    return [f"against the earlier plan: {', '.join(texts) if texts else 'as much work placed in every class'}"]


def moves_rows(table: Sequence[MoveRow]) -> list[dict[str, Any]]:
    """Return value against moves: what is placed in each class, quality in hours, and what the last move brought."""
    return [_moves_row(row) for row in table]


def _moves_row(row: MoveRow) -> dict[str, Any]:
    if row.result.plan is None:
        return {"at_most": row.budget, "moves": None, **dict.fromkeys(GAINS), "brings": "no plan has so few moves"}
    values = {level.name: level.value for level in row.result.levels}
    *classes, quality = (values.get(name, 0) for name in LEVELS)
    scaled = dict(zip(GAINS, (*classes, quality / 1000), strict=True))
    brings = "" if row.gain is None else price_text(row.gain) if not row.gain.is_free else "nothing"
    return {"at_most": row.budget, "moves": row.moves, **scaled, "brings": brings}


def replan_answer(found: Replan, table: Sequence[MoveRow], priced: str) -> Answer:
    """Return the new plan's moves and, if it was asked for, value against moves."""
    lines, rows = Code(tuple(replan_lines(found, priced))), moves_rows(table)
    data = {"replan": found, "table": table}
    if not rows:
        return told(lines.lines, data, move_rows(found.diff))
    counted = f" ({BY_PIECE.replace('in that', 'in at most')})" if found.in_pieces else ""
    against = table_of(rows, caption=f"value against moves, up to where nothing more is gained{counted}:")
    return Answer(against, (lines, against), data)


# So many tasks that move are listed one by one, more are counted.
MOST_MOVES = 12
# What the plan of a fix is compared with: another plan, or the one that is there already.
WITHOUT: Final = "the plan without this wish"
WORKED: Final = "the plan that is being worked"


def fix_answer(
    found: Sequence[Fix],
    prices: Mapping[str, int],
    out: int,
    limits: str = "",
    than: str = WITHOUT,
    wished: Sequence[str] = (),
) -> Answer:
    """Return the cheapest changes as lists of things to do.

    ``limits`` says how far changes were offered, ``than`` what the plan of each fix is compared with, and ``wished``
    which tasks must have a place that no rule requires.
    """
    priced = ", ".join(f"{PRICED[kind]} {price}" for kind, price in prices.items() if kind in PRICED)
    rows = [
        {"fix": number, "price": fix.price} | change_row(one)
        for number, fix in enumerate(found, 1)
        for one in fix.changes
    ]
    lines = list[str]()
    if not found:
        lines = [f"No change on offer helps. On offer, with its price: {priced or 'nothing'}."]
        lines += [f"{limits[:1].upper()}{limits[1:]}."] if limits else []
    elif not found[0].changes:
        lines = ["nothing needs to change: a plan exists", *gives_up_lines(found[0].gives_up, than)]
        if out:
            left = "1 task stays out of it" if out == 1 else f"{out} tasks stay out of it"
            lines += [f"{left}; --place names those that must have a place, --place all takes all"]
    else:
        for number, fix in enumerate(found, 1):
            lines += [*fix_text(number, fix, wanted=wished), *gives_up_lines(fix.gives_up, than)]
        lines += [f"prices: {priced}", *([limits] if limits else [])]
    return told(lines, {"fixes": found, "prices": dict(prices)}, rows)


def change_row(one: FixChange) -> dict[str, Any]:
    """Return one change of a fix in words, with its price and as a line of a scenario."""
    return {"change": change_text(one), "change_price": one.price, "as": str(one.change)}


def gives_up_lines(price: Price | None, than: str = WITHOUT) -> list[str]:
    """Return what the plan of a fix has more or less than another one."""
    if price is None or not price.changes:
        return []
    if price.is_free and not (price.moves and price.moves.lost):
        return [f"    against {than} it gives up nothing"]
    moved = diff_text(price.moves) if price.moves else []
    head = f"    against {than}: {price_text(price)}"
    if len(moved) > MOST_MOVES:
        return [head, f"        {len(moved)} tasks move, come in or stay out: the plan is another one"]
    return [head, *(f"        {line}" for line in moved)]


PRICED = {
    "hours": "an hour more",
    "minimum": "a tenth of a minimum",
    "permission": "a permission",
    "wip": "one more task at once",
    "forbid": "a lifted ban",
    "batch": "a split batch",
    "separate": "a dropped separation",
    "together": "a dropped demand for one member",
    "pin": "a dropped pin",
    "required": "a task left out",
    "started": "started work taken away",
}
