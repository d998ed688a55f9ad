"""Explanations in words that need no training: computes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from solver.assignment.fixes import Fix
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.explanation.case import Price
from solver.explanation.diff import Diff
from solver.explanation.terms import Term
from solver.explanation.why_not import WhyNot
from solver.matching.fit import shortfalls
from solver.matching.vocabulary import effective_scores


def price_text(price: Price) -> str:
    """Return a price in words: urgent work first, then hours of quality."""
    if not price.changes:
        return "no plan exists with it: " + "; ".join(price.conflict)
    if price.is_free:
        return "costs nothing: an equally good plan has it"
    words = []
    for name, change in price.changes:
        if change and name in PRIORITIES:
            words.append(f"{change:+d} of {name} work placed")
        elif change and name == "quality":
            words.append(f"{change / 1000:+.2f} h of quality")
    return ", ".join(words) or "no change"


def gain_text(price: Price) -> str:
    """Return what a change brings, or that it brings nothing."""
    return price_text(price) if any(change > 0 for _, change in price.changes) else "brings nothing"


def diff_text(diff: Diff) -> list[str]:
    """Return one line for each task that moves, comes in or stays out."""
    lines = [f"{task} moves from {src} to {dst}" for task, src, dst in diff.moved]
    lines += [f"{task} comes in with {member}" for task, member in diff.gained]
    return lines + [f"{task} stays out ({member} had it)" for task, member in diff.lost]


def why_not_text(answer: WhyNot) -> str:
    """Return why a member does not have a task."""
    if answer.price is None:
        said = {"can": "does not meet the minimums", "allowed": "is not allowed", "available": "has too few hours"}
        return "\n".join([f"{answer.member} {said[answer.gate]}:", *(f"    {reason}" for reason in answer.reasons)])
    lines = [f"{answer.task} with {answer.member}: {price_text(answer.price)}"]
    moves = diff_text(answer.price.moves) if answer.price.moves else []
    return "\n".join([*lines, *(f"    {line}" for line in moves)])


def fix_text(number: int, fix: Fix, team: Team, backlog: Backlog) -> list[str]:
    """Return a fix as a list of things to do."""
    members, tasks = team.members, backlog.open_tasks
    lines = [f"fix {number}, price {fix.price}:"]
    for change in fix.changes:
        who = members[change.member].id if change.member >= 0 else ""
        what = tasks[change.task].id if change.task >= 0 else ""
        if change.kind == "hours":
            lines.append(f"    {change.hours} h more for {who}")
        elif change.kind == "can":
            scores = effective_scores(members[change.member].card, team.vocabulary)
            short = shortfalls(scores, tasks[change.task], team.vocabulary)
            needs = ", ".join(f"{name} from {minimum} to {have}" for name, have, minimum in short)
            lines.append(f"    lower what {what} needs, for {who}: {needs}")
        elif change.kind == "allowed":
            lines.append(f"    allow {who} to take {what}")
        else:
            lines.append(f"    drop the pin of {what} to {who}" if change.kind == "pin" else f"    do without {what}")
    return lines


def term_text(rows: Iterable[Term]) -> list[str]:
    """Return one line for each row and their sum, in hours."""
    rows = tuple(rows)
    lines = [f"{row.name:<11}{row.about:<16}{row.member:<24}{row.units / 1000:>+10.3f} h" for row in rows]
    return [*lines, f"{'together':<51}{sum(row.units for row in rows) / 1000:>+10.3f} h"]
