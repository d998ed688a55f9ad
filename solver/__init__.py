"""The front door of teamwright: role cards and a backlog in, a proven plan out.

Everything is loaded where it is first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from solver.version import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from solver.assignment.arrays.assign import assign as assign
    from solver.assignment.result import Result as Result
    from solver.assignment.solve import solve as solve
    from solver.communication.report import communication_report as communication_report
    from solver.desk.keywords import member as member
    from solver.desk.keywords import task as task
    from solver.desk.plan import plan as plan
    from solver.desk.planning import Planning as Planning
    from solver.domain.plan import Plan as Plan
    from solver.domain.tasks import Backlog as Backlog
    from solver.domain.team import Team as Team
    from solver.domain.weights import Weights as Weights
    from solver.domain.world import World as World
    from solver.errors import InputError as InputError
    from solver.explanation.unassigned import unassigned as unassigned
    from solver.explanation.why import explain as explain
    from solver.importers.doors import read_workspace as read_workspace
    from solver.matching.build import build_problem as build_problem
    from solver.matching.frames import fit_matrix as fit_matrix
    from solver.matching.frames import gate_matrix as gate_matrix
    from solver.matching.frames import preference_matrix as preference_matrix
    from solver.matching.lint import lint as lint
    from solver.matching.problem import Problem as Problem
    from solver.readers.frames import backlog_from_frame as backlog_from_frame
    from solver.study.study import Study as Study

_DOORS = {
    "Backlog": "solver.domain.tasks",
    "InputError": "solver.errors",
    "Plan": "solver.domain.plan",
    "Planning": "solver.desk.planning",
    "Problem": "solver.matching.problem",
    "Result": "solver.assignment.result",
    "Study": "solver.study.study",
    "Team": "solver.domain.team",
    "Weights": "solver.domain.weights",
    "World": "solver.domain.world",
    "assign": "solver.assignment.arrays.assign",
    "backlog_from_frame": "solver.readers.frames",
    "build_problem": "solver.matching.build",
    "communication_report": "solver.communication.report",
    "explain": "solver.explanation.why",
    "fit_matrix": "solver.matching.frames",
    "gate_matrix": "solver.matching.frames",
    "lint": "solver.matching.lint",
    "member": "solver.desk.keywords",
    "plan": "solver.desk.plan",
    "preference_matrix": "solver.matching.frames",
    "read_workspace": "solver.importers.doors",
    "solve": "solver.assignment.solve",
    "task": "solver.desk.keywords",
    "unassigned": "solver.explanation.unassigned",
}
__all__ = ["__version__", *_DOORS]


def __dir__() -> list[str]:
    """Return what the front door gives, for whoever looks around in a notebook."""
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    """Load a name of the front door when it is first asked for."""
    if name not in _DOORS:
        raise AttributeError(f"module 'solver' has no attribute {name!r}")
    found = getattr(import_module(_DOORS[name]), name)
    if "IPython" in sys.modules or "marimo" in sys.modules:
        # In a notebook the nouns show themselves as tables.
        import_module("solver.report.reprs").register()
    return found
