"""No line, cell or value makes a reader work longer than its length: each is fed a hundred thousand letters.

A pattern that is not linear would take hours over one of these; an alarm of the system then ends the test.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from types import FrameType
from typing import Final

import pytest

from solver.domain.cards import SECTIONS
from solver.errors import Fault, Finding, InputError
from solver.readers.cards.cards import parse_card
from solver.readers.cards.catalogue import cost_of
from solver.readers.text.hours import meant_hours, parse_minutes
from solver.readers.text.strict_yaml import MOST_DEPTH, parse_yaml

LENGTH: Final = 100_000
# What patterns trip over: runs of one letter, and pairs that could be split in many ways.
RUNS: Final = [
    *(" ", "\t", "a", "A", "1", "3.3", "*", "**", "** ", "-", ":", ": ", " :", "(", ")", "(score: ", "1.", ".", ","),
    *(
        "a ",
        " a",
        "A A:",
        "**a**: ",
        "0.5",
        "1h ",
        "1 ",
        "h",
        "- ",
        ";",
        '"',
        "'",
        "[",
        "{",
        "]",
        "}",
        "#",
        "\\",
        "&a ",
        "? ",
    ),
    *("é", "\u0308", "\u200b", "=", "weight=", "%", "|", ">", "!", "@", "`", "_", "0", "\u0660"),
]
ENDS: Final = ["", "x", ":", ")", " hours", '"', "1"]


@pytest.fixture(autouse=True)
def _alarm() -> Iterator[None]:
    """End a test that works for minutes of its own time: only a reader that is not linear does."""

    def late(number: int, frame: FrameType | None) -> None:
        raise AssertionError("a reader works longer than its input is long")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, 60)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def long_texts() -> Iterator[str]:
    """Yield each run with each end."""
    for run in RUNS:
        for end in ENDS:
            yield run * (LENGTH // len(run)) + end


@pytest.mark.parametrize("section", SECTIONS)
def test_a_line_of_a_card_is_looked_at_once(section: str) -> None:
    """Whatever stands behind a bullet of any section is read, kept or refused."""
    for text in long_texts():
        with suppress(InputError):
            parse_card(f"## {section}\n- {text}\n1. a{text}", "X")


@pytest.mark.parametrize("read", [parse_minutes, meant_hours, cost_of, parse_yaml])
def test_a_value_is_looked_at_once(read: Callable[[str], object]) -> None:
    """Hours, costs and YAML of any length are read or refused."""
    for text in long_texts():
        with suppress(InputError, ValueError):
            read(text)


@pytest.mark.parametrize(
    "text", ["3." + "3" * 28 + " hours", "3" * 26 + "x", "1h " * 500 + "x", "9" * 4301, "0." + "1" * 50]
)
def test_hours_that_have_many_digits_are_refused(text: str) -> None:
    """What is no duration, too much or not in whole minutes is refused, however many digits it has."""
    with pytest.raises(ValueError, match="hours"):
        parse_minutes(text, Decimal(8))


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
@pytest.mark.parametrize("count", [MOST_DEPTH + 1, 500, 30_000])
def test_yaml_that_is_nested_too_deep_is_refused_before_it_is_parsed(opening: str, count: int) -> None:
    """The parser's stack is never at stake; the fault has the line."""
    with pytest.raises(InputError, match=f":2: expected values nested at most {MOST_DEPTH} deep"):
        parse_yaml("\n" + opening * count)


def test_yaml_as_deep_as_allowed_is_read() -> None:
    """The limit itself is fine, one more is not."""
    assert parse_yaml("[" * MOST_DEPTH + "]" * MOST_DEPTH).data is not None


@pytest.mark.parametrize("value", ["9" * 4301, "0." + "3" * 60])
def test_a_number_of_many_digits_is_a_fault_with_its_line(value: str) -> None:
    """No number is so long that exact sums of it would not end."""
    with pytest.raises(InputError, match=":2: expected a number of at most 40 digits"):
        parse_yaml(f"a: 1\nb: {value}")


@pytest.mark.parametrize(
    ("text", "maybe"), [("0,8", "'0.8'"), ("80%", "'0.8'"), ("8", "'0.8'"), ("80", "'0.8'"), ("high", ""), ("-1", "")]
)
def test_a_score_on_another_scale_is_refused_with_what_it_may_mean(text: str, maybe: str) -> None:
    """A decimal comma, a share and marks out of ten or a hundred are never taken, but suggested."""
    with pytest.raises(InputError) as caught:
        parse_card(f"## Core Capabilities\n- a: {text}", "X")
    assert str(caught.value).endswith(f"\nMaybe {maybe}." if maybe else repr(text))


@pytest.mark.parametrize(
    ("text", "maybe"), [("1,5", "'1.5'."), ("2d", "'hours_per_day: 8' in team.yaml."), ("soon", "")]
)
def test_hours_that_are_none_are_refused_with_what_they_may_mean(text: str, maybe: str) -> None:
    """A decimal comma is never taken for a point; days need a length."""
    assert meant_hours(text) == maybe


def test_no_fault_prints_what_nobody_reads() -> None:
    """Of a name of a hundred thousand letters the beginning is printed, in faults and in findings, with its length."""
    name = "n" * LENGTH
    for said in (str(Fault("a.yaml", 3, "a name", f"'{name}'")), str(Finding("info", "X01", "a.md", 3, "x", name))):
        assert len(said) < 1200
        assert said.endswith(" letters)")
    assert str(Fault("a.yaml", 3, "a name", "'n'")) == "a.yaml:3: expected a name, got 'n'"
