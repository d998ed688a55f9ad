"""The one seal between engines and people: a plan passes with the checker's values, or it is refused.

Whatever an engine says of its plan is held against the nouns. Each plan that keeps all rules is a proof that no bound
below its values can hold: so a bound that the plan itself beats is a lie, as is a value that the plan does not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from solver.assignment.checker.maximal import would_still_fit
from solver.assignment.checker.plan import level_values, objections
from solver.assignment.result import Level, Result
from solver.communication.distances import distances_of
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import PRIORITIES
from solver.domain.world import World
from solver.matching.problem import Problem
from solver.matching.time import indexed


def sealed(world: World, problem: Problem | None, result: Result, *, has_own_gain: bool = True) -> Result:
    """Return a result with the values that its plan has by the nouns, and a bound of every level; refuse it if it lies.

    Parameters
    ----------
    world : World
        What was planned.
    problem : Problem, optional
        Its arrays; without them levels that the engine did not reach stay out.
    result : Result
        As an engine returns it. Without a plan there is nothing to check.
    has_own_gain : bool
        Whether the engine counted quality as the world does: else nothing it says of quality is compared.

    Returns
    -------
    Result
        ``optimal`` where the values of all levels are their bounds.

    Raises
    ------
    RuntimeError
        If the plan breaks a gate or a rule, or a level states a value that the plan does not have or a bound that it
        beats: a fault of this program, not of the input.
    """
    if result.plan is None:
        return result
    values = values_of_plan(world, problem, result.plan)
    told = [level for level in result.levels if has_own_gain or level.name != "quality"]
    is_sequenced = problem is not None and problem.time is not None and not result.notes
    wrong = [*objections(world.team, world.backlog, result.plan, sequenced=is_sequenced), *_lies(told, values)]
    if has_own_gain and result.status == "optimal" and any(level.gap != 0 for level in told):
        wrong.append("it is said to be the best, but a level is open")
    if wrong:
        raise RuntimeError("the plan is refused: " + "; ".join(wrong))
    bounds = ceilings(problem) if problem is not None and problem.time is None else {}
    bounds |= {level.name: level.bound for level in result.levels}
    levels = tuple(Level(name, values[name], bound) for name, bound in bounds.items())
    is_best = has_own_gain and bool(levels) and all(level.gap == 0 for level in levels)
    return replace(result, status="optimal" if is_best else result.status, levels=levels)


def values_of_plan(world: World, problem: Problem | None, plan: Plan) -> dict[str, int]:
    """Return the value of every level of a plan by name, moves among them where there is an earlier plan."""
    values = level_values(world.team, world.backlog, plan, world.weights, distances_of(world))
    if problem is not None and problem.previous:
        held, counts = set(_pairs(problem, plan)), problem.move_units or (1,) * len(problem.previous)
        moved = (n for pair, n in zip(problem.previous, counts, strict=True) if pair not in held)
        values["moves"] = -sum(moved)
    return values


def filled_up(world: World, problem: Problem | None, result: Result) -> Result:
    """Return a result whose plan leaves nothing out that would still fit; a budget of moves is kept."""
    if result.plan is None or (problem is not None and problem.most_moves is not None):
        return result
    more = would_still_fit(world.team, world.backlog, result.plan)
    given = (*result.plan.assignments, *(Assignment(*pair) for pair in more))
    return replace(result, plan=Plan(tuple(sorted(given)))) if more else result


def ceilings(problem: Problem) -> dict[str, int]:
    """Return a bound of every level that needs no search: each task placed, each with who suits it best."""
    placeable = set(problem.eligible.nonzero()[1].tolist())
    found = {}
    for number, name in enumerate(PRIORITIES):
        mine = [value for t, value in enumerate(problem.value) if problem.priority[t] == number and t in placeable]
        if mine:
            found[name] = sum(mine)
    if problem.previous:
        found["moves"] = 0
    best = problem.gain.max(axis=0, initial=0, where=problem.eligible)
    return found | {"quality": int(best.sum())}


def _lies(told: list[Level], values: dict[str, int]) -> Iterator[str]:
    """Yield one sentence for each level of which the plan says otherwise."""
    for level in told:
        true = values.get(level.name)
        if true is None:
            yield f"{level.name}: no such level"
        # An unproved level states the least it has; a proved one must be exact.
        elif level.value > true or (level.gap == 0 and level.value != true):
            yield f"{level.name}: the engine says {level.value}, the plan has {true}"
        elif true > level.bound:
            yield f"{level.name}: the engine says that no plan has more than {level.bound}, this one has {true}"


def _pairs(problem: Problem, plan: Plan) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a plan as rows and columns."""
    if problem.time is not None:
        yield from indexed(problem.time, plan)
        return
    row, column = ({name: i for i, name in enumerate(names)} for names in (problem.members, problem.tasks))
    for one in plan.assignments:
        if one.member in row and one.task in column:
            yield row[one.member], column[one.task]
