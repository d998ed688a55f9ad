"""Tables and files; computes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.report.explanation.words import diff_text as diff_text
    from solver.report.explanation.words import gain_text as gain_text
    from solver.report.explanation.words import price_text as price_text
    from solver.report.explanation.words import why_not_text as why_not_text
    from solver.report.plan.data import plan_data as plan_data
    from solver.report.whatif.frames import advice_frame as advice_frame
    from solver.report.whatif.frames import curve_frame as curve_frame
    from solver.report.whatif.frames import resilience_frame as resilience_frame
    from solver.report.whatif.frames import risk_frame as risk_frame
    from solver.report.whatif.frames import scenario_frame as scenario_frame
    from solver.report.whatif.frames import sweep_frame as sweep_frame

__getattr__, __dir__ = opened(__name__)
