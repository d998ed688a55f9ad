"""Which of several tasks have no place together whatever is changed, so that the others can be helped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from solver.domain.tasks import PRIORITIES
from solver.explanation.fix.known import Known
from solver.explanation.fix.offers import TERMS, Terms, Wish, offers
from solver.explanation.fix.question import needed, wishing
from solver.explanation.fix.sprints import sprints_that_do
from solver.stopping import Clock
from solver.study.study import Study

# The share of the time of a question that is for how many sprints more do.
SPRINTS_SHARE: Final = 0.1


def no_place(case: Study, place: tuple[str, ...], terms: Terms = TERMS, clock: Clock | None = None) -> bool:
    """Return whether it is known that some tasks have no place together even after all that is on offer."""
    clock = clock or Clock(case.time_limit)
    wished = wishing(case, place)
    wish = Wish(wished, needed(wished), terms, place)
    wish = replace(wish, sprints=sprints_that_do(wish, clock.share(SPRINTS_SHARE)))
    return Known(wished, offers(wish), clock).is_hopeless


def apart(case: Study, place: Sequence[str], terms: Terms, clock: Clock) -> dict[str, tuple[str, ...]]:
    """Return tasks without which the others are not known to have no place together, each with what is against it.

    Parameters
    ----------
    case : Study
        Over periods.
    place : sequence of str
        Tasks that may have no place all together, but each of them alone.
    terms : Terms
        What is on offer.
    clock : Clock
        When it is over, tasks that were not asked of are among those that are returned.

    Returns
    -------
    dict of str to tuple of str
        Less urgent tasks first to go, each with others beside which it has no place: with fewer of them it might have
        one, as far as there was time to ask. None where there was no time to know whether it has a place.
    """
    rank = {task.id: PRIORITIES.index(task.priority) for task in case.backlog.open_tasks}
    parted = _Parted(case, terms, clock)
    parted.take(sorted(place, key=lambda name: rank.get(name, 0)))
    return parted.out


@dataclass
class _Parted:
    """Tasks that may have a place together, and those that have none beside them."""

    case: Study
    terms: Terms
    clock: Clock
    kept: list[str] = field(default_factory=list)
    out: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def take(self, names: Sequence[str]) -> None:
        """Keep of some tasks what may have a place beside those that are kept: all of them, or by halves."""
        if self.clock.is_over:
            self.out |= dict.fromkeys(names, ())
        elif not self._no_place([*self.kept, *names]):
            self.kept += names
        elif len(names) == 1:
            self.out[names[0]] = self._against(names[0])
        else:
            self.take(names[: len(names) // 2])
            self.take(names[len(names) // 2 :])

    def _against(self, name: str) -> tuple[str, ...]:
        """Return some of those kept beside which a task has no place, as few as are found in time."""
        others = list(self.kept)
        step = max(len(others) // 2, 1)
        while step and not self.clock.is_over:
            for at in range(0, len(others), step)[::-1]:
                fewer = others[:at] + others[at + step :]
                if fewer and not self.clock.is_over and self._no_place([*fewer, name]):
                    others = fewer
            step //= 2
        return tuple(others)

    def _no_place(self, names: Sequence[str]) -> bool:
        return no_place(self.case, tuple(names), self.terms, self.clock)
