"""Whether everybody can be addressed: ids that can be written in a line, and names that mean one thing only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from solver.domain.naming import composed, folded
from solver.domain.team import Member, Team
from solver.errors import Fault

if TYPE_CHECKING:
    from solver.readers.team.settings import TeamSettings
    from solver.readers.text.strict_yaml import Place

# What the audit itself calls groups, names that nobody has and the last word.
RESERVED = ("group:", "?", "(last word)")


def address_faults(team: Team, settings: TeamSettings | None) -> Iterator[Fault]:
    """Yield a fault for each member that no line could address, and for each name that means two things.

    Parameters
    ----------
    team : Team
        As it was read.
    settings : TeamSettings, optional
        The ``team.yaml`` behind it, for the lines of aliases, groups and externals.

    Yields
    ------
    Fault
        With the place of the second meaning, and of the first in words.
    """
    for member in team.members:
        wrong = unaddressable(member.id)
        if wrong:
            yield Fault(member.file or member.card.file, member.line or 1, "an id that a line can address", wrong)
    yield from _same(team)
    if settings is not None:
        yield from _double(team, settings)


def unaddressable(name: str) -> str:
    r"""Return why no line of communication could address an id, empty if one could.

    Examples
    --------
    >>> unaddressable("Smith, Jane"), unaddressable("-")
    ('', "'-' without a letter or digit")
    """
    if name.strip().startswith(RESERVED):
        return f"{name!r}, which begins like one of {', '.join(RESERVED)}"
    return "" if any(letter.isalnum() for letter in name) else f"{name!r} without a letter or digit"


def _same(team: Team) -> Iterator[Fault]:
    """Yield a fault for each member whose id a line cannot tell from another's: it differs in blanks only."""
    held: dict[str, Member] = {}
    for member in team.members:
        other = held.setdefault(_written(member.id), member)
        if other is not member:
            file, line = member.file or member.card.file, member.line or 1
            yield Fault(file, line, "an id of its own", f"{member.id!r} beside {other.id!r} ({_place(other)})")


def _written(name: str) -> str:
    """Return a name as a line writes it: composed, each run of blanks one."""
    return " ".join(composed(name).split())


def _double(team: Team, settings: TeamSettings) -> Iterator[Fault]:
    """Yield a fault for each name of ``team.yaml`` that something else has already.

    A line names members and aliases as they are written, groups and externals in any case.
    """
    ids = {_written(one.id): f"the id of a member ({_place(one)})" for one in team.members}
    loose = {folded(name): what for name, what in ids.items()}
    for name, place, what in _groups(settings):
        if folded(name) in loose:
            yield _fault(settings, place, f"{name!r}, {what} and {loose[folded(name)]}")
        loose.setdefault(folded(name), f"{what} ({settings.document.file}:{settings.document.line(place)})")
    outside = {name: what for name, what in loose.items() if not what.startswith("the id of a member")}
    for alias, target in settings.file.aliases.items():
        known = ids.get(_written(alias)) or outside.get(folded(alias))
        if known and folded(alias) != folded(target):
            yield _fault(settings, ("aliases", alias), f"{alias!r}, an alias of {target} and {known}")


def _fault(settings: TeamSettings, place: Place, got: str) -> Fault:
    return Fault(settings.document.file, settings.document.line(place), "a name that means one thing", got)


def _place(member: Member) -> str:
    return f"{member.file or member.card.file}:{member.line or 1}"


def _groups(settings: TeamSettings) -> Iterator[tuple[str, Place, str]]:
    file = settings.file
    for number, name in enumerate(file.externals):
        yield name, ("externals", number), "an external"
    for name, part in file.groups.items():
        yield name, ("groups", name), "a group"
        for number, alias in enumerate([] if isinstance(part, list) else part.aliases):
            if folded(alias) != folded(name):
                yield alias, ("groups", name, "aliases", number), f"a name of the group {name}"
