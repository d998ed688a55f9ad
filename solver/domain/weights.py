"""The weights of the quality level, all at least 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Weights:
    """What an hour of fit, of preference and of unevenness, a split batch and a unit of hand-off distance are worth.

    Where there are periods: ``early`` for each hour and whole period that is left when a task ends, ``late`` for each
    value and period after the due date, ``focus`` for each batch of a member in a period beyond the first. ``file`` and
    ``lines`` say where each that is stated stands.
    """

    fit: Decimal = Decimal(1)
    preference: Decimal = Decimal("0.2")
    balance: Decimal = Decimal("0.1")
    split: Decimal = Decimal("0.5")
    handoff: Decimal = Decimal(0)
    early: Decimal = Decimal("0.02")
    late: Decimal = Decimal(1)
    focus: Decimal = Decimal(0)
    file: str = field(default="", compare=False, repr=False, kw_only=True)
    lines: tuple[tuple[str, int], ...] = field(default=(), compare=False, repr=False, kw_only=True)
