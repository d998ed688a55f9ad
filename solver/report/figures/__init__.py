"""Pictures: functions that draw data and compute nothing, one file each.

Each returns a ``Figure`` with ``svg`` (one element, nothing to load, light and dark, no script), ``text`` (the same in
words) and the hooks by which a notebook shows it.

==============================================  ======================================================================
``load_bars(plan)``                             hours given against load limits; ``plan`` is the data of plan.json
``assignment_board(plan)``                      who has which task, as blocks as wide as their hours
``period_board(plan)``                          the same for a plan with periods: members x periods
``load_heatmap(plan)``                          hours given of the load limit: members x periods
``burn_up(rows, periods)``                      value placed by the end of each period; ``explanation.progress``
``gantt(table, today)``                         when each piece is worked; ``explanation.timetable.timetable``
``capability_heatmap(coverage)``                members x capabilities with demand; ``matching.coverage.coverage``
``fit_heatmap(problem, owner)``                 tasks x members, chosen pairs marked; ``owner`` is ``Plan.owner``
``communication_network(picture, report)``      who talks to whom; ``communication.picture.picture(team, report)``
``whatif_bars(rows, title=...)``                scenarios beside the base; rows of ``whatif.compare``
``resilience_bars(rows)``                       each member away in turn; rows, the base first
``absence_bars(found)``                          what is lost without each member; ``whatif.resilience``
``tradeoff_curve(points, across, up, title=)``  a curve of ``Point(name, x, y, is_chosen)``
``task_order_picture(steps, member)``           a member's tasks in order; ``explanation.order.order_of``
``delta_bars(title, measures, base, rows)``     any differences, by ``Measure`` and ``Change``
==============================================  ======================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.report.figures.board import assignment_board as assignment_board
    from solver.report.figures.capabilities import capability_heatmap as capability_heatmap
    from solver.report.figures.comparison import whatif_bars as whatif_bars
    from solver.report.figures.deltas import Change as Change
    from solver.report.figures.deltas import Measure as Measure
    from solver.report.figures.deltas import delta_bars as delta_bars
    from solver.report.figures.fit import fit_heatmap as fit_heatmap
    from solver.report.figures.kit import Figure as Figure
    from solver.report.figures.loads import load_bars as load_bars
    from solver.report.figures.network import communication_network as communication_network
    from solver.report.figures.order import task_order_picture as task_order_picture
    from solver.report.figures.periods import burn_up as burn_up
    from solver.report.figures.periods import load_heatmap as load_heatmap
    from solver.report.figures.periods import period_board as period_board
    from solver.report.figures.resilience import absence_bars as absence_bars
    from solver.report.figures.resilience import resilience_bars as resilience_bars
    from solver.report.figures.timeline import gantt as gantt
    from solver.report.figures.tradeoff import Point as Point
    from solver.report.figures.tradeoff import tradeoff_curve as tradeoff_curve

__getattr__, __dir__ = opened(__name__)
