"""The heading of a report is what was asked for, or says whose plan it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from typer.testing import CliRunner

from solver.cli import app
from tests.report.test_report import DATA


def made(folder: Path, *words: str) -> str:
    """Return the quick report of a folder."""
    done = CliRunner().invoke(app, ["report", str(folder), "-o", "-", "--quick", *words])
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_a_title_that_was_asked_for_is_the_heading() -> None:
    """It stands above Markdown and page as text, whatever is in it."""
    assert made(DATA / "corner", "--format", "md", "--title", "Sprint 12").startswith("# Sprint 12\n")
    text = made(DATA / "corner", "--format", "html", "--title", "<b>Sprint</b> 12")
    assert "<h1>&lt;b&gt;Sprint&lt;/b&gt; 12</h1>" in text
    assert "<title>&lt;b&gt;Sprint&lt;/b&gt; 12</title>" in text


def test_without_a_title_the_folder_is_named_in_full(tmp_path: Path) -> None:
    """A name of two hundred letters is not cut."""
    folder = Path(shutil.copytree(DATA / "corner", tmp_path / ("long" * 50)))
    assert made(folder, "--format", "md").startswith(f"# Plan of {'long' * 50}\n")
