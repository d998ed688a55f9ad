"""A workspace whose names and titles try to be something else than text."""

from __future__ import annotations

import csv
import shutil
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


def hostile_copy(source: Path, folder: Path) -> Path:
    """Write a copy of a workspace with its own ids in which every title, kind and batch is one of the names."""
    shutil.copytree(source, folder)
    with (folder / "backlog.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for number, row in enumerate(rows):
        name = NAMES[number % len(NAMES)]
        row |= {"title": name, "type": name, "batch": name if row["batch"] == "booking" else row["batch"]}
    with (folder / "backlog.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return folder
