"""How the hours of slots come about, line by line."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from solver.domain.calendar import Calendar
from solver.domain.team import Team
from solver.report.forms.answers import Answer, told


def slots_answer(team: Team, calendar: Calendar, only: Collection[tuple[str, str]] | None = None) -> Answer:
    """Return the reckoning of every slot, or of some (member, period id); hours are hours."""
    rows, lines = list[dict[str, Any]](), list[str]()
    for member in team.members:
        for period, slot in zip(calendar.periods, member.slots(calendar), strict=True):
            if only is None or (member.id, period.id) in only:
                parts = {name: float(minutes) / 60 for name, minutes in slot.lines}
                said = " ".join(
                    f"{hours:+.4g} {name}" if n else f"{hours:.4g} {name}"
                    for n, (name, hours) in enumerate(parts.items())
                )
                lines.append(
                    f"{member.id} in {period.id} ({period.start} to {period.end}): {slot.minutes / 60:g} h = {said}"
                )
                head = {"member": member.id, "period": period.id, "start": str(period.start), "end": str(period.end)}
                rows.append(head | {"hours": slot.minutes / 60} | {"reckoning": said})
    data = [row | {"lines": _lines(team, calendar, row)} for row in rows]
    return told(lines, data, rows)


def _lines(team: Team, calendar: Calendar, row: dict[str, Any]) -> list[dict[str, Any]]:
    member = next(one for one in team.members if one.id == row["member"])
    slot = member.slots(calendar)[calendar.place(row["period"])]
    return [{"name": name, "hours": float(minutes) / 60} for name, minutes in slot.lines]
