"""The command ``check``: reads and lints, solves nothing, and loads nothing heavy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from solver.cli.groups import Form, Source, grouped
from solver.cli.options import FINDING
from solver.cli.talk import note
from solver.domain.team import Team
from solver.errors import Finding, ten_of_each
from solver.matching.lint import lint
from solver.matching.magnitudes import check_magnitudes
from solver.readers.workspace import Workspace
from solver.report.data import json_text
from solver.report.markup import markdown
from solver.report.rows import rows_csv
from solver.report.unread import unread_cards

RANK = {"info": 0, "warning": 1, "error": 2}


@grouped
def check(
    source: Source,
    form: Form,
    fail_on: Annotated[str, typer.Option(help="exit 5 on a finding of at least: info, warning, error")] = "never",
    slot: Annotated[
        str | None, typer.Option(help="how the hours of MEMBER@PERIOD come about; all for every slot")
    ] = None,
) -> None:
    """Read and lint a workspace; nothing is solved."""
    if fail_on not in {"never", *RANK}:
        raise typer.BadParameter("expected --fail-on info|warning|error")
    name = form.chosen()
    found = source.read("if there")
    for text in found.assumptions:
        note(text)
    if slot is not None:
        form.write(_reckoned(found.team, slot, name))
        return
    check_magnitudes(found.team, found.backlog, found.weights)
    findings = (*found.findings, *lint(found.team, found.backlog))
    form.write(FORMATS[name](findings, found))
    if any(RANK[finding.severity] >= RANK.get(fail_on, len(RANK)) for finding in findings):
        raise typer.Exit(FINDING)


def _reckoned(team: Team, slot: str, name: str) -> str:
    if team.calendar is None:
        raise typer.BadParameter("expected a workspace with periods in team.yaml", param_hint="--slot")
    member, _, period = slot.rpartition("@")
    known = {"@".join((one.id, each.id)) for one in team.members for each in team.calendar.periods}
    if slot not in known | {"all"}:
        raise typer.BadParameter(f"expected MEMBER@PERIOD or all, got {slot!r}", param_hint="--slot")
    # Tables of answers are heavy: only this one needs them.
    from solver.report.slots import slots_answer

    answer = slots_answer(team, team.calendar, None if slot == "all" else (member, period))
    return answer.as_format(name)


def _table(findings: tuple[Finding, ...], found: Workspace) -> str:
    count = {name: sum(finding.severity == name for finding in findings) for name in reversed(RANK)}
    said = ", ".join(f"{number} {name}" for name, number in count.items() if number) or "nothing to say"
    sizes = f"members {len(found.team.members)}, open tasks {len(found.backlog.open_tasks)}"
    told = ten_of_each(findings, lambda finding: finding.code, "of")
    return "\n".join([*unread_cards(found), *told, f"{sizes}: {said}"])


def _json(findings: tuple[Finding, ...], found: Workspace) -> str:
    return json_text([vars(finding) for finding in findings])


def _csv(findings: tuple[Finding, ...], found: Workspace) -> str:
    return rows_csv([vars(finding) for finding in findings], list(Finding.__dataclass_fields__))


def _markdown(findings: tuple[Finding, ...], found: Workspace) -> str:
    return "\n".join(f"- {markdown(str(finding))}" for finding in findings)


FORMATS: dict[str, Callable[[tuple[Finding, ...], Workspace], str]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "md": _markdown,
}
