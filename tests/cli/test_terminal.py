"""On a terminal an answer fits and has colours; in a pipe it has neither, and a pipe that closes is no crash."""

from __future__ import annotations

import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from solver.cli import app
from solver.report.text.layout import breadth
from tests.cli.test_names import CASES
from tests.cli.test_plan import DATA, copy_of, run

MAIN = [sys.executable, "-c", "from solver.cli import main; main()"]


def on_terminal(*words: str, **environment: str) -> str:
    """Return what a command prints on a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS"}}
    with subprocess.Popen(
        [*MAIN, *words], stdout=theirs, stderr=subprocess.DEVNULL, env={**kept, "TERM": "xterm", **environment}
    ) as process:
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 65536):
                said += part
        except OSError:
            # The other end is closed: everything has been read.
            pass
    os.close(ours)
    assert process.returncode == 0
    return said.decode()


def test_priorities_have_colours_on_a_terminal_that_wants_them() -> None:
    """Critical is red and bold, high yellow; not where NO_COLOR, a dumb terminal or the user says no."""
    said = on_terminal("plan", str(DATA / "corner"))
    assert "\x1b[1;31mCRITICAL\x1b[0m" in said
    assert "\x1b[33mHIGH\x1b[0m" in said
    plain = on_terminal("plan", str(DATA / "corner"), NO_COLOR="1")
    assert "\x1b" not in plain + on_terminal("plan", str(DATA / "corner"), TERM="dumb")
    assert "\x1b" not in on_terminal("plan", str(DATA / "corner"), "--no-color")
    assert max(map(breadth, plain.splitlines())) <= 80


def test_a_pipe_has_neither_colours_nor_broken_lines() -> None:
    """What another program reads has each sentence on its line."""
    text = run("plan", DATA / "studio").stdout
    assert "\x1b" not in text
    assert any(breadth(line) > 80 for line in text.splitlines())


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return a plan of the small workspace, twice."""
    folder = tmp_path_factory.mktemp("fits")
    run("plan", DATA / "corner", "-q", "-o", folder / "P.json")
    return dict.fromkeys("PQ", str(folder / "P.json"))


def too_long(text: str, width: int = 80) -> list[str]:
    """Return the lines that a terminal would break."""
    return [line for line in text.splitlines() if breadth(line) > width]


@pytest.mark.parametrize(("name", "words"), CASES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(CASES)])
def test_every_answer_fits(
    name: str, words: list[str], places: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 80 columns no line of any command is longer, notes included."""
    monkeypatch.setenv("COLUMNS", "80")
    found = run(name, *(places.get(word, word) for word in words))
    assert not too_long(found.stdout + found.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("data", ["studio", "studio-sprints"])
def test_every_answer_about_a_real_team_fits(data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long names, long reasons, many columns, periods."""
    monkeypatch.setenv("COLUMNS", "80")
    folder, plan = str(DATA / data), str(tmp_path / "plan.json")
    assert run("plan", folder, "-o", plan, "-q").exit_code == 0
    for words in (
        ["check", folder],
        ["plan", folder, "--compare"],
        ["explain", plan],
        ["explain", plan, "DESIGNER"],
        ["explain", plan, "--hours", "--time-limit", "5"],
        ["suggest", "BK-3", "--plan", plan],
        ["graph", folder, "--plan", plan],
        ["diff", plan, plan],
        ["replan", plan, "--time-limit", "20"],
        ["whatif", folder, "--remove", "DESIGNER", "--time-limit", "5"],
    ):
        found = run(*words)
        assert not too_long(found.stdout + found.stderr), words
        assert found.exit_code == 0, (words, found.exception)


def test_a_pipe_that_closes_is_no_crash() -> None:
    """Whoever needs the first line only gets it, and nothing is said of the rest."""
    with subprocess.Popen([*MAIN, "check", str(DATA / "studio"), "-q"], stdout=-1, stderr=-1) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_shell_completes_commands_and_options(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is typed in part is offered whole, as `--install-completion` sets it up."""
    for typed, place, offered in (
        ("teamwright pl", "1", "plan"),
        ("teamwright plan --ti", "2", "--time-limit"),
        ("teamwright report . --with ho", "4", "hours"),
        ("teamwright report . --with ", "4", "away placing hours rules all"),
        ("teamwright export plan.json --to g", "4", "github gitlab"),
        ("teamwright advise h", "2", "hire"),
        ("teamwright plan . --format x", "4", "xlsx"),
    ):
        words = {"_TEAMWRIGHT_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": place}
        for name, word in words.items():
            monkeypatch.setenv(name, word)
        with pytest.raises(SystemExit):
            app(prog_name="teamwright")
        assert capfd.readouterr().out.split() == offered.split()


def test_the_next_commands_run_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan ends with two commands that can be copied, whatever the folder is called and whether a task stayed out."""
    folder = copy_of("corner", tmp_path).rename(tmp_path / "my team")
    monkeypatch.chdir(tmp_path)
    for lines, first in ((7, "fix"), (5, "whatif")):
        backlog = folder / "backlog.csv"
        backlog.write_text("\n".join(backlog.read_text().splitlines()[:lines]) + "\n")
        *_, one, other = run("plan", folder, "-q").stdout.splitlines()
        for text, name in ((one.removeprefix("Next:"), first), (other, "report")):
            command, *words = shlex.split(text)
            assert (command, words[0], words[1]) == ("teamwright", name, "my team")
            assert run(*words, *(["--quick"] if name == "report" else [])).exit_code == 0
