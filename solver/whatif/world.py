"""What a change changes, and the forms in which changes are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from solver.domain.naming import Nearest
from solver.domain.policies import Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.readers.hours import parse_minutes

# A name that stands for every member, or for every open task.
ALL = "all"
MOST_MINUTES = 10**7


@dataclass(frozen=True)
class World:
    """A team, its backlog, and what the quality of a plan counts."""

    team: Team
    backlog: Backlog
    weights: Weights = Weights()

    def member(self, name: str) -> Member:
        """Return a member; raises ValueError with the closest name."""
        return {one.id: one for one in self.team.members}[known(name, self.names, "member")]

    @property
    def names(self) -> list[str]:
        """The ids of the members."""
        return [one.id for one in self.team.members]

    def with_member(self, changed: Member) -> World:
        """Return the world with one member changed."""
        members = (changed if one.id == changed.id else one for one in self.team.members)
        return replace(self, team=replace(self.team, members=tuple(members)))

    def each_member(self, name: str, change: Callable[[Member], Member]) -> World:
        """Return the world with one member changed, or all if the name is ``all``."""
        chosen = self.names if name == ALL and name not in self.names else [self.member(name).id]
        members = (change(one) if one.id in chosen else one for one in self.team.members)
        return replace(self, team=replace(self.team, members=tuple(members)))

    def each_task(self, name: str, change: Callable[[Task], Task]) -> World:
        """Return the world with one open task changed, or all if the name is ``all``."""
        open_ids = [task.id for task in self.backlog.open_tasks]
        chosen = open_ids if name == ALL and name not in open_ids else [known(name, open_ids, "task")]
        tasks = (change(task) if task.id in chosen else task for task in self.backlog.tasks)
        return replace(self, backlog=replace(self.backlog, tasks=tuple(tasks)))

    def with_policies(self, policies: Policies) -> World:
        """Return the world with other rules."""
        return replace(self, team=replace(self.team, policies=policies))


def known(name: str, names: Iterable[str], what: str) -> str:
    """Return a name that is one of those known; raises ValueError with the closest one."""
    names = list(names)
    if name not in names:
        close = Nearest(names).maybe(name)
        raise ValueError(f"a {what} that is there" + (f"\n{close}" if close else ""))
    return name


def split(text: str, mark: str, form: str) -> tuple[str, str]:
    """Return what stands before and after a mark; raises ValueError with the form if either is missing.

    Examples
    --------
    >>> split("BAKER = 20", "=", "MEMBER=hours")
    ('BAKER', '20')
    """
    left, found, right = text.partition(mark)
    if not (left.strip() and found and right.strip()):
        raise ValueError(form)
    return left.strip(), right.strip()


def split_last(text: str, form: str) -> tuple[str, str]:
    """Return what stands before and after the last ``=``; raises ValueError with the form if either is missing."""
    left, found, right = text.rpartition("=")
    if not (left.strip() and found and right.strip()):
        raise ValueError(form)
    return left.strip(), right.strip()


def number(text: str, form: str, least: Decimal | int = 0, most: Decimal | int = 1_000_000) -> Decimal:
    """Return an exact number within a range; raises ValueError with the form."""
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(form) from error
    if not found.is_finite() or not least <= found <= most:
        raise ValueError(form)
    return found


def minutes(text: str, before: int, form: str) -> int:
    """Return hours as whole minutes: ``30h`` as such, ``+4h``, ``-90min`` or ``*1.5`` from what was before.

    Examples
    --------
    >>> [minutes(text, 600, "hours") for text in ("30h", "+4", "-90min", "*1.5")]
    [1800, 840, 510, 900]
    """
    sign, rest = (text[0], text[1:].strip()) if text[:1] in {"+", "-", "*"} else ("", text)
    if sign == "*":
        exact = number(rest, form) * before
        if exact != int(exact):
            raise ValueError("hours from 0 in whole minutes")
        found = int(exact)
    else:
        try:
            given = parse_minutes(rest)
        except ValueError as error:
            raise ValueError(f"{form}: {error}") from error
        found = {"+": before + given, "-": before - given}.get(sign, given)
    if not 0 <= found < MOST_MINUTES:
        raise ValueError("hours from 0 in whole minutes")
    return found
