"""What is different between two plans."""

from __future__ import annotations

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
