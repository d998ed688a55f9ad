"""What lint says about hours over periods."""

from __future__ import annotations

from datetime import date

from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.tasks import Backlog
from solver.domain.team import Member, Team
from solver.matching.lint_time import lint_time
from solver.readers.cards import parse_card

WEEKS = Calendar(tuple(Period(f"S{n}", date(2027, 1, 7 * n - 3), date(2027, 1, 7 * n + 1)) for n in (1, 2)))


def said(presence: Presence) -> list[str]:
    """Return what is found about one member over two weeks of 40 h."""
    one = Member("ANN", parse_card("", "ANN"), 0, file="team.yaml", line=3).present(WEEKS, presence)
    return [str(found) for found in lint_time(Team((one,), calendar=WEEKS), Backlog(()))]


def test_committed_work_that_has_no_hours_is_named() -> None:
    """A day a week leaves 8 h of 10 committed; where nobody is there, only what is stated for that period counts."""
    over = "team.yaml:3: warning TIME03: ANN has more committed work than hours"
    assert said(Presence(committed=600)) == []
    assert said(Presence(week=(480, *(0,) * 6), committed=600))[-1] == (
        f"{over}: 10 h in S1, with 8 h for it, 10 h in S2, with 8 h for it"
    )
    joins = date(2027, 1, 11)
    assert not any("TIME03" in text for text in said(Presence(since=joins, committed=600)))
    assert said(Presence(since=joins, committeds=(("S1", 600),)))[-1] == f"{over}: 10 h in S1, with 0 h for it"
