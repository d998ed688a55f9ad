"""What if the team were different: change the nouns, walk the same road, show the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.whatif.advice.advice import advise as advise
    from solver.whatif.advice.lines import Prices as Prices
    from solver.whatif.advice.lines import clone_lines as clone_lines
    from solver.whatif.advice.lines import load_lines as load_lines
    from solver.whatif.scenarios.compare import compare_scenarios as compare_scenarios
    from solver.whatif.scenarios.compare import each_away as each_away
    from solver.whatif.scenarios.compare import worst_first as worst_first
    from solver.whatif.sweeps.sweep import sweep as sweep

__getattr__, __dir__ = opened(__name__)
