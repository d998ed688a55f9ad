"""The team: who holds which card and for how many minutes, and what the team has agreed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from solver.domain.cards import RoleCard
from solver.domain.policies import CommunicationPolicy, Policies
from solver.domain.vocabulary import Vocabulary


@dataclass(frozen=True)
class Member:
    """A person or agent who holds a role card.

    ``load_limit_minutes`` is what may still be given in a period, after leave, reserved share and committed work;
    ``committed_minutes`` counts only towards how even the loads are, ``reserved_minutes`` was taken off before.
    ``pace`` multiplies estimates (1.5 is slower); ``wip_limit`` is how many tasks at once, None for no limit.
    Overrides are already applied to the card.
    """

    id: str
    card: RoleCard
    load_limit_minutes: int
    committed_minutes: int = 0
    pace: Decimal = Decimal(1)
    wip_limit: int | None = None
    file: str = ""
    line: int = 0
    reserved_minutes: int = 0


@dataclass(frozen=True)
class Group:
    """A named set of members, addressed as one in communication lines; ``aliases`` are other ways to write it."""

    name: str
    members: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Team:
    """The members, in the order of their ids, and what holds between them."""

    members: tuple[Member, ...]
    groups: tuple[Group, ...] = ()
    externals: tuple[str, ...] = ("humans",)
    policies: Policies = field(default_factory=Policies)
    communication: CommunicationPolicy = field(default_factory=CommunicationPolicy)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
