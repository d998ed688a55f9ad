"""The search for the cheapest changes: first answers of one kind of change each, then an implicit hitting set.

Amounts that do not do are raised to ones that are largest of their kind; every fix has more of some offer than those.
The cheapest amounts that meet all such demands cost no more than any fix: they are tried next, and an answer that is
as cheap is proved to be the cheapest. Where the time ends the answers that there are are given in their order.

Reference: Davies and Bacchus, Solving MAXSAT by solving a sequence of simpler SAT instances, 2011.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from solver.domain.plan import Plan
from solver.explanation.fix.change import FixChange
from solver.explanation.fix.hitting import Amounts, Hitting
from solver.explanation.fix.known import Known
from solver.explanation.fix.relaxed import relaxed
from solver.explanation.fix.used import used
from solver.stopping import Clock

# The share of the time for first answers, and what is left of it that one of them may take.
FIRST_SHARE: Final = 0.6
ONE_SHARE: Final = 0.3
# Seconds for the question whether all changes of a kind together do, at most.
FIRST_SECONDS: Final = 4.0
# Nobody makes more changes than so many for one wish.
MOST_CHANGES: Final = 30
# The share of each limit that first answers leave free, and more of it where no plan is found in so many seconds.
MARGIN: Final = 0.05
ROOMY_SECONDS: Final = 3.0
Told = Callable[[tuple[FixChange, ...], int], None]


@dataclass
class Search:
    """Fixes as they are found, those that were given, and the demands that every other one meets.

    ``told`` is called with each fix that is found, and its price, before it is known whether something cheaper does.
    """

    known: Known
    told: Told | None = None
    answers: list[Amounts] = field(default_factory=list)
    given: list[frozenset[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Price what is on offer."""
        self.offers, self.clock = self.known.offers, self.known.clock
        self.hitting = self._hitting()

    @property
    def is_settled(self) -> bool:
        """Whether it is known that nothing does beside what was given."""
        return self.known.is_settled or self.hitting.cheapest() is None

    def run(self, most: int) -> Iterator[tuple[Amounts, Plan, bool]]:
        """Yield amounts that do with a plan, cheapest first, and whether they are proved to be the cheapest."""
        plan = self.known.plan(self.known.nothing)
        if plan is not None:
            yield self.known.nothing, plan, True
        if plan is not None or self.known.is_short_of_all():
            return
        self._roomy_answers(most, self.clock.share(FIRST_SHARE))
        if not self.answers:
            self._first_answers(self.clock.share(FIRST_SHARE))
        for _ in range(most):
            found = self._next()
            if found is None:
                return
            amounts, is_proved = found
            yield amounts, self.known.good[amounts], is_proved
            self.given.append(_support(amounts))
            self.hitting.ban(self.given[-1])

    def _next(self) -> tuple[Amounts, bool] | None:
        """Return the cheapest answer that contains none that was given, and whether nothing cheaper does."""
        while True:
            least, best = self.hitting.cheapest(), self._best()
            if least is None or (best and self.hitting.price(best) <= least.bound):
                return (best, least is not None) if best else None
            if self.clock.is_over or least.amounts is None or not self._tried(least.amounts):
                return (best, False) if best else None

    def _tried(self, amounts: Amounts) -> bool:
        """Return whether it could be found out if amounts do, and keep what was."""
        if self.known.plan(amounts) is not None:
            self._add(amounts)
            return True
        if amounts not in self.known.unknown:
            self.hitting.demand(self.known.largest(amounts))
        return amounts not in self.known.unknown

    def _best(self) -> Amounts | None:
        """Return the cheapest answer that there is and that contains none that was given."""
        left = (one for one in self.answers if not any(all(one[place] for place in fix) for fix in self.given))
        return min(left, key=self.hitting.price, default=None)

    def _add(self, amounts: Amounts) -> None:
        if amounts not in self.answers:
            self.answers.append(amounts)
            if self.told:
                self.told(self.known.changes(amounts), self.hitting.price(amounts))

    def _roomy_answers(self, most: int, clock: Clock) -> None:
        """Look for fixes that leave some hours free: a plan is soon found then."""
        margin = MARGIN
        roomy = self._hitting(margin)
        while len(self.answers) < most and not clock.is_over:
            found = roomy.cheapest()
            if found is None and margin == MARGIN:
                # Not even everything leaves so much free.
                margin = 0.0
                roomy = replace(self._hitting(margin), clauses=roomy.clauses, banned=roomy.banned)
                continue
            if found is None or found.amounts is None:
                return
            amounts = found.amounts
            if self.known.plan(amounts, clock.left(ROOMY_SECONDS)) is not None:
                dear = [place for place in reversed(self.known.places) if amounts[place]]
                less = self.known.spared(amounts, dear, clock.share(ONE_SHARE))
                self._keep(amounts, less)
                # The next one does without the dearest kind of this one: another member alike is no other answer.
                kind = self.offers[next(place for place in dear if less[place])].kind
                for place in self.known.places:
                    if self.offers[place].kind == kind:
                        roomy.ban(frozenset({place}))
            elif amounts in self.known.unknown:
                # More room makes a plan easier to find.
                margin += MARGIN if margin else 2 * MARGIN
                roomy = replace(self._hitting(margin), clauses=roomy.clauses, banned=roomy.banned)
            else:
                roomy.demand(self.known.largest(amounts))
                self.hitting.demand(roomy.clauses[-1])

    def _hitting(self, margin: float = 0.0) -> Hitting:
        first, further = [one.first for one in self.offers], [one.further for one in self.offers]
        needed = relaxed(self.known.case, self.offers, margin)
        return Hitting(first, further, self.known.most, needed, self.known.hurting)

    def _first_answers(self, clock: Clock) -> None:
        """Look for a fix of each kind of change alone, then of all kinds that cost less than those that were found."""
        kinds = list(dict.fromkeys(self.offers[place].kind for place in self.known.places))
        for kind in kinds:
            if not clock.is_over:
                self._answer({kind}, clock.share(ONE_SHARE))
        for count in range(2, len(kinds) + 1):
            best = self._best()
            cheap = best is None or self.offers[self._first(kinds[count - 1])].first < self.hitting.price(best)
            if clock.is_over or not cheap or self._answer(set(kinds[:count]), clock.share(ONE_SHARE)):
                return

    def _first(self, kind: str) -> int:
        """Return the place of the cheapest offer of a kind."""
        return next(place for place in self.known.places if self.offers[place].kind == kind)

    def _answer(self, kinds: set[str], clock: Clock) -> bool:
        """Return whether changes of some kinds do, and keep what of them cannot be spared."""
        amounts = tuple(one.most if one.kind in kinds else 0 for one in self.offers)
        plan = self.known.plan(amounts, clock.left(FIRST_SECONDS))
        if plan is None:
            return False
        less = used(self.known.case, self.known.changed(amounts), self.offers, amounts, plan)
        amounts = amounts if self.known.plan(less, clock.left(FIRST_SECONDS)) is None else less
        dear = [place for place in reversed(self.known.places) if amounts[place]]
        less = self.known.spared(amounts, dear, clock)
        self._keep(amounts, less)
        return True

    def _keep(self, amounts: Amounts, less: Amounts) -> None:
        """Keep an answer and what is left of it without what can be spared, if there is a plan of that."""
        # More of something does mostly what less of it does: where it does not, the answer is the one with a plan.
        least = amounts if self.known.plan(less) is None else less
        if len(_support(least)) <= MOST_CHANGES:
            self._add(least)


def _support(amounts: Amounts) -> frozenset[int]:
    """Return the places of the offers that are used."""
    return frozenset(place for place, n in enumerate(amounts) if n)
