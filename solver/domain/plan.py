"""The plan: assignments only. Rules measure it and weights price it."""

from __future__ import annotations

from dataclasses import dataclass

from solver.domain.showing import counted, shown, some


@dataclass(frozen=True, order=True)
class Assignment:
    """One task given to one member in one period; periods count from 0."""

    task: str
    member: str
    period: int = 0


@dataclass(frozen=True)
class Plan:
    """Who has which task when."""

    assignments: tuple[Assignment, ...]

    @property
    def owner(self) -> dict[str, str]:
        """The member of each placed task."""
        return {assignment.task: assignment.member for assignment in self.assignments}

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        tasks: dict[str, list[str]] = {}
        for given in self.assignments:
            tasks.setdefault(given.member, []).append(given.task)
        head = f"Plan: {counted(len(self.assignments), 'task')} with {counted(len(tasks), 'member')}"
        return shown(head, [f"{member:<22} {some(names)}" for member, names in sorted(tasks.items())])

