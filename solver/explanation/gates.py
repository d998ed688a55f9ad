"""The gates of one pair with what is missing at each, in words."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.team import Member
from solver.explanation.edits import task_of
from solver.explanation.held import hours
from solver.matching.build import minutes
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.gates import hindrances
from solver.matching.pairs.vocabulary import effective_scores
from solver.study.study import Study


def gates(case: Study, who: Member, task_id: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the gates can, allowed and available in turn, each with what fails there."""
    task = task_of(case.backlog, task_id)
    short = shortfalls(effective_scores(who.card, case.team.vocabulary), task, case.team.vocabulary)
    yield "can", tuple(f"{name}: has {have}, needs {need}" for name, have, need in short)
    yield "allowed", hindrances(case.team, case.backlog, who, task)
    needed = minutes(who, task.estimate_minutes)
    pace = "" if who.pace == 1 else f" ({hours(task.estimate_minutes)} h at a pace of {who.pace:f})"
    text = f"it takes {hours(needed)} h{pace}, and {who.id} may be given {hours(who.load_limit_minutes)} h"
    yield "available", (text,) if needed > who.load_limit_minutes else ()
