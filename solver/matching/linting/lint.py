"""What is odd about a team and a backlog before anything is solved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Final

from solver.communication.audit.line_findings import of_reading
from solver.domain.cards import RoleCard
from solver.domain.naming import Nearest, folded
from solver.domain.showing import counted, some
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.errors import PRINTED, Finding
from solver.matching.in_turn import InTurn, in_turn, parts_said
from solver.matching.linting.cards import lint_card
from solver.matching.linting.in_time import lint_time
from solver.matching.linting.rules import lint_rules
from solver.matching.linting.started import lint_started
from solver.matching.pairs.fit import preferred_line
from solver.matching.pairs.gates import hindrances
from solver.matching.pairs.masks import Masks
from solver.matching.pairs.vocabulary import Scores, effective_scores

# From this likeness on (0 to 1) an id outside the backlog is taken for a mistyped one: ids are much alike anyway.
ALIKE: Final = 0.9
# So many targets outside the backlog are compared with every id; the others only after marks and zeros are left out.
LOOKED_UP: Final = 200


def lint(team: Team, backlog: Backlog) -> tuple[Finding, ...]:
    """Return what a careful reader would ask about: demands that nobody or one member meets, and dead lines.

    Parameters
    ----------
    team : Team
        At least one member.
    backlog : Backlog
        Its open tasks are looked at.

    Returns
    -------
    tuple of Finding
        CAP001 a capability that nobody has, CAP002 one that a single member has, CAP003 one that a single member has
        well enough for what tasks ask, DEP001 a target outside the backlog that looks like a task in it, PER001 a
        permission that nobody holds, GATE01 to GATE03 a task that no member can do, is allowed to take, or has the
        hours for, GATE04 started or pinned work of who cannot or may not do it, PREF01 preferences for kinds that no
        task has, CARD01 sections kept as text, CARD02 a line that its section could not read, CARD03 a capability that
        a card scores twice, CARD04 front matter that is no YAML, CARD05 a card that says nothing the planner reads,
        COM001 a name in a line of communication that nobody has, COM002 a verb that is not in the table, COM008 ids
        that look alike, RULE01 tasks that need both the same member and different ones, RULE02 a task for several
        members that a rule lets one have, RULE03 growth that opens no task, TIME01 a member without hours in a period,
        TIME02 a chain of waiting tasks that takes longer than the one window has, TIME03 committed work of more hours
        than a member has for it in a period, TIME04 a pin to a period in which it cannot hold, TIME05 dates between
        which nobody has hours, TIME06 work that is due before it may start, TIME07 parts that take more days one after
        the other than there are for whoever can do them.
    """
    scores: dict[str, Scores] = {member.id: effective_scores(member.card, team.vocabulary) for member in team.members}
    masks, ruled = Masks(team, list(scores.values())), _ruled(team)
    return (
        *_capabilities(team, backlog, scores),
        *_permissions(team, backlog),
        *(found for task in backlog.open_tasks for found in _gates(team, backlog, task, masks, ruled)),
        *lint_started(team, backlog, scores),
        *_preferences(team, backlog),
        *lint_rules(team, backlog),
        *_growth(team, backlog),
        *lint_time(team, backlog),
        *(found for task in backlog.open_tasks for found in _too_slow(team, backlog, task, masks)),
        *(found for card in _cards(team) for found in lint_card(card)),
        *of_reading(team),
        *_outside(backlog),
    )


def _growth(team: Team, backlog: Backlog) -> Iterator[Finding]:
    """Name growth that opens nothing; what that is reckoned with is loaded where there is any."""
    if team.policies.grow:
        from solver.matching.linting.growing import lint_grow

        yield from lint_grow(team, backlog)


def _capabilities(team: Team, backlog: Backlog, scores: dict[str, Scores]) -> Iterator[Finding]:
    """Name each demanded capability that nobody or one member has, or has well enough, at the first such task."""
    known = Nearest(sorted({name for own in scores.values() for name in own}))
    demanded: dict[str, list[tuple[Task, Decimal]]] = {}
    for task in backlog.open_tasks:
        for need in task.needs:
            demanded.setdefault(team.vocabulary.name(need.capability), []).append((task, need.minimum))
    told = 0
    for name, tasks in demanded.items():
        # What has no minimum scores only: nobody is needed for it.
        gated = next((task for task, minimum in tasks if minimum), None)
        holders = [member for member, own in scores.items() if name in own]
        if not holders:
            task, told = gated or tasks[0][0], told + 1
            close = known.to(name, 0.7) if told <= PRINTED else ""
            having = sum(close in own for own in scores.values()) if close else 0
            maybe = f"{close!r} ({counted(having, 'member')} {'have' if having != 1 else 'has'} it)." if close else ""
            text = f"task {task.id!r} {'needs' if gated else 'asks for'} {name!r}, which no card has"
            yield Finding("warning", "CAP001", task.file, task.line, text, maybe)
        elif gated and len(holders) == 1 and len(team.members) > 1:
            text = f"only {holders[0]} has {name!r}, which {gated.id!r} needs"
            yield Finding("info", "CAP002", gated.file, gated.line, text)
        elif len(holders) > 1:
            yield from _met_by_one(name, tasks, {member: scores[member][name] for member in holders})


def _met_by_one(name: str, tasks: list[tuple[Task, Decimal]], have: dict[str, Decimal]) -> Iterator[Finding]:
    """Yield one finding if a single member reaches what some of the tasks ask, although others have the name."""
    best = max(have, key=lambda member: have[member])
    second = max((score for member, score in have.items() if member != best), default=Decimal(0))
    only = [(task, minimum) for task, minimum in tasks if second < minimum <= have[best]]
    if only:
        task, least = only[0][0], min(minimum for _, minimum in only)
        others = f"{counted(len(have) - 1, 'other')} {'has' if len(have) == 2 else 'have'} it lower"
        text = (
            f"only {best} reaches the {least} of {name!r} that {counted(len(only), 'task', 'asks', 'ask')} for "
            f"({some([task.id for task, _ in only], 5)}); {others}"
        )
        yield Finding("info", "CAP003", task.file, task.line, text)


def _outside(backlog: Backlog) -> Iterator[Finding]:
    """Name each dependency on a task outside the backlog that may be a mistyped one of it."""
    names = {task.id for task in backlog.tasks}
    known, told, looked = Nearest(names), 0, 0
    typed = {_typed(name): name for name in names}
    for task in backlog.open_tasks:
        for target in task.dependencies:
            if target in names or told >= PRINTED:
                continue
            close = typed.get(_typed(target), "")
            if not close and looked < LOOKED_UP:
                close, looked = known.to(target, ALIKE), looked + 1
            if close:
                told += 1
                text = f"task {task.id!r} needs {target!r}, which is outside the backlog and counts as done"
                yield Finding("warning", "DEP001", task.file, task.line, text, f"{close!r}.")


def _typed(name: str) -> str:
    """Return an id without what people leave out or add when they type one: case, marks, zeros before a number."""
    return re.sub("[0-9]+", lambda match: match[0].lstrip("0"), "".join(filter(str.isalnum, folded(name))))


def _permissions(team: Team, backlog: Backlog) -> Iterator[Finding]:
    held = {f"{own.verb} {own.object}".casefold() for member in team.members for own in member.card.permissions}
    known = Nearest(sorted(held))
    seen: set[str] = set()
    for task in backlog.open_tasks:
        for verb, what in task.permissions:
            wanted = f"{verb} {what}"
            if wanted.casefold() not in held | seen:
                seen.add(wanted.casefold())
                maybe = known.maybe(wanted) if len(seen) <= PRINTED else ""
                text = f"task {task.id!r} needs the permission {wanted!r}, which nobody holds"
                yield Finding("warning", "PER001", task.file, task.line, text, maybe)


def _gates(team: Team, backlog: Backlog, task: Task, masks: Masks, ruled: set[str]) -> Iterator[Finding]:
    """Name the first gate that leaves nobody for the task, or for the seat that fewest can take.

    ``ruled`` are the tasks that a rule over pairs names.
    """
    able, lasting = min((masks.able(seat) for seat in task.seats), key=int.bit_count), masks.lasting(task)
    seated = reduce(or_, map(masks.able, task.seats)).bit_count()
    is_short = 0 < seated < len(task.seats)
    if able & lasting and not task.permissions and task.id not in ruled and not is_short:
        return
    can = masks.members(able)
    free = [member for member in can if not hindrances(team, backlog, member, task)]
    if not is_short and any(member in free for member in masks.members(able & lasting)):
        return
    code, text = (
        ("GATE01", f"its {len(task.seats)} seats need different members, and {seated} can take any of them")
        if able and is_short
        else ("GATE01", "no member meets every minimum" + (" of a seat" if task.crew else ""))
        if not can
        else ("GATE02", f"nobody who can do it is allowed to ({', '.join(member.id for member in can)} can)")
        if not free
        else ("GATE03", _too_long(task, masks, free))
    )
    yield Finding("warning", code, task.file, task.line, f"task {task.id!r}: {text}")


def _too_long(task: Task, masks: Masks, free: list[Member]) -> str:
    """Return that a task takes more hours than members have, in one period where each piece of it must fit into one."""
    names, pieces = ", ".join(member.id for member in free), masks.pieces(task)
    over = [sum(pieces) * member.pace > member.load_limit_minutes for member in free]
    if all(over):
        return f"it takes more hours than {names} may be given"
    if len(pieces) > 1 and any(over):
        return f"it takes more hours than {names} may be given, or a part of it more than in any one period"
    what = "it takes" if len(pieces) == 1 else "a part of it takes"
    return f"{what} more hours than {names} may be given in one period"


def _too_slow(team: Team, backlog: Backlog, task: Task, masks: Masks) -> Iterator[Finding]:
    """Name a split task that whoever has the hours for it does not end in its days, one part after the other."""
    calendar = team.calendar
    if calendar is None or len(masks.pieces(task)) == 1:
        return
    able = masks.members(masks.able(task.requirements) & masks.lasting(task))
    free = [member for member in able if not hindrances(team, backlog, member, task)]
    found = list[InTurn]()
    for member in free:
        found.append(in_turn(calendar, task, (member,)))
        if found[-1].is_done:
            return
    if team.policies.split_members and len(free) > 1:
        found = [in_turn(calendar, task, free)]
    if any(one.days and not one.is_done for one in found):
        dates = f" from {task.earliest}" if task.earliest else ""
        dates += f" by {task.deadline}" if task.deadline else ""
        more = len(found) - 1
        rest = f", and {counted(more, 'other', 'has', 'have')} too few days too" if more else ""
        text = f"task {task.id!r}{dates}: {parts_said(task)} {found[0].text}{rest}"
        yield Finding("warning", "TIME07", task.file, task.line, text)


def _ruled(team: Team) -> set[str]:
    """Return the tasks that a rule may keep from a member."""
    policies = team.policies
    groups = (*policies.separate, *policies.together)
    return {pair.task for pair in policies.forbids} | {name for group in groups for name in group}


def _cards(team: Team) -> tuple[RoleCard, ...]:
    """Return each card that somebody holds, once; overrides of one member do not count as the card's."""
    return tuple({member.card.id: member.card for member in team.members}.values())


def _preferences(team: Team, backlog: Backlog) -> Iterator[Finding]:
    # One task of each kind is enough.
    kinds_asked = {task.kind: task for task in backlog.tasks}.values()
    for card in _cards(team):
        used = {preferred_line(card, task, team.vocabulary) for task in kinds_asked}
        idle = [line for line in card.preferences if line not in used]
        if idle:
            kinds = ", ".join(repr(line.name) for line in idle)
            text = f"{card.id} prefers {counted(len(idle), 'kind')} of work that no task has: {kinds}"
            yield Finding("info", "PREF01", card.file, idle[0].line, text)
