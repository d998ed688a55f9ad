"""What more hours, higher scores or fewer rules would bring, as an answer."""

from __future__ import annotations

from collections.abc import Sequence

from solver.domain.showing import some
from solver.explanation.marginal.marginal import Marginal
from solver.report.explanation.reasons import UNIT, price_levels
from solver.report.explanation.words import (
    gain_text,
    price_text,
)
from solver.report.forms.answers import Answer, told
from solver.report.text.plain import plain

WHAT = {
    "hours": "{member}: {amount} h more",
    "slot": "{member}: {amount} h more in {about}",
    "score": "{member}: {about} {tenths} higher",
    "permission": "allow {member} to {about}",
    "batch": "batch {about}",
    "forbid": "let {member} take {about} although it is forbidden",
    "pin": "no longer pin {about} to {member}",
    "wip": "one more task at once for {member}",
    "separate": "let one member do all of {about}",
    "together": "let several members share {about}",
}


def marginal_answer(
    found: Sequence[Marginal], head: str, shown: int | None = None, skipped: Sequence[tuple[str, str, str]] = ()
) -> Answer:
    """Return what each change brings, most first; then what would cost something, and what brings nothing.

    In the lines to read each change has at most so many steps as ``shown``; the data have them all. ``skipped`` are
    kind, member and about of the changes that there was no time for.
    """
    rows = [
        {"kind": one.kind, "member": one.member, "about": one.about, "amount": step.amount}
        | price_levels(step.price)
        | {"tasks": step.price.tasks, "as": str(step.change)}
        for one in found
        for step in one.steps
    ]
    lines, costs, nothing, useless = [head], list[str](), list[str](), list[str]()
    for one in found:
        price, words = one.best.price, _step_words(one, one.best.amount)
        if price.is_gain:
            lines += _walk(one, shown)
        elif price.changes and all(name != "quality" for name, _ in price.changes):
            useless.append(f"{one.member} in {one.about}")
        elif price.changes and not price.is_free and one.kind == "batch":
            costs.append(f"    {words:<44} {price_text(price)}")
        else:
            nothing.append(_step_words(one, one.steps[-1].amount))
    lines += [f"    {_none(found, skipped)}"] if len(lines) == 1 else []
    lines += ["", "Would cost:", *costs] if costs else []
    lines += ["", f"Bring nothing: {'; '.join(nothing)}"] if nothing else []
    lines += ["", f"Place no more work and none of it earlier: {some(useless, 12)}"] if useless else []
    if any(step.price.is_bound for one in found for step in one.steps):
        lines += ["", "Not every plan was proved: some changes may bring more than is said here."]
    if skipped:
        said = (
            WHAT[_kind(kind, what)].format(member=who, about=what, amount="some", tenths="some")
            for kind, who, what in skipped
        )
        lines += ["", f"Left out, as the time was over (--time-limit): {some(list(dict.fromkeys(said)), 8)}"]
    steps = iter(rows)
    data = [plain(one) | {"steps": [plain(step) | next(steps) for step in one.steps]} for one in found]
    return told([*lines, f"({UNIT})"], data, rows)


def _none(found: Sequence[Marginal], skipped: Sequence[tuple[str, str, str]]) -> str:
    """Return what is said where no change is known to bring anything: what was not asked is not known."""
    if not skipped:
        return "nothing"
    return "nothing of what there was time to ask" if found else "not known: there was no time to ask"


def _walk(one: Marginal, shown: int | None) -> list[str]:
    """Return the steps that bring something, and the first one in any case."""
    steps = [step for step in one.steps if step.price.is_gain or step.amount == 1]
    kept = steps if shown is None or len(steps) <= shown + 1 else steps[:shown]
    lines = [f"    {_step_words(one, step.amount):<44} {gain_text(step.price)}" for step in kept]
    if len(kept) < len(steps):
        last = steps[-1]
        text = f"and {len(steps) - len(kept)} more steps up to {_step_words(one, last.amount)}"
        lines.append(f"        {text}: {gain_text(last.price)}")
    return lines


def _kind(kind: str, about: str) -> str:
    """Return how a change is told: hours of one period are those of a slot."""
    return "slot" if kind == "hours" and about else kind


def _step_words(one: Marginal, amount: int) -> str:
    words = WHAT[_kind(one.kind, one.about)]
    return words.format(member=one.member, about=one.about, amount=amount, tenths=f"{amount / 10:g}")
