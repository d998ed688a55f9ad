"""A solved world with what is kept of its proof: the one road to "the same, with this difference"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.study.study import Study as Study
    from solver.study.study import solved as solved

__getattr__, __dir__ = opened(__name__)
