"""The forms in which changes are written, and for whom: one name or all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal, InvalidOperation

from solver.domain.tasks import Task
from solver.domain.team import Member
from solver.domain.world import World, known
from solver.readers.text.hours import parse_minutes

# A name that stands for every member, or for every open task.
ALL = "all"
MOST_MINUTES = 10**7


def each_member(world: World, name: str, change: Callable[[Member], Member]) -> World:
    """Return the world with one member changed, or all if the name is ``all``."""
    chosen = world.names if name == ALL and name not in world.names else [world.member(name).id]
    return world.with_members(change(one) if one.id in chosen else one for one in world.team.members)


def each_task(world: World, name: str, change: Callable[[Task], Task]) -> World:
    """Return the world with one open task changed, or all if the name is ``all``."""
    open_ids = [task.id for task in world.backlog.open_tasks]
    chosen = open_ids if name == ALL and name not in open_ids else [world.task(name).id]
    return world.with_tasks(change(task) if task.id in chosen else task for task in world.backlog.tasks)


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


def split_name(text: str, mark: str, names: Iterable[str], form: str) -> tuple[str, str]:
    """Return the name that a text begins with and what stands after the mark behind it.

    A name that is known may hold the mark itself; of several the longest counts.

    Examples
    --------
    >>> split_name("A:B:sql=0.8", ":", ["A", "A:B"], "MEMBER:capability=score")
    ('A:B', 'sql=0.8')
    """
    for name in sorted(names, key=len, reverse=True):
        rest = text.removeprefix(name).lstrip() if text.startswith(name) else ""
        if rest.startswith(mark) and rest[len(mark) :].strip():
            return name, rest[len(mark) :].strip()
    return split(text, mark, form)


def split_names(text: str, names: Collection[str], what: str) -> tuple[str, ...]:
    """Return the names between the commas; one that is known may hold a comma. Raises ValueError with the closest.

    Examples
    --------
    >>> split_names("T1, T2,b", ["T1", "T2,b"], "task")
    ('T1', 'T2,b')
    """
    parts, found = text.split(","), list[str]()
    while parts:
        ends = range(len(parts), 0, -1)
        end = next((n for n in ends if ",".join(parts[:n]).strip() in names), 1)
        found.append(known(",".join(parts[:end]).strip(), names, what))
        del parts[:end]
    return tuple(found)


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
