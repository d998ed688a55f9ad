"""What once failed is read or refused with a place; so is whatever a short run of mutations makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from solver.errors import Fault, InputError
from tests.fuzz.run import CORPUS, failure, place_for, run
from tests.fuzz.targets import TARGETS, Target

KEPT = sorted(path for path in CORPUS.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_input_that_once_failed_does_not(path: Path, tmp_path: Path) -> None:
    """No traceback, no hang, no fault without a place."""
    target = TARGETS[path.parent.name]
    assert failure(target, place_for(target, tmp_path / "w"), path.read_bytes()) == ""


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_themselves_are_taken(name: str, tmp_path: Path) -> None:
    """What is mutated is sound to begin with, or refused in words."""
    target = TARGETS[name]
    file = place_for(target, tmp_path / "w")
    for data in target.seeds:
        assert failure(target, file, data) == ""


def _endless(file: Path) -> None:
    while file.name:
        pass


def _nowhere(file: Path) -> None:
    raise InputError((Fault("", 0, "a place", file.name),))


def _divide(file: Path) -> None:
    assert 1 / len(file.read_bytes())


@pytest.mark.parametrize(
    ("read", "said"),
    [(_endless, "longer than 2 seconds"), (_nowhere, "a fault without a place"), (_divide, "ZeroDivisionError")],
)
def test_what_goes_wrong_is_noticed(read: Callable[[Path], None], said: str, tmp_path: Path) -> None:
    """A hang, a fault without a place and a traceback each count as a failure."""
    assert said in failure(Target("x", (), read), tmp_path / "x", b"")


@pytest.mark.slow
def test_a_short_run_finds_nothing() -> None:
    """Two thousand inputs of one seed; ``make fuzz`` takes a hundred times as many."""
    assert run(2_000, seed=7) == []
