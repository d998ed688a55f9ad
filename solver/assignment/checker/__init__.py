"""The checker: recomputes plans from the nouns, and shares no code with the model, the rules or the Problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.assignment.checker.plan import level_values as level_values
    from solver.assignment.checker.plan import objections as objections
    from solver.assignment.checker.plan import quality_terms as quality_terms

__getattr__, __dir__ = opened(__name__)
