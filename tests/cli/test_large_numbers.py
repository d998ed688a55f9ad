"""Numbers that could overflow end a command with exit code 2 and the line they stand on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROSTER = "roster:\n  - {id: ANN, limit: 300000}\n  - {id: BEN, limit: 8}\n"


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a workspace."""
    code = f"from solver.cli import main; import sys; sys.argv = ['teamwright', {command!r}, {str(folder)!r}]; main()"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


@pytest.mark.parametrize("command", ["check", "plan"])
def test_a_weight_that_could_overflow_is_refused_at_its_line_and_what_is_named_is_taken(
    command: str, tmp_path: Path
) -> None:
    """The fault names the largest weight; with that the same workspace is planned, and the long task placed."""
    (tmp_path / "cards").mkdir()
    for name in ("ANN", "BEN"):
        (tmp_path / "cards" / f"{name}.md").write_text(f"# {name}\n\n## Core Capabilities\n- a: 0.9\n")
    (tmp_path / "backlog.csv").write_text("id,estimated_hours,priority\nT,9000,HIGH\n")
    (tmp_path / "team.yaml").write_text(f"{ROSTER}weights:\n  split: 1\n  balance: 200000\n")
    refused = run(tmp_path, command)
    assert refused.returncode == 2
    fault = next(line for line in refused.stderr.splitlines() if "expected" in line)
    start, most = f"{tmp_path}/team.yaml:6: expected a weight balance of at most ", fault.split()[8]
    assert fault == f"{start}{most} with a load limit of 300,000 h, got 200000"
    (tmp_path / "team.yaml").write_text(f"{ROSTER}weights:\n  split: 1\n  balance: {most}\n")
    taken = run(tmp_path, command)
    assert taken.returncode == 0, taken.stderr
    assert command == "check" or "0 h of work do not fit" in " ".join(taken.stdout.split())
