"""One thing to do about a task that stays out, and the hours that it takes as one."""

from __future__ import annotations

from dataclasses import dataclass

from solver.changes.change import Change
from solver.explanation.unassigned.lacking import Lack


@dataclass(frozen=True)
class Way:
    """One thing to do; ``changes`` say it as a scenario does, none where nothing of one does it.

    One that ``is_order`` asks for the same work in another order.
    """

    text: str
    changes: tuple[Change, ...] = ()
    is_order: bool = False

    @property
    def change(self) -> str:
        """The changes as options of ``teamwright whatif``."""
        return " ".join(one.option for one in self.changes)


def hours_text(lack: Lack) -> str:
    """Return the hours that a member lacks as a way says them."""
    where = f" in {lack.period}" if lack.period else ""
    return f"{lack.minutes / 60:.4g} h more for {lack.member}{where}"


def raising(lack: Lack) -> Change:
    """Return the change that gives a member the hours that are lacking."""
    place = f"{lack.member}@{lack.period}" if lack.period else lack.member
    whole = lack.minutes % 15 == 0
    return Change("capacity", f"{place}=+{lack.minutes / 60:g}h" if whole else f"{place}=+{lack.minutes}min")
