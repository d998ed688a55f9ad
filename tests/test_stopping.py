"""Time that is over and Ctrl-C are one wish: long work gives what it has."""

from __future__ import annotations

import signal
import time

import pytest

from solver.stopping import STOPPING, breakable, limited
from solver.whatif.engines import run_all, run_some


def interrupted_at(item: int) -> int:
    """Return the item; at three somebody presses Ctrl-C."""
    if item == 3:
        signal.raise_signal(signal.SIGINT)
    return item


def endless(item: int) -> int:
    """Return the item; two takes for ever."""
    while item == 2:
        time.sleep(0.001)
    return item


def test_ctrl_c_keeps_what_is_done() -> None:
    """What was being done is given up, what comes after is not begun."""
    with limited(None) as stopping:
        assert run_some(interrupted_at, [1, 2, 3, 4], workers=1) == {0: 1, 1: 2}
        assert run_some(interrupted_at, [1], workers=1) == {}
    assert stopping.reason == "interrupt"


def test_time_ends_what_takes_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the time is over the rest is left, also where nothing is computed."""
    monkeypatch.setattr("solver.stopping.WALL", 1)
    with limited(0.2) as stopping:
        assert run_some(endless, [1, 2, 3], workers=1) == {0: 1}
    assert stopping.reason == "time limit"


def test_what_must_not_be_broken_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of what may be given up the wish is only noted; a second Ctrl-C ends everything."""
    with limited(None):
        signal.raise_signal(signal.SIGINT)
        assert STOPPING.is_asked
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_elsewhere_ctrl_c_is_what_it_was() -> None:
    """Without a command that heeds it, nothing is swallowed, and a wish of before is forgotten."""
    with limited(None):
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), breakable():
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        run_all(interrupted_at, [3], workers=1)
    with limited(None) as stopping:
        assert not stopping.is_asked
