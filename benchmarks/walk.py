"""A walk through all commands on a fresh workspace: how long each takes, and how long it is silent.

Nine people and seventy tickets, if not said otherwise. Every command runs on a terminal of its own, so that what it
says while it works is seen. A ticket has one to three capabilities, the work is about a quarter more than fits, a third
of the tickets wait for an earlier one.

    python benchmarks/walk.py [--seed 1] [--members 9] [--tickets 70] [--limit 60] [COMMAND ...]

The columns are seconds of the wall, seconds of the processor, seconds until the first word on the terminal, exit code.
"""

from __future__ import annotations

import argparse
import os
import pty
import random
import resource
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MAIN = [sys.executable, "-c", "from solver.cli import main; main()"]
AREAS = ("python", "sql", "frontend", "testing", "deployment", "writing", "design", "security")
# W is the workspace, P its plan, T a ticket that is placed, L one that stayed out, M a member; LIMIT the time limit.
WALK = (
    "init NEW",
    "check W",
    "plan W -o P --time-limit LIMIT",
    "explain P",
    "explain P T",
    "explain P L",
    "explain P --hours",
    "explain P --binds",
    "explain P --instead",
    "why-not P L M",
    "suggest L --plan P",
    "alternatives P --time-limit LIMIT",
    "replan P --table --time-limit LIMIT",
    "diff P P",
    "fix W --place L --time-limit LIMIT",
    "graph W --plan P",
    "whatif W --each-away --time-limit LIMIT",
    "sweep W --weight handoff=0,1 --capacity M0=20,30 --time-limit LIMIT --workers 1",
    "advise load W --time-limit LIMIT",
    "resilience W --time-limit LIMIT",
    "noise W --cases 100 --time-limit LIMIT",
    "report W -o R --time-limit LIMIT",
)


def fresh_workspace(folder: Path, members: int, tickets: int, seed: int) -> Path:
    """Write cards and tickets from a seed."""
    draw = random.Random(seed)
    (folder / "cards").mkdir(parents=True)
    for number in range(members):
        skills = draw.sample(AREAS, 4)
        lines = "".join(f"- {name}: 0.{draw.randrange(5, 10)}\n" for name in skills)
        lead = f"- ESCALATES: M{draw.randrange(number)}\n" if number else "- ESCALATES: humans\n"
        text = f"# Member {number}\n\n## Core Capabilities\n{lines}\n## Communication Priority\n{lead}"
        (folder / "cards" / f"M{number}.md").write_text(text)
    rows = ["id,title,priority,estimated_hours,batch,capabilities,dependencies"]
    mean = 1.25 * 40 * members / tickets
    for number in range(tickets):
        needs = "; ".join(f"{name}:0.{draw.randrange(4, 8)}" for name in draw.sample(AREAS, draw.choice((1, 1, 2, 3))))
        before = f"T{draw.randrange(number)}" if number and draw.random() < 0.33 else ""
        hours = max(1, round(draw.uniform(0.3, 1.7) * mean))
        priority = draw.choice(("CRITICAL", "HIGH", "HIGH", "MEDIUM", "MEDIUM", "LOW"))
        rows.append(f"T{number},Ticket {number},{priority},{hours},B{number // 8},{needs},{before}")
    (folder / "backlog.csv").write_text("\n".join(rows) + "\n")
    return folder


def watched(words: list[str], patience: float) -> tuple[float, float, float | None, int, str]:
    """Run a command on a terminal; return wall, processor, first word after seconds, exit code and what it said."""
    near, far = pty.openpty()
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen([*MAIN, *words], stdout=subprocess.PIPE, stderr=far, env={**os.environ, "TERM": "xterm"})
    os.close(far)
    first, said, open_ends = None, b"", {near, process.stdout.fileno() if process.stdout else near}
    while open_ends and time.perf_counter() - start < patience:
        for end in select.select(list(open_ends), [], [], 0.05)[0]:
            try:
                data = os.read(end, 65536)
            except OSError:
                data = b""
            first = time.perf_counter() - start if data and first is None else first
            said += data if end == near else b""
            open_ends -= set() if data else {end}
    process.kill() if process.poll() is None and open_ends else None
    code = process.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    os.close(near)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, used, first, code, said.decode(errors="replace")


def main() -> None:
    """Walk, and print a line for each command."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--members", type=int, default=9)
    asked.add_argument("--tickets", type=int, default=70)
    asked.add_argument("--limit", type=float, default=60.0)
    asked.add_argument("commands", nargs="*", help="only these")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = fresh_workspace(folder / "work", given.members, given.tickets, given.seed)
        places = {"W": workspace, "P": folder / "plan.json", "NEW": folder / "new", "R": folder / "report.html"}
        places |= {"T": "T0", "L": f"T{given.tickets - 1}", "M": "M0", "LIMIT": given.limit}
        print(f"{'command':<58}{'wall':>8}{'cpu':>8}{'first':>8}{'exit':>6}")
        for line in WALK:
            command = line.split()[0]
            if given.commands and command not in {*given.commands, "plan"}:
                continue
            words = [str(places.get(word, word)) for word in line.split()]
            wall, used, first, code, _ = watched(words, 20 * given.limit)
            silent = "-" if first is None else f"{first:.1f}"
            shown = line.replace(" --time-limit LIMIT", "")
            print(f"{shown:<58}{wall:>8.1f}{used:>8.1f}{silent:>8}{code:>6}", flush=True)


if __name__ == "__main__":
    main()
