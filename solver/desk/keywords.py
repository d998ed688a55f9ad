"""Members and tasks said in one line of Python each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from solver.domain.cards import CommunicationLine, Permission, RoleCard, Score
from solver.domain.tasks import Task
from solver.domain.team import Member
from solver.errors import Fault, InputError
from solver.readers.backlog.columns import COLUMNS
from solver.readers.backlog.drafting import Draft
from solver.readers.backlog.frames import backlog_from_frame
from solver.readers.backlog.lags import lagged_task, without_lags
from solver.readers.cards.cards import parse_card
from solver.readers.written.cards import card_text, is_file_name

# More than anybody's, and small enough for every sum.
MOST_HOURS: Final = 1_000_000


def member(
    name: str,
    *,
    hours: float = 40,
    capabilities: Mapping[str, float] | None = None,
    preferences: Mapping[str, float] | None = None,
    permissions: Iterable[str] = (),
    communication: Iterable[str] = (),
    title: str = "",
    pace: float = 1,
    wip: int | None = None,
) -> Member:
    """Return a member who holds a card of their own.

    Parameters
    ----------
    name : str
        The id.
    hours : float
        The load limit.
    capabilities, preferences : mapping of str to float
        Scores from 0 to 1: what the member can do, and which kinds of task they like.
    permissions : iterable of str
        Such as ``"APPROVE releases"``: a verb and its object.
    communication : iterable of str
        Such as ``"ESCALATE: blockers to LEAD"``: a verb and a text.
    title : str
        What the card is called.
    pace : float
        Multiplies estimates: 1.5 is slower.
    wip : int, optional
        How many tasks at once.

    Returns
    -------
    Member
        As if it had been read from a card and ``team.yaml``.

    Raises
    ------
    InputError
        If a score is outside of 0 to 1, or a name is none.

    Examples
    --------
    >>> ann = member("ANN", hours=30, capabilities={"sql": 0.9})
    >>> ann.load_limit_minutes, ann.card.capabilities[0].name
    (1800, 'sql')
    """
    card = RoleCard(
        id=name,
        title=title or name,
        capabilities=_scores(capabilities),
        skills=(),
        permissions=tuple(Permission(*_pair(text), 0) for text in permissions),
        preferences=_scores(preferences),
        communication=tuple(CommunicationLine(verb, text, 0) for verb, text in map(_line, communication)),
        quality=(),
        kept=(),
    )
    # What the card's own file would be refused for is refused here.
    file = f"member {name}"
    read = parse_card(card_text(card), name, file)
    faults = [
        Fault(file, 1, f"a verb and what it is about in {one.section}", repr(one.text.strip())) for one in read.kept
    ]
    if not is_file_name(name):
        faults.append(Fault(file, 1, "an id that a card's file could have", repr(name)))
    if not hours >= 0 or hours > MOST_HOURS:
        faults.append(Fault(file, 1, f"hours from 0 to {MOST_HOURS:,}", str(hours)))
    if not pace > 0:
        faults.append(Fault(file, 1, "a pace above 0", str(pace)))
    if faults:
        raise InputError(tuple(faults))
    return Member(name, replace(read, file=file), round(hours * 60), pace=Decimal(str(pace)), wip_limit=wip, file=file)


def task(name: str, *, estimated_hours: float, **columns: Any) -> Task:
    """Return a task, said with the columns of ``backlog.csv`` as keywords.

    Parameters
    ----------
    name : str
        The id.
    estimated_hours : float
        At least a minute.
    **columns
        ``title``, ``type``, ``priority``, ``status``, ``assigned_to``, ``batch``, ``value``, ``earliest``, ``due``,
        ``deadline``, ``split``, ``crew``, ``spent``, ``remaining`` as there; ``capabilities`` as a mapping to minimums
        or a list of names, ``dependencies`` and ``permissions`` as lists; ``T1+2d`` among the dependencies is the task
        T1 with a lag of two working days.

    Returns
    -------
    Task
        As if it had been read from a backlog.

    Raises
    ------
    InputError
        With every fault at once.
    TypeError
        If a keyword is no column.

    Examples
    --------
    >>> build = task("T2", estimated_hours=8, capabilities={"sql": 0.7}, priority="HIGH", dependencies=["T1"])
    >>> build.estimate_minutes, build.requirements[0].minimum, build.dependencies
    (480, Decimal('0.7'), ('T1',))
    >>> task("T3", estimated_hours=8, dependencies=["T1+2d"]).lags
    (('T1', Decimal('2')),)
    """
    unknown = sorted(set(columns) - set(COLUMNS))
    if unknown:
        raise TypeError(f"task() knows no {unknown[0]!r}; its keywords are {', '.join(COLUMNS[1:])}")
    row = {"id": name, "estimated_hours": estimated_hours} | columns
    frame = pd.DataFrame([[row[key] for key in row]], columns=list(row), dtype=object)
    try:
        return _lagged(backlog_from_frame(frame).tasks[0])
    except InputError as error:
        raise InputError(tuple(replace(one, file=f"task {name}") for one in error.faults)) from error


def _lagged(found: Task) -> Task:
    """Return a task with lags apart from ids, though nobody knows yet which ids there are."""
    heads = {head for one in found.dependencies if (head := lagged_task(one))}
    draft = Draft(found.file)
    found = without_lags(draft, found, {}, heads) if heads else found
    if draft.faults:
        raise InputError(tuple(draft.faults))
    return found


def _scores(given: Mapping[str, float] | None) -> tuple[Score, ...]:
    return tuple(Score(name, Decimal(str(score)), 0) for name, score in (given or {}).items())


def _pair(text: str) -> tuple[str, str]:
    verb, _, what = text.partition(" ")
    return verb, what


def _line(text: str) -> tuple[str, str]:
    verb, _, rest = text.partition(":")
    return verb.strip(), rest.strip()
