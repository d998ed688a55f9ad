"""Names that try to be something else than text, and workspaces that have them wherever text may stand.

This is the only place that lists them; ``tests/cli/test_hostile.py`` walks every command and format with all of them.
"""

from __future__ import annotations

import csv
import json
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


# What a terminal, a spreadsheet, a template or a parser would obey; some of it cannot be shown as it is.
OBEYED = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x","y")',
    '"><img src=x onerror=alert(1)>',
    "]]></style></svg><script>x</script>",
    "L" + "o" * 9_997 + "ng",
    "עובד ראשון",
    "right\u202eto left",
    "line\nbreak\x00\x07\x1b[31m\ufffe",
    "[link](javascript:alert(1)) `code` | cell **bold** ![x](http://y)",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "{{7*7}} ${7*7} &lt;b&gt; %PATH%",
    "名前 🧑‍💻",
    "red\x1b[31m\x1b]0;title\x07",
    " =1+1",
    "|cmd",
    "-2+3",
    "\u2066isolated\u2069 \u202breversed",
    "over\rwritten\x08\x9b2J",
    "\nPlan: forged line",
    '"quoted\\" ]; { } -> evil [label="x"',
)

# One of each kind: controls, formulas, markup, a pipe, text turned round, a forged line, quotes.
WORST = (
    "red\x1b[31m\x1b]0;title\x07",
    " =1+1",
    "<script>alert(1)</script>",
    "|cmd",
    '=HYPERLINK("http://x","y")',
    "right\u202eto left",
    "[link](javascript:alert(1)) `code` | ![x](http://y)",
    "line\n\nPlan: forged\r\x9b2J",
    '"quoted\\" ]; { } -> evil [label="x"',
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


def obeyed_workspace(folder: Path) -> Path:
    """Write a workspace with a member and a task for each of the worst names, and scenarios of such names."""
    (folder / "cards").mkdir(parents=True)
    for number, name in enumerate(WORST):
        lines = f"- REPORTS TO: {_line(WORST[0])}\n- ESCALATES: humans\n- BLOCKS: {_line(name)} ({_line(name)})\n"
        skill = _line(name).replace(":", " ")[:60]
        # Nobody is like anybody else: many plans that are as good as each other take long to prove.
        skills = f"## Core Capabilities\n- work: 0.9{number}\n- {skill}: 0.7\n"
        text = f"# {_line(name)}\n\n{skills}\n## Communication Priority\n{lines}"
        (folder / "cards" / f"M{number}.md").write_text(text, encoding="utf-8")
    ids = [json.dumps(name) for name in WORST]
    roster = [f"  - {{id: {name}, card: M{number}, limit: {10 + number}}}\n" for number, name in enumerate(ids)]
    rules = f"  separate: [[{ids[6]}, {ids[7]}]]\n  pins: [{{task: {ids[2]}, member: {ids[3]}}}]\n"
    crew, outside = (json.dumps(f"{WORST[n]} crew") for n in (8, 1))
    more = f"externals: [{outside}, humans]\ngroups: {{{crew}: {{members: [{ids[0]}, {ids[5]}]}}}}\nrules:\n{rules}"
    (folder / "team.yaml").write_text("roster:\n" + "".join(roster) + more, encoding="utf-8")
    tasks = [
        {"id": name, "title": name, "type": name, "priority": "HIGH" if n % 2 else "LOW", "estimated_hours": 3 + n % 7}
        | {"batch": name if n % 3 else "", "capabilities": {"work" if n % 5 else name.strip(): 0.5}}
        | {"dependencies": [WORST[n - 1]] if n % 4 == 1 else []}
        for n, name in enumerate(WORST)
    ]
    (folder / "backlog.json").write_text(json.dumps({"tasks": tasks}), encoding="utf-8")
    less = [f"  - capacity: {json.dumps(f'{WORST[0]}={hours}')}\n" for hours in range(len(ids))]
    away = [f"{name}:\n{line}" for name, line in zip(ids, less, strict=True)][::3]
    (folder / "scenarios.yaml").write_text("".join(away), encoding="utf-8")
    return folder


def _line(text: str) -> str:
    """Return what of a name can stand on one line of a card."""
    return " ".join(text.split())
