"""What a report says, section by section: a dossier in, a document out. Nothing is computed but sums."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from solver.report.contents.communication import communication_section
from solver.report.contents.gaps import absences_section, gaps_section, worth_section
from solver.report.contents.method import inputs_section, method_section
from solver.report.contents.plan import left_section, loads_section, order_section, plan_section
from solver.report.contents.reasons import reasons_section
from solver.report.contents.scenarios import scenarios_section
from solver.report.contents.summary import headline, summary_section
from solver.report.contents.urgent import risk_section, urgent_section
from solver.report.forms.document import Document, Section
from solver.report.text.markup import clip
from solver.whatif.dossier.dossier import Dossier

# No file system gives a folder a longer name.
MOST_LETTERS: Final = 300


def report_document(told: Dossier, title: str | None = None, today: date | None = None) -> Document:
    """Return the report of a dossier.

    Parameters
    ----------
    told : Dossier
        From ``dossier`` of ``solver.whatif.dossier.dossier``, with or without the answers of ``ask``.
    title : str or None, default: None
        What stands above it; without one "Plan of" and the full name of the workspace.
    today : date or None, default: None
        Where a line stands in the order of work, if that has dates.

    Returns
    -------
    Document
        For ``html.page``, ``markdown_page`` and ``workbook``; sections without anything to say are left out.
    """
    made: tuple[Callable[[Dossier], Section], ...] = (
        urgent_section,
        risk_section,
        summary_section,
        plan_section,
        loads_section,
        lambda told: order_section(told, today),
        left_section,
        gaps_section,
        worth_section,
        absences_section,
        reasons_section,
        communication_section,
        scenarios_section,
        method_section,
        inputs_section,
    )
    sections = (make(told) for make in made)
    shown = clip(title or f"Plan of {told.name}", MOST_LETTERS)
    return Document(shown, headline(told), tuple(section for section in sections if section.blocks))
