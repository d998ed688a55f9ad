"""What is different between two plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solver.domain.plan import Plan


@dataclass(frozen=True)
class Diff:
    """The other plan less this one: moved (task, from, to), gained and lost (task, member)."""

    moved: tuple[tuple[str, str, str], ...]
    gained: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]

    @property
    def moves(self) -> int:
        """How many tasks of this plan are elsewhere or nowhere in the other one."""
        return len(self.moved) + len(self.lost)


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


def diff_plans(this: Plan, other: Plan) -> Diff:
    """Return what changes from this plan to the other.

    Examples
    --------
    >>> from solver.domain.plan import Assignment
    >>> diff_plans(Plan((Assignment("T", "A"),)), Plan((Assignment("T", "B"), Assignment("U", "A"))))
    Diff(moved=(('T', 'A', 'B'),), gained=(('U', 'A'),), lost=())
    """
    before, after = this.owner, other.owner
    moved = ((t, m, after[t]) for t, m in before.items() if t in after and after[t] != m)
    gained = ((t, m) for t, m in after.items() if t not in before)
    lost = ((t, m) for t, m in before.items() if t not in after)
    return Diff(tuple(moved), tuple(gained), tuple(lost))


def diff_values(
    this: Plan,
    other: Plan,
    levels: tuple[Mapping[str, int], Mapping[str, int]],
    terms: tuple[Mapping[str, int], Mapping[str, int]],
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

    Returns
    -------
    PlanDiff
        A name that stands on one side only counts as 0 on the other.
    """
    return PlanDiff(diff_plans(this, other), changes(*levels), changes(*terms))


def changes(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Change, ...]:
    """Return each figure before and after, in the order in which they come up.

    Examples
    --------
    >>> changes({"fit": 2}, {"fit": 3, "split": -1})
    (Change(name='fit', before=2, after=3), Change(name='split', before=0, after=-1))
    """
    names = dict.fromkeys((*before, *after))
    return tuple(Change(name, before.get(name, 0), after.get(name, 0)) for name in names)
