"""What a lead opens a report for: the urgent work that stays out, why, and one thing to do about each."""

from __future__ import annotations

from typing import Any

from solver.domain.showing import counted
from solver.report.decisions import decisions
from solver.report.document import Block, Fold, Points, Section, Words
from solver.report.markup import clip
from solver.whatif.dossier import Dossier

# So many are shown at once; the others unfold, up to a number that a page can hold.
FIRST, MOST = 5, 400


def urgent_section(told: Dossier) -> Section:
    """Return each urgent task that stays out, with its reason and one thing to do; nothing where there is none."""
    title = "Urgent work that is not going to happen"
    rows = decisions(told.found.team, told.found.backlog, told.result, told.left) if told.result.plan else ()
    if not rows:
        return Section("urgent", title, ())
    found: list[Block] = [Words(f"{len(rows):,} of {counted(len(told.left), 'task')} left out.")]
    for row in rows[:FIRST]:
        found += _told(row)
    more = [block for row in rows[FIRST:MOST] for block in _told(row)]
    if len(rows) > MOST:
        said = f"{len(rows) - MOST:,} more are not told here. The workbook (-o report.xlsx) has all of them."
        more.append(Words(said))
    if more:
        found.append(Fold(f"{len(rows) - FIRST:,} more", tuple(more)))
    return Section("urgent", title, tuple(found))


def _told(row: dict[str, Any]) -> tuple[Block, Block]:
    """Return one task; each part is cut by itself, so that a long title hides neither the reason nor the way out."""
    head = f"{clip(row['task'], 80)} ({row['priority']}, {row['hours']:g} h): {clip(row['title'])}"
    return Words(head), Points((f"Why: {clip(row['reason'], 390)}", f"Do: {clip(row['do'], 390)}"))
