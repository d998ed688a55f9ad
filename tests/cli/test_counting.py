"""The line on a terminal says what work says of itself while it goes on."""

from __future__ import annotations

import io
import sys

import pytest

from solver.cli.console.counting import _LINE, KEEPS, working
from solver.telling import HEARERS, say


def test_the_line_on_a_terminal_says_how_far_work_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any work below says it, in whichever command; where nobody watches nobody listens."""
    with working("planning"):
        say("1 of 9")
        assert not HEARERS
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    with working("planning"):
        say("1 of 9")
        assert str(_LINE.status.status) == f"1 of 9 {KEEPS}"
    assert not HEARERS
    say("2 of 9")
    assert _LINE.status is None
