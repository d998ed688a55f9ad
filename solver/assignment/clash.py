"""The fewest demands that clash: each is left out in turn, and kept only where a plan then exists; in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import Any, Final

from solver.domain.world import World
from solver.matching.fields import CLASHES
from solver.matching.problem import Problem
from solver.stopping import Clock
from solver.telling import say

# A demand in words, and the Problem without it.
Demand = tuple[str, Callable[[Problem], Problem]]
# How demands are named of which it is not known whether they are needed; so many of them are.
AMONG: Final = "some of these {}, as the search ended before it was known which: "
PERHAPS: Final = "perhaps with some of these {}, as the search ended before that was known: "
SAID: Final = tuple(words.partition("{}")[0] for words in (AMONG, PERHAPS))
NAMED: Final = 6
# What one question may take of the time, within these seconds.
EACH: Final = 0.2
LEAST_EACH: Final = 1.0
MOST_EACH: Final = 5.0
# The share of what is left of a limit for all questions, and the seconds that they have at least: enough for a team of
# a dozen.
SHARE: Final = 0.5
LEAST_SECONDS: Final = 2.0


@dataclass(frozen=True)
class Clash:
    """Demands that cannot hold at once, in words and in their order; none where a plan is there, or may be.

    None of ``known`` can be spared. Those that are ``open`` may be needed, too: there was no time to know.
    """

    known: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    def told(self, named: Callable[[Iterable[str]], tuple[str, ...]] = tuple) -> tuple[str, ...]:
        """Return one sentence for each demand that is known, and one for those that are open.

        Parameters
        ----------
        named : callable
            Puts demands into the words of whoever demands them.

        Examples
        --------
        >>> Clash(("A waits for B",), ("C must be placed", "ANN has 8 h")).told()[1]
        'perhaps with some of these 2, as the search ended before that was known: C must be placed; ANN has 8 h'
        """
        if not self.open:
            return named(self.known)
        few = "; ".join(named(self.open[:NAMED]))
        more = f"; and {len(self.open) - NAMED:,} more" if len(self.open) > NAMED else ""
        head = (PERHAPS if self.known else AMONG).format(f"{len(self.open):,}")
        return (*named(self.known), f"{head}{few}{more}")


def clash_clock(end: float) -> Clock:
    """Return how long may be asked what clashes where all ends at a moment of ``time.monotonic``."""
    return Clock(max(SHARE * (end - time.monotonic()), LEAST_SECONDS))


def fewest(
    problem: Problem,
    demands: Iterable[Demand],
    has_plan: Callable[[Problem, float], bool | None],
    clock: Clock,
    wish: Event | None = None,
    *,
    is_certain: bool = False,
) -> Clash:
    """Return demands that cannot hold at once, none to be spared (a deletion filter); empty if there is a plan.

    Demands are spared many at a time where they can be, and one by one only where one of them is needed: the same ones
    are left as if each were asked for.

    Parameters
    ----------
    problem : Problem
        With all demands.
    demands : iterable of Demand
        What is left out, in this order: those that come last are named rather than spared.
    has_plan : callable
        Whether a Problem has any plan, None if that stays unknown within some seconds.
    clock : Clock
        When it is over nothing more is asked.
    wish : Event, optional
        When it is set the clock is stopped, once the question that is open has its answer.
    is_certain : bool
        Whether it is known that there is no plan.

    Returns
    -------
    Clash
        Of what was not asked or stays unknown it says so.
    """
    longest = max(clock.left(MOST_EACH / EACH) * EACH, LEAST_EACH)

    def asked(problem: Problem) -> bool | None:
        found = has_plan(problem, clock.left(longest))
        if wish is not None and wish.is_set():
            clock.stop()
        return found

    if not is_certain and asked(problem) is not False:
        return Clash()
    words, spared = list[str](), list[Callable[[Problem], Problem]]()
    for text, without in demands:
        words.append(text)
        spared.append(without)
    waiting, known, unsure = [range(len(words))], list[int](), list[int]()
    while waiting and not clock.is_over:
        left = sum(map(len, waiting))
        say(f"what cannot hold at once: {len(words) - left} of {len(words)} demands asked")
        some = waiting.pop()
        smaller = problem
        for each in some:
            smaller = spared[each](smaller)
        answer = asked(smaller)
        if answer is False:
            problem = smaller
        elif len(some) > 1:
            waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
        else:
            (known if answer else unsure).extend(some)
    unsure += [each for some in reversed(waiting) for each in some]
    if not known and len(unsure) == 1:
        # Without any demand there is a plan: the last one that is left is one of those that clash.
        known, unsure = unsure, known
    return Clash(tuple(words[each] for each in known), tuple(words[each] for each in unsure))


def group_demands(problem: Problem, named: Callable[[int], str]) -> Iterator[Demand]:
    """Yield groups of tasks that need the same member or different ones; ``named`` is how a task is called."""
    for field, words in CLASHES.items():
        for group in getattr(problem, field):
            yield words.format(", ".join(dict.fromkeys(named(t) for t in group))), drop(field, group)


def shut(problem: Problem, pairs: Sequence[tuple[int, int]]) -> str:
    """Return which of the first two gates stops all pairs of a pin, as the end of a sentence; empty for none."""
    if not any(problem.can[pair] for pair in pairs):
        return ", who does not meet its minimums"
    return "" if any(problem.allowed[pair] for pair in pairs) else ", who is not allowed to take it"


def in_plain_words(world: World, clashes: Iterable[str], asked: tuple[str, str] | None = None) -> tuple[str, ...]:
    """Return demands that clash in the words of whoever demands them: started work is called that, only rules pin.

    Parameters
    ----------
    world : World
        As it was before the question.
    clashes : iterable of str
        Every pair that must hold is a pin there.
    asked : (str, str), optional
        The task and the member of the question: what it asks for is called asked.

    Returns
    -------
    tuple of str
        A pin of the team's rules keeps its name.
    """
    pins = {(pin.task, pin.member) for pin in world.team.policies.pins}
    ends = {f" is pinned to {one.id}": one.id for one in world.team.members}
    started = {(task.id, member) for task in world.backlog.open_tasks for _, member in task.holders}
    found = []
    for text in clashes:
        # The longest end, as one id may begin another.
        end = max((end for end in ends if end in text), key=len, default="")
        pair = (text.partition(" (")[0], ends.get(end, ""))
        # What is not known is told in plain words already.
        if not end or pair in pins or text.startswith(SAID):
            found.append(text)
        elif pair == asked and pair not in started:
            found.append(text.replace(end, f" goes to {pair[1]}, as asked", 1))
        else:
            found.append(text.replace(end, f" is started and stays with {pair[1]}", 1))
    return tuple(found)


def drop(field: str, item: object) -> Callable[[Problem], Problem]:
    """Return what takes one entry out of a field."""

    def without(problem: Problem) -> Problem:
        changes: Any = {field: tuple(one for one in getattr(problem, field) if one != item)}
        return replace(problem, **changes)

    return without
