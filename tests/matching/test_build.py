"""The arrays of a Problem are what exact fractions give pair by pair."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from solver.domain.cards import Permission, RoleCard, Score
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import PRIORITIES, STATUSES, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.vocabulary import Relation, Vocabulary
from solver.domain.weights import Weights
from solver.matching.build import build_problem, units
from solver.matching.pairs.exact import WHOLE, scale_of, units_of
from solver.matching.pairs.fit import preferred_line
from solver.matching.pairs.gates import hindrances
from solver.matching.problem import Problem
from tests.worlds import world

WORDS = ("red", "green", "blue paint", "paint blue", "old red paint", "Red")


def fractions(team: Team, backlog: Backlog, weights: Weights) -> dict[str, list[list[object]]]:
    """Return the figures of each pair by the formulas, in exact fractions; nothing is shared with the arrays."""
    found: dict[str, list[list[object]]] = {}
    alias = dict(team.vocabulary.aliases)
    for member in team.members:
        own: dict[str, Fraction] = {}
        for line in member.card.capabilities:
            name = alias.get(line.name, line.name)
            own[name] = max(own.get(name, Fraction(0)), Fraction(line.score))
        have = dict(own)
        for relation in team.vocabulary.relations:
            source, target = (alias.get(name, name) for name in (relation.have, relation.need))
            score = Fraction(relation.factor) * own.get(source, Fraction(0))
            have[target] = max(have.get(target, Fraction(0)), score)
        row: dict[str, list[object]] = {name: [] for name in ("fit", "preference", "can", "allowed", "gain", "load")}
        for task in backlog.open_tasks:
            scores = [have.get(alias.get(n.capability, n.capability), Fraction(0)) for n in task.requirements]
            asked = list(zip(task.requirements, scores, strict=True))
            total = sum((Fraction(need.weight) for need, _ in asked), Fraction(0))
            fit = sum(Fraction(need.weight) * score for need, score in asked) / total if asked else Fraction(1)
            line = preferred_line(member.card, task, team.vocabulary)
            liking = Fraction(line.score) if line else Fraction(1, 2)
            hours = Fraction(task.estimate_minutes, 60)
            minutes = Fraction(member.pace) * task.estimate_minutes
            row["fit"].append(np.float32(float(fit)))
            row["preference"].append(np.float32(float(liking)))
            row["can"].append(all(score >= Fraction(need.minimum) for need, score in asked))
            row["allowed"].append(not hindrances(team, backlog, member, task))
            # round() of a fraction rounds a half to the even number.
            of_fit = round(1000 * hours * Fraction(weights.fit) * fit)
            row["gain"].append(of_fit + round(1000 * hours * Fraction(weights.preference) * liking))
            row["load"].append(-(-minutes.numerator // minutes.denominator))
        for name, cells in row.items():
            found.setdefault(name, []).append(cells)
    return found


def same(problem: Problem, exact: dict[str, list[list[object]]], seed: object = "") -> None:
    """Compare every bit, and the type."""
    for name, rows in exact.items():
        mine = getattr(problem, name)
        theirs = np.array(rows, dtype=mine.dtype).reshape(mine.shape)
        assert np.array_equal(mine, theirs), (seed, name, np.argwhere(mine != theirs)[:5].tolist())
    assert np.array_equal(problem.available, problem.load <= problem.limit[:, None])
    kinds = {"load": "int64", "fit": "float32", "preference": "float32", "can": "bool", "gain": "int64"}
    assert {name: str(getattr(problem, name).dtype) for name in kinds} == kinds


def number(chance: random.Random, digits: int) -> Decimal:
    """Return a number from 0 to 1 with so many decimals."""
    return Decimal(chance.randint(0, 10**digits)).scaleb(-digits)


def hard(seed: int) -> tuple[Team, Backlog, Weights]:
    """Return a world with long decimals, ties, large estimates, aliases, rights and rules."""
    chance = random.Random(seed)
    digits = chance.choice([[1], [2], [2, 2, 3], [2, 6], [2, 16], [15, 16, 17], [2, 40]])
    names = "abcdef"

    def score() -> Decimal:
        return number(chance, chance.choice(digits))

    def card(name: str) -> RoleCard:
        skills = tuple(Score(chance.choice(names), score(), 1) for _ in range(chance.randint(0, 6)))
        likes = tuple(Score(chance.choice(WORDS), score(), 1) for _ in range(chance.randint(0, 4)))
        rights = (Permission("OPEN", "Door", 1),) if chance.random() < 0.5 else ()
        return RoleCard(name, "", skills, (), rights, likes, (), (), ())

    paces = ["1", "1.25", "0.9", "0.3333333333333333333333333", "2.5"]
    members = tuple(
        Member(f"M{m}", card(f"M{m}"), chance.randint(0, 900), pace=Decimal(chance.choice(paces)))
        for m in range(chance.randint(1, 7))
    )
    weights_of = [Decimal("1"), Decimal("0.6"), Decimal("0.3"), Decimal("0.123456789"), Decimal("7")]
    repeated = [tuple(_need(chance, score, names, weights_of) for _ in range(chance.randint(0, 5))) for _ in range(4)]
    tasks = tuple(
        Task(
            f"T{t}",
            "",
            chance.choice((*WORDS, "stones", "blue")),
            chance.choice(PRIORITIES),
            chance.choice((*STATUSES, "TODO", "TODO")),
            chance.choice([member.id for member in members]),
            chance.choice([1, 7, 30, 60, 90, 480, 12345, 600_000]),
            "",
            chance.choice(repeated),
            (),
            1,
            "b.csv",
            1,
            (("open", "door"),) if chance.random() < 0.2 else (),
        )
        for t in range(chance.randint(0, 30))
    )
    ids = [task.id for task in tasks]
    policies = Policies(
        forbids=tuple(Pair(name, "M0") for name in ids[:2]),
        separate=(tuple(chance.sample(ids, 3)),) if len(ids) > 2 else (),
    )
    relations = tuple(Relation(*chance.sample(names, 2), score()) for _ in range(chance.randint(0, 4)))
    team = Team(members, policies=policies, vocabulary=Vocabulary((("f", "a"), ("blue", "red")), relations))
    large = ["1", "0.2", "0", "0.333", "1000000", "0.00000000000000000001"]
    return team, Backlog(tasks), Weights(Decimal(chance.choice(large)), Decimal(chance.choice(large)))


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_arrays_are_the_fractions_on_hard_numbers(first: int) -> None:
    """Long decimals, halves, weights from nothing to a million, no member or task at all."""
    for seed in range(first, first + 100):
        team, backlog, weights = hard(seed)
        backlog = replace(backlog, tasks=tuple(replace(t, assigned_to="M0") for t in backlog.tasks))
        same(build_problem(team, backlog, weights), fractions(team, backlog, weights), seed)


def test_arrays_are_the_fractions_on_small_worlds() -> None:
    """Worlds in which every rule is in play."""
    for seed in range(200):
        team, backlog, _ = world(seed)
        same(build_problem(team, backlog), fractions(team, backlog, Weights()), seed)


def test_halves_go_to_the_even_number() -> None:
    """Scores and estimates of which every second quality is a half, up and down."""
    needs = (Requirement("a", "primary", Decimal(0), Decimal(1)),)
    member = Member("M", RoleCard("M", "", (Score("a", Decimal("0.5"), 1),), (), (), (), (), (), ()), 60)
    minutes = [3, 9, 15, 21, 27]
    tasks = [Task(str(n), "", "", "LOW", "TODO", "", n, "", needs, (), 1, "", 1) for n in minutes]
    weights = Weights(Decimal("0.1"), Decimal(0))
    problem = build_problem(Team((member,)), Backlog(tuple(tasks)), weights)
    # 100 * n / 60 / 2 = 2.5, 7.5, 12.5, 17.5, 22.5
    assert problem.gain.tolist() == [[2, 8, 12, 18, 22]]


def test_a_scale_is_proved_up_to_its_bound_and_exact_there() -> None:
    """Below the bound floats round as integers do, next to halves too; above it no column is called proved."""
    chance = random.Random(1)
    proved = 0
    for _ in range(2000):
        factor = Fraction(chance.randint(1, 10 ** chance.randint(1, 12)), 10 ** chance.randint(0, 9))
        minutes, whole = chance.randint(1, 10 ** chance.randint(1, 6)), chance.randint(1, 10 ** chance.randint(1, 14))
        scale = scale_of(factor, np.array([minutes]), np.array([float(whole)]), 1.0)
        if not scale.proved[0]:
            continue
        proved += 1
        top, bottom = factor.numerator * minutes, 60 * factor.denominator * whole
        halves = [(2 * k + 1) * bottom // (2 * top) + d for k in (0, 1, chance.randint(0, 10**6)) for d in (-1, 0, 1)]
        points = [p for p in (*halves, whole, whole - 1, chance.randint(0, whole)) if 0 <= p <= whole]
        mine = scale.round(np.array(points, dtype=np.float64)[:, None])[:, 0].tolist()
        exact = [round(Fraction(top * p, bottom)) for p in points]
        assert mine == exact
        assert units_of(np.array(points, dtype=object), whole, minutes, factor).tolist() == exact
    assert 500 < proved < 1900
    assert not scale_of(Fraction(10**9), np.array([10**6]), np.array([WHOLE / 4]), 1.0).proved[0]


def test_every_field_of_a_problem_has_the_shape_of_its_team_and_backlog() -> None:
    """Also where there is nobody, or nothing to do."""
    team, backlog, _ = hard(3)
    for people, tasks in ((team, Backlog(())), (replace(team, members=()), Backlog(()))):
        problem = build_problem(people, tasks)
        shape = (len(people.members), 0)
        pairs = ("load", "fit", "preference", "can", "allowed", "available", "gain")
        assert {field.name: getattr(problem, field.name).shape for field in fields(Problem) if field.name in pairs} == (
            dict.fromkeys(pairs, shape)
        )
    assert units(Fraction(1, 2000)) == 0


def _need(chance: random.Random, score: object, names: str, weights: list[Decimal]) -> Requirement:
    return Requirement(chance.choice(names), "primary", score() / 2, chance.choice(weights))  # type: ignore[operator]
