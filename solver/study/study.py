"""The same with a difference: a world is solved once, and what is known of it serves every world like it.

A changed world's arrays are rebuilt only where they differ. If no plan of it can beat the plan that is there, and that
one still stands, nothing is solved; else the proof is the start of the next. Every plan is recomputed from the nouns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.clash import clash_clock, in_plain_words
from solver.assignment.conflict import conflict
from solver.assignment.exact import solve_exact
from solver.assignment.of_world import measured, plan_values, solve_world, wrong_with
from solver.assignment.result import Level, Result
from solver.assignment.seal import ceilings, filled_up, sealed
from solver.assignment.warm import Solved, solve_like
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.communication.distances import distances_of
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.matching.pieces import is_timed
from solver.matching.problem import Problem
from solver.matching.rebuild import rebuild_problem
from solver.stopping import STOPPING
from solver.study.bounds import bounded_by, stands
from solver.study.calm import calmed
from solver.study.content import content_key
from solver.study.proof import arrays, proof

SOLVED: Final = "solved"
UNCHANGED: Final = "unchanged"
NEAR: Final = "near"


@dataclass(frozen=True)
class Study:
    """A solved world, which answers for every world like it.

    It is solved when its ``result`` is first asked for, unless that is ``known``. ``time_limit`` is in seconds for each
    plan, ``seed`` of each search. ``how`` is ``unchanged`` if a bound made a solve unnecessary, ``near`` if a plan that
    is not proved was kept to, else ``solved``. What is known ``is_told`` where it is somebody's word, such as a file's:
    then its bounds prove nothing.
    """

    world: World
    known: Result | None = None
    time_limit: float = 60.0
    seed: int = 0
    how: str = SOLVED
    is_told: bool = False

    @cached_property
    def result(self) -> Result:
        """The best plan, with values and bounds of its levels."""
        return self.known or whole(solve_world(self.world, time_limit=self.time_limit, seed=self.seed))

    @property
    def team(self) -> Team:
        """The team of the world."""
        return self.world.team

    @property
    def backlog(self) -> Backlog:
        """The backlog of the world."""
        return self.world.backlog

    @property
    def weights(self) -> Weights:
        """The weights of the world."""
        return self.world.weights

    @property
    def distances(self) -> NDArray[np.int64] | None:
        """The hand-off distances of the world where they count."""
        return distances_of(self.world)

    @property
    def periods(self) -> tuple[str, ...]:
        """The ids of the periods, none for one window."""
        return self.world.team.periods

    def at(self, **nouns: Any) -> Study:
        """Return the study of a world with other nouns, of which nothing is known yet."""
        return Study(replace(self.world, **nouns), None, self.time_limit, self.seed)

    @property
    def best(self) -> Plan:
        """The plan, empty if there is none."""
        return self.result.plan or Plan(())

    @cached_property
    def key(self) -> str:
        """What names this world with its plan among all others: a digest of both."""
        found = (self.known.status, self.known.plan, self.known.levels) if self.known else None
        return content_key(self.world, self.world.distances, found, self.is_told)

    def problem(self) -> Problem:
        """Return the arrays of the world, made once in each process."""
        return arrays(self.world, self.key)

    def plan(self, changes: Iterable[Change]) -> Study:
        """Return the world after some changes with its best plan.

        Parameters
        ----------
        changes : iterable of Change
            Made in their order.

        Returns
        -------
        Study
            Its level values are those of a plan made from nothing, where both are proved.

        Raises
        ------
        InputError
            If a change cannot be made.
        KeyboardInterrupt
            If Ctrl-C cut the search short: what is compared is whole or not there.
        RuntimeError
            If the checker objects to the plan: a fault of this program.
        """
        world = apply(self.world, tuple(changes))
        found = self.beside(world) or self.of(world)
        if found.result.stopped == "interrupt":
            raise KeyboardInterrupt
        return found

    def of(
        self,
        world: World,
        *,
        time_limit: float | None = None,
        start: Plan | None = None,
        previous: Plan | None = None,
        most_moves: int | None = None,
    ) -> Study:
        """Return another world with its best plan, within the limit of this study or another.

        Parameters
        ----------
        world : World
            The more it shares with this one, the sooner it is solved.
        time_limit : float, optional
            Seconds, above 0.
        start : Plan, optional
            One that stands there as a rule: then none that is worse is returned.
        previous : Plan, optional
            An earlier plan: after the priority classes, as few of its open tasks as can be move or stay out.
        most_moves : int, optional
            How many of them may.

        Returns
        -------
        Study
            Without a plan its result says why.

        Raises
        ------
        KeyboardInterrupt
            If the search was cut short within something that is then given up: no price rests on it.
        RuntimeError
            If the checker objects to the plan: a fault of this program.
        """
        seconds = self.time_limit if time_limit is None else time_limit
        end = time.monotonic() + seconds
        if previous is not None:
            moving = {"previous": previous, "most_moves": most_moves}
            result = whole(solve_world(world, time_limit=seconds, seed=self.seed, **moving))
            return replace(self, world=world, known=result, how=SOLVED, is_told=False)
        solved = None if is_timed(world.team, world.backlog) else self._proof
        if solved is None:
            kept = start or (self.known.plan if self.known else None)
            result = whole(solve_world(world, time_limit=seconds, seed=self.seed, start=kept))
            return replace(self, world=world, known=result, how=SOLVED, is_told=False)
        problem = rebuild_problem(*self._at(world), world)
        if known := self._known(world, problem):
            return known
        result = whole(solve_like(solved, problem, time_limit=seconds, seed=self.seed, start=start))
        if result.status == "infeasible":
            found = conflict(problem, clash_clock(end), is_certain=True)
            result = replace(result, conflict=found.told(partial(in_plain_words, world)))
        # A plan that is proved leaves nothing out that would still fit.
        result = sealed(world, problem, result if result.status == "optimal" else filled_up(world, problem, result))
        return replace(self, world=world, known=result, how=SOLVED, is_told=False)

    def nearest(self, world: World, search: Callable[[], Study] | None = None) -> Study:
        """Return another world with a plan that moves little of this one's: what is told is what the change does.

        Parameters
        ----------
        world : World
            A plan over periods that is not proved is kept to in it.
        search : callable, optional
            Finds the plan where this one is not kept to; the best one is looked for if not given.

        Returns
        -------
        Study
            Of plans that are worth the same it has one that moves less.
        """
        found = self.beside(world) or (search() if search else self.of(world))
        return replace(found, known=calmed(world, self.result.plan, found.result))

    def beside(self, world: World) -> Study | None:
        """Return another world with a plan that moves little of this one's, None where the best one is to be found.

        Of a plan over periods that is not proved any search betters the quality somewhere: what a change does is seen
        beside the same plan. With other weights it is asked what else would be done.
        """
        before = self.result.plan
        is_open = before is not None and self.result.status != "optimal" and is_timed(world.team, world.backlog)
        if before is None or not is_open or world.weights != self.weights:
            return None
        return self.near(world, before)

    def near(self, world: World, before: Plan, *, time_limit: float | None = None) -> Study:
        """Return another world over periods with a plan that moves as little of one before as the classes allow."""
        from solver.assignment.sprints.near import solve_near

        seconds = self.time_limit if time_limit is None else time_limit
        result = whole(solve_near(world, before, time_limit=seconds, seed=self.seed))
        # A plan that is proved is a best one, whatever moved.
        how = NEAR if result.status == "feasible" else SOLVED
        return replace(self, world=world, known=result, how=how, is_told=False)

    def values(self, plan: Plan) -> dict[str, int]:
        """Return the value of every level of any plan of this world."""
        return plan_values(self.world, plan)

    def measured(self, plan: Plan, status: str = "feasible") -> Result:
        """Return a plan that was made elsewhere as a result; each bound is the value until it is proved."""
        return measured(self.world, plan, status)

    def with_arrays(self, problem: Problem, *, has_own_gain: bool = True) -> Result:
        """Return the best plan of this world's arrays with a rule more, or other gains; checked against the nouns.

        ``has_own_gain`` says that quality is counted as in the world, and so must come out the same.
        """
        from solver.assignment.sprints.solve import solve_slots

        solve: Any = solve_slots if problem.time else solve_exact
        result = whole(solve(problem, time_limit=self.time_limit))
        return sealed(self.world, problem, result, has_own_gain=has_own_gain)

    @property
    def _proof(self) -> Solved | None:
        """What the proof of the best plan leaves for others; None over periods, and where the world is too large."""
        if is_timed(self.world.team, self.world.backlog):
            return None
        return proof(self.problem(), self.known, self.key, self.time_limit, self.seed)

    def _at(self, world: World) -> tuple[World, Problem]:
        """Return this world and its arrays at another one's weights of pairs, so that pairs can be copied."""
        wanted = replace(self.world.weights, fit=world.weights.fit, preference=world.weights.preference)
        scaled = replace(self.world, weights=wanted)
        return scaled, arrays(scaled, self.key)

    def _known(self, world: World, problem: Problem) -> Study | None:
        """Return the plan there is if it is proved, bounds the changed world, and is still worth what it was."""
        known, plan = self.known, self.known.plan if self.known else None
        if known is None or plan is None or self.is_told or known.status != "optimal" or not stands(problem, plan):
            return None
        if not bounded_by(self.problem(), problem) or wrong_with(world, plan):
            return None
        levels = _levels(world, problem, known)
        if any(level.gap != 0 for level in levels):
            return None
        return replace(self, world=world, known=replace(known, levels=levels), how=UNCHANGED)


def solved(world: World, *, time_limit: float = 60.0, seed: int = 0) -> Study:
    """Return a world with its best plan."""
    return Study(world, solve_world(world, time_limit=time_limit, seed=seed), time_limit, seed)


def whole(result: Result) -> Result:
    """Return a result, unless its search was cut short within something that is then given up: no price rests on it."""
    if result.stopped == "interrupt" and STOPPING.breakable and STOPPING.is_asked:
        raise KeyboardInterrupt
    return result


def _levels(world: World, problem: Problem, result: Result) -> tuple[Level, ...]:
    """Return each level with the value that the plan has in a world, and the bound that the result states."""
    found = plan_values(world, result.plan or Plan(()))
    told = {level.name: level.bound for level in result.levels}
    return tuple(Level(name, found[name], told.get(name, bound)) for name, bound in ceilings(problem).items())
