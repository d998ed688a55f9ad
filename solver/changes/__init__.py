"""One vocabulary of changes and scenarios: the world and a text in, the changed world out; nothing is mutated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.changes.catalogue import KINDS as KINDS
    from solver.changes.catalogue import apply as apply
    from solver.changes.change import Change as Change
    from solver.changes.change import Scenario as Scenario
    from solver.changes.scenarios import scenarios_of as scenarios_of

__getattr__, __dir__ = opened(__name__)
