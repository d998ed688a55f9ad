"""Reasons as data, each a frozen dataclass; ``report`` makes words of them, ``to_frame`` makes tables.

A ``Study`` (``solver.study``) is what was planned: its ``result`` is the base that the rest compares with, its ``of``
and ``plan`` are the same with a difference; ``measured`` takes a plan that was made before.

- ``unassigned``: ``unassigned(team, backlog, plan)`` -> ``Unassigned``, each with its ``Stop`` (``stops``)
- ``plainly``: what clashes, in the words of whoever demands it
- ``why``: ``explain(case, plan)`` -> ``Explanation`` of ``Why`` (with ``Need``, ``Handoff``) and rows
- ``terms``: ``level_rows`` -> ``Term`` rows that add up to every level; ``totals``
- ``why_not``: ``why_not(case, base, task, member)``, ``runners_up(case, base, task)`` -> ``WhyNot`` with a ``Price``
- ``smallest``: ``smallest_change(case, base, task, member)`` -> ``SmallestChange`` of ``Edit``
- ``left_out``: ``left_out(case, plan)`` -> ``LeftOut``, each with a ``Suggestion`` for every member; ``unassigned``
- ``marginal``: ``marginal_values(case, base)``, ``what_binds(case, base)`` -> ``Marginal`` of ``Step``
- ``fix``: ``fixes(case, place)`` -> ``Fix`` of ``FixChange``
- ``suggest``: ``suggest(case, plan, task)`` -> ``Suggestion`` with what it ``gives_up`` (``Held``)
- ``diff``: ``diff_plans`` -> ``Diff``; ``diff_values`` -> ``PlanDiff`` by level and by term
- ``replan``: ``replan(case, previous)`` -> ``Replan``; ``moves_table(case, previous)`` -> ``MoveRow``
- ``alternatives``: ``alternatives(case, base)`` -> ``Alternative``
- ``frames``: ``to_frame(rows)`` -> one pandas line for each
"""
