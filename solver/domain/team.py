"""The team: who holds which card and for how many minutes, and what the team has agreed on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from solver.domain.calendar import Calendar, Presence, Slot, reckon
from solver.domain.cards import RoleCard
from solver.domain.policies import CommunicationPolicy, Policies
from solver.domain.showing import counted, shown, some
from solver.domain.vocabulary import Vocabulary


@dataclass(frozen=True)
class Member:
    """A person or agent who holds a role card.

    ``load_limit_minutes`` is what may still be given in a period, after leave, reserved share and committed work;
    ``committed_minutes`` counts only towards how even the loads are, ``reserved_minutes`` was taken off before.
    ``pace`` multiplies estimates (1.5 is slower); ``wip_limit`` is how many tasks at once, None for no limit.
    Overrides are already applied to the card. Where there are periods ``presence`` says when the member is there, and
    the minutes are those of all periods together.
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
    presence: Presence | None = None

    def slots(self, calendar: Calendar) -> tuple[Slot, ...]:
        """Return the member's slot in each period."""
        presence = self.presence or Presence()
        return tuple(reckon(calendar, period, presence) for period in calendar.periods)

    def present(self, calendar: Calendar, presence: Presence) -> Member:
        """Return the member with the hours that a presence gives."""
        slots = replace(self, presence=presence).slots(calendar)
        return replace(
            self,
            presence=presence,
            load_limit_minutes=sum(slot.minutes for slot in slots),
            committed_minutes=sum(slot.committed for slot in slots),
            reserved_minutes=sum(slot.reserved for slot in slots),
        )


@dataclass(frozen=True)
class Group:
    """A named set of members, addressed as one in communication lines; ``aliases`` are other ways to write it."""

    name: str
    members: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Defaults:
    """What a team states for whoever and whatever states nothing: kept for the next edit, already applied to the rest.

    ``limit_minutes`` is the load limit of members, ``unestimated_minutes`` the estimate of tasks, None for a fault.
    """

    hours_per_day: Decimal | None = None
    limit_minutes: int = 40 * 60
    unestimated_minutes: int | None = None


@dataclass(frozen=True)
class Team:
    """The members, in the order of their ids, and what holds between them."""

    members: tuple[Member, ...]
    groups: tuple[Group, ...] = ()
    externals: tuple[str, ...] = ("humans",)
    policies: Policies = field(default_factory=Policies)
    communication: CommunicationPolicy = field(default_factory=CommunicationPolicy)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    calendar: Calendar | None = None
    defaults: Defaults = Defaults()

    @property
    def periods(self) -> tuple[str, ...]:
        """The ids of the periods, none for one window."""
        return tuple(one.id for one in self.calendar.periods) if self.calendar else ()

    @property
    def order(self) -> str:
        """How tasks wait for each other: fit, next or ignore."""
        return self.policies.order or ("fit" if self.calendar else "ignore")

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        hours = sum(member.load_limit_minutes for member in self.members) / 60
        head = f"Team: {counted(len(self.members), 'member')}, {hours:g} h, {counted(len(self.groups), 'group')}"
        return shown(head, [_said(member) for member in self.members])


def _said(member: Member) -> str:
    best = sorted(member.card.capabilities, key=lambda line: (-line.score, line.name))
    scores = some([f"{line.name} {line.score}" for line in best], 3)
    return f"{member.id:<22} {member.load_limit_minutes / 60:>5g} h  {scores}".rstrip()
