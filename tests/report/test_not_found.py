"""A plan that was not found in time may exist: nothing says that there is none."""

from __future__ import annotations

from solver.assignment.result import Result
from solver.explanation.price import Price
from solver.explanation.replan.least import Replan
from solver.report.explanation.changes import replan_lines
from solver.report.explanation.words import price_text


def test_only_a_clash_says_that_there_is_no_plan() -> None:
    """Without demands that clash all that is known is that the search ended."""
    assert price_text(Price("infeasible", (), None, ("A waits for B",))) == "there is no plan with it: A waits for B"
    assert price_text(Price("unknown", (), None)) == "no plan with it was found in the time (--time-limit)"
    none = Replan(Result("infeasible", None, (), conflict=("A waits for B",)), None)
    assert replan_lines(none, "") == ["No plan exists:", "    A waits for B"]
    assert replan_lines(Replan(Result("unknown", None, ()), None), "") == [
        "No plan was found in the time (--time-limit)."
    ]
