"""One member for one task: what stops it, or the price with everything else as planned."""

from __future__ import annotations

from dataclasses import dataclass

from solver.changes.change import Change
from solver.explanation.price import Price


@dataclass(frozen=True)
class Held:
    """A task that holds hours which another one would need, or waits for it, and its class, value and quality."""

    task: str
    member: str
    hours: float
    priority: str
    value: int
    units: int


@dataclass(frozen=True)
class Suggestion:
    """One member for one task: what stops it (``gate`` is can, allowed, available or rule), or the price.

    ``gives_up`` are the member's own tasks that make room at the least loss, with what depends on them; ``price`` is
    the change of every level when the member takes the task, those stay out, and nothing else moves. None where that
    is impossible. ``period`` says when the task would be done, empty for one window.
    """

    task: str
    member: str
    fit: float
    preference: float
    hours: float
    free_hours: float
    gate: str
    reasons: tuple[str, ...]
    gives_up: tuple[Held, ...]
    price: Price | None
    period: str = ""

    @property
    def change(self) -> Change:
        """What has the member take the task, as a change of a scenario: everything else is then planned anew."""
        return Change("pin", f"{self.task}={self.member}")

    @property
    def is_open(self) -> bool:
        """Whether the member can take the task at once."""
        return self.price is not None and not self.gives_up
