"""What a solve returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from solver.domain.plan import Plan
from solver.domain.showing import counted, shown

# As wide as the name of a class.
NAMED: Final = 8


@dataclass(frozen=True)
class Level:
    """One level of the objective: the value of the plan, and the bound that no plan can beat with those above fixed."""

    name: str
    value: int
    bound: int

    @property
    def gap(self) -> float | None:
        """(bound - value) / bound: 0 when proved, None when the bound is 0 and the value is not.

        Examples
        --------
        >>> Level("HIGH", 3, 4).gap
        0.25
        """
        if self.value == self.bound:
            return 0.0
        return (self.bound - self.value) / abs(self.bound) if self.bound else None


@dataclass(frozen=True)
class Result:
    """The plan, if there is one, and how far it is proved; quality is in thousandths of an hour.

    ``status`` is optimal, feasible, infeasible or unknown; ``stopped`` says what cut the search short (``time limit``,
    ``interrupt``) or is empty; ``conflict`` are the demands that cannot hold at once, none of which can be left out;
    where there was no time to know that of all of them, a last sentence names those.
    ``engine`` is what solved it, and ``why`` that one; ``notes`` are what a reader of the plan should know.
    """

    status: str
    plan: Plan | None
    levels: tuple[Level, ...]
    stopped: str = ""
    conflict: tuple[str, ...] = ()
    engine: str = ""
    why: str = ""
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        placed = f"{counted(len(self.plan.owner), 'task')} placed" if self.plan else "no plan"
        stopped = f", stopped by {self.stopped}" if self.stopped else ""
        width = max((len(level.name) for level in self.levels), default=0)
        lines = [_said(level, max(width, NAMED) + 1) for level in self.levels]
        return shown(f"Result: {self.status}, {placed}{stopped}", [*lines, *self.conflict])


def _said(level: Level, width: int) -> str:
    return f"{level.name:<{width}}{level.value:>9} of at most {level.bound}, gap {gap_text(level.gap)}"


def gap_text(gap: float | None) -> str:
    """Return a gap in percent; one that is not zero never looks like it.

    Examples
    --------
    >>> gap_text(0.0), gap_text(0.00004), gap_text(0.021), gap_text(None)
    ('0.00%', 'below 0.01%', '2.10%', 'unknown')
    """
    if gap is None:
        return "unknown"
    return "below 0.01%" if 0 < gap < 0.00005 else f"{gap:.2%}"
