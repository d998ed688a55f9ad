"""What an import costs at n and at 10 n: CPU and memory of cards and of rows, each run in a process of its own.

``python benchmarks/importing.py`` prints a line for each size and the ratio between neighbours; ``--smoke`` takes a
hundredth of the rows, ``--whole`` a hundred thousand. Nothing but CPU seconds and the highest resident memory is
measured, so that a busy machine says the same.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROWS: Final = (3_000, 30_000)
# A minute or two of CPU: asked for by --whole.
WHOLE: Final = (10_000, 100_000)
CARDS: Final = (158, 1_580)
WORDS: Final = (
    *("basket", "order", "parcel", "invoice", "search", "filter", "export", "login"),
    *("alarm", "report", "letter", "picture", "price", "stock", "tax"),
)
SKILLS: Final = (
    *("python", "react", "sql", "kubernetes", "testing"),
    *("writing", "design", "security", "payments", "monitoring"),
)
SEED: Final = 11


def write_rows(folder: Path, number: int) -> None:
    """Write an export of Jira with epics, sub-tasks, links, sizes of three kinds and nine people, and their skills."""
    draw = random.Random(SEED)
    header = ["Summary", "Issue key", "Issue Type", "Status", "Priority", "Assignee", "Labels", "Labels", "Due date"]
    header += [
        "Original estimate",
        "Inward issue link (Blocks)",
        "Custom field (Story Points)",
        "Parent key",
        "Description",
    ]
    with (folder / "jira.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(header)
        for at in range(number):
            kind = "Epic" if at % 50 == 0 else draw.choice(("Story", "Bug", "Task"))
            table.writerow(
                [
                    " ".join(draw.choices(WORDS, k=5)),
                    f"N-{at}",
                    kind,
                    draw.choice(("To Do", "To Do", "In Progress", "Done", "Blocked")),
                    draw.choice(("Highest", "High", "Medium", "Low", "")),
                    draw.choice(("", "", f"Person {draw.randrange(9)}")),
                    draw.choice(SKILLS),
                    draw.choice(("", draw.choice(SKILLS))),
                    draw.choice(("", f"{draw.randrange(1, 29):02}/Mar/27 5:00 PM")),
                    draw.choice(("", "", str(3600 * draw.randrange(1, 20)))),
                    f"N-{draw.randrange(max(1, at))}" if draw.random() < 0.3 else "",
                    draw.choice(("", "1.0", "3.0", "5.0")),
                    f"N-{at - at % 50}" if at % 50 else "",
                    " ".join(draw.choices(WORDS, k=30)),
                ]
            )
    lines = [
        "name,skill,level",
        *(f"Person {who},{name},{draw.randrange(1, 6)}" for who in range(9) for name in SKILLS),
    ]
    (folder / "skills.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_cards(folder: Path, number: int) -> None:
    """Write subagents with a head, tools and lines that name each other."""
    draw = random.Random(SEED)
    for at in range(number):
        others = "\n".join(f"- Work with agent-{draw.randrange(number)} on {draw.choice(WORDS)}" for _ in range(6))
        text = f"---\nname: agent-{at}\ndescription: Does {draw.choice(WORDS)} and {draw.choice(SKILLS)}.\n"
        text += f"tools: Read, Write, Bash\n---\n\n## Integration with other agents\n{others}\n"
        (folder / f"agent-{at}.md").write_text(text, encoding="utf-8")


def measured(kind: str, number: int) -> tuple[float, float]:
    """Return the CPU seconds and the mebibytes of one import, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--once", kind, str(number)], capture_output=True, text=True, check=True
    )
    cpu, peak = json.loads(done.stdout.splitlines()[-1])
    return float(cpu), float(peak)


def once(kind: str, number: int) -> None:
    """Import one drawn source, and print what it cost: writing the source is not counted."""
    from solver.importers.bring_in import bring_in

    with TemporaryDirectory() as place:
        source = Path(place) / "in"
        source.mkdir()
        (write_rows if kind == "rows" else write_cards)(source, number)
        before = resource.getrusage(resource.RUSAGE_SELF)
        bring_in([source], Path(place) / "ws")
        after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps([cpu, after.ru_maxrss / 1024]))


def main() -> None:
    """Print CPU and memory of each size, and how they grow from one to the next."""
    if "--once" in sys.argv:
        once(sys.argv[-2], int(sys.argv[-1]))
        return
    share = 100 if "--smoke" in sys.argv else 1
    for kind, sizes in (("cards", CARDS), ("rows", WHOLE if "--whole" in sys.argv else ROWS)):
        before: tuple[float, float] | None = None
        for size in sizes:
            number = max(10, size // share)
            cpu, peak = measured(kind, number)
            said = f", ratio {cpu / before[0]:.1f} of CPU, {peak / before[1]:.1f} of memory" if before else ""
            print(f"{number:>7,} {kind}: {cpu:.2f} s of CPU, {peak:.0f} MiB{said}")
            before = cpu, peak


if __name__ == "__main__":
    main()
