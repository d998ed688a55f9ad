"""What an import proposes and the user accepts: one line each, kept over later imports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from solver.errors import Fault, InputError
from solver.importers.files.table import plain, read_table
from solver.readers.text.files import read_text

FILE: Final = "proposals.csv"
COLUMNS: Final = ("kind", "subject", "proposal", "tier", "confidence", "evidence", "accept")
YES: Final = {"yes", "y", "x", "true", "1", "ja", "accept", "accepted", "ok"}


@dataclass(frozen=True)
class Proposal:
    """One thing that may be so: ``kind`` is requirement, member, person, crew, alias or relation.

    A requirement proposes a capability for a task, a member who may take it, a person the member behind a name, a crew
    how many people a task takes, an alias or relation a line of the vocabulary: the subject is the other name, or what
    somebody has, and the confidence of a relation is its factor. ``confidence`` is from 0 to 1, ``evidence`` what
    speaks for it; ``tier`` is how much a task needs the capability, empty for primary.
    """

    kind: str
    subject: str
    proposal: str
    confidence: str = ""
    evidence: str = ""
    tier: str = ""


def accepted(path: Path) -> set[tuple[str, str, str]]:
    """Return kind, subject and proposal of the lines that the user accepted in a file; none where there is no file."""
    return {key for key, word in _answers(path).items() if plain(word) in YES}


def proposals_text(proposals: Iterable[Proposal], path: Path) -> str:
    """Return the file of proposals; what the user wrote under ``accept`` is kept."""
    answers = _answers(path)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in dict.fromkeys(proposals):
        said = answers.get((one.kind, one.subject, one.proposal), "")
        writer.writerow((one.kind, one.subject, one.proposal, one.tier, one.confidence, one.evidence, said))
    return stream.getvalue()


def _answers(path: Path) -> dict[tuple[str, str, str], str]:
    """Return what the user wrote behind each proposal, whichever spreadsheet saved the file."""
    if not path.exists():
        return {}
    table = read_table(read_text(path, "a file of proposals", keep_line_ends=True), str(path))
    places = {plain(name): at for at, name in enumerate(table.header)}
    needed = ("kind", "subject", "proposal", "accept")
    if table.header and not set(needed) <= places.keys():
        got = ", ".join(table.header)
        raise InputError((Fault(str(path), table.line, f"the columns {', '.join(needed)}", got),))
    found = dict[tuple[str, str, str], str]()
    for row in table.rows:
        cells = dict(enumerate(row.cells))
        kind, subject, proposal, said = (cells.get(places[name], "") for name in needed)
        found[kind, subject, proposal] = said
    return found
