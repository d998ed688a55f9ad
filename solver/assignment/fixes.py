"""The cheapest changes after which a plan exists: priced slack on what people can change, exact by CP-SAT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from solver.assignment.cpsat import new_solver
from solver.assignment.model.sat import Model
from solver.matching.problem import Problem

# What each change costs, in one unit: an hour more on a load limit, a begun tenth of a score (of a member, or of the
# minimum of a task), a permission, one more task at once, a task let go by its member, ...
PRICES: Final[Mapping[str, int]] = {
    "hours": 1,
    "score": 2,
    "minimum": 2,
    "permission": 2,
    "wip": 2,
    "forbid": 3,
    "batch": 3,
    "separate": 4,
    "together": 4,
    "pin": 4,
    "required": 6,
    "started": 8,
}
# The rules that changes buy off; they are posted here with their slack instead.
SOFT: Final = frozenset({"load_limit", "wip_limit", "whole_batch", "pin", "required", "separate", "together"})
MINUTES: Final = 60


@dataclass(frozen=True)
class Change:
    """One change: its kind (one of ``PRICES``), member row, task column (-1 for none), a name, and how much of it.

    As an offer, ``amount`` is the most that can be bought. ``task`` is the first of the batch where a batch is split;
    ``group`` are the columns of the tasks that a rule keeps apart or together.
    """

    kind: str
    member: int
    task: int
    name: str
    unit_price: int
    amount: int = 1
    group: tuple[int, ...] = ()

    @property
    def price(self) -> int:
        """The price of this change."""
        return self.unit_price * self.amount


Term = tuple[cp_model.IntVar, int]
# What a pair needs that fails the gates: places of offers, each with the amount that opens the pair.
Keys = Mapping[tuple[int, int], tuple[tuple[int, int], ...]]


def cheapest_fixes(
    problem: Problem, offers: tuple[Change, ...], keys: Keys, most: int = 3, time_limit: float = 30.0
) -> Iterator[tuple[Change, ...]]:
    """Yield the cheapest changes after which a plan exists, then the next ones, none of which contains another.

    Parameters
    ----------
    problem : Problem
        One without a plan; of one that has a plan, a single fix without changes comes up.
    offers : tuple of Change
        What can be bought, and the most of it.
    keys : Mapping of (int, int) to tuple of (int, int)
        For each pair (member, task) that fails a gate and can be opened: which offers, and how much of each.
    most : int
        How many fixes, at least 1.
    time_limit : float
        Seconds for each.

    Yields
    ------
    tuple of Change
        Only those that are proved to be the cheapest; none if no change on offer helps.

    Raises
    ------
    TimeoutError
        If a search ended before it was known which is the cheapest, or whether there is one.
    """
    slack = _Slack(problem, offers, keys)
    for _ in range(most):
        fix = slack.cheapest(time_limit)
        if fix is None:
            return
        yield fix
        if not fix:
            return
        slack.exclude(fix)


class _Slack:
    """The model of a problem in which everything on offer can be bought."""

    def __init__(self, problem: Problem, offers: tuple[Change, ...], keys: Keys) -> None:
        self.problem, self.offers = problem, offers
        can = problem.can & problem.allowed
        for pair in keys:
            can[pair] = True
        everything = np.ones_like(problem.can)
        self.model = Model(replace(problem, can=can, allowed=everything, available=everything), SOFT, graded=False)
        cp = self.model.cp
        self.bought = [cp.new_int_var(0, offer.amount, f"{offer.kind} {offer.name}") for offer in offers]
        self.some = [cp.new_bool_var("") for _ in offers]
        for offer, amount, some in zip(offers, self.bought, self.some, strict=True):
            cp.add(amount <= offer.amount * some)
        self._limits()
        self._groups()
        self._demands()
        for pair, needed in keys.items():
            for place, least in needed:
                cp.add(self.bought[place] >= least * self.model.has[pair])
        prices = [offer.unit_price for offer in offers]
        cp.minimize(cp_model.LinearExpr.weighted_sum(self.bought, prices))

    def _slack(self, kind: str, member: int, task: int = -1) -> list[cp_model.IntVar]:
        """Return what is bought of a kind for a member or a task."""
        rows = enumerate(self.offers)
        return [self.bought[i] for i, one in rows if (one.kind, one.member, one.task) == (kind, member, task)]

    def _at_most(self, terms: list[Term], limit: int) -> None:
        """Demand that a sum of factors is at most a limit."""
        variables, factors = [x for x, _ in terms], [factor for _, factor in terms]
        if terms:
            self.model.cp.add(cp_model.LinearExpr.weighted_sum(variables, factors) <= limit)
        elif limit < 0:
            self.model.cp.add_bool_or([])

    def _limits(self) -> None:
        problem, has = self.problem, self.model.has
        for m, limit in enumerate(problem.limit):
            mine = [(x, int(problem.load[m, t])) for (i, t), x in has.items() if i == m]
            self._at_most([*mine, *((x, -MINUTES) for x in self._slack("hours", m))], int(limit))
            if problem.wip[m] >= 0:
                one_each = [(x, 1) for x, _ in mine] + [(x, -1) for x in self._slack("wip", m)]
                self._at_most(one_each, int(problem.wip[m]))
        for batch in problem.whole:
            split = [(x, -1) for x in self._slack("batch", -1, batch[0])]
            for one, other in zip(batch, (*batch[1:], batch[0]), strict=True):
                for m in range(len(problem.members)):
                    pairs = [(has[m, t], sign) for t, sign in ((one, 1), (other, -1)) if (m, t) in has]
                    self._at_most([*pairs, *split], 0)

    def _groups(self) -> None:
        """Let each member have one task of a group kept apart, and one member any of a group kept together."""
        has, rows = self.model.has, range(len(self.problem.members))
        for group in self.problem.separate:
            dropped = [(x, 1 - len(group)) for x in self._dropped("separate", group)]
            for m in rows:
                self._at_most([*((has[m, t], 1) for t in group if (m, t) in has), *dropped], 1)
        for group in self.problem.together:
            dropped = [(x, -1) for x in self._dropped("together", group)]
            owns = [self.model.cp.new_bool_var("") for _ in rows]
            self._at_most([(one, 1) for one in owns], 1)
            for pair in ((m, t) for m in rows for t in group if (m, t) in has):
                self._at_most([(has[pair], 1), (owns[pair[0]], -1), *dropped], 0)

    def _dropped(self, kind: str, group: tuple[int, ...]) -> list[cp_model.IntVar]:
        """Return what is bought of a rule that is dropped."""
        return [self.bought[i] for i, one in enumerate(self.offers) if (one.kind, one.group) == (kind, group)]

    def _demands(self) -> None:
        has, rows = self.model.has, range(len(self.problem.members))
        for m, t in self.problem.pins:
            dropped = self._slack("pin", m, t) + self._slack("started", m, t)
            self._at_most([(x, -1) for x in ([has[m, t]] if (m, t) in has else []) + dropped], -1)
        for t in self.problem.required:
            placed = [has[m, t] for m in rows if (m, t) in has]
            self._at_most([(x, -1) for x in placed + self._slack("required", -1, t)], -1)

    def cheapest(self, time_limit: float) -> tuple[Change, ...] | None:
        """Return the cheapest fix that is not excluded."""
        solver = new_solver(time_limit)
        status = solver.solve(self.model.cp)
        if status == cp_model.INFEASIBLE:
            return None
        if status != cp_model.OPTIMAL:
            raise TimeoutError("the search for the cheapest changes ended before it was proved")
        amounts = [solver.value(amount) for amount in self.bought]
        return tuple(replace(one, amount=n) for one, n in zip(self.offers, amounts, strict=True) if n)

    def exclude(self, fix: tuple[Change, ...]) -> None:
        """Demand that at least one of the changes is not made at all."""
        made = {replace(change, amount=0) for change in fix}
        used = [some for one, some in zip(self.offers, self.some, strict=True) if replace(one, amount=0) in made]
        self.model.cp.add(cp_model.LinearExpr.sum(used) <= len(used) - 1)
