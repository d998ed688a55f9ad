"""Which directions come first: those that let in work that stayed out, the most urgent first, where hours are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from solver.changes.catalogue import apply
from solver.domain.tasks import PRIORITIES, Task
from solver.explanation.unassigned.lacking import Lacking
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.vocabulary import effective_scores
from solver.study.study import Study
from solver.whatif.advice.lines import Line

# The class of a task, its value less than nothing, and what it still takes in minutes: less is better.
Promise = tuple[int, int, int, int]
NONE: Final[Promise] = (2, 0, 0, 0)


def promising(base: Study, lines: list[Line]) -> list[Line]:
    """Return directions over periods with those first that let in a task beside the plan as it is.

    Parameters
    ----------
    base : Study
        Solved. What waits for work that stayed out itself is left aside.
    lines : list of Line
        The directions; equals stay in their order.
    """
    if not base.periods:
        return lines
    owner, tasks = base.best.owner, {task.id: task for task in base.backlog.open_tasks}
    left = [
        task
        for task in tasks.values()
        if task.id not in owner and all(name in owner or name not in tasks for name in task.dependencies)
    ]
    looked = _Looked(base, left)
    return sorted(lines, key=looked.promise)


class _Looked:
    """What stayed out, with who may have it and what everybody lacks for it."""

    def __init__(self, base: Study, left: list[Task]) -> None:
        self.base = base
        lacking = Lacking(base.team, base.backlog, base.best)
        self.left = [(task, lacking.able(task), lacking.everybody(task)) for task in left]
        self._cards = {one.id: one.card for one in base.team.members}

    def promise(self, line: Line) -> Promise:
        """Return what the best task that a direction lets in promises, the less the better."""
        found = self._trained(line) if line.kind == "train" else self._with_hours(line)
        return min(found, default=NONE)

    def _with_hours(self, line: Line) -> Iterable[Promise]:
        """Yield what more hours let in, those of a period or of any, or whoever joins."""
        most = len(line.steps) * 60
        for task, able, lacks in self.left:
            places = ("", line.period) if line.period else self.base.periods
            mine = [lacks[line.member, one] for one in places if (line.member, one) in lacks]
            if line.member not in able or not mine:
                continue
            if line.kind == "clone" or 0 < min(mine) <= most:
                yield (0, *_rank(task), min(mine))

    def _trained(self, line: Line) -> Iterable[Promise]:
        """Yield what training opens, that with hours for it before the rest."""
        if not line.steps:
            return
        words, before = self.base.team.vocabulary, effective_scores(self._cards[line.member], self.base.team.vocabulary)
        team = apply(self.base.world, line.steps[-1].changes).team
        after = effective_scores(next(one.card for one in team.members if one.id == line.member), words)
        for task, _, lacks in self.left:
            if any(shortfalls(before, seat, words) and not shortfalls(after, seat, words) for seat in _seats(task)):
                short = min((short for (name, _), short in lacks.items() if name == line.member), default=None)
                if short is not None:
                    yield (int(short > 0), *_rank(task), max(short, 0))


def _seats(task: Task) -> Iterable[Task]:
    return (replace(task, requirements=seat) for seat in task.seats)


def _rank(task: Task) -> tuple[int, int]:
    return PRIORITIES.index(task.priority), -task.value
