"""A team and a backlog as the files of a workspace, out of the same models and columns that read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Container
from dataclasses import replace
from typing import Any, Final

from solver.domain.calendar import Calendar
from solver.domain.tasks import TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.vocabulary import Vocabulary
from solver.domain.weights import Weights
from solver.readers.backlog.columns import COLUMNS
from solver.readers.backlog.lags import with_lag
from solver.readers.backlog.links import written_ids
from solver.readers.text.yaml_text import yaml_text
from solver.readers.written.cards import card_text, cards_of, essence
from solver.readers.written.team import file_data, team_file

# How each column of a backlog is written; one that is not here cannot be, and a test goes through all of them.
CELLS: Final[dict[str, Callable[[Task], Any]]] = {
    "id": lambda task: task.id,
    "title": lambda task: task.title,
    "type": lambda task: task.kind,
    "priority": lambda task: task.priority,
    "status": lambda task: task.status,
    "assigned_to": lambda task: task.assigned_to,
    "estimated_hours": lambda task: _hours(task.estimate_minutes + (task.spent_minutes if task.is_open else 0)),
    "batch": lambda task: task.batch,
    "capabilities": lambda task: _needs(task.requirements),
    "dependencies": lambda task: _waits(task),
    "value": lambda task: task.value,
    "permissions": lambda task: "; ".join(f"{verb} {what}" for verb, what in task.permissions),
    "earliest": lambda task: task.earliest,
    "due": lambda task: task.due,
    "deadline": lambda task: task.deadline,
    "split": lambda task: _hours(task.split_minutes) if task.split_minutes else "",
    "crew": lambda task: _crew(task),
    "spent": lambda task: _hours(task.spent_minutes) if task.spent_minutes else "",
    "remaining": lambda task: _hours(task.estimate_minutes) if task.spent_minutes and task.is_open else "",
}
# Columns that are left out where no task fills them.
SELDOM: Final = ("earliest", "due", "deadline", "split", "crew", "spent", "remaining")


def workspace_texts(team: Team, backlog: Backlog, weights: Weights) -> dict[str, str]:
    """Return the files of a workspace by their path in it.

    Parameters
    ----------
    team : Team
        At least one member.
    backlog : Backlog
        Every task, done ones too.
    weights : Weights
        Of the quality level.

    Returns
    -------
    dict of str to str
        Cards, ``team.yaml``, ``backlog.csv`` and, where it says anything, ``vocabulary.yaml``.

    Raises
    ------
    InputError
        If a card could not be the file that its id names.
    """
    cards = cards_of(team.members)
    texts = {f"cards/{name}.md": card_text(card) for name, card in cards.items()}
    texts["team.yaml"] = yaml_text(file_data(team_file(team, weights, cards)))
    texts["backlog.csv"] = backlog_text(backlog)
    if team.vocabulary != Vocabulary():
        texts["vocabulary.yaml"] = vocabulary_text(team.vocabulary)
    return texts


def backlog_text(backlog: Backlog) -> str:
    """Return the tasks as CSV with the columns of ``backlog.csv``."""
    names = {task.id for task in backlog.tasks}
    rows = [{name: CELLS[name](task) for name in COLUMNS} for task in backlog.tasks]
    for row, task in zip(rows, backlog.tasks, strict=True):
        row["dependencies"] = _waits(task, names)
    used = [name for name in COLUMNS if name not in SELDOM or any(row[name] for row in rows)]
    stream = io.StringIO(newline="")
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(used)
    table.writerows([row[name] for name in used] for row in rows)
    return stream.getvalue()


def vocabulary_text(words: Vocabulary) -> str:
    """Return aliases and relations as ``vocabulary.yaml``."""
    aliases: dict[str, list[str]] = {}
    for other, name in words.aliases:
        aliases.setdefault(name, []).append(other)
    relations = [{"have": one.have, "need": one.need, "factor": one.factor} for one in words.relations]
    return yaml_text({"aliases": aliases, "relations": relations})


def meaning(team: Team, backlog: Backlog, weights: Weights) -> dict[str, Any]:
    """Return all that a plan and the audit of lines rest on, by name; not where it was written.

    Two worlds with the same meaning are planned alike.
    """
    found: dict[str, Any] = {}
    for one in team.members:
        found[f"member {one.id}"] = (_time(one, team.calendar), one.pace, one.wip_limit, essence(one.card))
    found |= {f"task {one.id}": replace(one, file="", line=0) for one in backlog.tasks}
    rules = team.policies
    pairs = {name: [(p.task, p.member, p.period) for p in getattr(rules, name)] for name in ("pins", "forbids")}
    held = {member.card.id for member in team.members} - {member.id for member in team.members}
    holders = {name: [one.id for one in team.members if one.card.id == name] for name in sorted(held)}
    agreed = (replace(rules, pins=(), forbids=()), pairs, team.groups, team.externals, team.communication, holders)
    found |= {"rules and lines of the team": agreed, "what the team states by default": team.defaults}
    found["calendar"] = team.calendar
    return found | {"vocabulary": (sorted(team.vocabulary.aliases), team.vocabulary.relations), "weights": weights}


def _time(member: Member, calendar: Calendar | None) -> Any:
    """Return a member's hours; over periods those of each, whatever the reserved share was a share of."""
    if calendar is None:
        return member.load_limit_minutes, member.committed_minutes, member.reserved_minutes
    return [(slot.minutes, slot.days, slot.committed) for slot in member.slots(calendar)]


def _waits(task: Task, known: Container[str] = ()) -> str:
    """Return what a task waits for, with lags in letters that none of the known ids has as a whole."""
    return written_ids(with_lag(name, task.lag(name), known) for name in task.dependencies)


def _needs(requirements: tuple[Requirement, ...]) -> str:
    return "; ".join(map(_need, requirements))


def _need(need: Requirement) -> str:
    """Return a requirement with what differs from saying its name alone."""
    minimum, weight = TIERS[need.tier]
    said = [need.capability]
    said += [f"{need.minimum:f}"] if need.minimum != minimum else []
    said += [need.tier] if need.tier != "primary" else []
    said += [f"weight={need.weight:f}"] if need.weight != weight else []
    return ":".join(said)


def _hours(minutes: int) -> str:
    """Return minutes as a number of hours if that is short, else as minutes."""
    return f"{minutes / 60:g}" if minutes % 15 == 0 and minutes < 10**5 else f"{minutes}min"


def _crew(task: Task) -> str:
    """Return the seats: their number where all ask for what the task asks, else what each asks for."""
    if not task.crew or all(seat == task.requirements for seat in task.crew):
        return str(len(task.crew)) if task.crew else ""
    return " | ".join(map(_needs, task.crew))
