"""Reads what a team has agreed on: rules over tasks and members, with the line of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from solver.domain.people import People
from solver.domain.policies import Growth, Pair, Policies, Stated
from solver.domain.tasks import Backlog
from solver.domain.vocabulary import Vocabulary
from solver.readers.team.calendar import stated_periods
from solver.readers.text.strict_yaml import Place

if TYPE_CHECKING:
    from solver.readers.team.settings import TeamSettings


def read_policies(settings: TeamSettings, people: People, backlog: Backlog, words: Vocabulary) -> Policies:
    """Return the rules; faults of names in them are added to the settings."""
    rules, policies = settings.file.rules, settings.file.policies
    tasks = {task.id: task for task in backlog.tasks}
    pairs: dict[str, list[Pair]] = {"pins": [], "forbids": []}
    for kind, found in pairs.items():
        for number, pair in enumerate(getattr(rules, kind)):
            place: Place = ("rules", kind, number)
            settings.known((*place, "task"), pair.task, tasks, "a task of the backlog")
            member = settings.person((*place, "member"), pair.member, people, "a member")
            period = getattr(pair, "period", None) or ""
            if period:
                settings.known((*place, "period"), period, stated_periods(settings), "the id of a period")
            found.append(Pair(pair.task, member, settings.document.file, settings.document.line(place), period))
    for kind in ("separate", "together"):
        for number, group in enumerate(getattr(rules, kind)):
            for at, task in enumerate(group):
                settings.known(("rules", kind, number, at), task, tasks, "a task of the backlog")
                if task in group[:at]:
                    settings.fault(("rules", kind, number, at), "each task once in a group", task)
    for number, task in enumerate(rules.required):
        settings.known(("rules", "required", number), task, tasks, "a task of the backlog")
    batches = {task.batch for task in backlog.tasks}
    for name in policies.batches:
        settings.known(("policies", "batches", name), name, batches, "a batch of the backlog")
    return Policies(
        policies.batch,
        tuple(policies.batches.items()),
        tuple(pairs["pins"]),
        tuple(pairs["forbids"]),
        tuple(map(tuple, rules.separate)),
        tuple(map(tuple, rules.together)),
        tuple(rules.required),
        policies.order or "",
        policies.inherit,
        tuple(policies.early_first),
        policies.split_members,
        policies.outside,
        tuple(_stated(settings)),
        _grow(settings, people, backlog, words),
    )


def _grow(settings: TeamSettings, people: People, backlog: Backlog, words: Vocabulary) -> tuple[Growth, ...]:
    """Return who may take work below its minimum; a capability that no task asks for is a fault."""
    found: dict[tuple[str, str], Growth] = {}
    asked = {n.capability for task in backlog.tasks for seat in (task.requirements, *task.crew) for n in seat}
    names = {words.name(name) for name in asked}
    for number, part in enumerate(settings.file.grow):
        place: Place = ("grow", number)
        member = settings.person((*place, "member"), part.member, people, "a member")
        mentor = settings.person((*place, "mentor"), part.mentor, people, "a member")
        if member == mentor:
            settings.fault((*place, "mentor"), "a mentor who is somebody else", part.mentor)
        name = words.name(part.capability)
        if name not in names:
            expected = "a capability that a task of the backlog asks for"
            settings.fault((*place, "capability"), expected, part.capability, sorted(asked))
        minutes = settings.minutes(part.hours, (*place, "hours"))
        if (member, name) in found:
            settings.fault(place, "one entry for each member and capability", f"{member} and {part.capability} again")
        line = settings.document.line(place)
        found.setdefault(
            (member, name), Growth(member, name, minutes, mentor, part.mentor_share, settings.document.file, line)
        )
    return tuple(found.values())


def _stated(settings: TeamSettings) -> Iterator[Stated]:
    """Yield where each rule stands that has no line of its own in the nouns."""
    rules, document = settings.file.rules, settings.document
    for kind in ("separate", "together"):
        for number, group in enumerate(getattr(rules, kind)):
            yield Stated(kind, tuple(group), document.file, document.line(("rules", kind, number)))
    for number, task in enumerate(rules.required):
        yield Stated("required", (task,), document.file, document.line(("rules", "required", number)))
    for name in settings.file.policies.batches:
        yield Stated("batch", (name,), document.file, document.line(("policies", "batches", name)))
    yield Stated("batch", (), document.file, document.line(("policies", "batch")))
