"""What a lead opens a report for: the urgent work that stays out, what is at risk, how far the plan is proved."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any, Final

from solver.domain.showing import counted
from solver.report.contents.views import as_plan
from solver.report.forms.document import Block, Choice, Choices, Fold, Points, Section, Words
from solver.report.plan.beginning import TITLE, grouped, proof_line
from solver.report.text.markup import clip
from solver.whatif.dossier.dossier import Dossier

# So many are shown at once; the others unfold, up to a number that a page can hold.
FIRST: Final = 12
MOST: Final = 400


def urgent_section(told: Dossier) -> Section:
    """Return each urgent task that stays out, with its reason and one thing to do; nothing where there is none."""
    rows = as_plan(told)["decisions"] if told.result.plan else []
    if not rows:
        return Section("urgent", TITLE, ())
    same = grouped(rows)
    choices = [_choice(told.folder or told.name, row) for row in same]
    found: list[Block] = [
        Words(f"{len(rows):,} of {counted(len(told.left), 'task')} left out."),
        Choices(tuple(choices[:FIRST])),
    ]
    more: list[Block] = [Choices(tuple(choices[FIRST:MOST]))] if len(choices) > FIRST else []
    if len(choices) > MOST:
        said = f"{len(choices) - MOST:,} more are not told here. The workbook (-o report.xlsx) has all of them."
        more.append(Words(said))
    if more:
        found.append(Fold(f"{len(choices) - FIRST:,} more", tuple(more)))
    return Section("urgent", TITLE, tuple(found))


def risk_section(told: Dossier) -> Section:
    """Return what is at risk, and the proof in one line."""
    data = as_plan(told)
    texts = tuple(_sentence(clip(one["text"], 390)) for one in data["risks"])
    blocks = (Points(texts), Words(f"{proof_line(data)}.")) if texts else ()
    return Section("risk", "At risk", blocks)


def _choice(folder: str, row: Mapping[str, Any]) -> Choice:
    """Return one decision; each part is cut by itself, so that a long title hides neither the reason nor the way."""
    line = f"teamwright whatif {shlex.quote(folder)} {row['try']}" if row["try"] else ""
    kind = f"{row['priority']}, {row['hours']:g} h"
    why, do = (clip(row[name], 390) for name in ("reason", "do"))
    return Choice(clip(row["task"], 200), kind, clip(row["title"], 160), why, do, clip(line, 390))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
