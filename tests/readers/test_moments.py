"""A moment of a plan is read back from its file as the fraction that was written."""

from __future__ import annotations

from fractions import Fraction

from solver.readers.plans.plan_file import AssignmentRow
from solver.report.plan.in_time import DIGITS


def test_every_minute_of_a_day_of_any_length_comes_back() -> None:
    """Days of 7 to 2,879 minutes: each minute of some of them, on the first and on the ninth day, is the same again."""
    for length in (7, 96, 360, 433, 480, 1440, 2879):
        for minute in range(length):
            for day in (0, 8):
                exact = day + Fraction(minute, length)
                row = AssignmentRow(
                    task="T",
                    member="M",
                    period="S1",
                    start=round(float(exact), DIGITS),
                    end=round(float(exact), DIGITS),
                )
                assert row.when == (exact, exact)


def test_files_with_six_digits_are_read_too() -> None:
    """An older file says a third of a day with six digits."""
    row = AssignmentRow(task="T", member="M", period="S1", start=0.333333, end=2.333333)
    assert row.when == (Fraction(1, 3), Fraction(7, 3))
