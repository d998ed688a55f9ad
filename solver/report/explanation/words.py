"""Explanations in words that need no training: computes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from solver.changes.change import Change
from solver.domain.showing import counted
from solver.domain.tasks import PRIORITIES
from solver.explanation.diff import Diff
from solver.explanation.fix.change import Fix, FixChange
from solver.explanation.needs import Need
from solver.explanation.price import Price
from solver.explanation.smallest import SmallestChange
from solver.explanation.suggest.suggestion import Held, Suggestion
from solver.explanation.why import Handoff
from solver.explanation.why_not import WhyNot
from solver.report.text.markup import printable

# What the names of the terms mean to somebody who never saw the weights.
TERMS = {
    "value": "work placed",
    "fit": "suits the member",
    "preference": "liked by the member",
    "handoff": "handed on",
    "split": "batch split",
    "balance": "uneven loads",
    "move": "moved",
    "early": "early",
    "late": "after its due date",
    "focus": "batches side by side",
}
NOT_PROVED = "not proved: another plan with it may be better"
CHEAPER = "not known whether something cheaper does"
STOPS = {"can": "does not meet the minimums", "allowed": "is not allowed", "available": "has too few hours"}
STOPS |= {"when": "has too few hours when it must be worked"}


def amount_text(name: str, units: int) -> str:
    """Return what a level changes by: value of a class, hours of quality."""
    if name in PRIORITIES:
        return f"{name} work {units:+d}"
    # Value times the whole periods that are left when it is done.
    return f"{name} {units:+d}" if name.endswith(" early") else f"{name} {units_text(units)}"


def units_text(units: int) -> str:
    """Return thousandths of an hour with a sign, and as many digits as it takes to see them."""
    return f"{units / 1000:+.2f} h" if abs(units) >= 5 else f"{units / 1000:+.3f} h"


def price_text(price: Price) -> str:
    """Return a price in words: urgent work first, then hours of quality."""
    if not price.changes:
        why = "; ".join(price.conflict)
        return f"there is no plan with it: {why}" if why else "no plan with it was found in the time (--time-limit)"
    if price.is_free:
        return "costs nothing: an equally good plan has it"
    return ", ".join(amount_text(name, change) for name, change in price.changes if change and name != "moves")


def gain_text(price: Price) -> str:
    """Return what a change brings and how many tasks more have a place, or that it brings nothing.

    Where nothing was asked of quality, nothing is said of it.
    """
    if price.changes and all(name != "quality" for name, _ in price.changes) and not price.is_gain:
        return "places no more work and none of it earlier"
    if not price.changes or not price.is_gain:
        return "brings nothing"
    tasks = f" ({price.tasks:+d} {_plural(price.tasks, 'task')})" if price.tasks else ""
    return price_text(price) + tasks


def _plural(number: float, word: str) -> str:
    return word if abs(number) == 1 else f"{word}s"


def diff_text(diff: Diff) -> list[str]:
    """Return one line for each task that moves, comes in or stays out."""
    when = {task: (f" in {src}", f" in {dst}") for task, src, dst in diff.when}
    nothing = ("", "")
    lines = [
        f"{task} moves from {src}{when.get(task, nothing)[0]} to {dst}{when.get(task, nothing)[1]}"
        for task, src, dst in diff.moved
    ]
    some = {task: (count, total) for task, count, total in diff.parts}
    lines += [f"{_part(task, *some.get(task, (1, 1)))} from {src} to {dst}" for task, src, dst in diff.shifted]
    lines += [f"{task} comes in with {member}" for task, member in diff.gained]
    lines += [f"{task} stays out ({member} had it)" for task, member in diff.lost]
    return lines + [f"{task} is no longer to be planned ({member} had it)" for task, member in diff.gone]


def _part(task: str, count: int, total: int) -> str:
    """Return that a task moves, or so many of its parts do."""
    verb = "moves" if count == 1 else "move"
    return f"{task} moves" if count == total else f"{count} of {total} parts of {task} {verb}"


def why_not_text(answer: WhyNot) -> str:
    """Return why a member does not have a task."""
    if answer.price is None:
        lines = [f"{answer.member} {STOPS[answer.gate]}:", *(f"    {reason}" for reason in answer.reasons)]
        return "\n".join(map(printable, lines))
    lines = [f"{answer.task} with {answer.member}: {price_text(answer.price)}"]
    lines += [f"    ({NOT_PROVED})"] if answer.price.changes and answer.price.is_bound else []
    moves = diff_text(answer.price.moves) if answer.price.moves else []
    return "\n".join(map(printable, [*lines, *(f"    {line}" for line in moves)]))


def smallest_text(found: SmallestChange) -> list[str]:
    """Return the smallest change of a member's data as things to do, or why there is none."""
    if found.was_cut:
        return [f"The search for the smallest change ended before it found one: {found.reason}."]
    if found.edits is None and found.offered is not None:
        within = f"up to {found.offered:g} h more of {found.member} (--most-hours)"
        return [f"Nothing {within} would do, whatever the scores and permissions: {found.reason}."]
    if found.edits is None:
        return [f"No hours, scores or permissions of {found.member} would do: {found.reason}."]
    if not found.edits:
        return ["Nothing has to change: an equally good plan has it."]
    head = f"The smallest change after which {found.member} would have it in a best plan (price {found.price}):"
    said = [] if found.is_proved else ["    (not every plan on the way was proved: a smaller change may do)"]
    return [head, *(f"    {change_text(edit)}" for edit in found.edits), *said]


def fix_text(number: int, fix: Fix, *, is_running: bool = False, wanted: Sequence[str] = ()) -> list[str]:
    """Return a fix as a list of things to do, with what to write for it: no what-if knows of a plan that is worked.

    What was ``wanted`` stands in it, too: what is less urgent than others has no place only because it can have one.
    """
    told = (f"    {change_text(one)}{_too_few(fix, one)}" for one in fix.changes)
    lines = [f"fix {number}, price {fix.price}:", *told]
    changes = [*(one.change for one in fix.changes), *(Change("require", name) for name in wanted)]
    if is_running:
        return [*lines, "    as lines of a scenario:", *(f"      - {one}" for one in changes)]
    return [*lines, f"    to try it: whatif {' '.join(one.option for one in changes)}"]


def _too_few(fix: Fix, change: FixChange) -> str:
    """Return how many sprints more do not do, where that is known and this is about more of them."""
    if change.kind != "sprint" or not fix.too_few:
        return ""
    return " (one more is not enough)" if fix.too_few == 1 else f" ({fix.too_few} more are not enough)"


def change_text(change: FixChange) -> str:
    """Return one change of a fix as something to do."""
    who, what, about = change.member, change.task, change.about
    if change.kind == "hours" and about:
        return f"{float(change.after - change.before):g} h more for {who} in {about}"
    words = {
        "sprint": f"plan {f'{change.after:f} more sprints' if change.after > 1 else 'one more sprint'}: {about}",
        "split": f"let {what} be split into parts of {about}",
        "second": f"cut {what} in halves, which two people can do at once: {about}",
        "date": f"shift {about}",
        "join": f"add somebody like {who}{f' from {about} on' if about else ''}",
        "hours": f"{float(change.after - change.before):g} h more for {who}: a load limit of {float(change.after):g} h",
        "wip": f"let {who} have {counted(int(change.after), 'task')} at once instead of {change.before:g}",
        "score": f"{about} of {who} from {_score(change.before)} to {_score(change.after)}",
        "minimum": f"lower what {what} needs of {about} from {_score(change.before)} to {_score(change.after)}",
        "permission": f"allow {who} to {about}",
        "forbid": f"let {who} take {what} although it is forbidden",
        "separate": f"let one member do all of {about}, which need different members now",
        "together": f"let several members share {about}, which need the same member now",
        "batch": f"let the batch {about} be split",
        "pin": f"no longer pin {what} to {who}",
        "started": f"take {what} from {who}, who has started it",
        "required": f"leave {what} out",
    }
    return words[change.kind]


def _score(score: Decimal) -> str:
    """Return a score without needless zeros."""
    return f"{score.normalize():f}"


def need_text(need: Need) -> str:
    """Return what a task needs of one capability and what the member has."""
    source = f" ({need.source})" if need.source not in {"", need.capability} else ""
    has = f"has {_score(need.have)}{source}, needs {_score(need.minimum)}"
    return f"{need.capability} ({need.tier}): {has}, weight {_score(need.weight)}"


def handoff_text(handoff: Handoff) -> str:
    """Return one hand-off."""
    return f"{handoff.before} ({handoff.giver}) -> {handoff.after} ({handoff.taker}): {units_text(handoff.units)}"


def held_text(held: Held) -> str:
    """Return a task that would stay out, and what it is worth."""
    worth = f"{held.priority} work {held.value}, quality {units_text(held.units)}"
    return f"{held.task} ({held.member}, {held.hours:g} h, {worth})"


def suggestion_text(one: Suggestion) -> list[str]:
    """Return what it would take for one member to have a task, with everything else as planned."""
    if one.price is None:
        return [f"{one.gate}: {'; '.join(one.reasons)}"]
    when = f" in {one.period}" if one.period else ""
    if one.is_open:
        return [f"free for it{when}: {price_text(one.price)}"]
    said = f"{when[1:]}: " if when else ""
    return [said + price_text(one.price), *(f"instead of {held_text(held)}" for held in one.gives_up)]
