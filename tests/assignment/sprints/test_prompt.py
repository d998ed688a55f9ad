"""Sequences that end urgent work early."""

from __future__ import annotations

from solver.assignment.sprints.jobs import Job, Jobs
from solver.assignment.sprints.prompt import ends_of, prompt
from solver.domain.calendar import Slot

SLOT = Slot(600, (300, 300))


def _jobs(*jobs: Job, before: dict[int, tuple[int, ...]] | None = None) -> Jobs:
    waits = before or {}
    return Jobs({job.piece: job for job in jobs}, {job.piece: waits.get(job.piece, ()) for job in jobs}, (SLOT, SLOT))


def test_short_work_of_a_class_comes_before_long_work() -> None:
    """Of one class the sum of the ends is least where short pieces come first."""
    jobs = _jobs(Job(0, 0, 400, 0, 600), Job(1, 0, 100, 0, 600), Job(2, 0, 100, 0, 600))
    assert prompt(jobs, {0: 0, 1: 400, 2: 500}) == {1: 0, 2: 100, 0: 200}


def test_what_urgent_work_waits_for_is_as_urgent() -> None:
    """A piece of the last class comes first where one of the first class waits for it."""
    jobs = _jobs(Job(0, 0, 300, 0, 600, 0), Job(1, 1, 200, 0, 600, 3), Job(2, 1, 100, 0, 600, 1), before={0: (1,)})
    assert prompt(jobs, {2: 0, 1: 100, 0: 300}) == {1: 0, 0: 200, 2: 200}


def test_a_sequence_is_never_made_worse() -> None:
    """Where no order is better, or a late piece allows no other, the starts given are kept."""
    jobs = _jobs(Job(0, 0, 300, 0, 300, 1), Job(1, 0, 300, 0, 600, 0))
    starts = {0: 0, 1: 300}
    assert prompt(jobs, starts) == starts
    assert ends_of(jobs, starts) == (2, 1)
