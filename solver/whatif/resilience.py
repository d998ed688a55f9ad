"""Who can be away: each member, and the pairs that matter, with the plan that changes least.

A pair matters if the two are the only ones who meet a minimum that an open task asks for, if one of them picks up work
of the other, or if both are among the five whose absence alone is worst; in a team of at most six every pair does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import combinations
from typing import Final

from solver.assignment.result import Result
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.communication.escalation.routes import escalations
from solver.communication.lines.channels import read_lines
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES
from solver.domain.team import Team
from solver.domain.world import World
from solver.explanation.diff import diff_plans
from solver.explanation.price import level_names
from solver.matching.pairs.vocabulary import effective_scores
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.gain import Progress, Values, counter, gain_over, placed_minutes
from solver.whatif.within import hurried, run_within

SMALL_TEAM: Final = 6
WORST: Final = 5
PAIRS: Final = ("some", "all", "none")
# Task and member.
Given = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Absence:
    """What happens without some members; the plan has the fewest moves of all that place as much.

    ``change`` is the value placed by class less that of the base, ``minutes`` the same for estimates. ``taken`` are
    tasks of those away with who has them now, ``dropped`` tasks that stay out with who had them, ``gained`` tasks that
    come in with who has them, ``moved`` how many tasks of others change hands. ``vanished`` are capabilities that an
    open task asks for at a minimum that nobody meets any more, ``cut_off`` members who have lost the way to escalate.
    ``beyond`` is, for a pair, how many minutes less are placed than the two absences alone would explain. ``later`` are
    tasks that end in a later period than planned: task, from, to.
    """

    away: tuple[str, ...]
    result: Result
    change: Values
    minutes: int
    taken: Given
    dropped: Given
    gained: Given
    moved: int
    vanished: tuple[str, ...]
    cut_off: tuple[str, ...]
    beyond: int = 0
    later: tuple[tuple[str, str, str], ...] = ()

    @property
    def rank(self) -> tuple[object, ...]:
        """Worse is smaller: no plan, then the most urgent value, hours, what ends later, ways to escalate, name."""
        late = -len(self.later)
        return (self.result.plan is not None, *self.change, self.minutes, late, -len(self.cut_off), self.away)


@dataclass(frozen=True)
class Resilience:
    """The base and every absence, the worst first; ``pairs`` counts the pairs that could be away.

    ``skipped`` are absences that there was no time for; ``period`` is the one in which they are away, empty for always.
    """

    base: Study
    rows: tuple[Absence, ...]
    pairs: int
    skipped: tuple[tuple[str, ...], ...] = ()
    period: str = ""


def resilience(
    base: Study,
    pairs: str = "some",
    workers: int = 1,
    progress: Progress | None = None,
    clock: Clock | None = None,
    period: str = "",
) -> Resilience:
    """Return what the absence of each member, and of each pair that matters, does to the plan.

    Parameters
    ----------
    base : Study
        The team as it is, with its plan.
    pairs : str
        ``some`` for the pairs that matter, ``all`` or ``none``.
    workers : int
        Processes.
    progress : callable, optional
        Told how many absences of how many are planned.
    clock : Clock, optional
        Until when a plan is begun; whoever has most to do is taken away first. Ctrl-C keeps what there is.
    period : str
        The id of the period in which they are away; for good if not given.

    Returns
    -------
    Resilience
        One row for each absence that there was time for. The last member of a team cannot be away.
    """
    clock = clock or Clock()
    base, names = hurried(base, clock), base.world.names
    busy = Counter(one.member for one in base.result.plan.assignments) if base.result.plan else Counter[str]()
    ones = [(name,) for name in sorted(names, key=lambda name: -busy[name]) if len(names) > 1]
    planned = partial(_planned, base, period, workers=workers, progress=progress, clock=clock)
    alone = planned(ones)
    every = list(combinations(names, 2)) if len(names) > 2 else []
    twos = {"all": every, "none": [], "some": _that_matter(base.world, every, alone)}[pairs]
    minutes = {row.away[0]: row.minutes for row in alone}
    known = [pair for pair in twos if set(pair) <= minutes.keys()]
    both = (_with_beyond(row, minutes) for row in planned(known))
    rows = sorted([*alone, *both], key=lambda row: row.rank)
    made = {row.away for row in rows}
    return Resilience(base, tuple(rows), len(every), tuple(away for away in (*ones, *twos) if away not in made), period)


def _planned(
    base: Study,
    period: str,
    sets: Sequence[tuple[str, ...]],
    *,
    workers: int,
    progress: Progress | None,
    clock: Clock,
) -> tuple[Absence, ...]:
    told = counter(progress, len(sets))
    return tuple(run_within(partial(_absence, base, period), sets, clock, workers=workers, progress=told).values())


def absent(world: World, away: Sequence[str], period: str = "") -> tuple[Change, ...]:
    """Return the changes after which members are away in a period, or for good."""
    calendar = world.team.calendar
    if not period or calendar is None:
        return tuple(Change("remove", name) for name in away)
    when = calendar.periods[calendar.place(period)]
    return tuple(Change("leave", f"{name}={when.start}..{when.end}") for name in away)


def _absence(base: Study, period: str, away: tuple[str, ...]) -> Absence:
    """Return one row: the team without them, planned with as few moves as can be."""
    world = apply(base.world, absent(base.world, away, period))
    before = base.result.plan or Plan(())
    result = base.of(world, previous=before).result
    if result.stopped == "interrupt":
        raise KeyboardInterrupt
    after = result.plan or Plan(())
    names = [one.id for one in world.team.calendar.periods] if world.team.calendar else []
    diff, gains = diff_plans(before, after, periods=names), gain_over(base.result, result)
    # Of a crew only who is away may be replaced, or more; whoever else is no longer there moves.
    picked = [not set(src.split(", ")).isdisjoint(away) for _, src, _ in diff.moved]
    ends, late = before.ends, after.ends
    later = ((t, names[end], names[late[t]]) for t, end in ends.items() if t in late and late[t] > end)
    return Absence(
        away,
        result,
        tuple(gain for name, gain in zip(level_names(base.result), gains, strict=True) if name in PRIORITIES),
        placed_minutes(world, after) - placed_minutes(base.world, before),
        tuple((task, to) for (task, _, to), is_theirs in zip(diff.moved, picked, strict=True) if is_theirs),
        diff.lost,
        diff.gained,
        picked.count(False),
        _vanished(base.world, world.team),
        tuple(sorted(_escalating(base.world.team) - _escalating(world.team) - set(away))),
        later=tuple(later),
    )


def _with_beyond(row: Absence, alone: dict[str, int]) -> Absence:
    return replace(row, beyond=min(row.minutes - sum(alone[name] for name in row.away), 0))


def needs_met(world: World, team: Team) -> dict[tuple[str, Decimal], frozenset[str]]:
    """Return who of a team meets each pair of capability and minimum that an open task of the world asks for."""
    words = team.vocabulary
    scores = {one.id: effective_scores(one.card, words) for one in team.members}
    needs = {(words.name(n.capability), n.minimum) for task in world.backlog.open_tasks for n in task.needs}
    return {
        (name, least): frozenset(who for who, have in scores.items() if have.get(name, 0) >= least)
        for name, least in needs
    }


def _vanished(world: World, team: Team) -> tuple[str, ...]:
    before, after = needs_met(world, world.team), needs_met(world, team)
    return tuple(sorted({name for (name, least), who in before.items() if who and not after[name, least]}))


def _escalating(team: Team) -> set[str]:
    return {one.member for one in escalations(team, read_lines(team)) if one.status == "covered"}


def _that_matter(world: World, every: list[tuple[str, str]], alone: tuple[Absence, ...]) -> list[tuple[str, str]]:
    """Return the pairs that the rule at the top of this file names, in their order."""
    if len(world.names) <= SMALL_TEAM:
        return every
    only = {who for who in needs_met(world, world.team).values() if len(who) == 2}
    covers = {frozenset((row.away[0], to)) for row in alone for _, to in row.taken}
    worst = [row.away[0] for row in sorted(alone, key=lambda row: row.rank)[:WORST]]
    heavy = {frozenset(pair) for pair in combinations(worst, 2)}
    return [pair for pair in every if frozenset(pair) in only | covers | heavy]
