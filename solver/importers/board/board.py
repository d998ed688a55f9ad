"""The rows of a tracker on one board: their states and priorities, and what they are to each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from solver.importers import languages
from solver.importers.board.dates import iso_date
from solver.importers.board.item import Item
from solver.importers.board.states import OPEN, is_undone, is_word, priority_of, state_of
from solver.importers.board.titles import size_in
from solver.importers.board.waits import wait_for
from solver.importers.files.table import plain
from solver.importers.nouns import ASSUMED, LEFT_OUT, Entry, Intake
from solver.importers.settings import Settings

EPICS: Final = {"epic", "epos", "épica", "épopée", "initiative", "epics", *languages.EPICS}
SUBTASKS: Final = {
    "sub-task",
    "subtask",
    "sub task",
    "unteraufgabe",
    "sous-tâche",
    "subtarea",
    "technical sub-task",
} | languages.SUBTASKS
# A million hours, as in our own backlogs; more points than anybody gives.
MOST_MINUTES, MOST_POINTS = 60_000_000, 10_000
# What stands under an assignee where there is none.
NOBODY: Final = {
    *("unassigned", "none", "n/a", "na", "null", "nobody", "tbd", "nicht zugewiesen", "niemand", "keine"),
    # In a spreadsheet the errors of formulas stand where a name should.
    *("#n/a", "#ref!", "#value!", "#name?", "#null!", "#div/0!", "#num!"),
    *languages.NOBODY,
}
_SIZE_LABEL: Final = re.compile(r"(?:size|t-shirt(?: size)?|größe|effort)\W+(\w+)")


@dataclass
class Board:
    """The rows of one file with what they are to each other.

    ``edges`` are pairs (before, after) of ids, each once although both ends may state it; an end that is no row of the
    file stands there as written.
    """

    intake: Intake
    items: list[Item]
    settings: Settings = field(default_factory=Settings)
    by_id: dict[str, Item] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    priority: dict[str, str] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    role: dict[str, str] = field(default_factory=dict)
    edges: dict[tuple[str, str], int] = field(default_factory=dict)

    def say(self, item: Item, what: str, text: str) -> None:
        """Add a line to the ledger, at the place of a row."""
        self.intake.ledger.append(Entry(item.file or self.intake.file, item.line, what, text))

    def is_open(self, name: str) -> bool:
        """Return whether a row is neither done nor cancelled."""
        return self.state[name] in OPEN

    def is_epic(self, item: Item) -> bool:
        """Return whether a row is a container by its kind."""
        return plain(item.kind) in EPICS

    def has_size(self, item: Item) -> bool:
        """Return whether a row states a size above 0 anywhere: a column, a label or its title."""
        return any((item.remaining, item.estimate, item.points, size_word(item))) or any(size_in(item.title))


def lay_out(intake: Intake, items: list[Item], settings: Settings) -> Board:
    """Return the board of a file's rows, with a ledger line for each doubt: states, priorities, parents, links."""
    board = Board(intake, _distinct(intake, items), settings)
    board.by_id = {item.id: item for item in board.items}
    _states(board)
    _priorities(board)
    known = _names(board)
    for item in board.items:
        # Under the ids of rows an export is read back, also where the file calls them by inner ids or titles.
        item.parent, item.epic = known.get(item.parent, item.parent), known.get(item.epic, item.epic)
        item.blocks = [known.get(name, name) for name in item.blocks]
        wait_for(item, board.by_id, known, board.say)
    _parents(board, known)
    _edges(board)
    return board


def size_word(item: Item) -> str:
    """Return the size of a row in words (S, M, L), from its column or from a label such as size/L."""
    found = (_SIZE_LABEL.fullmatch(plain(label)) for label in item.labels)
    return item.size or next((match[1] for match in found if match), "")


def _distinct(intake: Intake, items: list[Item]) -> list[Item]:
    """Return the rows with an id of their own each, and without assignees that stand for nobody."""
    found: dict[str, Item] = {}
    for item in items:
        item.people = tuple(person for person in item.people if _is_somebody(person[0]))
        _keep_sane(intake, item)
        if not re.search(r"\w", item.id):
            item.id, item.has_own_id = "-".join(re.findall(r"\w+", plain(item.title))[:6]) or f"row-{item.line}", False
        if item.id in found and item.has_own_id:
            intake.leave_out(item.line, f"{item.id} stands a second time, first on line {found[item.id].line}")
            continue
        base, number = item.id, 1
        while item.id in found:
            number += 1
            item.id = f"{base}-{number}"
        if not item.has_own_id:
            intake.say(item.line, ASSUMED, f"no id: {item.title!r} is called {item.id}")
        found[item.id] = item
    return list(found.values())


def _keep_sane(intake: Intake, item: Item) -> None:
    """Drop dates that are none and sizes that nobody means, whoever wrote them, with a line for each."""
    for name in ("due", "earliest"):
        said = getattr(item, name)
        setattr(item, name, iso_date(said) if said else "")
        if said and not getattr(item, name):
            intake.say(item.line, LEFT_OUT, f"{item.id}: {name} {said!r} is no date: not taken")
    for name, most in (("estimate", MOST_MINUTES), ("remaining", MOST_MINUTES), ("spent", MOST_MINUTES)):
        value = getattr(item, name)
        if value is not None and not 0 <= value <= most:
            setattr(item, name, None)
            intake.say(item.line, LEFT_OUT, f"{item.id}: {name} of {value / 60:g} h is no size: not taken")
    if item.points is not None and not 0 <= item.points <= MOST_POINTS:
        intake.say(item.line, LEFT_OUT, f"{item.id}: {item.points} points are no size: not taken")
        item.points = item.original_points = None


def _is_somebody(name: str) -> bool:
    return bool(re.search(r"\w", name)) and plain(name) not in NOBODY


def _states(board: Board) -> None:
    unknown: dict[str, Item] = {}
    for item in board.items:
        board.state[item.id], is_known = state_of(item.status, item.category, board.settings.states)
        if not is_known:
            unknown.setdefault(item.status, item)
        word = plain(item.resolution)
        if (
            word
            and word not in {"unresolved", "nicht erledigt", "offen", "none", *languages.UNRESOLVED}
            and board.is_open(item.id)
        ):
            board.say(item, ASSUMED, f"{item.id} is {item.status} with resolution {item.resolution}: its status counts")
        elif board.state[item.id] == "DONE" and is_undone(item.resolution):
            board.state[item.id] = "CANCELLED"
            board.say(item, ASSUMED, f"{item.id} is {item.status} with resolution {item.resolution}: cancelled")
        if board.state[item.id] == "TODO" and item.spent:
            text = f"{item.id} is not started but has {item.spent / 60:g} h spent"
            board.say(item, ASSUMED, f"{text}: counted as not started")
    for word, item in unknown.items():
        board.say(item, ASSUMED, f"status {word!r} is not known: TODO. Say states: in import.yaml")
    seen = dict[tuple[str, str], Item]()
    for item in board.items:
        seen.setdefault((item.status, board.state[item.id]), item)
    for (word, state), item in seen.items():
        is_plain = state == "TODO" or (state == "DONE" and (bool(item.category) or is_word(word)))
        if word and not is_plain and plain(word).replace(" ", "_").upper() != state:
            board.intake.say(item.line, ASSUMED, f"status {word!r} is read as {state}")


def _priorities(board: Board) -> None:
    missing = list[Item]()
    for item in board.items:
        found = priority_of(item.priority) if item.priority else _priority_label(item)
        if found is None:
            board.say(item, ASSUMED, f"{item.id}: priority {item.priority!r} is not known: MEDIUM")
        if not found and board.is_open(item.id):
            missing.append(item)
        board.priority[item.id] = found or ""
    if missing:
        names = _some([item.id for item in missing])
        board.intake.say(missing[0].line, ASSUMED, f"without a priority, so MEDIUM: {names}")


def _priority_label(item: Item) -> str | None:
    for label in item.labels:
        word = plain(label)
        head, mark, rest = word.partition("::") if "::" in word else word.partition(":")
        if not mark:
            head, mark, rest = word.partition("/")
        if mark and head.strip() in {"priority", "prio", "p", "priorität", "severity"}:
            return priority_of(rest) or ""
        if word in {"p0", "p1", "p2", "p3", "p4", "urgent", "critical", "blocker"}:
            return priority_of(word)
        if word.startswith("priority") or word.endswith("priority"):
            return priority_of(word.replace("priority", "").strip(" -_")) or ""
    return ""


def _names(board: Board) -> dict[str, str]:
    """Return what a link may call a row: its id, the tracker's inner id, or its title where that is the only one."""
    titles: dict[str, list[str]] = {}
    for item in board.items:
        titles.setdefault(item.title, []).append(item.id)
    found = {title: ids[0] for title, ids in titles.items() if len(ids) == 1 and title}
    found |= {item.internal: item.id for item in board.items if item.internal}
    return found | {item.id: item.id for item in board.items}


def _parents(board: Board, known: dict[str, str]) -> None:
    for item in board.items:
        said = item.parent or item.epic
        target = known.get(said, known.get(item.epic, said))
        if target and target != item.id:
            board.parent[item.id] = target
            board.children.setdefault(target, []).append(item.id)
    for item in board.items:
        if item.id in ancestors(board, item.id):
            board.say(item, LEFT_OUT, f"{item.id} is its own parent's parent: not taken as one")
            board.children[board.parent.pop(item.id)].remove(item.id)


def ancestors(board: Board, name: str) -> list[str]:
    """Return what a row is part of, nearest first; a circle ends where it closes."""
    found = list[str]()
    while (name := board.parent.get(name, "")) and name not in found:
        found.append(name)
    return found


def _edges(board: Board) -> None:
    for item in board.items:
        pairs = [(name, item.id) for name in item.waits_for]
        pairs += [(item.id, name) for name in item.blocks]
        for pair in pairs:
            if pair[0] != pair[1]:
                board.edges.setdefault(pair, item.line)


def _some(names: list[str]) -> str:
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")


def total(values: Iterable[Decimal | int | None]) -> int:
    """Return a sum in whole numbers, rounded half up; what is not stated counts nothing."""
    return int(sum((Decimal(value) for value in values if value is not None), Decimal(0)).quantize(Decimal(1)))
