"""Tables and files; computes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.report.explanation import diff_text as diff_text
    from solver.report.explanation import gain_text as gain_text
    from solver.report.explanation import price_text as price_text
    from solver.report.explanation import why_not_text as why_not_text
    from solver.report.frames import advice_frame as advice_frame
    from solver.report.frames import curve_frame as curve_frame
    from solver.report.frames import resilience_frame as resilience_frame
    from solver.report.frames import risk_frame as risk_frame
    from solver.report.frames import scenario_frame as scenario_frame
    from solver.report.frames import sweep_frame as sweep_frame
    from solver.report.plan import plan_data as plan_data

__getattr__, __dir__ = opened(__name__)
