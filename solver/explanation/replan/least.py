"""The plan of a changed case that moves least, at a price, or within a budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from solver.assignment.clash import in_plain_words
from solver.assignment.conflict import conflict
from solver.assignment.moves import budget_in_words, forced, kept_pairs
from solver.assignment.result import Result
from solver.assignment.sprints.conflict import clash
from solver.assignment.sprints.door import running_period
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES
from solver.explanation.deadlines import Missed, impossible_deadlines, lifted
from solver.explanation.diff import Change, Diff, changes, diff_plans
from solver.explanation.fix.question import can_be_placed
from solver.explanation.replan.earlier import settled, still_open
from solver.explanation.replan.overrun import overrun
from solver.explanation.replan.slips import NONE, Slip, slips
from solver.matching.build import units
from solver.matching.problem import Problem
from solver.stopping import Clock
from solver.study.study import Study

# The share of the time that is left for asking which deadlines cannot hold, so that the rest can be planned.
HALF: Final = 0.5
EARLY: Final = " early"


@dataclass(frozen=True)
class Replan:
    """A plan of the changed case and how it differs from the earlier one; moves are tasks elsewhere or left out.

    Over periods ``slips`` are the tasks that end later or stay out, and ``committed`` is the running period: a move of
    what was planned for it counts ``COMMITTED`` times as much as of a later one, and ``inside`` are as many.
    ``placed`` is the value placed in each class, by the earlier plan of what is still to be planned and by this one,
    and that value times the periods left where a class is to end early.
    ``missed`` are deadlines that no plan can hold any more: where there is none with them, the result is one without;
    ``unasked`` says of which that is not known, in words. ``in_pieces`` says that some tasks of the earlier plan have
    parts or seats, of which each counts where as few moves as can be are looked for. ``made_for`` is the
    case that there is a plan of, without deadlines and started work that no longer hold: then whoever has such work has
    hours for nothing new.
    """

    result: Result
    diff: Diff | None
    placed: tuple[Change, ...] = ()
    slips: tuple[Slip, ...] = ()
    committed: str = ""
    inside: int = 0
    missed: tuple[Missed, ...] = ()
    unasked: str = ""
    in_pieces: bool = False
    made_for: Study | None = None

    @property
    def status(self) -> str:
        """That of the result, ``infeasible`` where a deadline cannot hold, although there is a plan of the rest."""
        return "infeasible" if self.missed else self.result.status


def replan(
    case: Study,
    previous: Plan,
    *,
    most_moves: int | None = None,
    price_hours: Decimal | None = None,
    were_open: Collection[str] | None = None,
) -> Replan:
    """Return the plan of a changed case: classes first, then the fewest moves, then quality.

    Parameters
    ----------
    case : Study
        As it is now. Started work never moves; that of a member who left is open again.
    previous : Plan
        The plan before the change. A task that was placed and is now elsewhere or left out is one move.
    most_moves : int, optional
        How many moves there may be, those that a member who left makes necessary included.
    price_hours : Decimal, optional
        What a move costs in hours of quality, at least 0: then moves and quality are weighed against each other
        instead of one before the other.
    were_open : collection of str, optional
        The tasks that were to be planned before, placed or not: others are new, and slip where they stay out.

    Returns
    -------
    Replan
        With the number of moves proved if the result is optimal.
    """
    asked, case, previous = case, settled(case, previous), still_open(case, previous)
    gone = forced([member.id for member in case.team.members], len(case.periods) or 1, previous)
    if most_moves is not None and len(gone) > most_moves:
        said = budget_in_words(most_moves, gone)
        return Replan(Result("infeasible", None, (), conflict=said), None, in_pieces=_is_in_pieces(previous))
    clock, missed = Clock(case.time_limit), tuple[Missed, ...]()
    case = replace(case, time_limit=case.world.seconds_to_plan(case.time_limit))
    result = _result(case, previous, most_moves, price_hours)
    beyond: Mapping[str, str] = NONE
    if result.status == "infeasible" and case.periods and _has_none(case, most_moves, clock):
        first = overrun(case, clock.share(HALF))
        case, beyond = first.case, first.why
        if not beyond or can_be_placed(case, clock=clock) is False:
            case, missed = lifted(case, clock.share(HALF))
        rest = replace(case, time_limit=clock.left(case.time_limit))
        result = _result(rest, previous, most_moves, price_hours) if missed or beyond else result
        if result.conflict and most_moves is not None and beyond:
            # What no longer fits counts as moved: beside a budget that is what leaves no plan.
            lost = [f"{one.task} (its rest no longer fits)" for one in previous.assignments if one.task in beyond]
            result = replace(result, conflict=budget_in_words(most_moves, [*gone, *lost]))
    if result.plan is None:
        result = replace(result, conflict=in_plain_words(asked.world, result.conflict))
        return Replan(result, None, in_pieces=_is_in_pieces(previous))
    late, unasked = impossible_deadlines(case, result.plan, clock)
    early = {level.name for level in result.levels if level.name.endswith(EARLY)}
    before, after = _placed(case, previous, early), _placed(case, result.plan, early)
    names = case.periods
    slipped = slips(asked, previous, result.plan, were_open, beyond)
    diff = diff_plans(previous, result.plan, periods=names)
    running = _running(case)
    moved = {one[0] for one in (*diff.moved, *diff.shifted, *diff.lost)}
    held = {one.task for one in previous.assignments if names and names[one.period] == running}
    # Of a split task parts of later periods may move alone.
    later = {task for task, src, _ in diff.shifted if running not in src.split(", ")}
    inside = len(moved & held - later)
    known = slipped, running, inside, (*missed, *late), unasked
    return Replan(result, diff, changes(before, after), *known, _is_in_pieces(previous), case)


def _result(case: Study, previous: Plan, most_moves: int | None, price_hours: Decimal | None) -> Result:
    if price_hours is not None:
        return _priced(case, previous, most_moves, price_hours)
    return case.of(case.world, previous=previous, most_moves=most_moves).result


def _has_none(case: Study, most_moves: int | None, clock: Clock) -> bool:
    """Return whether a case without a plan has none with more moves either: then its deadlines may be in the way."""
    return most_moves is None or can_be_placed(case, clock=clock) is False


def _running(case: Study) -> str:
    """Return the running period where there are later ones, empty elsewhere."""
    time = case.problem().time if len(case.periods) > 1 else None
    return case.periods[running_period(time)] if time else ""


def _placed(case: Study, plan: Plan, early: Collection[str]) -> dict[str, int]:
    """Return the value that a plan places in each class that has open tasks, and how early where that is a level."""
    ends, last, found = plan.ends, len(case.periods) - 1, dict[str, int]()
    for task in sorted(case.backlog.open_tasks, key=lambda task: PRIORITIES.index(task.priority)):
        name, level = task.priority, f"{task.priority}{EARLY}"
        found[name] = found.get(name, 0) + task.value * (task.id in ends)
        if level in early:
            found[level] = found.get(level, 0) + task.value * (last - ends.get(task.id, last))
    return found


def _priced(case: Study, previous: Plan, most_moves: int | None, price_hours: Decimal) -> Result:
    """Return the best plan when each pair that is kept earns the price of a move."""
    problem = case.problem()
    (pairs, gone), gain = kept_pairs(problem, previous), problem.gain.copy()
    pieces = Counter(one.task for one in previous.assignments)
    earns = {pair: units(Fraction(price_hours) / pieces[_task(problem, pair[1])]) for pair in pairs}
    for pair, price in earns.items():
        gain[pair] += price
    problem = replace(problem, gain=gain)
    if most_moves is not None:
        problem = replace(problem, earlier=pairs, forced=gone, most_moves=most_moves - len(gone))
    clock = Clock(case.time_limit)
    result = case.with_arrays(problem, has_own_gain=False)
    if result.plan is None:
        is_certain, left = result.status == "infeasible", clock.share(HALF)
        found = clash(problem, left, is_certain=is_certain) if problem.time else conflict(problem, left)
        return replace(result, conflict=found.told())
    # What the kept pairs earn is no quality: take it out of the bound as it is out of the value.
    earned = sum(earns[pair] for pair in set(pairs) & set(kept_pairs(problem, result.plan)[0]))
    *classes, last = result.levels
    return replace(result, levels=(*classes, replace(last, bound=last.bound - earned)))


def _is_in_pieces(plan: Plan) -> bool:
    return any(one.piece for one in plan.assignments)


def _task(problem: Problem, column: int) -> str:
    return problem.tasks[column] if problem.time is None else problem.time.tasks[int(problem.time.task[column])]
