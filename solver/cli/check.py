"""The command ``check``: reads and lints, solves nothing, and loads nothing heavy."""

from __future__ import annotations

from typing import Annotated

import typer

from solver.cli.console.exits import SEVERITIES, FailOn, fail_if_reached, refuse_unknown_severity
from solver.cli.console.talk import note
from solver.cli.options.groups import Form, Source, grouped
from solver.domain.naming import Nearest
from solver.domain.showing import some
from solver.domain.team import Team
from solver.errors import Finding, ten_of_each
from solver.matching.linting.lint import lint
from solver.matching.magnitudes import check_magnitudes
from solver.readers.workspace import Workspace
from solver.report.forms.answers import Answer
from solver.report.forms.document import Code
from solver.report.forms.table import column, table_of
from solver.report.workspace.unread import unread_cards


@grouped
def check(
    source: Source,
    form: Form,
    fail_on: FailOn = "never",
    slot: Annotated[
        list[str] | None, typer.Option(help="how the hours of MEMBER or MEMBER@PERIOD come about, or of all")
    ] = None,
) -> None:
    """Read and lint a workspace; nothing is solved."""
    refuse_unknown_severity(fail_on)
    form.chosen()
    found = source.read("if there")
    for text in found.assumptions:
        note(text)
    if slot:
        form.put(_reckoned(found.team, slot))
        return
    check_magnitudes(found.team, found.backlog, found.weights)
    findings = (*found.findings, *lint(found.team, found.backlog))
    form.put(_answer(findings, found))
    fail_if_reached((finding.severity for finding in findings), fail_on)


def _reckoned(team: Team, slots: list[str]) -> Answer:
    """Return how the hours of slots come about, in the order of the team."""
    if team.calendar is None:
        raise typer.BadParameter("expected a workspace with periods in team.yaml", param_hint="--slot")
    whole = {one.id: [f"{one.id}@{each.id}" for each in team.calendar.periods] for one in team.members}
    known = {f"{one.id}@{each.id}": (one.id, each.id) for one in team.members for each in team.calendar.periods}
    slots = [slot for one in slots for slot in ([one] if one in known else whole.get(one, [one]))]
    if unknown := [one for one in slots if one not in known and one != "all"]:
        periods = some([each.id for each in team.calendar.periods])
        form = f"all, MEMBER or MEMBER@PERIOD with a member of the team and one of {periods}"
        said = f"expected {form}; got {unknown[0]!r}"
        maybe = Nearest([*whole, *known]).maybe(unknown[0])
        raise typer.BadParameter(f"{said}. Maybe {maybe}" if maybe else said, param_hint="--slot")
    from solver.report.workspace.slots import slots_answer

    return slots_answer(team, team.calendar, None if "all" in slots else {known[one] for one in slots})


def _answer(findings: tuple[Finding, ...], found: Workspace) -> Answer:
    """Return every finding as a row, and to read the first ten of each kind and how many there are of each severity."""
    count = {name: sum(finding.severity == name for finding in findings) for name in reversed(SEVERITIES)}
    said = ", ".join(f"{number} {name}" for name, number in count.items() if number) or "nothing to say"
    sizes = f"members {len(found.team.members)}, open tasks {len(found.backlog.open_tasks)}"
    lines = [*unread_cards(found), *ten_of_each(findings, lambda finding: finding.code, "of"), f"{sizes}: {said}"]
    columns = map(column, Finding.__dataclass_fields__)
    lines = [part for line in lines for part in line.split("\n")]
    return Answer(table_of([vars(finding) for finding in findings], columns), (Code(tuple(lines)),))
