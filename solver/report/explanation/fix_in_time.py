"""Fixes over periods as things to do: what is cheapest, who then has the work when, and what that moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from solver.assignment.clash import in_plain_words
from solver.assignment.result import Result
from solver.domain.plan import Plan
from solver.domain.showing import some
from solver.explanation.fix.change import Fix, with_changes
from solver.report.explanation.changes import PRICED, WITHOUT, WORKED, change_row, gives_up_lines
from solver.report.explanation.words import CHEAPER, fix_text
from solver.report.forms.answers import Answer, told
from solver.study.study import Study

PRICED_IN_TIME = PRICED | {
    "sprint": "one more sprint",
    "split": "a split task",
    "second": "a second person",
    "date": "a working day that a date is shifted by",
    "join": "somebody more in the team",
}
FIRST = "the first one {} more"
# So many tasks that a fix gives a place are told one by one, those without one before it first.
MOST_PLACED: Final = 12


@dataclass(frozen=True)
class Wanted:
    """What was asked: the tasks that must have a place, and what is known of them without any change.

    ``missed`` are impossible deadlines in words; ``hopeless`` are tasks that have no place whatever is changed, each
    with why it has none as it is; ``base`` is the plan without the wish, and ``is_running`` says that a plan is being
    worked, which fixes are told against where there is no other. Tasks ``apart`` have no place beside others.
    """

    place: Sequence[str]
    missed: Sequence[str]
    hopeless: Mapping[str, str]
    base: Result
    is_running: bool = False
    apart: Mapping[str, Sequence[str]] = field(default_factory=dict)


def fix_in_time_answer(
    case: Study, found: Sequence[Fix], asked: Wanted, prices: Mapping[str, tuple[int, int]]
) -> Answer:
    """Return the cheapest changes as lists of things to do."""
    on_offer = ", ".join(_priced(kind, *price) for kind, price in prices.items())
    lines = [*asked.missed, *_clash(case, asked), *_hopeless(asked, any_fix=bool(found))]
    lines += _apart(asked, any_fix=bool(found))
    out = {*asked.hopeless, *asked.apart}
    wanted = [name for name in asked.place or case.team.policies.required if name not in out]
    wished = [name for name in wanted if name not in case.team.policies.required]
    for number, fix in enumerate(found, 1):
        head = [_enough(asked)]
        if fix.changes:
            head = fix_text(number, fix, is_running=asked.is_running, wanted=wished)
        about = wanted or list(dict.fromkeys(one.task for one in fix.changes if one.task))
        than = WITHOUT if asked.base.plan else WORKED
        lines += [*head, *_placed(case, fix, about, asked.base.plan), *gives_up_lines(fix.gives_up, than)]
        if fix.changes and fix.gives_up and fix.result.status == "feasible":
            lines += ["    (the plan after it is not proved to be the best one: what it gives up is that at most)"]
        if fix.changes and not fix.is_cheapest:
            lines += [f"    ({CHEAPER}: --time-limit looks longer)"]
        if not fix.changes:
            lines += _left_out(case, fix, asked)
    if not found and not out:
        helps = "No change on offer gives them all a place together" if asked.place else "No change on offer helps"
        lines += [f"{helps}. On offer, with its price: {on_offer or 'nothing'}."]
    elif not found or found[0].changes:
        lines += [f"prices: {on_offer}"]
    rows = [
        {"fix": number, "price": fix.price} | change_row(one)
        for number, fix in enumerate(found, 1)
        for one in fix.changes
    ]
    data = {"fixes": found, "missed": list(asked.missed), "without_place": dict(asked.hopeless)}
    data["apart"] = {name: list(others) for name, others in asked.apart.items()}
    return told(lines, data | {"prices": {kind: list(price) for kind, price in prices.items()}}, rows)


def _clash(case: Study, asked: Wanted) -> list[str]:
    """Return why there is no plan at all as it is, if there is none."""
    if asked.base.plan is not None or not asked.base.conflict:
        return []
    return ["No plan exists as it is:", *(f"    {text}" for text in in_plain_words(case.world, asked.base.conflict))]


def _hopeless(asked: Wanted, *, any_fix: bool) -> list[str]:
    """Return which tasks no change on offer helps."""
    if not asked.hopeless:
        return []
    left = "; the fixes leave out what has none" if any_fix else "; for the others no fix was found"
    rest = "" if len(asked.hopeless) == len(asked.place) else left
    why = [f"    {name}: {reason}" for name, reason in asked.hopeless.items() if reason]
    return [f"No change on offer gives a place to {some(list(asked.hopeless))}{rest}.", *why[:MOST_PLACED]]


def _apart(asked: Wanted, *, any_fix: bool) -> list[str]:
    """Return which tasks no change on offer gives a place beside which others, and those that were not asked of."""
    told = {name: others for name, others in asked.apart.items() if others}
    unasked = [name for name in asked.apart if name not in told]
    lines = [
        f"No change on offer gives a place to {name} and to {some(list(others))} together."
        for name, others in list(told.items())[:MOST_PLACED]
    ]
    if len(told) > MOST_PLACED:
        lines += [f"The same holds of {some(list(told)[MOST_PLACED:])} and some of the others."]
    if unasked:
        lines += [f"There was no time to know whether {some(unasked)} can have a place beside the others."]
    left = f"The fixes leave out {some(list(asked.apart))}." if any_fix else "For the others no fix was found."
    return [*lines, left] if lines else []


def _enough(asked: Wanted) -> str:
    """Return that nothing needs to change, and for what."""
    if not asked.place:
        return "nothing needs to change: a plan exists"
    rest = [name for name in asked.place if name not in {*asked.hopeless, *asked.apart}]
    what = "what was asked" if len(rest) == len(asked.place) else some(rest)
    return f"nothing needs to change: there is a plan that has a place for {what}"


def _left_out(case: Study, fix: Fix, asked: Wanted) -> list[str]:
    """Return how many tasks stay out where none was asked for."""
    plan = fix.result.plan
    out = len(case.backlog.open_tasks) - len(plan.owner) if plan else 0
    if not out or asked.place:
        return []
    left = "1 task stays out of it" if out == 1 else f"{out} tasks stay out of it"
    return [f"{left}; --place names those that must have a place, --place all takes all"]


def _priced(kind: str, fee: int, unit: int) -> str:
    return f"{PRICED_IN_TIME[kind]} {unit}" + (f" ({FIRST.format(fee)})" if fee else "")


def _placed(case: Study, fix: Fix, wanted: Sequence[str], base: Plan | None) -> list[str]:
    """Return who has what was wanted when in the plan that verifies a fix; what had no place before comes first."""
    periods, before = with_changes(case, fix.changes).periods, base.owner if base else {}
    slots: dict[str, dict[str, None]] = {}
    for one in fix.result.plan.assignments if fix.result.plan else ():
        where = f"{one.member} in {periods[one.period]}" if periods else one.member
        slots.setdefault(one.task, {})[where] = None
    names = sorted((name for name in wanted if name in slots), key=lambda name: name in before)
    told_of = [name for name in names if name not in before] if len(names) > MOST_PLACED else names
    lines = [f"    then {name} is with {', '.join(slots[name])}" for name in told_of[:MOST_PLACED]]
    more = len(names) - len(lines)
    if more and not lines:
        return [f"    all {more} that were asked for have a place in the plan as it is"]
    return [*lines, f"    and {more} more of what was asked have a place"] if more else lines
