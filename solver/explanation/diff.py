"""What is different between two plans."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from solver.domain.plan import Plan


@dataclass(frozen=True)
class Diff:
    """The other plan less this one: moved (task, from, to), gained and lost (task, member).

    Of a crew, or parts with several members, those who have it no longer and those who have it instead are named with
    commas between; seats that the same members have the other way round are no move.
    ``gone`` are tasks that are no longer to be planned (done, cancelled or out of the backlog) with who had them: no
    moves. ``shifted`` are tasks with the same member in another period: (task, from, to); ``when`` says the same of
    tasks that also move to another member. Where only some parts of a task are in another period, ``shifted`` names the
    periods of those, and ``parts`` how many they are: (task, parts that move, parts).
    """

    moved: tuple[tuple[str, str, str], ...]
    gained: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...] = ()
    shifted: tuple[tuple[str, str, str], ...] = ()
    when: tuple[tuple[str, str, str], ...] = ()
    parts: tuple[tuple[str, int, int], ...] = ()

    @property
    def moves(self) -> int:
        """How many tasks of this plan are elsewhere, in another period or nowhere in the other one."""
        return len(self.moved) + len(self.lost) + len(self.shifted)


@dataclass(frozen=True)
class Change:
    """A figure before and after; classes count value, quality and its terms thousandths of an hour."""

    name: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """After less before."""
        return self.after - self.before


@dataclass(frozen=True)
class PlanDiff:
    """The other plan less this one: what moves, and each level and each term of the quality before and after."""

    moves: Diff
    levels: tuple[Change, ...]
    terms: tuple[Change, ...]


def diff_plans(this: Plan, other: Plan, open_tasks: Collection[str] | None = None, periods: Sequence[str] = ()) -> Diff:
    """Return what changes from this plan to the other.

    Parameters
    ----------
    this, other : Plan
        The plans.
    open_tasks : Collection of str, optional
        What there was to plan for the other one; every task of this plan if not given.
    periods : Sequence of str, optional
        The ids of the periods, where there are any.

    Returns
    -------
    Diff
        In the order of the plans.

    Examples
    --------
    >>> from solver.domain.plan import Assignment
    >>> diff_plans(Plan((Assignment("T", "A"),)), Plan((Assignment("T", "B"), Assignment("U", "A"))))
    Diff(moved=(('T', 'A', 'B'),), gained=(('U', 'A'),), lost=(), gone=(), shifted=(), when=(), parts=())
    """
    before, after = this.owners, other.owners
    moved = [(t, *_apart(m, after[t])) for t, m in before.items() if t in after and set(after[t]) != set(m)]
    gained = ((t, _named(m)) for t, m in after.items() if t not in before)
    out = [(t, _named(m)) for t, m in before.items() if t not in after]
    known = before if open_tasks is None else set(open_tasks)
    lost, gone = ([pair for pair in out if (pair[0] in known) == still] for still in (True, False))
    elsewhere, times, parts = {one[0] for one in moved}, list[tuple[str, str, str]](), list[tuple[str, int, int]]()
    for task, (src, dst, count, total) in _other_times(this, other).items():
        start, end = (", ".join(_period(periods, place) for place in one) for one in (src, dst))
        times.append((task, start, end))
        parts += [(task, count, total)] if count < total and task not in elsewhere else []
    shifted, when = (tuple(one for one in times if (one[0] in elsewhere) == both) for both in (False, True))
    return Diff(tuple(moved), tuple(gained), tuple(lost), tuple(gone), shifted, when, tuple(parts))


def _other_times(this: Plan, other: Plan) -> dict[str, tuple[list[int], list[int], int, int]]:
    """Return of each task of both plans that is not worked at the same time from where to where, and how many parts.

    Parts are worked in order: the first of one plan is the first of the other. Where there are not as many of them, how
    much of a task moves is not known, and it is as late as its end.
    """
    found, (before, after) = {}, (_periods(plan) for plan in (this, other))
    for task, now in before.items():
        then = after.get(task, now)
        alike = len(now) == len(then)
        pairs = list(zip(now, then, strict=True)) if alike else [(now[-1], then[-1])]
        moved = [(src, dst) for src, dst in pairs if src != dst]
        if moved:
            src, dst = (sorted(set(one)) for one in zip(*moved, strict=True))
            found[task] = src, dst, len(moved), len(pairs)
    return found


def _periods(plan: Plan) -> dict[str, list[int]]:
    """Return the period of each part of each task, in order."""
    found = dict[str, list[int]]()
    for one in plan.assignments:
        found.setdefault(one.task, []).append(one.period)
    return {task: sorted(periods) for task, periods in found.items()}


def _apart(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, str]:
    """Return who has a task no longer and who has it instead; everybody where one side loses or gains nobody."""
    lost, new = (tuple(n for n in one if n not in other) for one, other in ((before, after), (after, before)))
    return (_named(lost), _named(new)) if lost and new else (_named(before), _named(after))


def _named(members: tuple[str, ...]) -> str:
    return ", ".join(sorted(members))


def _period(periods: Sequence[str], place: int) -> str:
    return periods[place] if place < len(periods) else f"period {place + 1}"


def diff_values(
    this: Plan,
    other: Plan,
    levels: tuple[Mapping[str, int], Mapping[str, int]],
    terms: tuple[Mapping[str, int], Mapping[str, int]],
    open_tasks: Collection[str] | None = None,
    periods: Sequence[str] = (),
) -> PlanDiff:
    """Return what changes from this plan to the other, by task, by level and by term.

    Parameters
    ----------
    this, other : Plan
        The plans.
    levels : (Mapping of str to int, Mapping of str to int)
        The values of each level before and after.
    terms : (Mapping of str to int, Mapping of str to int)
        The terms of the quality before and after.
    open_tasks : Collection of str, optional
        What there was to plan for the other one.
    periods : Sequence of str, optional
        The ids of the periods.

    Returns
    -------
    PlanDiff
        A name that stands on one side only counts as 0 on the other. How many tasks move is counted against a plan
        before, each against its own, and so not compared.
    """
    before, after = ({name: value for name, value in one.items() if name != "moves"} for one in levels)
    return PlanDiff(diff_plans(this, other, open_tasks, periods), changes(before, after), changes(*terms))


def changes(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Change, ...]:
    """Return each figure before and after, in the order in which they come up.

    Examples
    --------
    >>> changes({"fit": 2}, {"fit": 3, "split": -1})
    (Change(name='fit', before=2, after=3), Change(name='split', before=0, after=-1))
    """
    names = dict.fromkeys((*before, *after))
    return tuple(Change(name, before.get(name, 0), after.get(name, 0)) for name in names)
