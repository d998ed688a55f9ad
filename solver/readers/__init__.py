"""Files to nouns, all faults at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.readers.scenarios import read_scenarios as read_scenarios

__getattr__, __dir__ = opened(__name__)
