"""Joins what the files gave: ids of their own, links between files, who is who, how long things take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from solver.domain.naming import alike_but_for_zeros, without_zeros
from solver.domain.showing import counted
from solver.importers.board.states import OPEN
from solver.importers.families import PROPOSE
from solver.importers.files.table import plain
from solver.importers.gather import Gathered
from solver.importers.links import linked
from solver.importers.nouns import ASSUMED, LEFT_OUT, Entry, ImportedCard, ImportedTask, Intake, Leave
from solver.importers.people.names import People, people_of, spelled_alike
from solver.importers.proposed.proposals import Proposal
from solver.importers.settings import Settings
from solver.importers.sizing import Size, size_of

# Who does the work where no file names anybody.
NOBODY = "ME"
# What the name of a file cannot have.
_UNFIT = re.compile(r'[\\/:*?"<>|]+')
STOPPED = {"BLOCKED": "blocked", "WAITING": "on hold"}


@dataclass
class Placed:
    """A task with the member who holds it, its size, and why it may not start, "" if it may."""

    task: ImportedTask
    member: str
    size: Size
    stop: str = ""


@dataclass
class Joined:
    """Everything that goes into a workspace, and the ledger lines that only all files together give.

    ``called`` are the ids of tasks that are not those of their rows, by file and row.
    """

    cards: list[ImportedCard] = field(default_factory=list)
    tasks: list[Placed] = field(default_factory=list)
    leave: list[Leave] = field(default_factory=list)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ledger: list[Entry] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    facts: dict[str, int] = field(default_factory=dict)
    accepted: set[tuple[str, str, str]] = field(default_factory=set)
    people: People = field(default_factory=People)
    latest: str = ""
    without_level: list[str] = field(default_factory=list)
    called: dict[tuple[str, str], str] = field(default_factory=dict)


def join(gathered: Gathered, settings: Settings, accepted: set[tuple[str, str, str]]) -> Joined:
    """Return the cards and tasks of all files as one team and one backlog.

    Parameters
    ----------
    gathered : Gathered
        What the files gave.
    settings : Settings
        Factors, and who is who.
    accepted : set of (kind, subject, proposal)
        What the user accepted in the file of proposals.

    Returns
    -------
    Joined
        With ids that are one thing each and links that lead to a task.
    """
    found = Joined()
    own = settings.people | {subject: member for kind, subject, member in accepted if kind == "person"}
    found.cards = [card for intake in gathered.intakes for card in intake.cards]
    for intake in gathered.intakes:
        for name, members in intake.groups.items():
            found.groups[name] = tuple(dict.fromkeys((*found.groups.get(name, ()), *members)))
        found.leave += intake.leave
        found.latest = max(found.latest, intake.latest)
    tasks = [_ruled(task, settings) for task in _tasks(found, gathered.intakes)]
    if not found.cards:
        found.cards = _assignees(found, tasks, gathered.intakes)
    found.people = people_of(found.cards, {name.casefold(): member for name, member in own.items()})
    _spellings(found, tasks)
    tasks = linked(tasks, settings, found.ledger)
    found.tasks = [_placed(found, task, settings) for task in tasks]
    _unsized(found, settings)
    for propose in PROPOSE:
        known = {(one.subject, one.proposal) for one in found.proposals if one.kind == "requirement"}
        found.proposals += [one for one in propose(found.cards, tasks) if (one.subject, one.proposal) not in known]
    if found.without_level:
        first = next(one.task for one in found.tasks if one.task.id == found.without_level[0])
        text = f"skills of {counted(len(found.without_level), 'task')} without a level: having a skill at all counts"
        found.ledger.append(Entry(first.file, first.line, ASSUMED, f"{text}. Say required_level: in import.yaml"))
    found.accepted = accepted
    found.facts["merge_proposals"] = sum(one.kind == "person" for one in found.proposals)
    return found


def _tasks(found: Joined, intakes: list[Intake]) -> Iterator[ImportedTask]:
    """Yield the tasks under ids of their own: the same row in two files once, another row under a longer name."""
    titles: dict[str, str] = {}
    for intake in intakes:
        names = _ids([task.id for task in intake.tasks])
        _join_zeros(found, intake, names, titles)
        for task in intake.tasks:
            if names[task.id] not in {task.id, _id(task.id)} and names[task.id] not in titles:
                text = f"{task.id!r} is called {names[task.id]}: without blanks or commas it is another row's id"
                found.ledger.append(Entry(task.file, task.line, ASSUMED, text))
            if titles.get(names[task.id], task.title) != task.title:
                names[task.id] = f"{re.split(r'[/.]', intake.file)[-2:][0]}-{names[task.id]}"
                text = f"{task.id} is another row's id too: called {names[task.id]}"
                found.ledger.append(Entry(task.file, task.line, ASSUMED, text))
        found.called |= {(intake.file, own): name for own, name in names.items() if own != name}
        for task in intake.tasks:
            name = names[task.id]
            if name in titles:
                found.ledger.append(Entry(task.file, task.line, LEFT_OUT, f"{name} stands in an earlier file too"))
                continue
            titles[name] = task.title
            yield replace(
                task,
                id=name,
                batch=_id(task.batch),
                dependencies=tuple(names.get(target, _id(target)) for target in task.dependencies),
                lags={names.get(target, _id(target)): days for target, days in task.lags.items()},
            )


def _join_zeros(found: Joined, intake: Intake, names: dict[str, str], titles: dict[str, str]) -> None:
    """Call rows as rows of earlier files that differ in the zeros of their ids alone and are called the same.

    A spreadsheet that opens 001 as a number writes 1. Where titles differ both are taken, and that is told.
    """
    earlier, own = alike_but_for_zeros(titles), alike_but_for_zeros(names.values())
    for task in intake.tasks:
        name = names[task.id]
        other = earlier.get(without_zeros(name), name)
        if other == name or name in titles or without_zeros(name) not in own:
            continue
        if titles[other] == task.title:
            names[task.id] = other
            text = f"{task.id} is {other} of an earlier file: only zeros differ, and the title is the same"
        else:
            text = f"{task.id} is not {other} of an earlier file, whose title is another: both are taken"
        found.ledger.append(Entry(task.file, task.line, ASSUMED, text))


def _ruled(task: ImportedTask, settings: Settings) -> ImportedTask:
    """Return a task with the capabilities that the user's rules read in its labels and components."""
    words = (plain(word) for word in (*task.labels, *task.components))
    needs = [settings.labels[word] for word in words if word in settings.labels] if settings.labels else []
    return replace(task, needs=tuple(dict.fromkeys((*task.needs, *needs)))) if needs else task


def _id(name: str) -> str:
    """Return an id without what parts ids in a list."""
    return re.sub(r"[\s,;]+", "-", name.strip()).strip("-") if name else ""


def _ids(names: list[str]) -> dict[str, str]:
    """Return an id for each of the names of one file; none is another's, and a name that can be one stays.

    Examples
    --------
    >>> _ids(["A 1", "A-1", "A,1"])
    {'A-1': 'A-1', 'A 1': 'A-1-2', 'A,1': 'A-1-3'}
    """
    found = {name: name for name in names if _id(name) == name}
    taken = set(found)
    for name in names:
        if name in found:
            continue
        found[name], number = _id(name), 1
        while found[name] in taken:
            number += 1
            found[name] = f"{_id(name)}-{number}"
        taken.add(found[name])
    return found


def _assignees(found: Joined, tasks: list[ImportedTask], intakes: list[Intake]) -> list[ImportedCard]:
    """Return a card without abilities for everybody who holds work, or a batch of it, where no file brings cards."""
    people: dict[str, tuple[str, str, int, str]] = {}
    for task in tasks:
        for account in task.assignees:
            people.setdefault(plain(account), (task.names.get(account, account), task.file, task.line, "work"))
    for intake in intakes:
        for account, name, line, row in intake.owners:
            people.setdefault(plain(account), (name, intake.file, line, row))
    cards, seen = dict[str, ImportedCard](), set[str]()
    # Whoever's name can be that of a file has it; who differs in signs that cannot is somebody else.
    for account, (name, file, line, held) in sorted(people.items(), key=lambda one: bool(_UNFIT.search(one[1][0]))):
        said = name.partition("@")[0] if "@" in name else name
        shown, number = _UNFIT.sub("-", said).strip(), 1
        while plain(shown) in seen and _UNFIT.search(said):
            number += 1
            shown = f"{_UNFIT.sub('-', said).strip()} {number}"
        if plain(shown) in seen:
            if account == plain(name) or account.partition("@")[0] == plain(shown):
                continue
            shown = f"{shown} ({account.partition('@')[0]})"
        seen.add(plain(shown))
        cards[shown] = ImportedCard(shown, file, line, shown, account)
        found.ledger.append(Entry(file, line, ASSUMED, f"{shown} holds {held}, so is a member; no card says what"))
    if not cards and tasks:
        text = f"nobody is named: one member, {NOBODY}, stands for whoever does the work; put your cards in its place"
        found.ledger.append(Entry(tasks[0].file, 1, ASSUMED, text))
        return [ImportedCard(NOBODY, tasks[0].file, 1, NOBODY)]
    return [cards[name] for name in sorted(cards)]


def _spellings(found: Joined, tasks: list[ImportedTask]) -> None:
    names: dict[str, ImportedTask] = {}
    for task in tasks:
        for account in task.assignees:
            names.setdefault(task.names.get(account, account), task)
    unknown = [name for name, task in names.items() if not _member(found.people, task, name)]
    for name in unknown:
        like, task = found.people.like(name), names[name]
        text = f"{name} holds work and has no card; who has it is planned anew"
        if like:
            found.proposals.append(Proposal("person", name, like, "", f"spelled like {found.people.names[like]}"))
            text = f"{name} is spelled like {like}: proposed, not taken for one person"
        found.ledger.append(Entry(task.file, task.line, ASSUMED, text))
    members = [found.people.names[member] for member in found.people.names]
    ids = {shown: member for member, shown in found.people.names.items()}
    for one, two in spelled_alike(members):
        found.proposals.append(Proposal("person", ids[two], ids[one], "", f"{two} is spelled like {one}"))


def _member(people: People, task: ImportedTask, name: str) -> str:
    account = next((key for key, said in task.names.items() if said == name), name)
    return people.find(account, name) or ""


def _placed(found: Joined, task: ImportedTask, settings: Settings) -> Placed:
    members = [_member(found.people, task, task.names.get(account, account)) for account in task.assignees]
    if len(task.assignees) > 1:
        names = ", ".join(task.names.get(account, account) for account in task.assignees)
        found.ledger.append(Entry(task.file, task.line, ASSUMED, f"{task.id} has {names}: one owner is to be chosen"))
    size = size_of(task, settings)
    if size.how and task.state in OPEN:
        found.ledger.append(Entry(task.file, task.line, ASSUMED, f"{task.id}: {size.how}"))
    if task.needs and task.state in OPEN and not any(":" in need for need in task.needs):
        found.without_level.append(task.id)
    if task.people > 1 and task.state in OPEN:
        evidence = f"its title says so: {task.title}"
        found.proposals.append(Proposal("crew", task.id, str(task.people), "", evidence))
    stop = ""
    if task.state in STOPPED:
        said = task.status if task.status.startswith("waits") else STOPPED[task.state]
        stop = f"START {task.id}: {said}"
        found.ledger.append(
            Entry(task.file, task.line, ASSUMED, f"{task.id} is {task.status}: stays out until it is not")
        )
    return Placed(task, members[0] if len(members) == 1 else "", size, stop)


def _unsized(found: Joined, settings: Settings) -> None:
    for one in found.tasks:
        if one.size.left is None and one.task.state in OPEN:
            zero = "0 points are no size" if one.task.points == 0 else "no size is stated"
            text = f"{one.task.id}: {zero}, so {settings.unsized / 60:g} h"
            found.ledger.append(Entry(one.task.file, one.task.line, ASSUMED, text))
    opened: dict[str, list[Placed]] = {}
    for one in found.tasks:
        if one.task.state in OPEN:
            opened.setdefault(one.task.file, []).append(one)
    for file, tasks in opened.items():
        if len(tasks) > 1 and all(one.size.left is None for one in tasks):
            text = f"none of its {len(tasks)} open tasks states a size: a plan counts tasks, not hours"
            maybe = "Say unsized: in import.yaml, or give sizes in a column"
            found.ledger.append(Entry(file, 1, ASSUMED, f"{text}. {maybe}"))


def accepted_of(joined: Joined, kind: str) -> Iterator[Proposal]:
    """Yield the proposals of a kind that the user accepted."""
    for one in joined.proposals:
        if one.kind == kind and (kind, one.subject, one.proposal) in joined.accepted:
            yield one
