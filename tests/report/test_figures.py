"""Every picture is one sound element that says in words what it shows, whatever the names are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from solver.assignment.result import Result
from solver.assignment.solve import solve
from solver.communication.audit.report import communication_report
from solver.communication.picture import picture
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.domain.world import World
from solver.explanation.order import order_of
from solver.explanation.progress import Progress, progress
from solver.explanation.timetable import timetable
from solver.explanation.unassigned.reason import unassigned
from solver.matching.build import build_problem
from solver.matching.pairs.coverage import coverage
from solver.readers.workspace import read_workspace
from solver.report import figures
from solver.report.figures import Figure, Point
from solver.report.figures.kit import breadth, fitting, ticks
from solver.report.figures.palette import DARK, GROUND, LIGHT, STEPS, contrast, ink_on, ramp
from solver.report.plan.data import plan_data
from solver.study.study import solved
from solver.whatif.resilience import Resilience, resilience
from solver.whatif.scenarios.compare import Row, compare_scenarios, each_away, worst_first
from tests.report.hostile import NAMES, Elements, hostile_backlog, hostile_plan, hostile_team

DATA = Path(__file__).parents[2] / "data"
SVG = "{http://www.w3.org/2000/svg}"
Case = tuple[Team, Backlog, Plan]


@cache
def corner() -> Case:
    """Return the small workspace with its plan."""
    found = read_workspace(DATA / "corner")
    result = solve(found.team, found.backlog)
    assert result.plan
    return found.team, found.backlog, result.plan


@cache
def hostile() -> Case:
    """Return a team whose names try to be more than text."""
    return hostile_team(), hostile_backlog(), hostile_plan()


def data_of(case: Case) -> dict[str, Any]:
    """Return what plan.json would hold."""
    team, backlog, plan = case
    return plan_data(team, backlog, Result("feasible", plan, ()), unassigned(team, backlog, plan))


@cache
def rows_of(name: str) -> tuple[Row, ...]:
    """Return scenario rows of the small workspace; the hostile ones carry its names."""
    team, backlog, _ = corner()
    world = World(team, backlog)
    rows = worst_first(compare_scenarios(world, each_away(world)))
    return rows if name == "corner" else (rows[0], *(replace(rows[1], name=text) for text in NAMES))


@cache
def absences_of(name: str) -> Resilience:
    """Return the absences of the small workspace; the hostile ones carry its names."""
    found = resilience(solved(World(*corner()[:2])), "none")
    if name == "corner":
        return found
    rows = (replace(found.rows[0], away=(text,), vanished=NAMES, cut_off=NAMES) for text in NAMES)
    return replace(found, rows=tuple(rows))


def network(case: Case) -> Figure:
    """Return the network of a case, with what its plan asks of the lines."""
    report = communication_report(*case)
    return figures.communication_network(picture(case[0], report), report)


def dated(case: Case) -> dict[str, Any]:
    """Return the plan of a case as one over two periods that carry the names of its first members."""
    data = data_of(case)
    names = [member.id for member in case[0].members[:2]]
    periods = [{"id": name, "start": "2027-01-04", "end": "2027-01-15"} for name in names]
    given = [row | {"period": names[n % 2]} for n, row in enumerate(data["assignments"])]
    loads = [load | {"period": name} for name in names for load in data["loads"]]
    return data | {"periods": periods, "assignments": given, "loads": loads}


def order(case: Case) -> Figure:
    """Return the order of work of a case, in which nothing waits for what nobody has."""
    found = timetable(*case)
    assert found is not None
    return figures.gantt(found)


DRAWN: dict[str, Callable[[Case, str], Figure]] = {
    "load_bars": lambda case, _: figures.load_bars(data_of(case)),
    "assignment_board": lambda case, _: figures.assignment_board(data_of(case)),
    "capability_heatmap": lambda case, _: figures.capability_heatmap(coverage(case[0], case[1])),
    "fit_heatmap": lambda case, _: figures.fit_heatmap(build_problem(case[0], case[1]), case[2].owner),
    "communication_network": lambda case, _: network(case),
    "whatif_bars": lambda _, name: figures.whatif_bars(rows_of(name)),
    "resilience_bars": lambda _, name: figures.resilience_bars(rows_of(name)),
    "absence_bars": lambda _, name: figures.absence_bars(absences_of(name)),
    "tradeoff_curve": lambda case, _: figures.tradeoff_curve(
        [Point(member.id, n, n * n) for n, member in enumerate(case[0].members)], "hand-offs", "fit, hours"
    ),
    "period_board": lambda case, _: figures.period_board(dated(case)),
    "load_heatmap": lambda case, _: figures.load_heatmap(dated(case)),
    "gantt": lambda case, _: order(case),
    "burn_up": lambda case, _: figures.burn_up(
        progress(*case), [" ".join(member.id for member in case[0].members[:4])]
    ),
    "task_order_picture": lambda case, _: figures.task_order_picture(
        order_of(case[1], case[2], case[0].members[1].id), case[0].members[1].id
    ),
}


def test_every_public_picture_is_tested() -> None:
    """A new picture is in the table above, or is what others are made of."""
    ends = ("_bars", "_board", "_heatmap", "_network", "_curve", "_picture", "gantt", "burn_up")
    assert {name for name in dir(figures) if name.endswith(ends)} - {"delta_bars"} == set(DRAWN)


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("which", ["corner", "hostile"])
def test_a_picture_is_one_element_of_text_and_shapes(name: str, which: str) -> None:
    """It parses as XML and as HTML, loads nothing, runs nothing, and has a text alternative."""
    found = DRAWN[name](corner() if which == "corner" else hostile(), which)
    root = ElementTree.fromstring(found.svg)
    assert root.tag == f"{SVG}svg"
    allowed = {"svg", "style", "g", "rect", "line", "path", "polygon", "polyline", "circle", "text", "title"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    assert Elements(found.svg).faults() == []
    assert root.get("role") in {"img", "group"}
    assert (root.get("aria-label") or "").startswith(found.title)
    assert found.text.strip()
    assert found.title.strip()
    assert "url(" not in found.svg
    assert "@import" not in found.svg


@pytest.mark.parametrize("name", DRAWN)
def test_hostile_names_stay_names(name: str) -> None:
    """What is drawn is the name itself, or its beginning with the length of the whole."""
    found = DRAWN[name](hostile(), "hostile")
    root = ElementTree.fromstring(found.svg)
    said = " ".join("".join(element.itertext()) for element in root.iter(f"{SVG}text"))
    titles = " ".join(element.text or "" for element in root.iter(f"{SVG}title"))
    assert '"><img src=x' in said + titles + found.text
    assert len(found.svg) < 120_000
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ufffe]", found.svg + found.text)


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_picture_twice(name: str) -> None:
    """Nothing in a picture is left to chance."""
    assert DRAWN[name](corner(), "corner").svg == DRAWN[name](corner(), "corner").svg


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_can_be_read(colours: dict[str, str]) -> None:
    """Words on the ground and words on a colour have a contrast of 4.5, shapes one of 3 (WCAG 2.2)."""
    for role in ("ink", "muted", "warn", "main"):
        assert contrast(colours[role], colours["surface"]) >= 4.5, role
    for role in set(colours) - GROUND:
        assert contrast(colours[role], colours["surface"]) >= 3, role
        assert contrast(colours[role], ink_on(colours[role])) >= 4.5, role
    for step in range(STEPS):
        fill, ink = ramp(step, dark=colours is DARK)
        assert contrast(fill, ink) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_the_ramp_can_be_told_apart_without_colour(dark: bool) -> None:
    """Its lightness moves one way only."""
    light = [contrast(ramp(step, dark=dark)[0], "#000000") for step in range(STEPS)]
    assert light == sorted(light, reverse=not dark)
    assert len(set(light)) == STEPS


def loads(rows: list[tuple[str, float, float]]) -> dict[str, Any]:
    """Return a plan with these loads: member, hours, limit."""
    keys = ("member", "hours", "limit")
    return {"loads": [dict(zip(keys, row, strict=True)) | {"period": 0} for row in rows], "assignments": []}


def test_load_bars_say_the_loads() -> None:
    """The widths are in proportion to the hours: half the limit is half the width."""
    found = figures.load_bars(loads([("A", 10, 20), ("B", 30, 20)]))
    bars = {
        (element.get("class"), (element[0].text or "").split(":")[0]): float(element.get("width", "0"))
        for element in ElementTree.fromstring(found.svg).iter(f"{SVG}rect")
        if len(element)
    }
    assert bars["tw-fill-main", "A"] * 2 == bars["tw-fill-soft", "A"]
    assert bars["tw-fill-warn", "B"] == pytest.approx(bars["tw-fill-main", "A"] * 3)
    assert found.text == "A: 10 of 20 h\nB: 30 of 20 h"


def test_many_rows_are_sampled_and_it_says_so() -> None:
    """Of 200 members the fullest and the emptiest are drawn."""
    plan = loads([(f"M{n:03}", n / 10, 40) for n in range(200)])
    found = figures.load_bars(plan)
    assert "60 of 200 rows" in found.text
    shown = set(re.findall(r"M\d+", found.text))
    assert {"M000", "M199"} <= shown
    assert "M100" not in shown
    assert "40 of 200 members" in figures.assignment_board(plan).text


def test_a_gap_stands_out() -> None:
    """What nobody can do comes first, in words as in the picture."""
    team, backlog, _ = hostile()
    found = figures.capability_heatmap(coverage(team, backlog))
    assert found.text.splitlines()[0].startswith("<script>alert(1)</script>: 2 h asked for, nobody reaches 0.5")
    assert "2 h, nobody" in found.svg


def test_the_network_marks_what_is_wrong() -> None:
    """A hand-off without a line is drawn, and hovering needs a rule for each node."""
    report = communication_report(*hostile())
    shown = picture(hostile()[0], report)
    found = figures.communication_network(shown, report)
    assert report.plan
    pairs = {(each.giver, each.taker) for each in report.plan.broken}
    assert pairs
    assert found.svg.count("no line of communication leads there") == len(pairs)
    assert found.svg.count(":has(") == len(shown.nodes)


def test_labels_of_the_network_do_not_meet() -> None:
    """No two nodes are nearer to each other than one label, and nothing is outside the canvas."""
    found = read_workspace(DATA / "studio")
    shown = picture(found.team, communication_report(found.team))
    for one in shown.nodes:
        for other in shown.nodes:
            if one.name < other.name:
                assert abs(one.x - other.x) >= 0.9 or abs(one.y - other.y) >= 0.45
    assert all(0 <= node.x <= shown.width and 0 <= node.y <= shown.height for node in shown.nodes)


def test_order_puts_each_task_after_what_it_waits_for() -> None:
    """Depth grows along every link, and only links of the member's own tasks are shown."""
    _, backlog, plan = hostile()
    steps = order_of(backlog, plan, NAMES[3])
    assert [step.task for step in steps if step.owner == NAMES[3]] == [NAMES[2]]
    assert {step.task: step.depth for step in steps} == {NAMES[1]: 0, NAMES[2]: 1, NAMES[3]: 2}
    assert order_of(backlog, plan, "nobody") == ()


def test_order_shows_the_days_that_go_by_after_a_task() -> None:
    """They stand at the arrow and in the text; links without any have none."""
    _, backlog, plan = hostile()
    lags = ((NAMES[1], Decimal("2.5")),)
    lagged = tuple(replace(one, lags=lags if one.id == NAMES[2] else ()) for one in backlog.tasks)
    steps = order_of(replace(backlog, tasks=lagged), plan, NAMES[3])
    assert [step.lags for step in steps if step.lags] == [lags]
    shown = figures.task_order_picture(steps, NAMES[3])
    assert shown.svg.count("+2.5 d") == 1
    assert shown.text.count("and 2.5 working days more") == 1
    assert "+2.5 d" not in figures.task_order_picture(order_of(backlog, plan, NAMES[3]), NAMES[3]).svg


def test_figures_of_many_periods_are_said_another_way_before_they_are_cut() -> None:
    """With twelve periods hours of a quarter do not fit: all cells have whole percent, heads the first day alone."""
    names = [f"S{n}" for n in range(1, 13)]
    plan: dict[str, Any] = {
        "periods": [{"id": f"S{n}", "start": f"2027-{n:02}-01", "end": f"2027-{n:02}-28"} for n in range(1, 13)],
        "loads": [{"member": "ANN", "period": name, "hours": 8.75 + n, "limit": 21.25} for n, name in enumerate(names)],
        "assignments": [],
    }
    heat = figures.load_heatmap(plan)
    assert "Whole percent given of the load limit" in heat.text
    assert "8.75 of 21.25 h" in heat.text
    assert ">41%<" in heat.svg
    assert "8.75 / " not in heat.svg
    few = plan | {"periods": plan["periods"][:2]}
    assert ">8.75 / 21.25<" in figures.load_heatmap(few).svg
    assert ">01-01<" in figures.period_board(plan).svg
    assert ">01-01 to 01-28<" in figures.period_board(few).svg
    rows = [Progress("HIGH", 12, tuple(range(1, 13)))]
    assert ">S12<" in figures.burn_up(rows, names).svg
    assert ">end of S2<" in figures.burn_up([Progress("HIGH", 12, (1, 2))], names[:2]).svg
    assert "…" not in heat.svg + figures.period_board(plan).svg + figures.burn_up(rows, names).svg


@pytest.mark.parametrize("ends", [(17, 53, 67, 27), (0, 1, 163, 1), (3, 3, 3, 163), (163,) * 4, (0, 9, 16, 0)])
def test_names_of_lines_that_end_together_stand_apart(ends: tuple[int, ...]) -> None:
    """However close to each other and to an edge the lines end, each has its name, none on another or outside."""
    rows = [Progress(name, 163, (end,)) for name, end in zip(PRIORITIES, ends, strict=True)]
    picture = str(figures.burn_up(rows, ["S1"]).svg)
    found = [float(y) for y in re.findall(r'y="([\d.]+)"[^>]*>[A-Z]+ \d+ of', picture)]
    assert len(found) == 4
    between = [high - low for low, high in pairwise(sorted(found))]
    assert min(between) > 14.9
    assert min(found) >= 72
    assert max(found) <= 72 + 200 + 5


def test_letters_fit() -> None:
    """A text is cut only where it is too wide, and then it is not."""
    assert fitting("short", 100, 12) == "short"
    for text in (*NAMES, "W" * 50, "名" * 30):
        assert breadth(fitting(text, 80, 12), 12) <= 80


@pytest.mark.parametrize("most", [0, 0.4, 1, 7, 39.5, 40, 41, 999, 12345])
def test_ticks_reach_the_largest_value(most: float) -> None:
    """Scales start at 0, end at or above the largest value and have a handful of steps."""
    found = ticks(most)
    assert found[0] == 0
    assert found[-1] >= most
    assert 2 <= len(found) <= 12


def test_no_picture_has_the_name_of_its_file() -> None:
    """A function and a file of one name would hide each other at the door: whoever comes second finds the file."""
    from solver.opening import names

    files = {path.stem for path in Path(figures.__file__).parent.glob("*.py")}
    assert files.isdisjoint(names("solver.report.figures"))


def test_a_board_has_no_half_of_a_name() -> None:
    """A block that is too narrow for a name has it in two lines or not at all, and the legend has what there is."""
    loads = [{"member": "ANN", "hours": 40, "limit": 40}]
    rows = [
        {"task": name, "title": "", "member": "ANN", "hours": hours, "priority": "HIGH", "fit": 1.0}
        for name, hours in (("PLATFORM-7", 35), ("DAT-12", 3), ("DAT-13", 1), ("DAT-14", 1))
    ]
    svg = figures.assignment_board({"assignments": rows, "loads": loads}).svg
    said = re.findall(r"<text[^>]*>([^<]*)", svg)
    assert {"PLATFORM-7", "DAT", "-12"} <= set(said)
    assert not [text for text in said if "…" in text or "13" in text or "14" in text]
    assert "DAT-13: " in svg
    assert "HIGH" in said
    assert "CRITICAL" not in said
