"""What the page shows: tables of a comparison and of a plan, in which every name stays text. Computes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from solver.changes.change import Change
from solver.domain.tasks import Backlog
from solver.errors import InputError
from solver.explanation.diff import Diff
from solver.explanation.why import Why
from solver.report.explanation import diff_text
from solver.report.markup import Safe, clip, join, tag
from solver.whatif.compare import Row
from solver.whatif.difference import difference

STATUS = {"optimal": "proved optimal", "feasible": "not proved optimal", "infeasible": "no plan exists"}
LONGEST, SHORT = 80, 40


def plain(text: object) -> str:
    """Return text that Markdown and HTML show as it is, for the labels of controls.

    Examples
    --------
    >>> plain("*A* <b>")
    '&#42;A&#42; &#60;b&#62;'
    """
    return re.sub(r"[^\w\s]|_", lambda found: f"&#{ord(found[0])};", clip(text, SHORT))


def options(texts: Mapping[str, str]) -> dict[str, str]:
    """Return what a list to choose from shows, with the name behind each line; long ones are cut, all differ.

    Examples
    --------
    >>> list(options({"A" * 100: "A" * 100, "A" * 101: "A" * 101}).values()) == ["A" * 100, "A" * 101]
    True
    """
    found: dict[str, str] = {}
    for name, text in texts.items():
        shown, number = clip(text, LONGEST), 2
        while shown in found:
            shown, number = f"{clip(text, LONGEST)} ({number})", number + 1
        found[shown] = name
    return found


def bullets(texts: Iterable[object], **attributes: object) -> Safe:
    """Return a list with one line for each text."""
    return tag("ul", *(tag("li", clip(text, 400)) for text in texts), class_="tw-list", **attributes)


def code(text: str, **attributes: object) -> Safe:
    """Return text as it is, with its lines and spaces kept."""
    return tag("div", *(tag("div", line or "\xa0") for line in text.splitlines()), class_="tw-code", **attributes)


def faults(error: InputError) -> Safe:
    """Return what is wrong, one line for each fault."""
    return bullets(error.faults, role="alert")


STUCK = "members who cannot escalate"


def headline(base: Row, row: Row, changes: tuple[Change, ...]) -> Safe:
    """Return what was changed, and in a sentence what that does."""
    if not changes:
        return tag("p", f"Nothing is changed yet. The plan of the workspace is {_status(base)}.")
    moves = row.moves.moves if row.moves else 0
    said = f"The changed plan is {_status(row)}; {moves} tasks of the workspace's plan are elsewhere or out."
    if not row.values:
        said = f"With these changes: {_status(row)}." + (" These cannot hold at once:" if row.result.conflict else "")
    return join([bullets(changes, id="tw-changes"), tag("p", said), bullets(row.result.conflict)])


def _status(row: Row) -> str:
    return STATUS.get(row.result.status, row.result.status)


def comparison(base: Row, row: Row) -> Safe:
    """Return a table of workspace, changed and difference: tasks placed by class, what stayed out, hours."""
    before, after = _figures(base), _figures(row)
    rows = [("plan", _status(base), _status(row), "")]
    stuck = _stuck(base, row)
    for name, value in before.items():
        change = after[name] - value if name in after else 0
        if name == STUCK and after:
            # Whoever left or joined is no gain or loss of the others.
            rows.append((name, *stuck[:2], f"{stuck[2]:+d}" if stuck[2] else ""))
            continue
        rows.append(
            (name, f"{value:g}", f"{after[name]:g}" if name in after else "-", f"{change:+g}" if change else "")
        )
    return table(("", "workspace", "changed", "difference"), rows, "tw-comparison", numbers=3)


def _figures(row: Row) -> dict[str, float]:
    if not row.values:
        return {}
    return {
        **{f"{name} tasks placed": count for name, count in row.placed},
        "tasks that stayed out": len(row.left),
        "hours that stayed out": row.left_minutes / 60,
        "fit, hours": row.fit_units / 1000,
        "quality, hours": row.values["quality"] / 1000,
        STUCK: len(row.cut_off),
    }


def _stuck(base: Row, row: Row) -> tuple[str, str, int]:
    """Return how many of how many members cannot escalate before and after, and how many more of those in both do."""
    both = dict(base.escalation).keys() & dict(row.escalation).keys()
    before, after = (len(both.intersection(one.cut_off)) for one in (base, row))
    said = [f"{len(one.cut_off)} of {len(one.escalation)}" for one in (base, row)]
    return said[0], said[1], after - before


def details(base: Row, row: Row) -> Safe:
    """Return one line for each task that is elsewhere, and for each member who gains or loses a way to escalate."""
    if not row.values:
        return Safe("")
    change = difference(base, row)
    said = diff_text(change.moves) if change.moves else []
    said += [f"nobody can take {one.task} any more: {one.reason}" for one in change.impossible]
    for name, old, new in change.escalation:
        said.append(f"escalation of {name}: {old or 'not in the team'} before, {new or 'not in the team'} now")
    return bullets(said or ["nothing is different"], id="tw-details")


def plan_table(backlog: Backlog, row: Row, whys: Iterable[Why]) -> Safe:
    """Return who has which task, why the member can take it, and what is new against the workspace."""
    tasks, news = {task.id: task for task in backlog.tasks}, _news(row.moves)
    rows = [
        (
            *(why.member, why.task, news.get(why.task, ""), tasks[why.task].priority, tasks[why.task].title),
            *(f"{why.hours:g}", f"{why.fit:.2f}", needs_text(why)),
        )
        for why in sorted(whys, key=lambda why: (why.member, why.task))
    ]
    head = ("member", "task", "before", "class", "title", "hours", "fit", "score (minimum)")
    return table(head, rows, "tw-plan")


def needs_text(why: Why) -> str:
    """Return the scores that count for a task, each with its minimum."""
    needs = (f"{need.capability} {need.have:f} ({need.minimum:f})" for need in why.needs)
    return ", ".join(needs) or "nothing in particular"


def _news(moves: Diff | None) -> dict[str, str]:
    moved = {task: f"with {src}" for task, src, _ in moves.moved} if moves else {}
    return moved | ({task: "stayed out" for task, _ in moves.gained} if moves else {})


def folded(title: str, inside: Safe) -> Safe:
    """Return something to open with a click."""
    return tag("details", tag("summary", title), inside)


def left_table(backlog: Backlog, row: Row) -> Safe:
    """Return what stayed out, with the gate and the reason."""
    tasks = {task.id: task for task in backlog.tasks}
    rows = [(one.task, tasks[one.task].priority, tasks[one.task].title, one.gate, one.reason) for one in row.left]
    return table(("task", "class", "title", "gate", "reason"), rows, "tw-left")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], name: str, *, numbers: int = 0) -> Safe:
    """Return a table that scrolls where it is too wide; its last ``numbers`` columns are set flush right."""

    def line(kind: str, cells: Sequence[str]) -> Safe:
        right = len(head) - numbers
        shown = (tag(kind, clip(c), class_="tw-n" if n >= right else None) for n, c in enumerate(cells))
        return tag("tr", *shown)

    inner = tag("table", tag("thead", line("th", head)), tag("tbody", *(line("td", cells) for cells in rows)), id=name)
    return tag("div", inner, class_="tw-scroll", tabindex="0", role="region", aria_label=name.removeprefix("tw-"))
