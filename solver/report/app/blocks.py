"""What the page shows: tables of a comparison and of a plan, in which every name stays text. Computes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from solver.domain.tasks import Backlog
from solver.errors import InputError
from solver.explanation.diff import Diff
from solver.explanation.why import Why
from solver.report.explanation.words import diff_text
from solver.report.text.markup import Safe, clip, tag
from solver.whatif.scenarios.compare import Row
from solver.whatif.scenarios.difference import difference


def bullets(texts: Iterable[object], **attributes: object) -> Safe:
    """Return a list with one line for each text."""
    return tag("ul", *(tag("li", clip(text, 400)) for text in texts), class_="list", **attributes)


def code(text: str, **attributes: object) -> Safe:
    """Return text as it is, with its lines and spaces kept."""
    return tag("div", *(tag("div", line or "\xa0") for line in text.splitlines()), class_="code", **attributes)


def faults(error: InputError) -> Safe:
    """Return what is wrong, one line for each fault."""
    return bullets(error.faults)


STATUS = {"optimal": "proved optimal", "feasible": "not proved optimal", "infeasible": "no plan exists"}
STUCK = "members who cannot escalate"
OUT, HOURS_OUT = "tasks that stayed out", "hours that stayed out"


def _status(row: Row) -> str:
    return STATUS.get(row.result.status, row.result.status)


def comparison(base: Row, row: Row, *, is_silent: bool = False) -> Safe:
    """Return a table of workspace, changed and difference: tasks placed by class, what stayed out, hours.

    Where no card speaks of communication (``is_silent``) it has no figure about that.
    """
    before, after = _figures(base), _figures(row)
    rows = [("plan", _status(base), _status(row), "")]
    stuck, gone = _stuck(base, row), _gone(base, row)
    for name, value in before.items():
        change = after[name] - value if name in after else 0
        if name == STUCK and is_silent:
            continue
        if name == OUT and gone:
            # What is no longer to be planned stays out of no plan: that is no gain.
            change += gone
        if name == HOURS_OUT and gone:
            change = 0
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
        OUT: len(row.left),
        HOURS_OUT: row.left_minutes / 60,
        "fit, hours": row.fit_units / 1000,
        "quality, hours": row.values["quality"] / 1000,
        STUCK: len(row.cut_off),
    }


def _gone(base: Row, row: Row) -> int:
    """Return how many tasks that stayed out before are not in the backlog any more."""
    known = {one.task for one in row.left} | set(row.result.plan.owner if row.result.plan else ())
    return len({one.task for one in base.left} - known) if row.values else 0


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
    tasks, news, whys = {task.id: task for task in backlog.tasks}, _news(row.moves), list(whys)
    is_timed = any(why.period for why in whys)
    rows = [
        (
            *(why.member, why.task, news.get(why.task, ""), tasks[why.task].priority),
            tasks[why.task].title + (f" ({why.part})" if why.part else ""),
            *((why.period,) if is_timed else ()),
            *(f"{why.hours:g}", f"{why.fit:.2f}", needs_text(why)),
        )
        for why in sorted(whys, key=lambda why: (why.member, why.task))
    ]
    head = ("member", "task", "before", "class", "title", *(("period",) if is_timed else ()))
    return table((*head, "hours", "fit", "score (minimum)"), rows, "tw-plan")


def needs_text(why: Why) -> str:
    """Return the scores that count for a task, each with its minimum."""
    needs = (f"{need.capability} {need.have:f} ({need.minimum:f})" for need in why.needs)
    return ", ".join(needs) or "nothing in particular"


def _news(moves: Diff | None) -> dict[str, str]:
    moved = {task: f"with {src}" for task, src, _ in moves.moved} if moves else {}
    return moved | ({task: "stayed out" for task, _ in moves.gained} if moves else {})


def left_table(backlog: Backlog, row: Row) -> Safe:
    """Return what stayed out, with the gate and the reason."""
    tasks = {task.id: task for task in backlog.tasks}
    rows = [(one.task, tasks[one.task].priority, tasks[one.task].title, one.gate, one.reason) for one in row.left]
    return table(("task", "class", "title", "gate", "reason"), rows, "tw-left")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], name: str, *, numbers: int = 0) -> Safe:
    """Return a table that scrolls where it is too wide; its last ``numbers`` columns are set flush right."""

    def line(kind: str, cells: Sequence[str]) -> Safe:
        right = len(head) - numbers
        shown = (tag(kind, clip(c), class_="n" if n >= right else None) for n, c in enumerate(cells))
        return tag("tr", *shown)

    inner = tag("table", tag("thead", line("th", head)), tag("tbody", *(line("td", cells) for cells in rows)), id=name)
    return tag("div", inner, class_="scroll", tabindex="0", role="region", aria_label=name.removeprefix("tw-"))
