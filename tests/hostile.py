"""A workspace whose names and titles try to be something else than text."""

from __future__ import annotations

import csv
from pathlib import Path

MARK = "window.attacked = 1"
NAMES = (
    f"<script>{MARK}</script>",
    f'"><img src=x onerror="{MARK}">',
    '=HYPERLINK("x")',
    f"[a](javascript:{MARK}) `x` *b* $c$ {{d}}",
    "שלום עולם مرحبا",
    "</script></style></svg><h1>x",
    "x" * 10_000,
)


def hostile_workspace(folder: Path) -> Path:
    """Write one card and one task for each name, with the name wherever text may stand."""
    cards = folder / "cards"
    cards.mkdir(parents=True)
    for number, name in enumerate(NAMES):
        lines = f"- REPORTS TO: {NAMES[0]}\n- COLLABORATES: {name}\n" if len(name) < 100 else ""
        text = f"# {name}\n\n## Core Capabilities\n- work: 0.9\n\n## Communication Priority\n{lines}"
        (cards / f"M{number}.md").write_text(text, encoding="utf-8")
    members = [f"  - {{id: {_quoted(name)}, card: M{number}}}\n" for number, name in enumerate(NAMES)]
    (folder / "team.yaml").write_text("roster:\n" + "".join(members), encoding="utf-8")
    with (folder / "backlog.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["id", "title", "type", "priority", "estimated_hours", "batch", "capabilities"])
        for number, name in enumerate(NAMES):
            table.writerow([name, name, name, "HIGH", 30 if number else 90, name, "work"])
    return folder


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
