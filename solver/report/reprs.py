"""How the nouns show themselves in a notebook: HTML without scripts, light and dark, ten rows or one picture."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from solver.domain.showing import some
from solver.domain.tasks import PRIORITIES
from solver.report.figures.palette import DARK, LIGHT, either, follows
from solver.report.forms.document import Block, Cell, Column, Points, Table, Words
from solver.report.forms.page import blocks
from solver.report.plan.text import plan_lines
from solver.report.text.markup import Safe, tag

if TYPE_CHECKING:
    from solver.assignment.result import Result
    from solver.communication.audit.report import CommunicationReport
    from solver.domain.plan import Plan
    from solver.domain.tasks import Backlog
    from solver.domain.team import Team
    from solver.explanation.why import Explanation
    from solver.matching.problem import Problem
    from solver.readers.workspace import Workspace
    from solver.whatif.scenarios.compare import Row

ROWS: Final = 9
HOURS: Final = Column("load", "h", "g")


def register() -> None:
    """Give the nouns that are loaded their HTML form; IPython is told of the others by name.

    The front door calls it in a notebook; anybody else may, as often as they like.
    """
    named = _by_name()
    for (module, name), html in SHOWN.items():
        if module in sys.modules:
            getattr(sys.modules[module], name)._repr_html_ = html
        elif named:
            named(module, name, html)


def _by_name() -> Callable[[str, str, Any], Any] | None:
    """Return how IPython is told, if this runs in it."""
    ipython = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    formatter = getattr(ipython, "display_formatter", None)
    return formatter.formatters["text/html"].for_type_by_name if formatter else None


def framed(*found: Block) -> str:
    """Return blocks as one element that brings its own look."""
    return str(tag("div", Safe(f"<style>{_style()}</style>"), *blocks(found), class_="tw-repr"))


def _style() -> str:
    """Return the look of a box; what a notebook's page says of its own tables does not count inside."""
    box = ".tw-repr"
    rules = (
        f"{box}{{font:14px/1.45 system-ui,sans-serif;padding:8px 12px;border-width:1px;border-style:solid;"
        f"border-radius:8px;max-width:880px;overflow-x:auto}}"
        f"{box}{box} *{{color:inherit;background:none}}"
        f"{box} table{{border-collapse:collapse;width:100%}}{box} caption{{text-align:left;font-weight:600}}"
        f"{box}{box} th,{box}{box} td{{text-align:left;padding:3px 10px 3px 0;vertical-align:top;font-weight:400}}"
        f"{box}{box} .n{{text-align:right}}{box} p,{box} ul{{margin:4px 0}}"
    )
    return f"{follows(box)}{rules}{either(_colours(box, LIGHT), _colours(box, DARK))}"


def _colours(box: str, colours: Mapping[str, str]) -> str:
    ground = f"{box}{{color:{colours['ink']};background:{colours['surface']};border-color:{colours['grid']}}}"
    return f"{ground}{box}{box} thead th{{color:{colours['muted']};border-color:{colours['grid']}}}"


def few(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], most: int = ROWS) -> Table:
    """Return a table of at most ``most`` rows; the row in the middle counts those left out."""
    kept = [tuple(row) for row in rows]
    if len(kept) > most:
        first = most // 2
        last = most - first - 1
        gap = (f"... {len(kept) - first - last:,} more", *(None for _ in columns[1:]))
        kept = [*kept[:first], gap, *kept[len(kept) - last :]]
    return Table(caption, tuple(columns), tuple(kept))


def planning_html(data: Mapping[str, Any], changed: Sequence[str]) -> str:
    """Return what changed and moved, the headline of a plan, and what urgent work stays out, why, and what to do."""
    head = plan_lines(dict(data))[0]
    urgent = [
        f"{row['task']} ({row['priority']}) stays out: {row['reason']}. Do: {row['do']}"
        for row in data["decisions"][:ROWS]
    ]
    said = [Points(tuple(lines)) for lines in (changed, urgent) if lines]
    return framed(Words(head), *said)


def team_html(team: Team) -> str:
    """Return members with their hours and best capabilities."""
    rows = []
    for member in team.members:
        best = sorted(member.card.capabilities, key=lambda line: (-line.score, line.name))
        said = some([f"{line.name} {line.score}" for line in best], 4)
        rows.append((member.id, member.card.title, member.load_limit_minutes / 60, said))
    columns = (Column("member"), Column("card"), Column("load limit", "h", "g"), Column("best capabilities"))
    return framed(few(repr(team).splitlines()[0], columns, rows))


def backlog_html(backlog: Backlog) -> str:
    """Return open tasks and hours of each priority class."""
    count: Counter[str] = Counter()
    hours: Counter[str] = Counter()
    for task in backlog.open_tasks:
        count[task.priority] += 1
        hours[task.priority] += task.estimate_minutes
    rows = [(name, count[name], hours[name] / 60) for name in PRIORITIES if count[name]]
    columns = (Column("priority"), Column("open tasks", form="g"), Column("estimate", "h", "g"))
    return framed(few(repr(backlog).splitlines()[0], columns, rows))


def problem_html(problem: Problem) -> str:
    """Return for each member how many tasks pass the gates."""
    eligible, can = problem.eligible, problem.can & problem.allowed
    rows = [
        (name, int(problem.limit[m]) / 60, int(problem.can[m].sum()), int(can[m].sum()), int(eligible[m].sum()))
        for m, name in enumerate(problem.members)
    ]
    gates = (Column("can", form="g"), Column("and may", form="g"), Column("and has the hours", form="g"))
    return framed(few(repr(problem).splitlines()[0], (Column("member"), Column("load limit", "h", "g"), *gates), rows))


def plan_html(plan: Plan) -> str:
    """Return the tasks of each member."""
    tasks: dict[str, dict[str, None]] = {}
    for given in plan.assignments:
        tasks.setdefault(given.member, {})[given.task] = None
    rows = [(member, len(names), some(list(names))) for member, names in sorted(tasks.items())]
    columns = (Column("member"), Column("tasks", form="g"), Column("which"))
    return framed(few(repr(plan).splitlines()[0], columns, rows))


def result_html(result: Result) -> str:
    """Return the status, each level with its bound, and the plan."""
    rows = [(level.name, level.value, level.bound, level.gap) for level in result.levels]
    columns = (Column("level"), Column("value", form="g"), Column("at most", form="g"), Column("gap", form=".2%"))
    found: list[Block] = [few(repr(result).splitlines()[0], columns, rows)]
    if result.conflict:
        found.append(Points(("These cannot hold at once:", *result.conflict)))
    return framed(*found) + (plan_html(result.plan) if result.plan else "")


def communication_html(report: CommunicationReport) -> str:
    """Return who cannot escalate and the worst findings."""
    rows = [(one.member, one.status, one.reason or " → ".join(one.route or ())) for one in report.escalation]
    rows.sort(key=lambda row: row[1] == "covered")
    findings = few(
        "Findings", (Column("severity"), Column("finding")), [(one.severity, one.text) for one in report.findings]
    )
    columns = (Column("member"), Column("escalation"), Column("route or reason"))
    return framed(few(repr(report).splitlines()[0], columns, rows), findings)


def explanation_html(found: Explanation) -> str:
    """Return why each member has each task, in short."""
    rows = [
        (one.task, one.member, one.fit, one.preference, ", ".join(f"{n.capability} {n.have}" for n in one.needs))
        for one in found.assignments
    ]
    columns = (Column("task"), Column("member"), Column("fit", form=".2f"), Column("preference", form=".2f"))
    return framed(few(repr(found).splitlines()[0], (*columns, Column("scores that count")), rows))


def row_html(row: Row) -> str:
    """Return what a scenario changes and what comes of it."""
    head, *lines = repr(row).splitlines()
    return framed(Words(head), Points(tuple(line.strip() for line in lines)))


def workspace_html(found: Workspace) -> str:
    """Return team and backlog, and what was assumed."""
    said = tuple(found.assumptions + found.warnings)
    return team_html(found.team) + backlog_html(found.backlog) + (framed(Points(said[:ROWS])) if said else "")


SHOWN: Final[dict[tuple[str, str], Callable[[Any], str]]] = {
    ("solver.domain.team", "Team"): team_html,
    ("solver.domain.tasks", "Backlog"): backlog_html,
    ("solver.domain.plan", "Plan"): plan_html,
    ("solver.matching.problem", "Problem"): problem_html,
    ("solver.assignment.result", "Result"): result_html,
    ("solver.communication.audit.report", "CommunicationReport"): communication_html,
    ("solver.explanation.why", "Explanation"): explanation_html,
    ("solver.whatif.scenarios.compare", "Row"): row_html,
    ("solver.readers.workspace", "Workspace"): workspace_html,
}
