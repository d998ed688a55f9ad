"""What lint says about hours over periods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.matching.linting.in_time import lint_time
from solver.matching.linting.lint import lint
from solver.readers.cards.cards import parse_card

WEB = "## Core Capabilities\n\n- web: 0.9\n"
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


def test_a_pin_to_a_period_in_which_it_cannot_hold_is_named() -> None:
    """Too few hours there, at the member's pace and of one part where it is split; and dates that leave it out."""
    ann = Member("ANN", parse_card("", "ANN"), 0, pace=Decimal("1.5"), file="team.yaml", line=3)
    away = Presence(leave=((date(2027, 1, 11), date(2027, 1, 14)),))
    plain = Task("T", "", "", "HIGH", "TODO", "", 480, "", (), (), 1, "b.csv", 2)

    def found(period: str, **more: object) -> list[str]:
        rules = Policies(pins=(Pair("T", "ANN", "team.yaml", 9, period),))
        team = Team((ann.present(WEEKS, away),), calendar=WEEKS, policies=rules)
        one = replace(plain, **more)  # type: ignore[arg-type]
        return [str(text) for text in lint_time(team, Backlog((one,))) if text.code == "TIME04"]

    said = "team.yaml:9: warning TIME04: T is pinned to ANN in S2, and"
    assert found("S1") == found("") == found("S2", split_minutes=240) == []
    assert found("S2") == [f"{said} takes 12 h, where ANN has 8 h then"]
    assert found("S2", split_minutes=330) == [f"{said} takes 12 h, where ANN has 8 h then"]
    assert found("S2", estimate_minutes=800, split_minutes=360) == [
        f"{said} a part of it takes 9 h, where ANN has 8 h then"
    ]
    assert found("S2", deadline="S1") == [f"{said} must be done by S1"]
    assert found("S1", earliest="2027-01-11") == [f"{said.replace('S2', 'S1')} cannot start before 2027-01-11"]


def test_dates_between_which_nobody_has_hours_are_named() -> None:
    """Before all periods, after them, and on the weekend between two; what touches one working day is not named."""
    ann = Member("ANN", parse_card("", "ANN"), 0).present(WEEKS, Presence())
    dates = {
        "A": ("", "2026-12-10"),
        "B": ("2027-03-01", ""),
        "C": ("2027-01-09", "2027-01-10"),
        "D": ("2027-01-08", "2027-01-10"),
        "E": ("S2", "S2"),
        "F": ("", ""),
    }
    tasks = tuple(
        Task(name, "", "", "HIGH", "TODO", "", 60, "", (), (), 1, "b.csv", 2, earliest=first, deadline=last)
        for name, (first, last) in dates.items()
    )
    found = [one.text for one in lint_time(Team((ann,), calendar=WEEKS), Backlog(tasks)) if one.code == "TIME05"]
    assert found == [
        "A: nobody has hours in its days, done by 2026-12-10",
        "B: nobody has hours in its days, not before 2027-03-01",
        "C: nobody has hours in its days, not before 2027-01-09 and done by 2027-01-10",
    ]


def test_work_that_is_due_before_it_may_start_is_named() -> None:
    """It is late in every plan; what is due on the day on which it may start is not, nor what is done."""
    ann = Member("ANN", parse_card("", "ANN"), 0).present(WEEKS, Presence())
    dates = {"A": ("S2", "S1"), "B": ("2027-01-06", "2027-01-05"), "C": ("S1", "S1"), "D": ("S2", "2027-01-11")}
    open_ = tuple(
        Task(name, "", "", "HIGH", "TODO", "", 60, "", (), (), 1, "b.csv", 2, earliest=first, due=due)
        for name, (first, due) in dates.items()
    )
    tasks = (*open_, replace(open_[0], id="E", status="DONE"))
    found = [one.text for one in lint_time(Team((ann,), calendar=WEEKS), Backlog(tasks)) if one.code == "TIME06"]
    assert found == [
        "A is due S1, and may not start before S2: it is late wherever it goes",
        "B is due 2027-01-05, and may not start before 2027-01-06: it is late wherever it goes",
    ]


def test_a_piece_longer_than_every_period_is_named() -> None:
    """Two weeks of 40 h hold no piece of 60 h, but parts of it that fit into one each; several members share parts."""
    ann = Member("ANN", parse_card("", "ANN"), 0).present(WEEKS, Presence())
    plain = Task("T", "", "", "HIGH", "TODO", "", 3600, "", (), (), 1, "b.csv", 2)

    def found(split: bool = False, **more: object) -> list[str]:
        one = replace(plain, **more)  # type: ignore[arg-type]
        team = Team((ann,), calendar=WEEKS, policies=Policies(split_members=split))
        return [text.text for text in lint(team, Backlog((one,))) if text.code == "GATE03"]

    said = "more hours than ANN may be given"
    assert found() == [f"task 'T': it takes {said} in one period"]
    assert found(estimate_minutes=2400) == found(split_minutes=1800) == []
    assert found(estimate_minutes=5400, split_minutes=2700) == [f"task 'T': it takes {said}"]
    assert found(estimate_minutes=4500, split_minutes=2250) == []
    assert found(split_minutes=2700) == [f"task 'T': it takes {said} in one period"]
    assert found(estimate_minutes=4620, split_minutes=2280) == []
    assert found(estimate_minutes=4740, split_minutes=2280) == [f"task 'T': a part of it takes {said} in one period"]
    assert found(estimate_minutes=4860, split_minutes=600) == [f"task 'T': it takes {said}"]
    assert found(split=True, estimate_minutes=4860, split_minutes=600) == []
    assert found(crew=((), ()), estimate_minutes=2400) == []
    # BOB has too few hours in all, ANN in each period: neither is said of both.
    bob = Member("BOB", parse_card("", "BOB"), 0).present(WEEKS, Presence(limits=(("S1", 2280), ("S2", 2280))))
    long = replace(plain, estimate_minutes=4740, split_minutes=2280)
    (both,) = (one.text for one in lint(Team((ann, bob), calendar=WEEKS), Backlog((long,))) if one.code == "GATE03")
    mixed = "it takes more hours than ANN, BOB may be given, or a part of it more than in any one period"
    assert both == f"task 'T': {mixed}"


def test_a_chain_of_one_task_is_no_chain() -> None:
    """A task that is longer than the window has too few hours whoever takes it, which a gate says already."""
    ann = Member("ANN", parse_card("", "ANN"), 600, file="team.yaml", line=3)
    long = Task("T", "", "", "HIGH", "TODO", "", 660, "", (), (), 1, "b.csv", 2)
    assert [one.code for one in lint(Team((ann,)), Backlog((long,)))] == ["GATE03"]


def test_nobody_is_needed_for_what_has_no_minimum() -> None:
    """Of two tasks that ask for what one member has, the one with a minimum is named; without any, none is."""
    ann, bob = Member("ANN", parse_card(WEB, "ANN"), 600), Member("BOB", parse_card("", "BOB"), 600)
    plain = Task("A", "", "", "HIGH", "TODO", "", 60, "", (), (), 1, "b.csv", 2)
    loose, strict = (
        replace(plain, id=name, requirements=(Requirement("web", "primary", Decimal(least), Decimal(1)),))
        for name, least in (("A", "0"), ("B", "0.8"))
    )
    texts = [[one.text for one in lint(Team((ann, bob)), Backlog(tasks))] for tasks in ((loose, strict), (loose,))]
    assert texts == [["only ANN has 'web', which 'B' needs"], []]
    for task, verb in ((loose, "asks for"), (strict, "needs")):
        (text,) = (one.text for one in lint(Team((bob,)), Backlog((task,))) if one.code == "CAP001")
        assert text == f"task {task.id!r} {verb} 'web', which no card has"
