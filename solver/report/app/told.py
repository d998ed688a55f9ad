"""What the page says of a plan: how far it is proved, the urgent work that stays out, what a change brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from solver.domain.showing import counted, some
from solver.domain.tasks import PRIORITIES
from solver.explanation.fix.change import Fix
from solver.report.app.lines import lines_of_options
from solver.report.app.tries import Try
from solver.report.app.wire import data
from solver.report.contents.summary import NOTHING
from solver.report.explanation.words import change_text
from solver.report.plan.beginning import TITLE, grouped
from solver.report.text.markup import Safe, clip, join, tag
from solver.report.whatif.scenarios import BY_SEARCH, KEPT, ends_said
from solver.whatif.scenarios.compare import Row

# Beyond so many urgent tasks each takes less room; so many are open, the others unfold, as many as a page can hold.
FEW: Final = 5
FIRST: Final = 9
MOST: Final = 400
# Of names in a row so many are said.
NAMED: Final = 12
SPACE: Final = Safe(" ")
# Shown gaps are never 0 where something is open.
LEAST_SHOWN: Final = 0.0005


def status_text(row: Row, *, is_final: bool, seconds: float) -> str:
    """Return how many tasks are placed and how far that is proved; an answer that may still change says so.

    Parameters
    ----------
    row : Row
        What is shown.
    is_final : bool
        Whether the search is over.
    seconds : float
        How long it may take.

    Returns
    -------
    str
        A few sentences; beside another plan, what follows for differences where this one is not proved.
    """
    if row.result.plan is None:
        clash = "; ".join(clip(text) for text in row.result.conflict[:3])
        why = f" These cannot hold at once: {clash}." if clash else ""
        if row.result.status == "infeasible":
            return f"There is no plan with this.{why}"
        return "No plan yet; the search goes on." if not is_final else f"No plan was found within {seconds:g} s."
    placed = sum(count for _, count in row.placed)
    if not placed and not row.left:
        return NOTHING
    head = f"{placed:,} of {counted(placed + len(row.left), 'open task')} placed"
    if row.result.status == "optimal":
        return f"{head}; proved: no plan is better."
    proved = [level.name for level in row.result.levels if level.gap == 0]
    known = f"{_listed(proved)} {'is' if len(proved) == 1 else 'are'} proved; " if proved else ""
    rest = ", ".join(f"{level.name} {_within(level.gap)}" for level in row.result.levels if level.gap != 0)
    if is_final:
        return f"{head}; not proved within {seconds:g} s: {known}{rest}.{_differing(row)}"
    return f"Provisional: {head}; {known}{rest}. A better plan or its proof may follow."


def _differing(row: Row) -> str:
    """Return what may have moved beside another plan where this one is not proved, as ``teamwright whatif`` says it."""
    if not row.moves:
        return ""
    return f" It keeps to the workspace's plan, and {KEPT}." if row.is_near else f" But {BY_SEARCH}."


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _within(gap: float | None) -> str:
    return "with an open bound" if gap is None else f"within {max(gap, LEAST_SHOWN):.1%} of its bound"


def urgent(decisions: Sequence[Mapping[str, Any]], tries: Mapping[str, Try], are_any: bool) -> Safe:
    """Return each urgent task that stays out, its reason, and one thing to do that a click tries.

    Parameters
    ----------
    decisions : sequence of mapping
        From ``solver.report.plan.decisions``.
    tries : mapping of str to Try
        The button of each.
    are_any : bool
        Whether the backlog has urgent tasks.

    Returns
    -------
    Safe
        The first nine open, the others behind a line that names them.
    """
    if not decisions:
        said = "Every CRITICAL and HIGH task has a place." if are_any else "No open task is CRITICAL or HIGH."
        return tag("p", said, class_="good")
    names = [clip(row["task"], 40) for row in decisions]
    groups = _groups(decisions[:MOST]) if len(decisions) > FEW else [[row] for row in decisions]
    items = [_decision(rows, tries.get(rows[0]["task"])) for rows in groups]
    kind = "decisions dense" if len(groups) > FEW else "decisions"
    rest = [clip(row["task"], 40) for rows in groups[FIRST:] for row in rows]
    folded = tag("summary", f"{len(rest)} more: {some(rest, NAMED)}")
    more = [tag("details", folded, tag("ul", *items[FIRST:], class_=kind))] if rest else []
    named = tag("span", some(names, NAMED), class_="names")
    title = tag("summary", tag("h2", f"{TITLE}: {len(decisions)}"), SPACE, named)
    first = tag("ul", *items[:FIRST], class_=kind)
    return tag("details", title, first, *more, open="open", id="urgent", class_="urgent")


def _groups(decisions: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Return decisions, those of one class with the same reason and the same thing to do together."""
    found: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in decisions:
        found.setdefault((row["priority"], row["reason"], row["do"]), []).append(row)
    return list(found.values())


def _decision(rows: Sequence[Mapping[str, Any]], one: Try | None) -> Safe:
    """Return one task, or some that one reason keeps out."""
    row = grouped(rows)[0]
    about = tag("span", f"{row['priority']}, {row['hours']:g} h", class_="class")
    names = (
        join([tag("button", clip(each["task"], 60), type="button", class_="name", data_task=data(each["task"])), SPACE])
        for each in rows
    )
    parts = [tag("p", *names, about, SPACE, tag("span", clip(row["title"], 120), class_="title"))]
    parts.append(tag("p", f"Why: {clip(row['reason'], 300)}", class_="why", title=clip(row["reason"], 300)))
    do = clip(row["do"], 160)
    if one is None or not one.lines or one.text != f"Try: {row['do']}":
        parts.append(tag("p", f"Do: {do}", class_="do"))
    if one is not None and one.lines:
        words = {"type": "button", "class_": "try", "title": clip("; ".join(one.lines)), "data_lines": data(one.lines)}
        parts.append(tag("button", clip(one.text, 160), **words))
    return tag("li", *parts)


def ways_out(found: Sequence[Fix]) -> Safe:
    """Return the changes after which there is a plan, cheapest first, each with a button that tries it."""
    items = []
    for fix in found:
        lines = lines_of_options(" ".join(one.change.option for one in fix.changes))
        said = f"Try: {'; '.join(change_text(one) for one in fix.changes)}"
        words = {"type": "button", "class_": "try", "title": clip("; ".join(lines)), "data_lines": data(lines)}
        items.append(tag("li", tag("button", clip(said, 300), **words)))
    title = tag("h2", "What would make a plan possible")
    return join([title, tag("ul", *items, class_="decisions")]) if items else Safe("")


def at_risk(risks: Sequence[Mapping[str, str]]) -> Safe:
    """Return what may still go wrong, to open with a click; nothing where there is nothing."""
    if not risks:
        return Safe("")
    items = (tag("li", clip(one["text"], 400)) for one in risks)
    return tag("details", tag("summary", f"At risk: {len(risks)}"), tag("ul", *items, class_="list"), class_="risks")


def chips(lines: Sequence[str]) -> Safe:
    """Return the lines of the scenario, each with a button that takes it back."""
    items = [
        tag(
            "li",
            tag("code", clip(line, 120)),
            tag("button", "×", type="button", aria_label=f"take back {clip(line, 120)}", data_drop=str(number)),
        )
        for number, line in enumerate(lines)
    ]
    return tag("ul", *items, class_="chips", id="chips") if items else Safe("")


def gains(base: Row, row: Row) -> Safe:
    """Return what the changed plan places more and less, class by class, and what urgent work ends earlier or later.

    What left the backlog counts for neither.
    """
    if not (base.result.plan and row.result.plan):
        return Safe("")
    before, after = dict(base.placed), dict(row.placed)
    deltas = {name: after.get(name, 0) - before.get(name, 0) for name in PRIORITIES}
    parts = [
        tag("span", f"{name} {delta:+d}", class_="up" if delta > 0 else "down")
        for name, delta in deltas.items()
        if delta
    ]
    parts += [tag("span", said, class_="up" if change > 0 else "down") for said, change in ends_said(base, row)]
    quality = (row.values["quality"] - base.values["quality"]) / 1000
    parts += [tag("span", f"quality {quality:+.2f} h", class_="up" if quality > 0 else "down")] if quality else []
    if not parts:
        return tag("p", "Against the workspace: as much work placed, of the same quality.", class_="gains")
    return tag("p", tag("span", "Against the workspace:"), *parts, class_="gains")
