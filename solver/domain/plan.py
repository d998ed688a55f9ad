"""The plan: assignments only. Rules measure it and weights price it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from solver.domain.showing import counted, shown, some


@dataclass(frozen=True, order=True)
class Assignment:
    """One task given to one member in one period; periods count from 0.

    ``piece`` counts the parts of a split task, or the seats of a crew, from 0. ``start`` and ``end`` are when the
    member works on it, in days from the morning of the period's first day, None where nothing was sequenced.
    """

    task: str
    member: str
    period: int = 0
    piece: int = 0
    start: Fraction | None = field(default=None, compare=False)
    end: Fraction | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Plan:
    """Who has which task when."""

    assignments: tuple[Assignment, ...]

    @cached_property
    def owner(self) -> dict[str, str]:
        """The member of each placed task."""
        return {assignment.task: assignment.member for assignment in self.assignments}

    @cached_property
    def owners(self) -> dict[str, tuple[str, ...]]:
        """All members of each placed task, each once: several where it is a crew's, or parts of it are.

        Examples
        --------
        >>> Plan((Assignment("T", "B"), Assignment("T", "A", piece=1), Assignment("T", "B", piece=2))).owners
        {'T': ('B', 'A')}
        """
        found: dict[str, dict[str, None]] = {}
        for one in self.assignments:
            found.setdefault(one.task, {})[one.member] = None
        return {task: tuple(members) for task, members in found.items()}

    @cached_property
    def ends(self) -> dict[str, int]:
        """The period in which each placed task ends."""
        found: dict[str, int] = {}
        for one in self.assignments:
            found[one.task] = max(found.get(one.task, 0), one.period)
        return found

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        tasks: dict[str, dict[str, None]] = {}
        for given in self.assignments:
            tasks.setdefault(given.member, {})[given.task] = None
        head = f"Plan: {counted(len(self.owner), 'task')} with {counted(len(tasks), 'member')}"
        return shown(head, [f"{member:<22} {some(list(names))}" for member, names in sorted(tasks.items())])
