"""Fixes over periods as things to do: what is cheapest, who then has the work when, and what that moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from solver.explanation.fix_change import Fix, with_changes
from solver.report.answers import Answer, told
from solver.report.changes import PRICED, change_row, gives_up_lines
from solver.report.explanation import fix_text
from solver.study.study import Study

PRICED_IN_TIME = PRICED | {
    "sprint": "one more sprint",
    "split": "a split task",
    "second": "a second person",
    "date": "a working day that a date is shifted by",
    "join": "somebody more in the team",
}
FIRST = "the first one {} more"


def fix_in_time_answer(
    case: Study,
    found: Sequence[Fix],
    place: Sequence[str],
    missed: Sequence[str],
    prices: Mapping[str, tuple[int, int]],
    out: int,
) -> Answer:
    """Return the cheapest changes as lists of things to do; ``missed`` are impossible deadlines in words."""
    lines = list(missed)
    wanted = place or case.team.policies.required
    rows = [
        {"fix": number, "price": fix.price} | change_row(one)
        for number, fix in enumerate(found, 1)
        for one in fix.changes
    ]
    on_offer = ", ".join(_priced(kind, *price) for kind, price in prices.items())
    if not found:
        lines += [f"No change on offer helps. On offer, with its price: {on_offer or 'nothing'}."]
    elif not found[0].changes:
        lines += ["nothing needs to change: a plan exists"]
        lines += [*_placed(case, found[0], wanted), *gives_up_lines(found[0].gives_up)]
        if out and not place:
            left = "1 task stays out of it" if out == 1 else f"{out} tasks stay out of it"
            lines += [f"{left}; --place names those that must have a place, --place all takes all"]
    else:
        for number, fix in enumerate(found, 1):
            lines += [*fix_text(number, fix), *_placed(case, fix, wanted), *gives_up_lines(fix.gives_up)]
            if not fix.is_cheapest:
                lines += ["    (the time ended before it was known whether something cheaper does: --time-limit)"]
        lines += [f"prices: {on_offer}"]
    data = {"fixes": found, "missed": list(missed), "prices": {kind: list(price) for kind, price in prices.items()}}
    return told(lines, data, rows)


def _priced(kind: str, fee: int, unit: int) -> str:
    return f"{PRICED_IN_TIME[kind]} {unit}" + (f" ({FIRST.format(fee)})" if fee else "")


def _placed(case: Study, fix: Fix, wanted: Sequence[str]) -> list[str]:
    """Return who has what was wanted when, in the plan that verifies a fix."""
    periods = with_changes(case, fix.changes).periods
    lines = []
    for task in wanted:
        given = [one for one in fix.result.plan.assignments if one.task == task] if fix.result.plan else []
        slots = dict.fromkeys(f"{one.member} in {periods[one.period]}" if periods else one.member for one in given)
        lines += [f"    then {task} is with {', '.join(slots)}"] if slots else []
    return lines
