"""The nouns: frozen, units in the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.domain.plan import Assignment as Assignment
    from solver.domain.plan import Plan as Plan
    from solver.domain.tasks import PRIORITIES as PRIORITIES
    from solver.domain.tasks import Backlog as Backlog
    from solver.domain.tasks import Task as Task
    from solver.domain.team import Member as Member
    from solver.domain.team import Team as Team
    from solver.domain.weights import Weights as Weights
    from solver.domain.world import World as World

__getattr__, __dir__ = opened(__name__)
