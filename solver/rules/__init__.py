"""What a plan must obey: one rule, one file, two halves that check each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.rules.catalogue import RULES as RULES

__getattr__, __dir__ = opened(__name__)
