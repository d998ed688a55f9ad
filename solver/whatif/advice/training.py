"""Which score of which member is worth raising, and how far: only scores at which something opens are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from solver.changes.change import Change
from solver.domain.cards import RoleCard, Score
from solver.domain.tasks import Task
from solver.domain.team import Member
from solver.domain.vocabulary import Vocabulary
from solver.domain.world import World
from solver.matching.build import minutes, units
from solver.matching.pairs.fit import fit, shortfalls
from solver.matching.pairs.gates import hindrances
from solver.matching.pairs.vocabulary import effective_scores
from solver.whatif.advice.lines import Line, Prices, Step, nameable

TENTH = Decimal("0.1")
HUNDREDTH = Decimal("0.01")


def train_lines(world: World, prices: Prices) -> tuple[Line, ...]:
    """Return for each member each capability that opens a task at some score or raises a fit.

    Parameters
    ----------
    world : World
        Its open tasks say what is in demand, its weights what a better fit can bring.
    prices : Prices
        What a point of a score costs.

    Returns
    -------
    tuple of Line
        The steps are the scores at which the member can take one more task; the small step is a tenth.
    """
    found = []
    for member in nameable(world.team):
        takeable = [task for task in world.backlog.open_tasks if _may(world, member, task)]
        for capability in _useful(takeable, world.team.vocabulary):
            line = _line(world, prices, member, capability, takeable)
            if line.steps or line.most:
                found.append(line)
    return tuple(found)


def _may(world: World, member: Member, task: Task) -> bool:
    fits = minutes(member, task.estimate_minutes) <= member.load_limit_minutes
    return fits and not hindrances(world.team, world.backlog, member, task)


def _useful(tasks: list[Task], words: Vocabulary) -> list[str]:
    """Return what the tasks require, and what stands in for it."""
    needed = {words.name(need.capability) for task in tasks for need in task.needs}
    return sorted(needed | {words.name(r.have) for r in words.relations if words.name(r.need) in needed})


def _line(world: World, prices: Prices, member: Member, capability: str, tasks: list[Task]) -> Line:
    words = world.team.vocabulary
    own = max((s.score for s in member.card.capabilities if words.name(s.name) == capability), default=Decimal(0))
    seats = (replace(task, requirements=seat) for task in tasks for seat in task.seats)
    opens = {_opening(member, seat, capability, words) for seat in seats}
    scores = sorted(score for score in opens if score is not None and own < score <= 1)
    small = min(own + TENTH, Decimal(1))
    steps = tuple(_step(member, capability, own, score, prices) for score in scores)
    if own == 1:
        return Line("train", member.id, (), Step((), Decimal(1), ""), 0)
    # Where a tenth opens a task, what it brings has no simple bound.
    most = None if scores and scores[0] <= small else _most(world, member, capability, small, tasks)
    return Line("train", member.id, steps, _step(member, capability, own, small, prices), most)


def _step(member: Member, capability: str, own: Decimal, score: Decimal, prices: Prices) -> Step:
    score = score.normalize()
    change = Change("train", f"{member.id}:{capability}={score:f}")
    return Step((change,), prices.train * (score - own), f"{capability} from {own:f} to {score:f}")


def _opening(member: Member, task: Task, capability: str, words: Vocabulary) -> Decimal | None:
    """Return the score of a capability at which a member can take a task that it cannot take now, if there is one."""
    short = shortfalls(effective_scores(member.card, words), task, words)
    wanted = [_wanted(capability, name, minimum, words) for name, _, minimum in short]
    return None if not wanted or None in wanted else max(score for score in wanted if score is not None)


def _wanted(capability: str, need: str, minimum: Decimal, words: Vocabulary) -> Decimal | None:
    """Return the score that meets a minimum: the minimum itself, or in hundredths through a relation."""
    if words.name(need) == capability:
        return minimum
    pair = (capability, words.name(need))
    factors = [r.factor for r in words.relations if (words.name(r.have), words.name(r.need)) == pair]
    best = max(factors, default=Decimal(0))
    if minimum > best:
        return None
    score = (minimum / best).quantize(HUNDREDTH, ROUND_CEILING)
    return score if score * best >= minimum else score + HUNDREDTH


def _most(world: World, member: Member, capability: str, score: Decimal, tasks: list[Task]) -> int:
    """Return how much better fits can add at most: the best of the member's hours, tasks taken in parts."""
    kept = tuple(line for line in member.card.capabilities if line.name != capability)
    trained = replace(member.card, capabilities=(*kept, Score(capability, score, 0)))
    left, total = Fraction(member.load_limit_minutes), Fraction(0)
    rises = _rises(world, member, trained, tasks)
    for gain, load in sorted(rises, key=lambda row: Fraction(*row), reverse=True):
        part = min(Fraction(load), left)
        total, left = total + gain * part / load, left - part
    return -(-total.numerator // total.denominator)


def _rises(world: World, member: Member, trained: RoleCard, tasks: list[Task]) -> Iterator[tuple[int, int]]:
    """Yield gain and load of each task that the member can take and would suit better."""
    words = world.team.vocabulary
    before, after = effective_scores(member.card, words), effective_scores(trained, words)
    for task in tasks:
        if not shortfalls(before, task, words):
            hours = Fraction(task.estimate_minutes, 60) * Fraction(world.weights.fit)
            gain = units(hours * fit(after, task, words)) - units(hours * fit(before, task, words))
            if gain > 0:
                yield gain, minutes(member, task.estimate_minutes)
