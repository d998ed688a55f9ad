"""What advice, absences and noise print is text, whatever names are in it."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from solver.domain.tasks import Backlog
from solver.domain.world import World
from solver.report.forms.table import csv_text
from solver.report.whatif.advice import advice_answer, advice_data
from solver.report.whatif.noise import noise_answer, noise_data
from solver.report.whatif.resilience import resilience_answer, resilience_data
from solver.study.study import Study, solved
from solver.whatif.advice.advice import advise
from solver.whatif.advice.lines import Prices, clone_lines, load_lines
from solver.whatif.noise.noise import Noise
from solver.whatif.noise.robust import safety_curve
from solver.whatif.resilience import resilience
from tests.report.hostile import NAMES, hostile_backlog, hostile_team

# What steers a terminal or turns text round.
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module", params=[NAMES[:3], NAMES[5:8], NAMES[8:]], ids=["markup", "controls", "formulas"])
def base(request: pytest.FixtureRequest) -> Study:
    """Return a few of the hostile members with their tasks."""
    team, backlog = hostile_team(), hostile_backlog()
    members = tuple(one for one in team.members if one.id in request.param)
    tasks = tuple(replace(t, dependencies=()) for t in backlog.tasks if t.id in request.param)
    return solved(World(replace(team, members=members), Backlog(tasks)))


def texts(base: Study) -> dict[str, str]:
    """Return what each command prints in each format."""
    lines = [*clone_lines(base.world, Prices()), *load_lines(base.world, Prices(), 1)]
    advice = advice_data(advise(base, lines), Path("x"))
    away = resilience_data(resilience(base), Path("x"))
    noise = noise_data(safety_curve(base, Noise(0.3), [Fraction(9, 10)], cases=20), Fraction(9, 10), NAMES[7])
    return {
        "advice": "\n".join(advice_answer(advice).lines()),
        "advice.md": advice_answer(advice).markdown(),
        "advice.csv": csv_text(advice_answer(advice).table),
        "away": "\n".join(resilience_answer(away).lines()),
        "away.md": resilience_answer(away).markdown(),
        "away.csv": csv_text(resilience_answer(away).table),
        "noise": "\n".join(noise_answer(noise).lines()),
        "noise.md": noise_answer(noise).markdown(),
        "noise.csv": csv_text(noise_answer(noise).table),
    }


def test_names_stay_text(base: Study) -> None:
    """Nothing steers a terminal, no cell is a formula, no markup is left in Markdown."""
    for name, text in texts(base).items():
        assert not STEERS.search(text.replace("\n", "")), name
        if name.endswith(".md"):
            assert "<" not in text, name
            assert not re.search(r"(?<!\\)!?\[[^\]]*\]\(", text), name
        if name.endswith(".csv"):
            cells = (cell for line in text.splitlines() for cell in re.split(r',(?=")|,(?=\S)', line))
            assert not [cell for cell in cells if re.match(r'"?[=+@](?!\d)', cell)], name
