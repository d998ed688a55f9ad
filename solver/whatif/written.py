"""A changed world as a workspace of its own, so that ``plan`` makes the same plan of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from solver.domain.cards import CommunicationLine, Permission, RoleCard, Score
from solver.domain.tasks import Task
from solver.domain.team import Member, Team
from solver.errors import Fault, InputError
from solver.readers.drafting import COLUMNS
from solver.readers.workspace import read_workspace
from solver.whatif.world import World
from solver.writing import refuse_taken, write_folder

# What a file may be called without a thought.
FILE_NAME = re.compile(r"\w[\w .-]*")


def write_world(world: World, folder: Path) -> tuple[Path, ...]:
    """Write cards, team, vocabulary and backlog into a new or empty folder, and read them back.

    Parameters
    ----------
    world : World
        Such as the one that ``apply`` returns.
    folder : Path
        Is made if it is not there.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    InputError
        If the folder holds anything, or the files would not say what the world is; nothing stays behind.
    """
    refuse_taken(folder)
    cards = _cards_of(world.team.members)
    texts = {f"cards/{name}.md": card_text(card) for name, card in cards.items()}
    texts |= {"team.yaml": _team_text(world, cards), "backlog.csv": _backlog_text(world.backlog.tasks)}
    words = world.team.vocabulary
    if words.aliases or words.relations:
        aliases = {name: [other for other, one in words.aliases if one == name] for _, name in words.aliases}
        texts["vocabulary.yaml"] = _yaml({"aliases": aliases, "relations": [vars(one) for one in words.relations]})
    return write_folder(folder, texts, lambda made: _refuse_other(world, made))


def _cards_of(members: Iterable[Member]) -> dict[str, RoleCard]:
    """Return one card for each different one that is held; the first holder of an id keeps it."""
    found: dict[str, RoleCard] = {}
    for member in members:
        name = member.card.id
        if name in found and not _alike(found[name], member.card):
            name = member.id
        if name in found and not _alike(found[name], member.card):
            raise _unwritable(f"two cards of the id {name}")
        if not FILE_NAME.fullmatch(name):
            raise _unwritable(f"a card of the id {name!r}")
        found[name] = member.card
    return found


def _unwritable(what: str) -> InputError:
    return InputError((Fault("--write", 1, "a workspace that files can hold", what),))


def _alike(one: RoleCard, other: RoleCard) -> bool:
    return bool(_essence_of_card(one) == _essence_of_card(other))


def card_text(card: RoleCard) -> str:
    r"""Return a role card as Markdown that reads back as the same card.

    Examples
    --------
    >>> from solver.readers.cards import parse_card
    >>> text = "# QA\n\n## Core Capabilities\n- testing: 0.9\n"
    >>> card_text(parse_card(text, "QA")) == text
    True
    """
    sections = {
        "Core Capabilities": [f"- {one.name}: {one.score:f}" for one in card.capabilities],
        "Technical Skills": [f"- **{one.category}**: {', '.join(one.names)}" for one in card.skills],
        "Special Permissions": [f"- {one.verb} {one.object}" for one in card.permissions],
        "Task Preferences": [f"{i}. {one.name} (score: {one.score:f})" for i, one in enumerate(card.preferences, 1)],
        "Communication Priority": [f"- {one.verb}: {one.text}" for one in card.communication],
        "Quality Standards": [one.text for one in card.quality],
    }
    known = {name.lower(): name for name in sections}
    for line in card.kept:
        # The heading of a section that has no field of its own is kept as a line, too.
        lines = sections.setdefault(known.get(line.section.lower(), line.section), [])
        lines += [] if line.text.startswith("## ") else [line.text]
    parts = [f"# {card.title}"] if card.title else []
    parts += ["\n".join([f"## {name}", *lines]) for name, lines in sections.items() if lines and name]
    return "\n\n".join([*parts[:1], *sections.get("", []), *parts[1:]]) + "\n"


def _team_text(world: World, cards: dict[str, RoleCard]) -> str:
    """Return team.yaml with every key that differs from saying nothing."""
    team, lines = world.team, world.team.communication
    policies = team.policies
    data = {
        "roster": [_roster(member, cards) for member in team.members],
        "groups": {one.name: {"members": one.members, "aliases": one.aliases} for one in team.groups},
        "externals": team.externals,
        "aliases": dict(lines.aliases),
        "verbs": dict(lines.verbs),
        "terminals": lines.terminals,
        "policies": {
            "batch": policies.batch,
            "batches": dict(policies.batches),
            "reports_carry_escalations": lines.reports_carry_escalations,
            "topic_covers_all": lines.topic_covers_all,
            "longest_chain": lines.longest_chain,
        },
        "rules": {
            "pins": [{"task": one.task, "member": one.member} for one in policies.pins],
            "forbids": [{"task": one.task, "member": one.member} for one in policies.forbids],
            "separate": policies.separate,
            "together": policies.together,
            "required": policies.required,
        },
        "weights": {one.name: getattr(world.weights, one.name) for one in fields(world.weights) if one.compare},
        "prices": {
            "channel": lines.price,
            "fill": lines.price_fill,
            "answer": lines.price_answer,
            "pairs": [{"from": source, "to": target, "price": price} for source, target, price in lines.prices],
        },
    }
    return _yaml(data)


def _roster(member: Member, cards: dict[str, RoleCard]) -> dict[str, Any]:
    """Return a roster entry; its limit is what is left after leave and reserved share, and committed work again."""
    alike = member.card.id in cards and _alike(cards[member.card.id], member.card)
    entry: dict[str, Any] = {"id": member.id, "card": member.card.id if alike else member.id}
    entry["limit"] = f"{member.load_limit_minutes + member.committed_minutes}min"
    if member.committed_minutes:
        entry["committed"] = f"{member.committed_minutes}min"
    if member.pace != 1:
        entry["pace"] = member.pace
    if member.wip_limit is not None:
        entry["wip"] = member.wip_limit
    return entry


def _yaml(data: dict[str, Any]) -> str:
    """Return keys in a block and each value on a line, or each item of a list on one."""
    lines = []
    for key, value in data.items():
        if isinstance(value, list | tuple) and value:
            lines += [f"{key}:", *(f"  - {_flow(item)}" for item in value)]
        elif value not in ((), [], {}):
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    """Return a value on one line; text is quoted, so that nothing in it means anything."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return f"{value:f}" if isinstance(value, Decimal) else _quoted(value)


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _backlog_text(tasks: tuple[Task, ...]) -> str:
    stream = io.StringIO(newline="")
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    for task in tasks:
        needs = (f"{n.capability}:{n.minimum:f}:{n.tier}:weight={n.weight:f}" for n in task.requirements)
        rights = (f"{verb} {what}" for verb, what in task.permissions)
        about = (task.id, task.title, task.kind, task.priority, task.status, task.assigned_to)
        more = ("; ".join(needs), " ".join(task.dependencies), task.value, "; ".join(rights))
        table.writerow([*about, f"{task.estimate_minutes}min", task.batch, *more])
    return stream.getvalue()


def _refuse_other(world: World, folder: Path) -> None:
    """Read the files back; raise with each noun that they hold otherwise."""
    try:
        found = read_workspace(folder)
    except InputError as error:
        raise _unwritable(f"{error.faults[0].got} where {error.faults[0].expected} should stand") from error
    read = World(found.team, found.backlog, found.weights)
    wanted, got = _essence(world), _essence(read)
    names = [name for name, value in wanted.items() if got.get(name) != value]
    names += sorted(got.keys() - wanted.keys())
    if names:
        raise _unwritable(f"{', '.join(names)} that read back otherwise")


def _essence(world: World) -> dict[str, Any]:
    """Return all that a plan and the audit of its lines rest on, by name; not where it was written."""
    team, policies = world.team, world.team.policies
    found: dict[str, Any] = {
        f"member {one.id}": (
            *(one.load_limit_minutes, one.committed_minutes, one.pace, one.wip_limit, _essence_of_card(one.card)),
        )
        for one in team.members
    }
    found |= {f"task {one.id}": replace(one, file="", line=0) for one in world.backlog.tasks}
    pairs = {name: [(p.task, p.member) for p in getattr(policies, name)] for name in ("pins", "forbids")}
    rules = replace(policies, pins=(), forbids=())
    others = (rules, pairs, team.groups, team.externals, team.communication, _card_groups(team))
    return found | {"rules and lines of the team": others, "vocabulary": _sorted(team), "weights": world.weights}


def _sorted(team: Team) -> Any:
    return sorted(team.vocabulary.aliases), team.vocabulary.relations


def _card_groups(team: Team) -> dict[str, list[str]]:
    """Return who is meant by the id of a card that no member has as its own."""
    ids = {member.card.id for member in team.members} - {member.id for member in team.members}
    return {name: [member.id for member in team.members if member.card.id == name] for name in sorted(ids)}


def _essence_of_card(card: RoleCard) -> Any:
    parts: tuple[tuple[Score | Permission | CommunicationLine, ...], ...] = (
        *(card.capabilities, card.preferences, card.permissions, card.communication),
    )
    return [[replace(line, line=0) for line in part] for part in parts]
