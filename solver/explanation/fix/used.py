"""How much of what was on offer a plan over periods uses: a first guess at what can be spared."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from solver.domain.plan import Plan
from solver.explanation.edits import score_of
from solver.explanation.fix.change import FixChange
from solver.explanation.fix.hitting import Amounts
from solver.explanation.fix.offers import CUTS, Offer
from solver.explanation.terms.in_time import PlanLines
from solver.matching.build import minutes
from solver.study.study import Study


def used(case: Study, changed: Study, offers: Sequence[Offer], amounts: Amounts, plan: Plan) -> Amounts:
    """Return how much of each offer a plan uses, or as much as there was where that cannot be told.

    Parameters
    ----------
    case, changed : Study
        Before and after changes by those amounts.
    offers : sequence of Offer
        What the amounts are of.
    amounts : tuple of int
        As many as offers.
    plan : Plan
        Of the changed case.
    """
    read = _Reading(case, changed, plan)
    return tuple(n and read.of(one.change(n), n) for one, n in zip(offers, amounts, strict=True))


class _Reading:
    """A plan of a changed case, and what it has of each change."""

    def __init__(self, case: Study, changed: Study, plan: Plan) -> None:
        self.case, self.changed = case, changed
        read = PlanLines.of(changed.team, changed.backlog, plan)
        self.slots: dict[str, set[tuple[str, int]]] = {}
        self.load: dict[tuple[str, int], int] = {}
        members = {one.id: one for one in changed.team.members}
        for one in read.lines:
            slot = (one.member, one.period)
            self.slots.setdefault(one.task, set()).add(slot)
            takes = minutes(members[one.member], read.piece(one).estimate_minutes)
            self.load[slot] = self.load.get(slot, 0) + takes
        self.new = set(changed.world.names) - set(case.world.names)

    def of(self, change: FixChange, amount: int) -> int:
        """Return how much of a change the plan uses, at most the amount."""
        task, member = change.task, change.member
        if change.kind == "sprint":
            return max(max((period + 1 for _, period in self.load), default=0) - len(self.case.periods), 0)
        if change.kind in CUTS:
            return int(len(self.slots.get(task, ())) > 1)
        if change.kind == "join":
            names = {name for name in self.new if name.startswith(f"{member}_")}
            return int(any(name in names for name, _ in self.load))
        if change.kind == "minimum":
            owners = {name for name, _ in self.slots.get(task, ())} - self.new
            short = [score_of(self.case.team, name, change.about) < change.before for name in owners]
            return amount if any(short) else 0
        if change.kind == "hours" and change.about:
            return self._hours(member, self.changed.periods.index(change.about), amount)
        return amount

    def _hours(self, member: str, period: int, amount: int) -> int:
        calendar = self.changed.team.calendar
        one = next(one for one in self.changed.team.members if one.id == member)
        limit = one.slots(calendar)[period].minutes if calendar else 0
        free = limit - self.load.get((member, period), 0)
        return max(min(ceil(amount - free / 60), amount), 0)
