"""Fit, preference and the three gates, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.matching.pairs.fit import shortfalls as shortfalls
    from solver.matching.pairs.vocabulary import effective_scores as effective_scores

__getattr__, __dir__ = opened(__name__)
