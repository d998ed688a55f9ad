"""Refuses plans over periods from the nouns: hours of slots, parts, seats, order and sequence.

Shares no code with the model, the rules, the Problem or the search for sequences.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from solver.assignment.checker.growing import agreed, grow_objections, mentored
from solver.assignment.checker.lines import Lines
from solver.domain.plan import Assignment, Plan
from solver.domain.showing import counted
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team

NONE: Final = Fraction(0)


def time_objections(team: Team, backlog: Backlog, plan: Plan, *, sequenced: bool = True) -> tuple[str, ...]:
    """Return one sentence for each way in which a plan over periods breaks a gate, a rule or its own sequence.

    Parameters
    ----------
    team, backlog : Team, Backlog
        What was planned.
    plan : Plan
        With start and end of each piece.
    sequenced : bool
        Whether a piece without a start is objected to where the order of work counts.

    Returns
    -------
    tuple of str
        Empty if the plan stands.
    """
    read = Lines(team, backlog, plan)
    found = [
        *read.wrong,
        *_gates(read),
        *_loads(read),
        *grow_objections(read),
        *_wholes(read),
        *_waits(read),
        *_pins(read),
        *_groups(read),
        *_sequence(read, sequenced),
    ]
    return tuple(found)


def _gates(read: Lines) -> list[str]:
    found = []
    for one in read.lines:
        member, task = read.members[one.member], read.tasks[one.task]
        found += [f"{member.id} lacks {name} for {task.id}" for name, by in agreed(read, one).items() if by < 0]
        permitted = [f"{own.verb} {own.object}".lower() for own in member.card.permissions]
        found += [f"{member.id} may not {v} {o}" for v, o in task.permissions if f"{v} {o}".lower() not in permitted]
        if [rule for rule in read.team.policies.forbids if rule.task == task.id and rule.member == member.id]:
            found.append(f"{task.id} is forbidden to {member.id}")
    return found


def _loads(read: Lines) -> list[str]:
    minutes, tasks = mentored(read), dict[tuple[str, int], set[str]]()
    for one in read.lines:
        slot = one.member, one.period
        minutes[slot] = minutes.get(slot, 0) + read.minutes(one)
        tasks.setdefault(slot, set()).add(one.task)
    found = []
    for (name, period), given in minutes.items():
        if given > read.agenda.hours[name, period].minutes:
            found.append(f"{name} is above the hours of {read.agenda.named(period)}")
        limit = read.members[name].wip_limit
        count = len(tasks.get((name, period), ()))
        if limit is not None and count > limit:
            found.append(f"{name} has more than {counted(limit, 'task')} in {read.agenda.named(period)}")
    return found


def _wholes(read: Lines) -> list[str]:
    """Object to parts and seats that are missing, in the wrong place, or with the wrong people."""
    found = []
    for name, lines in read.of.items():
        task = read.tasks[name]
        if len(lines) < len(read.pieces[name]):
            found.append(f"{name} is placed in part: {len(lines)} of {len(read.pieces[name])} pieces")
        who = {one.member for one in lines}
        if task.crew and len(who) < len(lines):
            found.append(f"{name} has a member in two seats")
        if task.crew and len({one.period for one in lines}) > 1:
            found.append(f"the crew of {name} is in several periods")
        if not task.crew and len(who) > 1 and not read.team.policies.split_members:
            found.append(f"the parts of {name} have several members")
        if not task.crew and any(a.period > b.period for a, b in zip(lines, lines[1:], strict=False)):
            found.append(f"the parts of {name} are out of order")
    return found


def _waits(read: Lines) -> list[str]:
    found, order = [], read.order()
    for name, lines in read.of.items():
        for target in read.tasks[name].dependencies:
            if target not in read.tasks:
                continue
            if target not in read.of:
                found.append(f"{name} waits for {target}, which is not placed")
                continue
            last, first = max(one.period for one in read.of[target]), min(one.period for one in lines)
            if (order == "fit" and first < last) or (order == "next" and first <= last):
                found.append(f"{name} comes before {target}, which it waits for")
    return found


def _pins(read: Lines) -> list[str]:
    found = []
    for task in read.tasks.values():
        if task.left:
            stays = {number: who for number, (who, _) in enumerate(task.left) if who and task.status == "IN_PROGRESS"}
            kept = [one.piece for one in read.of.get(task.id, []) if stays.get(one.piece) == one.member]
            found += [f"{task.id} left {who}" for number, who in stays.items() if number not in kept]
        elif task.status == "IN_PROGRESS" and task.assigned_to:
            found += [] if _is_with(read, task, task.assigned_to) else [f"{task.id} left {task.assigned_to}"]
    for pin in read.team.policies.pins:
        if pin.task in read.tasks and not _is_with(read, read.tasks[pin.task], pin.member, pin.period):
            found.append(f"{pin.task} is not with {pin.member}" + (f" in {pin.period}" if pin.period else ""))
    found += [f"{n} is required" for n in read.team.policies.required if n in read.tasks and n not in read.of]
    return found


def _is_with(read: Lines, task: Task, member: str, period: str = "") -> bool:
    """Return whether a member has the task (a seat of it where it has a crew), in a period if one is named."""
    fits = [
        one.member == member and (not period or read.agenda.named(one.period) == period)
        for one in read.of.get(task.id, [])
    ]
    return any(fits) if task.crew else bool(fits) and all(fits)


def _groups(read: Lines) -> list[str]:
    found, policies = [], read.team.policies
    done = {task.id: task.assigned_to for task in read.backlog.tasks if task.status == "DONE" and task.assigned_to}
    who = {name: {one.member for one in lines} for name, lines in read.of.items()}
    for group in policies.separate:
        now, past = [who[name] for name in group if name in who], {done[name] for name in group if name in done}
        if any(one & past for one in now) or any(one & other for n, one in enumerate(now) for other in now[n + 1 :]):
            found.append(f"{', '.join(group)} share a member")
    for group in policies.together:
        takers = set[str]().union(*(who[name] for name in group if name in who))
        doers = {done[name] for name in group if name in done} & set(read.members)
        if len(takers) > 1 or (doers and not takers <= doers):
            found.append(f"{', '.join(group)} have more than one member")
    for batch in {task.batch for task in read.tasks.values() if task.batch}:
        if dict(policies.batches).get(batch, policies.batch) == "together":
            owners = {frozenset(who.get(task.id, ())) for task in read.tasks.values() if task.batch == batch}
            if len(owners) > 1 or any(len(one) > 1 for one in owners):
                found.append(f"batch {batch} is not whole")
    return found


def _sequence(read: Lines, sequenced: bool) -> list[str]:
    """Object to work that takes less than it takes, at the same time, too early or too late."""
    found, agenda = [], read.agenda
    slots: dict[tuple[str, int], list[tuple[Fraction, Fraction, str]]] = {}
    for one in read.lines:
        if one.start is None or one.end is None:
            found += [f"{one.task} has no start"] if sequenced else []
            continue
        hours, days = agenda.hours[one.member, one.period], len(agenda.days[one.period])
        if not 0 <= one.start <= one.end <= days:
            found.append(f"{one.task} is not within {agenda.named(one.period)}")
            continue
        if hours.gone(one.end) - hours.gone(one.start) < read.minutes(one):
            found.append(f"{one.task} takes {one.member} longer than from its start to its end")
        slots.setdefault((one.member, one.period), []).append((one.start, one.end, one.task))
        task = read.tasks[one.task]
        if agenda.calendar and task.earliest and one.start < agenda.first(task.earliest, one.period):
            found.append(f"{one.task} starts before {task.earliest}")
        if agenda.calendar and task.deadline and one.end > agenda.last(task.deadline, one.period):
            found.append(f"{one.task} ends after its deadline {task.deadline}")
    for (name, period), given in slots.items():
        given.sort()
        for before, after in zip(given, given[1:], strict=False):
            if after[0] < before[1]:
                found.append(f"{name} does {before[2]} and {after[2]} at once in {agenda.named(period)}")
    return [*found, *_order(read), *_lags(read)]


def _lags(read: Lines) -> list[str]:
    """Object to what starts fewer working days than its lag after what it waits for, in whatever periods."""
    found, agenda = [], read.agenda
    for one in read.lines if read.order() != "ignore" else ():
        task = read.tasks[one.task]
        if not (task.held_days or task.lags) or not _is_within(read, one):
            continue
        gone = agenda.worked(one.start or NONE, one.period, ends=False)
        if gone < task.held_days:
            found.append(f"{task.id} starts before {float(task.held_days):g} working days have gone by")
        for target, days in task.lags:
            for other in read.of.get(target, ()) if target in task.dependencies else ():
                ends = agenda.worked(other.end or NONE, other.period, ends=True) if _is_within(read, other) else None
                if ends is not None and gone < ends + Fraction(days):
                    found.append(f"{task.id} starts less than {float(days):g} working days after {target} ends")
    return found


def _is_within(read: Lines, one: Assignment) -> bool:
    """Return whether a line has a start and an end, and they are within its period."""
    days = len(read.agenda.days[one.period])
    return one.start is not None and one.end is not None and 0 <= one.start <= one.end <= days and days > 0


def _order(read: Lines) -> list[str]:
    """Object to what starts, in one period, before what it waits for ends."""
    found = []
    pairs = [
        (one, other)
        for name, lines in read.of.items()
        for target in (read.tasks[name].dependencies if read.order() == "fit" else ())
        for one in lines
        for other in read.of.get(target, ())
    ]
    for name, lines in read.of.items():
        if not read.tasks[name].crew:
            pairs += [(after, before) for before, after in zip(lines, lines[1:], strict=False)]
    for one, other in pairs:
        is_known = one.start is not None and other.end is not None
        if one.period == other.period and is_known and (one.start or 0) < (other.end or 0):
            found.append(
                f"{one.task} starts before {other.task} ends"
                if one.task != other.task
                else f"parts of {one.task} overlap"
            )
    return found
