"""Nine people and seventy tickets, as a lead has them: no dates, no lines of communication, more than fits."""

from __future__ import annotations

import csv
from pathlib import Path

PEOPLE = {
    "ADA": {"backend": 0.9, "sql": 0.8, "billing": 0.7},
    "BEN": {"backend": 0.8, "operations": 0.6},
    "CLEO": {"frontend": 0.9, "design": 0.6},
    "DINA": {"frontend": 0.8, "testing": 0.7},
    "EMEKA": {"operations": 0.9, "security": 0.8, "backend": 0.5},
    "FAY": {"design": 0.9, "research": 0.8},
    "GUS": {"testing": 0.9, "automation": 0.7, "sql": 0.5},
    "HANA": {"sql": 0.9, "reports": 0.8, "billing": 0.4},
    "IVO": {"mobile": 0.9, "frontend": 0.6},
}
LIMITS = {"ADA": 32, "EMEKA": 30, "IVO": 24}
KINDS = ("backend", "frontend", "operations", "design", "testing", "sql", "mobile", "backend", "frontend", "reports")
SIZES = (6, 4, 8, 5, 3, 7, 6, 9, 4, 5)
URGENCY = ("MEDIUM", "HIGH", "LOW", "MEDIUM", "LOW", "MEDIUM", "HIGH", "LOW", "MEDIUM", "LOW")


def nine_people(folder: Path) -> Path:
    """Write the workspace: T70 is CRITICAL and nobody can do it, IVO has fewer hours than his HIGH tickets take."""
    (folder / "cards").mkdir(parents=True, exist_ok=True)
    for name, scores in PEOPLE.items():
        lines = "\n".join(f"- {what}: {score}" for what, score in scores.items())
        (folder / "cards" / f"{name}.md").write_text(f"# {name}\n\n## Core Capabilities\n{lines}\n", encoding="utf-8")
    roster = "\n".join(f"  - {{id: {name}, limit: {LIMITS.get(name, 36)}}}" for name in PEOPLE)
    (folder / "team.yaml").write_text(f"roster:\n{roster}\n", encoding="utf-8")
    with (folder / "backlog.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("id", "title", "priority", "estimated_hours", "capabilities", "dependencies"))
        for n in range(1, 70):
            at = n % 10
            needs = f"T{n - 10}" if n > 10 and n % 3 == 0 else ""
            table.writerow(
                (f"T{n}", f"{KINDS[at].capitalize()} {n}", URGENCY[at], SIZES[at], f"{KINDS[at]}:0.6", needs)
            )
        table.writerow(("T70", "Answer the regulator", "CRITICAL", 8, "compliance:0.7", ""))
    return folder
