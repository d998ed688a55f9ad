"""Decides what of a tracker's rows is work: leaves are, a parent whose children carry sizes is a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from solver.importers.board.board import Board, ancestors, size_word
from solver.importers.board.item import Item
from solver.importers.board.titles import people_in, size_in, tags_in
from solver.importers.nouns import ASSUMED, LEFT_OUT, TAKEN, ImportedTask

WORK, BATCH, STEP, EMPTY = "work", "batch", "step", "empty"


def _role(board: Board, item: Item) -> str:
    inner = [name for name in board.children.get(item.id, ()) if board.is_open(name)]
    if not board.is_open(item.id):
        return WORK
    if board.is_epic(item):
        return BATCH if board.children.get(item.id) else WORK if board.has_size(item) else EMPTY
    if inner:
        sized = any(_carries_size(board, name, set()) for name in inner)
        return BATCH if sized or not board.has_size(item) else WORK
    return WORK


def _carries_size(board: Board, name: str, seen: set[str]) -> bool:
    if name in seen:
        return False
    inner = (one for one in board.children.get(name, ()) if board.is_open(one))
    return board.has_size(board.by_id[name]) or any(_carries_size(board, one, seen | {name}) for one in inner)


def _covered_by(board: Board, name: str) -> str:
    """Return the open row above that is work itself and carries the size of this one, "" if there is none."""
    above = (one for one in ancestors(board, name) if one in board.by_id and board.role[one] == WORK)
    return next((one for one in above if board.is_open(one) and board.has_size(board.by_id[one])), "")


def take_tasks(board: Board) -> None:
    """Decide what each row is, and put the tasks among them into the intake, with a ledger line for every row."""
    for item in board.items:
        board.role[item.id] = _role(board, item)
    for item in board.items:
        if board.role[item.id] == WORK and board.is_open(item.id) and _covered_by(board, item.id):
            board.role[item.id] = STEP
    stands_for = {item.id: tuple(_work_of(board, item.id, set())) for item in board.items}
    waits: dict[str, dict[str, Decimal]] = {}
    for (before, after), line in board.edges.items():
        lag = board.by_id[after].lags.get(before, Decimal(0)) if after in board.by_id else Decimal(0)
        for one, other in _resolved(board, before, after, line, stands_for):
            waits.setdefault(other, {})[one] = max(lag, waits.get(other, {}).get(one, lag))
    for item in board.items:
        role = board.role[item.id]
        if role == WORK:
            board.intake.tasks.append(_task(board, item, waits.get(item.id, {})))
        elif board.is_open(item.id):
            board.intake.owners += [(account or name, name, item.line, item.id) for name, account in item.people]
        said = {
            WORK: f"{item.id} {item.title!r} as a task, {board.state[item.id]}",
            BATCH: f"{item.id} {item.title!r} as the batch of {len(board.children.get(item.id, ()))} rows; "
            "its own size is not added to theirs",
            STEP: f"{item.id} {item.title!r}: a step of {_covered_by(board, item.id)}, whose size covers it",
            EMPTY: f"{item.id} {item.title!r}: {item.kind} without rows or size of its own",
        }[role]
        board.say(item, TAKEN if role in {WORK, BATCH} else LEFT_OUT, said)


def _work_of(board: Board, name: str, seen: set[str]) -> Iterator[str]:
    """Yield the tasks that a row stands for: itself, the rows it is the batch of, or the one that it is a step of."""
    role = board.role[name]
    if role == WORK:
        yield name
    elif role == STEP:
        yield _covered_by(board, name)
    elif name not in seen:
        for inner in board.children.get(name, ()):
            yield from _work_of(board, inner, seen | {name})


def _resolved(
    board: Board, before: str, after: str, line: int, stands_for: dict[str, tuple[str, ...]]
) -> Iterable[tuple[str, str]]:
    """Yield the pairs of tasks that a link between two rows means; a link that means none is told in the ledger."""
    if after not in board.by_id:
        board.intake.say(line, LEFT_OUT, f"{before} blocks {after}, which is not in this file: nothing here waits")
        return
    if before not in board.by_id:
        yield from ((before, one) for one in stands_for[after])
        return
    if after in ancestors(board, before) or before in ancestors(board, after):
        board.intake.say(line, LEFT_OUT, f"{before} blocks {after}: one is part of the other, so nothing waits")
        return
    if board.state[before] == "CANCELLED":
        board.intake.say(line, LEFT_OUT, f"{after} waits for {before}, which is cancelled: dropped")
        return
    yield from ((one, other) for one in stands_for[before] for other in stands_for[after] if one != other)


def _task(board: Board, item: Item, waits: Mapping[str, Decimal]) -> ImportedTask:
    minutes, points = item.estimate, item.points
    in_title, points_in_title = size_in(item.title)
    if minutes is None and not points and in_title:
        board.say(item, ASSUMED, f"{item.id}: {in_title / 60:g} h from its title")
        minutes = in_title
    people = max(item.people_asked, people_in(item.title))
    return ImportedTask(
        item.id,
        item.file or board.intake.file,
        item.line,
        item.title,
        item.kind,
        board.priority[item.id],
        board.state[item.id],
        tuple(account or name for name, account in item.people),
        minutes,
        item.remaining,
        item.spent,
        points if points else points_in_title or points,
        _batch(board, item),
        tuple(waits),
        (*item.labels, *(tag for tag in tags_in(item.title) if tag not in item.labels)),
        item.components,
        item.description,
        item.due,
        item.earliest,
        item.sprint or item.milestone,
        people,
        item.status,
        size_word(item),
        item.needs,
        dict((account, name) for name, account in item.people if account and account != name),
        {name: days for name, days in waits.items() if days},
    )


def _batch(board: Board, item: Item) -> str:
    for name in ancestors(board, item.id):
        if name not in board.by_id or board.role[name] == BATCH:
            return name
    return ""
