"""The team: who holds which card, and for how many minutes."""

from __future__ import annotations

from dataclasses import dataclass

from solver.domain.cards import RoleCard


@dataclass(frozen=True)
class Member:
    """A person or agent who holds a role card; ``load_limit_minutes`` is per period."""

    id: str
    card: RoleCard
    load_limit_minutes: int


@dataclass(frozen=True)
class Team:
    """The members, in the order of their ids."""

    members: tuple[Member, ...]
