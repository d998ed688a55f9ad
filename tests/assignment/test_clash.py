"""What clashes is told within a time: what is known to be needed, what is not, and nothing as smallest that is not."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from solver.assignment import conflict as one_window
from solver.assignment.clash import MOST_EACH, Clash, Demand, fewest, in_plain_words
from solver.assignment.conflict import conflict
from solver.assignment.exact import is_feasible
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.matching.build import build_problem
from solver.matching.problem import Problem, problem_from_arrays
from solver.readers.cards.cards import parse_card
from solver.stopping import Clock
from solver.telling import heard_by

# Stands in for a Problem: the demands that are still there.
Left = frozenset[int]


def questions(most: int) -> tuple[Clock, list[int]]:
    """Return a clock that is over after so many questions, and where each of them is noted."""
    asked = list[int]()
    return Clock(most, lambda: float(len(asked))), asked


def spared(number: int) -> Callable[[Any], Any]:
    """Return what takes one demand away."""
    return lambda left: left - {number}


def demands(count: int) -> Iterator[Demand]:
    """Yield so many demands, by number."""
    return ((str(number), spared(number)) for number in range(count))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_known_is_in_every_clash_and_what_is_not_is_named(seed: int) -> None:
    """Whenever time is over: a clash is among what is told, and each demand that is known is in all of those."""
    chance = random.Random(seed)
    count = chance.randint(2, 14)
    clashes = [frozenset(chance.sample(range(count), chance.randint(1, min(count, 5)))) for _ in range(3)]
    dark = {chance.randrange(99) for _ in range(30)} if seed % 2 else set[int]()
    for most in range(40):
        clock, asked = questions(most)

        def has_plan(left: Any, seconds: float, asked: list[int] = asked) -> bool | None:
            assert 0 < seconds <= MOST_EACH
            asked.append(0)
            return None if len(asked) in dark else not any(one <= left for one in clashes)

        found = fewest(frozenset(range(count)), demands(count), has_plan, clock, is_certain=True)  # type: ignore[arg-type]
        known, told = ({int(text) for text in texts} for texts in (found.known, (*found.known, *found.open)))
        there = [one for one in clashes if one <= told]
        assert there
        assert all(known <= one for one in there)
        assert len(asked) <= most
        if not dark and most == 39:
            assert known == told


def test_nothing_is_said_to_clash_where_that_is_not_known() -> None:
    """Whoever does not know that there is no plan asks first; without an answer no demand is named."""
    for answer in (True, None):
        found = fewest(frozenset({0}), demands(1), lambda *_, said=answer: said, Clock())  # type: ignore[arg-type, misc]
        assert found == Clash()
        assert found.told() == ()


def test_open_demands_are_one_sentence_in_plain_words() -> None:
    """They are told as what they are, with how many there are, and stay as they are when words are made plain again."""
    team = Team((Member("ANN", parse_card("", "ANN"), 480),), policies=Policies(pins=(Pair("A", "ANN"),)))
    world = World(team, Backlog(()), Weights(), None)
    many = tuple(f"T{number} (8 h) is pinned to ANN" for number in range(9))

    def plain(texts: Any) -> tuple[str, ...]:
        return in_plain_words(world, texts)

    told = Clash(("A waits for B",), ("A (8 h) is pinned to ANN", *many)).told(plain)
    assert told[0] == "A waits for B"
    assert told[1].startswith(
        "perhaps with some of these 10, as the search ended before that was known: A (8 h) is pinned to ANN; "
        "T0 (8 h) is started and stays with ANN; "
    )
    assert told[1].endswith("; and 4 more")
    assert plain(told) == told
    alone = Clash((), many).told(plain)
    assert alone[0].startswith("some of these 9, as the search ended before it was known which: T0 (8 h) is started")
    assert plain(alone) == alone


def window() -> Problem:
    """Return the arrays of a team with three tasks that must be placed where there are hours for two."""
    members = tuple(Member(name, parse_card("", name), 480) for name in ("ANN", "BOB"))
    tasks = tuple(Task(f"T{n}", "", "", "HIGH", "TODO", "", 480, "", (), (), 1, "b.csv", n) for n in range(5))
    team = Team(members, policies=Policies(required=("T0", "T1", "T2")))
    return build_problem(team, Backlog(tasks), Weights())


def test_in_one_window_the_clock_ends_the_questions_too() -> None:
    """With all of the time each demand is needed; with none of it that is not said."""
    assert conflict(window()).open == ()
    assert len(conflict(window()).known) == 5
    found = conflict(window(), Clock(0), is_certain=True)
    assert (found.known, len(found.open)) == ((), 5)
    assert found.told()[0].startswith("some of these 5, as the search ended")


def test_an_interrupt_ends_the_questions_with_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C within a question is no fault: what was known by then is told, and Ctrl-C means what it did before."""
    before, asked = signal.getsignal(signal.SIGINT), list[Problem]()

    def interrupted(problem: Problem, seconds: float) -> bool | None:
        asked.append(problem)
        if len(asked) == 4:
            os.kill(os.getpid(), signal.SIGINT)
        return is_feasible(problem, seconds)

    monkeypatch.setattr(one_window, "is_feasible", interrupted)
    found = conflict(window(), is_certain=True)
    assert len(asked) == 4
    assert found.open
    assert {*found.known, *found.open} == {*conflict(window()).known}
    assert signal.getsignal(signal.SIGINT) is before


def test_what_is_asked_is_told_while_it_goes_on() -> None:
    """Whoever listens hears how many demands there are and how many of them are settled."""
    said = list[str]()
    with heard_by(said.append):
        conflict(window())
    assert said[0] == "what cannot hold at once: 0 of 5 demands asked"
    assert len(said) > 5
    assert all(text.endswith(" of 5 demands asked") for text in said)


def test_whether_there_is_a_plan_may_stay_unknown() -> None:
    """A question that is cut short answers neither yes nor no."""
    chance = np.random.default_rng(0)
    load = np.tile(chance.integers(3_000, 9_000, 60), (12, 1))
    hard = problem_from_arrays(0 * load + 1, load, np.full(12, -(-int(load[0].sum()) // 12)))
    hard = replace(hard, required=tuple(range(60)))
    assert is_feasible(hard, 0.01) is None
