"""Each row of advice is the plan of a changed team, and no row is better than those shown."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from solver.assignment.checker.plan import objections
from solver.assignment.solve import solve
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.communication.congruence import handoff_distances
from solver.domain.world import World
from solver.readers.cards.catalogue import read_catalogue
from solver.readers.workspace import read_workspace
from solver.report.forms.answers import Answer
from solver.report.forms.table import column, csv_text, table_of
from solver.report.whatif.advice import advice_answer, advice_data
from solver.report.whatif.frames import advice_frame, curve_frame, resilience_frame, risk_frame
from solver.study.study import Study, solved
from solver.whatif.advice.advice import advise
from solver.whatif.advice.hire import advise_hire
from solver.whatif.advice.lines import Line, Prices, clone_lines, load_lines, share_lines
from solver.whatif.advice.training import train_lines
from solver.whatif.gain import gain_of, values_of
from solver.whatif.noise.noise import Noise
from solver.whatif.noise.robust import safety_curve
from solver.whatif.resilience import resilience
from tests.cli.test_plan import DATA, copy_of, run
from tests.worlds import WEIGHTS, every_plan, vector, world

# Rank, cost, member, change: what a row is compared by.
Key = tuple[tuple[Fraction, ...], Decimal, str, str]


def gain(base: Study, kind: str, text: str) -> tuple[int, ...]:
    """Return what one change brings, by a plan of its own."""
    changed = apply(base.world, (Change(kind, text),))
    return gain_of(values_of(base.result), values_of(solve(changed.team, changed.backlog, changed.weights)))


def smallest(base: Study, kind: str, options: list[tuple[Decimal, str]]) -> Key | None:
    """Return the first option that places more (all those after it do), else the small one if it gains."""
    least, none = options[0], (0, 0, 0, 0, 0)
    low, high = 0, len(options)
    while low < high:
        middle = (low + high) // 2
        more = gain(base, kind, options[middle][1])[:-1] > none[:-1]
        low, high = (low, middle) if more else (middle + 1, high)
    cost, text = options[low] if low < len(options) else least
    if low == len(options) and kind == "train":
        cost, text = next(one for one in options if one[0] == min(Decimal(8), options[-1][0]))
    found = gain(base, kind, text)
    member = text.split(":")[0].split("=")[0]
    return (tuple(Fraction(part) / Fraction(cost) for part in found), cost, member, text) if found > none else None


def every_row(base: Study) -> list[Key]:
    """Return the best step of each direction, from re-solves alone, the best first."""
    team, words = base.world.team, base.world.team.vocabulary
    needed = {words.name(need.capability) for task in base.world.backlog.open_tasks for need in task.requirements}
    rows = []
    for one in team.members:
        hours = Decimal(one.load_limit_minutes) / 60
        rows.append(smallest(base, "clone", [(hours, one.id)]) if hours else None)
        rows.append(smallest(base, "capacity", [(Decimal(h), f"{one.id}=+{h}h") for h in range(1, 9)]))
        for name in needed | {"b"}:
            own = max((s.score for s in one.card.capabilities if words.name(s.name) == name), default=Decimal(0))
            scores = [own + Decimal(step) / 100 for step in range(1, int(100 * (1 - own)) + 1)]
            options = [(80 * (score - own), f"{one.id}:{name}={score.normalize():f}") for score in scores]
            rows.append(smallest(base, "train", options) if options else None)
    return sorted((row for row in rows if row), key=lambda row: ([-part for part in row[0]], *row[1:]))


def best_by_enumeration(world_: World) -> tuple[int, ...]:
    """Return the level values of the best of all plans, by the checker alone."""
    team, backlog, distances = world_.team, world_.backlog, handoff_distances(world_.team)
    sound = (plan for plan in every_plan(team, backlog) if not objections(team, backlog, plan))
    return max(vector(team, backlog, plan, distances) for plan in sound)


def lines_of(base: Study) -> list[Line]:
    """Return all directions."""
    prices = Prices()
    return [*clone_lines(base.world, prices), *load_lines(base.world, prices), *train_lines(base.world, prices)]


@pytest.mark.parametrize("seeds", [range(9), pytest.param(range(9, 100), marks=pytest.mark.slow)])
def test_rows_are_the_best_of_all_re_solves(seeds: range) -> None:
    """On small worlds with every rule, the rows are what re-solving every hundredth and every hour finds."""
    for seed in seeds:
        team, backlog, _ = world(seed)
        base = solved(World(team, backlog, WEIGHTS))
        if base.result.plan is None:
            continue
        table, wanted = advise(base, lines_of(base), most=5), every_row(base)
        assert [(row.rank, row.cost) for row in table.rows] == [row[:2] for row in wanted[:5]], seed
        for row in table.rows[:1]:
            best = best_by_enumeration(apply(base.world, row.changes))
            assert row.gain == gain_of(best_by_enumeration(base.world), best), seed
        found = {row.changes[0].text for row in table.rows}
        # Equals may swap where the cut falls between them.
        assert found <= {row[3] for row in wanted if row[0] >= table.rows[-1].rank}, seed


def test_each_command_makes_its_row() -> None:
    """The command line of each row, run as it stands, gives the levels of the base plus the row's gains."""
    hire = ["hire", DATA / "studio", "--catalogue", DATA / "catalogue", "-k", "2"]
    for words in (
        ["all", DATA / "corner"],
        ["share", DATA / "studio"],
        ["load", DATA / "studio", "--hours", "2"],
        hire,
    ):
        data = json.loads(run("advise", *words, "--format", "json").stdout)
        assert data["rows"]
        for row in data["rows"][:4]:
            _, *command = shlex.split(row["command"])
            before, after = json.loads(run(*command, "--format", "json").stdout)[:2]
            level = {one["name"]: one["value"] for one in after["levels"]}
            for one in before["levels"]:
                scale, name = (1000, "quality_hours") if one["name"] == "quality" else (1, one["name"])
                assert level[one["name"]] - one["value"] == pytest.approx(scale * row[name]), row


def test_the_smallest_step_by_hand() -> None:
    """In the corner shop the recipe needs ten more hours of the baker than there are: nine are not enough."""
    found = read_workspace(DATA / "corner")
    base = solved(World(found.team, found.backlog, found.weights))
    lines = load_lines(base.world, Prices(load=Decimal(2)), 12)
    baker = next(row for row in advise(base, lines).rows if row.member == "BAKER")
    less = gain(base, "capacity", f"BAKER=+{int(baker.cost / 2) - 1}h")
    assert baker.gain[:-1] > (0, 0, 0, 0) >= less[:-1]
    assert share_lines(base.world, Prices()) == ()


def test_rows_escape_what_others_wrote() -> None:
    """A cell cannot break a line, a table or a spreadsheet."""
    found = Answer(table_of([{"who": "=cmd|x\n<b>`*_", "gain": 0.5}], [column("who"), column("gain", "+g")]))
    assert found.lines()[1] == "=cmd|x <b>`*_  +0.5"
    assert found.markdown().splitlines()[2] == "| \\=cmd\\|x &lt;b&gt;\\`\\*\\_ | +0.5 |"
    assert csv_text(found.table).splitlines()[1] == "'=cmd|x <b>`*_,0.5"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["load", "--price", "load=0"], "a price above 0"),
        (["load", "--price", "sleep=1"], "load|share|clone|train"),
        (["fire"], "expected one of hire, clone"),
        (["hire"], "expected --catalogue FOLDER with hire"),
        (["hire", "--catalogue", DATA / "catalogue", "--budget", "much"], "a cost from 0"),
        (["hire", "--catalogue", DATA / "catalogue", "--cost", "X=1"], "CARD=a cost"),
        (["hire", "--catalogue", DATA / "corner", "-k", "9"], "from 1 to 3, got 9"),
    ],
)
def test_faults(words: list[str | Path], expected: str) -> None:
    """What is not of its form is a fault."""
    kind, *rest = words
    found = run("advise", kind, DATA / "corner", *rest)
    assert expected in f"{found.exception} {found.output}"


def test_names_that_are_hard_to_write(tmp_path: Path) -> None:
    """An id that looks like an option is quoted as one word; one that a change would cut is passed over."""
    folder = copy_of("corner", tmp_path)
    (folder / "cards" / "BAKER.md").rename(folder / "cards" / "-b=x.md")
    (folder / "cards" / "CLERK.md").rename(folder / "cards" / "-y z.md")
    data = json.loads(run("advise", "all", folder, "--format", "json").stdout)
    assert {row["member"] for row in data["rows"]} <= {"-y z", "DRIVER"}
    for row in data["rows"]:
        _, *command = shlex.split(row["command"])
        assert run(*command).exit_code == 0


def test_hiring_nobody_is_said(tmp_path: Path) -> None:
    """Where no card brings anything, the text says so, whatever the least bad choice is."""
    (tmp_path / "NOBODY.md").write_text("## Core Capabilities\n- whistling: 1.0\n")
    text = run("advise", "hire", DATA / "corner", "--catalogue", tmp_path).stdout
    assert "None of these brings anything" in text
    dear = run("advise", "hire", DATA / "corner", "--catalogue", tmp_path, "--budget", "1")
    assert (dear.exit_code, "No choice is within the budget" in dear.stdout) == (3, True)


def test_what_is_not_proved_is_said() -> None:
    """Where a search was cut short, the text says that figures are not proved; where none was, it does not."""
    found = read_workspace(DATA / "corner")
    base = solved(World(found.team, found.backlog, found.weights))
    table = advise(base, lines_of(base))
    assert "not proved" not in "".join(advice_answer(advice_data(table, DATA / "corner")).lines())
    (first, *rest) = table.rows
    cut = replace(first, result=replace(first.result, status="feasible"))
    text = "\n".join(advice_answer(advice_data(replace(table, rows=(cut, *rest)), DATA / "corner")).lines())
    assert "gains and order are not proved" in text
    assert "(feasible, not proved)" in text


def test_frames_hold_the_same_figures() -> None:
    """A notebook gets the rows as data frames: what the tables say, in hours and shares."""
    found = read_workspace(DATA / "corner")
    base = solved(World(found.team, found.backlog, found.weights))
    table = advise(base, lines_of(base), most=3)
    frame = advice_frame(table)
    assert frame.index.tolist() == [1, 2, 3]
    assert (frame["quality_hours"] * 1000).tolist() == pytest.approx([row.gain[-1] for row in table.rows])
    hired = advice_frame(advise_hire(base, read_catalogue(DATA / "catalogue"), 1))
    assert hired["kind"].tolist() == ["hire", "hire"]
    assert advice_frame(advise(base, [])).empty
    away = resilience_frame(resilience(base, "none"))
    assert away.loc["BAKER", "hours"] == -30
    curve = safety_curve(base, Noise(0.3), [Fraction(1, 2)], cases=100)
    assert curve_frame(curve)["status"].tolist() == ["optimal", "optimal"]
    assert curve.nominal.risk is not None
    assert risk_frame(curve.nominal.risk).loc["BAKER", "hours"] == 30
