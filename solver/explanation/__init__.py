"""Reasons as data, each a frozen dataclass; ``report`` makes words of them, ``to_frame`` makes tables.

A ``Study`` (``solver.study``) is what was planned: its ``result`` is the base that the rest compares with, its ``of``
and ``plan`` are the same with a difference; ``measured`` takes a plan that was made before.

- ``unassigned/``: ``unassigned(team, backlog, plan)`` -> ``Unassigned``, each with its ``Stop`` (``stops/``);
  ``left_out(case, plan)`` -> ``LeftOut``, each with a ``Suggestion`` for every member
- ``why``: ``explain(case, plan)`` -> ``Explanation`` of ``Why`` (with ``Need``, ``Handoff``) and rows
- ``terms/``: ``level_rows`` -> ``Term`` rows that add up to every level; ``totals``
- ``why_not``: ``why_not(case, task, member)``, ``runners_up(case, task)`` -> ``WhyNot`` with a ``Price``
- ``smallest``: ``smallest_change(case, task, member)`` -> ``SmallestChange`` of ``FixChange``
- ``marginal/``: ``marginal_values(case)`` -> ``Marginal`` of ``Step``
- ``fix/``: ``fixes(case, place)`` -> ``Fix`` of ``FixChange``; over periods out of ``offers``, cheapest by ``hitting``;
  ``deadlines`` nothing can meet
- ``suggest/``: ``suggest(case, plan, task)`` -> ``Suggestion`` with what it ``gives_up`` (``Held``)
- ``diff``: ``diff_plans`` -> ``Diff``; ``diff_values`` -> ``PlanDiff`` by level and by term
- ``replan/``: ``replan(case, previous)`` -> ``Replan`` with each ``Slip``; ``moves_table`` -> ``MoveRow``
- ``alternatives``: ``alternatives(case)`` -> ``Alternative``
- ``frames``: ``to_frame(rows)`` -> one pandas line for each
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.explanation.diff import diff_plans as diff_plans
    from solver.explanation.frames import to_frame as to_frame
    from solver.explanation.marginal.marginal import marginal_values as marginal_values
    from solver.explanation.order import order_of as order_of
    from solver.explanation.price import compare as compare
    from solver.explanation.terms.terms import quality_rows as quality_rows
    from solver.explanation.why import explain as explain
    from solver.explanation.why_not import runners_up as runners_up

__getattr__, __dir__ = opened(__name__)
