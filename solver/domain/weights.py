"""The weights of the quality level, all at least 0."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Weights:
    """What an hour of fit, of preference and of unevenness, a split batch and a unit of hand-off distance are worth."""

    fit: Decimal = Decimal(1)
    preference: Decimal = Decimal("0.2")
    balance: Decimal = Decimal("0.1")
    split: Decimal = Decimal("0.5")
    handoff: Decimal = Decimal(0)
