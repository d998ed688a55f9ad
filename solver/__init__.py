"""The front door of teamwright: role cards and a backlog in, a proven plan out.

Everything is loaded where it is first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened
from solver.version import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from solver.assignment.arrays.assign import assign as assign
    from solver.assignment.result import Result as Result
    from solver.assignment.solve import solve as solve
    from solver.changes.change import Change as Change
    from solver.changes.change import Scenario as Scenario
    from solver.communication.audit.report import communication_report as communication_report
    from solver.communication.picture import picture as picture
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
    from solver.explanation.replan.least import replan as replan
    from solver.explanation.suggest.suggest import suggest as suggest
    from solver.explanation.unassigned.reason import unassigned as unassigned
    from solver.explanation.why import explain as explain
    from solver.explanation.why_not import why_not as why_not
    from solver.importers.doors import read_workspace as read_workspace
    from solver.importers.frames import workspace_from as workspace_from
    from solver.matching.build import build_problem as build_problem
    from solver.matching.frames import fit_matrix as fit_matrix
    from solver.matching.frames import gate_matrix as gate_matrix
    from solver.matching.frames import preference_matrix as preference_matrix
    from solver.matching.linting.lint import lint as lint
    from solver.matching.pairs.coverage import coverage as coverage
    from solver.matching.pairs.fit import fit as fit
    from solver.matching.problem import Problem as Problem
    from solver.readers.backlog.frames import backlog_from_frame as backlog_from_frame
    from solver.study.study import Study as Study

__getattr__, __dir__ = opened(__name__)
