"""Sequences that end urgent work early."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import permutations, product

import pytest

from solver.assignment.sprints.sequence.exchange import Queues
from solver.assignment.sprints.sequence.jobs import Job, Jobs, closure, jobs_of
from solver.assignment.sprints.sequence.prompt import groups_of, parts_of, prompt
from solver.assignment.sprints.sequence.sequenced import sequenced
from solver.domain.calendar import Calendar, Period, Presence, Slot
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.matching.slots import slot_problem
from solver.readers.cards.cards import parse_card

SLOT = Slot(600, (300, 300))


def _jobs(*jobs: Job, before: dict[int, tuple[int, ...]] | None = None) -> Jobs:
    waits = before or {}
    return Jobs({job.piece: job for job in jobs}, {job.piece: waits.get(job.piece, ()) for job in jobs}, (SLOT, SLOT))


def _drawn(seed: int) -> Jobs:
    """Return a few jobs of three members, one of whom has uneven days, with waits, windows, classes and values."""
    chance = random.Random(seed)
    slots = (Slot(480, (480, 480, 480)), Slot(300, (480, 0, 240)), Slot(400, (240, 240, 240)))
    jobs, before = dict[int, Job](), dict[int, tuple[int, ...]]()
    for piece in range(chance.randint(3, 6)):
        row = chance.randrange(3)
        limit = slots[row].minutes
        first = chance.choice((0, 0, 0, 60))
        last = limit if chance.random() < 0.8 else chance.randint(limit // 2, limit)
        rank, weight = chance.randrange(3), chance.choice((1, 1, 1, 2, 0))
        jobs[piece] = Job(piece, row, chance.choice((30, 60, 60, 90, 120)), first, last, rank, weight)
        direct = [other for other in range(piece) if chance.random() < 0.25]
        before[piece] = tuple(sorted({*direct, *(b for other in direct for b in before[other])}))
    return Jobs(jobs, before, slots)


def _worth(jobs: Jobs, starts: Mapping[int, int]) -> tuple[Fraction, ...]:
    found = dict[int, Fraction]()
    for piece, job in jobs.jobs.items():
        end = jobs.slots[job.row].moment(starts[piece] + job.minutes)
        found[job.rank] = found.get(job.rank, Fraction(0)) + job.weight * end
    return tuple(found[rank] for rank in sorted(found))


def _can_be_worked(jobs: Jobs, starts: Mapping[int, int]) -> bool:
    ends = {piece: starts[piece] + job.minutes for piece, job in jobs.jobs.items()}
    fits = all(job.first <= starts[piece] and ends[piece] <= job.last for piece, job in jobs.jobs.items())
    alone = all(
        ends[a] <= starts[b] or ends[b] <= starts[a]
        for a, b in permutations(jobs.jobs, 2)
        if jobs.jobs[a].row == jobs.jobs[b].row
    )
    return fits and alone and all(starts[c] >= jobs.earliest(c, ends) for c in jobs.jobs)


def _all_sequences(jobs: Jobs) -> Iterator[dict[int, int]]:
    """Yield every sequence in which nothing could start earlier without changing places."""
    rows: dict[int, list[int]] = {}
    for piece, job in jobs.jobs.items():
        rows.setdefault(job.row, []).append(piece)
    for orders in product(*(permutations(pieces) for pieces in rows.values())):
        ends, starts = dict[int, int](), dict[int, int]()
        queues = [list(order) for order in orders]
        while ready := [q for q in queues if q and all(b in ends for b in jobs.before[q[0]])]:
            piece = ready[0].pop(0)
            job = jobs.jobs[piece]
            free = max((ends[c] for c in ends if jobs.jobs[c].row == job.row), default=0)
            starts[piece] = max(jobs.earliest(piece, ends), free)
            ends[piece] = starts[piece] + job.minutes
            if ends[piece] > job.last:
                break
        if len(starts) == len(jobs.jobs) and _can_be_worked(jobs, starts):
            yield starts


def test_short_work_of_a_class_comes_before_long_work() -> None:
    """Of one class the sum of the ends is least where short pieces come first."""
    jobs = _jobs(Job(0, 0, 400, 0, 600), Job(1, 0, 100, 0, 600), Job(2, 0, 100, 0, 600))
    assert prompt(jobs, {0: 0, 1: 400, 2: 500}) == ({1: 0, 2: 100, 0: 200}, True)


def test_what_urgent_work_waits_for_is_as_urgent() -> None:
    """A piece of the last class comes first where one of the first class waits for it."""
    jobs = _jobs(Job(0, 0, 300, 0, 600, 0), Job(1, 1, 200, 0, 600, 3), Job(2, 1, 100, 0, 600, 1), before={0: (1,)})
    assert prompt(jobs, {2: 0, 1: 100, 0: 300}) == ({1: 0, 0: 200, 2: 200}, True)


def test_parts_of_what_goes_on_in_a_later_period_come_before_less_urgent_work() -> None:
    """64 h in parts of 8 h begin before 8 h of a lower class, and after 8 h that end in their own class."""
    days = (Period("S1", date(2027, 2, 1), date(2027, 2, 5)), Period("S2", date(2027, 2, 8), date(2027, 2, 12)))
    calendar = Calendar(days)
    member = Member("X", parse_card("", "X"), 0).present(calendar, Presence())
    drawn = (("LOW", "LOW", 480), ("LONG", "HIGH", 3840), ("SHORT", "HIGH", 480))
    tasks = tuple(
        Task(name, "", "", priority, "TODO", "", minutes, "", (), (), 1, "b.csv", n + 2, split_minutes=480)
        for n, (name, priority, minutes) in enumerate(drawn)
    )
    world = World(Team((member,), calendar=calendar), Backlog(tasks), Weights())
    problem = slot_problem(world.team, world.backlog, world.weights)
    assert problem.time
    parts = [n for n, piece in enumerate(problem.tasks) if piece.startswith("LONG")]
    first = {c: 0 for c in range(len(problem.tasks)) if c not in parts[3:]}
    waits = closure(zip(parts[1:], parts, strict=False))
    jobs, later = jobs_of(problem, problem.time, first | dict.fromkeys(parts[3:], 1), waits)
    known = sequenced(jobs)
    assert isinstance(known, dict)
    starts, is_proved = prompt(jobs, known)
    order = [problem.time.tasks[problem.time.task[c]] for c in sorted(starts, key=starts.__getitem__)]
    assert (order, is_proved) == (["SHORT", "LONG", "LONG", "LONG", "LOW"], True)
    assert [later.jobs[c].weight for c in parts[3:]] == [0, 0, 0, 0, 1]


def test_a_sequence_is_never_made_worse() -> None:
    """Where no order is better, or a late piece allows no other, the starts given are kept."""
    jobs = _jobs(Job(0, 0, 300, 0, 300, 1), Job(1, 0, 300, 0, 600, 0))
    starts = {0: 0, 1: 300}
    assert prompt(jobs, starts) == (starts, True)


@pytest.mark.parametrize("seed", range(60))
def test_no_order_of_few_pieces_is_better(seed: int) -> None:
    """What is said to be proved is the least of all sequences, class above class, and can be worked."""
    jobs = _drawn(seed)
    known = sequenced(jobs)
    worths = [_worth(jobs, starts) for starts in _all_sequences(jobs)]
    assert (known is None) == (not worths)
    if not isinstance(known, dict):
        return
    starts, is_proved = prompt(jobs, known)
    assert _can_be_worked(jobs, starts)
    assert is_proved
    assert [float(each) for each in _worth(jobs, starts)] == pytest.approx([float(each) for each in min(worths)])


@pytest.mark.parametrize("seed", range(60))
def test_a_descent_alone_can_be_worked_and_is_no_worse(seed: int) -> None:
    """Putting pieces earlier keeps every rule of the period, and what the descent counts is what there is."""
    jobs = _drawn(seed + 1000)
    known = sequenced(jobs)
    if not isinstance(known, dict):
        return
    queues = Queues(jobs, known)
    queues.descend(float("inf"))
    assert _can_be_worked(jobs, queues.starts)
    assert _worth(jobs, queues.starts) <= _worth(jobs, known)
    assert [each / 1e6 for each in queues.worth()[:-1]] == pytest.approx(
        [float(each) for each in _worth(jobs, queues.starts)], abs=1e-4
    )


def test_members_are_searched_together_where_they_wait_for_each_other() -> None:
    """Each member is in one part, and in a group of the part at least once."""
    jobs = Jobs(
        {c: Job(c, c // 10, 10, 0, 600) for c in range(100)},
        {c: (c - 10,) if 10 <= c < 80 else () for c in range(100)},
        (SLOT,) * 10,
    )
    assert parts_of(jobs) == [[0, 1, 2, 3, 4, 5, 6, 7], [8], [9]]
    groups = list(groups_of(jobs, parts_of(jobs)[0]))
    assert {row for group in groups for row in group} == set(range(8))
    assert all(len(group) == 4 for group in groups)
